"""Whose visits count: people who see a page of the portal and have not asked to be left out."""

from __future__ import annotations

import re
from typing import Any

ROBOTS = (
    "(?<!cu)bot|crawl|spider|slurp|preview|headless|lighthouse|pagespeed|monitor|pingdom|uptime|externalhit|archive"
    "|scrapy|curl|wget|python|java/|go-http|okhttp|libwww|httpclient|http-client|node-fetch|axios|phantom|validator"
)
"""In the user agents of programs. The same pattern stands in deploy/nginx/cong.conf; a test holds the two together."""
ROBOT = re.compile(ROBOTS, re.IGNORECASE)


def is_counted(request: Any) -> bool:
    """Whether a request tells of a person's visit. It looks at headers and keeps none."""
    headers = request.headers
    agent = headers.get("user-agent", "")
    asked_not_to = "1" in (headers.get("sec-gpc"), headers.get("dnt"))
    return bool(agent) and not asked_not_to and not ROBOT.search(agent) and from_own_page(request)


def from_own_page(request: Any) -> bool:
    """Whether a page of this very host caused the request. Browsers too old to say so name the page's origin."""
    headers = request.headers
    if "sec-fetch-site" in headers:
        return bool(headers["sec-fetch-site"] == "same-origin")
    return bool(headers.get("origin", "").partition("://")[2] == request.get_host())
