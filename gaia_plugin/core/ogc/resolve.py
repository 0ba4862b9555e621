"""From the name that a record gives to the layer that a service offers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from urllib.parse import unquote, urlsplit

from ..model import Link
from .addresses import link_names
from .capabilities import Capabilities, Offer


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", re.sub(r"[\W_]+", " ", text.lower()))
    return plain.encode("ascii", "ignore").decode().strip()


def _local(name: str) -> str:
    return name.rsplit(":", 1)[-1]


_COMPARISONS: tuple[Callable[[Offer, str], bool], ...] = (
    lambda offer, name: offer.name == name,
    lambda offer, name: offer.name.lower() == name.lower(),
    # WCS 2.0 of GeoServer writes the colon of the workspace as two underscores.
    lambda offer, name: offer.name.replace("__", ":").lower() == name.replace("__", ":").lower(),
    lambda offer, name: _local(offer.name.replace("__", ":")).lower() == _local(name).lower(),
    lambda offer, name: bool(offer.title) and offer.title.strip().lower() == name.strip().lower(),
    lambda offer, name: bool(_fold(name)) and _fold(name) in (_fold(offer.title), _fold(offer.name)),
)


def _match(name: str, offers: Sequence[Offer]) -> Offer | None:
    """The one offer that the name means; None where none or several do."""
    for same in _COMPARISONS:
        found = [offer for offer in offers if same(offer, name)]
        if len(found) == 1:
            return found[0]
        if found:
            return None
    return None


def resolve(link: Link, capabilities: Capabilities, choice: str = "") -> tuple[Offer, ...]:
    """The layers that a link means, in drawing order; empty where the user has to be asked.

    ``choice`` is the user's answer. Else the record's name is tried as it is, without case, without
    workspace prefix, then as a title; a comma separates several layers (WMS 1.3.0, section 7.3.3.3). A
    service with a single layer needs no name.
    """
    offers = [offer for offer in capabilities.offers if offer.name]
    names = (choice,) if choice else link_names(link)
    for name in names:
        parts = [part.strip() for part in name.split(",") if part.strip()]
        several = [_match(part, offers) for part in parts]
        if len(parts) > 1 and all(several):
            return tuple(offer for offer in several if offer)
        one = _match(name, offers)
        if one and (len(parts) == 1 or not any(several)):
            return (one,)
    if choice:
        return ()
    if len(offers) == 1:
        return (offers[0],)
    # GeoServer's virtual services: …/WORKSPACE/LAYER/wms
    for part in reversed([unquote(part) for part in urlsplit(link.href).path.split("/") if part]):
        exact = [offer for offer in offers if _local(offer.name).lower() == part.lower()]
        if len(exact) == 1:
            return (exact[0],)
    return ()
