"""A synthetic AERIS: native records written from what its published components read
(aeris-data/aeris-metadata-components-vjs), and the service that lists a dataset's files by year."""

from __future__ import annotations

from typing import Any

from tests.support.faultserver import FaultServer, Reply, Seen, as_json

PATH = "/aeris-catalogue-prod"
KEY = "38d09eb8-25b2-4561-b0d4-b49f36e056cd"
ODD = "GMOS/Amsterdam Island? (50 %)"
"""Identifiers need not be UUIDs."""


def term(*names: str, steps: tuple[str, ...] = ("thesaurusClass", "thesaurusCode", "thesaurusName")) -> Any:
    """A term of a thesaurus, from the class down; "" is a level that was left out."""
    node: dict[str, Any] | None = None
    for step, name in reversed(list(zip(steps, names))):
        inner = {"code": name.upper() or "NULL", "name": {"en": name, "fr": ""}}
        node = {step: {**inner, **(node or {})}}
    return node or {}


def synthetic_record(root: str = "https://api.example.org", **changes: Any) -> dict[str, Any]:
    """A native record with everything that one may hold."""
    return {
        "id": KEY,
        "type": "COLLECTION",
        "resourceTitle": {"en": "Atmospheric mercury at Amsterdam Island", "fr": "Mercure à l'île Amsterdam"},
        "resourceAbstract": {"en": "Continuous <b>measurements</b>.", "fr": "Mesures en continu."},
        "dataLevel": "L2",
        "aerisDataCenter": "SEDOO",
        "lastModification": {"value": "2018-09-06T18:00:17"},
        "identifiers": [{"code": "10.25326/08", "codeSpace": "http://dx.doi.org/"}],
        "projectSet": [{"shortName": "GMOS-FR"}],
        "distributionInformation": {
            "licenceName": "Creative Commons Attribution 4.0 International licence",
            "licenceVersion": "CC BY 4.0",
            "licenceUrl": "https://creativecommons.org/licenses/by/4.0/deed.en",
            "description": {"en": "Free for research.", "fr": ""},
            "dataPolicyUrl": "https://example.org/policy",
            "registrationNeeded": False,
            "authenticationNeeded": True,
        },
        "contacts": [
            {
                "name": "Jane Doe",
                "email": "jane@example.org",
                "organisation": "LATMOS",
                "comment": {"DEFAULT_VALUE_KEY": "Head of the station"},
                "address": None,
                "roles": ["pointofcontact", "principalinvestigator"],
                "orcId": "0000-0001-7699-9568",
            },
            {"name": "Helpdesk", "organisation": "AERIS", "roles": ["metadatapointofcontact"], "orcId": ""},
        ],
        "formats": [{"name": "NetCDF", "version": "4", "description": {"en": "with CF names"}}],
        "temporalExtents": [
            {"beginDate": "1994-08-01", "endDate": "2000-12-01", "comment": {"en": "first"}},
            {"beginDate": "2012-01-01", "endDate": "", "comment": None},
        ],
        "spatialExtents": [
            {"area": {"type": "RECTANGLE_AREA", "northLatitude": -17.0, "southLatitude": -56.0,
                      "eastLongitude": -65.0, "westLongitude": -77.0}, "name": "Chile"},
            {"area": {"type": "RECTANGLE_AREA", "northLatitude": -10.0, "southLatitude": -20.0,
                      "eastLongitude": -170.0, "westLongitude": 170.0}, "name": ""},
            {"area": {"type": "POINT_AREA", "latitude": -37.8, "longitude": 77.5, "altitude": 55},
             "name": "Amsterdam"},
        ],
        "instruments": [
            {**term("Chemical meters", "", "Aethalometer"), "manufacturer": "MAGEE Scientific",
             "model": "AE31", "displayName": ""}
        ],
        "platforms": [{**term("Satellites", "NASA ESSP", "CALIPSO"), "name": "Satellites"}],
        "parameters": [
            {**term("Chemistry", "Oxygen compounds", "Ozone", "", steps=("thesaurusVariable",) * 4),
             "shortName": "O3", "cfStandardName": "mole_fraction_of_ozone_in_air"},
            {"shortName": "CO", "longName": "Carbon monoxide"},
        ],
        "quicklooks": [
            {"url": "https://example.org/map.png",
             "description": {"en": "Map of flights", "fr": "Carte des vols"}},
            {"url": "https://example.org/profile.png", "description": {"en": "Profile"}},
        ],
        "publications": [{"title": "Mercury", "doi": "10.5194/acp-2017-653"}],
        "links": [
            {"type": "HTTP_DOWNLOAD_LINK", "url": "https://thredds.example.org/thredds/catalog/M/catalog.html",
             "name": "", "description": {"en": "THREDDS catalogue", "fr": "Catalogue THREDDS"}},
            {"type": "HTTP_DOWNLOAD_LINK", "url": "https://thredds.example.org/thredds/fileServer/M/a.nc"},
            {"type": "HTTP_DOWNLOAD_LINK", "url": "https://thredds.example.org/thredds/dodsC/M/a.nc"},
            {"type": "HTTP_DOWNLOAD_LINK", "name": "hg",
             "url": "https://thredds.example.org/thredds/wms/M/a.nc?service=WMS&version=1.3.0&request=GetCapabilities"},
            {"type": "HTTP_DOWNLOAD_LINK", "url": "https://u:p@example.org/data/all.zip"},
            {"type": "HTTP_DOWNLOAD_LINK", "url": "http://baobab.example.org//Data-Download/?datsId=1716"},
            {"type": "FTP_DOWNLOAD_LINK", "url": "ftp://ftp.example.org/pub/"},
            {"type": "ORDER_LINK", "url": "https://example.org/order", "name": "Order"},
            {"type": "INFORMATION_LINK", "url": "https://www.iagos.org", "description": {"en": "Site"}},
            {"type": "OPENSEARCH_LINK", "url": f"{root}{PATH}/data/", "name": "", "description": None},
            {"type": "HTTP_DOWNLOAD_LINK", "url": ""},
        ],
        **changes,
    }  # fmt: skip


ENTRIES = [
    {
        "date": f"{year}-01-01T00:00:00Z",
        "parentIdentifier": KEY,
        "type": "YEAR",
        "totalSize": 1000 * year,
        "fileNumber": 12,
    }
    for year in (2012, 2013, 2014)
]


class SyntheticAeris:
    """``entries`` are what the files' service lists; ``details`` counts the records that were asked for."""

    def __init__(self, entries: Any = None, **changes: Any):
        self.entries = ENTRIES if entries is None else entries
        self.changes = changes
        self.details: list[str] = []
        self.asked: list[dict[str, list[str]]] = []
        self.url = ""

    def mount(self, server: FaultServer, csw: bytes = b"") -> SyntheticAeris:
        self.url = server.add(f"{PATH}/csw", Reply(body=csw, headers={"Content-Type": "application/xml"}))
        root = server.url("")
        for key in (KEY, ODD):
            server.add(f"{PATH}/metadata/{_path(key)}", lambda seen, key=key: self._record(seen, root, key))
        server.add(f"{PATH}/data/request", self._list)
        return self

    def _record(self, seen: Seen, root: str, key: str) -> Reply:
        self.details.append(seen.target)
        return as_json({**synthetic_record(root), "id": key, **self.changes})

    def _list(self, seen: Seen) -> Reply:
        self.asked.append(seen.query)
        return self.entries if isinstance(self.entries, Reply) else as_json({"entries": self.entries})


def _path(key: str) -> str:
    from urllib.parse import quote

    return quote(key, safe="")
