"""Fetches from one host and no other, and never from an address inside our own network.

The host's name is resolved once; every address that it has is checked, and the connection goes to a checked address. A
name that resolves to something else a moment later therefore gains nothing.
"""

from __future__ import annotations

import socket
import time
import zlib
from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from urllib3 import HTTPConnectionPool, HTTPResponse, HTTPSConnectionPool, Timeout
from urllib3.exceptions import HTTPError

from portal.importing.source import Unreadable

MEGABYTE = 1024 * 1024
PAGE_BYTES, FILE_BYTES, LIST_BYTES = 5 * MEGABYTE, 20 * MEGABYTE, 50 * MEGABYTE
"""The most that is read of a page, of an image or attachment, of a feed or sitemap."""

ANSWER_SECONDS, WHOLE_SECONDS = 15.0, 120.0
"""The longest silence, and the longest that one address may take."""

REDIRECTS = 5
WEB_PORTS = {80, 443}
SAFE = "/%:@!$&'()*+,;=~-._?"
NO_SUCH_HOST = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
HEADERS = {"User-Agent": "Cong-Import/1.0", "Accept": "*/*", "Accept-Encoding": "identity"}


def is_public(text: str) -> bool:
    """Whether an address lies in the public internet, and hides no other one (6to4, Teredo, NAT64)."""
    found = ip_address(text.partition("%")[0])
    tunnelled = isinstance(found, IPv6Address) and (found.sixtofour or found.teredo or found.ipv4_mapped)
    return found.is_global and not (tunnelled or found.is_multicast or found.is_reserved)


class UnknownHost(Unreadable):
    """The name servers know no such host; it is not that they did not answer."""


def resolve_host(name: str, port: int, *, allow_private: bool = False) -> list[str]:
    """The addresses of a host, every one of which may be connected to. Raises Unreadable."""
    try:
        rows = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        unknown = isinstance(error, socket.gaierror) and error.errno in NO_SUCH_HOST
        raise (UnknownHost if unknown else Unreadable)("not_answered", f"{name}: the name is not known") from error
    found = list(dict.fromkeys(str(row[4][0]) for row in rows))
    inside = [one for one in found if not is_public(one)]
    if inside and not allow_private:
        raise Unreadable("not_allowed", f"{name} is {inside[0]}: an address inside the network")
    return found


def open_address(
    address: str, target: str, *, method: str = "GET", headers: Mapping[str, str], seconds: float
) -> HTTPResponse:
    """Ask for an address at one of its host's numbers, which was checked; follows nothing and reads no content yet.

    Raises HTTPError, OSError or ValueError.
    """
    parts = urlsplit(address)
    name, port = (parts.hostname or "").rstrip("."), parts.port or (443 if parts.scheme == "https" else 80)
    timeout = Timeout(connect=seconds, read=seconds)
    pool: HTTPConnectionPool
    if parts.scheme == "https":
        pool = HTTPSConnectionPool(target, port, timeout=timeout, server_hostname=name, assert_hostname=name)
    else:
        pool = HTTPConnectionPool(target, port, timeout=timeout)
    path = quote(parts.path or "/", safe=SAFE) + (f"?{quote(parts.query, safe=SAFE)}" if parts.query else "")
    answer: HTTPResponse = pool.urlopen(  # type: ignore[assignment]
        method,
        path,
        headers={**headers, "Host": parts.netloc.rpartition("@")[2]},
        redirect=False,
        retries=False,
        preload_content=False,
        decode_content=False,
    )
    return answer


class Fetcher:
    """Reads what lies on one host. `host`: its name, with a port when it is not the usual one."""

    def __init__(self, host: str, *, allow_private: bool = False) -> None:
        parts = urlsplit(f"//{host}")
        try:
            self.name, self.port = (parts.hostname or "").rstrip("."), parts.port
        except ValueError as error:
            raise Unreadable("not_allowed", f"{host}: {error}") from error
        self.allow_private = allow_private
        self._addresses: list[str] = []

    def may_fetch(self, address: str) -> bool:
        """Whether an address lies on the host: its name, and its port or the web's usual ones."""
        try:
            return self._fits(urlsplit(address))
        except ValueError:
            return False

    def get(self, address: str, limit: int = PAGE_BYTES) -> tuple[bytes, str]:
        """The content at an address, and the address after redirects. Raises Unreadable."""
        deadline = time.monotonic() + WHOLE_SECONDS
        for _hop in range(REDIRECTS + 1):
            response = self._ask(address)
            try:
                if response.status in {301, 302, 303, 307, 308} and response.headers.get("Location"):
                    address = urljoin(address, response.headers["Location"])
                    continue
                if response.status != 200:
                    raise Unreadable("not_answered", f"{address}: HTTP {response.status}")
                return _read(response, address, limit, deadline), address
            except (HTTPError, OSError) as error:
                raise Unreadable("not_answered", f"{address}: {type(error).__name__}") from error
            finally:
                response.release_conn()
                response.close()
        raise Unreadable("not_answered", f"{address}: more than {REDIRECTS} redirects")

    def _fits(self, parts: SplitResult) -> bool:
        if parts.scheme not in {"http", "https"} or (parts.hostname or "").rstrip(".") != self.name.lower():
            return False
        usual = 443 if parts.scheme == "https" else 80
        return parts.port == self.port if self.port else (parts.port or usual) in WEB_PORTS

    def _ask(self, address: str) -> HTTPResponse:
        if not self.may_fetch(address):
            raise Unreadable("not_allowed", f"{address}: not on {self.name}")
        parts = urlsplit(address)
        target = self._resolve(parts.port or (443 if parts.scheme == "https" else 80))
        try:
            return open_address(address, target, headers=HEADERS, seconds=ANSWER_SECONDS)
        except (HTTPError, OSError, ValueError) as error:
            raise Unreadable("not_answered", f"{address}: {type(error).__name__}") from error

    def _resolve(self, port: int) -> str:
        """An address of the host that may be connected to; resolved and checked once."""
        if not self._addresses:
            self._addresses = resolve_host(self.name, port, allow_private=self.allow_private)
        return self._addresses[0]


def _read(response: HTTPResponse, address: str, limit: int, deadline: float) -> bytes:
    """The content, as far as size and time allow."""
    if response.headers.get("Content-Encoding", "identity").lower() not in {"", "identity"}:
        raise Unreadable("not_answered", f"{address}: packed without having been asked to")
    data = bytearray()
    while chunk := response.read1(64 * 1024):
        data += chunk
        if len(data) > limit:
            raise Unreadable("too_large", f"{address}: more than {limit // MEGABYTE} MB")
        if time.monotonic() > deadline:
            raise Unreadable("not_answered", f"{address}: slower than {WHOLE_SECONDS:.0f} seconds")
    return bytes(data)


def unpacked(data: bytes, limit: int = LIST_BYTES) -> bytes:
    """A sitemap may be packed with gzip; what unpacks to more than the limit is refused."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        engine = zlib.decompressobj(wbits=31)
        found = engine.decompress(data, limit + 1)
    except zlib.error as error:
        raise Unreadable("bad_file", f"gzip: {error}") from error
    if len(found) > limit:
        raise Unreadable("too_large", f"more than {limit // MEGABYTE} MB unpacked")
    return found
