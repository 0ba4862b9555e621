"""5,000 STAC items from a loopback server to granules, against requests + json and against pystac-client."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import Any

from gaia_plugin.core import Dataset, Query, Session, open_catalog
from tests.bench.stac_server import COLLECTION, stac_server

ITEMS, SIZE, ROUNDS = 5000, 250, 5


def plain(url: str) -> list[dict[str, Any]]:
    """The peer: the same pages by requests, read by its ``json()``, one after the other."""
    import requests

    features: list[dict[str, Any]] = []
    with requests.Session() as session:
        href: str | None = f"{url}/search?limit={SIZE}&collections={COLLECTION}"
        while href:
            answer = session.get(href, timeout=60).json()
            features += answer["features"]
            href = next((link["href"] for link in answer["links"] if link["rel"] == "next"), None)
    return features


def ours(url: str) -> list[Any]:
    """Our catalogue, from its landing page to the last granule."""
    session = Session()
    catalog = open_catalog(url, kind="stac", session=session, id="bench")
    dataset = Dataset(id=COLLECTION, title=COLLECTION, catalog="bench")
    found = [
        granule
        for page in catalog.granules(dataset, Query(limit=None, page_size=SIZE))
        for granule in page.items
    ]
    session.close()
    return found


def pystac(url: str) -> list[Any]:
    """The other peer: pystac-client's ``items()``."""
    from pystac_client import Client

    return list(Client.open(url).search(collections=[COLLECTION], limit=SIZE, method="GET").items())


def seconds(work: Callable[[str], list[Any]], url: str) -> float:
    """How long one round takes; what it made is counted and let go outside the clock."""
    gc.collect()
    start = time.perf_counter()
    found = work(url)
    spent = time.perf_counter() - start
    if len(found) != ITEMS:
        raise RuntimeError(f"{work.__name__} found {len(found)} items, not {ITEMS}")
    return spent


def rows(context: Any = None) -> list[dict[str, Any]]:
    """The rows for bench.json. Rounds alternate, and the best of each is taken: other work on the machine
    only ever adds."""
    with stac_server(ITEMS, SIZE) as url:
        mine, theirs = [], []
        for _ in range(ROUNDS):
            theirs.append(seconds(plain, url))
            mine.append(seconds(ours, url))
        library = min(seconds(pystac, url) for _ in range(2))
    value, peer = min(mine), min(theirs)
    return [
        {
            "name": "stac_5000_items_parsed_ratio",
            "value": round(value, 4),
            "unit": "s",
            "peer": "requests + json",
            "peer_value": round(peer, 4),
            "limit_value": round(1.25 * peer, 4),
            "ratio_to_peer": round(value / peer, 3),
            "ratio_to_limit": round(value / peer / 1.25, 3),
        },
        {
            "name": "stac_vs_pystac_client",
            "value": round(value, 4),
            "unit": "s",
            "peer": "pystac-client items()",
            "peer_value": round(library, 4),
            "limit_value": round(library / 3, 4),
            "ratio_to_peer": round(value / library, 3),
            "ratio_to_limit": round(3 * value / library, 3),
        },
    ]


if __name__ == "__main__":
    for row in rows():
        print(row)
