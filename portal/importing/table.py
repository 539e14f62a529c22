"""A CSV table: one row a text, a header that names the columns in English or Vietnamese (VL.30a)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from django.utils.text import slugify

from portal.importing.fetch import MEGABYTE
from portal.importing.source import Entry, ListReader, SourceError, SourceItem, clean, host_of, key_of, read_date
from tenants.domains import plain

COLUMNS = {
    "title": ("tieu-de", "ten-bai"),
    "body": ("noi-dung", "content", "html", "text"),
    "key": ("ma", "guid", "id"),
    "address": ("dia-chi", "url", "link", "duong-dan"),
    "date": ("ngay", "ngay-dang", "published"),
    "author": ("tac-gia",),
    "source": ("nguon",),
    "source_url": ("dia-chi-nguon",),
    "summary": ("tom-tat", "trich-yeu"),
    "section": ("chuyen-muc", "category"),
    "image": ("anh", "anh-dai-dien"),
    "image_alt": ("mo-ta-anh",),
    "attachments": ("tep", "tep-dinh-kem", "files"),
}
"""Each column with its other names, in plain letters."""

NEEDED = ("title", "body")
LIST = re.compile(r"[|\n]")


def csv_reader(path: Path) -> ListReader:
    """The texts of a table. Raises SourceError with the line where something is wrong."""
    rows = list(_rows(path))
    if not rows:
        raise SourceError(f"{path.name} has a header and no row. There is nothing to bring in.")
    entries = {}
    for number, row in rows:
        item = _item(row)
        key = key_of(row.get("key") or item.address or f"{path.name}#{item.title}#{row.get('date', '')}")
        if key in entries:
            raise SourceError(f"{path.name}, line {number}: the same text as another row ({key}).")
        entries[key] = Entry(key, item.address, item.title, lambda item=item: item)  # type: ignore[misc]
    host = next((host_of(entry.address) for entry in entries.values() if host_of(entry.address)), "")
    files = any(row.get("image") or row.get("attachments") or "<img" in row.get("body", "") for _number, row in rows)
    return ListReader("csv", path.name, host, list(entries.values()), files)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    csv.field_size_limit(10 * MEGABYTE)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(f"{path.name} is not UTF-8. Save it as “CSV UTF-8”.") from error
    first = text.split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        names = _names(path, next(reader, []))
        for cells in reader:
            row = {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name}
            if not any(row.values()):
                continue
            if len(cells) > len(names):
                raise SourceError(f"{path.name}, line {reader.line_num}: more cells than the header has columns.")
            yield reader.line_num, row
    except csv.Error as error:
        raise SourceError(f"{path.name}, line {reader.line_num}: {error}.") from error


def _names(path: Path, header: list[str]) -> list[str]:
    """The column behind each cell of the header; empty for one that nobody knows."""
    known = {other: name for name, others in COLUMNS.items() for other in (name.replace("_", "-"), *others)}
    names = [known.get(slugify(plain(cell)).replace("_", "-"), "") for cell in header]
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise SourceError(
            f"{path.name} lacks the column {' and '.join(missing)}. Its header has: {', '.join(header) or 'nothing'}."
        )
    return names


def _item(row: dict[str, str]) -> SourceItem:
    date = read_date(row.get("date", ""))
    body = row["body"] if "<" in row["body"] else row["body"].replace("\n", "\n\n")
    return SourceItem(
        title=clean(row["title"]),
        html=body,
        address=row.get("address", ""),
        date=date,
        bad_date="" if date else row.get("date", ""),
        summary=clean(row.get("summary")),
        author=clean(row.get("author")),
        source_name=clean(row.get("source")),
        source_url=row.get("source_url", ""),
        sections=(clean(row["section"]),) if row.get("section") else (),
        image=row.get("image", ""),
        image_alt=clean(row.get("image_alt")),
        attachments=tuple(part.strip() for part in LIST.split(row.get("attachments", "")) if part.strip()),
    )
