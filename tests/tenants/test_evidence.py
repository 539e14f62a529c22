"""The evidence finds what cites a clause, says what nothing serves, and its page is as fresh as the code."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from tenants.evidence import Report, gather, load_clauses, render_page
from tenants.evidence.clauses import cited_in, is_known
from tenants.evidence.page import REFRESH
from tenants.evidence.proofs import cited_by_tests
from tenants.evidence.sources import Place, cited_by_code
from tenants.evidence.wording import laws_vi, words
from tenants.regulation import Fact, all_regulations, get_regulation

ROOT = Path(__file__).parents[2]
Write = Callable[[str, str], None]


@pytest.fixture(scope="module")
def report() -> Report:
    return gather(ROOT)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_file(name: str, text: str) -> None:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    return write_file


def names(places: dict[str, set[Place]], clause: str) -> list[str]:
    return sorted(str(place) for place in places.get(clause, ()))


def test_page_of_evidence_is_fresh(report: Report) -> None:
    page = (ROOT / "docs" / "clauses.md").read_text(encoding="utf-8")
    fresh = page == render_page(report)
    assert fresh, f"docs/clauses.md is stale, refresh it with: {REFRESH}"


def test_nobody_cites_a_clause_that_is_not_on_the_list(report: Report) -> None:
    assert report.unknown == {}


def test_every_clause_is_worded_in_both_languages() -> None:
    clauses = load_clauses()
    assert {
        clause.regulation: len([c for c in clauses if c.regulation == clause.regulation]) for clause in clauses
    } == {
        "TB": 47,
        "VL": 94,
        "NB": 53,
        "TN": 95,
        "HY": 56,
    }
    for clause in clauses:
        assert unicodedata.is_normalized("NFC", clause.obligation_vi), clause.id
        assert not clause.obligation_vi.isascii(), clause.id
        assert clause.obligation_vi != clause.obligation_en, clause.id


def test_notes_and_units_of_the_regulations_are_worded_in_vietnamese() -> None:
    facts = [
        fact for code in ("default", *(r.code for r in all_regulations())) for _, fact in get_regulation(code).facts()
    ]
    notes = {fact.note for fact in facts if fact.note}
    units = {fact.unit for fact in facts if isinstance(fact, Fact) and fact.unit}
    assert sorted(notes - words("notes").keys()) == [], "add them to tenants/data/evidence_vi.toml"
    assert sorted(units - words("units").keys()) == [], "add them to tenants/data/evidence_vi.toml"


def test_incomplete_or_repeated_clause_is_named(tmp_path: Path) -> None:
    file = tmp_path / "clauses.tsv"
    head = "clause\tarea\tobligation\tobligation_vi\nTB.2\ttenants\tIn English\tTiếng Việt\n"
    file.write_text(head + "TB.4.1\ttenants\tIn English\t\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 3: id, area or a wording"):
        load_clauses(file)
    again = tmp_path / "again.tsv"
    again.write_text(head + "TB.2\ttenants\tIn English\tTiếng Việt\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"line 3: TB\.2 stands there twice"):
        load_clauses(again)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("due in five days (TN.14.4a).", ["TN.14.4a"]),
        ("NB.17bis.1, VL.30a and TB.2", ["NB.17bis.1", "VL.30a", "TB.2"]),
        ("HY.5.1-HY.5.3", ["HY.5.1", "HY.5.2", "HY.5.3"]),
        ("VL.5.2a–c", ["VL.5.2a", "VL.5.2b", "VL.5.2c"]),
        ("TN.14.4a - 14.5", ["TN.14.4a", "TN.14.4b", "TN.14.4c", "TN.14.5"]),
        ("XTB.2 or TB2", []),
    ],
)
def test_ids_in_running_text(text: str, expected: list[str]) -> None:
    assert list(dict.fromkeys(clause for _, clause in cited_in(text))) == expected


def test_whole_articles_may_be_named_and_unknown_ones_not() -> None:
    assert is_known("TN.14") and is_known("TN.14.4") and is_known("HY.4")
    assert not is_known("TN.99") and not is_known("TN.14.4x")


def test_code_is_found_with_the_name_around_it(tmp_path: Path, write: Write) -> None:
    write(
        "tenants/a.py",
        '"""Module: TB.2."""\nLIMIT = 1\n"""Constant: TB.3.2."""\n\n\nclass A:\n    """Class: TB.3.4."""\n\n'
        '    def b(self) -> None:\n        c = 1  # TB.4.1\n\n    KIND: str = "TB.4.2"\n',
    )
    write("templates/portal/footer.html", "{# TB.17.1 #}")
    write("tests/test_a.py", "# TB.17.2\n")
    write("editorial/b.py", "# TB.99\n")
    known, unknown = cited_by_code(tmp_path)
    assert names(known, "TB.2") == ["tenants/a.py"]
    assert names(known, "TB.3.2") == ["tenants/a.py::LIMIT"]
    assert names(known, "TB.3.4") == ["tenants/a.py::A"]
    assert names(known, "TB.4.1") == ["tenants/a.py::A.b"]
    assert names(known, "TB.4.2") == ["tenants/a.py::A.KIND"]
    assert names(known, "TB.17.1") == ["templates/portal/footer.html"]
    assert names(known, "TB.17.2") == []
    assert names(unknown, "TB.99") == ["editorial/b.py"]


def test_tests_are_found_by_their_marks(tmp_path: Path, write: Write) -> None:
    write(
        "tests/x/test_marks.py",
        "import pytest\n\npytestmark = pytest.mark.clause('TB.2')\n\n\n"
        "@pytest.mark.clause('TB.3.2', 'TB.3.4')\ndef test_one(): ...\n\n\n"
        "@pytest.mark.clause('TB.4.1')\nclass TestTwo:\n    def test_a(self): ...\n\n    def helper(self): ...\n\n\n"
        "@pytest.mark.parametrize('n', [pytest.param(1, marks=pytest.mark.clause('TB.4.2'))])\n"
        "async def test_c(n): ...\n",
    )
    proofs = cited_by_tests(tmp_path)
    file = "tests/x/test_marks.py::"
    assert names(proofs, "TB.2") == [f"{file}TestTwo.test_a", f"{file}test_c", f"{file}test_one"]
    assert names(proofs, "TB.3.4") == [f"{file}test_one"]
    assert names(proofs, "TB.4.1") == [f"{file}TestTwo.test_a"]
    assert names(proofs, "TB.4.2") == [f"{file}test_c"]


def test_a_clause_without_anything_is_open_and_a_test_makes_it_proven(tmp_path: Path, write: Write) -> None:
    write("tests/test_a.py", "import pytest\n\n\n@pytest.mark.clause('TN.14.4a')\ndef test_one(): ...\n")
    write("qa_inbox/a.py", "# TN.14.5\n")
    states = {row.clause.id: row.state for row in gather(tmp_path).rows}
    assert states["TN.14.4a"] == "proven"
    assert states["TN.14.5"] == "served"
    valued = {row.clause.id for row in gather(tmp_path).rows if row.values}
    rest = states.keys() - {"TN.14.4a", "TN.14.5"}
    assert {states[clause] for clause in rest & valued} == {"recorded"}
    assert {states[clause] for clause in rest - valued} <= {"open"}


def test_laws_are_cited_in_vietnamese() -> None:
    assert laws_vi("Joint Circular 19/2012, Arts. 3, 4") == "Thông tư liên tịch 19/2012, Điều 3, 4"
    assert laws_vi("Decree 42/2022/NĐ-CP, Art. 7") == "Nghị định 42/2022/NĐ-CP, Điều 7"


def test_counts_add_up(report: Report) -> None:
    for attribute in ("regulation", "area"):
        assert sum(count.total() for count in report.counts(attribute).values()) == len(load_clauses())
