"""What single clauses say, as the regulations' data has it."""

import datetime as dt

import pytest

from tenants.calendar import Period, Unit
from tenants.regulation import Regulation, get_regulation, strictest_passwords

WORKING_DAYS = Unit.WORKING_DAYS
EIGHT = dt.time(8)


@pytest.fixture
def thai_binh() -> Regulation:
    return get_regulation("thaibinh-2024")


@pytest.fixture
def vinh_long() -> Regulation:
    return get_regulation("vinhlong-2021")


@pytest.fixture
def ninh_binh() -> Regulation:
    return get_regulation("ninhbinh-2015")


@pytest.fixture
def thai_nguyen() -> Regulation:
    return get_regulation("thainguyen-2012")


@pytest.fixture
def hung_yen() -> Regulation:
    return get_regulation("hungyen-2025")


def sections(regulation: Regulation, kind: str) -> set[str]:
    return {entry.key for entry in regulation.required_sections(kind)}


@pytest.mark.clause("VL.8.3")
def test_passwords_in_vinh_long_are_complex_and_end_after_three_months(vinh_long: Regulation) -> None:
    passwords = vinh_long.passwords
    assert passwords.max_age.value == Period(3, Unit.CALENDAR_MONTHS)
    assert passwords.max_age.basis == "text"
    assert (passwords.min_length.value, passwords.classes.value) == (12, 4)
    assert passwords.min_length.basis == "reading"


@pytest.mark.clause("VL.8.3")
def test_the_strictest_password_rules_hold_for_who_serves_under_several(
    vinh_long: Regulation, hung_yen: Regulation
) -> None:
    for order in ([hung_yen, vinh_long], [vinh_long, hung_yen]):
        combined = strictest_passwords(order)
        assert combined.max_age.clause == "VL.8.3"
        assert combined.min_length.value == 12
    assert strictest_passwords([hung_yen]).max_age.value is None
    with pytest.raises(ValueError, match="at least one"):
        strictest_passwords([])


@pytest.mark.clause("TN.14.4a", "TN.14.4b", "TN.14.4c")
def test_answer_times_in_thai_nguyen_are_five_ten_and_fifteen_working_days(thai_nguyen: Regulation) -> None:
    periods = {name: rule.period for name, rule in thai_nguyen.questions.rules.items()}
    assert periods == {
        "in_competence": Period(5, WORKING_DAYS, EIGHT),
        "several_sectors": Period(10, WORKING_DAYS, EIGHT),
        "special_study": Period(15, WORKING_DAYS, EIGHT),
    }
    assert [name for name, rule in thai_nguyen.questions.rules.items() if rule.appointment] == ["special_study"]


@pytest.mark.clause("VL.18.1ddb", "VL.18.1ddc")
def test_vinh_long_answers_or_gives_notice_within_fifteen_working_days(vinh_long: Regulation) -> None:
    for rule in vinh_long.questions.rules.values():
        assert rule.period == Period(15, WORKING_DAYS)
        assert rule.notice_suffices
    assert vinh_long.questions.further_notice_needs.value == ("reason", "head")
    assert vinh_long.questions.out_of_field_notice.clause == "VL.18.1ddb"


@pytest.mark.parametrize("code", ["thaibinh-2024", "hungyen-2025"])
def test_answer_times_that_the_text_leaves_open_say_that_they_are_defaults(code: str) -> None:
    rule = get_regulation(code).question_rule("in_competence")
    assert (rule.period, rule.basis, rule.clause) == (Period(10, WORKING_DAYS), "default", "")


@pytest.mark.clause("TN.14.1", "TN.14.3", "TN.14.5")
def test_who_answers_in_thai_nguyen_and_what_an_answer_is(thai_nguyen: Regulation) -> None:
    questions = thai_nguyen.questions
    assert questions.intake_always_open.value
    assert questions.answered_by.value == ("head", "delegate")
    assert questions.disclaimer_vi.value
    assert questions.disclaimer_vi.clause == "TN.14.5"


@pytest.mark.clause("TN.8.3")
def test_quotas_are_two_items_for_a_department_and_three_for_a_district(thai_nguyen: Regulation) -> None:
    amounts = {kind: quota and quota.amount for kind in thai_nguyen.kinds for quota in [thai_nguyen.quota(kind)]}
    assert amounts == {"province": None, "department": 2, "district": 3, "commune": None, "organisation": None}


@pytest.mark.clause("HY.12.4")
def test_hung_yen_restores_within_24_hours(hung_yen: Regulation) -> None:
    restore = hung_yen.backups.restore_within_hours
    assert (restore.value, restore.unit, restore.clause) == (24, "hours", "HY.12.4")


@pytest.mark.clause("VL.8.1a", "VL.19.2b", "TN.11.2")
def test_backups_are_at_most_a_week_apart_and_on_another_medium(vinh_long: Regulation, thai_nguyen: Regulation) -> None:
    for regulation in (vinh_long, thai_nguyen):
        assert regulation.backups.max_interval_days.value == 7
        assert regulation.backups.other_medium.value
        assert regulation.backups.other_medium.basis == "text"


@pytest.mark.clause("VL.20.3")
def test_vinh_long_has_exactly_five_grounds_of_refusal(vinh_long: Regulation) -> None:
    grounds = vinh_long.refusal_grounds
    assert list(grounds) == ["against_policy_or_law", "secret", "untrue", "unclear_source", "other_law"]
    assert [ground.cite_vi.split()[1] for ground in grounds.values()] == ["a", "b", "c", "d", "đ"]
    assert {ground.clause for ground in grounds.values()} == {"VL.20.3"}


@pytest.mark.clause("TB.16.3", "HY.7")
def test_default_grounds_stand_beside_those_of_a_text_that_lists_few(
    thai_binh: Regulation, hung_yen: Regulation
) -> None:
    assert thai_binh.refusal_grounds["secret"].basis == "default"
    assert hung_yen.refusal_grounds["against_policy_or_law"].clause == "HY.7"
    assert thai_binh.refusal_grounds["not_compliant"].clause == "TB.16.3"


@pytest.mark.clause("VL.28.1", "VL.28.2")
def test_vinh_long_reports_by_quarter_half_year_and_year(vinh_long: Regulation) -> None:
    office, component = vinh_long.reports.duties["office"], vinh_long.reports.duties["component"]
    assert office.periods == component.periods == ("quarter", "half_year", "year")
    assert office.on_request
    assert component.on_request
    assert component.kinds == ("department", "district", "commune")
    assert (office.to, component.to) == (("province", "government_portal"), ("office",))


@pytest.mark.clause("TB.13.7", "HY.22.5")
def test_thai_binh_and_hung_yen_report_by_half_year_and_year(thai_binh: Regulation, hung_yen: Regulation) -> None:
    for regulation in (thai_binh, hung_yen):
        (duty,) = regulation.reports.owed_by("commune")
        assert duty.periods == ("half_year", "year")
    assert hung_yen.reports.duties["component"].to == ("office",)
    assert hung_yen.reports.due_on(hung_yen.reports.duties["component"], dt.date(2026, 6, 14)) == dt.date(2026, 7, 15)


@pytest.mark.clause("NB.12.2dd", "NB.15.1", "NB.16.1")
def test_ninh_binh_reports_before_30_november_and_consolidates_before_15_december(ninh_binh: Regulation) -> None:
    ends = ninh_binh.report_period("year", 1, 2026)[1]
    due = {name: ninh_binh.reports.due_on(duty, ends) for name, duty in ninh_binh.reports.duties.items()}
    assert due["department"] == due["district"] == dt.date(2026, 11, 29)
    assert due["province"] == dt.date(2026, 12, 14)


@pytest.mark.clause("TN.17.2", "TN.6.3")
def test_thai_nguyen_has_three_levels_of_access_and_an_editor_in_chief(thai_nguyen: Regulation) -> None:
    accounts = thai_nguyen.accounts
    assert accounts.levels.value == ("administer", "review", "update")
    assert (accounts.levels.clause, accounts.levels_agreed_with.value) == ("TN.17.2", "editor_in_chief")
    assert thai_nguyen.board.reviewed_by.value == ("editor_in_chief", "component_board")


@pytest.mark.clause("VL.5.1", "TN.7.2", "HY.4a")
def test_names_of_the_main_hosts(vinh_long: Regulation, thai_nguyen: Regulation, hung_yen: Regulation) -> None:
    assert (vinh_long.main_host, vinh_long.english_host) == ("vinhlong.gov.vn", "en.vinhlong.gov.vn")
    assert (vinh_long.official_name, vinh_long.trade_name) == (
        "Cổng thông tin điện tử tỉnh Vĩnh Long",
        "Vĩnh Long Portal",
    )
    assert thai_nguyen.main_host == "www.thainguyen.gov.vn"
    assert (hung_yen.main_host, hung_yen.english_host) == ("hungyen.gov.vn", "en.hungyen.gov.vn")
    assert hung_yen.domains.ipv6.basis == "text"


@pytest.mark.clause("VL.5.2a", "VL.5.2b", "VL.5.2c")
def test_rules_of_component_hosts_in_vinh_long(vinh_long: Regulation) -> None:
    rules = {
        kind: (vinh_long.domain_rule(kind).strategy, vinh_long.domain_rule(kind).below) for kind in vinh_long.kinds[1:]
    }
    assert rules == {"department": ("abbreviation", None), "district": ("full", None), "commune": ("full", "district")}


@pytest.mark.clause("HY.2.1", "TB.2", "NB.2.2")
def test_levels_of_government(hung_yen: Regulation, thai_binh: Regulation, ninh_binh: Regulation) -> None:
    assert hung_yen.kinds == ("province", "department", "commune")
    assert hung_yen.may_stand_below("commune", "province")
    assert not hung_yen.may_stand_below("commune", "district")
    assert thai_binh.may_stand_below("commune", "district")
    assert "enterprise" in ninh_binh.kinds


@pytest.mark.clause("NB.7.1aa", "NB.7.1ac", "NB.7.1m")
def test_sections_of_departments_and_enterprises_in_ninh_binh(ninh_binh: Regulation) -> None:
    introduction = {
        kind: next(e for e in ninh_binh.required_sections(kind) if e.key == "introduction").requirement.clause
        for kind in ("department", "district", "enterprise")
    }
    assert introduction == {"department": "NB.7.1aa", "district": "NB.7.1ab", "enterprise": "NB.7.1ac"}
    assert "enterprises" in sections(ninh_binh, "enterprise") - sections(ninh_binh, "department")
    assert "projects" not in sections(ninh_binh, "enterprise")


@pytest.mark.clause("TN.10.2a", "TN.10.2c", "TN.10.2d")
def test_publication_times_in_thai_nguyen(thai_nguyen: Regulation) -> None:
    periods = {key: row.period for key, row in thai_nguyen.publication.deadlines.items()}
    assert periods["news"] == Period(8, Unit.WORKING_HOURS)
    assert periods["conferences"] == Period(3, Unit.CALENDAR_DAYS)
    assert periods["statistics"] == Period(30, Unit.DAY_OF_MONTH)


@pytest.mark.clause("VL.18.1c")
def test_a_document_has_a_short_time_for_its_issuer_and_a_longer_one_for_the_governed(vinh_long: Regulation) -> None:
    times = {row.by: row.period.amount for row in vinh_long.publication.for_section("legal_documents")}
    assert times == {"issuer": 2, "governed": 10}


@pytest.mark.clause("HY.16.2")
def test_a_request_to_correct_is_answered_within_fifteen_days(hung_yen: Regulation) -> None:
    within = hung_yen.corrections.answer_within
    assert (within.value, within.clause) == (Period(15, Unit.CALENDAR_DAYS), "HY.16.2")
    assert any("104/2016" in law for law in within.cites)


def test_a_repealed_regulation_is_used_only_where_it_says_so(thai_binh: Regulation, hung_yen: Regulation) -> None:
    assert not thai_binh.applies_on(dt.date(2024, 3, 24))
    assert thai_binh.applies_on(dt.date(2024, 3, 25))
    assert thai_binh.force.replaced_by.value == hung_yen.code
    assert thai_binh.repealed_on(dt.date(2025, 10, 1))
    assert not thai_binh.repealed_on(dt.date(2025, 9, 30))
    assert thai_binh.applies_on(dt.date(2026, 1, 1))
    assert not hung_yen.applies_on(dt.date(2025, 9, 30))
    assert hung_yen.applies_on(dt.date(2025, 10, 1))
