"""ERDDAP's datasets in the model: what its search and its table of all datasets say, then its attributes.

Attributes are those of ACDD 1.3 (Attribute Convention for Data Discovery), as ERDDAP asks for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from ..metadata.boxes import mend_box, number
from ..metadata.hrefs import without_secrets
from ..metadata.identifiers import doi_in, person_uri
from ..metadata.jsontexts import period_of, scrubbed, text
from ..model import Contact, Dataset, Geometry, Keyword, Link, LinkKind, Period, Source, box_polygon
from .erddap_tables import attributes_of

THE_LIST = "allDatasets"
"""The dataset that is ERDDAP's own table of all others."""
NO_PLACE = "The record gives no area."
_PAGES = {
    "FGDC": (LinkKind.METADATA, "application/xml"),
    "ISO 19115": (LinkKind.METADATA, "application/xml"),
    "Make A Graph": (LinkKind.INFO, "text/html"),
    "Subset": (LinkKind.INFO, "text/html"),
    "files": (LinkKind.INFO, "text/html"),
    "Background Info": (LinkKind.INFO, "text/html"),
}
"""Columns of the search that lead to a page or a document; links have their names."""
_AXES = ("time", "latitude", "longitude")
_PEOPLE = (("creator", "author"), ("publisher", "publisher"), ("contributor", "contributor"))
_MOST_LAYERS = 50
_CLOSED = frozenset({"no", "log in", "graphs"})


def read_hit(hit: Mapping[str, Any], more: Mapping[str, Any], *, catalog: str, root: str) -> Dataset:
    """The Dataset of a row of the search, with its row of the table of all datasets (empty where that is not
    known). Raises ValueError for a row without identifier."""
    key = text(hit.get("Dataset ID"))
    if not key:
        raise ValueError("the row has no identifier")
    footprint, note = _box(
        *(more.get(name) for name in ("minLongitude", "minLatitude", "maxLongitude", "maxLatitude"))
    )
    period = period_of(more.get("minTime"), more.get("maxTime"))
    said = scrubbed({**hit})
    all_said = scrubbed({**more})
    closed = text(all_said.get("accessible") or said.get("Accessible")).lower() in _CLOSED
    links = [replace(one, restricted=closed or one.restricted) for one in _links(said, key, root)]
    kept = {name: value for name, value in all_said.items() if value not in (None, "", "NaN") and name}
    return Dataset(
        id=key,
        title=text(said.get("Title")) or key,
        catalog=catalog,
        abstract=text(said.get("Summary")),
        provider=text(said.get("Institution")),
        footprint=footprint,
        footprint_note=note,
        period=period,
        periods=(period,) if period else (),
        links=tuple(links),
        properties={**kept, "institution": text(said.get("Institution")), "protocol": _protocols(said)},
        sources=(Source(catalog, key, f"{root}/info/{quote(key, safe='')}/index.html"),),
        raw={"search": said, "allDatasets": all_said},
    )


def _box(west: Any, south: Any, east: Any, north: Any) -> tuple[Geometry | None, str]:
    sides = [number(text(side)) for side in (west, south, east, north)]
    if None in sides:
        return None, NO_PLACE
    box, note = mend_box(*sides)
    return (box_polygon(*box) if box else None), note


def _protocols(hit: Mapping[str, Any]) -> list[str]:
    names = {"griddap": "griddap", "tabledap": "tabledap", "wms": "WMS"}
    return [name for column, name in names.items() if text(hit.get(column))]


def _links(hit: Mapping[str, Any], key: str, root: str) -> Iterator[Link]:
    """What can be done with the dataset; the address of its WMS is that of the service, not of its page."""
    name = quote(key, safe="")
    if text(hit.get("wms")):
        yield Link(f"{root}/wms/{name}/request", LinkKind.WMS, title="WMS", protocol="OGC:WMS", key="wms")
    for column in ("griddap", "tabledap"):
        if text(hit.get(column)):
            yield Link(
                f"{root}/{column}/{name}", LinkKind.OPENDAP, title=f"OPeNDAP ({column})", key=column,
                protocol="OPeNDAP",
            )  # fmt: skip
    yield Link(
        f"{root}/info/{name}/index.html",
        LinkKind.INFO,
        title="Info",
        media_type="text/html",
        key="info",
    )
    for column, (kind, media_type) in _PAGES.items():
        href, had_secret = without_secrets(text(hit.get(column)))
        if href.startswith(("http://", "https://")):
            yield Link(href, kind, title=column, media_type=media_type, key=column, restricted=had_secret)


def read_info(rows: list[dict[str, Any]], dataset: Dataset, root: str) -> Dataset:
    """The dataset with all that its attributes say and its search did not.

    Raises ValueError where the table describes no dataset.
    """
    said, variables, dimensions = attributes_of(scrubbed(rows))
    if not said and not variables:
        raise ValueError("no attributes")
    footprint, note = dataset.footprint, dataset.footprint_note
    if footprint is None:
        footprint, note = _said_box(said)
    period = dataset.period or _said_period(said)
    keywords = tuple(_keywords(said, variables))
    license = said.get("license", "")
    is_address = license.startswith(("http://", "https://")) and " " not in license
    thumbnail = _graph(dataset, variables, dimensions, root)
    links = tuple(_layered(dataset, variables, dimensions))
    if thumbnail:
        links += (Link(thumbnail, LinkKind.THUMBNAIL, media_type="image/png", key="graph"),)
    return replace(
        dataset,
        title=said.get("title", "") or dataset.title,
        abstract=said.get("summary", "") or dataset.abstract,
        provider=said.get("institution", "") or dataset.provider,
        footprint=footprint,
        footprint_note=note,
        period=period,
        periods=dataset.periods or ((period,) if period else ()),
        keywords=keywords or dataset.keywords,
        license="" if is_address else license,
        license_url=license if is_address else "",
        constraints=tuple(filter(None, (said.get("acknowledgement") or said.get("acknowledgment"),))),
        lineage=said.get("history", ""),
        doi=_doi(said),
        identifiers=tuple(filter(None, (said.get("id"), said.get("uuid")))),
        contacts=tuple(_contacts(said)) or dataset.contacts,
        links=links,
        thumbnail=thumbnail,
        language=said.get("metadata_language", dataset.language),
        dates=tuple(_dates(said)),
        updated=said.get("date_metadata_modified") or said.get("date_modified", ""),
        citation=said.get("citation", "") or said.get("references", ""),
        properties={**dataset.properties, **said, "variables": variables},
        raw={**dataset.raw, "info": rows} if isinstance(dataset.raw, dict) else {"info": rows},
    )


def _layered(dataset: Dataset, variables: list[dict[str, str]], dimensions: list[str]) -> Iterator[Link]:
    """The links, the WMS once for each variable of a grid: its layers are "dataset:variable"."""
    shown = [one for one in variables if one["name"] not in dimensions][:_MOST_LAYERS]
    for link in dataset.links:
        if link.kind is not LinkKind.WMS or not dimensions or not shown:
            yield link
            continue
        for one in shown:
            title = one.get("long_name") or one["name"]
            yield replace(link, name=f"{dataset.id}:{one['name']}", title=title)


def _said_box(said: Mapping[str, str]) -> tuple[Geometry | None, str]:
    names = ("geospatial_lon_min", "geospatial_lat_min", "geospatial_lon_max", "geospatial_lat_max")
    older = ("Westernmost_Easting", "Southernmost_Northing", "Easternmost_Easting", "Northernmost_Northing")
    return _box(*(said.get(name) or said.get(old) for name, old in zip(names, older)))


def _said_period(said: Mapping[str, str]) -> Period | None:
    return period_of(said.get("time_coverage_start", ""), said.get("time_coverage_end", ""))


def _keywords(said: Mapping[str, str], variables: list[dict[str, str]]) -> Iterator[Keyword]:
    """The keywords (commas apart, or lines), then the standard names of variables."""
    known: set[str] = set()
    vocabulary = said.get("keywords_vocabulary", "")
    separator = "\n" if "\n" in said.get("keywords", "") else ","
    words = [(word.strip(), vocabulary, "") for word in said.get("keywords", "").split(separator)]
    names = said.get("standard_name_vocabulary", "")
    words += [(one.get("standard_name", ""), names, "parameter") for one in variables]
    for word, thesaurus, kind in words:
        if word and word.lower() not in known:
            known.add(word.lower())
            yield Keyword(word, thesaurus=thesaurus, kind=kind)


def _contacts(said: Mapping[str, str]) -> Iterator[Contact]:
    for prefix, role in _PEOPLE:
        name, email = said.get(f"{prefix}_name", ""), said.get(f"{prefix}_email", "")
        house = said.get(f"{prefix}_institution", "")
        is_house = said.get(f"{prefix}_type", "").lower() in ("institution", "group")
        if not (name or email or house):
            continue
        url = said.get(f"{prefix}_url", "")
        yield Contact(
            name="" if is_house else name,
            organisation=house or (name if is_house else ""),
            role=said.get(f"{prefix}_role", "") or role,
            email=email,
            url=url if url.startswith(("http://", "https://")) else "",
            identifier=person_uri(url),
        )


def _doi(said: Mapping[str, str]) -> str:
    """The dataset's own DOI; those that its references name are other works'."""
    named = f"{said.get('naming_authority', '')} {said.get('id', '')}"
    candidates = [said.get("doi", ""), said.get("DOI", ""), said.get("id", "")]
    if "doi" in named.lower():
        candidates.append(f"doi:{said.get('id', '')}")
    candidates.append(said.get("infoUrl", ""))
    return next((doi for one in candidates if (doi := doi_in(one))), "")


def _dates(said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    names = {"date_created": "creation", "date_issued": "publication", "date_modified": "revision"}
    for name, kind in names.items():
        if said.get(name, "")[:4].isdigit():
            yield kind, said[name][:10]


def _graph(dataset: Dataset, variables: list[dict[str, str]], dimensions: list[str], root: str) -> str:
    """The address of a small picture of a grid's last moment; none where ERDDAP would have to read a whole
    table to draw one, or a grid has no time, latitude and longitude."""
    if not set(_AXES) <= set(dimensions) or not dataset.links_of(LinkKind.OPENDAP):
        return ""
    shown = next((one["name"] for one in variables if one["name"] not in dimensions), "")
    if not shown:
        return ""
    ranges = {"time": "[(last)]", "latitude": "[]", "longitude": "[]"}
    place = "".join(ranges.get(axis, "[0]") for axis in dimensions)
    asked = f"{shown}{place}&.draw=surface&.vars=longitude|latitude|{shown}"
    return f"{root}/griddap/{quote(dataset.id, safe='')}.smallPng?{quote(asked, safe='&=.,()')}"
