"""A part of a file, for players that jump within a film (`Range: bytes=0-1023`, RFC 9110): one part, or the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse

ASKED = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
PIECE = 65_536


def answer(file: IO[bytes], size: int, asked: str) -> HttpResponseBase:
    """The whole file, the part that was asked for (206), or that there is no such part (416)."""
    match = ASKED.fullmatch(asked.strip())
    response: HttpResponseBase
    if match is None or not any(match.groups()):
        response = FileResponse(file)
    else:
        first, last = _limits(match[1], match[2], size)
        if first > last:
            file.close()
            response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        else:
            response = StreamingHttpResponse(_pieces(file, first, last - first + 1), status=206)
            response._resource_closers.append(file.close)  # type: ignore[attr-defined]
            response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
            response.headers["Content-Length"] = str(last - first + 1)
    response.headers["Accept-Ranges"] = "bytes"
    return response


def _limits(first: str, last: str, size: int) -> tuple[int, int]:
    """The first and the last byte; `-500` means the last 500."""
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


def _pieces(file: IO[bytes], first: int, left: int) -> Iterator[bytes]:
    file.seek(first)
    while left > 0 and (piece := file.read(min(PIECE, left))):
        left -= len(piece)
        yield piece
