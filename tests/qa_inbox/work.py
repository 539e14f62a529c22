"""Does the browser's proof of work in Python."""

from __future__ import annotations

from typing import Any

import altcha


def solve(challenge: dict[str, Any]) -> str:
    """The payload that the widget would send for a challenge of the local verifier."""
    found = altcha.Challenge.from_dict(challenge)
    solution = altcha.solve_challenge(found)
    assert solution is not None
    return altcha.Payload(found, solution).to_base64()
