"""Read and check the demo texts: one TOML file a portal, content/<province>/<key>.toml.

A long portal may be split: ``<key>.<part>.toml`` (for example ``hungyen.en.toml``) adds its articles, pages and
questions to ``<key>.toml``. Pure: no Django import, no database. Every fault is reported as file, key and reason.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from portal.demo.fields import MOTIFS, QUESTION_STATES, SECTIONS, STATES, ContentError, Reader

CONTENT = Path(__file__).parent / "content"


@dataclass(frozen=True)
class Picture:
    """What `portal.demo.images.draw(motif, seed)` is asked for, with the words that stand beside it."""

    motif: str
    seed: int
    caption: str
    alt: str


@dataclass(frozen=True)
class Article:
    """`state`: live, submitted, refused (then `refusal_ground` says why) or draft. `days_ago`: days before today.

    `translates`: on an English text the title of the Vietnamese one that it is the translation of.
    """

    section: str
    title: str
    summary: str
    body: str
    days_ago: int
    source: str
    author: str
    language: str = "vi"
    state: str = "live"
    refusal_ground: str = ""
    image: Picture | None = None
    translates: str = ""


@dataclass(frozen=True)
class Page:
    """A standing text, such as the introduction or the functions and duties of the agency."""

    section: str
    title: str
    body: str
    language: str = "vi"
    translates: str = ""


@dataclass(frozen=True)
class Item:
    """A page of another kind than an article. `fields`: its model's own fields, dates as TOML dates, rows of a stream
    as tables with `type` and `value`, `{ page = "title" }` for another page; `days_ago`: when it was published."""

    kind: str
    section: str
    title: str
    days_ago: int
    summary: str = ""
    body: str = ""
    language: str = "vi"
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """A citizen's question; `answered_after`: calendar days from receipt to the answer, for answered states only."""

    subject: str
    text: str
    asker: str
    email: str
    days_ago: int
    state: str
    answer: str = ""
    answered_after: int | None = None


@dataclass(frozen=True)
class AgencyContact:
    name: str
    short_name: str
    head_name: str
    address: str
    phone: str
    email: str
    head_title: str = ""


@dataclass(frozen=True)
class Leader:
    name: str
    title: str
    duties: str = ""


@dataclass(frozen=True)
class PortalContent:
    """All demo texts of one portal. `agency` is the full name by which the agency is found within the province."""

    province: str
    key: str
    agency: str
    intro: str
    contact: AgencyContact
    leaders: tuple[Leader, ...] = ()
    articles: tuple[Article, ...] = ()
    pages: tuple[Page, ...] = ()
    questions: tuple[Question, ...] = ()
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Block:
    """A piece of a body: kind is heading, paragraph, quote (one text) or list (several items)."""

    kind: str
    text: str = ""
    items: tuple[str, ...] = field(default_factory=tuple)


def provinces() -> list[str]:
    """The provinces that have demo texts, in the order of their names."""
    return sorted(path.name for path in CONTENT.iterdir() if path.is_dir())


def load(province: str, root: Path = CONTENT) -> list[PortalContent]:
    """All portals of a province, by key. Raises ContentError (file, key, reason) at the first fault."""
    folder = root / province
    if not folder.is_dir():
        raise ContentError(folder, "", "no such province")
    mains = sorted(path for path in folder.glob("*.toml") if "." not in path.stem)
    for part in sorted(folder.glob("*.*.toml")):
        if folder / f"{part.stem.split('.')[0]}.toml" not in mains:
            raise ContentError(part, "", "a part without its main file")
    return [_portal(path, province) for path in mains]


def blocks(body: str) -> list[Block]:
    """Split a body: '## ' makes a heading, '- ' a list, '> ' a quote, other lines up to a blank one a paragraph."""
    found: list[Block] = []
    for kind, group in groupby((line.strip() for line in body.splitlines()), _kind):
        lines = [line.lstrip("#->").strip() if kind != "paragraph" else line for line in group]
        if kind == "heading":
            found.extend(Block(kind, line) for line in lines)
        elif kind == "list":
            found.append(Block(kind, items=tuple(lines)))
        elif kind:
            found.append(Block(kind, " ".join(lines)))
    return found


def _kind(line: str) -> str:
    marks = {"## ": "heading", "- ": "list", "> ": "quote"}
    return next((kind for mark, kind in marks.items() if line.startswith(mark)), "paragraph" if line else "")


def _portal(path: Path, province: str) -> PortalContent:
    main = Reader(path, _read(path))
    readers = [main, *(Reader(part, _read(part)) for part in sorted(path.parent.glob(f"{path.stem}.*.toml")))]
    head = main.table("portal")
    if head.text("province") != province:
        raise ContentError(path, "portal.province", f"must be {province}")
    contact = main.table("agency")
    content = PortalContent(
        province=province,
        key=path.stem,
        agency=head.text("agency"),
        intro=head.text("intro"),
        contact=AgencyContact(**{name: contact.text(name) for name in contact.take(AgencyContact)}),
        leaders=tuple(Leader(**{name: row.text(name) for name in row.take(Leader)}) for row in head.rows("leaders")),
        articles=tuple(_article(row) for reader in readers for row in reader.rows("article")),
        pages=tuple(_page(row) for reader in readers for row in reader.rows("page")),
        questions=tuple(_question(row) for reader in readers for row in reader.rows("question")),
        items=tuple(_item(row) for reader in readers for row in reader.rows("item")),
    )
    _titles_differ(path, content)
    _originals_are_there(path, content)
    return content


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ContentError(path, "", str(error)) from error


def _article(row: Reader) -> Article:
    row.take(Article)
    state = row.one_of("state", STATES, "live")
    if (state == "refused") != bool(row.text("refusal_ground", "")):
        raise ContentError(row.path, f"{row.key}.refusal_ground", "stands on refused articles, and only there")
    picture = next(iter(row.rows("image", single=True)), None)
    return Article(
        section=row.one_of("section", SECTIONS),
        title=row.text("title"),
        summary=row.text("summary"),
        body=row.text("body"),
        days_ago=row.number("days_ago"),
        source=row.text("source"),
        author=row.text("author"),
        language=row.one_of("language", ("vi", "en"), "vi"),
        state=state,
        refusal_ground=row.text("refusal_ground", ""),
        image=_picture(picture) if picture else None,
        translates=row.text("translates", ""),
    )


def _picture(row: Reader) -> Picture:
    row.take(Picture)
    return Picture(row.one_of("motif", MOTIFS), row.number("seed"), row.text("caption"), row.text("alt"))


def _page(row: Reader) -> Page:
    row.take(Page)
    language = row.one_of("language", ("vi", "en"), "vi")
    section, original = row.one_of("section", SECTIONS), row.text("translates", "")
    return Page(section, row.text("title"), row.text("body"), language, original)


def _item(row: Reader) -> Item:
    row.take(Item)
    return Item(
        kind=row.text("kind"),
        section=row.one_of("section", SECTIONS),
        title=row.text("title"),
        days_ago=row.number("days_ago"),
        summary=row.text("summary", ""),
        body=row.text("body", ""),
        language=row.one_of("language", ("vi", "en"), "vi"),
        fields=dict(row.table("fields").data),
    )


def _question(row: Reader) -> Question:
    row.take(Question)
    state = row.one_of("state", QUESTION_STATES)
    answered = QUESTION_STATES[state]
    if answered and not row.text("answer", ""):
        raise ContentError(row.path, f"{row.key}.answer", f"a question in the state {state} needs an answer text")
    if not row.text("email").endswith(("@example.com", "@example.org", "@example.net")):
        raise ContentError(row.path, f"{row.key}.email", "must be at a reserved domain such as example.com")
    return Question(
        subject=row.text("subject"),
        text=row.text("text"),
        asker=row.text("asker"),
        email=row.text("email"),
        days_ago=row.number("days_ago"),
        state=state,
        answer=row.text("answer", ""),
        answered_after=row.number("answered_after") if state.startswith("answered") else None,
    )


def _titles_differ(path: Path, content: PortalContent) -> None:
    for title in _repeated(article.title for article in content.articles):
        raise ContentError(path, "article.title", f"used twice: {title}")


def _originals_are_there(path: Path, content: PortalContent) -> None:
    texts = [*content.pages, *content.articles]
    titles = {text.title for text in texts if text.language == "vi"}
    for text in texts:
        if text.translates and (text.translates not in titles or text.language == "vi"):
            raise ContentError(path, "translates", f"names no Vietnamese text: {text.translates}")


def _repeated(values: Iterator[str]) -> Iterator[str]:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            yield value
        seen.add(value)
