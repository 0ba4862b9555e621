"""Registry files of the user: rows that add a catalogue, or correct one of the plugin's own.

A row with the ``id`` of one of the plugin's rows is laid over it: ``{"id": "aeris", "url": "https://…"}``
says that an address has moved, and nothing else. Rows of a kind that this version does not know are kept.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..errors import BadAnswer, CannotWrite
from ..net.credentials import SECRET_PARAMETERS, without_parameters
from .addresses import clean_address
from .base import CatalogEntry
from .registry import ADAPTERS, REGISTRY, read_entry
from .updates import Change

MOST_BYTES = 4 * 1024 * 1024
MOST_ROWS = 2000
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_MOST_CONNECTIONS = 8
_LONGEST = 2000
WRITTEN = frozenset(
    {"id", "kind", "url", "title", "dialect", "provider", "compartments", "languages", "offers"}
    | {"homepage", "note", "options"}
)
"""The fields that ``row_of`` writes; others in a row are somebody else's."""


def read_rows(path: Path) -> list[Any]:
    """The rows of a registry file as they are written. Raises BadAnswer where it is none."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadAnswer(host=path.name, detail="it is too large for a list of catalogues")
        rows = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise BadAnswer(host=path.name, detail="it is not a list of catalogues") from error
    if not isinstance(rows, list) or len(rows) > MOST_ROWS:
        raise BadAnswer(host=path.name, detail="it is not a list of catalogues")
    return rows


def write_rows(path: Path, rows: Sequence[Any]) -> None:
    """Write a registry file whole or not at all. Raises CannotWrite."""
    write_json(path, list(rows))


def write_json(path: Path, document: Any) -> None:
    """Write a file whole or not at all: a power cut leaves the old one. Raises CannotWrite."""
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(document, file, ensure_ascii=False, indent=1)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError as error:
        if temporary and os.path.exists(temporary):
            os.unlink(temporary)
        raise CannotWrite(path=path.name, detail=(error.strerror or type(error).__name__).lower()) from error


def key_of(row: Any) -> str:
    """A row's identifier, "" where it has none."""
    key = row.get("id") if isinstance(row, Mapping) else None
    return key if isinstance(key, str) else ""


def updated(row: Any, changes: Mapping[str, Change]) -> Any:
    """A row of the plugin with an accepted change laid over it, unless a release has moved it since."""
    change = changes.get(key_of(row))
    entry = read_entry(row, REGISTRY.parent) if change is not None else None
    if change is None or entry is None or change.was not in ("", entry.url):
        return row
    return change.over(row)


def merged(
    presets: Iterable[Any], own: Iterable[Any], folder: Path, changes: Iterable[Change] = ()
) -> list[CatalogEntry]:
    """The catalogues of the plugin's rows, with the accepted ``changes`` laid over them and the user's own
    over both, in this order. ``folder`` is where the user's file is: relative addresses in it are files
    beside it. A row that is wrong is left out; one that corrects a row of the plugin wrongly leaves that one
    as it was."""
    entries: dict[str, CatalogEntry] = {}
    shipped: dict[str, Any] = {}
    own, by_key = list(own), {change.id: change for change in changes}
    addressed = {key_of(row) for row in own if isinstance(row, Mapping) and "url" in row}
    for row in presets:
        row = row if key_of(row) in addressed else updated(row, by_key)
        entry = read_entry(row, REGISTRY.parent)
        if entry is not None:
            entries[entry.id], shipped[entry.id] = entry, row
    for row in own:
        if not isinstance(row, Mapping):
            continue
        below = shipped.get(key_of(row), {})
        over = {**below, **row}
        if row.get("kind", over.get("kind")) != below.get("kind"):  # what only the other adapter understood
            over = {**over, "options": row.get("options", {}), "dialect": row.get("dialect", "")}
        entry = read_entry(over, folder if "url" in row else REGISTRY.parent)
        if entry is not None:
            entries[entry.id] = entry
    return list(entries.values())


def correction(entry: CatalogEntry, preset: Mapping[str, Any]) -> dict[str, Any]:
    """The row that corrects one of the plugin's: only what differs, so that other changes of later
    versions come through; the identifier alone where nothing does."""
    row: dict[str, Any] = {"id": entry.id}
    before = read_entry(preset, REGISTRY.parent)
    if before is None or entry.url != before.url:
        row["url"] = entry.url
    if entry.kind != preset.get("kind"):
        row["kind"] = entry.kind
    if before is None or dict(entry.titles) != dict(before.titles):
        row["title"] = dict(entry.titles)
    return row


def row_of(entry: CatalogEntry) -> dict[str, Any]:
    """A row that ``read_entry`` reads back; what is empty is not written."""
    row: dict[str, Any] = {"id": entry.id, "kind": entry.kind, "url": entry.url, "title": dict(entry.titles)}
    row.update(
        dialect=entry.dialect,
        provider=entry.provider,
        compartments=list(entry.compartments),
        languages=list(entry.languages),
        offers=list(entry.offers),
        homepage=entry.homepage,
        note=dict(entry.notes),
        options=dict(entry.options),
    )
    return {name: value for name, value in row.items() if value}


def vetted(row: Any, known: Iterable[str] = ()) -> dict[str, Any] | None:
    """A stranger's row, made safe to keep: plain identifier, an address of the web without user, password
    and keys (or a file of this computer), few connections, short texts. None for what is no row.

    ``known`` are identifiers whose row may leave out its kind or its address, as it corrects another.
    """
    if not isinstance(row, Mapping) or not _IDENTIFIER.fullmatch(key_of(row)):
        return None
    kept = {str(name): _shortened(value) for name, value in row.items()}
    corrects = key_of(row) in set(known)
    if not (kept.get("kind") in ADAPTERS or (corrects and "kind" not in kept)):
        return None
    if "url" in kept or not corrects:
        try:
            address = clean_address(str(kept.get("url") or ""))
        except BadAnswer:
            return None
        kept["url"] = without_parameters(address, SECRET_PARAMETERS)
    count = kept.get("max_connections")
    if "max_connections" in kept:
        sound = isinstance(count, int) and not isinstance(count, bool)
        kept["max_connections"] = max(1, min(int(count), _MOST_CONNECTIONS)) if sound else 2  # type: ignore[arg-type]
    return kept


def _shortened(value: Any) -> Any:
    return value[:_LONGEST] if isinstance(value, str) else value
