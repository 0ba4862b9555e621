"""Files that come down through the queue and go up into the project."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gaia_plugin.bridge.downloads import Downloads
from gaia_plugin.bridge.downloads_row import Download
from gaia_plugin.bridge.network import qgis_session
from gaia_plugin.bridge.settings import Settings
from gaia_plugin.core import archives
from gaia_plugin.core.errors import (
    BadAnswer,
    ChecksumMismatch,
    NotFound,
    NotOnlineYet,
    ServiceUnavailable,
)
from gaia_plugin.core.model import Checksum, Dataset, Granule, Link, LinkKind
from gaia_plugin.core.net import Retry, Timeouts
from gaia_plugin.core.transfer import fetch
from gaia_plugin.core.transfer.jobs import State
from tests.support.faultserver import FaultServer, Reply, Seen, as_html

fetch_module = __import__(fetch.__module__, fromlist=["PAUSE"])
ROOT = Path(__file__).resolve().parents[2]
OZONE = sorted((ROOT / "resources" / "demo").glob("antarctic-*/*.tif"))[0]
DATASET = Dataset("ozone", "Ozone column", catalog="demo", license="CC-BY-4.0")


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


class Desk:
    """Downloads, with what came of what was asked for."""

    def __init__(self, downloads: Downloads, wait_for: Callable[..., None]):
        self.downloads, self._wait_for = downloads, wait_for
        self.rows: list[Download] = []
        self.ended: list[Download] = []
        downloads.added.connect(self.rows.extend)
        downloads.ended.connect(self.ended.extend)

    def ask(self, record: Any, links: Any, folder: Path | None = None, **more: Any) -> list[Download]:
        before = len(self.rows)
        self.downloads.download(record, links, folder, **more)
        self._wait_for(lambda: len(self.rows) > before, 30)
        return self.rows[before:]

    def over(self) -> None:
        """Waits until the end of all that was asked for was told."""
        self._wait_for(lambda: all(one in self.ended for one in self.rows), 30)

    def settled(self) -> None:
        """Waits until nothing is ordered that was not carried out."""
        told: list[bool] = []
        behind = self.downloads
        behind._orders.ask(lambda: True, lambda _: behind._adding.ask(lambda: True, told.append))
        self._wait_for(lambda: told and not behind._events, 30)


@pytest.fixture
def make(
    project: Any, tmp_path: Path, wait_for: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Desk]]:
    """``make()`` is a window on this test's journal; another call another window."""
    monkeypatch.setattr(fetch_module, "PAUSE", 0.01)
    made: list[Any] = []

    def window(**more: Any) -> Desk:
        session = qgis_session(retry=Retry(times=1, first=0.01), timeouts=Timeouts(2.0, 2.0, 30.0))
        desk = Desk(Downloads(session, project, path=tmp_path / "journal" / "t.sqlite", **more), wait_for)
        made.extend([desk.downloads.shut, session.close])
        return desk

    yield window
    for end in made:
        end()


@pytest.fixture(autouse=True)
def _settings_of_its_own(qgis_app: Any) -> Iterator[None]:
    Settings().forget()
    yield
    Settings().forget()


@pytest.fixture
def desk(make: Callable[..., Desk]) -> Desk:
    return make()


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
    server: FaultServer, desk: Desk, project: Any, tmp_path: Path
) -> None:
    content = OZONE.read_bytes()
    checksum = Checksum("sha256", hashlib.sha256(content).hexdigest())
    record = granule(tif(server, key="data", size=len(content), checksum=checksum))
    (one,) = desk.ask(record, record.links, tmp_path, dataset=DATASET)
    desk.over()
    assert (desk.rows, desk.ended) == ([one], [one])
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
    server: FaultServer, desk: Desk, project: Any, tmp_path: Path
) -> None:
    links = [tif(server, f"/{band}.tif", key=band) for band in ("B02", "B03")]
    desk.ask(granule(*links), links, tmp_path, dataset=DATASET)
    desk.ask(granule(*links, name="g2"), links[:1], tmp_path, load=False)
    desk.over()
    desk.ask(granule(*links, name="g2"), links[1:], tmp_path)
    desk.over()
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
    server: FaultServer, desk: Desk, project: Any, tmp_path: Path
) -> None:
    from qgis.core import QgsSingleBandPseudoColorRenderer

    style = OZONE.with_suffix(".qml").read_bytes()
    data = tif(server, key="data")
    qml = Link(server.add("/ozone.qml", Reply(200, style)), LinkKind.STYLE, key="style")
    record = granule(data, qml)
    desk.ask(record, [data, qml], tmp_path)
    desk.over()
    assert len(desk.rows) == 1, "the style is no file of its own in the list"
    (layer,) = project.mapLayers().values()
    assert isinstance(layer.renderer(), QgsSingleBandPseudoColorRenderer)
    assert (tmp_path / "g1" / "ozone.qml").read_bytes() == style
    sidecar = json.loads((tmp_path / "g1" / "ozone.tif.stac.json").read_text("utf-8"))
    assert sidecar["properties"]["title"] == "Scene g1"


def test_of_a_style_only_what_draws_is_taken(
    server: FaultServer, desk: Desk, project: Any, tmp_path: Path
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
    desk.ask(granule(data, qml), [data], tmp_path / "to")
    desk.over()
    (layer,) = project.mapLayers().values()
    assert layer.renderer().symbol().color().name() == "#123456"
    assert layer.actions().actions() == [] and layer.mapTipTemplate() == ""
    assert layer.editFormConfig().initCode() == ""


@pytest.mark.parametrize(
    "style", [b"", b"<qgis", b"<html/>", b'<!DOCTYPE a [<!ENTITY b "c">]><qgis>&b;</qgis>']
)
def test_a_broken_style_costs_the_style_only(
    server: FaultServer, desk: Desk, project: Any, tmp_path: Path, style: bytes
) -> None:
    data = tif(server)
    qml = Link(server.add("/ozone.qml", Reply(200, style)), LinkKind.STYLE)
    (one,) = desk.ask(granule(data, qml), [data], tmp_path)
    desk.over()
    assert one.state == "done" and len(project.mapLayers()) == 1


@pytest.mark.parametrize("kept", [True, False])
def test_an_archive_is_unpacked_and_its_layers_loaded(
    server: FaultServer, desk: Desk, project: Any, tmp_path: Path, kept: bool
) -> None:
    Settings().keep_archives = kept
    content = OZONE.read_bytes()
    single = packed(deep__a_DOT_tif=content, readme_DOT_txt=b"read me", preview_DOT_png=b"no image")
    double = packed(a_DOT_tif=content, b_DOT_tif=content, c_DOT_bin=b"\0" * 100)
    for name, body in (("one", single), ("two", double)):
        url = server.add(f"/{name}.zip", Reply(200, body, {"Content-Type": "application/zip"}))
        link = Link(url, LinkKind.DOWNLOAD, title=name)
        desk.ask(Dataset(name, name, catalog="demo"), [link], tmp_path / "to")
    desk.over()
    assert [one.state for one in desk.rows] == ["done", "done"]
    assert sorted(layer.name() for layer in project.mapLayers().values()) == ["one", "two – a", "two – b"]
    folders = [one.folder for one in desk.rows]
    assert all(folder.is_dir() and folder.is_relative_to(tmp_path / "to") for folder in folders)
    assert all(Path(layer.source()).exists() for layer in project.mapLayers().values())
    left = [path.name for path in (tmp_path / "to").rglob("*.zip")]
    assert sorted(left) == (["one.zip", "two.zip"] if kept else [])


def test_how_far_a_large_archive_is_unpacked_is_seen(
    server: FaultServer, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, seen = archives.unpack, threading.Event()

    def slowly(*given: Any, on_progress: Any, **more: Any) -> Any:
        on_progress(1, 4)
        assert seen.wait(60)
        return begun(*given, on_progress=on_progress, **more)

    monkeypatch.setattr(archives, "unpack", slowly)
    url = server.add("/one.zip", Reply(200, packed(a_DOT_txt=b"text"), {"Content-Type": "application/zip"}))
    (one,) = desk.ask(DATASET, [Link(url, LinkKind.DOWNLOAD)], tmp_path / "to")
    try:
        desk._wait_for(lambda: one.unpacked == 0.25, 30)
        assert one.state is State.RUNNING and one.received == one.total
    finally:
        seen.set()
    desk.over()
    assert one.state is State.DONE and one.unpacked is None


def test_an_archive_that_is_not_to_be_unpacked_is_read_in_place(
    server: FaultServer, desk: Desk, project: Any, tmp_path: Path
) -> None:
    Settings().unpack_archives = False
    body = packed(deep__a_DOT_tif=OZONE.read_bytes())
    url = server.add("/one.zip", Reply(200, body, {"Content-Type": "application/zip"}))
    (one,) = desk.ask(DATASET, [Link(url, LinkKind.DOWNLOAD)], tmp_path / "to")
    desk.over()
    assert one.path == tmp_path / "to" / "one.zip" and one.path.exists()
    (layer,) = project.mapLayers().values()
    assert layer.source().startswith("/vsizip/")


@pytest.mark.parametrize("content", [b"%PDF-1.7 synthetic", b"\0" * 1000, packed(readme_DOT_txt=b"x")])
def test_a_file_that_qgis_cannot_draw_is_a_file_all_the_same(
    server: FaultServer, desk: Desk, project: Any, tmp_path: Path, content: bytes
) -> None:
    Settings().unpack_archives = False
    link = Link(server.add("/report.bin", Reply(200, content)), LinkKind.DOWNLOAD)
    (one,) = desk.ask(DATASET, [link], tmp_path)
    desk.over()
    assert one.state == "done" and one.layers == [] and one.path.read_bytes() == content
    assert not project.mapLayers() and not project.layerTreeRoot().findGroups()


def test_a_vector_of_several_layers(server: FaultServer, desk: Desk, project: Any, tmp_path: Path) -> None:
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
    desk.ask(DATASET, [Link(path.as_uri(), LinkKind.DOWNLOAD, title="Field")], tmp_path / "to")
    desk.over()
    found = {layer.name(): layer.featureCount() for layer in project.mapLayers().values()}
    assert found == {"Field – plots": 1, "Field – paths": 1}


def test_a_second_download_of_the_same_file_transfers_nothing(
    server: FaultServer, desk: Desk, project: Any, wait_for: Callable[..., None], tmp_path: Path
) -> None:
    link = tif(server, size=OZONE.stat().st_size)
    for count in (1, 2):
        desk.ask(DATASET, [link], tmp_path)
        wait_for(lambda count=count: len(desk.ended) == count, 30)
    first, second = desk.rows
    assert first is second and len(server.seen) == 1 and desk.ended == [first, first]
    assert len(project.mapLayers()) == 1, "it is in the project already"


def test_two_files_of_one_name_do_not_meet(server: FaultServer, desk: Desk, tmp_path: Path) -> None:
    one = server.add("/a/data.bin", Reply(200, b"\1" * 5000, {"ETag": '"a"'}, drip=(1000, 0.02)))
    two = server.add("/b/data.bin", Reply(200, b"\2" * 5000, {"ETag": '"b"'}, drip=(1000, 0.02)))
    made = desk.ask(
        DATASET, [Link(one, LinkKind.DOWNLOAD), Link(two, LinkKind.DOWNLOAD)], tmp_path, load=False
    )
    desk.over()
    assert sorted(each.path.name for each in made) == ["data (2).bin", "data.bin"]
    assert {each.path.read_bytes()[0] for each in made} == {1, 2}


# -- cancel, fail, go on -------------------------------------------------------------------------------------


def test_a_cancel_is_at_once_and_the_next_try_goes_on(
    server: FaultServer, desk: Desk, wait_for: Callable[..., None], tmp_path: Path
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

    link = Link(server.add("/big.bin", serve), LinkKind.DOWNLOAD)
    (one,) = desk.ask(DATASET, [link], tmp_path)
    wait_for(lambda: one.received > 0, 30)
    desk.downloads.cancel([one.id])
    desk.over()
    assert one.state is State.CANCELLED and desk.ended == [one]
    parts = [path for path in tmp_path.iterdir() if path.name.startswith("big.bin.part")]
    assert parts and not (tmp_path / "big.bin").exists()
    slow.clear()
    desk.ended.clear()
    desk.downloads.retry([one.id])
    desk.over()
    assert one.state is State.DONE and one.path.read_bytes() == body
    assert server.seen[-1].headers["range"].startswith("bytes=")


def test_qgis_s_own_task_list_shows_all_as_one_and_pauses_them(
    server: FaultServer, desk: Desk, wait_for: Callable[..., None], tmp_path: Path
) -> None:
    from qgis.core import QgsApplication

    link = Link(server.add("/big.bin", Reply(200, b"\0" * 400_000, stall=100_000)), LinkKind.DOWNLOAD)
    (one,) = desk.ask(DATASET, [link], tmp_path)

    def tasks() -> list[Any]:
        return [one for one in QgsApplication.taskManager().tasks() if "GAIA Data" in one.description()]

    wait_for(lambda: tasks() and 0 < tasks()[0].progress() < 100, 30)
    (task,) = tasks()
    assert "1" in task.description()
    task.cancel()
    wait_for(lambda: one.state is State.PAUSED, 30)
    wait_for(lambda: not tasks(), 30)


@pytest.mark.parametrize(
    ("reply", "more", "error"),
    [
        (Reply(404), {}, NotFound),
        (as_html(), {}, BadAnswer),
        (Reply(200, b"II*\0"), {"checksum": Checksum("md5", "0" * 32)}, ChecksumMismatch),
    ],
)
def test_a_failure_is_typed_and_loads_nothing(
    server: FaultServer,
    desk: Desk,
    project: Any,
    tmp_path: Path,
    reply: Reply,
    more: dict[str, Any],
    error: type,
) -> None:
    link = Link(server.add("/a.tif", reply), LinkKind.DOWNLOAD, **more)
    (one,) = desk.ask(DATASET, [link], tmp_path)
    desk.over()
    assert one.state is State.FAILED and isinstance(one.error, error)
    assert not project.mapLayers() and not (tmp_path / "a.tif").exists()


def test_one_that_failed_in_a_way_that_passes_tries_again_by_itself(
    server: FaultServer, desk: Desk, wait_for: Callable[..., None], tmp_path: Path
) -> None:
    link = tif(server)
    there = server._routes["/ozone.tif"]
    server.add("/ozone.tif", Reply(503))
    (one,) = desk.ask(DATASET, [link], tmp_path)
    wait_for(lambda: one.state is State.LATER, 30)
    assert isinstance(one.error, ServiceUnavailable) and one.standing.not_before > 0
    server.add("/ozone.tif", there)
    desk.over()
    assert one.state is State.DONE and one.error is None


def test_one_that_its_host_asks_to_wait_says_why(
    server: FaultServer, desk: Desk, wait_for: Callable[..., None], tmp_path: Path
) -> None:
    """On tape: it is on the list with the reason, costs no place, and a person may ask at once."""
    whole = tif(server, "/tape.tif")
    there = server._routes["/tape.tif"]
    assert isinstance(there, Reply)
    server.add("/tape.tif", Reply(202, headers={"Retry-After": "3600"}))
    (one,) = desk.ask(DATASET, [whole], tmp_path)
    wait_for(lambda: one.state is State.LATER, 30)
    assert isinstance(one.error, NotOnlineYet) and one.active and not desk.ended
    server.add("/tape.tif", there)
    desk.downloads.retry([one.id])
    desk.over()
    assert one.state is State.DONE and one.error is None


def test_only_some_run_at_once_and_all_are_cancelled_together(
    server: FaultServer, make: Callable[..., Desk], wait_for: Callable[..., None], tmp_path: Path
) -> None:
    Settings().transfers_at_once = 3
    desk = make()
    links = [
        Link(server.add(f"/{n}.bin", Reply(200, b"\0" * 1000, stall=10)), LinkKind.DOWNLOAD) for n in range(6)
    ]
    made = desk.ask(DATASET, links, tmp_path)
    wait_for(lambda: sum(one.state is State.RUNNING for one in made) == 3, 30)
    assert [one.state for one in made] == [State.RUNNING] * 3 + [State.WAITING] * 3
    desk.downloads.download(DATASET, links, tmp_path)
    desk.settled()
    assert desk.rows == made, "what is under way is not queued twice"
    desk.downloads.cancel()
    desk.over()
    assert {one.state for one in made} == {State.CANCELLED}
    desk.downloads.forget([one.id for one in made])
    wait_for(lambda: desk.downloads.totals.count(*State) == 0, 30)
    assert desk.downloads.model.rowCount() == 0


def test_the_demonstration_s_granules_are_copied_and_loaded(desk: Desk, project: Any, tmp_path: Path) -> None:
    copy = tmp_path / "demo"
    copy.mkdir()
    for suffix in (".tif", ".qml"):
        shutil.copy(OZONE.with_suffix(suffix), copy)
    data = Link(str(copy / OZONE.name), LinkKind.COG, key="data")
    style = Link((copy / OZONE.name).with_suffix(".qml").as_uri(), LinkKind.STYLE)
    record = granule(data, style, name=OZONE.stem)
    (one,) = desk.ask(record, [data, style], tmp_path / "to")
    desk.over()
    assert one.path == tmp_path / "to" / OZONE.name
    assert sorted(path.suffix for path in (tmp_path / "to").iterdir()) == [".json", ".qml", ".tif"]
    assert [layer.isValid() for layer in project.mapLayers().values()] == [True]


def test_the_end_of_one_is_told_once_however_fast_it_is(
    server: FaultServer, desk: Desk, project: Any, wait_for: Callable[..., None], tmp_path: Path
) -> None:
    links = [tif(server, f"/{number}.tif", key=str(number)) for number in range(12)]
    desk.downloads.download(granule(*links), links, tmp_path)
    wait_for(lambda: len(desk.ended) >= 12 and len(desk.rows) == 12, 60)
    desk.settled()
    wait_for(lambda: not desk.downloads._tick.isActive(), 30)
    assert sorted(one.id for one in desk.ended) == sorted(one.id for one in desk.rows)
    assert len(project.mapLayers()) == 12


def test_an_end_is_told_though_the_list_was_read_anew_in_between(
    server: FaultServer, desk: Desk, wait_for: Callable[..., None], tmp_path: Path
) -> None:
    link = Link(server.add("/a.bin", Reply(200, b"\0" * 60_000, drip=(6_000, 0.05))), LinkKind.DOWNLOAD)
    (one,) = desk.ask(DATASET, [link], tmp_path, load=False)
    wait_for(lambda: one.state is State.RUNNING, 30)
    for _ in range(40):
        desk.downloads._reread()
        desk.settled()
        if desk.ended:
            break
        wait_for(lambda: True)
    desk.over()
    assert desk.ended == [one] and not desk.downloads._awaited


def test_hundreds_that_pause_and_go_on(desk: Desk, wait_for: Callable[..., None], tmp_path: Path) -> None:
    """Too many at once to be told one by one: the list is read again, once."""
    links = [Link(f"http://127.0.0.1:9/{number}.nc", LinkKind.DOWNLOAD) for number in range(700)]
    desk.downloads.pause()
    record = granule(*links)
    desk.ask(record, links, tmp_path, load=False)
    desk.downloads.pause()
    wait_for(lambda: desk.downloads.totals.count(State.PAUSED) >= 690, 60)
    wait_for(lambda: not desk.downloads._tick.isActive(), 60)
    desk.downloads.cancel()
    wait_for(lambda: desk.downloads.totals.count(State.CANCELLED, State.FAILED) == 700, 60)
    desk.over()
    assert len(desk.ended) == len({one.id for one in desk.ended}) == 700
