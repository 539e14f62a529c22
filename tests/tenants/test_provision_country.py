"""`manage.py provision --country`, on a country of three provinces."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tenants import units
from tenants.models import Agency, AgencyHost, AgencyModelLogEntry, AgencyState
from tests.factories import portal_get

pytestmark = pytest.mark.django_db
COUNTRY = """code,name,kind,parent_code,ascii
33,Tỉnh Hưng Yên,province,,hung-yen
11983,Phường Phố Hiến,ward,33,pho-hien
04,Tỉnh Cao Bằng,province,,cao-bang
01273,Phường Thục Phán,ward,04,thuc-phan
01290,Xã Quảng Lâm,commune,04,quang-lam
01297,Xã Quang Lãm,commune,04,quang-lam
48,Thành phố Đà Nẵng,province,,da-nang
20194,Phường Hải Vân,ward,48,hai-van
20333,Đặc khu Hoàng Sa,special-zone,48,hoang-sa
"""


@pytest.fixture
def country(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "units.csv"
    path.write_text(COUNTRY, encoding="utf-8")
    monkeypatch.setattr(units, "UNITS", path)
    return path


def run(*args: Any, **options: Any) -> str:
    out = io.StringIO()
    call_command("provision", *args, stdout=out, country=True, **options)
    return out.getvalue()


def everything() -> list[Any]:
    return [
        list(Agency.objects.order_by("pk").values()),
        list(AgencyHost.objects.order_by("pk").values()),
        AgencyModelLogEntry.objects.count(),
    ]


def test_the_whole_country_stands_and_answers(world: Any, country: Path, client: Client) -> None:
    shown = run()
    caobang, danang = (Agency.objects.get(slug=slug) for slug in ("caobang", "danang"))
    assert (caobang.regulation_code, danang.name) == ("default-caobang", "Thành phố Đà Nẵng")
    assert Agency.objects.get(slug="hungyen") == world.hungyen
    assert Agency.objects.filter(province=world.hungyen, kind="department").count() == 12, "one was there"
    assert danang.owning_agency == "Ủy ban nhân dân thành phố Đà Nẵng"
    for host in ("caobang", "en.danang", "haivan.danang", "snnmt.caobang", "vpubnd.danang", "phohien.hungyen"):
        assert portal_get(client, f"{host}.localhost").status_code == 200, host
    assert "4 provinces" in shown
    assert "Under the default values, to be confirmed by the province: Cao Bằng, Đà Nẵng." in shown
    undecided = shown.partition("Domains to be decided:")[2].splitlines()
    assert [line.split()[0] for line in undecided if line.strip()] == ["quanglam-01297.caobang.localhost"]
    assert "Xã Quang Lãm (01297), Tỉnh Cao Bằng" in shown
    assert Agency.objects.get(unit_code="01297").state == AgencyState.DOMAIN_PENDING


def test_a_second_run_changes_nothing(world: Any, country: Path) -> None:
    run()
    before = everything()
    assert "Domains to be decided:" in run()
    assert everything() == before


def test_a_run_that_broke_off_is_finished_by_the_next(world: Any, country: Path) -> None:
    country.write_text(COUNTRY.replace("Đặc khu Hoàng Sa", "…"), encoding="utf-8")
    units.read_provinces.cache_clear()
    with pytest.raises(CommandError, match=r"units\.csv, line 10: .*“…”"):
        run()
    assert Agency.objects.filter(slug="caobang").exists(), "the provinces before it stay"
    assert not Agency.objects.filter(slug="danang").exists(), "what is half done is rolled back"
    before = set(Agency.objects.values_list("pk", flat=True))
    country.write_text(COUNTRY, encoding="utf-8")
    units.read_provinces.cache_clear()
    run()
    assert before < set(Agency.objects.values_list("pk", flat=True))
    assert Agency.objects.get(name="Đặc khu Hoàng Sa").province.slug == "danang"


def test_a_dry_run_keeps_nothing(world: Any, country: Path) -> None:
    before = everything()
    shown = run(dry_run=True)
    assert "quanglam-01297.caobang.localhost" in shown
    assert shown.endswith("Dry run: nothing was kept.\n")
    assert everything() == before


def test_what_does_not_go_together_is_refused(world: Any, country: Path) -> None:
    with pytest.raises(CommandError, match="--country cannot be combined with FILE, --regulation"):
        run(Path("list.csv"), regulation="hungyen-2025")
    with pytest.raises(CommandError, match="not allowed with argument"):
        call_command("provision", "--country", "--province", "hungyen")
    with pytest.raises(CommandError, match="required"):
        call_command("provision")
    country.write_text("nonsense\n", encoding="utf-8")
    units.read_provinces.cache_clear()
    with pytest.raises(CommandError, match=r"units\.csv, line 1"):
        run()


def test_a_province_without_a_regulation_is_set_up_by_its_label(world: Any, country: Path) -> None:
    out = io.StringIO()
    call_command("provision", province="danang", stdout=out)
    assert "Thành phố Đà Nẵng: 15 agencies." in out.getvalue()
