"""Which folder the members of an archive become, without a folder in a folder for nothing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..transfer.names import safe_name
from .kinds import SUFFIX

_FORMATS = (".safe", ".sen3", ".gdb", ".zarr")


def stem_of(archive: str) -> str:
    """The name of the folder that is made of an archive of that name."""
    return safe_name(SUFFIX.sub("", archive))


def root_name(top: str, stem: str) -> str:
    """The root's name, where ``top`` is the archive's only top folder: readers of some formats look at it."""
    return top if Path(top).suffix.lower() in _FORMATS else stem


def layout(members: Iterable[tuple[tuple[str, ...], bool]], stem: str) -> tuple[str, int]:
    """The root's name, and how many folders above everything are left out.

    ``members`` are (folders and name, whether it is a folder). A single top folder is the root itself; one
    more is only where it repeats that one's name or the archive's.
    """
    listed, name, depth, above = list(members), stem, 0, ""
    while True:
        tops = {parts[depth] for parts, _ in listed if len(parts) > depth}
        has_files = any(len(parts) == depth + 1 and not is_folder for parts, is_folder in listed)
        if len(tops) != 1 or has_files:
            return name, depth
        top = tops.pop()
        if depth and top not in (above, stem):
            return name, depth
        name, depth, above = root_name(top, stem), depth + 1, top
