"""Coverages of a closed WCS: through QGIS's own provider, whose requests carry the sign-in; where a server
speaks only 2.0, which GDAL reads and takes no sign-in to, it says so and offers the download."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from gaia_plugin.bridge.preprocessor import RequestCredentials
from gaia_plugin.core.errors import CannotStream
from gaia_plugin.core.model import Link, LinkKind
from gaia_plugin.core.net import Credential
from tests.bridge.test_layers import (  # noqa: F401 (fixtures)
    Events,
    adding,
    colours,
    in_front_of,
    server,
    session,
)
from tests.support.faultserver import FaultServer, Reply, Seen, as_xml

pytestmark = pytest.mark.hub
WORD = "synthetic-token-of-coverages"


@pytest.fixture
def signed_in(session: Any, server: FaultServer) -> Iterator[None]:  # noqa: F811
    host = urlsplit(server.url("/")).netloc
    headers = {"Authorization": f"Bearer {WORD}"}
    session.credentials.add(Credential([host], headers=headers, allow_http=True))
    attached = RequestCredentials(session.credentials)
    attached.install()
    yield
    attached.remove()


def closed(seen: Seen, oldest: str) -> Reply | str:
    """A server that knows its people, and no version of WCS before ``oldest``."""
    if seen.headers.get("authorization") != f"Bearer {WORD}":
        return Reply(401, b"")
    version = next((values[0] for name, values in seen.query.items() if name.upper() == "VERSION"), "2.0.1")
    if version < oldest:
        return as_xml('<ExceptionReport><Exception exceptionCode="NotThatOld"/></ExceptionReport>')
    return seen.target


def test_one_that_speaks_1_0_too_is_drawn(
    hub: dict[str, str],
    adding: Events,  # noqa: F811
    server: FaultServer,  # noqa: F811
    colours: Any,  # noqa: F811
    signed_in: None,
) -> None:
    url = in_front_of(server, hub["wcs"], lambda seen: closed(seen, "1.0.0"))
    layer = adding.layer(Link(url, LinkKind.WCS, name="dem"))
    assert layer.providerType() == "wcs" and WORD not in layer.source()
    assert colours(layer) > 2
    assert all(seen.headers.get("authorization") == f"Bearer {WORD}" for seen in server.seen)


def test_one_that_speaks_2_0_alone_says_why_not(
    hub: dict[str, str],
    adding: Events,  # noqa: F811
    server: FaultServer,  # noqa: F811
    signed_in: None,
) -> None:
    url = in_front_of(server, hub["wcs"], lambda seen: closed(seen, "2.0.0"))
    error = adding.error(Link(url, LinkKind.WCS, name="dem"))
    assert isinstance(error, CannotStream) and "download" in str(error)
    assert WORD not in f"{error} {error.fields}"
