"""The rules for passwords come from the regulations under which a person serves."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from security.models import PasswordHistory, User
from security.passwords import expires_at, last_day, must_change, rules_for
from security.services import change_password, create_user, deactivate_user
from tenants.calendar import Period, Unit
from tenants.regulation import get_regulation
from tenants.services import grant_role
from tests.factories import make_user

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
GOOD = "Lúa-chín-đồng-9!"


def codes(error: ValidationError) -> set[str]:
    return {one.code or "" for one in error.error_list}


@pytest.mark.clause("VL.8.3")
def test_a_password_of_vinh_long_is_highly_complex(world: Any) -> None:
    in_vinhlong = make_user(role="author", agency=world.snv)
    in_hungyen = make_user(role="author", agency=world.skhcn)
    rules = get_regulation("vinhlong-2021").passwords
    simple = "songlamdem7"
    assert len(simple) < rules.min_length.value
    with pytest.raises(ValidationError) as caught:
        validate_password(simple, in_vinhlong)
    assert codes(caught.value) == {"too_short", "too_simple"}
    three_classes = "Songlamdem77"
    validate_password(three_classes, in_hungyen)
    with pytest.raises(ValidationError) as caught:
        validate_password(three_classes, in_vinhlong)
    assert codes(caught.value) == {"too_simple"}
    validate_password(GOOD, in_vinhlong)


@pytest.mark.clause("VL.8.3")
def test_who_serves_under_several_regulations_has_the_strictest_rules(world: Any) -> None:
    person = make_user(role="author", agency=world.skhcn)
    assert rules_for(person).max_age.value is None
    grant_role(person, world.snv, "author", actor=None, now=NOW)
    rules, vinhlong = rules_for(person), get_regulation("vinhlong-2021").passwords
    assert (rules.min_length, rules.classes, rules.max_age) == (
        vinhlong.min_length,
        vinhlong.classes,
        vinhlong.max_age,
    )


@pytest.mark.clause("VL.8.3")
@pytest.mark.parametrize(
    ("changed", "last_instant", "first_expired"),
    [
        ("2026-08-23T09:00+07:00", "2026-11-23T23:59:59+07:00", "2026-11-24T00:00+07:00"),
        ("2026-11-30T09:00+07:00", "2027-02-28T23:59:59+07:00", "2027-03-01T00:00+07:00"),
        ("2026-08-23T23:30+07:00", "2026-11-23T23:59:59+07:00", "2026-11-24T00:00+07:00"),
    ],
)
def test_a_password_of_vinh_long_ends_after_three_months(
    world: Any, changed: str, last_instant: str, first_expired: str
) -> None:
    person = make_user(role="author", agency=world.snv, now=datetime.fromisoformat(changed))
    assert not must_change(person, datetime.fromisoformat(last_instant))
    assert must_change(person, datetime.fromisoformat(first_expired))


def test_no_age_where_no_regulation_sets_one(world: Any) -> None:
    person = make_user(role="author", agency=world.skhcn, now=datetime(2020, 1, 1, tzinfo=UTC))
    assert expires_at(person) is None and not must_change(person, NOW)


def test_the_age_counts_from_the_account_where_the_password_never_changed(world: Any) -> None:
    person = make_user(
        role="author", agency=world.snv, password_changed_at=None, date_joined=datetime(2026, 1, 5, tzinfo=UTC)
    )
    assert must_change(person, NOW)


def test_an_age_in_days_and_one_in_working_time() -> None:
    assert last_day(date(2026, 11, 23), Period(90, Unit.CALENDAR_DAYS)) == date(2027, 2, 21)
    with pytest.raises(ValueError, match="working_days"):
        last_day(date(2026, 11, 23), Period(90, Unit.WORKING_DAYS))


@pytest.mark.parametrize(
    "password", ["matkhau", "matkhau123", "Mật-khẩu-2026!", "anhyeuem520", "Đổimậtkhẩu@1", "Congthongtindientu!1"]
)
def test_common_vietnamese_passwords_are_refused(world: Any, password: str) -> None:
    with pytest.raises(ValidationError) as caught:
        validate_password(password, None)
    assert "password_too_common" in codes(caught.value)


def test_a_password_like_ones_own_name_is_refused(world: Any) -> None:
    person = make_user(full_name="Trần Thị Hoa Phượng")
    with pytest.raises(ValidationError) as caught:
        validate_password("Trần-Thị-Hoa-Phượng1", person)
    assert "password_too_similar" in codes(caught.value)


@pytest.mark.clause("VL.8.3")
def test_a_changed_password_starts_a_new_age_and_cannot_be_an_old_one(world: Any) -> None:
    person = make_user(role="author", agency=world.snv, now=datetime(2026, 1, 1, tzinfo=UTC))
    passwords = [f"{GOOD}{number}" for number in range(rules_for(person).history.value + 1)]
    for password in passwords:
        change_password(person, new_password=password, actor=person, now=NOW)
    person.refresh_from_db()
    assert person.password_changed_at == NOW and not must_change(person, NOW)
    for password in passwords[1:]:
        with pytest.raises(ValidationError, match="before|đã dùng"):
            change_password(person, new_password=password, actor=person, now=NOW)
    change_password(person, new_password=passwords[0], actor=person, now=NOW)


def test_a_password_that_somebody_else_set_must_be_changed(world: Any) -> None:
    person, administrator = make_user(role="author", agency=world.skhcn), world.users["superuser"]
    changed = change_password(person, new_password=GOOD, actor=administrator, now=NOW)
    assert must_change(changed, NOW)
    assert not must_change(change_password(person, new_password=GOOD + "x", actor=person, now=NOW), NOW)


def test_djangos_own_ways_keep_history_and_age(world: Any) -> None:
    person = make_user(now=datetime(2020, 1, 1, tzinfo=UTC))
    person.set_password(GOOD)
    person.save()
    person.refresh_from_db()
    assert person.password_changed_at.year > 2020
    assert PasswordHistory.objects.filter(user=person, password=person.password).exists()


def test_an_account_is_made_and_closed(world: Any) -> None:
    administrator = world.users["superuser"]
    person = create_user("can.bo", password=GOOD, actor=administrator, now=NOW, full_name="Lê Văn Bình")
    assert person.must_change_password and person.password_changed_at == NOW
    with pytest.raises(ValidationError):
        create_user("can.bo", password=GOOD, actor=administrator, now=NOW)
    with pytest.raises(ValidationError) as caught:
        create_user("can.bo.2", password="ngan", actor=administrator, now=NOW)
    assert "password" in caught.value.message_dict
    assert not deactivate_user(person, actor=administrator, now=NOW).is_active
    with pytest.raises(ValidationError):
        deactivate_user(administrator, actor=administrator, now=NOW)
    other = User.objects.create_user("khac", is_staff=True)
    with pytest.raises(ValidationError):
        deactivate_user(administrator, actor=other, now=NOW)
