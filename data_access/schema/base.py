"""The metadata that every table of the contract belongs to."""

from typing import Final

from sqlalchemy import MetaData

CONTRACT_VERSION: Final = "1"
"""Version of the contract; `guatu check` names it, CONTRACT.md prints it."""

metadata: Final = MetaData()
