"""A list of files to fetch, saved and read back: on another machine, with another program, next year.

Three forms: a STAC ItemCollection (a GeoJSON FeatureCollection, whose footprints QGIS draws; nothing of the
records is lost), Metalink 4 (RFC 5854) and the input file of aria2. None holds a signature, a key or a
password. What is read may come from anybody: addresses of the web only, names that stay inside the folder.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePath
from typing import Any

from ..access.basket import basket_of
from ..errors import BadAnswer
from ..model import Dataset, Granule, Link, Record
from ..net.parse import parse_json
from . import aria2, metalink
from .asked import Asked, Manifest, Wanted, free_name, placed, safe_place
from .disk import cannot_write
from .items import asset_key, asset_of, dataset_of, free_key, item_of, link_of, record_of
from .jobs import Job
from .names import file_name, safe_name
from .provenance import write_text

__all__ = ["FORMS", "SUFFIXES", "Manifest", "form_of", "jobs_of", "read", "write", "write_records"]

FORMS = ("stac", "metalink", "aria2")
SUFFIXES = {"stac": (".json", ".geojson"), "metalink": (".meta4", ".metalink"), "aria2": (".txt", ".aria2")}
"""Of file names of each form, the usual one first."""
LARGEST = 512 << 20
"""Bytes of a manifest that is read."""
OPTIONS = {"unpack": bool, "keep_archive": bool, "load": bool, "member": str}
"""What is kept of a job's options, and of which type."""


def jobs_of(
    record: Record,
    folder: Path,
    links: Iterable[Link] | None = None,
    *,
    dataset: Dataset | None = None,
    options: Mapping[str, Any] | None = None,
    group: str = "",
) -> list[Job]:
    """A job for each file of a record, or for these ``links`` of it: below ``folder``, in a folder of the
    record's name where it has several files."""
    chosen = [link for link in record.links if link.downloadable] if links is None else list(links)
    if len(chosen) > 1:
        folder = folder / safe_name(record.id)
    taken: dict[str, int] = {}
    item = item_of(record, chosen, dataset=dataset)  # one for all of them: the journal keeps it once
    return [
        Job(link, folder / free_name(file_name(link), taken), item, options or {}, group) for link in chosen
    ]


def form_of(path: Path) -> str:
    """The form that a file's name asks for: STAC where it asks for none."""
    return next((form for form in FORMS if path.suffix.lower() in SUFFIXES[form]), "stac")


def write(path: Path, jobs: Iterable[Job], form: str = "stac", *, root: Path | None = None) -> int:
    """Save jobs; targets are kept relative to ``root``, else to the folder that all of them share. In one
    step. Gives how many were left out: those that no other program could fetch by an address.

    Raises CannotWrite, and ValueError for a form that is none of ``FORMS``."""
    listed = list(jobs)
    if form not in FORMS:
        raise ValueError(f"no such form of manifest: {form}")
    named = list(_relative(listed, root))
    if form == "stac":
        text = _collection(_items(named))
    else:
        named = [(name, job) for name, job in named if _for_others(job)]
        text = (metalink if form == "metalink" else aria2).dumps(named)
    _write(path, text)
    return len(listed) - len(named)


def write_records(
    path: Path,
    records: Iterable[Record],
    form: str = "stac",
    *,
    datasets: Mapping[tuple[str, str], Dataset] | None = None,
) -> int:
    """Save what was found or selected: in STAC every record with all its links, files or not; in the other
    forms its files. ``datasets``, by (catalogue, identifier), know more of their granules. Gives what
    ``write`` does."""
    known = datasets or {}

    def above(record: Record) -> Dataset | None:
        return known.get((record.catalog, getattr(record, "collection", "")))

    if form == "stac":
        _write(path, _collection(item_of(record, dataset=above(record)) for record in records))
        return 0
    root = Path("/")
    jobs = [job for record in records for job in jobs_of(record, root, dataset=above(record))]
    return write(path, jobs, form, root=root)


def read(path: Path, into: Path | None = None) -> Manifest:
    """The jobs of a manifest of any of the three forms, told by its content, for the folder ``into`` (else
    the one that the manifest is in). The same manifest gives the same jobs each time it is read.

    Raises BadAnswer for what is no manifest or cannot be read."""
    content = _content(path)
    start = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    wanted: Iterable[Wanted]
    if start.startswith(b"{"):
        wanted = _from_stac(parse_json(content, path.name), path.name)
    elif start.startswith(b"<"):
        wanted = metalink.loads(content, path.name)
    else:
        wanted = aria2.loads(content, path.name)
    return placed(wanted, (into or path.parent).absolute(), path.name)


# -- reading ---------------------------------------------------------------------------------------


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise BadAnswer(host=path.name, detail=f"it has more than {LARGEST >> 20} MB")
        return path.read_bytes()
    except OSError as error:
        detail = (error.strerror or "it cannot be read").lower()
        raise BadAnswer(host=path.name, detail=detail) from error


def _from_stac(value: Any, source: str) -> Iterator[Wanted]:
    kind = value.get("type") if isinstance(value, Mapping) else None
    features = (
        [value] if kind == "Feature" else value.get("features") if kind == "FeatureCollection" else None
    )
    if not isinstance(features, list):
        raise BadAnswer(host=source, detail="it is no STAC item collection")
    for item in features:
        try:
            yield from list(_of_item(item))
        except (ValueError, RecursionError):
            yield None


def _of_item(item: Any) -> Iterator[Wanted]:
    """The files that were chosen of a record; all of them where the item names no choice."""
    record, dataset = record_of(item), dataset_of(item)
    assets = item.get("assets")
    given = list(assets.items()) if isinstance(assets, Mapping) else []
    wanted = [(key, asset) for key, asset in given if isinstance(asset, Mapping) and "gaia:job" in asset]
    if not wanted:
        jobs = jobs_of(record, Path(), dataset=dataset)
        yield from (Asked(job.link, job.target.as_posix(), job.record) for job in jobs)
        if not jobs:
            yield None
        return
    chosen = []
    for key, asset in wanted:
        try:
            chosen.append((link_of(str(key), asset), asset["gaia:job"]))
        except ValueError:
            yield None
    whole = item_of(record, [link for link, _ in chosen], dataset=dataset)
    for link, asked in chosen:
        said = asked if isinstance(asked, Mapping) else {}
        options = {name: said[name] for name, kind in OPTIONS.items() if isinstance(said.get(name), kind)}
        target, group = (
            one if isinstance(one, str) else "" for one in (said.get("target"), said.get("group"))
        )
        yield Asked(link, target, whole, options, group)


# -- writing ---------------------------------------------------------------------------------------


def _for_others(job: Job) -> bool:
    """Whether a program that knows addresses only could fetch it: not a bucket's object, a basket that is
    packed when it is asked for, nor one file of a zip."""
    web = job.link.href.lower().startswith(("http://", "https://", "ftp://", "ftps://"))
    return web and basket_of(job.link.href) is None and not job.options.get("member")


def _relative(jobs: list[Job], root: Path | None) -> Iterator[tuple[str, Job]]:
    """Each job with its place below ``root``, safe on every system; what is not below it by its name."""
    base = root if root is not None else _shared([job.target.parent for job in jobs])
    taken: dict[str, int] = {}
    for job in jobs:
        try:
            name = PurePath(job.target).relative_to(base).as_posix() if base else job.target.name
        except ValueError:
            name = job.target.name
        yield free_name(safe_place(name) or file_name(job.link), taken), job


def _shared(folders: list[Path]) -> Path | None:
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:  # none, or on several drives
        return None


class _Collecting:
    """One item of a record, with the files that are asked for among its assets."""

    def __init__(self, bare: Mapping[str, Any]) -> None:
        self.item: dict[str, Any] = {**bare, "stac_extensions": [], "links": [], "assets": {}}
        self._keys: dict[str, str] = {}
        self._last: Mapping[str, Any] | None = None

    def take(self, whole: Mapping[str, Any]) -> None:
        """What the record of a job has of links and assets."""
        if whole is self._last:  # the jobs of a record share one
            return
        self._last = whole
        for place in ("stac_extensions", "links"):
            self.item[place] += [one for one in whole.get(place) or () if one not in self.item[place]]
        for stem, asset in (whole.get("assets") or {}).items():
            self._key(stem, asset)

    def ask(self, job: Job, name: str) -> None:
        """Say where a file is to be."""
        said = {option: value for option, value in job.options.items() if option in OPTIONS}
        asked = {"target": name, **said, **({"group": job.group} if job.group else {})}
        assets, asset = self.item["assets"], asset_of(job.link)
        key = self._key(asset_key(job.link), asset)
        if "gaia:job" in assets[key]:  # one file for two places
            key = free_key(key, assets)
        assets[key] = {**asset, "gaia:job": asked}

    def _key(self, stem: str, asset: Mapping[str, Any]) -> str:
        """The key of an asset, which is put among the others where it is not there yet."""
        told = json.dumps(asset, sort_keys=True)
        key = self._keys.get(told)
        if key is None:
            key = self._keys[told] = free_key(stem, self.item["assets"])
            self.item["assets"][key] = asset
        return key


def _items(named: Iterable[tuple[str, Job]]) -> Iterator[Any]:
    """One item a record."""
    found: dict[str, _Collecting] = {}
    for name, job in named:
        whole: Mapping[str, Any] = job.record or item_of(Granule(job.id, job.link.label), [job.link])
        bare = {key: value for key, value in whole.items() if key not in _OF_FILES}
        one = found.setdefault(json.dumps(bare, sort_keys=True), _Collecting(bare))
        one.take(whole)
        one.ask(job, name)
    for one in found.values():
        yield one.item


_OF_FILES = ("assets", "links", "stac_extensions")


def _collection(items: Iterable[Any]) -> str:
    """STAC's ItemCollection, a line an item, so that two versions of a manifest can be compared."""
    lines = [json.dumps(item, ensure_ascii=False, allow_nan=False) for item in items]
    return '{"type": "FeatureCollection", "features": [\n' + ",\n".join(lines) + "\n]}\n"


def _write(path: Path, text: str) -> None:
    try:
        write_text(path, text)
    except OSError as error:
        raise cannot_write(path, error) from error
