"""The user's own catalogues: a registry file in the profile, laid over the plugin's."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication

from ..core.catalogs.base import CatalogEntry
from ..core.catalogs.registry import REGISTRY
from ..core.catalogs.rows import (
    WRITTEN,
    correction,
    key_of,
    merged,
    read_rows,
    row_of,
    updated,
    vetted,
    write_json,
    write_rows,
)
from ..core.catalogs.updates import MOST_BYTES, Change, Update, read_update, written
from ..core.errors import BadAnswer, CannotWrite, GaiaError
from .profile import profile_folder


def user_registry() -> Path:
    """``gaia_data/catalogs.json`` in the profile's folder; the same format as ``resources/catalogs.json``."""
    return profile_folder() / "gaia_data" / "catalogs.json"


def all_entries() -> list[CatalogEntry]:
    """The plugin's rows and the user's; a row of the user is laid over the plugin's of the same id.

    A file that cannot be read costs the user's rows only.
    """
    return UserCatalogs().entries()


@dataclass(frozen=True)
class Imported:
    """What came of a file: identifiers that were added, that replaced or corrected another, and how many rows
    could not be used."""

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    refused: int = 0


class UserCatalogs:
    """The file, read anew for each question: a person or another QGIS may have changed it. Rows that are not
    understood, and fields that are not known, stay as they were written."""

    def __init__(self, path: Path | None = None):
        self.path = path or user_registry()
        self.updates_path = self.path.with_name("corrections.json")
        self.presets = {key_of(row): row for row in read_rows(REGISTRY)}

    def rows(self) -> list[Any]:
        """The user's rows; none where the file is not there or cannot be read (which is logged)."""
        if not self.path.is_file():
            return []
        try:
            return read_rows(self.path)
        except GaiaError as error:
            QgsApplication.messageLog().logMessage(str(error), "GAIA Data")
            return []

    def entries(self) -> list[CatalogEntry]:
        """All catalogues, the plugin's first."""
        return merged(self.presets.values(), self.rows(), self.path.parent, self.changes())

    def own(self) -> set[str]:
        """The identifiers that the user's file has: added catalogues and corrected ones."""
        return {key_of(row) for row in self.rows()} - {""}

    def preset(self, key: str) -> CatalogEntry | None:
        """The plugin's own row, whatever the user corrected; None where it has no such row."""
        found = merged([self.presets[key]], [], self.path.parent) if key in self.presets else []
        return found[0] if found else None

    def save(self, entry: CatalogEntry) -> None:
        """Add a catalogue, or change the user's or the plugin's of the same id. Raises CannotWrite."""
        preset = updated(self.presets.get(entry.id), {one.id: one for one in self.changes()})
        row = row_of(entry) if preset is None else correction(entry, preset)
        if set(row) == {"id"}:  # as the plugin has it
            self.remove(entry.id)
            return
        held = self.rows()
        place = next((place for place, one in enumerate(held) if key_of(one) == entry.id), None)
        if place is None:
            held.append(row)
        else:  # fields that a person or a later version wrote stay
            held[place] = {**{name: held[place][name] for name in set(held[place]) - WRITTEN}, **row}
        self._write(held)

    def remove(self, key: str) -> None:
        """Take the user's row away: an added catalogue is gone, a corrected one is as the plugin has it.
        Raises CannotWrite."""
        self._write([row for row in self.rows() if key_of(row) != key])

    # -- corrections that came as a file -----------------------------------------------------------------

    def changes(self) -> tuple[Change, ...]:
        """The changes that were accepted; none where their file is not there or cannot be read (logged)."""
        if not self.updates_path.is_file():
            return ()
        try:
            return self.read_changes(self.updates_path, stored=True).changes
        except GaiaError as error:
            QgsApplication.messageLog().logMessage(str(error), "GAIA Data")
            return ()

    def read_changes(self, path: Path, *, stored: bool = False) -> Update:
        """A file of corrections. Raises BadAnswer, which says why it is refused."""
        try:
            with path.open("rb") as file:
                content = file.read(MOST_BYTES + 1)
        except OSError as error:
            raise BadAnswer(host=path.name, detail="it cannot be opened") from error
        return read_update(content, path.name, self.presets, stored=stored)

    def accept(self, changes: Sequence[Change], day: str) -> None:
        """Keep changes that a person has seen, over those of the same rows. Raises CannotWrite."""
        kept = {change.id: change for change in (*self.changes(), *changes)}
        write_json(self.updates_path, written(day, list(kept.values())))

    def revoke(self) -> None:
        """Forget all accepted changes: the rows are as the plugin has them. Raises CannotWrite."""
        try:
            self.updates_path.unlink(missing_ok=True)
        except OSError as error:
            detail = (error.strerror or type(error).__name__).lower()
            raise CannotWrite(path=self.updates_path.name, detail=detail) from error

    # -- the user's own file -----------------------------------------------------------------------------

    def import_file(self, path: Path) -> Imported:
        """Add the rows of a file, over the user's of the same id. Raises BadAnswer where it is no registry,
        CannotWrite."""
        rows, before = read_rows(path), self.own()
        kept = {key_of(row): row for row in (vetted(one, self.presets) for one in rows) if row is not None}
        if not kept:
            raise BadAnswer(host=path.name, detail="no catalogue in it can be used")
        known = before | set(self.presets)
        held = self.rows()
        places = {key_of(row): place for place, row in enumerate(held)}
        for key, row in kept.items():
            if key in places:
                held[places[key]] = {**held[places[key]], **row}
            else:
                held.append(row)
        self._write(held)
        return Imported(
            tuple(key for key in kept if key not in known),
            tuple(key for key in kept if key in known),
            len(rows) - len(kept),
        )

    def export_file(self, path: Path) -> int:
        """Write the user's rows to a file; returns how many. Raises CannotWrite."""
        rows = self.rows()
        write_rows(path, rows)
        return len(rows)

    def _write(self, rows: Sequence[Any]) -> None:
        """Never over a file that could not be read: somebody wrote that by hand, and would lose it."""
        if self.path.is_file():
            try:
                read_rows(self.path)
            except GaiaError:
                aside = self.path.with_name(f"{self.path.name}.unreadable")
                try:
                    os.replace(self.path, aside)
                except OSError as error:
                    detail = (error.strerror or type(error).__name__).lower()
                    raise CannotWrite(path=self.path.name, detail=detail) from error
        write_rows(self.path, rows)
