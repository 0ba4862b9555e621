"""A synthetic ``fdsnws-station``, written from the FDSN's specification: it applies area, time and codes,
gives text and StationXML, says 204 where nothing matches and 413 where too much does, and misbehaves on
demand.

Faults: "no xml" (HTTP 400 for format=xml), "html", "truncated", "ignore" (no filter applied), "too many
networks", "too many stations" (413), "junk" (lines that are none), "no heading", "latin" (ISO 8859-1).
"""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape, quoteattr

from tests.support.faultserver import FaultServer, Reply, Seen, as_html

FAR = "2599-12-31T23:59:59"
PATH = "/fdsnws/station/1"


@dataclass(frozen=True)
class Station:
    network: str
    code: str
    longitude: float
    latitude: float
    site: str = "Somewhere"
    start: str = "2000-01-01T00:00:00"
    end: str = ""
    elevation: float = 12.0


@dataclass(frozen=True)
class Net:
    code: str
    description: str
    start: str = "1962-01-01T00:00:00"
    end: str = FAR
    doi: str = ""
    restricted: str = "open"


NETWORKS = (
    Net("FR", "RESIF-RLBP French broad-band network", doi="10.15778/RESIF.FR"),
    Net("G", "GEOSCOPE, French global network", "1982-01-01T00:00:00", doi="10.18715/GEOSCOPE.G"),
    Net("XP", "Seismic experiment of 2009 in Épire", "2009-03-01T00:00:00", "2010-06-30T00:00:00"),
    Net("XP", "Another experiment, of 2015", "2015-01-01T00:00:00", "2016-12-31T00:00:00", "", "closed"),
)  # fmt: skip
STATIONS = (
    Station("FR", "CALF", 6.9218, 43.7528, "Caussols, plateau de Calern"),
    Station("FR", "ISO", 7.05, 44.18, "Isola", "1994-11-02T00:00:00", "2003-01-01T00:00:00"),
    Station("FR", "ISO", 7.0502, 44.1840, "Isola", "2003-01-01T00:00:00"),
    Station("FR", "ATE", -0.7, 43.08, "Arette"),
    Station("G", "FUTU", -178.12, -14.31, "Maopoopo, Futuna", "2011-05-08T00:00:00"),
    Station("G", "NOUC", 166.303, -22.101, "Port Laguerre", "1985-11-12T00:00:00"),
    Station("G", "DZM", 178.5, -17.8, "Dumbéa | Suva", "2003-08-19T00:00:00"),
    Station("XP", "E01", 20.7, 39.6, "Ioannina", "2009-03-10T00:00:00", "2010-06-01T00:00:00"),
    Station("XP", "B01", 6.5, 45.0, "Briançon", "2015-02-01T00:00:00", "2016-11-01T00:00:00"),
)


class SyntheticFdsn:
    """``asked`` are the queries that came, oldest first; ``url`` is the service's."""

    def __init__(
        self,
        networks: Sequence[Net] = NETWORKS,
        stations: Sequence[Station] = STATIONS,
        faults: Iterable[str] = (),
    ):
        self.networks, self.stations, self.faults = list(networks), list(stations), set(faults)
        self.asked: list[dict[str, str]] = []
        self.url = ""

    def mount(self, server: FaultServer) -> SyntheticFdsn:
        self.url = server.add(f"{PATH}/query", self._answer).removesuffix("/query")
        server.add(f"{PATH}/version", Reply(body=b"1.1.4\n", headers={"Content-Type": "text/plain"}))
        return self

    def _answer(self, seen: Seen) -> Reply:
        asked = {name: values[0] for name, values in seen.query.items()}
        self.asked.append(asked)
        level, text = asked.get("level", "station"), asked.get("format") == "text"
        if "html" in self.faults:
            return as_html("<html><body>Welcome</body></html>")
        if f"too many {level}s" in self.faults:
            return Reply(413, b"Error 413: Request entity too large", {"Content-Type": "text/plain"})
        if "no xml" in self.faults and not text:
            return Reply(400, b"Error 400: format=xml is not here", {"Content-Type": "text/plain"})
        stations = [one for one in self.stations if self._meets(one, asked)]
        networks = [one for one in self.networks if any(_of(station, one) for station in stations)]
        found: Sequence[object] = networks if level == "network" else stations
        if not found:
            return Reply(204)
        body = _text(level, networks, stations, self.faults) if text else _xml(networks, stations)
        encoded = body.encode("latin-1" if "latin" in self.faults else "utf-8")
        if "truncated" in self.faults:
            encoded = encoded[: len(encoded) * 2 // 3]
        return Reply(body=encoded, headers={"Content-Type": "text/plain" if text else "application/xml"})

    def _meets(self, one: Station, asked: dict[str, str]) -> bool:
        if "ignore" in self.faults:
            return True
        numbers = {name: float(value) for name, value in asked.items() if name.startswith(("min", "max"))}
        codes = asked.get("network", "*").split(",")
        return (
            any(fnmatch.fnmatchcase(one.network, code) for code in codes)
            and numbers.get("minlongitude", -180) <= one.longitude <= numbers.get("maxlongitude", 180)
            and numbers.get("minlatitude", -90) <= one.latitude <= numbers.get("maxlatitude", 90)
            and (one.end or FAR) >= asked.get("starttime", "")
            and one.start <= asked.get("endtime", FAR)
        )


def answers(code: str) -> dict[str, bytes]:
    """One network and its stations as the service answers them, by a part of the address."""
    networks = [replace(NETWORKS[0], code=code)]
    stations = [replace(one, network=code) for one in STATIONS[:4]]
    return {
        "level=network&format=xml": _xml(networks, stations).encode(),
        "level=network&format=text": _text("network", networks, stations, set()).encode(),
        "level=station&format=text": _text("station", networks, stations, set()).encode(),
    }


def _of(station: Station, network: Net) -> bool:
    ends = station.end or FAR
    return station.network == network.code and station.start <= network.end and ends >= network.start


def _text(level: str, networks: Sequence[Net], stations: Sequence[Station], faults: set[str]) -> str:
    if level == "network":
        lines = ["#Network | Description | StartTime | EndTime | TotalStations"]
        lines += [f"{one.code}|{one.description}|{one.start}|{one.end}|7" for one in networks]
    else:
        lines = ["#Network | Station | Latitude | Longitude | Elevation | SiteName | StartTime | EndTime"]
        for one in stations:
            site = one.site.replace("|", "/")
            lines.append(
                f"{one.network}|{one.code}|{one.latitude}|{one.longitude}|{one.elevation}|{site}|{one.start}|{one.end}"
            )
    if "no heading" in faults:
        lines = lines[1:]
    if "junk" in faults:
        lines += [
            "",
            "no columns here",
            "|||||",
            "FR||1|2|3|4|5|6",
            "FR|BAD|north|east|?|x||",
            "FR|OUT|100|500|0|x|y|z",
        ]
    return "\n".join(lines) + "\n"


def _xml(networks: Sequence[Net], stations: Sequence[Station]) -> str:
    parts = ['<?xml version="1.0" encoding="UTF-8"?>',
             '<FDSNStationXML xmlns="http://www.fdsn.org/xml/station/1" schemaVersion="1.1">',
             "<Source>synthetic</Source><Created>2020-01-01T00:00:00</Created>"]  # fmt: skip
    for one in networks:
        parts.append(
            f'<Network code={quoteattr(one.code)} startDate="{one.start}Z" endDate="{one.end}" '
            f'restrictedStatus="{one.restricted}"><Description>{escape(one.description)}</Description>'
        )
        if one.doi:
            parts.append(f'<Identifier type="DOI">{one.doi}</Identifier>')
        parts.append(
            "<Comment><Value>Kept by its observatories.</Value></Comment>"
            "<Operator><Agency>Epos-France</Agency><Contact><Name>The desk</Name></Contact>"
            "<WebSite>https://seismology.resif.fr</WebSite></Operator>"
            f"<TotalNumberStations>{sum(_of(each, one) for each in stations)}</TotalNumberStations></Network>"
        )
    return "".join([*parts, "</FDSNStationXML>"])
