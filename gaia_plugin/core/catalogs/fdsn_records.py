"""Networks and stations as ``fdsnws-station`` gives them: StationXML 1.x (http://www.fdsn.org/xml/station/)
and the text format (FDSN Web Service Specifications 1.2, "Station", section "text format")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from ..errors import BadAnswer, host_of
from ..metadata.datacite_places import degrees
from ..metadata.identifiers import doi_in
from ..metadata.jsontexts import period_of, whole_number
from ..metadata.texts import value
from ..metadata.xmltree import Element, attribute, each, kids, parse_xml
from ..model import Contact, Dataset, Geometry, Granule, Link, LinkKind, Period, Source, rfc3339

NO_STATIONS = "the catalogue gave no station of it"
THINNED = "only some of its stations are drawn"

_NETWORK = ("network", "description", "starttime", "endtime", "totalstations")
_STATION = ("network", "station", "latitude", "longitude", "elevation", "sitename", "starttime", "endtime")
_FOR_EVER = 2499
"""Open ends are written as years like 2500 and 2599."""
_DRAWN = 1000
"""Stations of one network in its footprint, at most."""
_TEMPORARY = re.compile(r"^[0-9XYZ]")
"""Codes that the FDSN lends to an experiment, and again to another one later: the year makes them unique."""


@dataclass(frozen=True)
class Table:
    """The rows of a text answer by the names of their columns, and how many could not be read."""

    rows: tuple[dict[str, str], ...] = ()
    skipped: int = 0


@dataclass(frozen=True)
class Network:
    """One network, for one time that its code was given. ``code`` is what is asked for, ``key`` is unique."""

    code: str
    title: str = ""
    abstract: str = ""
    period: Period | None = None
    stations: int | None = None
    doi: str = ""
    identifiers: tuple[str, ...] = ()
    restricted: str = ""
    operators: tuple[Contact, ...] = ()
    raw: Any = field(default=None, compare=False)

    @property
    def key(self) -> str:
        """The code, with the first year of a temporary network ("XP_2009")."""
        start = self.period.start if self.period else None
        return f"{self.code}_{start.year}" if start and _TEMPORARY.match(self.code) else self.code


def read_table(content: bytes, url: str, columns: Sequence[str]) -> Table:
    """The rows of a text answer; ``columns`` name them where the answer has no heading. Nothing found is an
    empty answer. Raises BadAnswer for what is no such text."""
    try:
        said = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        said = content.decode("latin-1")
    names, skipped = list(columns), 0
    rows: list[dict[str, str]] = []
    for line in said.splitlines():
        if not line.strip():
            continue
        if line.startswith("#"):
            heading = [name.strip().lower() for name in line[1:].split("|")]
            names = heading if "network" in heading else names
            continue
        cells = [cell.strip() for cell in line.split("|")]
        if (
            len(cells) < len(names) or not cells[0]
        ):  # the last line of an answer that was cut, or no line of it
            if not rows and line.lstrip().startswith(("<", "{", "[")):
                raise BadAnswer(host=host_of(url), detail="no text of networks and stations")
            skipped += 1
            continue
        rows.append(dict(zip(names, cells)))
    if skipped and not rows:
        raise BadAnswer(host=host_of(url), detail="no text of networks and stations")
    return Table(tuple(rows), skipped)


def networks_of_text(content: bytes, url: str) -> tuple[Network, ...]:
    """The networks of an answer in text, which names and counts them. Raises BadAnswer."""
    return tuple(
        Network(
            row["network"],
            row.get("description", ""),
            "",
            moments(row.get("starttime", ""), row.get("endtime", "")),
            whole_number(row.get("totalstations")),
            raw=row,
        )
        for row in read_table(content, url, _NETWORK).rows
    )


def networks_of_xml(content: bytes, url: str) -> tuple[Network, ...]:
    """The networks of a StationXML document. Raises BadAnswer."""
    from lxml import etree

    root = parse_xml(content, host_of(url))
    if not str(root.tag).endswith("FDSNStationXML"):
        raise BadAnswer(host=host_of(url), detail="no StationXML")
    return tuple(
        replace(_network(node), raw=etree.tostring(node, with_tail=False))
        for node in root
        if str(node.tag).endswith("}Network") and attribute(node, "code")
    )


def _network(node: Element) -> Network:
    inside = kids(node)
    said = [one for one in map(value, inside.get("Description", ())) if one]
    named = [(attribute(one, "type"), value(one)) for one in inside.get("Identifier", ())]
    dois = [
        found for kind, text in named if (found := doi_in(f"doi:{text}" if kind.lower() == "doi" else text))
    ]
    comments = [value(one) for holder in inside.get("Comment", ()) for one in kids(holder).get("Value", ())]
    others = [attribute(node, name) for name in ("alternateCode", "historicalCode")]
    counts = [whole_number(value(one)) for one in inside.get("TotalNumberStations", ())]
    return Network(
        attribute(node, "code"),
        said[0] if said else "",
        "\n\n".join(dict.fromkeys(one for one in [*said[1:], *comments] if one)),
        moments(attribute(node, "startDate"), attribute(node, "endDate")),
        counts[0] if counts else None,
        dois[0] if dois else "",
        tuple(dict.fromkeys(one for one in [*(text for _, text in named), *others] if one)),
        attribute(node, "restrictedStatus").lower(),
        tuple(dict.fromkeys(_operators(inside.get("Operator", [])))),
    )


def _operators(nodes: list[Element]) -> Iterator[Contact]:
    for node in nodes:
        inside = kids(node)
        site = next((text for one in inside.get("WebSite", ()) if (text := value(one))), "")
        people = [one for holder in inside.get("Contact", ()) for one in each(holder, "Name")]
        for agency in inside.get("Agency", ()):
            name = value(people[0]) if people else ""
            yield Contact(name, value(agency), "custodian", url=site if site.startswith("http") else "")


def moments(start: str, end: str) -> Period | None:
    """The period of an epoch (UTC without a zone), a year beyond reason standing for an open end."""
    last = end if not end[:4].isdigit() or int(end[:4]) <= _FOR_EVER else ""
    first = start if not start[:4].isdigit() or int(start[:4]) <= _FOR_EVER else ""
    return period_of(first, last, f"{start or '..'}/{last or '..'}" if start or last else "")


def time_text(moment: Any) -> str:
    """A moment as the services take it: UTC, no zone."""
    return rfc3339(moment).removesuffix("Z")


def read_network(
    network: Network, stations: Sequence[dict[str, str]] | None, *, catalog: str, root: str, url: str
) -> Dataset:
    """A network as a dataset whose footprint is the stations given (None: they could not be asked for)."""
    footprint, note = where(stations or ())
    closed = network.restricted in ("closed", "partial")
    return Dataset(
        id=network.key,
        title=f"{network.title} ({network.key})" if network.title else network.key,
        catalog=catalog,
        abstract=network.abstract,
        provider=network.operators[0].organisation if network.operators else "",
        footprint=footprint,
        footprint_note=note,
        period=network.period,
        periods=(network.period,) if network.period else (),
        compartments=("solid-earth",),
        constraints=(f"restrictedStatus: {network.restricted}",) if closed else (),
        doi=network.doi,
        identifiers=tuple(dict.fromkeys([network.key, network.code, *network.identifiers])),
        contacts=network.operators,
        links=tuple(_network_links(network, root)),
        properties={
            "fdsn:network": network.code,
            **({} if network.stations is None else {"fdsn:stations": network.stations}),
            **({"fdsn:stations_found": len(stations)} if stations else {}),
        },
        sources=(Source(catalog, network.key, url),),
        has_granules=True,
        raw=network.raw,
    )


def _network_links(network: Network, root: str) -> Iterator[Link]:
    if network.doi:
        yield Link(
            f"https://doi.org/{network.doi}", LinkKind.INFO, title=f"DOI {network.doi}", protocol="DOI"
        )
    yield Link(
        f"https://www.fdsn.org/networks/detail/{network.key}/", LinkKind.INFO, title=f"FDSN {network.key}"
    )
    asked: dict[str, Any] = {"network": network.code}
    if network.key != network.code and network.period:
        asked["starttime"] = time_text(network.period.start)
        if network.period.end:
            asked["endtime"] = time_text(network.period.end)
    yield _metadata(root, "StationXML", {**asked, "level": "station", "format": "xml"})


def _metadata(root: str, title: str, asked: dict[str, Any]) -> Link:
    return Link(
        f"{root}/station/1/query?{urlencode(asked)}",
        LinkKind.METADATA,
        title=title,
        media_type="application/xml",
        protocol="FDSN station",
    )


def where(stations: Sequence[dict[str, str]]) -> tuple[Geometry | None, str]:
    """(the places of stations as one geometry, what there is to say of it)."""
    places = list(dict.fromkeys(place for place in map(position, stations) if place))
    if not places:
        return None, NO_STATIONS
    step = -(-len(places) // _DRAWN)
    drawn = [list(place) for place in places[::step]]
    note = THINNED if step > 1 else ""
    if len(drawn) == 1:
        return {"type": "Point", "coordinates": drawn[0]}, note
    return {"type": "MultiPoint", "coordinates": drawn}, note


def position(station: dict[str, str]) -> tuple[float, float] | None:
    """(longitude, latitude) of a row; None where it has none on Earth."""
    x, y = degrees(station.get("longitude")), degrees(station.get("latitude"))
    return (x, y) if x is not None and y is not None and abs(x) <= 180 and abs(y) <= 90 else None


def stations_of_text(content: bytes, url: str) -> Table:
    """The stations of an answer in text. Raises BadAnswer."""
    table = read_table(content, url, _STATION)
    rows = tuple(row for row in table.rows if row.get("station"))
    return Table(rows, table.skipped + len(table.rows) - len(rows))


def read_station(
    row: dict[str, str], dataset: str, links: Sequence[Link], *, catalog: str, url: str
) -> Granule:
    """One station, for one time that it stood there, as a granule that is a point."""
    place = position(row)
    name = f"{row['network']}.{row['station']}"
    site, period = row.get("sitename", ""), moments(row.get("starttime", ""), row.get("endtime", ""))
    begun = period.start if period else None
    return Granule(
        id=f"{name}.{time_text(begun).removesuffix('T00:00:00')}" if begun else name,
        title=f"{name} – {site}" if site else name,
        catalog=catalog,
        collection=dataset,
        footprint={"type": "Point", "coordinates": list(place)} if place else None,
        footprint_note="" if place else "the record gives no coordinates",
        period=period,
        properties=dict(row),
        links=links,
        sources=(Source(catalog, name, url),),
        raw=row,
    )
