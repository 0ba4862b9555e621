"""Signed files through QGIS's own network into a project, in which no signature is found."""

from __future__ import annotations

import json
import zipfile
from urllib.parse import urlsplit

import pytest

pytest.importorskip("qgis.core", reason="QGIS's Python bindings are not on this machine")

from qgis.core import QgsApplication, QgsProject

from gaia_plugin.bridge.downloads import Downloads
from gaia_plugin.bridge.network import qgis_session
from gaia_plugin.core.access import Access
from gaia_plugin.core.model import Granule, Link, LinkKind
from gaia_plugin.core.net import Credential
from tests.bridge.conftest import start_qgis
from tests.hub.hub import BUILD, ROOT
from tests.hub.services._signing_server import PAIRED

pytestmark = [pytest.mark.hub, pytest.mark.qgis]
STORE = "https://s3-data.meso.umontpellier.fr/sm1-gdc"
NAMES = ("T00_visual.tif", "T01_visual.tif", "T02_visual.tif")


def test_a_granule_s_files_arrive_and_the_project_holds_no_signature(hub, tmp_path):
    start_qgis()
    host = urlsplit(hub["signing"]).netloc
    key = Credential([host], headers={"access-key": "alice", "secret-key": PAIRED}, allow_http=True)
    session, project, logged = qgis_session(credentials=[key]), QgsProject(), []
    rows = json.loads((ROOT / "resources" / "access.json").read_text("utf-8"))
    row = {**next(one for one in rows if one["id"] == "teledetection"), "gateway": hub["signing"]}
    Access(session, [row]).use()
    heard = QgsApplication.messageLog().messageReceived.connect(lambda *said: logged.append(str(said)))
    links = [Link(f"{STORE}/optical/{name}", LinkKind.COG, media_type="image/tiff") for name in NAMES]
    downloads, made = Downloads(session, project, path=tmp_path / "transfers.sqlite"), []
    downloads.ended.connect(made.extend)
    try:
        downloads.download(Granule("g1", "Scene", catalog="x", links=tuple(links)), links, tmp_path)
        while len(made) < len(links):
            QgsApplication.processEvents()
        made.sort(key=lambda one: one.path.name)
        assert [(one.state, one.error) for one in made] == [("done", None)] * 3
        for one, name in zip(made, NAMES):
            assert one.path.read_bytes() == (BUILD / "data" / "files" / "optical" / name).read_bytes()
            assert [layer.isValid() for layer in one.layers] == [True]
        assert project.write(str(tmp_path / "p.qgz"))
        with zipfile.ZipFile(tmp_path / "p.qgz") as archive:
            written = b"".join(archive.read(name) for name in archive.namelist())  # a table of styles, too
        everything = written.decode("utf-8", "replace") + "".join(logged) + repr(made)
        everything += "".join(path.read_text("utf-8") for path in tmp_path.rglob("*.stac.json"))
        everything += (tmp_path / "transfers.sqlite").read_bytes().decode("utf-8", "replace")
        assert STORE in everything, "where it came from is told"
        for secret in (PAIRED, "X-Amz", urlsplit(hub["signing_store"]).netloc):
            assert secret not in everything
    finally:
        downloads.shut()
        QgsApplication.messageLog().messageReceived.disconnect(heard)
        session.close()
        project.clear()
