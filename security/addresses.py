"""From which address a request came."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from typing import Any

from django.conf import settings

IPV4, IPV6_PREFIX = 4, 64


def client_address(request: Any) -> str | None:
    """The client's address: behind settings.TRUSTED_PROXIES proxies the one that the outermost of them saw.

    What the client itself wrote into X-Forwarded-For is never believed. None when nothing tells.
    """
    address = request.META.get("REMOTE_ADDR") or ""
    if settings.TRUSTED_PROXIES:
        seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        if len(seen) >= settings.TRUSTED_PROXIES:
            address = seen[-settings.TRUSTED_PROXIES]
    try:
        return str(ip_address(address))
    except ValueError:
        return None


def counted_address(request: Any) -> str | None:
    """The address by which tries are counted: of IPv6 the first of its /64, all of which one connection may use."""
    address = client_address(request)
    if address is None or ip_address(address).version == IPV4:
        return address
    return str(ip_network((address, IPV6_PREFIX), strict=False).network_address)


def is_within(address: str | None, networks: list[str]) -> bool:
    """Whether the address lies in one of the networks."""
    if address is None:
        return False
    return any(ip_address(address) in ip_network(network.strip()) for network in networks if network.strip())
