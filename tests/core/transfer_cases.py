"""What the tests of transfers have in common."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from gaia_plugin.core.model import Checksum, Link, LinkKind

LARGE = b"II*\0" + hashlib.shake_128(b"synthetic and large").digest(3_000_000)


def link(url: str, **more: Any) -> Link:
    return Link(url, LinkKind.DOWNLOAD, **more)


def sha256(body: bytes) -> Checksum:
    return Checksum("sha256", hashlib.sha256(body).hexdigest())


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())
