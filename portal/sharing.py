"""Links to share a page: which networks there are is data (portal/data/networks.toml; TB.7.1b, HY.6b)."""

from __future__ import annotations

import base64
import json
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote

NETWORKS = Path(__file__).parent / "data" / "networks.toml"


@dataclass(frozen=True)
class ShareLink:
    name: str
    address: str


def links_for(url: str, title: str) -> list[ShareLink]:
    """One link for each network. Following it is the reader's choice; until then no network learns of anybody."""
    packed = base64.b64encode(json.dumps({"url": url}).encode()).decode()
    words = {"url": quote(url, safe=""), "title": quote(title, safe=""), "packed": quote(packed, safe="")}
    return [ShareLink(name, address.format(**words)) for name, address in _networks()]


@cache
def _networks() -> tuple[tuple[str, str], ...]:
    rows = tomllib.loads(NETWORKS.read_text(encoding="utf-8"))["network"]
    return tuple((row["name"], row["address"]) for row in rows)
