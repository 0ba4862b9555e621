"""A citation made of what a record says, where it has none of its own."""

from __future__ import annotations

import re

from ..model import Record

_AUTHORS = ("author", "coAuthor", "principalInvestigator", "originator", "creator", "producer")
_YEAR = re.compile(r"\b(\d{4})\b")


def compose(record: Record) -> str:
    """ "Authors (year): Title. Publisher. https://doi.org/…" from what the record has (DataCite's order)."""
    contacts = getattr(record, "contacts", ())
    authors: list[str] = []
    for role in _AUTHORS:
        names = [
            one.name or one.organisation for one in contacts if one.role == role and one.where != "metadata"
        ]
        if names:
            authors = list(dict.fromkeys(name for name in names if name))
            break
    publishers = [one.organisation or one.name for one in contacts if one.role in ("publisher", "host")]
    publisher = next((one for one in publishers if one), "") or record.provider
    who = "; ".join(authors) or publisher
    year = _year(record)
    head = f"{who} ({year})" if who and year else who or (f"({year})" if year else "")
    title = record.title.strip().rstrip(".")
    parts = [f"{head}: {title}." if head else f"{title}."]
    if publisher and publisher != who:
        parts.append(f"{publisher}.")
    if record.doi:
        parts.append(f"https://doi.org/{record.doi}")
    return " ".join(parts)


def _year(record: Record) -> str:
    dates = dict(reversed(getattr(record, "dates", ())))
    for text in (
        dates.get("publication"),
        dates.get("creation"),
        dates.get("revision"),
        getattr(record, "updated", ""),
    ):
        found = _YEAR.search(text or "")
        if found:
            return found.group(1)
    return ""
