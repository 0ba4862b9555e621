"""Whether an address belongs to a GeoNetwork 4."""

from __future__ import annotations

from urllib.parse import urlsplit

from ...errors import Cancelled, GaiaError
from ...net import Cancel, Session
from .addresses import Addresses
from .answers import read_answer


def looks_like_geonetwork(url: str) -> bool:
    """Whether the path is one that GeoNetwork has: "…/geonetwork…", "…/srv/eng/…", "…/srv/api/…". An address
    of its CSW is meant as such, and is none."""
    try:
        segments = [segment.lower() for segment in urlsplit(url).path.split("/") if segment]
    except ValueError:
        return False
    if segments and segments[-1].startswith("csw"):
        return False
    return "geonetwork" in segments or "srv" in segments


def is_geonetwork(url: str, session: Session, cancel: Cancel | None = None) -> bool:
    """Whether the search of a GeoNetwork 4 answers there; GeoNetwork 3 has none. Raises Cancelled only."""
    try:
        addresses = Addresses.of(url)
        asked = {"size": 0, "query": {"match_all": {}}}
        answer = session.post(
            addresses.search, json=asked, headers={"Accept": "application/json"}, cancel=cancel
        )
        read_answer(answer.json(), answer.url)
    except Cancelled:
        raise
    except (GaiaError, ValueError):
        return False
    return True
