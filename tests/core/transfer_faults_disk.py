"""The faults of the disk, and of whoever waits for the file; see ``transfer_faults``."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from typing import Any

from gaia_plugin.core.model import Link
from gaia_plugin.core.net import Cancel
from gaia_plugin.core.transfer.part import Part
from tests.core.transfer_cases import LARGE, link
from tests.core.transfer_faults import SLOW, Scene, fault
from tests.support.faultserver import Reply, Seen
from tests.support.ranged import Ranged


def _failing(number: int, after: int = 0) -> Callable[..., Any]:
    calls = iter(range(after))
    write = os.pwrite

    def pwrite(*args: Any) -> int:
        if next(calls, None) is None:
            raise OSError(number, os.strerror(number))
        return write(*args)

    return pwrite


@fault("the disk has no room for the file", "DiskFull")
def _(scene: Scene) -> Link:
    scene.patch.setattr(shutil, "disk_usage", lambda _: type("Usage", (), {"free": 1000})())
    return scene.at(Ranged(LARGE))


@fault("the disk is full half-way", "DiskFull")
def _(scene: Scene) -> Link:
    scene.patch.setattr(os, "pwrite", _failing(errno.ENOSPC, 1))
    return scene.at(Ranged(LARGE))


@fault("the disk fails", "CannotWrite")
def _(scene: Scene) -> Link:
    scene.patch.setattr(os, "pwrite", _failing(errno.EIO, 1))
    return scene.at(Ranged(LARGE))


@fault("the disk fails when it is to keep what it took", "CannotWrite")
def _(scene: Scene) -> Link:
    def fdatasync(_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    scene.patch.setattr(os, "fdatasync", fdatasync)
    return scene.at(Ranged(LARGE))


@fault("the disk is read-only", "CannotWrite")
def _(scene: Scene) -> Link:
    really = os.open

    def refuse(path: Any, flags: int, *args: Any, **more: Any) -> int:
        if str(path).endswith(".part"):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return really(path, flags, *args, **more)

    scene.patch.setattr(os, "open", refuse)
    return scene.at(Ranged(LARGE))


@fault("the folder is removed, or its disk taken out", "CannotWrite")
def _(scene: Scene) -> Link:
    scene.folder.mkdir()
    ranged = Ranged(LARGE, drip=SLOW)

    def serve(seen: Seen) -> Reply:
        shutil.rmtree(scene.folder, ignore_errors=True)
        return ranged(seen)

    return scene.at(serve)


@fault("the folder's name is a file's", "CannotWrite")
def _(scene: Scene) -> Link:
    scene.folder.write_text("")
    return scene.at(Ranged(LARGE))


@fault("another download writes the same file", "CannotWrite")
def _(scene: Scene) -> Link:
    made = scene.at(Ranged(LARGE))
    scene.folder.mkdir()
    scene.more["held"] = held = Part(scene.target, made.href)
    held.open()
    return made


@fault("a local file that is not there", "NotFound")
def _(scene: Scene) -> Link:
    return link(str(scene.folder / "missing.tif"))


@fault("the user cancels", "Cancelled")
def _(scene: Scene) -> Link:
    cancel = scene.more["cancel"] = Cancel()
    ranged = Ranged(LARGE, drip=SLOW)

    def serve(seen: Seen) -> Reply:
        if "range" in seen.headers:
            cancel.cancel()
        return ranged(seen)

    return scene.at(serve)
