"""Host names follow the rule of each regulation; a name is text in, text out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants import domains
from tenants.regulation import all_regulations, get_regulation

VINH_LONG = get_regulation("vinhlong-2021")
THAI_NGUYEN = get_regulation("thainguyen-2012")
HUNG_YEN = get_regulation("hungyen-2025")


@pytest.mark.clause("VL.5.1")
def test_vinh_long_has_its_two_names_and_two_hosts() -> None:
    assert VINH_LONG.main_host == "vinhlong.gov.vn"
    assert VINH_LONG.english_host == "en.vinhlong.gov.vn"
    assert VINH_LONG.trade_name == "Vĩnh Long Portal"
    assert "Vĩnh Long" in VINH_LONG.official_name


@pytest.mark.clause("VL.5.2a")
@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Sở Khoa học và Công nghệ", "skhcn"),
        ("Sở Văn hóa, Thể thao và Du lịch", "svhttdl"),
        ("Sở Lao động - Thương binh và Xã hội", "sldtbxh"),
        ("Ban Dân tộc", "bdt"),
    ],
)
def test_a_department_of_vinh_long_is_abbreviated(name: str, label: str) -> None:
    assert domains.label_for(name, "department", VINH_LONG) == label
    assert domains.hostname_for(label, "department", VINH_LONG) == f"{label}.vinhlong.gov.vn"


@pytest.mark.clause("VL.5.2b", "VL.5.2c")
def test_a_commune_of_vinh_long_stands_below_its_district() -> None:
    district = domains.label_for("Huyện Tam Bình", "district", VINH_LONG)
    commune = domains.label_for("Xã Song Phú", "commune", VINH_LONG)
    assert domains.hostname_for(district, "district", VINH_LONG) == "tambinh.vinhlong.gov.vn"
    assert domains.hostname_for(commune, "commune", VINH_LONG, district) == "songphu.tambinh.vinhlong.gov.vn"
    assert domains.hostname_for(commune, "commune", VINH_LONG) == "songphu.vinhlong.gov.vn"


@pytest.mark.clause("TN.7.2")
def test_thai_nguyen_shortens_as_its_own_examples_do() -> None:
    assert THAI_NGUYEN.main_host == "www.thainguyen.gov.vn"
    department = domains.label_for("Sở Kế hoạch và Đầu tư", "department", THAI_NGUYEN)
    district = domains.label_for("Huyện Phổ Yên", "district", THAI_NGUYEN)
    assert domains.hostname_for(department, "department", THAI_NGUYEN) == "sokhdt.thainguyen.gov.vn"
    assert domains.hostname_for(district, "district", THAI_NGUYEN) == "phoyen.thainguyen.gov.vn"


@pytest.mark.clause("HY.4b")
def test_a_component_of_hung_yen_has_a_short_or_full_name() -> None:
    assert domains.label_for("Phường Phố Hiến", "commune", HUNG_YEN) == "phohien"
    assert domains.label_for("Sở Khoa học và Công nghệ", "department", HUNG_YEN) == "skhcn"
    allowed = HUNG_YEN.domain_rule("department").allowed
    assert {"abbreviation", "full_with_type"} <= set(allowed)
    assert domains.label_for("Sở Y tế", "department", HUNG_YEN, "full_with_type") == "soyte"


STATE_BODIES = [
    ("Sở Tài chính", "department", "", "stc"),
    ("Huyện Kim Sơn", "district", "", "kimson"),
    ("Xã Hồi Ninh", "commune", "kimson", "hoininh.kimson"),
]


@pytest.mark.clause("TB.4.1", "NB.4.1a")
@pytest.mark.parametrize("code", ["thaibinh-2024", "ninhbinh-2015"])
@pytest.mark.parametrize(("name", "kind", "parent", "host"), STATE_BODIES)
def test_a_state_body_has_its_short_or_full_name_before_the_provinces_domain(
    code: str, name: str, kind: str, parent: str, host: str
) -> None:
    regulation = get_regulation(code)
    label = domains.label_for(name, kind, regulation)
    base = f"{code.partition('-')[0]}.gov.vn"
    assert domains.hostname_for(label, kind, regulation, parent) == f"{host}.{base}"
    rule = regulation.domain_rule(kind)
    assert not rule.own_domain and any("Art. 6" in cited for cited in rule.cites)


@pytest.mark.clause("NB.4.1b")
@pytest.mark.parametrize("kind", ["enterprise", "organisation"])
def test_an_enterprise_or_another_organisation_of_ninh_binh_may_bring_its_own_domain(kind: str) -> None:
    assert get_regulation("ninhbinh-2015").domain_rule(kind).own_domain
    assert domains.checked_own_domain(" CongTy-ABC.vn ") == "congty-abc.vn"
    for state in ("congty.gov.vn", "gov.vn", "a.b.ninhbinh.gov.vn"):
        with pytest.raises(domains.DomainError, match="gov.vn"):
            domains.checked_own_domain(state)


@pytest.mark.parametrize("host", ["-a.vn", "a..vn", "có.vn", "a.vn/x", f"{'a' * 64}.vn", ".".join(["abcdefgh"] * 40)])
def test_what_is_no_domain_is_no_own_domain(host: str) -> None:
    with pytest.raises(domains.DomainError):
        domains.checked_own_domain(host)


@pytest.mark.parametrize("regulation", all_regulations(), ids=lambda regulation: regulation.code)
def test_each_rule_gives_its_own_example(regulation: object) -> None:
    rules = [(kind, rule) for kind, rule in regulation.domains.rules.items() if rule.example_name]  # type: ignore[attr-defined]
    for kind, rule in rules:
        label = domains.label_for(rule.example_name, kind, regulation)  # type: ignore[arg-type]
        assert rule.example_host.startswith(f"{label}."), rule.example_name


def test_names_without_diacritics() -> None:
    assert domains.plain("Đại Đồng, Ưu Điềm") == "dai dong, uu diem"
    assert domains.words("Xã Hồng Châu – 2") == ["xa", "hong", "chau", "2"]


@given(st.text(alphabet="aàảãáạăằâầđêếôốơớưứxyÀĐƯ -,.2", max_size=60))
def test_a_label_is_always_one_of_a_host_name(name: str) -> None:
    try:
        label = domains.label_for(f"Xã {name}", "commune", HUNG_YEN)
    except domains.DomainError:
        return
    assert domains.LABEL.fullmatch(label)
    assert len(label) <= domains.LONGEST_LABEL


@pytest.mark.parametrize("label", ["", "có-dấu", "-dau", "cuoi-", "hai.cap", "a" * 64, "CMS", "en"])
def test_a_hand_set_label_that_cannot_be_is_refused(label: str) -> None:
    with pytest.raises(domains.DomainError) as caught:
        domains.checked_label(label, HUNG_YEN)
    assert str(caught.value)


def test_a_hand_set_label_is_tidied() -> None:
    assert domains.checked_label("  VPUBND ", HUNG_YEN) == "vpubnd"


def test_the_installation_serves_names_below_its_own_base() -> None:
    assert domains.served_name("skhcn.hungyen.gov.vn", HUNG_YEN, "localhost") == "skhcn.hungyen.localhost"
    assert domains.served_name("www.thainguyen.gov.vn", THAI_NGUYEN, "localhost") == "www.thainguyen.localhost"
    assert domains.served_name("skhcn.hungyen.gov.vn", HUNG_YEN, "") == "skhcn.hungyen.gov.vn"


def test_a_temporary_label_carries_the_code_and_fits() -> None:
    assert domains.temporary_label("tanhung", "12345") == "tanhung-12345"
    assert len(domains.temporary_label("a" * 63, "12345")) == domains.LONGEST_LABEL
