"""The law as data: each province's regulation, its values with unit, clause and basis."""

from tenants.regulation.base import DueDate, Fact, RegulationError, Sourced
from tenants.regulation.loader import all_regulations, default_code, get_regulation, load_regulation, regulation_in_use
from tenants.regulation.model import Leaf, Regulation, RequiredSection, strictest_passwords

__all__ = [
    "DueDate",
    "Fact",
    "Leaf",
    "Regulation",
    "RegulationError",
    "RequiredSection",
    "Sourced",
    "all_regulations",
    "default_code",
    "get_regulation",
    "load_regulation",
    "regulation_in_use",
    "strictest_passwords",
]
