"""A selection of Hydroweb.next as one link: a basket, which the service packs when it is asked for.

The link is all there is: it holds what is to be packed (behind its ``#``, which is never sent) and the
basket's name, by which the service's own list knows it again. So a queue that was closed goes on with the
basket that is being packed, and nobody but the queue must remember anything. The request is that of
py-hydroweb 1.3 (``DownloadBasket.as_dict``).
"""

from __future__ import annotations

import base64
import json
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urldefrag, urlsplit

from ..model import Link, LinkKind

_MARK = "basket="
_LONGEST = 1 << 20  # bytes of a request; an area of ten thousand corners takes a third of it
_FILTERS = ("bbox", "intersects", "intersectsRefs", "datetime", "query")


@dataclass(frozen=True)
class Selection:
    """What is wanted of one collection: ``filters`` are ``bbox`` or ``intersects`` (a polygon), ``query`` (as
    STAC's extension of this name), as in a search of the same service."""

    collection: str
    filters: Mapping[str, Any] = field(default_factory=dict)


def basket_link(workflows: str, selections: Sequence[Selection], title: str = "", name: str = "") -> Link:
    """One link to the archive of all selections; ``workflows`` is the service's address for them, ``name``
    what the service calls it (one that nobody else has, where none is given). Asks nobody. Raises ValueError
    where nothing is selected."""
    if not selections:
        raise ValueError("an empty basket")
    if not name:
        import secrets  # slow to import, and rarely needed

        name = f"gaia-data-{secrets.token_hex(8)}"
    body = json.dumps(_request(name, selections), separators=(",", ":")).encode("utf-8")
    packed = base64.urlsafe_b64encode(zlib.compress(body, 9)).decode("ascii")
    return Link(
        href=f"{workflows}#{_MARK}{packed}",
        kind=LinkKind.DOWNLOAD,
        title=title or ", ".join(dict.fromkeys(one.collection for one in selections)),
        name=f"{name}.zip",
        media_type="application/zip",
        key="basket",
        roles=("data",),
        restricted=True,
    )


def basket_of(url: str) -> tuple[str, dict[str, Any]] | None:
    """The service's address and the request of a basket's link; None where it is no such link, or a broken
    one."""
    address, fragment = urldefrag(url)
    if not fragment.startswith(_MARK) or not urlsplit(address).hostname:
        return None
    try:
        unpack = zlib.decompressobj()
        body = unpack.decompress(base64.urlsafe_b64decode(fragment[len(_MARK) :]), _LONGEST)
        said = json.loads(body) if unpack.eof else None
    except (ValueError, zlib.error, RecursionError):
        return None
    if not isinstance(said, dict) or not isinstance(said.get("workflowName"), str):
        return None
    return address, said


def _request(name: str, selections: Sequence[Selection]) -> dict[str, Any]:
    """As the service's own client asks: what comes from one collection twice is told apart by its number."""
    often, seen = Counter(one.collection for one in selections), Counter[str]()
    collections = []
    for one in selections:
        seen[one.collection] += 1
        number = seen[one.collection]
        key = one.collection if number == 1 else f"{one.collection}_{number}"
        folder = one.collection if often[one.collection] == 1 else f"{one.collection}/{key}"
        filters = {each: one.filters.get(each) for each in _FILTERS}
        collections.append(
            {"collectionId": one.collection, "correlationId": key, "folder": folder, "filters": filters}
        )
    return {"workflowName": name, "collections": collections}
