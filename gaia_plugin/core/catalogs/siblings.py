"""What else answers at an address: one server often speaks several protocols of the OGC there."""

from __future__ import annotations

from ..errors import Cancelled, GaiaError
from ..model import LinkKind
from ..net import Cancel, Session
from .addresses import capabilities_url
from .finder import Found
from .recognise import recognise

_KINDS = ("csw", "wms", "wmts", "wfs", "wcs")
_MOST = 16 * 1024 * 1024


def siblings(found: Found, session: Session, cancel: Cancel | None = None) -> tuple[str, ...]:
    """The other kinds of OGC services at the address of one that was found, in a fixed order: at most four
    requests for capabilities, none where it is not such a service. Raises Cancelled; what does not answer
    is not there."""
    if found.kind not in _KINDS or found.entry is None or not found.url.startswith("http"):
        return ()
    from ..ogc import capabilities_url as service_capabilities_url  # slow to import

    others = []
    for kind in _KINDS:
        if kind == found.kind:
            continue
        url = found.url
        asked = capabilities_url(url) if kind == "csw" else service_capabilities_url(url, LinkKind(kind))
        try:
            answer = session.get(asked, cancel=cancel, cache=True, max_bytes=_MOST)
            if recognise(answer.content, answer.url).kind == kind:
                others.append(kind)
        except Cancelled:
            raise
        except GaiaError:
            continue
    return tuple(others)
