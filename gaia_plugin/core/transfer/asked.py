"""A file that a manifest asks for, and the job that may be made of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Optional
from urllib.parse import urlsplit

from ..errors import BadAnswer
from ..model import Link
from .jobs import Job
from .names import file_name, safe_name

MOST = 1_000_000
_DEEPEST = 8
_WEB = ("http://", "https://", "ftp://", "ftps://", "s3://")


@dataclass(frozen=True)
class Asked:
    """``name`` is where the file shall be, relative to a folder, as the manifest says it: anything."""

    link: Link
    name: str = ""
    record: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    group: str = ""


Wanted = Optional[Asked]
"""None for what cannot be fetched: a record without files, an entry that cannot be read."""


@dataclass(frozen=True)
class Manifest:
    """What a manifest asks for; ``skipped`` counts what it names that cannot be fetched."""

    jobs: tuple[Job, ...]
    skipped: int = 0


def placed(wanted: Iterable[Wanted], folder: Path, source: str) -> Manifest:
    """The jobs, each with a target of its own below ``folder``, whatever names were asked for. This machine's
    own files are nobody else's to name: only addresses of the web are taken. The identifiers are made of
    address and place, so that a manifest that is read again gives the same jobs.

    Raises BadAnswer for more than ``MOST`` files; ``source`` names the manifest in it."""
    jobs: list[Job] = []
    skipped = 0
    taken: dict[str, int] = {}
    for one in wanted:
        if one is None or not _is_address(one.link.href):
            skipped += 1
            continue
        if len(jobs) >= MOST:
            raise BadAnswer(host=source, detail=f"it lists more than {MOST} files")
        name = free_name(safe_place(one.name) or file_name(one.link), taken)
        key = hashlib.sha256(f"{one.link.href}\n{name}".encode("utf-8", "replace")).hexdigest()[:32]
        jobs.append(Job(one.link, folder / name, one.record, one.options, one.group, key))
    return Manifest(tuple(jobs), skipped)


def _is_address(href: str) -> bool:
    """Whether it is one of the web, with a host."""
    try:
        parts = urlsplit(href)
        return href.lower().startswith(_WEB) and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def safe_place(name: str) -> str:
    """A relative path that stays inside, each part a name that every system takes; "" where nothing is left.

    RFC 5854, section 4.1.2.1: no ``..``, nothing absolute; ours: no drive, no more than 8 folders."""
    parts = [part for part in re.split(r"[/\\]+", name[:4096]) if part.strip(" .")]
    return "/".join(safe_name(part) for part in parts[-_DEEPEST:])


def free_name(name: str, taken: dict[str, int]) -> str:
    """The name, or one with a number where it is taken: also by one that differs in case only, or by a file
    where a folder is needed. Which it is depends on those before it (``taken``) and not on the disk."""
    *folders, last = name.split("/")
    above = ""
    for folder in folders:
        above = _free(above + folder, taken, is_folder=True) + "/"
    return _free(above + last, taken, is_folder=False)


_FOLDER = 0


def _free(name: str, taken: dict[str, int], *, is_folder: bool) -> str:
    """``taken`` has the last number of a file's name, or 0 for a folder, which may hold more."""
    key, found = name.casefold(), name
    number = max(1, taken.get(key, 1))
    while found.casefold() in taken and not (is_folder and taken[found.casefold()] == _FOLDER):
        number += 1
        path = PurePosixPath(name)
        found = path.with_name(f"{path.stem} ({number}){path.suffix}").as_posix()
    if is_folder:
        taken[found.casefold()] = _FOLDER
    else:
        if taken.get(key) != _FOLDER:
            taken[key] = number
        taken.setdefault(found.casefold(), 1)
    return found
