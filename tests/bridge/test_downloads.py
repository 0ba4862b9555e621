"""Files that come down in QGIS's task manager and go up into the project."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gaia_plugin.bridge.downloads import AT_ONCE, Download, Downloads
from gaia_plugin.bridge.network import qgis_session
from gaia_plugin.core.errors import (
    BadAnswer,
    Cancelled,
    ChecksumMismatch,
    NotFound,
    NotOnlineYet,
    TransferIncomplete,
)
from gaia_plugin.core.model import Checksum, Dataset, Granule, Link, LinkKind
from gaia_plugin.core.net import Retry, Timeouts
from gaia_plugin.core.transfer import fetch
from tests.support.faultserver import FaultServer, Reply, Seen, as_html

fetch_module = __import__(fetch.__module__, fromlist=["PAUSE"])
ROOT = Path(__file__).resolve().parents[2]
OZONE = sorted((ROOT / "resources" / "demo").glob("antarctic-*/*.tif"))[0]
DATASET = Dataset("ozone", "Ozone column", catalog="demo", license="CC-BY-4.0")


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


@pytest.fixture
def downloads(project: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Downloads]:
    monkeypatch.setattr(fetch_module, "PAUSE", 0.01)
    session = qgis_session(retry=Retry(times=1, first=0.01), timeouts=Timeouts(2.0, 2.0, 30.0))
    made = Downloads(session, project)
    yield made
    made.cancel_all()
    session.close()


@pytest.fixture
def over(wait_for: Callable[..., None], downloads: Downloads) -> Callable[..., None]:
    """Waits until nothing is queued, running or being cleared away."""
    return lambda: wait_for(lambda: not any(one.active or one.job for one in downloads.downloads), 30)


def tif(server: FaultServer, path: str = "/ozone.tif", **more: Any) -> Link:
    url = server.add(path, Reply(200, OZONE.read_bytes(), {"Content-Type": "image/tiff", "ETag": '"1"'}))
    return Link(url, LinkKind.DOWNLOAD, media_type="image/tiff", **more)


def granule(*links: Link, name: str = "g1") -> Granule:
    return Granule(name, f"Scene {name}", catalog="demo", collection="ozone", links=links)


def packed(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), content)
    return out.getvalue()


def test_a_file_is_fetched_checked_and_loaded(
    server: FaultServer, downloads: Downloads, project: Any, over: Any, tmp_path: Path
) -> None:
    content = OZONE.read_bytes()
    checksum = Checksum("sha256", hashlib.sha256(content).hexdigest())
    events: list[tuple[str, Download]] = []
    for name in ("added", "finished", "failed"):
        getattr(downloads, name).connect(lambda one, name=name: events.append((name, one)))
    record = granule(tif(server, key="data", size=len(content), checksum=checksum))
    (one,) = downloads.download(record, record.links, tmp_path, dataset=DATASET)
    over()
    assert events == [("added", one), ("finished", one)]
    assert one.path == tmp_path / "g1" / "ozone.tif" and one.path.read_bytes() == content
    assert (one.received, one.total, one.state) == (len(content), len(content), "done")
    (layer,) = project.mapLayers().values()
    assert layer.isValid() and layer.source() == str(one.path) and layer.name() == "Scene g1 · data"
    assert layer.metadata().title() == "Scene g1" and layer.metadata().parentIdentifier() == "ozone"
    names = ("catalog", "dataset", "granule", "asset")
    assert [layer.customProperty(f"gaia/{name}") for name in names] == ["demo", "ozone", "g1", "data"]
    (group,) = project.layerTreeRoot().findGroups()
    assert group.name() == "Ozone column" and group.findLayer(layer.id())


def test_assets_of_a_granule_and_of_its_sister_share_one_group(
    server: FaultServer, downloads: Downloads, project: Any, over: Any, tmp_path: Path
) -> None:
    links = [tif(server, f"/{band}.tif", key=band) for band in ("B02", "B03")]
    downloads.download(granule(*links), links, tmp_path, dataset=DATASET)
    downloads.download(granule(*links, name="g2"), links[:1], tmp_path, load=False)
    over()
    downloads.download(granule(*links, name="g2"), links[1:], tmp_path)
    over()
    (group,) = project.layerTreeRoot().findGroups()
    assert sorted(node.name() for node in group.findLayers()) == [
        "Scene g1 · B02",
        "Scene g1 · B03",
        "Scene g2 · B03",
    ]
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.tif")) == [
        "g1/B02.tif",
        "g1/B03.tif",
        "g2/B02.tif",
        "g2/B03.tif",
    ]


def test_the_style_beside_the_data_is_applied(
    server: FaultServer, downloads: Downloads, project: Any, over: Any, tmp_path: Path
) -> None:
    from qgis.core import QgsSingleBandPseudoColorRenderer

    style = OZONE.with_suffix(".qml").read_bytes()
    data = tif(server, key="data")
    qml = Link(server.add("/ozone.qml", Reply(200, style)), LinkKind.STYLE, key="style")
    record = granule(data, qml)
    downloads.download(record, [data, qml], tmp_path)
    over()
    assert len(downloads.downloads) == 1, "the style is no file of its own in the list"
    (layer,) = project.mapLayers().values()
    assert isinstance(layer.renderer(), QgsSingleBandPseudoColorRenderer)
    assert (tmp_path / "g1" / "ozone.qml").read_bytes() == style


def test_of_a_style_only_what_draws_is_taken(
    server: FaultServer, downloads: Downloads, project: Any, over: Any, tmp_path: Path
) -> None:
    """Actions and form code are programs, and QGIS itself would load them from the file beside the data."""
    from qgis.core import QgsAction, QgsEditFormConfig, QgsVectorLayer
    from qgis.PyQt.QtGui import QColor

    source = QgsVectorLayer("Point?crs=EPSG:4326&field=a:integer", "synthetic", "memory")
    source.renderer().symbol().setColor(QColor("#123456"))
    source.actions().addAction(QgsAction(QgsAction.ActionType.GenericPython, "synthetic", "1/0"))
    config = source.editFormConfig()
    config.setInitCode("1/0")
    config.setInitCodeSource(QgsEditFormConfig.PythonInitCodeSource.CodeSourceDialog)
    source.setEditFormConfig(config)
    source.setMapTipTemplate("<script>synthetic</script>")
    source.saveNamedStyle(str(tmp_path / "all.qml"))
    style = (tmp_path / "all.qml").read_bytes()
    assert b"1/0" in style and b"&lt;script" in style

    point = (
        b'{"type": "Feature", "properties": {"a": 1}, "geometry": {"type": "Point", "coordinates": [6, 45]}}'
    )
    data = Link(server.add("/points.geojson", Reply(200, point)), LinkKind.DOWNLOAD)
    qml = Link(server.add("/points.qml", Reply(200, style)), LinkKind.STYLE)
    downloads.download(granule(data, qml), [data], tmp_path / "to")
    over()
    (layer,) = project.mapLayers().values()
    assert layer.renderer().symbol().color().name() == "#123456"
    assert layer.actions().actions() == [] and layer.mapTipTemplate() == ""
    assert layer.editFormConfig().initCode() == ""


@pytest.mark.parametrize(
    "style", [b"", b"<qgis", b"<html/>", b'<!DOCTYPE a [<!ENTITY b "c">]><qgis>&b;</qgis>']
)
def test_a_broken_style_costs_the_style_only(
    server: FaultServer, downloads: Downloads, project: Any, over: Any, tmp_path: Path, style: bytes
) -> None:
    data = tif(server)
    qml = Link(server.add("/ozone.qml", Reply(200, style)), LinkKind.STYLE)
    (one,) = downloads.download(granule(data, qml), [data], tmp_path)
    over()
    assert one.state == "done" and len(project.mapLayers()) == 1


def test_an_archive_s_layers_are_loaded_in_place(
    server: FaultServer, downloads: Downloads, project: Any, over: Any, tmp_path: Path
) -> None:
    content = OZONE.read_bytes()
    single = packed(deep__a_DOT_tif=content, readme_DOT_txt=b"read me", preview_DOT_png=b"no image")
    double = packed(a_DOT_tif=content, b_DOT_tif=content, c_DOT_bin=b"\0" * 100)
    for name, body in (("one", single), ("two", double)):
        url = server.add(f"/{name}.zip", Reply(200, body, {"Content-Type": "application/zip"}))
        link = Link(url, LinkKind.DOWNLOAD, title=name)
        downloads.download(Dataset(name, name, catalog="demo"), [link], tmp_path)
    over()
    assert [one.state for one in downloads.downloads] == ["done", "done"]
    assert sorted(layer.name() for layer in project.mapLayers().values()) == ["one", "two – a", "two – b"]
    assert all(layer.source().startswith("/vsizip/") for layer in project.mapLayers().values())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.zip", "two.zip"]


@pytest.mark.parametrize("content", [b"%PDF-1.7 synthetic", b"\0" * 1000, packed(readme_DOT_txt=b"x")])
def test_a_file_that_qgis_cannot_draw_is_a_file_all_the_same(
    server: FaultServer, downloads: Downloads, project: Any, over: Any, tmp_path: Path, content: bytes
) -> None:
    link = Link(server.add("/report.bin", Reply(200, content)), LinkKind.DOWNLOAD)
    (one,) = downloads.download(DATASET, [link], tmp_path)
    over()
    assert one.state == "done" and one.layers == [] and one.path.read_bytes() == content
    assert not project.mapLayers() and not project.layerTreeRoot().findGroups()


def test_a_vector_of_several_layers(
    server: FaultServer, downloads: Downloads, project: Any, over: Any, tmp_path: Path
) -> None:
    from osgeo import ogr, osr

    path = tmp_path / "synthetic.gpkg"
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(4326)
    for name in ("plots", "paths"):
        layer = source.CreateLayer(name, crs, ogr.wkbPoint)
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkt("POINT(6 45)"))
        layer.CreateFeature(feature)
    del feature, layer, source
    downloads.download(DATASET, [Link(path.as_uri(), LinkKind.DOWNLOAD, title="Field")], tmp_path / "to")
    over()
    found = {layer.name(): layer.featureCount() for layer in project.mapLayers().values()}
    assert found == {"Field – plots": 1, "Field – paths": 1}


def test_a_second_download_of_the_same_file_transfers_nothing(
    server: FaultServer, downloads: Downloads, over: Any, tmp_path: Path
) -> None:
    size = OZONE.stat().st_size
    link = tif(server, size=size)
    for _ in range(2):
        downloads.download(DATASET, [link], tmp_path)
        over()
    first, second = downloads.downloads
    assert (first.already_there, second.already_there) == (False, True)
    assert first.path == second.path and len(server.seen) == 1


def test_two_files_of_one_name_do_not_meet(
    server: FaultServer, downloads: Downloads, over: Any, tmp_path: Path
) -> None:
    one = server.add("/a/data.bin", Reply(200, b"\1" * 5000, {"ETag": '"a"'}, drip=(1000, 0.02)))
    two = server.add("/b/data.bin", Reply(200, b"\2" * 5000, {"ETag": '"b"'}, drip=(1000, 0.02)))
    made = downloads.download(
        DATASET, [Link(one, LinkKind.DOWNLOAD), Link(two, LinkKind.DOWNLOAD)], tmp_path, load=False
    )
    over()
    assert sorted(each.path.name for each in made) == ["data (2).bin", "data.bin"]
    assert {each.path.read_bytes()[0] for each in made} == {1, 2}


# -- cancel, fail, go on -------------------------------------------------------------------------------------


def test_a_cancel_is_at_once_and_the_next_try_goes_on(
    server: FaultServer, downloads: Downloads, over: Any, wait_for: Callable[..., None], tmp_path: Path
) -> None:
    body = b"\3" * 400_000
    slow = [True]

    def serve(seen: Seen) -> Reply:
        headers = {"ETag": '"v"'}
        wanted = re.match(r"bytes=(\d+)-", seen.headers.get("range", ""))
        if wanted:
            start = int(wanted[1])
            headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
            return Reply(206, body[start:], headers)
        return Reply(200, body, headers, stall=200_000 if slow else None)

    failed: list[Download] = []
    downloads.failed.connect(failed.append)
    link = Link(server.add("/big.bin", serve), LinkKind.DOWNLOAD)
    (one,) = downloads.download(DATASET, [link], tmp_path)
    wait_for(lambda: one.received > 0)
    downloads.cancel(one)
    assert failed == [one] and one.state == "cancelled" and isinstance(one.error, Cancelled)
    over()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["big.bin.part", "big.bin.part.json"]
    slow.clear()
    downloads.retry(one)
    over()
    assert one.state == "done" and one.path.read_bytes() == body
    assert server.seen[-1].headers["range"].startswith("bytes=")


def test_qgis_s_own_task_list_shows_and_cancels_it(
    server: FaultServer, downloads: Downloads, over: Any, wait_for: Callable[..., None], tmp_path: Path
) -> None:
    from qgis.core import QgsApplication

    link = Link(server.add("/big.bin", Reply(200, b"\0" * 400_000, stall=100_000)), LinkKind.DOWNLOAD)
    (one,) = downloads.download(DATASET, [link], tmp_path)
    wait_for(lambda: one.received > 0)
    (task,) = [task for task in QgsApplication.taskManager().tasks() if "big.bin" in task.description()]
    assert 0 < task.progress() < 100
    task.cancel()
    over()
    assert one.state == "cancelled"


@pytest.mark.parametrize(
    ("reply", "more", "error"),
    [
        (Reply(404), {}, NotFound),
        (as_html(), {}, BadAnswer),
        (Reply(200, b"II*\0" + b"\0" * 5000, cut=2000), {}, TransferIncomplete),
        (Reply(200, b"II*\0"), {"checksum": Checksum("md5", "0" * 32)}, ChecksumMismatch),
    ],
)
def test_a_failure_is_typed_and_loads_nothing(
    server: FaultServer,
    downloads: Downloads,
    project: Any,
    over: Any,
    tmp_path: Path,
    reply: Reply,
    more: dict[str, Any],
    error: type,
) -> None:
    link = Link(server.add("/a.tif", reply), LinkKind.DOWNLOAD, **more)
    (one,) = downloads.download(DATASET, [link], tmp_path)
    over()
    assert one.state == "failed" and isinstance(one.error, error)
    assert not project.mapLayers() and not (tmp_path / "a.tif").exists()


def test_one_that_its_host_asks_to_wait_is_queued_and_says_why(
    server: FaultServer,
    downloads: Downloads,
    over: Any,
    wait_for: Callable[..., None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """On tape: it is on its list with the reason, costs no place, and arrives by itself."""
    link = tif(server)
    whole = server._routes["/ozone.tif"]
    assert isinstance(whole, Reply)
    server.add("/ozone.tif", [Reply(202, headers={"Retry-After": "1"}), whole])
    monkeypatch.setattr("gaia_plugin.bridge.downloads.SHORTEST_WAIT", 0.5)
    reasons: list[Any] = []
    downloads.progressed.connect(lambda one: reasons.append((one.state, type(one.error))))
    (one,) = downloads.download(DATASET, [link], tmp_path)
    over()
    assert ("queued", NotOnlineYet) in reasons and (one.state, one.error) == ("done", None)
    server.add("/tape.tif", Reply(202, headers={"Retry-After": "3600"}))
    (waits,) = downloads.download(DATASET, [Link(server.url("/tape.tif"), LinkKind.DOWNLOAD)], tmp_path)
    wait_for(lambda: waits.error is not None)
    assert waits.state == "queued" and waits.job is None
    downloads.cancel(waits)
    assert waits.state == "cancelled"


def test_only_some_run_at_once_and_all_are_cancelled_together(
    server: FaultServer, downloads: Downloads, over: Any, wait_for: Callable[..., None], tmp_path: Path
) -> None:
    links = [
        Link(server.add(f"/{n}.bin", Reply(200, b"\0" * 1000, stall=10)), LinkKind.DOWNLOAD)
        for n in range(AT_ONCE + 3)
    ]
    made = downloads.download(DATASET, links, tmp_path)
    wait_for(lambda: len(server.seen) >= 2)
    assert [one.state for one in made] == ["running"] * AT_ONCE + ["queued"] * 3
    assert downloads.download(DATASET, links, tmp_path) == [], "what is under way is not queued twice"
    downloads.cancel_all()
    assert {one.state for one in made} == {"cancelled"}
    over()
    for one in made:
        downloads.forget(one)
    assert downloads.downloads == []


def test_the_demonstration_s_granules_are_copied_and_loaded(
    downloads: Downloads, project: Any, over: Any, tmp_path: Path
) -> None:
    copy = tmp_path / "demo"
    copy.mkdir()
    for suffix in (".tif", ".qml"):
        shutil.copy(OZONE.with_suffix(suffix), copy)
    data = Link(str(copy / OZONE.name), LinkKind.COG, key="data")
    style = Link((copy / OZONE.name).with_suffix(".qml").as_uri(), LinkKind.STYLE)
    record = granule(data, style, name=OZONE.stem)
    (one,) = downloads.download(record, [data, style], tmp_path / "to")
    over()
    assert one.path == tmp_path / "to" / OZONE.name
    assert sorted(path.suffix for path in (tmp_path / "to").iterdir()) == [".qml", ".tif"]
    assert [layer.isValid() for layer in project.mapLayers().values()] == [True]
