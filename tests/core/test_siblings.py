"""Several services at one address: what else answers there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gaia_plugin.core.catalogs.detect import find
from gaia_plugin.core.catalogs.finder import Found
from gaia_plugin.core.catalogs.siblings import siblings
from gaia_plugin.core.errors import Cancelled
from gaia_plugin.core.net import Cancel, Retry, Session
from tests.support.faultserver import FaultServer, Reply, Seen, as_html, as_xml

SYNTHETIC = {
    "wms": '<WMS_Capabilities xmlns="http://www.opengis.net/wms" version="1.3.0"><Service><Name>WMS</Name>'
    "<Title>Synthetic maps</Title></Service><Capability><Layer><Name>a</Name><Title>A</Title></Layer>"
    "</Capability></WMS_Capabilities>",
    "wfs": '<wfs:WFS_Capabilities xmlns:wfs="http://www.opengis.net/wfs/2.0" version="2.0.0"/>',
}


def synthetic_server(seen: Seen) -> Reply:
    """WMS and WFS; a web page for anything else."""
    asked = {name.lower(): values[0].lower() for name, values in seen.query.items()}
    document = SYNTHETIC.get(asked.get("service", ""))
    return as_xml(document) if document else as_html("<html>Welcome</html>")


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        running.add("/ows", synthetic_server)
        yield running


@pytest.fixture
def session() -> Session:
    return Session(retry=Retry(times=0))


def test_the_others_at_the_address_are_named(server: FaultServer, session: Session) -> None:
    found = find(server.url("/ows"), session)
    assert found.kind == "wms" and siblings(found, session) == ("wfs",)


def test_what_is_no_such_service_is_not_asked(server: FaultServer, session: Session) -> None:
    assert siblings(Found("stac", "S", server.url("/ows")), session) == ()
    assert server.seen == []


def test_a_cancelled_question_ends(server: FaultServer, session: Session) -> None:
    found, stopped = find(server.url("/ows"), session), Cancel()
    stopped.cancel()
    with pytest.raises(Cancelled):
        siblings(found, session, stopped)
