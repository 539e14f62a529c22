"""XML from outside: read by defusedxml, and refused as a whole when it is broken or a bomb."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError  # types and errors alone; defusedxml does the reading

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from portal.importing.source import SourceError

DEEPEST = 100
FORBIDDEN = "The XML declares entities or refers to other files; such XML is not read. Export the site anew."


def events(stream: IO[bytes]) -> Iterator[tuple[str, Element]]:
    """("start" | "end", element) of a document. Raises SourceError where it is broken, forbidden or too deep."""
    depth = 0
    try:
        for event, element in iterparse(stream, ("start", "end"), forbid_dtd=False, forbid_entities=True):
            depth += 1 if event == "start" else -1
            if depth > DEEPEST:
                raise SourceError("The XML is nested too deeply to be the export, feed or sitemap of a site.")
            yield event, element
    except DefusedXmlException as error:
        raise SourceError(FORBIDDEN) from error
    except ParseError as error:
        raise SourceError(f"The XML is broken: {error}. Nothing was brought in.") from error


def whole(data: bytes) -> Element:
    """A document that fits into memory, read to its end."""
    first: Element | None = None
    for _event, element in events(BytesIO(data)):
        first = element if first is None else first
    if first is None:
        raise SourceError("The XML has no content.")
    return first


def local(element: Any) -> str:
    """The name of an element without its namespace, in small letters."""
    return str(element.tag).rpartition("}")[2].lower()
