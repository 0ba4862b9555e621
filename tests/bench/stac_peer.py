"""What the two STAC benches share: how much is read, the peer that reads it, and the form of a row."""

from __future__ import annotations

from typing import Any

from tests.bench.stac_server import COLLECTION

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


def counted(found: list[Any], who: str) -> None:
    """Raises RuntimeError where not all items were found."""
    if len(found) != ITEMS:
        raise RuntimeError(f"{who} found {len(found)} items, not {ITEMS}")


def row(name: str, value: float, peer: str, peer_value: float, times: float) -> dict[str, Any]:
    """A row in seconds whose limit is so many times the peer's."""
    return {
        "name": name,
        "value": round(value, 4),
        "unit": "s",
        "peer": peer,
        "peer_value": round(peer_value, 4),
        "limit_value": round(times * peer_value, 4),
        "ratio_to_peer": round(value / peer_value, 3),
        "ratio_to_limit": round(value / peer_value / times, 3),
    }
