"""The demo county: fictional places and people, totals calibrated to published figures."""

from data_access.demo.build import SCENARIOS, SEED, DemoReport, build_demo

__all__ = ["SCENARIOS", "SEED", "DemoReport", "build_demo"]
