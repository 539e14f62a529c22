"""A file that cannot be used is refused at load, with the file, the key and the reason."""

import shutil
from pathlib import Path

import pytest

from tenants.regulation import RegulationError, get_regulation, load_regulation
from tenants.regulation.loader import DIRECTORY

CODE = "vinhlong-2021"
AGE = 'max_age = { value = { amount = 3, unit = "calendar_months" }'


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    for name in ("default.toml", f"{CODE}.toml"):
        shutil.copy(DIRECTORY / name, tmp_path / name)
    return tmp_path


def spoil(directory: Path, old: str, new: str, file: str = f"{CODE}.toml") -> RegulationError:
    """Replaces a text of the file and returns the error with which it is refused."""
    path = directory / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RegulationError) as caught:
        load_regulation(CODE, directory)
    assert str(caught.value) == f"{caught.value.file}: {caught.value.key}: {caught.value.reason}"
    return caught.value


@pytest.mark.parametrize(
    ("old", "new", "key", "reason"),
    [
        (AGE, AGE.replace("calendar_months", "moons"), "passwords.max_age.value.unit", "'moons' is none of"),
        (AGE, AGE.replace("3", "0"), "passwords.max_age.value", "at least 1"),
        (AGE, AGE.replace("3", '"3"'), "passwords.max_age.value.amount", "must be int"),
        (AGE, AGE.replace("amount", "number"), "passwords.max_age.value.number", "unknown key"),
        ("[passwords]", "[passwords]\nlenght = 3", "passwords.lenght", "unknown key"),
        ('basis = "text", clause = "VL.8.3", note', 'basis = "text", note', "passwords.max_age", 'needs a "clause"'),
        ('clause = "VL.8.3", note = "the same', 'clause = "TN.8.3", note = "the same', "passwords.max_age", "TN.8.3"),
        (
            'basis = "text", clause = "VL.8.4"',
            'basis = "hearsay", clause = "VL.8.4"',
            "accounts.by_duty.basis",
            "none of",
        ),
        ('basis = "text", clause = "VL.8.4"', 'basis = "reading", clause = "VL.8.4"', "accounts.by_duty", "note"),
        ('basis = "text", clause = "VL.8.4"', 'basis = "default"', "accounts.by_duty", "belongs in default.toml"),
        ("by_duty = { value = true", 'by_duty = { value = "yes"', "accounts.by_duty.value", "must be bool"),
        ('value = 12, unit = "characters"', "value = 12", "passwords.min_length", "unit"),
        ('value = 12, unit = "characters"', 'value = 4, unit = "characters"', "passwords.min_length", "not between"),
        ('opens = "07:30"', 'opens = "dawn"', "frequency.windows.morning.opens", "no time of day"),
        ('opens = "07:30"', 'opens = "11:00"', "frequency.windows.morning", "open before"),
        ('code = "vinhlong-2021"', 'code = "vinhlong-2020"', "identity.code", "the file is named"),
        ('abbreviation = "VL"', "", "identity.abbreviation", "missing"),
        ("[force]", "[farce]", "force", "missing"),
        (
            '{ value = "unknown", basis',
            '{ value = "unknown", nota = "", basis',
            "force.in_force_from.nota",
            "unknown key",
        ),
        ('main_host = { value = "vinhlong', 'main_host = { value = "vinh long', "domains.main_host", "no host name"),
        ('main_host = { value = "vinhlong', 'main_host = { value = "hungyen', "domains.main_host", "not within"),
        ('parents = ["district", "province"]', 'parents = ["enterprise"]', "levels.commune.parents", "no level"),
        ('sections = ["science"]', 'sections = ["magic"]', "section_requirements.science.sections", "'magic'"),
        ('section = "science"', 'section = "magic"', "publication.deadlines.science.section", "'magic'"),
        ('to = ["office"], within', 'to = ["pope"], within', "incidents.notices.component", "'pope'"),
        ('strategy = "abbreviation"', 'strategy = "full"', "domains.rules.department.allowed", "own strategy"),
        ("[passwords]", "[passwords", "-", "no valid TOML"),
    ],
)
def test_a_broken_value_names_file_key_and_reason(directory: Path, old: str, new: str, key: str, reason: str) -> None:
    error = spoil(directory, old, new)
    assert (error.file, error.key) == (f"{CODE}.toml", key)
    assert reason in error.reason


@pytest.mark.parametrize(
    ("old", "new", "key", "reason"),
    [
        ('weekdays = { value = [0, 1, 2, 3, 4], basis = "default" }', "", "working_hours.weekdays", "missing"),
        ('value = ["và"], basis = "default"', 'value = "và", basis = "default"', "domains.stop_words.value", "a list"),
        ('value = ["và"], basis = "default"', 'value = ["và"], basis = "text"', "domains.stop_words", "default"),
    ],
)
def test_a_broken_default_is_found_in_its_own_file_or_missed(
    directory: Path, old: str, new: str, key: str, reason: str
) -> None:
    error = spoil(directory, old, new, "default.toml")
    assert error.key == key
    assert reason in error.reason


def test_an_unknown_value_must_say_why(directory: Path) -> None:
    note = ', note = "in force from signing in December 2021; the day is blank in our copy"'
    assert "says why" in spoil(directory, note, "").reason


def test_periods_of_reports_must_not_leave_a_gap(directory: Path) -> None:
    error = spoil(directory, 'first = "03-15"', 'first = "03-16"', "default.toml")
    assert error.key == "reports.periods.quarter_2"
    assert "without gap" in error.reason


@pytest.mark.parametrize("code", ["atlantis-2030", "../default", ""])
def test_a_regulation_that_is_not_there_is_named(code: str) -> None:
    with pytest.raises(RegulationError, match="there is no such regulation"):
        get_regulation(code)


def test_a_row_of_the_regulation_replaces_the_default_one_and_the_rest_stays() -> None:
    regulation = load_regulation(CODE)
    assert regulation.publication.deadlines["legal_documents"].clause == "VL.18.1c"
    assert regulation.publication.deadlines["procedures"].basis == "default"
    assert regulation.lockout.failures.basis == "default"
