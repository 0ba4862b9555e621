"""Other people's readers of the same answers, for what our reading is beside theirs."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from tests.support.answers import Case

_RECORDS = ("{http://www.isotc211.org/2005/gmd}MD_Metadata", "{http://www.isotc211.org/2005/gmi}MI_Metadata")


@dataclass(frozen=True)
class Peer:
    """Its name, and its reading of the answer."""

    name: str
    work: Callable[[], object]


def peer_of(case: Case, content: bytes) -> Peer | None:
    """The peer that reads such an answer; None where there is none, or it is not installed, or it cannot."""
    for begin, make in _PEERS.items():
        if case.name.startswith(begin):
            try:
                peer = make(content)
                peer.work()
            except Exception:  # it may fail on what is real, and is then no peer
                return None
            return peer
    return None


def _pystac_items(content: bytes) -> Peer:
    from pystac import Item

    def work() -> None:
        for feature in json.loads(content)["features"]:
            Item.from_dict(feature)

    return Peer("pystac Item.from_dict", work)


def _pystac_collections(content: bytes) -> Peer:
    from pystac import Collection

    def work() -> None:
        for one in json.loads(content)["collections"]:
            Collection.from_dict(one)

    return Peer("pystac Collection.from_dict", work)


def _iso(content: bytes) -> Peer:
    from owslib.etree import etree
    from owslib.iso import MD_Metadata

    def work() -> None:
        found = list(etree.fromstring(content).iter(*_RECORDS))
        if not found:
            raise ValueError("no record of ISO 19139")
        for element in found:
            MD_Metadata(element)

    return Peer("OWSLib MD_Metadata", work)


def _dublin_core(content: bytes) -> Peer:
    from owslib.csw import CswRecord
    from owslib.etree import etree

    def work() -> None:
        for element in etree.fromstring(content).iter("{http://www.opengis.net/cat/csw/2.0.2}Record"):
            CswRecord(element)

    return Peer("OWSLib CswRecord", work)


_PEERS: dict[str, Callable[[bytes], Peer]] = {
    "stac items": _pystac_items,
    "stac collections": _pystac_collections,
    "csw, synthetic Dublin Core": _dublin_core,
    "csw,": _iso,
    "geonetwork record": _iso,
}
