"""Archives: what a provider packed, as the files that it is.

    if is_archive(path):
        done = unpack(path, path.parent, keep=False, cancel=cancel)
        done.root, done.files

``remote.RemoteZip`` brings one file of a zip that stays where it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from ..net import Cancel
from .caps import Caps
from .kinds import is_archive

Progress = Callable[[int, Optional[int]], None]

__all__ = ["Caps", "Unpacked", "is_archive", "unpack"]


@dataclass(frozen=True)
class Unpacked:
    """What came out: ``root`` is the folder, ``files`` are absolute paths in it. ``already_there`` where an
    earlier unpacking had left just that, and nothing was written."""

    root: Path
    files: tuple[Path, ...]
    already_there: bool = False


def unpack(
    archive: Path,
    into: Path,
    *,
    keep: bool = True,
    durable: bool = False,
    cancel: Cancel | None = None,
    on_progress: Progress | None = None,
    caps: Caps | None = None,
) -> Unpacked:
    """Unpack a zip or tar (plain, gzip, bzip2 or xz) into a folder of its name in ``into``.

    - What it holds is written to a folder with the suffix ``.unpacking`` and renamed in one step: whatever
      bears the final name is whole. What a killed run left is removed by the next one.
    - An archive whose only file is another archive is unpacked twice, no deeper.
    - A single top folder is not nested in another: its content is the root's. Where its name tells its format
      (``.SAFE``, ``.gdb``…) the root has its name, as readers look at it.
    - A folder that holds the same members already is returned as it is; one that holds others stays, and
      " (2)" is added to the name.
    - Times of change are kept. Permissions are not, nor what macOS adds (``__MACOSX``, ``.DS_Store``).

    ``keep=False`` deletes the archive once everything is on the disk; ``durable`` only sees to the latter,
    for those who delete it. ``on_progress(done, total)`` is in bytes of the archive, in the calling thread,
    at most ten times a second.

    Raises ArchiveRefused, MemberRefused (a path outside, a link, a device, a name that some system cannot
    write, a second file of a name, encryption), ArchiveDamaged, CannotWrite, Cancelled (within a second):
    then nothing is left behind.
    """
    from .unpacking import Unpacking  # zipfile and tarfile take longer to import than the plugin may to load

    return Unpacking(archive, into, cancel or Cancel(), on_progress, caps or Caps()).run(keep, durable)
