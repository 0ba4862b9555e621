"""ORCID iDs: shown, never used to sign in (a distributed program cannot keep the secret that ORCID asks for).

Structure: https://support.orcid.org, "Structure of the ORCID Identifier"; check digit: ISO 7064, MOD 11-2.
"""

from __future__ import annotations

import re

_FORM = re.compile(
    r"(?:https?://(?:www\.)?orcid\.org/)?([0-9]{4})-?([0-9]{4})-?([0-9]{4})-?([0-9]{3}[0-9X])/?",
    re.IGNORECASE,
)


def clean_orcid(text: str) -> str | None:
    """The iD as 0000-0000-0000-0000, None where it is none or its check digit is wrong."""
    match = _FORM.fullmatch(text.strip())
    if not match:
        return None
    groups = [group.upper() for group in match.groups()]
    digits = "".join(groups)
    return "-".join(groups) if check_digit(digits[:15]) == digits[15] else None


def check_digit(digits: str) -> str:
    """ISO 7064 MOD 11-2 of a string of digits."""
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    value = (12 - total % 11) % 11
    return "X" if value == 10 else str(value)
