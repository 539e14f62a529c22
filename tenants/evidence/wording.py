"""Values of a regulation in Vietnamese, for readers who know the law and not the code."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields

from tenants.calendar import Period, Unit
from tenants.regulation import Fact, Sourced

BASIS_VI = {"text": "văn bản", "reading": "cách hiểu", "default": "mặc định, chờ tỉnh xác nhận"}
UNITS_VI = {
    Unit.WORKING_DAYS: "ngày làm việc",
    Unit.WORKING_HOURS: "giờ hành chính",
    Unit.CALENDAR_DAYS: "ngày",
    Unit.CALENDAR_MONTHS: "tháng",
}
PROVENANCE = frozenset(field.name for field in fields(Sourced))


def value_vi(fact: Sourced) -> str:
    """A value with its unit, or the values of a row; English twins of Vietnamese texts are left out."""
    if isinstance(fact, Fact):
        text = "chưa rõ" if fact.unknown else _text(fact.value)
        return f"{text} ({fact.unit})" if fact.unit else text
    rows = ((field.name, getattr(fact, field.name)) for field in fields(fact) if field.name not in PROVENANCE)
    return "; ".join(f"{name}: {_text(value)}" for name, value in rows if _tells(name, value))


def _tells(name: str, value: object) -> bool:
    return not name.endswith("_en") and value not in (None, "", (), {})


def _text(value: object) -> str:
    match value:
        case None:
            return "không đặt"
        case bool():
            return "có" if value else "không"
        case Period():
            return _period(value)
        case dt.time():
            return f"{value:%H:%M}"
        case dt.date():
            return f"{value:%d/%m/%Y}"
        case tuple() | list():
            return ", ".join(_text(item) for item in value) or "không có"
        case _:
            return " ".join(str(value).split())


def _period(period: Period) -> str:
    if period.unit is Unit.DAY_OF_MONTH:
        return f"ngày {period.amount} của tháng"
    hour = f", ngày thứ nhất nếu nhận trước {period.day_one_until:%H:%M}" if period.day_one_until else ""
    return f"{period.amount} {UNITS_VI[period.unit]}{hour}"
