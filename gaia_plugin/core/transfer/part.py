"""The unfinished file beside its target, and the note that makes it resumable."""

from __future__ import annotations

import errno
import os
import threading
from dataclasses import replace
from pathlib import Path
from typing import Union

from .disk import cannot_write, sync_folder
from .names import free_path
from .note import Note, boot, identity
from .spans import Pair, Spans

PIECE = 4 << 20
"""At most so many bytes of a connection are not in the note yet, and would be asked for again."""
_HELD_BACK = 3 << 20  # with the chunk that is on its way it stays below PIECE
_PAGE = 4096
_DIRECT = hasattr(os, "pwrite")
_FLAGS = os.O_RDWR | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_naming = threading.Lock()
_open: set[Path] = set()
_opening = threading.Lock()

Bytes = Union[bytes, memoryview]


class Part:
    """``target.part`` and ``target.part.json``. Written by any thread at any place. Every OSError becomes
    CannotWrite."""

    def __init__(self, target: Path, href: str) -> None:
        self.target = target
        self.source = identity(href)
        self.path = target.with_name(target.name + ".part")
        self.note_path = target.with_name(target.name + ".part.json")
        self._lock = threading.Lock()
        self._noting = threading.Lock()
        self._syncing = threading.Lock()
        self._handle = -1
        self._note_handle = -1
        self._about = Note(self.source)
        self._written = Spans()
        self._durable: tuple[Pair, ...] = ()
        self._unnoted: dict[int, int] = {}  # by connection, which is a thread
        self._unsynced = 0
        self._boot = boot()

    # -- what there is -------------------------------------------------------------------------

    @property
    def size(self) -> int:
        """Bytes that are there."""
        with self._lock:
            return self._written.size

    @property
    def is_open(self) -> bool:
        return self._handle >= 0

    @property
    def unsynced(self) -> int:
        """Bytes that the disk may not have yet."""
        with self._lock:
            return self._unsynced

    @property
    def about(self) -> Note:
        """What is known of the server's file."""
        return self._about

    def prefix(self) -> int:
        with self._lock:
            return self._written.prefix

    def gaps(self, total: int) -> list[Pair]:
        with self._lock:
            return self._written.gaps(total)

    def note(self) -> Note | None:
        """The note of an earlier start on the same source; None where there is none that can be trusted."""
        note = Note.read(self.note_path)
        return note if note and note.source == self.source else None

    def belongs_to_other(self) -> bool:
        """Whether a part of that name is there, for another source."""
        note = Note.read(self.note_path)
        return note is not None and note.source != self.source

    # -- beginning -----------------------------------------------------------------------------

    def open(self) -> None:
        """Take the part, as its note left it. Raises CannotWrite, also where another transfer writes it."""
        try:
            with _opening:
                if self.path in _open:
                    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
                for path in (self.path, self.note_path):
                    if path.is_symlink():  # ours never is: what it leads to is not to be written over
                        path.unlink()
                self._handle = os.open(self.path, _FLAGS | os.O_CREAT, 0o666)
                _open.add(self.path)
            _only_ours(self._handle)
            size = os.fstat(self._handle).st_size
        except OSError as error:
            self.close()
            raise cannot_write(self.target, error) from error
        note = self.note() if size else None
        if note:
            self._about = note
            self._written = note.kept(size)
            self._durable = note.durable

    def begin(self, about: Note) -> None:
        """Begin at the first byte, of this file of the server's."""
        self._about = about
        with self._lock:
            self._written, self._durable = Spans(), ()
            self._unnoted.clear()
            self._unsynced = 0
        try:
            os.ftruncate(self._handle, 0)
            self._let_go_of_note()
            if self.note_path.exists():  # no word of the file that was
                self.note_path.unlink()
        except OSError as error:
            raise cannot_write(self.target, error) from error

    def learn(self, about: Note) -> None:
        """More is known of the same file of the server's."""
        self._about = about

    def stretch(self, total: int) -> None:
        """Give the file its length, without its bytes, where the disk can."""
        try:
            os.ftruncate(self._handle, total)
        except OSError as error:
            raise cannot_write(self.target, error) from error

    # -- writing -------------------------------------------------------------------------------

    def write(self, data: Bytes, at: int) -> None:
        """Write all of it there, and note it from time to time."""
        size = len(data)
        try:
            done = self._put(data, at)
            while done < size:
                done += self._put(memoryview(data)[done:], at + done)
        except OSError as error:
            raise cannot_write(self.target, error) from error
        with self._lock:
            self._written.add(at, at + size)
            writer = threading.get_ident()
            unnoted = self._unnoted[writer] = self._unnoted.get(writer, 0) + size
            self._unsynced += size
        if unnoted > _HELD_BACK:
            self.keep()

    def _put(self, data: Bytes, at: int) -> int:
        if _DIRECT:
            return os.pwrite(self._handle, data, at)
        with self._lock:
            return _put(self._handle, data, at)

    def read(self, size: int, at: int) -> bytes:
        """At most ``size`` bytes of what is there."""
        try:
            if _DIRECT:
                return os.pread(self._handle, size, at)
            with self._lock:
                os.lseek(self._handle, at, os.SEEK_SET)
                return os.read(self._handle, size)
        except OSError as error:
            raise cannot_write(self.target, error) from error

    def keep(self) -> None:
        """Write the note anew, and see that the part is where it was.

        It fills one page of its file, which the system writes in one go: whoever is killed leaves the old
        note or the new one. To rename a new file over it would cost more than the bytes it speaks of.
        """
        with self._noting:
            with self._lock:
                written, durable = self._written.pairs(), self._durable
                self._unnoted.clear()
            text = replace(self._about, written=written, durable=durable, boot=self._boot).text().encode()
            try:
                self._is_there()
                if self._note_handle < 0:
                    self._note_handle = os.open(self.note_path, _FLAGS | os.O_CREAT, 0o666)
                if max(len(text), os.fstat(self._note_handle).st_size) > _PAGE:
                    self._replace_note(text.ljust(_PAGE))
                else:
                    _put(self._note_handle, text.ljust(_PAGE), 0)
            except OSError as error:
                raise cannot_write(self.target, error) from error

    def _replace_note(self, text: bytes) -> None:
        """One of more than a page. Raises OSError."""
        self._let_go_of_note()
        fresh = self.note_path.with_name(self.note_path.name + ".new")
        fresh.write_bytes(text)
        os.replace(fresh, self.note_path)

    def _let_go_of_note(self) -> None:
        handle, self._note_handle = self._note_handle, -1
        if handle >= 0:
            os.close(handle)

    def _is_there(self) -> None:
        """A folder that was removed and a disk that was taken out are not noticed by who writes to an open
        file. Raises OSError."""
        mine, named = os.fstat(self._handle), os.stat(self.path)
        if (mine.st_dev, mine.st_ino) != (named.st_dev, named.st_ino):
            raise OSError(errno.ESTALE, os.strerror(errno.ESTALE))

    def sync(self) -> None:
        """Have the disk take what was written. May last; in a thread that nobody waits for."""
        with self._syncing:
            with self._lock:
                written, self._unsynced = self._written.pairs(), 0
            try:
                handle = os.open(
                    self.path, _FLAGS
                )  # its own: the part may be let go of before the disk is done
                try:
                    getattr(os, "fdatasync", os.fsync)(handle)
                finally:
                    os.close(handle)
            except OSError as error:
                raise cannot_write(self.target, error) from error
            with self._lock:
                self._durable = written

    # -- ending --------------------------------------------------------------------------------

    def close(self) -> None:
        """Let go of the part, which stays with its note."""
        if self._handle >= 0:
            try:
                self._let_go_of_note()
                os.close(self._handle)
            except OSError:  # a network disk's last word; what it did not take is not in the note
                pass
            self._handle = -1
            with _opening:
                _open.discard(self.path)

    def tidy(self) -> None:
        """Remove a note without its part: whoever gave the file its name was killed right after."""
        if not self.path.exists():
            try:
                self.note_path.unlink()
            except OSError:
                pass

    def drop(self) -> None:
        """Forget the part and its note."""
        self.close()
        for path in (self.path, self.note_path):
            try:
                path.unlink()
            except OSError:
                pass

    def finish(self, target: Path) -> Path:
        """Give the whole file its name in one step, or the next free one; which one it got."""
        if self.unsynced:
            self.sync()
        try:
            self._is_there()
            if os.fstat(self._handle).st_size != self.size:  # what an earlier attempt left behind it
                os.ftruncate(self._handle, self.size)
        except OSError as error:
            raise cannot_write(self.target, error) from error
        self.close()
        with _naming:
            final = free_path(target)
            try:
                os.replace(self.path, final)
            except OSError as error:
                raise cannot_write(final, error) from error
        try:
            self.note_path.unlink()
        except OSError:
            pass
        sync_folder(final.parent)
        return final


def _only_ours(handle: int) -> None:
    """Refuse a part that another process writes. Raises OSError (EBUSY)."""
    try:
        import fcntl
    except ImportError:  # Windows lets nobody else rename or remove an open file
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY)) from None
    except OSError:  # a network disk without locks
        pass


def _put(handle: int, data: Bytes, at: int) -> int:
    """For one thread at a time. Raises OSError."""
    os.lseek(handle, at, os.SEEK_SET)
    return os.write(handle, data)
