"""The looks of the demo's portals: links to the state's own portals in the foot of every page (TB.6, HY.3.7)."""

from __future__ import annotations

from datetime import datetime

from tenants.looks import change_look, default_look
from tenants.models import Agency

STATE = (
    ("vi", "Cổng Thông tin điện tử Chính phủ", "https://chinhphu.vn/"),
    ("vi", "Cổng Dịch vụ công quốc gia", "https://dichvucong.gov.vn/"),
    ("vi", "Cơ sở dữ liệu quốc gia về pháp luật", "https://vbpl.vn/"),
    ("en", "Government portal", "https://en.baochinhphu.vn/"),
)


def build_look(agency: Agency, now: datetime) -> None:
    """Give the portal its links; one whose look somebody changed keeps it."""
    if agency.looks.exists():
        return
    look = default_look(agency)
    look.links = [{"language": language, "label": label, "url": url} for language, label, url in STATE]
    change_look(agency, look, actor=None, now=now, note="Liên kết đến các cổng của Nhà nước")
