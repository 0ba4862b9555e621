"""The issuer of a service that names only its token endpoint, in its OpenAPI description (the signing service
of DINAMIS and Theia does)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from ..errors import SignInUnavailable, host_of
from ..net.cancel import Cancel
from ..net.session import Session
from .endpoints import MOST_BYTES, is_safe

_KEYCLOAK = "/protocol/openid-connect/token"


def issuer_of(session: Session, url: str, cancel: Cancel | None = None) -> str:
    """The Keycloak realm whose token endpoint an OpenAPI document names (OpenAPI 3.1 section 4.8.29, OAuth
    Flow Object). Raises SignInUnavailable where it names none, and as ``Session.get``."""
    document = session.get(url, cancel=cancel, max_bytes=4 * MOST_BYTES).json()
    for address in _token_urls(document):
        whole = urljoin(url, address)
        if whole.endswith(_KEYCLOAK) and is_safe(whole, url):
            return whole[: -len(_KEYCLOAK)]
    raise SignInUnavailable(host=host_of(url), detail="it does not say where tokens are given")


def _token_urls(document: Any) -> Iterator[str]:
    components = document.get("components") if isinstance(document, dict) else None
    schemes = components.get("securitySchemes") if isinstance(components, dict) else None
    for scheme in schemes.values() if isinstance(schemes, dict) else ():
        flows = scheme.get("flows") if isinstance(scheme, dict) else None
        for flow in flows.values() if isinstance(flows, dict) else ():
            if isinstance(flow, dict) and isinstance(flow.get("tokenUrl"), str):
                yield flow["tokenUrl"]
