"""Catalogues that have no installable server, emulated from what is published about them: GEODES,
Hydroweb.next, ESGF, GeoNetwork 4, Dataverse, DataCite, GBIF, DataONE, the OData of Copernicus, FDSN stations,
the portal of Theia/OZCAR, ERDDAP, data.gouv.fr.

The servers are the synthetic ones of the unit tests (``tests/support/synthetic_*.py``), in one process; they
hold ``data/emulated_records.py``. GEODES lets download, and Hydroweb.next search and make baskets, whoever
sends ``X-API-Key: of-the-hub``; how a basket goes on is in ``tests/support/synthetic_hydroweb.py``.
"""

from __future__ import annotations

import json
import sys

from tests.hub.data import emulated_records
from tests.hub.hub import ROOT, Hub, fetch

PACKAGES = ("python3-shapely", "python3-yaml")
PATHS = {
    "geodes": "/api/stac",
    "hydroweb": "/api/v1/rs-catalog/stac",
    "esgf": "/esg-search/search",
    "geonetwork": "/geonetwork/srv/api/search/records/_search",
    "dataverse": "/api/search",
    "datacite": "/dois",
    "gbif": "/v1/dataset/search",
    "dataone": "/d1/mn/v2",
    "odata": "/odata/v1/",
    "fdsn": "/fdsnws/station/1",
    "ozcar": "/api-observation/observation",
    "erddap": "/erddap",
    "datagouv": "/api/1/datasets/",
}
PORTS = tuple(PATHS)


def endpoints(ports: dict[str, int]) -> dict[str, str]:
    return {f"emulated_{name}": f"http://127.0.0.1:{ports[name]}{path}" for name, path in PATHS.items()}


def fill(hub: Hub) -> None:
    content = {
        name: {"port": hub.ports[f"emulated.{name}"], "content": getattr(emulated_records, name)(hub)}
        for name in PATHS
    }
    (hub.dir("emulated") / "content.json").write_text(json.dumps(content), "utf-8")


def start(hub: Hub) -> None:
    content = str(hub.dir("emulated") / "content.json")
    hub.spawn("emulated", [sys.executable, "-m", "tests.hub.services._emulated", content], cwd=str(ROOT))


def check(hub: Hub) -> str:
    """The last that is mounted answers; the others were mounted before it."""
    found = json.loads(fetch(hub.endpoints["emulated_datagouv"] + "?q=&page=1&page_size=5"))
    return "" if found["total"] else "no records"
