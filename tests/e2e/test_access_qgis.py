"""Ways to the bytes through QGIS's own network: a basket's whole life, and signatures that arrive as made."""

from __future__ import annotations

import zipfile
from datetime import datetime, timezone
from urllib.parse import quote, urlsplit

import pytest

pytest.importorskip("qgis.core", reason="QGIS's Python bindings are not on this machine")

from gaia_plugin.bridge.network import qgis_session
from gaia_plugin.core.access import Access
from gaia_plugin.core.access.basket import Selection, basket_link
from gaia_plugin.core.errors import BeingPrepared
from gaia_plugin.core.model import Link, LinkKind
from gaia_plugin.core.net import Credential
from gaia_plugin.core.net.s3_keys import S3Keys, presigned
from gaia_plugin.core.transfer import fetch
from tests.bridge.conftest import start_qgis
from tests.support.faultserver import FaultServer, Reply
from tests.support.pumped import pumped
from tests.support.synthetic_hydroweb import KEY, ROOT, SyntheticBaskets

pytestmark = pytest.mark.qgis

NAMES = ["a.tif", "a b/ü(1)+=&:@,;'!*~.tif", "x%2Fy.tif", "日本/語.tif"]


@pytest.fixture
def server():
    start_qgis()
    with FaultServer() as running:
        yield running


def test_a_basket_is_made_followed_fetched_and_cleared_away(server, tmp_path):
    service = SyntheticBaskets({"LAKES": {"L_leman.txt": b"372.1\n" * 50}}).mount(server)
    service.plan = ["CREATED", "COMPLETED"]
    host = f"127.0.0.1:{server.port}"
    key = Credential([host], headers={"X-API-Key": KEY}, allow_http=True)
    session = qgis_session(credentials=[key])
    row = {"kind": "hydroweb", "service": "hydroweb.next", "hosts": [host], "workflows": server.url(ROOT)}
    access = Access(session, [row], [])
    link = basket_link(server.url(ROOT), [Selection("LAKES")])
    with pytest.raises(BeingPrepared):
        pumped(access.fetchable)(link)
    got = pumped(fetch)(session, link, tmp_path / link.name, access=access)
    with zipfile.ZipFile(got.path) as archive:
        assert archive.namelist() == ["LAKES/L_leman.txt"]
    assert service.baskets == {} and [seen.method for seen in server.seen][-1] == "DELETE"


@pytest.mark.parametrize("name", NAMES)
def test_an_address_arrives_as_it_was_signed(server, name):
    """Whatever QGIS's addresses do with signs: the store computes the signature from what it hears."""
    host = f"127.0.0.1:{server.port}"
    session = qgis_session(credentials=[S3Keys([host], "of-the-hub", "of-the-hub-too", allow_http=True)])
    stores = [{"buckets": ["eodata"], "endpoint": server.url(""), "keys": True}]
    access = Access(session, [{"kind": "s3", "service": "S3", "stores": stores}], [])
    server.add("/eodata/*", Reply(200, b"II*\0", {"Content-Type": "image/tiff"}))
    link = Link(f"s3://eodata/{quote(name)}", LinkKind.DOWNLOAD)
    got = pumped(access.fetchable)(link)
    pumped(session.get)(got.url)
    heard = server.seen[-1]
    moment = datetime.strptime(heard.query["X-Amz-Date"][0], "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)
    again = presigned(server.url(heard.path), "of-the-hub", "of-the-hub-too", moment)
    assert urlsplit(again).path == heard.path
    assert urlsplit(again).query.rpartition("=")[2] == heard.query["X-Amz-Signature"][0]
