"""The rules of the house that no linter knows: sizes, nothing unfinished, nothing of one machine, locked packages."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from statistics import median

import pytest

from tests.architecture.house import ROOT, functions, modules, texts

LONGEST_FILE, LONGEST_FUNCTION = 400, 50
MEDIAN_FILE, MEDIAN_FUNCTION = 100, 12
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|NotImplemented" r"Error)\b")
# Places that only exist on the machine where something was written. /tmp is named where code itself explains its use.
A_MACHINE = re.compile(r"(?<![\w.<>-])/(?:wo" r"rk|home|Us" r"ers|root)/")
TEMPORARY = re.compile(r"(?<![\w.<>-])/t" r"mp(?:/|\b)")
NAMES_TEMPORARY = {"portal/embedded/server.py", "tests/architecture/test_house.py"}
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)(?![^>]*type=\"application/(?:ld\+)?json\")")
ASKED = re.compile(r"(?m)^([A-Za-z0-9][A-Za-z0-9._-]*)")
PUBLIC_TEMPLATES = ("templates/portal/", "templates/includes/", "templates/qa_inbox/")


def test_no_file_and_no_function_is_too_long() -> None:
    lines = {name: source.count("\n") for name, source in modules()}
    lengths = {f"{name}: {function}": length for name, source in modules() for function, length in functions(source)}
    assert {name: length for name, length in lines.items() if length > LONGEST_FILE} == {}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}
    assert median(lines.values()) <= MEDIAN_FILE
    assert median(lengths.values()) <= MEDIAN_FUNCTION


def test_the_measure_of_functions_counts_their_lines() -> None:
    source = "class A:\n    def short(self):\n        pass\n\n    async def long(self):\n" + "        pass\n" * 60
    assert dict(functions(source)) == {"short": 2, "long": 61}


def test_nothing_is_left_unfinished() -> None:
    found = [f"{name}: {match[0]}" for name, text in texts() for match in UNFINISHED.finditer(text) if _is_code(name)]
    assert found == []


def test_no_test_is_skipped_without_a_reason_of_the_machine() -> None:
    """Only what a missing program forbids may be skipped, and under CI=true that fails."""
    skips = re.compile(r"pytest\.(?:mark\.)?(?:skip|skipif|xfail)\b|importorskip")
    found = {name for name, text in modules() if skips.search(text) and name != "tests/architecture/test_house.py"}
    for name in found:
        assert 'os.environ.get("CI")' in (ROOT / name).read_text(), name


def test_no_file_names_a_place_on_one_machine() -> None:
    found = [f"{name}: {match[0]}" for name, text in texts() for match in A_MACHINE.finditer(text)]
    found += [
        f"{name}: {match[0]}"
        for name, text in texts()
        for match in TEMPORARY.finditer(text)
        if name not in NAMES_TEMPORARY
    ]
    assert found == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock", "requirements-uv.lock"])
def test_every_locked_package_has_a_hash_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    entries = re.split(r"\n(?=[A-Za-z0-9])", re.sub(r"(?m)^#.*\n", "", text))
    assert len(entries) > (1 if lock == "requirements-uv.lock" else 40) - 1
    for entry in entries:
        assert re.match(r"[A-Za-z0-9._-]+==[^ ]+", entry), entry
        assert "--hash=sha256:" in entry, entry
    assert "://" not in text
    assert "--index-url" not in text


def test_the_lock_holds_what_is_asked_for() -> None:
    for asked, lock in (("requirements.in", "requirements.lock"), ("requirements-dev.in", "requirements-dev.lock")):
        wanted = ASKED.findall((ROOT / asked).read_text())
        locked = set(re.findall(r"(?m)^([a-z0-9._-]+)==", (ROOT / lock).read_text()))
        assert {re.sub(r"[._]", "-", name.lower()) for name in wanted} <= locked


def test_pages_of_the_portals_hold_no_script_and_no_style_of_their_own() -> None:
    public = [(name, text) for name, text in texts() if name.endswith(".html") and _is_public(name)]
    assert len(public) > 5
    assert [f"{name}: {match[0]}" for name, text in public for match in INLINE.finditer(text)] == []


def test_every_direct_dependency_is_explained() -> None:
    page = (ROOT / "docs/dependencies.md").read_text()
    for asked in ("requirements.in", "requirements-dev.in"):
        for name in ASKED.findall((ROOT / asked).read_text()):
            assert f"| {name} |" in page, name


def test_the_licence_that_is_named_is_the_one_that_is_enclosed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["license"] == "AGPL-3.0-or-later"
    assert (ROOT / "LICENSE").read_text().startswith("GNU AFFERO GENERAL PUBLIC LICENSE\nVersion 3")


@pytest.mark.parametrize(
    "page", sorted((ROOT / "docs").rglob("*.md")) + [ROOT / "README.md"], ids=lambda path: path.name
)
def test_links_between_the_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text()):
        assert (page.parent / target).exists(), f"{page.name} → {target}"


def _is_public(name: str) -> bool:
    inside = name.startswith(PUBLIC_TEMPLATES) and not name.startswith("templates/qa_inbox/admin/")
    return inside or name in {
        "templates/base.html",
        "templates/404.html",
        "templates/500.html",
        "templates/unknown_host.html",
        "templates/suspended.html",
        "templates/closed.html",
    }


def _is_code(name: str) -> bool:
    return not name.endswith((".csv", ".tsv", ".lock", ".po"))
