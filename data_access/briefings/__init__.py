"""Briefings: stories of the wall, told scene by scene, and what was asked and decided while they were told."""

from data_access.briefings.records import Briefing, BriefingScene, Noted, State
from data_access.briefings.store import Briefings, StaleBriefingError, open_briefings

__all__ = ["Briefing", "BriefingScene", "Briefings", "Noted", "StaleBriefingError", "State", "open_briefings"]
