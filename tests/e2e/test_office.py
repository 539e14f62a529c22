"""The office's half-yearly report and the technical agency's status page."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl

from tenants.clock import local_now
from tests.e2e.window import Window
from tests.factories import make_article
from tests.qa_inbox.factories import make_question

CMS = "cms.hungyen.localhost"


def half_year(window: Window) -> str:
    """The value of the half-year of the report calendar in which today lies."""
    for option in window.page.locator("[name=period] option[value*=half_year]").all():
        days = re.findall(r"\d\d/\d\d/\d{4}", option.inner_text())
        first, last = (datetime.strptime(day, "%d/%m/%Y").date() for day in days)  # noqa: DTZ007
        if first <= local_now().date() <= last:
            return option.get_attribute("value") or ""
    raise AssertionError("no half-year holds today")


def download(window: Window, address: str) -> BytesIO:
    with window.page.expect_download() as waiting:
        window.page.locator(f"main a[href*='{address}']").click()
    return BytesIO(Path(waiting.value.path()).read_bytes())


def test_the_office_records_an_official_day(window: Window, world: Any) -> None:
    page = window.page
    window.sign_in(CMS, "office_hungyen")
    window.look()
    window.choose("/official-days/")
    window.look("official-days")
    page.locator("[name=date]").click()
    page.locator(".xdsoft_datetimepicker:visible .xdsoft_date:not(.xdsoft_disabled)").nth(10).click()
    chosen = page.locator("[name=date]").input_value()
    assert re.fullmatch(r"\d\d/\d\d/\d{4}|\d{4}-\d\d-\d\d", chosen), chosen
    page.locator("[name=kind]").select_option("closure")
    window.follow(lambda: page.locator("form:has([name=date]) [type=submit]").click())
    assert page.locator("[name=date]").input_value() == chosen
    window.look("official-days-error")
    page.locator("form:has([name=date]) [name=decision]").fill("Công văn 12/UBND-VX")
    window.follow(lambda: page.locator("form:has([name=date]) [type=submit]").click())
    assert page.locator("table", has_text="Công văn 12/UBND-VX").is_visible()
    window.look("official-days-recorded")


def test_the_office_reads_and_downloads_the_half_yearly_report(window: Window, world: Any) -> None:
    for number in (1, 2, 3):
        make_article(world.skhcn, title=f"Tin thứ {number}")
    make_question(world.commune, now=local_now())
    page = window.page
    window.sign_in(CMS, "office_hungyen")
    window.look("dashboard-office")
    window.follow(lambda: page.locator(".adm-work a[href$='/bao-cao/']").first.click())
    window.look()
    page.locator("[name=period]").select_option(half_year(window))
    window.follow(lambda: page.locator("main form [type=submit]").click())
    row = page.locator("main table tr", has_text="Sở Khoa học và Công nghệ").first
    assert "3" in row.inner_text().split()
    assert page.locator("main svg[role=img], main figure svg").first.is_visible()
    window.look("report")

    book = openpyxl.load_workbook(download(window, "/xlsx/"))
    rows = [row for sheet in book for row in sheet.iter_rows(values_only=True)]
    assert any("Sở Khoa học và Công nghệ" in row and 3 in row for row in rows)
    document = docx.Document(download(window, "/docx/"))
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    assert any("Sở Khoa học và Công nghệ" in row and "3" in row for row in cells)
    assert "HƯNG YÊN" in "\n".join([p.text for p in document.paragraphs] + [c for row in cells for c in row]).upper()


def test_the_technical_agency_sees_jobs_backups_and_mails(window: Window, world: Any) -> None:
    page = window.page
    window.sign_in(CMS, "technician_hungyen")
    window.look()
    window.follow(lambda: page.locator(".adm-work a[href$='/system/']").first.click())
    window.look("status")
    window.follow(lambda: page.locator("main a[href*='/system/mails/']").first.click())
    window.look("outbox")


def test_who_serves_several_agencies_chooses_one(window: Window, world: Any) -> None:
    make_question(world.skhcn, now=local_now())
    window.sign_in(CMS, "superuser")
    window.look("choose-agency")
    window.follow(lambda: window.page.get_by_role("link", name=world.skhcn.name).click())
    assert window.path() == "/a/skhcn-hungyen/"
    window.look(names="superuser")
    window.go(CMS, "/a/skhcn-hungyen/questions/")
    window.look("inbox-phone", names="superuser buoi")
