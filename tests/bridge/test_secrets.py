"""A password or a key in an address ends in no layer, no project, no log and no message."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsApplication

from gaia_plugin.bridge.downloads import Downloads
from gaia_plugin.bridge.layer_plans import plans
from gaia_plugin.bridge.network import qgis_session
from gaia_plugin.core.errors import GaiaError, UnsupportedLink
from gaia_plugin.core.model import Dataset, Granule, Link, LinkKind
from gaia_plugin.core.net import Retry, Timeouts
from gaia_plugin.core.transfer.jobs import State
from tests.support.faultserver import FaultServer, Reply

ROOT = Path(__file__).resolve().parents[2]
OZONE = sorted((ROOT / "resources" / "demo").glob("antarctic-*/*.tif"))[0]
USER = "me:canary" + "@"
SERVICES = [LinkKind.WMS, LinkKind.WMTS, LinkKind.WFS, LinkKind.WCS, LinkKind.FEATURES]


@pytest.fixture
def heard() -> list[str]:
    """What QGIS's log receives."""
    said: list[str] = []
    QgsApplication.messageLog().messageReceived.connect(lambda text, *_: said.append(text))
    return said


@pytest.mark.parametrize(
    "name", ["token", "apikey", "API_KEY", "access_token", "X-Amz-Signature", "password"]
)
@pytest.mark.parametrize("kind", [*SERVICES, LinkKind.COG, LinkKind.TILES])
def test_no_layer_source_holds_one(kind: LinkKind, name: str) -> None:
    tail = "/{z}/{x}/{y}.png" if kind is LinkKind.TILES else "/ows"
    for address in (f"https://h.example{tail}?{name}=canary", f"https://{USER}h.example{tail}?map=a"):
        link = Link(address, kind, name="a")
        try:
            sources = repr([way.uri for way in plans(link, Dataset("d", "D", links=(link,)))])
        except UnsupportedLink as error:
            sources = f"{error} {error.fields}"
        assert "canary" not in sources


def over(downloads: Downloads) -> list[Any]:
    """What goes on no more, or waits because its host failed; loaded where it is to be."""
    stopped = (State.DONE, State.FAILED, State.LATER)
    found = [one for one in downloads.model.downloads() if one.state in stopped]
    return [one for one in found if one.state is not State.DONE or one.layers]


@pytest.mark.parametrize("status", [200, 401, 404, 500])
def test_a_download_tells_nobody(
    project: Any, wait_for: Callable[..., None], tmp_path: Path, heard: list[str], status: int
) -> None:
    with FaultServer() as server:
        body = OZONE.read_bytes() if status == 200 else b'{"message": "refused: /ozone.tif?token=canary"}'
        kind = "image/tiff" if status == 200 else "application/json"
        url = server.add("/ozone.tif", Reply(status, body, {"Content-Type": kind}))
        link = Link(url.replace("://", f"://{USER}") + "?token=canary", LinkKind.DOWNLOAD)
        granule = Granule("g", "Scene", catalog="demo", collection="ozone", links=(link,))
        session = qgis_session(retry=Retry(times=1, first=0.01), timeouts=Timeouts(2.0, 2.0, 30.0))
        downloads, ended = Downloads(session, project, path=tmp_path / "transfers.sqlite"), []
        downloads.counted.connect(lambda _: ended.extend(over(downloads)))
        downloads.download(granule, [link], tmp_path / "files")
        wait_for(lambda: ended, 30)
        made = ended[0]
        downloads.shut()
        session.close()
    if status == 200:
        assert made.error is None and len(project.mapLayers()) == 1
    else:
        assert isinstance(made.error, GaiaError)
    saved = tmp_path / "saved.qgs"
    assert project.write(str(saved))
    written = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".tif"]
    assert not any(b"canary" in content for content in written)
    assert "canary" not in " ".join([*heard, str(made.error), str(made.path)])
