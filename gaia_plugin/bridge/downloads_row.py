"""One transfer as the interface knows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qgis.core import QgsMapLayer

from ..core.errors import GaiaError
from ..core.model import Dataset, Link, Record
from ..core.transfer.jobs import ACTIVE, Standing, State, error_of, notes_of
from .compat import is_deleted
from .project_files import ProjectFiles

LOAD, UNPACK, KEEP = "load", "unpack", "keep_archive"
PROJECT, WINDOW, TITLE, CATALOG = "project", "window", "title", "catalog"
"""What a job's options hold: what is to be done with its file, for which project and window it was asked, and
the dataset and catalogue as people know them."""


@dataclass(eq=False)
class Download:
    """A job's standing, and what this window has of it. ``record`` and ``dataset`` are those it was asked for
    with (None for the jobs of another session or window); ``layers`` are what was loaded here. Bytes, and
    bytes a second."""

    standing: Standing
    record: Record | None = None
    dataset: Dataset | None = None
    layers: list[QgsMapLayer] = field(default_factory=list)
    rate: float = 0.0
    now: tuple[int, int | None] = (0, None)
    """Bytes received and announced, as they are at this moment."""
    unpacked: float | None = None
    """How much of the archive that has come is unpacked, from 0 to 1; None while that has not begun."""
    told: State | None = None
    """The state that this window has heard of: the end of a transfer is told once."""
    files: ProjectFiles | None = field(default=None, repr=False)
    """What the project of this window shows."""
    wanted: bool | None = None
    """Whether this window wants it loaded; None: as its job says."""
    _told: Any = field(default=None, repr=False)
    _error: GaiaError | None = field(default=None, repr=False)

    @property
    def id(self) -> str:
        return self.standing.job.id

    @property
    def link(self) -> Link:
        return self.standing.job.link

    @property
    def state(self) -> State:
        return self.standing.state

    @property
    def error(self) -> GaiaError | None:
        """Why it failed, or what it waits for; of one that is done, what could not be done with its file."""
        done = self.state is State.DONE
        told = self.standing.outcome.get("notes") if done else self.standing.error
        if told is not self._told:
            found = next(iter(notes_of(self.standing)), None) if done else error_of(self.standing)
            self._told, self._error = told, found
        return self._error

    @property
    def active(self) -> bool:
        """Whether it goes on by itself."""
        return self.standing.state in ACTIVE

    @property
    def path(self) -> Path:
        """Where the file is, or will be."""
        return self.standing.path or self.standing.job.target

    @property
    def shown(self) -> bool:
        """Whether a layer of it that was loaded here is still in the project."""
        return any(not is_deleted(layer) for layer in self.layers)

    @property
    def in_project(self) -> bool:
        """Whether the project shows what came, be it loaded here, in another session or by hand."""
        if self.state is not State.DONE or self.files is None:
            return self.shown
        unpacked = bool(self.standing.outcome.get("folder"))
        return self.shown or self.files.holds(self.path) or (unpacked and self.files.holds(self.folder))

    @property
    def folder(self) -> Path:
        """The folder that it is in, or that its archive was unpacked to."""
        told = self.standing.outcome.get("folder")
        return Path(told) if isinstance(told, str) and told else self.path.parent

    @property
    def received(self) -> int:
        return self.now[0]

    @property
    def total(self) -> int | None:
        return self.now[1] if self.now[1] is not None else self.link.size

    def option(self, name: str) -> Any:
        """One of the job's options; None where it has no such."""
        return self.standing.job.options.get(name)
