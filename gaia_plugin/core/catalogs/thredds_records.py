"""THREDDS datasets in the model: a folder of files as a Dataset, its files as Granules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timezone
from typing import Any
from urllib.parse import quote, urlsplit

from ..metadata.identifiers import doi_in
from ..metadata.jsontexts import scrubbed
from ..metadata.keywords import compartments_of
from ..metadata.links import classify
from ..model import Dataset, Granule, Link, LinkKind, Period, Source
from .thredds_catalog import Node, Reference
from .thredds_metadata import Document, Said

NO_PLACE = "The record gives no area."
_PART = re.compile(r"^(\d{1,4}|\d{6}|\d{8}|\d{4}-\d{2}(-\d{2})?|\d{4}_\d{2}(_\d{2})?)/?$")
_FILE = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,5}(\.(gz|bz2|zip|Z))?$")
_VIRTUAL = re.compile(r"\.(ncml|fmrc)$", re.IGNORECASE)
_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d{2})([-_]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?:[T_-]?([01]\d|2[0-3])([0-5]\d)([0-5]\d)?)?(?!\d)"
)
_KINDS = {
    "httpserver": LinkKind.DOWNLOAD,
    "http": LinkKind.DOWNLOAD,
    "ftp": LinkKind.DOWNLOAD,
    "opendap": LinkKind.OPENDAP,
    "dods": LinkKind.OPENDAP,
    "dap4": LinkKind.OPENDAP,
    "wms": LinkKind.WMS,
    "wcs": LinkKind.WCS,
    "wfs": LinkKind.WFS,
    "iso": LinkKind.METADATA,
    "ncml": LinkKind.METADATA,
    "uddc": LinkKind.INFO,
    "netcdfsubset": LinkKind.INFO,
    "ncss": LinkKind.INFO,
    "file": LinkKind.UNREACHABLE,
    "gridftp": LinkKind.UNREACHABLE,
    "adde": LinkKind.UNREACHABLE,
}


def is_part(name: str) -> bool:
    """Whether a folder is named after a year, a month, a day or a number: a part of the one above."""
    return _PART.match(name.strip()) is not None


def is_file(node: Node) -> bool:
    """Whether a dataset is one file; what has no file's name is served as a whole (an aggregation)."""
    if not node.accesses or node.children or node.references:
        return False
    path = urlsplit(node.accesses[0].href).path
    return _FILE.search(path) is not None and _VIRTUAL.search(path) is None


def read_dataset(
    node: Node, *, catalog: str, url: str, place: Sequence[int], above: Sequence[str], granules: bool
) -> Dataset:
    """The Dataset of an element of the document at ``url``. ``place`` leads to it (the index of the child at
    each step), ``above`` are the names of the elements that it lies in."""
    said = node.said
    key = node.id or "/".join([_path(url), *above, node.name])
    key = f"{said.authority}:{key}" if said.authority and node.id else key
    links = [*_access_links(node), *_document_links(said), _catalogue_link(url, node.id)]
    return _dataset(
        key, node.name or key, said, catalog, url, links, granules,
        {"catalog": url, "place": list(place), "name": node.name, "above": list(above)},
    )  # fmt: skip


def read_reference(reference: Reference, *, catalog: str) -> Dataset:
    """The Dataset that stands for a catalogue that was not read."""
    links = [*_document_links(reference.said), _catalogue_link(reference.href, "")]
    raw = {"catalog": reference.href, "place": [], "name": reference.title, "above": []}
    title = reference.title or reference.href
    return _dataset(_path(reference.href), title, reference.said, catalog, reference.href, links, True, raw)


def _dataset(
    key: str, title: str, said: Said, catalog: str, url: str, links: list[Link], granules: bool, raw: Any
) -> Dataset:
    summary = [one.text for one in said.documents if one.kind in ("summary", "abstract") and one.text]
    rights = [one for one in said.documents if one.kind in ("rights", "license", "accessconstraints")]
    other = [one.text for one in said.documents if not one.kind and one.text]
    history = [one.text for one in said.documents if one.kind in ("history", "processing_level") and one.text]
    updated = next((moment for kind, moment in said.dates if kind == "modified"), "")
    return Dataset(
        id=key,
        title=title,
        catalog=catalog,
        abstract="\n\n".join(summary or other),
        provider=next((one.organisation for one in said.contacts if one.organisation), ""),
        kind="series" if granules else "dataset",
        footprint=said.footprint,
        footprint_note=said.footprint_note or ("" if said.footprint else NO_PLACE),
        period=said.period,
        periods=(said.period,) if said.period else (),
        keywords=said.keywords,
        compartments=compartments_of(said.keywords),
        license=rights[0].text or rights[0].title if rights else "",
        license_url=rights[0].href if rights else "",
        constraints=tuple(one.text for one in rights[1:] if one.text),
        lineage="\n".join(history),
        doi=next((doi for one in said.documents if (doi := _own_doi(one))), ""),
        contacts=said.contacts,
        links=tuple(links),
        dates=tuple((kind, moment[:10]) for kind, moment in said.dates if moment[:4].isdigit()),
        updated=updated,
        properties=_properties(said),
        sources=(Source(catalog, key, url),),
        has_granules=granules,
        raw={**scrubbed(_properties(said)), **raw},  # a property may not say where its files are
    )


def _own_doi(document: Document) -> str:
    return doi_in(document.href) if document.kind in ("doi", "citation", "identifier", "") else ""


def _properties(said: Said) -> dict[str, Any]:
    found: dict[str, Any] = {
        "dataType": said.type,
        "dataFormat": said.format,
        "authority": said.authority,
        "size": said.size,
        "timeResolution": said.resolution,
        "variables": list(said.variables),
        "documentation": [{"type": one.kind, "text": one.text} for one in said.documents if one.text],
        **said.properties,
    }
    return {name: value for name, value in found.items() if name and value}


def read_granule(node: Node, *, catalog: str, collection: str, url: str, above: Sequence[str]) -> Granule:
    """The Granule of a file. Where nothing says when it is of, its name may, and the properties tell so."""
    said = node.said
    key = node.id or "/".join([_path(url), *above, node.name])
    period, told = said.period, ""
    named = named_period(node.name)
    # A file that inherits the period of its folder is of a part of it, which its name may tell.
    if named is not None and (period is None or period.intersects(named)):
        period, told = named, "name"
    properties = _properties(said)
    if told:
        properties["period_from"] = told
    links = [*_access_links(node), *_document_links(said)]
    return Granule(
        id=key,
        title=node.name or key,
        catalog=catalog,
        collection=collection,
        footprint=said.footprint,
        footprint_note=said.footprint_note or ("" if said.footprint else NO_PLACE),
        period=period,
        properties=properties,
        links=tuple(links),
        license=next((one.text for one in said.documents if one.kind == "rights"), ""),
        provider=next((one.organisation for one in said.contacts if one.organisation), ""),
        sources=(Source(catalog, key, url),),
        raw={**scrubbed(properties), "name": node.name, "id": node.id, "catalog": url},
    )


def named_period(name: str) -> Period | None:
    """The period that the dates in a file's name tell: from the first to the last of at most two; a moment
    where there is one with its time, else its day."""
    found = list(_DAY.finditer(name))
    if not 0 < len(found) <= 2:
        return None
    ends = []
    for one in found:
        year, _, month, day, hour, minute, second = one.groups()
        try:
            moment = [int(part or 0) for part in (year, month, day, hour, minute, second)]
            start = datetime(*moment, tzinfo=timezone.utc)  # type: ignore[arg-type,misc]
        except ValueError:
            return None
        ends.append((start, hour is not None))
    (start, _), (end, timed) = ends[0], ends[-1]
    if end < start:
        return None
    return Period(start, end if timed else end.date().isoformat())


def _access_links(node: Node) -> Iterator[Link]:
    """What the services make of the dataset; a rounded size checks no transfer, so no link has it."""
    for access in node.accesses:
        service = access.service.lower()
        kind = _KINDS.get(service)
        if service in (
            "catalog",
            "resolver",
            "querycapability",
            "jupyternotebook",
            "cdmremote",
            "cdmrfeature",
        ):
            continue
        href = access.href
        if kind in (LinkKind.WMS, LinkKind.WCS, LinkKind.WFS):
            href = href.split("?")[0]
        if not href.startswith(("http://", "https://", "ftp://")):
            kind = LinkKind.UNREACHABLE
        yield Link(
            href,
            kind or classify(href, protocol=access.service),
            title="" if kind is LinkKind.DOWNLOAD else access.service,
            name=node.name if kind is LinkKind.DOWNLOAD else "",
            protocol=access.service,
            media_type="application/x-netcdf" if access.format.lower().startswith("netcdf") else "",
            key=service,
        )


def _document_links(said: Said) -> Iterator[Link]:
    for one in said.documents:
        if one.href:
            yield Link(one.href, classify(one.href), title=one.title or one.text[:120], function=one.kind)


def _catalogue_link(url: str, key: str) -> Link:
    """The page of the catalogue, for people."""
    page = f"{url[:-4]}.html" if url.split("?")[0].endswith(".xml") else url
    if key and page.endswith(".html"):
        page += f"?dataset={quote(key, safe='/')}"
    return Link(page, LinkKind.INFO, title="THREDDS", media_type="text/html", key="catalog")


def _path(url: str) -> str:
    """What tells one catalogue of a server from another: its path, without what all have in common."""
    path = urlsplit(url).path.partition("/thredds/")[2] or urlsplit(url).path
    path = path[len("catalog/") :] if path.startswith("catalog/") else path
    return path.strip("/").removesuffix("catalog.xml").strip("/") or "catalog"
