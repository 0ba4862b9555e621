"""Serves the emulated catalogues on loopback, each on a port of its own: ``_emulated.py CONTENT`` (JSON)."""

from __future__ import annotations

import json
import signal
import sys
import threading
from collections import deque
from pathlib import Path
from typing import Any

from tests.support.faultserver import FaultServer
from tests.support.synthetic_datagouv import SyntheticDataGouv
from tests.support.synthetic_dataone import SyntheticDataOne
from tests.support.synthetic_erddap import SyntheticErddap
from tests.support.synthetic_esgf import SyntheticEsgf
from tests.support.synthetic_fdsn import SyntheticFdsn
from tests.support.synthetic_geodes import KEY, SyntheticGeodes
from tests.support.synthetic_geonetwork import SyntheticGeoNetwork
from tests.support.synthetic_hydroweb import SyntheticBaskets
from tests.support.synthetic_odata import Service as ODataService
from tests.support.synthetic_ozcar import SyntheticOzcar
from tests.support.synthetic_rest import (
    SyntheticDataCite,
    SyntheticDataverse,
    SyntheticGbif,
)


def _geodes(server: FaultServer, items: Any, collections: Any, files: dict[str, str]) -> None:
    held = {digest: Path(path).read_bytes() for digest, path in files.items()}
    SyntheticGeodes(items, collections, held).mount(server)


def _hydroweb(server: FaultServer, items: Any, collections: Any, baskets: dict[str, Any]) -> None:
    hydroweb = SyntheticGeodes(items, collections, search_key=KEY, largest_page=10_000)
    hydroweb.mount(server, "/api/v1/rs-catalog/stac")
    held = {key: {name: text.encode() for name, text in files.items()} for key, files in baskets.items()}
    SyntheticBaskets(held).mount(server)


MOUNTS: dict[str, Any] = {
    "geodes": _geodes,
    "hydroweb": _hydroweb,
    "esgf": lambda server, datasets, files: SyntheticEsgf(datasets, files).mount(server),
    "geonetwork": lambda server, records: SyntheticGeoNetwork(records).mount(server),
    "dataverse": lambda server, records: SyntheticDataverse(records).mount(server),
    "datacite": lambda server, records: SyntheticDataCite(records).mount(server),
    "gbif": lambda server, records, occurrences: SyntheticGbif(records, (), occurrences).mount(server),
    "dataone": lambda server, docs, objects: SyntheticDataOne(docs, objects).mount(server),
    "odata": lambda server, products: ODataService(products).install(server),
    "fdsn": lambda server: SyntheticFdsn().mount(server),
    "ozcar": lambda server: SyntheticOzcar().mount(server),
    "erddap": lambda server, datasets: SyntheticErddap(datasets).mount(server),
    "datagouv": lambda server, records: SyntheticDataGouv(records).mount(server),
}


def main(content: Path) -> None:
    over = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: over.set())
    for name, said in json.loads(content.read_text("utf-8")).items():
        server = FaultServer(port=said["port"])
        server.seen = deque(maxlen=9)  # a hub may run for days
        MOUNTS[name](server, **said["content"])
        server.__enter__()
    over.wait()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
