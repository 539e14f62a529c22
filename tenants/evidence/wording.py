"""Values of a regulation in Vietnamese, for readers who know the law and not the code."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import fields
from functools import cache
from pathlib import Path

from tenants.calendar import Period, Unit
from tenants.regulation import DueDate, Fact, Regulation, Sourced

WORDS_FILE = Path(__file__).parents[1] / "data" / "evidence_vi.toml"
AREA_VI = {
    "tenants": "cơ quan và tên miền",
    "content": "nội dung cổng",
    "editorial": "biên tập",
    "qa_inbox": "hỏi đáp",
    "security": "an toàn thông tin",
    "reporting": "báo cáo",
}
BASIS_VI = {"text": "văn bản", "reading": "cách hiểu", "default": "mặc định, chờ tỉnh xác nhận"}
UNITS_VI = {
    Unit.WORKING_DAYS: "ngày làm việc",
    Unit.WORKING_HOURS: "giờ hành chính",
    Unit.CALENDAR_DAYS: "ngày",
    Unit.CALENDAR_MONTHS: "tháng",
}
OF_KINDS = frozenset({"kinds", "kind", "parents", "below", "scope"})
PROVENANCE = frozenset(field.name for field in fields(Sourced))


@cache
def words(table: str) -> dict[str, str]:
    """English to Vietnamese: "fields", "words", "units", "laws" or "notes"."""
    found: dict[str, str] = tomllib.loads(WORDS_FILE.read_text(encoding="utf-8"))[table]
    return found


def value_vi(regulation: Regulation, fact: Sourced) -> str:
    """A value with its unit, or the values of a row; English twins of Vietnamese texts are left out."""
    if isinstance(fact, Fact):
        text = "chưa rõ" if fact.unknown else _text(regulation, fact.value)
        return f"{text} {words('units').get(fact.unit, fact.unit)}" if fact.unit else text
    rows = ((field.name, getattr(fact, field.name)) for field in fields(fact) if field.name not in PROVENANCE)
    return "; ".join(
        f"{words('fields').get(name, name)}: {_text(regulation, value, kind=name in OF_KINDS)}"
        for name, value in rows
        if _tells(name, value)
    )


def laws_vi(cited: str) -> str:
    """A citation of another law, "Decree 42/2022/NĐ-CP, Art. 7", as it is written in Vietnamese."""
    pattern = "|".join(map(re.escape, words("laws")))
    return re.sub(pattern, lambda match: words("laws")[match.group()], cited)


def note_vi(note: str) -> str:
    """A note of the regulation file."""
    return words("notes").get(note, note)


def _tells(name: str, value: object) -> bool:
    return not name.endswith("_en") and value not in (None, "", (), {})


def _text(regulation: Regulation, value: object, *, kind: bool = False) -> str:
    """`kind`: a word such as "province" names a kind of body there, not the body itself."""
    match value:
        case None:
            return "không đặt"
        case bool():
            return "có" if value else "không"
        case Period():
            return _period(value)
        case DueDate():
            return _due_date(value)
        case dt.time():
            return f"{value:%H:%M}"
        case dt.date():
            return f"{value:%d/%m/%Y}"
        case tuple() | list():
            return ", ".join(_text(regulation, item, kind=kind) for item in value) or "không có"
        case _:
            text = " ".join(str(value).split())
            return words("words").get(text, text) if kind else _word(regulation, text)


def _word(regulation: Regulation, text: str) -> str:
    """A key word, party or section by its Vietnamese name, any other text as it is."""
    if text in regulation.parties:
        return regulation.parties[text].name_vi
    if text in regulation.sections:
        return regulation.sections[text].title_vi
    return words("words").get(text) or laws_vi(text) or "để trống"


def _period(period: Period) -> str:
    if period.unit is Unit.DAY_OF_MONTH:
        return f"ngày {period.amount} của tháng"
    hour = f", ngày thứ nhất nếu nhận chậm nhất {period.day_one_until:%H:%M}" if period.day_one_until else ""
    return f"{period.amount} {UNITS_VI[period.unit]}{hour}"


def _due_date(due: DueDate) -> str:
    return f"ngày {due.day} tháng {due.month}" if due.month else f"ngày {due.day} của {due.months_after} tháng sau kỳ"
