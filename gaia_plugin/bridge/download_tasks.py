"""The workers' side of downloads: jobs made of what was asked for, and layers made of what came."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from qgis.core import QgsMapLayer

from ..core.errors import NotFound, UnsupportedLink
from ..core.model import Dataset, Link, Record
from ..core.net import Cancel, Session
from ..core.pace import breathe
from ..core.transfer.items import item_of
from ..core.transfer.jobs import Job, Standing, new_id
from ..core.transfer.provenance import record_of_job
from .downloads_folders import Place, target_of
from .downloads_row import CATALOG, TITLE, UNPACK, Download
from .layer_groups import dataset_id
from .layer_plan import LayerPlan
from .layer_styles import read_style, style_link
from .layer_tasks import construct
from .local_files import local_plans


@dataclass(frozen=True)
class Asked:
    """A record's files that somebody wants."""

    record: Record
    links: Sequence[Link]
    dataset: Dataset | None = None
    members: Sequence[Any] = ()
    """All files of the zip that the one link leads to, where only some of them are wanted."""
    chosen: Sequence[Any] = ()
    """Those."""
    inside: Mapping[str, str] = field(default_factory=dict)
    """Or files of that zip by their names in it, to where they shall be below the record's folder: a manifest
    knows both."""


def jobs_of(asked: Sequence[Asked], place: Place, options: Mapping[str, Any]) -> Iterator[tuple[Job, Asked]]:
    """The jobs, ready for the journal. Runs in a worker thread: a record's item takes a millisecond."""
    group = secrets.token_hex(8)
    for one in asked:
        record, dataset = one.record, one.dataset
        item = item_of(record, one.links, dataset=dataset)
        folder = place.folder_of(record, dataset)
        title = dataset.title if dataset else getattr(record, "collection", "") or record.title
        own = {
            **options,
            TITLE: title or dataset_id(record),
            CATALOG: place.catalogs.get(record.catalog, record.catalog),
        }
        for link in one.links:
            target = target_of(folder, record, link, len(one.links) > 1)
            job = Job(link, target, item, own, group)
            yield from ((each, one) for each in _single(job, one))
        breathe()


def _single(job: Job, asked: Asked) -> list[Job]:
    """The job itself, or one for each file of its zip that is wanted."""
    if not (asked.members or asked.inside):
        return [job]
    from ..core.archives.member_jobs import MEMBER, member_jobs  # with zipfile, which is rarely needed

    if asked.members:
        return member_jobs(job, asked.members, asked.chosen)
    options = {**job.options, UNPACK: False}
    return [
        replace(job, target=job.target.parent / place, options={**options, MEMBER: name}, id=new_id())
        for name, place in asked.inside.items()
    ]


@dataclass
class Opened:
    """The layers of a file that came (on the main thread already), the style to draw them with, and the
    record that they are of."""

    record: Record
    dataset: Dataset | None
    layers: list[tuple[QgsMapLayer, LayerPlan]] = field(default_factory=list)
    style: bytes = b""


def opened(session: Session, download: Download, cancel: Cancel) -> Opened:
    """Open what came. Runs in a worker thread; raises Cancelled. A file that QGIS cannot draw is still the
    user's file: it comes without layers."""
    standing = download.standing
    record, dataset = download.record, download.dataset
    if record is None:
        record, dataset = record_of_job(standing.job)
    found = Opened(record, dataset)
    link = standing.job.link
    found.style = read_style(session, style_link(record, link), cancel)
    if found.style and standing.path is not None:
        _keep_beside(standing.path, found.style)
    for plan in plans_of(standing, record, cancel):
        cancel.check()
        layer = construct(plan)
        if layer is not None:
            found.layers.append((layer, plan))
    return found


def plans_of(standing: Standing, record: Record, cancel: Cancel) -> list[LayerPlan]:
    """The layers of a job's file, or of the folder that it was unpacked to."""
    folder = standing.outcome.get("folder")
    for where in ([Path(folder)] if folder else []) + ([standing.path] if standing.path else []):
        try:
            return local_plans(where, standing.job.link, record, cancel)
        except (UnsupportedLink, NotFound):
            continue
    return []


def _keep_beside(path: Path, content: bytes) -> None:
    """The style as a file that QGIS finds by itself when the user opens the data another time."""
    suffix = ".sld" if b"StyledLayerDescriptor" in content[:2000] else ".qml"
    target = path.with_suffix(suffix)
    try:
        if not target.exists():
            target.write_bytes(content)
    except OSError:
        pass
