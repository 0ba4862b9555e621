"""Documents of an ESGF index to datasets and files (fields of CMIP and CORDEX, ESGF Search RESTful API)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..metadata.boxes import mend_box, number
from ..metadata.hrefs import without_secrets
from ..metadata.identifiers import doi_in
from ..metadata.jsontexts import texts
from ..model import (
    Checksum,
    Contact,
    Dataset,
    Geometry,
    Granule,
    Keyword,
    Link,
    LinkKind,
    Period,
    Source,
    box_polygon,
)
from .notes import GLOBAL
from .stac.times import period as period_between

_REGIONAL = 350.0
"""Degrees of longitude from which a box is taken for the whole Earth."""
_SERVICES = {
    "httpserver": LinkKind.DOWNLOAD,
    "opendap": LinkKind.OPENDAP,
    "thredds": LinkKind.OPENDAP,
    "wms": LinkKind.WMS,
    "las": LinkKind.INFO,
    "gridftp": LinkKind.UNREACHABLE,
    "globus": LinkKind.UNREACHABLE,
    "citation": LinkKind.METADATA,
    "pid": LinkKind.INFO,
    "tech": LinkKind.INFO,
}
_ALGORITHMS = {"sha256": ("sha256", 64), "md5": ("md5", 32), "sha1": ("sha1", 40), "sha512": ("sha512", 128)}


def read_dataset(doc: Any, *, catalog: str, url: str) -> Dataset:
    """The Dataset of a document of type Dataset. Raises ValueError for what is none."""
    said, key, title = _identity(doc)
    footprint, note = _place(said)
    links = _links(said, None)
    period = period_between(_one(said, "datetime_start"), _one(said, "datetime_stop"))
    keywords = [
        Keyword(text, kind=kind)
        for name, kind in (
            ("variable_long_name", "theme"),
            ("cf_standard_name", "theme"),
            ("variable_id", "theme"),
            ("realm", "theme"),
            ("frequency", "temporal"),
            ("experiment_id", "experiment"),
            ("source_id", "model"),
        )
        for text in texts(said.get(name))
    ]
    institution = _one(said, "institution_id") or _one(said, "institute")
    return Dataset(
        id=key,
        title=title,
        catalog=catalog,
        abstract=_one(said, "description") or _about(said),
        provider=institution,
        footprint=footprint,
        footprint_note=note,
        period=period,
        periods=(period,) if period else (),
        keywords=tuple(dict.fromkeys(keywords)),
        compartments=("climate",),
        license=_one(said, "license"),
        doi=next((doi for link in links if (doi := doi_in(link.href))), ""),
        identifiers=tuple(
            dict.fromkeys(
                text for name in ("instance_id", "master_id", "pid") for text in texts(said.get(name))
            )
        ),
        contacts=(Contact(organisation=institution, role="author"),) if institution else (),
        links=tuple(links),
        updated=_one(said, "_timestamp") or _one(said, "timestamp"),
        properties=_properties(said),
        sources=(Source(catalog, key, url),),
        has_granules=True,
        raw=doc,
    )


def read_file(doc: Any, *, catalog: str, url: str, dataset: str = "") -> Granule:
    """The Granule of a document of type File. Raises ValueError for what is none."""
    said, key, title = _identity(doc)
    footprint, note = _place(said)
    size = said.get("size")
    links = _links(said, _checksum(said), size if isinstance(size, int) and size > 0 else None)
    return Granule(
        id=key,
        title=title,
        catalog=catalog,
        collection=dataset or _one(said, "dataset_id"),
        footprint=footprint,
        footprint_note=note,
        period=period_between(_one(said, "datetime_start"), _one(said, "datetime_stop")) or _named(title),
        properties=_properties(said),
        links=tuple(links),
        provider=_one(said, "institution_id"),
        sources=(Source(catalog, key, url),),
        raw=doc,
    )


def _identity(doc: Any) -> tuple[Mapping[str, Any], str, str]:
    if not isinstance(doc, Mapping):
        raise ValueError("not a document")
    key = _one(doc, "id")
    title = _one(doc, "title") or key
    if not title:
        raise ValueError("the document has neither identifier nor title")
    return doc, key or title, title


def _about(said: Mapping[str, Any]) -> str:
    """What the dataset is, in a sentence made of its own words: the index holds no abstract."""
    parts = [
        ", ".join(texts(said.get("variable_long_name"))) or ", ".join(texts(said.get("variable"))),
        _one(said, "experiment_title") or _one(said, "experiment_id") or _one(said, "experiment"),
        _one(said, "source_id") or _one(said, "model"),
        _one(said, "grid"),
    ]
    return " – ".join(part for part in parts if part)


def _place(said: Mapping[str, Any]) -> tuple[Geometry | None, str]:
    """A footprint for a region, none for a grid of the whole Earth (0…360°, or no longitudes at all)."""
    west, east, south, north = (
        number(_one(said, f"{side}_degrees")) for side in ("west", "east", "south", "north")
    )
    if west is None or east is None or south is None or north is None or abs(east - west) >= _REGIONAL:
        return None, GLOBAL
    box, note = mend_box(west, south, east, north)
    return (box_polygon(*box), note) if box else (None, note)


def _links(said: Mapping[str, Any], checksum: Checksum | None, size: int | None = None) -> list[Link]:
    """ "address|media type|service" of ``url``, "address|title|what it is" of ``xlink``."""
    found = []
    for name in ("url", "xlink"):
        for entry in texts(said.get(name)):
            href, _, rest = entry.partition("|")
            second, _, service = rest.partition("|")
            href, had_secret = without_secrets(href)
            kind = _SERVICES.get(service.strip().lower(), LinkKind.INFO)
            if not href.lower().startswith(("http://", "https://")):
                kind = LinkKind.UNREACHABLE
            if kind is LinkKind.OPENDAP and href.endswith(".html"):
                href = href[: -len(".html")]  # the form for people; data are at the address without it
            file = kind is LinkKind.DOWNLOAD
            found.append(
                Link(
                    href=href,
                    kind=kind,
                    title=second if name == "xlink" else service,
                    media_type=second if name == "url" else "",
                    protocol=service if name == "url" else "",
                    key=service,
                    size=size if file else None,
                    checksum=checksum if file else None,
                    restricted=had_secret,
                )
            )
    for name in ("further_info_url", "citation_url"):
        known = {link.href for link in found}
        for text in texts(said.get(name)):
            href, _ = without_secrets(text)
            if href.startswith(("http://", "https://")) and href not in known:
                kind = LinkKind.METADATA if name == "citation_url" else LinkKind.INFO
                found.append(Link(href, kind, title=name.removesuffix("_url").replace("_", " ")))
    return found


def _checksum(said: Mapping[str, Any]) -> Checksum | None:
    known = _ALGORITHMS.get(_one(said, "checksum_type").lower().replace("-", ""))
    digest = _one(said, "checksum").lower()
    if known is None or len(digest) != known[1] or set(digest) - set("0123456789abcdef"):
        return None
    return Checksum(known[0], digest)


def _named(title: str) -> Period | None:
    """The period in a file's name, "…_185001-201412.nc" (CMIP6 file names), where no field says it."""
    stem = title.rsplit(".", 1)[0].rpartition("_")[2]
    first, mark, last = stem.partition("-")
    if not mark or not (first.isdecimal() and last.isdecimal()) or min(len(first), len(last)) < 4:
        return None
    return period_between(_day(first), _day(last))


def _day(digits: str) -> str:
    """ "185001" as "1850-01". Model calendars have days that no other has: such a day becomes its month."""
    parts = [digits[:4], digits[4:6], digits[6:8]]
    text = "-".join(part for part in parts if len(part) in (2, 4))
    return text if period_between(text, text) else "-".join(parts[:2])


def _properties(said: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as they are; a list of one is its member. Templates for machines are left in ``raw``."""
    found: dict[str, Any] = {}
    for name, value in said.items():
        if name in ("id", "title", "url", "xlink") or str(name).endswith("_template_"):
            continue
        found[str(name)] = value[0] if isinstance(value, list) and len(value) == 1 else value
    return found


def _one(said: Mapping[str, Any], name: str) -> str:
    return next(iter(texts(said.get(name))), "")
