"""`manage.py provision` and the lists that it reads."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tenants.models import Agency, AgencyHost
from tenants.regulation import get_regulation
from tenants.unit_lists import province_rows, read_list

CSV = """kind,name,parent,label,unit_code
commune,Xã Song Phú,huyện tam bình,,
district,Huyện Tam Bình,,,
department,Văn phòng Ủy ban nhân dân tỉnh,,vpubnd,
district,Huyện Long Hồ,,,
commune,Xã Tân Hưng,,,10001
commune,Xã Tân Hùng,,,10002
"""
TOML = """
[[agency]]
kind = "department"
name = "Sở Tư pháp"
phone = "0270 0000 000"
"""


def run(*args: Any, **options: Any) -> str:
    out = io.StringIO()
    call_command("provision", *args, stdout=out, **options)
    return out.getvalue()


def file(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.django_db
def test_a_list_is_set_up_parents_first(tmp_path: Path, world: Any) -> None:
    shown = run(file(tmp_path, "list.csv", CSV), province="vinhlong")
    hosts = set(AgencyHost.objects.filter(agency__province=world.vinhlong).values_list("hostname", flat=True))
    assert {"vpubnd.vinhlong.localhost", "longho.vinhlong.localhost", "tanhung.vinhlong.localhost"} <= hosts
    assert Agency.objects.filter(name="Xã Song Phú").count() == 1
    undecided = shown.partition("Domains to be decided:")[2]
    assert "tanhung-10002.vinhlong.localhost" in undecided
    assert "Xã Tân Hùng (10002)" in undecided
    assert "10001" not in undecided


@pytest.mark.django_db
def test_a_toml_list_carries_details(tmp_path: Path, world: Any) -> None:
    run(file(tmp_path, "list.toml", TOML), province="vinhlong")
    assert Agency.objects.get(name="Sở Tư pháp").phone == "0270 0000 000"


@pytest.mark.django_db
def test_a_dry_run_keeps_nothing(tmp_path: Path, world: Any) -> None:
    before = set(AgencyHost.objects.values_list("hostname", flat=True))
    shown = run(file(tmp_path, "list.csv", CSV), province="vinhlong", dry_run=True)
    assert "longho.vinhlong.localhost" in shown
    assert set(AgencyHost.objects.values_list("hostname", flat=True)) == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.csv", "kind,name\ndepartment,\n", "a.csv, line 2: name is missing"),
        ("a.csv", "kind,name\nvillage,Làng\n", "a.csv, line 2: 'village'"),
        ("a.csv", "kind,title\ndepartment,Sở\n", "unknown title"),
        ("a.csv", "kind,name,parent\ncommune,Xã A,Huyện Không Có\n", "line 2: there is no agency"),
        ("a.csv", "kind,name,label\ndepartment,Sở A,có dấu\n", "line 2"),
        ("a.toml", "agency = 1", "a.toml: there is no [[agency]]"),
        ("a.toml", "=", "a.toml"),
    ],
)
def test_a_bad_list_is_refused_with_its_place(tmp_path: Path, world: Any, name: str, text: str, says: str) -> None:
    with pytest.raises(CommandError, match=says.replace("[", r"\[")):
        run(file(tmp_path, name, text), province="vinhlong")


@pytest.mark.django_db
def test_an_unknown_province_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="known are angiang, bacninh"):
        run(province="atlantis")
    with pytest.raises(CommandError, match="there is no such regulation"):
        run(province="hungyen", regulation="hungyen-1900")
    with pytest.raises(CommandError, match=r"none\.csv"):
        run(tmp_path / "none.csv", province="hungyen")


def test_the_house_knows_all_units_of_hung_yen() -> None:
    rows = province_rows(get_regulation("hungyen-2025"))
    communes = [row for row in rows if row.kind == "commune"]
    assert len(communes) == 104
    assert all(row.unit_code for row in communes)
    assert sum(row.kind == "department" for row in rows) >= 12


def test_under_districts_the_former_units_stand() -> None:
    rows = province_rows(get_regulation("vinhlong-2021"))
    song_phu = next(row for row in rows if row.name == "Xã Song Phú")
    assert song_phu.parent == "Huyện Tam Bình"
    assert {row.kind for row in rows} == {"department", "district", "commune"}


def test_a_list_may_open_with_a_byte_order_mark(tmp_path: Path) -> None:
    assert read_list(file(tmp_path, "bom.csv", "\ufeffkind,name\ndepartment,Sở A\n"))[0].kind == "department"
