"""Corrections of the registry without a new release: a small file that says what has moved since.

::

    {"format": 1, "date": "2026-11-21", "rows": [
      {"id": "aeris", "url": "https://new.example.org/csw"},
      {"id": "old", "closed": true, "moved_to": "geodes", "note": {"en": "…", "fr": "…"}}]}

Such a file comes from the web and is not trusted: it can say of a row of the plugin that its address is
another, that the service is closed, and a sentence about it. It adds no row and changes no protocol. A row
whose service is signed in to stays in its domain, so that no key is ever sent to another. One part that is
not as it should be refuses the whole file; then a person sees each change and accepts it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from ..errors import BadAnswer, host_of
from ..net import Cancel, Session
from ..net.credentials import holds_secret, without_userinfo
from .base import CatalogEntry
from .registry import REGISTRY, read_entry

FORMAT = 1
MOST_BYTES = 256 * 1024
MOST_ROWS = 300
LONGEST_ADDRESS, LONGEST_NOTE = 1000, 600
FIELDS = frozenset({"id", "url", "closed", "moved_to", "note"})
_LANGUAGES = frozenset({"en", "fr"})
_SHARED = frozenset({"ac", "asso", "co", "com", "edu", "gouv", "gov", "net", "nom", "org"})
"""Second labels below which anybody may have a domain ("ac.uk", "gouv.fr")."""

TOO_LARGE = "it is too large for a file of corrections"
NO_FILE = "it is not a file of corrections"
NEWER = "its format is of a later version of the plugin"
BAD_DATE = "it does not say its date as year-month-day"
TWICE = "{id} is in it twice"
NO_FIELD = "{id} has a field that a correction cannot change: {name}"
NOTHING_SAID = "{id} has no correction"
LOCAL_ROW = "{id} is a part of the plugin"
BAD_ADDRESS = "the new address of {id} is not a plain https address"
OTHER_DOMAIN = "the new address of {id} is in another domain than the one that its key or account is for"
BAD_NOTE = "the sentence about {id} is not a short text in English or French"
BAD_CLOSING = "{id} cannot be closed like that"


@dataclass(frozen=True)
class Change:
    """What a file says of one row of the plugin. ``before`` is the row as the plugin has it; ``url`` is ""
    and ``note`` empty where they stay; ``was`` is the address that the change was accepted for."""

    id: str
    before: CatalogEntry
    url: str = ""
    closed: bool = False
    moved_to: str = ""
    note: Mapping[str, str] = field(default_factory=dict)
    was: str = ""

    def row(self) -> dict[str, Any]:
        """The change as a file has it, with the address that it was accepted for."""
        said = {"url": self.url, "closed": self.closed, "moved_to": self.moved_to, "note": dict(self.note)}
        kept = {name: value for name, value in said.items() if value}
        return {"id": self.id, **kept, "was": self.was or self.before.url}

    def over(self, preset: Mapping[str, Any]) -> dict[str, Any]:
        """The plugin's row with the change laid over it."""
        row = dict(preset)
        if self.url:
            row["url"] = self.url
        if self.note:
            row["note"] = dict(self.note)
        if self.closed:
            row.update(kind="closed", dialect="", enabled=False)
            row["options"] = {"moved_to": self.moved_to} if self.moved_to else {}
        return row


@dataclass(frozen=True)
class Update:
    """A file of corrections: its ISO date, its changes, and how many rows this version does not have."""

    date: str
    changes: tuple[Change, ...] = ()
    unknown: int = 0


def fetch_update(
    url: str, session: Session, presets: Mapping[str, Any], cancel: Cancel | None = None
) -> Update:
    """The file at an address. Raises BadAnswer where it is refused (``detail`` says why), and the network's
    typed errors."""
    answer = session.get(url, headers={"Accept": "application/json"}, cancel=cancel, max_bytes=MOST_BYTES)
    return read_update(answer.content, host_of(url), presets)


def read_update(content: bytes, name: str, presets: Mapping[str, Any], *, stored: bool = False) -> Update:
    """The changes in a file; ``presets`` are the plugin's rows by identifier, ``name`` is what the file is
    called in an error. ``stored`` allows the field "was", which only the profile's own file has.

    Raises BadAnswer, whose ``detail`` says why the whole file is refused.
    """
    try:
        return _read(content, presets, FIELDS | {"was"} if stored else FIELDS)
    except _Refused as refused:
        raise BadAnswer(host=name, detail=str(refused)) from None


class _Refused(Exception):
    """Why a file is refused."""


def _read(content: bytes, presets: Mapping[str, Any], fields: frozenset[str]) -> Update:
    if len(content) > MOST_BYTES:
        raise _Refused(TOO_LARGE)
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise _Refused(NO_FILE) from None
    if not isinstance(document, dict) or set(document) != {"format", "date", "rows"}:
        raise _Refused(NO_FILE)
    number, rows = document["format"], document["rows"]
    if isinstance(number, int) and number > FORMAT:
        raise _Refused(NEWER)
    if type(number) is not int or number != FORMAT or not isinstance(rows, list) or len(rows) > MOST_ROWS:
        raise _Refused(NO_FILE)
    changes: dict[str, Change] = {}
    unknown = 0
    for row in rows:
        key = row.get("id") if isinstance(row, dict) else None
        if not isinstance(key, str) or not 0 < len(key) <= 64:
            raise _Refused(NO_FILE)
        if key in changes:
            raise _Refused(TWICE.format(id=key))
        before = read_entry(presets.get(key), REGISTRY.parent)
        if before is None:
            unknown += 1
            continue
        changes[key] = _change(row, before, presets, fields)
    return Update(_date(document["date"]), tuple(changes.values()), unknown)


def _date(said: Any) -> str:
    try:
        return date.fromisoformat(said).isoformat()
    except (TypeError, ValueError):
        raise _Refused(BAD_DATE) from None


def _change(
    row: Mapping[str, Any], before: CatalogEntry, presets: Mapping[str, Any], fields: frozenset[str]
) -> Change:
    key = before.id
    strange = sorted(set(row) - fields)
    if strange:
        raise _Refused(NO_FIELD.format(id=key, name=strange[0][:40]))
    if not before.url.startswith("http"):
        raise _Refused(LOCAL_ROW.format(id=key))
    url, closed, there = row.get("url", ""), row.get("closed", False), row.get("moved_to", "")
    if url != "":
        _check_address(url, before)
    if not isinstance(closed, bool) or not _leads(there, closed, key, presets):
        raise _Refused(BAD_CLOSING.format(id=key))
    note = _note(row.get("note", {}), key)
    if not (url or closed or note):
        raise _Refused(NOTHING_SAID.format(id=key))
    was = row.get("was", "")
    return Change(key, before, url, closed, there, note, was if isinstance(was, str) else "")


def _leads(there: Any, closed: bool, key: str, presets: Mapping[str, Any]) -> bool:
    """Whether a row may say that its data are in another: one of the plugin that is open."""
    if there == "":
        return True
    entry = read_entry(presets.get(there), REGISTRY.parent) if isinstance(there, str) else None
    return closed and there != key and entry is not None and not entry.closed


def _note(said: Any, key: str) -> dict[str, str]:
    sound = isinstance(said, dict) and set(said) <= _LANGUAGES
    if not sound or not all(isinstance(one, str) and 0 < len(one) <= LONGEST_NOTE for one in said.values()):
        raise _Refused(BAD_NOTE.format(id=key))
    return dict(said)


def _check_address(url: Any, before: CatalogEntry) -> None:
    try:
        parts = urlsplit(url) if isinstance(url, str) and len(url) <= LONGEST_ADDRESS else None
        host, _ = (parts.hostname, parts.port) if parts is not None else (None, None)
    except ValueError:
        host = None
    plain = host and url.isascii() and url.isprintable() and " " not in url and "\\" not in url
    if not plain or not url.startswith("https://") or without_userinfo(url) != url or "#" in url:
        raise _Refused(BAD_ADDRESS.format(id=before.id))
    if holds_secret(url):
        raise _Refused(BAD_ADDRESS.format(id=before.id))
    if before.sign_in != "none" and domain_of(url) != domain_of(before.url):
        raise _Refused(OTHER_DOMAIN.format(id=before.id))


def domain_of(url: str) -> str:
    """The domain that an address belongs to: "cnes.fr" of "https://geodes-portal.cnes.fr/api", and one label
    more where anybody may register below the second ("data.gouv.fr"). A number is a domain of its own."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    labels = host.split(".")
    if ":" in host or labels[-1].isdigit():
        return host
    count = 3 if len(labels) > 2 and labels[-2] in _SHARED else 2
    return ".".join(labels[-count:])


def written(day: str, changes: Sequence[Change]) -> dict[str, Any]:
    """The file that keeps accepted changes in the profile."""
    return {"format": FORMAT, "date": day, "rows": [change.row() for change in changes]}
