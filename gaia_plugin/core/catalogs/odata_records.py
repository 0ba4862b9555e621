"""A product of the Copernicus Data Space's OData as a granule."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from ..metadata.hrefs import without_secrets
from ..metadata.jsontexts import objects, text, whole_number
from ..model import Checksum, Geometry, Granule, Link, LinkKind, Source
from .odata_query import ATTRIBUTES
from .stac.footprint import BROKEN, NO_GEOMETRY, item_footprint
from .stac.hrefs import is_web
from .stac.times import period

OFFLINE = "Off line: it cannot be downloaded now, nor ordered from here."
_EWKT = re.compile(
    r"\s*(?:geography\s*)?'?\s*(?:SRID=(\d+)\s*;)?\s*(POINT|POLYGON|MULTIPOLYGON)\s*Z?\s*(\(.{3,}\))\s*'?\s*",
    re.IGNORECASE | re.DOTALL,
)
_POSITION = re.compile(r"([-+\d.eE]+)\s+([-+\d.eE]+)(?:\s+[-+\d.eE]+)?")
_TYPES = {"POINT": "Point", "POLYGON": "Polygon", "MULTIPOLYGON": "MultiPolygon"}
_HEX = {"MD5": re.compile(r"[0-9a-f]{32}"), "BLAKE3": re.compile(r"[0-9a-f]{64}")}
_FOLDER = re.compile(r"\.(?:SAFE|SEN3|EOF)$", re.IGNORECASE)
_OF_PRODUCT = (
    "Online",
    "EvictionDate",
    "ContentLength",
    "S3Path",
    "OriginDate",
    "PublicationDate",
    "ModificationDate",
)


def read_product(said: Any, *, catalog: str, base: str, download: str, collection: str = "") -> Granule:
    """The granule of a product. ``base`` and ``download`` are where its description and its file are found
    (".../odata/v1"). Raises ValueError for what is none."""
    if not isinstance(said, Mapping):
        raise ValueError("not a product")
    key, name = text(said.get("Id")), text(said.get("Name"))
    if not key:
        raise ValueError("the product has no identifier")
    footprint, note = place(said.get("GeoFootprint"), said.get("Footprint"))
    dates = said.get("ContentDate")
    dates = dates if isinstance(dates, Mapping) else {}
    properties = properties_of(said)
    links = tuple(_links(said, key, name, base, download))
    return Granule(
        id=key,
        title=_FOLDER.sub("", name) or key,
        catalog=catalog,
        collection=collection or text(properties.get("platformShortName")),
        footprint=footprint,
        footprint_note=note,
        period=period(dates.get("Start"), dates.get("End")),
        properties=properties,
        links=links,
        thumbnail=next((one.href for one in links if one.kind is LinkKind.THUMBNAIL), ""),
        provider=text(properties.get("origin")),
        abstract=OFFLINE if said.get("Online") is False else "",
        sources=(Source(catalog, key, f"{base}/Products({quote(key, safe='')})"),),
        raw=said,
    )


def place(geometry: Any, ewkt: Any) -> tuple[Geometry | None, str]:
    """The footprint: the GeoJSON one, else the one written as EWKT ("geography'SRID=4326;POLYGON((…))'"),
    longitude first in both."""
    found, note = item_footprint(geometry, None)
    if found is not None or not isinstance(ewkt, str) or not ewkt.strip():
        return found, note
    written = _EWKT.fullmatch(ewkt)
    if not written or written[1] not in (None, "4326"):
        return None, note if note != NO_GEOMETRY else BROKEN
    as_json = _POSITION.sub(r"[\1,\2]", written[3]).replace("(", "[").replace(")", "]")
    try:
        coordinates = json.loads(as_json)
    except (ValueError, RecursionError):
        return None, BROKEN
    kind = _TYPES[written[2].upper()]
    return item_footprint(
        {"type": kind, "coordinates": coordinates[0] if kind == "Point" else coordinates}, None
    )


def properties_of(said: Mapping[str, Any]) -> dict[str, Any]:
    """The product's attributes by name, those that STAC knows under STAC's name as well, and what the
    product says beside them; checksums as "checksum:MD5"."""
    found: dict[str, Any] = {name: said[name] for name in _OF_PRODUCT if said.get(name) not in (None, "")}
    for one in objects(said.get("Attributes")):
        name, value = text(one.get("Name")), one.get("Value")
        if name and isinstance(value, (str, int, float, bool)):
            found[name] = value
    for ours, theirs in ATTRIBUTES.items():
        if theirs in found:
            found[ours] = found[theirs]
    for algorithm, digest in _checksums(said).items():
        found[f"checksum:{algorithm}"] = digest
    return found


def _checksums(said: Mapping[str, Any]) -> dict[str, str]:
    found = {}
    for one in objects(said.get("Checksum")):
        algorithm, digest = text(one.get("Algorithm")).upper(), text(one.get("Value")).lower()
        if algorithm in _HEX and _HEX[algorithm].fullmatch(digest):
            found[algorithm] = digest
    return found


def _links(said: Mapping[str, Any], key: str, name: str, base: str, download: str) -> Iterator[Link]:
    """The product's file, its quicklooks, its place on the object store, its description."""
    md5 = _checksums(said).get("MD5")  # Python's hashlib computes no BLAKE3
    online = said.get("Online") is not False
    zipped = bool(_FOLDER.search(name)) or "." not in name
    address = quote(key, safe="")
    yield Link(
        href=f"{download}/Products({address})/$value",
        kind=LinkKind.DOWNLOAD if online else LinkKind.UNREACHABLE,
        title=name,
        name=f"{_FOLDER.sub('', name)}.zip" if zipped and name else name,
        description="" if online else OFFLINE,
        media_type="application/zip" if zipped else text(said.get("ContentType")),
        key="product",
        roles=("data",),
        # A folder is zipped when it is asked for: its size there is near this one, not equal to it, which is
        # what links of a group mean.
        group=0,
        size=whole_number(said.get("ContentLength")) or None,
        checksum=Checksum("md5", md5) if md5 else None,
        restricted=True,
    )
    for one in objects(said.get("Assets")):
        href, had_secret = without_secrets(text(one.get("DownloadLink")))
        if is_web(href):
            kind = LinkKind.THUMBNAIL if text(one.get("Type")).upper() == "QUICKLOOK" else LinkKind.DOWNLOAD
            yield Link(href=href, kind=kind, title=text(one.get("Type")), key="asset", restricted=had_secret)
    path = text(said.get("S3Path"))
    if path:
        href = path if path.startswith("s3:") else f"s3://{path.lstrip('/')}"
        yield Link(href=href, kind=LinkKind.UNREACHABLE, protocol="S3", key="s3", restricted=True)
    described = f"{base}/Products({address})?$expand=Attributes&$expand=Assets"
    yield Link(href=described, kind=LinkKind.METADATA, title="OData", media_type="application/json")
