"""Starting values of the official days: the package `holidays`, and what was announced after its release.

Both are only a start: a year counts as confirmed when the office says so, not because it stands here.
"""

import tomllib
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import holidays

from tenants.calendar import DayKind, OfficialDay

ANNOUNCED = Path(__file__).parent / "data" / "official_days.toml"
SWAPPED_WORKDAY = "Ngày làm bù"


def seed_days(years: Iterable[int]) -> list[OfficialDay]:
    """Vietnam's holidays of these years, substitute days off and weekend days worked in exchange, by date."""
    wanted = sorted(set(years))
    decision = f"seed: holidays {version('holidays')}, to be confirmed"
    known = holidays.country_holidays("VN", years=wanted, language="vi", observed=True, expand=False)
    days = [OfficialDay(date, DayKind.HOLIDAY, decision, name) for date, name in known.items()]
    for date in known.weekend_workdays:
        if date.year in wanted:
            days.append(OfficialDay(date, DayKind.WORKDAY, decision, SWAPPED_WORKDAY))
    return sorted(days, key=lambda official: official.date)


def announced_days(path: Path = ANNOUNCED) -> list[OfficialDay]:
    """Late decisions from the data file. Raises ValueError with the file and entry for a kind that nobody knows."""
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["days"]
    days = []
    for number, entry in enumerate(entries, start=1):
        try:
            days.append(OfficialDay(entry["date"], DayKind(entry["kind"]), entry["decision"], entry["name"]))
        except (KeyError, ValueError) as error:
            raise ValueError(f"{path.name}, day {number}: {error}") from error
    return days


def initial_days(years: Iterable[int]) -> list[OfficialDay]:
    """Seed and late decisions of these years, one for each day: a late decision goes before the seed."""
    wanted = set(years)
    by_date = {official.date: official for official in seed_days(wanted)}
    by_date.update({official.date: official for official in announced_days() if official.date.year in wanted})
    return [by_date[date] for date in sorted(by_date)]
