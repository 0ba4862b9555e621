"""The worker's side of a download: the bytes, the style beside them, and the layers made of them."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

from qgis.core import QgsMapLayer

from ..core.errors import NotFound, UnsupportedLink
from ..core.model import Granule, Link, Record
from ..core.net import Cancel, Session
from ..core.transfer import Fetched, fetch, file_name, safe_name
from ..core.transfer.part import Part
from .layer_styles import read_style, style_link
from .layer_tasks import construct
from .local_files import local_plans

_lock = threading.Lock()
_taken: set[Path] = set()


@dataclass
class Arrived:
    """A file on the disk, its layers (on the main thread already), and the style to draw them with."""

    fetched: Fetched
    layers: list[QgsMapLayer] = field(default_factory=list)
    style: bytes = b""


def target_of(folder: Path, record: Record, link: Link, several: bool) -> Path:
    """Where a link's file goes. Assets have the same names from one granule to the next: they get a folder of
    their granule's name."""
    name = file_name(link)
    if isinstance(record, Granule) and (several or safe_name(record.id).lower() not in name.lower()):
        own = safe_name(record.id)
        return folder / name if folder.name == own else folder / own / name
    return folder / name


def bring(
    session: Session,
    record: Record,
    link: Link,
    wanted: Path,
    load: bool,
    on_progress: Callable[[int, int | None], None],
    cancel: Cancel,
) -> Arrived:
    """Fetch, and open what came. Runs in a worker thread; raises the typed errors.

    A file that QGIS cannot draw is still the user's file: it comes without layers.
    """
    target = _reserve(wanted, link)
    try:
        arrived = Arrived(fetch(session, link, target, on_progress=on_progress, cancel=cancel))
    finally:
        with _lock:
            _taken.discard(target)
    arrived.style = read_style(session, style_link(record, link), cancel)
    if arrived.style:
        _keep_beside(arrived.fetched.path, arrived.style)
    if load:
        try:
            plans = local_plans(arrived.fetched.path, link, record)
        except (UnsupportedLink, NotFound):
            plans = []
        for plan in plans:
            cancel.check()
            layer = construct(plan)
            if layer is not None:
                arrived.layers.append(layer)
    return arrived


def _reserve(wanted: Path, link: Link) -> Path:
    """A target that no other transfer writes to; the part of an earlier attempt on this source is kept."""
    with _lock:
        target, number = wanted, 1
        while target in _taken or Part(target, link.href).belongs_to_other():
            number += 1
            target = wanted.with_name(f"{wanted.stem} ({number}){wanted.suffix}")
        _taken.add(target)
        return target


def _keep_beside(path: Path, content: bytes) -> None:
    """The style as a file that QGIS finds by itself when the user opens the data another time."""
    suffix = ".sld" if b"StyledLayerDescriptor" in content[:2000] else ".qml"
    target = path.with_suffix(suffix)
    try:
        if not target.exists():
            target.write_bytes(content)
    except OSError:
        pass
