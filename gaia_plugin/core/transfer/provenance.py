"""Where a file came from, written beside it: ``name.ext.stac.json``, a STAC item of the record with the file
as its asset."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ... import __version__
from ..catalogs.stac.checksums import multihash
from ..errors import CannotWrite
from ..metadata.citation import compose
from ..model import Checksum, Dataset, Granule, Record, rfc3339
from ..net import Cancel
from .coding import dumped, link_to_json
from .disk import cannot_write
from .fetch import Fetched
from .items import FILE, asset_of, dataset_of, item_of, record_of
from .jobs import Job

SUFFIX = ".stac.json"
_CHUNK = 1 << 20
_LARGEST = 16 << 20  # bytes of a sidecar that is read


def sidecar_path(path: Path) -> Path:
    """Where the provenance of a file is."""
    return path.with_name(path.name + SUFFIX)


def write_sidecar(path: Path, job: Job, fetched: Fetched, cancel: Cancel | None = None) -> Path:
    """Write where the file at ``path`` came from: catalogue, record, address, moment, checksum, licence,
    citation. In one step. Raises CannotWrite, also where the name is that of a file of somebody else's; the
    file itself is worth having without it."""
    target = sidecar_path(path)
    try:
        if target.exists() and read_sidecar(path) is None:
            raise CannotWrite(path=str(target), detail="another file has that name")
        write_text(target, dumped(provenance_item(path, job, fetched, cancel)))
    except OSError as error:
        raise cannot_write(target, error) from error
    return target


def read_sidecar(path: Path) -> Mapping[str, Any] | None:
    """The STAC item beside a file; None where there is none that ``write_sidecar`` wrote."""
    target = sidecar_path(path)
    try:
        if target.stat().st_size > _LARGEST:
            return None
        item = json.loads(target.read_text("utf-8"))
        return item if isinstance(item["properties"]["gaia:provenance"], dict) else None
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def provenance_item(
    path: Path,
    job: Job,
    fetched: Fetched,
    cancel: Cancel | None = None,
    computed: Checksum | None = None,
) -> dict[str, Any]:
    """The item of ``write_sidecar``. Its asset is the file, named relative to the sidecar; the address that
    it came from, what was announced of it and the citation are in ``gaia:provenance``. ``computed`` is the
    checksum where it is known; else it is the announced one, if that was verified, or that of the file."""
    record, dataset = record_of_job(job)
    item: dict[str, Any] = item_of(record, [job.link], dataset=dataset)
    public = link_to_json(job.link)
    asset = {**asset_of(job.link), "href": "./" + quote(path.name), "file:size": fetched.size}
    computed = computed or (job.link.checksum if fetched.checksum_verified else None)
    if computed is None and path.is_file():
        computed = _digest(path, cancel)
    asset.pop("file:checksum", None)
    if computed and multihash(computed):
        asset["file:checksum"] = multihash(computed)
    item["assets"] = {job.link.key or "data": asset}
    item["stac_extensions"] = sorted({FILE, *item["stac_extensions"]})
    about = dataset or record
    citation = about.citation if isinstance(about, Dataset) else ""
    provenance = {
        "catalog": record.catalog,
        "record": record.id,
        "collection": record.collection if isinstance(record, Granule) else record.parent,
        "url": public["href"],
        "downloaded": rfc3339(datetime.now(timezone.utc).replace(microsecond=0)),
        "size": fetched.size,
        "checksum": _named(computed),
        "checksum_announced": public.get("checksum"),
        "checksum_verified": fetched.checksum_verified,
        "etag": fetched.etag,
        "license": record.license or (dataset.license if dataset else ""),
        "license_url": about.license_url if isinstance(about, Dataset) else "",
        "citation": citation.strip() or compose(about),
        "software": f"GAIA Data for QGIS {__version__}",
    }
    item["properties"]["gaia:provenance"] = {
        name: value for name, value in provenance.items() if value not in (None, "")
    }
    return item


def record_of_job(job: Job) -> tuple[Record, Dataset | None]:
    """The record that a job's file belongs to, and the dataset above it; one made of its link where the job
    has none."""
    try:
        return record_of(job.record), dataset_of(job.record)
    except ValueError:
        return Granule(job.id, job.link.label, links=(job.link,)), None


def write_text(target: Path, text: str) -> None:
    """A file with its whole text, or as it was before. Raises OSError."""
    # Not mkstemp: others may read it, as umask says. Always the same name: what a killed process left is
    # written over by the next one.
    digest = hashlib.blake2b(target.name.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
    temporary = target.with_name(f".gaia-{digest}.tmp")
    try:
        temporary.write_text(text, "utf-8")
        os.replace(temporary, target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _digest(path: Path, cancel: Cancel | None) -> Checksum | None:
    """SHA-256 of the file; None where the user would not wait for it."""
    digest = hashlib.sha256(usedforsecurity=False)
    with path.open("rb") as content:
        while True:
            if cancel is not None and cancel.is_set:
                return None
            chunk = content.read(_CHUNK)
            if not chunk:
                return Checksum("sha256", digest.hexdigest())
            digest.update(chunk)


def _named(checksum: Checksum | None) -> dict[str, str] | None:
    return {"algorithm": checksum.algorithm, "digest": checksum.digest} if checksum else None
