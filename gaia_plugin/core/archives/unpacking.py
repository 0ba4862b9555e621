"""One archive, from the file to the folder."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from ..errors import ArchiveRefused, MemberRefused
from ..net import Cancel
from ..transfer.disk import cannot_write, sync_folder
from . import Progress, Unpacked
from .caps import Caps, Meter
from .claim import Claim
from .compare import files_of, same_members, same_tree
from .kinds import SUFFIX, is_archive
from .layout import layout, root_name, stem_of
from .readers import Entry, Reader, open_reader, set_time, shown

_EVERY = 0.1  # seconds between two calls of on_progress
_SCANNED = (0.2, 1.0, 3.0)  # seconds; Windows refuses while a scanner for viruses reads what was just written
_LONGEST_PATH = 259 if os.name == "nt" else 4000


class Unpacking:
    """See ``archives.unpack``."""

    def __init__(
        self,
        archive: Path,
        into: Path,
        cancel: Cancel,
        on_progress: Progress | None,
        caps: Caps,
    ) -> None:
        self.archive = archive
        self.into = into
        self.cancel = cancel
        self.caps = caps
        self.name = shown(archive.name)
        self.stem = stem_of(archive.name)
        self._on_progress = on_progress
        self._told = 0.0
        self._before, self._total = 0, _size(archive, self.name)
        self.meter = Meter(self.name, self._total, into, caps)
        self._durable = False

    def run(self, keep: bool, durable: bool) -> Unpacked:
        """Do it. ``keep`` and ``durable`` as in ``archives.unpack``."""
        self._durable = durable or not keep  # what replaces the archive must be there before that is deleted
        self.cancel.check()
        is_new = not self.into.exists()
        try:
            self.into.mkdir(parents=True, exist_ok=True)
            with Claim(self.into / f"{self.stem}.unpacking", self.cancel) as claim:
                done = self._recognised() or self._placed(claim.folder)
        except OSError as error:
            raise cannot_write(self.into / self.stem, error) from error
        finally:
            if is_new:
                _drop_empty(self.into)
        if not keep:
            try:
                self.archive.unlink()
            except OSError:
                pass  # in use on Windows: it may as well stay
        self._tell(self._total, force=True)
        return done

    # -- what is there already -----------------------------------------------------------------

    def _recognised(self) -> Unpacked | None:
        """The folder of an earlier unpacking, where that can be told without writing anything."""
        reader = self._open(self.archive, Meter(self.name, self._total, self.into, self.caps))
        try:
            first = next((entry for entry, _ in reader.entries()), None)
            top = first.parts[0] if first else ""
            for name in dict.fromkeys((root_name(top, self.stem), self.stem)):
                for folder in filter(_is_folder, self._folders(name)):
                    files = same_members(reader, folder, self.cancel)
                    if files:
                        return Unpacked(folder, tuple(sorted(files)), already_there=True)
        finally:
            reader.close()
        return None

    def _folders(self, name: str) -> Iterator[Path]:
        """The folders of that name that exist: "name", "name (2)"…"""
        number, folder = 1, self.into / name
        while folder.exists() or folder.is_symlink():
            yield folder
            number += 1
            folder = self.into / f"{name} ({number})"

    # -- unpacking -----------------------------------------------------------------------------

    def _placed(self, working: Path) -> Unpacked:
        content = working / "1"
        self._extract(self.archive, content, "")
        files = files_of(content)
        if not files:
            raise ArchiveRefused(name=self.name, detail="it holds no file")
        if len(files) == 1 and SUFFIX.search(files[0].name) and is_archive(files[0]):
            inner, content = files[0], working / "2"
            self._before, self._total = self._total, self._total + inner.stat().st_size
            self._extract(inner, content, f"{inner.name}/")
            inner.unlink()
            if not files_of(content):
                raise ArchiveRefused(name=self.name, detail="it holds no file")
        everything = [(path.relative_to(content).parts, path.is_dir()) for path in content.rglob("*")]
        name, depth = layout(everything, self.stem)
        deepest = max((parts for parts, _ in everything), key=len)
        return self._named(content.joinpath(*deepest[:depth]), name)

    def _named(self, made: Path, name: str) -> Unpacked:
        """Give the whole folder its name, in one step."""
        last = self.into / name
        number = 1
        for folder in self._folders(name):
            number += 1
            last = self.into / f"{name} ({number})"
            if _is_folder(folder) and same_tree(made, folder, self.cancel):
                files = tuple(folder / path.relative_to(made) for path in files_of(made))
                return Unpacked(folder, files, already_there=True)
        self.cancel.check()
        self._rename(made, last)
        if self._durable:
            sync_folder(self.into)
        return Unpacked(last, files_of(last))

    def _rename(self, made: Path, last: Path) -> None:
        for pause in _SCANNED:
            try:
                os.rename(made, last)
                return
            except PermissionError:
                if os.name != "nt":
                    raise
            self.cancel.wait(pause)
        os.rename(made, last)

    def _extract(self, archive: Path, folder: Path, label: str) -> None:
        folder.mkdir()
        reader = self._open(archive, self.meter, label)
        try:
            announced = reader.announced()
            if announced is not None:
                self.meter.announced(announced)
            for entry, stream in reader.entries():
                target = folder.joinpath(*entry.parts)
                if len(os.fsencode(target)) > _LONGEST_PATH:
                    raise self._refused(label, entry, "a path that is too long for this computer")
                if stream is None:
                    target.mkdir(parents=True, exist_ok=True)
                    continue
                target.parent.mkdir(parents=True, exist_ok=True)
                self._write(reader, entry, stream, target, label)
        finally:
            reader.close()

    def _write(self, reader: Reader, entry: Entry, stream: BinaryIO, target: Path, label: str) -> None:
        written = 0
        try:
            out = target.open("xb")
        except FileExistsError:  # a disk that takes more names for the same than ``paths.Tree`` does
            raise self._refused(label, entry, "a second file of that name") from None
        with out:
            for piece in reader.pieces(entry, stream):
                written += len(piece)
                self.meter.wrote(len(piece))
                out.write(piece)
                self._tell(self._before + reader.read_so_far)
            if self._durable:
                out.flush()
                os.fsync(out.fileno())
        if written != entry.size:
            raise reader.member_damaged(entry.name)
        set_time(target, entry.modified)

    def _open(self, archive: Path, meter: Meter, label: str = "") -> Reader:
        return open_reader(archive, meter, self.cancel, label)

    def _refused(self, label: str, entry: Entry, detail: str) -> MemberRefused:
        return MemberRefused(name=self.name, member=shown(label + entry.name), detail=detail)

    def _tell(self, done: int, force: bool = False) -> None:
        now = time.monotonic()
        if self._on_progress and (force or now - self._told >= _EVERY):
            self._told = now
            self._on_progress(min(done, self._total), self._total)


def _is_folder(path: Path) -> bool:
    """A link to one is none."""
    return path.is_dir() and not path.is_symlink()


def _drop_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        pass  # it is not empty


def _size(archive: Path, name: str) -> int:
    try:
        return archive.stat().st_size
    except OSError as error:
        raise ArchiveRefused(name=name, detail="it cannot be opened") from error
