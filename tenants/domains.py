"""Host names by a regulation's rule (VL.5.1, VL.5.2a-VL.5.2c, TN.7.2, HY.4a, HY.4b). Text in, text out: no database."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

from tenants.regulation import Regulation

LABEL = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")
LONGEST_LABEL = 63
LONGEST_HOST = 253
STATE_DOMAIN = ".gov.vn"


class DomainError(ValueError):
    """A label or host name that cannot be used; the text says why, in the user's language."""


def plain(text: str) -> str:
    """Small letters without diacritics: "Đông Hưng" becomes "dong hung"."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def words(text: str) -> list[str]:
    """The words of a name in plain letters; signs between them do not count."""
    return re.findall(r"[a-z0-9]+", plain(text))


def type_word(name: str, regulation: Regulation) -> str:
    """The longest type word that a name begins with ("Sở", "Thị trấn"), as the regulation writes it; else nothing."""
    known = sorted(regulation.domains.type_words.value, key=len, reverse=True)
    own = words(name)
    return next((word for word in known if own[: len(words(word))] == words(word)), "")


def label_for(name: str, kind: str, regulation: Regulation, strategy: str = "") -> str:
    """The label that the regulation's rule makes of a name; `strategy` chooses another one than the rule's own.

    Raises KeyError for a kind that has no rule, DomainError for a name without letters.
    """
    kind_word = words(type_word(name, regulation))
    all_words = words(name)
    rest = all_words[len(kind_word) :]
    skipped = {" ".join(words(word)) for word in regulation.domains.stop_words.value}
    label = {
        "abbreviation": _initials(all_words, skipped),
        "type_and_abbreviation": "".join(kind_word) + _initials(rest, skipped),
        "full": "".join(rest or all_words),
        "full_with_type": "".join(all_words),
    }[strategy or regulation.domain_rule(kind).strategy]
    if not label:
        raise DomainError(_("No domain label can be made of the name “%(name)s”.") % {"name": name})
    return label[:LONGEST_LABEL]


def _initials(parts: list[str], skipped: set[str]) -> str:
    return "".join(part if part.isdigit() else part[0] for part in parts if part not in skipped)


def checked_label(label: str, regulation: Regulation) -> str:
    """A hand-set label in small letters. Raises DomainError, saying what is wrong with it."""
    tidy = label.strip().lower()
    if not tidy:
        raise DomainError(_("The domain label is empty."))
    if len(tidy) > LONGEST_LABEL:
        raise DomainError(
            _("The domain label “%(label)s” is longer than %(most)d characters.")
            % {"label": tidy, "most": LONGEST_LABEL}
        )
    if not LABEL.fullmatch(tidy):
        raise DomainError(
            _("The domain label “%(label)s” may hold only a–z, 0–9 and inner hyphens, no dots or diacritics.")
            % {"label": tidy}
        )
    if is_reserved(tidy, regulation):
        raise DomainError(_("The domain label “%(label)s” is reserved for the system.") % {"label": tidy})
    return tidy


def checked_own_domain(hostname: str) -> str:
    """A domain that the body has registered itself, in small letters (NB.4.1b). Raises DomainError.

    A name below `gov.vn` is a state body's, and comes from the rule alone (NB.4.1a, TB.4.1).
    """
    tidy = hostname.strip().lower()
    labels = tidy.split(".")
    if len(tidy) > LONGEST_HOST or not all(LABEL.fullmatch(each) and len(each) <= LONGEST_LABEL for each in labels):
        raise DomainError(_("“%(host)s” is no domain name, such as tencongty.vn.") % {"host": tidy})
    if f".{tidy}".endswith(STATE_DOMAIN):
        raise DomainError(_("Names below gov.vn belong to state bodies: give only a label, or a domain of your own."))
    return tidy


def is_reserved(label: str, regulation: Regulation) -> bool:
    """Whether the system keeps the label for itself."""
    return label in regulation.domains.reserved.value


def hostname_for(label: str, kind: str, regulation: Regulation, parent_label: str = "") -> str:
    """The official host name: below the province's domain, or below the parent's name where the rule says so.

    `parent_label`: label of the agency of the kind that the rule's `below` names (VL.5.2c); a body without such a
    parent, as communes have been since districts ended, stands directly below the province. Raises DomainError.
    """
    below = regulation.domain_rule(kind).below
    parts = [label, *([parent_label] if below and parent_label else []), regulation.identity.host_base]
    hostname = ".".join(parts)
    if len(hostname) > LONGEST_HOST:
        raise DomainError(_("The host name “%(host)s” is too long.") % {"host": hostname})
    return hostname


def temporary_label(label: str, code: str) -> str:
    """The label of a unit whose own is taken, until the domain is decided: with the unit's code."""
    tail = f"-{'-'.join(words(code))}"
    return label[: LONGEST_LABEL - len(tail)] + tail


def served_name(hostname: str, regulation: Regulation, base_domain: str) -> str:
    """The host name as this installation serves it: `x.hungyen.gov.vn` is `x.hungyen.localhost` on `localhost`."""
    if not base_domain:
        return hostname
    base = regulation.identity.host_base
    return f"{hostname.removesuffix(base)}{base.split('.')[0]}.{base_domain}"


def admin_host(regulation: Regulation) -> str:
    """Host name of the administration of all portals of a province."""
    return f"{regulation.domains.admin_label.value}.{regulation.identity.host_base}"
