"""GEODES (CNES): REGARDS with pages of 80, two addresses of its search, and a licence that is none.

Its collections go by codes ("THEIA_SWH-PHASE1_SPOT4_L1C"); what these stand for is what people look for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ...metadata.jsontexts import text, texts
from ..stac.request import Plan
from .regards import Regards

_MEANT = {
    "SWH": "Spot World Heritage",
    "VENUS": "Venµs",
    "TAKE5": "Take 5",
    "FLATSIM": "InSAR",
    "OSO": "occupation du sol",
    "SAGSA": "GRACE",
}
"""What the parts of collections' identifiers stand for."""


class Geodes(Regards):
    """The CNES portal for Sentinel, Landsat, Venµs and SPOT World Heritage."""

    largest_page = 80

    def plans(self, plan: Plan) -> Iterator[Plan]:
        """Search is ``/search`` for its own clients and ``/items`` in its newer documentation."""
        yield plan
        base, found, _ = plan.request.url.rpartition("/search")
        if found:
            yield replace(plan, request=replace(plan.request, url=f"{base}/items"))

    def item(self, item: Any) -> Any:
        bent = super().item(item)
        return _unlicensed(bent) if isinstance(bent, dict) else bent

    def collection(self, document: Any) -> Any:
        return _named(_unlicensed(document)) if isinstance(document, dict) else document

    def asset(self, asset: Any) -> Any:
        found = super().asset(asset)
        href = found.get("href") if isinstance(found, dict) else None
        if isinstance(href, str) and "/api/quicklook/" in href and "scope=" not in href:
            found["href"] = href + ("&" if "?" in href else "?") + "scope=gdh"
        return found


def _named(collection: dict[str, Any]) -> dict[str, Any]:
    """The collection with what its identifier stands for among its keywords."""
    codes = set(text(collection.get("id")).upper().replace("-", "_").split("_"))
    meant = [words for code, words in _MEANT.items() if code in codes]
    said = texts(collection.get("keywords"))
    added = [words for words in meant if words not in said]
    return {**collection, "keywords": [*said, *added]} if added else collection


def _unlicensed(record: dict[str, Any]) -> dict[str, Any]:
    """The record without "Apache-2.0", which stands there for want of the data's own licence."""
    links = record.get("links")
    kept = [
        link
        for link in (links if isinstance(links, list) else ())
        if not (
            isinstance(link, dict) and link.get("rel") == "license" and "Apache-2.0" in str(link.get("href"))
        )
    ]
    properties = record.get("properties")
    if isinstance(properties, dict) and properties.get("license") == "Apache-2.0":
        properties = {name: value for name, value in properties.items() if name != "license"}
        record = {**record, "properties": properties}
    placeholder = record.get("license") == "Apache-2.0"
    return {**record, "links": kept, **({"license": ""} if placeholder else {})}
