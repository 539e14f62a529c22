"""The lists of units and departments are whole and agree with each other."""

import csv
import tomllib
from collections import Counter
from pathlib import Path

DATA = Path(__file__).parents[2] / "tenants" / "data"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_units_of_the_country() -> None:
    units = rows("units.csv")
    provinces = {unit["code"] for unit in units if unit["kind"] == "province"}
    below = [unit for unit in units if unit["kind"] != "province"]
    assert len(provinces) == 34
    assert Counter(unit["kind"] for unit in below) == {"commune": 2621, "ward": 687, "special-zone": 13}
    assert {unit["parent_code"] for unit in below} == provinces
    assert len({unit["code"] for unit in units}) == len(units)
    assert all(unit["ascii"].isascii() and unit["ascii"] for unit in units)


def test_hung_yen_has_all_its_communes_and_wards() -> None:
    units = rows("units.csv")
    (code,) = [unit["code"] for unit in units if unit["name"] == "Tỉnh Hưng Yên"]
    own = [unit["ascii"] for unit in units if unit["parent_code"] == code]
    assert len(own) == len(set(own)) == 104


def test_former_communes_stand_below_their_district() -> None:
    units = rows("former_units.csv")
    districts = {(unit["province_label"], unit["name"]) for unit in units if unit["kind"] == "district"}
    parents = {(unit["province_label"], unit["parent_name"]) for unit in units if unit["kind"] == "commune"}
    assert parents == districts
    assert ("vinhlong", "Huyện Tam Bình") in districts


def test_departments_have_names_and_labels_of_their_own() -> None:
    provinces = tomllib.loads((DATA / "departments.toml").read_text(encoding="utf-8"))
    assert set(provinces) == {"hungyen", "thaibinh", "vinhlong", "ninhbinh", "thainguyen"}
    for province in provinces.values():
        bodies = province["department"] + province.get("organisation", [])
        assert len({body["name"] for body in bodies}) == len(bodies)
        labels = [body["label"] for body in bodies if "label" in body]
        assert len(set(labels)) == len(labels)
