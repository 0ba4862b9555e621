"""Which names of members may become files, on this disk and on those that the folder may be copied to."""

from __future__ import annotations

import os
import re
import unicodedata

_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$", "clock$"]
    + [f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"]
)
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_DRIVE = re.compile(r"[A-Za-z]:")
# C0 and C1, marks that turn the direction of text around, separators of lines
_CONTROL = re.compile("[\0-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]")
_LONGEST = 255  # bytes on Linux, units of UTF-16 on Windows and macOS
_DEEPEST = 64
_MAC = ("__MACOSX", ".DS_Store")


class Wrong(Exception):
    """What is wrong with a member; ``detail`` is for ``errors.MemberRefused``."""

    def __init__(self, *, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


def parts_of(name: str, *, windows: bool = os.name == "nt") -> tuple[str, ...]:
    """The folders and the file of a member's name; () where it is the root itself.

    Device names and trailing dots and spaces, which Windows changes silently, are refused everywhere; letters
    that Windows refuses only there, as times with colons are common in names. Raises Wrong.
    """
    if any("\ud800" <= letter <= "\udfff" for letter in name):
        raise Wrong(detail="a name that is not text")
    if _CONTROL.search(name):
        raise Wrong(detail="control characters in its name")
    if "\\" in name:
        raise Wrong(detail="a backslash in its path")
    if name.startswith("/"):
        raise Wrong(detail="an absolute path")
    parts = tuple(part for part in name.split("/") if part not in ("", "."))
    if len(parts) > _DEEPEST:
        raise Wrong(detail="a path that is too long")
    for part in parts:
        _check(part, windows)
    return parts


def _check(part: str, windows: bool) -> None:
    if part == "..":
        raise Wrong(detail="a path that leads outside")
    if _DRIVE.match(part):
        raise Wrong(detail="a path with a drive letter")
    if part[-1] in ". ":
        raise Wrong(detail="a name that ends in a dot or a space")
    if re.split(r"[.:]", part)[0].rstrip(" ").lower() in _DEVICES:
        raise Wrong(detail="a name that Windows keeps for devices")
    if windows and _FORBIDDEN.search(part):
        raise Wrong(detail="a name that Windows cannot write")
    if len(part.encode()) > _LONGEST or len(part.encode("utf-16-le")) > 2 * _LONGEST:
        raise Wrong(detail="a name that is too long")


def is_litter(name: str) -> bool:
    """Whether a member is what macOS adds to archives."""
    parts = [part for part in name.split("/") if part not in ("", ".")]
    return bool(parts) and (parts[0] in _MAC or parts[-1] in _MAC or parts[-1].startswith("._"))


class Tree:
    """The names given so far, as a disk sees them that tells neither case nor Unicode's forms apart."""

    def __init__(self) -> None:
        self._files: set[tuple[str, ...]] = set()
        self._folders: set[tuple[str, ...]] = set()

    def add(self, parts: tuple[str, ...], is_folder: bool) -> None:
        """Raises Wrong for a second file of a name, and for a file and a folder of one name."""
        key = tuple(
            unicodedata.normalize("NFC", unicodedata.normalize("NFC", part).casefold()) for part in parts
        )
        above = {key[:depth] for depth in range(1, len(key))}
        if not self._files.isdisjoint(above) or (key in self._files if is_folder else key in self._folders):
            raise Wrong(detail="a file and a folder of that name")
        if not is_folder and key in self._files:
            raise Wrong(detail="a second file of that name")
        self._folders |= above
        (self._folders if is_folder else self._files).add(key)
