"""5,000 STAC items from a loopback server to granules, against requests + json and against pystac-client."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import Any

from gaia_plugin.core import Dataset, Query, Session, open_catalog
from tests.bench.stac_peer import ITEMS, ROUNDS, SIZE, counted, plain, row
from tests.bench.stac_server import COLLECTION, stac_server


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
    counted(found, work.__name__)
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
        row("stac_5000_items_parsed_ratio", value, "requests + json", peer, 1.25),
        row("stac_vs_pystac_client", value, "pystac-client items()", library, 1 / 3),
    ]


if __name__ == "__main__":
    for one in rows():
        print(one)
