"""Which folder a record's files go to: beside the project, in subfolders that a pattern names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from qgis.core import QgsProject

from ..core.model import Dataset, Granule, Link, Record
from ..core.transfer import file_name, safe_name
from .layer_groups import dataset_id
from .settings import Settings

PROJECT, FOLDER = "project", "folder"
"""The two rules: in the project's folder where it has one, or always in the folder for downloads."""
PLACEHOLDERS = ("project", "catalog", "dataset", "record", "year")
_FIELD = re.compile(r"\{(\w+)\}")


def pattern_problem(pattern: str) -> str:
    """The first placeholder of a pattern that nothing fills, "" where all are known."""
    return next((name for name in _FIELD.findall(pattern) if name not in PLACEHOLDERS), "")


@dataclass(frozen=True)
class Place:
    """Where files go, as it was when they were asked for: may be used in any thread.

    ``base`` is where the subfolders of ``pattern`` begin, ``beside_project`` whether that is the project's
    folder, ``project`` the project's name. ``catalogs`` are the names of catalogues for people.
    """

    base: Path
    pattern: str = ""
    beside_project: bool = False
    project: str = ""
    catalogs: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def now(cls, project: QgsProject, settings: Settings, catalogs: Mapping[str, str] | None = None) -> Place:
        """As the settings and the project have it. Main thread only."""
        home = project.absolutePath() if project.fileName() else ""
        # A project may lie in a database, or in a file of another kind: then it has no folder.
        beside = bool(home) and settings.folder_rule != FOLDER and Path(home).is_dir()
        base = Path(home) if beside else Path(settings.download_folder).expanduser()
        name = project.baseName() if project.fileName() else ""
        return cls(base, settings.folder_pattern, beside, name, dict(catalogs or {}))

    def folder_of(self, record: Record, dataset: Dataset | None = None) -> Path:
        """The folder of a record's files. Every part is a name that all systems take; parts that stay empty
        are left out, as those with ``..`` are: a pattern leads down, never up.

        What stands before the first placeholder keeps the data apart from the project's own files; the folder
        for downloads has no others, and does without.
        """
        parts = [part for part in self.pattern.replace("\\", "/").split("/") if part.strip(" .")]
        if not self.beside_project:
            first = next((at for at, part in enumerate(parts) if _FIELD.search(part)), len(parts))
            parts = parts[first:]
        begin = record.period.start if record.period else None
        filled = {
            "project": self.project,
            "catalog": record.catalog,
            "dataset": dataset_id(record) or (dataset.title if dataset else ""),
            "record": record.id,
            "year": str(begin)[:4] if begin else "",
        }
        folder = self.base
        for part in parts:
            name = _FIELD.sub(lambda found: filled.get(found[1], ""), part)
            if name.strip(" ._-"):
                folder = folder / safe_name(name)
        return folder


def target_of(folder: Path, record: Record, link: Link, several: bool) -> Path:
    """Where a link's file goes. Assets have the same names from one granule to the next: they get a folder of
    their granule's name. A URN is none (GEODES): there, and for the length of paths on Windows, it is the
    title."""
    name = file_name(link)
    is_urn = record.id.lower().startswith("urn:")
    own = safe_name((record.title if is_urn else "") or record.id)
    if isinstance(record, Granule) and (several or own.lower() not in name.lower()):
        return folder / name if folder.name == own else folder / own / name
    return folder / name
