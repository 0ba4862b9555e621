"""The files of a product as a list of names: of a folder, of an archive read in place, or of one file."""

from __future__ import annotations

import os
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ..errors import BadAnswer
from ..net.parse import parse_xml

MOST_FILES = 20_000
MOST_DEPTH = 8
MOST_XML_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True)
class Tree:
    """Names of regular files, with slashes, below ``root``, sorted, the shallow ones first.

    No link is followed and nothing outside ``root`` is ever named: a file that metadata mention is one of
    the product only where it is ``in`` the tree.
    """

    root: Path
    files: tuple[str, ...]
    archive: Path | None = None

    def __contains__(self, name: object) -> bool:
        return name in self._known

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.files)

    def path(self, name: str) -> Path:
        """Where GDAL finds a file of the tree."""
        if self.archive is not None:
            return Path(f"/vsizip/{{{self.archive.as_posix()}}}/{name}")
        return self.root / name

    def folder(self, name: str) -> Path:
        """Where files are written that belong beside the file ``name``."""
        return self.root if self.archive is not None else self.root / posixpath.dirname(name)

    def beside(self, name: str, href: str) -> str:
        """The file that metadata in ``name`` mention as ``href``; "" where it is not in the tree."""
        found = posixpath.normpath(posixpath.join(posixpath.dirname(name), href.strip()))
        return found if found in self else ""

    def read(self, name: str, most: int = MOST_XML_BYTES) -> bytes:
        """The content of a file; b"" where it cannot be read or is longer than ``most`` bytes."""
        try:
            if self.archive is not None:
                with zipfile.ZipFile(self.archive) as packed, packed.open(name) as member:
                    content = member.read(most + 1)
            else:
                with open(self.root / name, "rb") as stream:
                    content = stream.read(most + 1)
        except (
            OSError,
            KeyError,
            RuntimeError,
            NotImplementedError,
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
        ):
            return b""
        return content if len(content) <= most else b""

    def xml(self, name: str) -> Any:
        """The root element of an XML file; None where there is none that can be read."""
        content = self.read(name)
        if not content:
            return None
        try:
            return parse_xml(content, posixpath.basename(name))
        except BadAnswer:
            return None


def gdal_name(path: Path) -> str:
    """A path of a tree as GDAL and QGIS take it: an archive's, which is absolute, begins with a second slash,
    which a ``Path`` does not keep, and QGIS misreads GDAL's braces around it."""
    prefix, brace, rest = path.as_posix().partition("/vsizip/{")
    return "/vsizip/" + rest.replace("}/", "/", 1) if brace and not prefix else path.as_posix()


def tree_of(root: Path) -> Tree | None:
    """The tree of a folder, of a zip archive, or of one file alone; None where there is nothing."""
    try:
        if root.is_dir():
            return Tree(root, tuple(sorted(_walk(root), key=_order)))
        if zipfile.is_zipfile(root) if root.is_file() else False:
            with zipfile.ZipFile(root) as packed:
                names = [info.filename for info in packed.infolist()[:MOST_FILES] if not info.is_dir()]
            return Tree(root.parent, tuple(sorted(filter(_is_plain, names), key=_order)), archive=root)
        if root.is_file():
            return Tree(root.parent, (root.name,))
    except (OSError, ValueError, RuntimeError, zipfile.BadZipFile):
        pass
    return None


def _order(name: str) -> tuple[int, str]:
    return name.count("/"), name


def _is_plain(name: str) -> bool:
    """Whether a member's name stays below the archive's root."""
    return posixpath.normpath(name) == name and not name.startswith(("/", "..")) and "\\" not in name


def _walk(root: Path) -> Iterator[str]:
    """The regular files, breadth first, at most ``MOST_FILES`` of them."""
    found, level = 0, [""]
    for _ in range(MOST_DEPTH):
        below: list[str] = []
        for folder in level:
            try:
                entries = os.scandir(root / folder)
            except OSError:
                continue
            with entries:
                for entry in entries:
                    name = f"{folder}/{entry.name}" if folder else entry.name
                    if entry.is_symlink():
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        below.append(name)
                    elif entry.is_file(follow_symlinks=False):
                        yield name
                    found += 1
                    if found >= MOST_FILES:
                        return
        level = below
