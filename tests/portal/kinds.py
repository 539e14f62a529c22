"""Pages of the kinds that carry many facts, complete enough to be published."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.models import (
    ProductPage,
    ProjectPage,
    PublicServicePage,
    ScienceProgrammePage,
    SocialServicePage,
    StatisticPage,
    TenderPage,
)
from tenants.clock import forget_calendars
from tenants.hosts import forget_hosts
from tenants.models import Agency
from tests.factories import make_page, portal_get


def figures(*rows: tuple[Any, ...], chart: str = "bar", headings: tuple[str, ...] = ("Ngành", "Giá trị")) -> Any:
    """A table as it is stored: a column of texts, then columns of numbers."""
    columns = [{"type": "number" if at else "text", "heading": name} for at, name in enumerate(headings)]
    data = {"columns": columns, "rows": [{"values": list(row)} for row in rows], "caption": ""}
    return ("table", {"title": "Giá trị sản xuất", "unit": "tỷ đồng", "data": data, "chart": chart})


WHOLE: dict[Any, dict[str, Any]] = {
    PublicServicePage: {
        "competent_agency": "Sở Nội vụ",
        "field": "Hộ tịch",
        "level": 3,
        "online": "partial",
        "service_url": "https://dichvucong.gov.vn/p/home",
        "steps": [("step", "<p>Nộp hồ sơ tại bộ phận một cửa.</p>")],
        "dossier": [("part", {"name": "Tờ khai", "originals": 1, "copies": 0, "forms": [], "note": ""})],
        "time_amount": 5,
        "time_unit": "working_days",
        "result": "Bản trích lục",
        "legal_basis": [("basis", {"text": "Luật Hộ tịch số 60/2014/QH13", "url": ""})],
    },
    ProjectPage: {
        "aim": "Giảm ngập cho nội thị",
        "field": "Thoát nước",
        "project_kind": "oda",
        "status": 2,
        "starts_on": date(2025, 3, 1),
        "ends_on": date(2028, 12, 31),
        "budget": 456_700_000_000,
        "funding": "mixed",
        "sponsor": "Ban Quản lý dự án tỉnh",
    },
    TenderPage: {
        "procuring_entity": "Ban Quản lý dự án tỉnh",
        "selection": "open",
        "estimated_price": 12_500_000_000,
        "opens_at": datetime(2026, 3, 1, tzinfo=UTC),
        "closes_at": datetime(2026, 3, 20, tzinfo=UTC),
    },
    StatisticPage: {
        "period": "Năm 2025",
        "period_end": date(2025, 12, 31),
        "field": "Kinh tế",
        "compiled_by": "Thống kê tỉnh",
        "tables": [figures(("Công nghiệp", "1250.5"), ("Nông nghiệp", "310"))],
    },
    ScienceProgrammePage: {
        "science_kind": "topic",
        "field": "Nông nghiệp",
        "organisation": "Trung tâm Ứng dụng tiến bộ khoa học",
        "starts_on": date(2024, 6, 1),
        "ends_on": date(2026, 6, 1),
        "aim": "Bảo quản nhãn tươi sáu tuần",
        "state": 2,
    },
    ProductPage: {
        "producer": "Hợp tác xã Phố Hiến",
        "trade": "Thực phẩm",
        "description": "Long nhãn sấy than hoa.",
    },
    SocialServicePage: {
        "service_kind": 2,
        "provider": "Trạm y tế phường",
        "address": "Số 4 đường Minh Họa",
    },
}


def make_whole(
    model: Any, agency: Agency, *, live: bool = True, section: str = "", title: str = "", **fields: Any
) -> Any:
    """A page with all that its kind requires."""
    return make_page(model, agency, live=live, section=section, title=title, **(WHOLE[model] | fields))


def text_of(client: Client, host: str, path: str) -> str:
    answer = portal_get(client, host, path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def shown(text: str, pages: Any) -> set[str]:
    """Titles of the pages that a list leads to."""
    return {page.title for page in pages if f">{page.title}</a>" in text}


def cost_of_lists(client: Client, model: Any, agency: Agency, host: str, query: str = "") -> list[int]:
    """How many queries a section's list takes with 1 and with 9 pages."""
    costs = []
    for number in (1, 8):
        for _ in range(number):
            page = make_whole(model, agency)
        path = f"{page.get_parent().url}?kind={model.kind}{query}"
        portal_get(client, host, path)
        forget_hosts()
        forget_calendars()
        with CaptureQueriesContext(connection) as captured:
            text_of(client, host, path)
        costs.append(len(captured))
    return costs
