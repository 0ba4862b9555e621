"""DOIs and other persistent identifiers, in the many ways that records write them."""

from __future__ import annotations

import re
from urllib.parse import unquote

# DOI Handbook, 2.2: "10." registrant "/" suffix; the suffix ends where a sentence would go on.
_DOI = re.compile(r"\b(10\.\d{4,9}(?:\.\d+)*/[^\s\"'<>{}|\\^`]+)", re.IGNORECASE)
_ANNOUNCED = re.compile(r"(?:^|[/\s(])(?:dx\.)?doi\.org/|^\s*doi\s*[:=]|^\s*10\.\d{4,9}", re.IGNORECASE)
_ORCID = re.compile(r"\b(\d{4}-\d{4}-\d{4}-\d{3}[\dX])\b")
_ROR = re.compile(r"\bror\.org/(0[a-z0-9]{8})\b", re.IGNORECASE)


def doi_in(text: str) -> str:
    """The bare DOI of an identifier ("DOI:10.17882/1", "https://doi.org/10.17882/1", "10.17882/1"), or "".

    A sentence that merely mentions a DOI gives none: it is likely another work's.
    """
    if not text or not _ANNOUNCED.search(text):
        return ""
    match = _DOI.search(unquote(text) if "%" in text else text)
    if not match:
        return ""
    found = match.group(1).split("?")[0].split("#")[0].rstrip(".,;:")
    while found.endswith(")") and found.count(")") > found.count("("):
        found = found[:-1]
    return found


def person_uri(text: str) -> str:
    """The ORCID iD or ROR in a text, as a URI, or ""."""
    ror = _ROR.search(text)
    if ror:
        return f"https://ror.org/{ror.group(1).lower()}"
    orcid = _ORCID.search(text)
    if orcid and ("orcid" in text.lower() or orcid.group(0) == text.strip()):
        return f"https://orcid.org/{orcid.group(1)}"
    return ""
