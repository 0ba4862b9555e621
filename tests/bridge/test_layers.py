"""Links become layers that are valid, draw, and do so again when the project is opened another day."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gaia_plugin.bridge import layer_uris
from gaia_plugin.bridge.layers import AddToMap, plans
from gaia_plugin.bridge.network import qgis_session
from gaia_plugin.core.access import Access
from gaia_plugin.core.errors import (
    AuthenticationRequired,
    BadAnswer,
    ConnectionRefused,
    GaiaError,
    NotFound,
    RequestRefused,
    ServiceUnavailable,
    SignInRequired,
    TimedOut,
    UnsupportedLink,
)
from gaia_plugin.core.model import Dataset, Granule, Link, LinkKind, box_polygon
from gaia_plugin.core.net import Retry, Timeouts
from tests.support.faultserver import FaultServer, Reply, Seen, as_html, as_xml

ROOT = Path(__file__).resolve().parents[2]
DATASET = Dataset("massif", "The massif", catalog="hub", footprint=box_polygon(5.0, 44.5, 7.0, 46.0))


@pytest.fixture
def session(qgis_app: Any) -> Iterator[Any]:
    one = qgis_session(retry=Retry(times=1, first=0.01), timeouts=Timeouts(2.0, 2.0, 30.0))
    yield one
    one.close()


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


class Events:
    """An AddToMap and what came of it."""

    def __init__(self, session: Any, project: Any, wait_for: Callable[..., None]):
        self.action = AddToMap(session, project)
        self.all: list[tuple[str, Any, Any]] = []
        self._wait = wait_for
        for name in ("added", "failed", "nameNeeded"):
            getattr(self.action, name).connect(lambda one, two, name=name: self.all.append((name, one, two)))

    def next(self) -> tuple[str, Any, Any]:
        self._wait(lambda: self.all, 30)
        return self.all.pop(0)

    def layer(self, link: Link, record: Any = DATASET, dataset: Any = None) -> Any:
        self.action.add(record, link, dataset)
        name, _, layer = self.next()
        assert name == "added", layer
        assert layer.isValid()
        return layer

    def error(self, link: Link, record: Any = DATASET) -> GaiaError:
        self.action.add(record, link)
        name, failed, error = self.next()
        assert (name, failed) == ("failed", link)
        return error  # type: ignore[no-any-return]


@pytest.fixture
def adding(session: Any, project: Any, wait_for: Callable[..., None]) -> Events:
    return Events(session, project, wait_for)


@pytest.fixture
def colours(wait_for: Callable[..., None]) -> Callable[..., int]:
    """How many colours a layer draws with over the massif: 1 is a blank map."""
    from qgis.core import (
        QgsCoordinateReferenceSystem,
        QgsDateTimeRange,
        QgsMapRendererParallelJob,
        QgsMapSettings,
        QgsRectangle,
    )
    from qgis.PyQt.QtCore import QDateTime, QSize, Qt

    def count(layer: Any, day: str = "") -> int:
        settings = QgsMapSettings()
        settings.setLayers([layer])
        settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
        settings.setExtent(QgsRectangle(5.0, 44.5, 7.0, 46.0))
        settings.setOutputSize(QSize(160, 120))
        if day:
            first = QDateTime.fromString(f"{day}T00:00:00Z", Qt.DateFormat.ISODate)
            settings.setIsTemporal(True)
            settings.setTemporalRange(QgsDateTimeRange(first, first.addDays(1)))
        job = QgsMapRendererParallelJob(settings)
        over: list[int] = []
        job.finished.connect(lambda: over.append(1))
        job.start()
        wait_for(lambda: over, 30)
        image = job.renderedImage()
        return len({image.pixel(x, y) for x in range(0, 160, 3) for y in range(0, 120, 3)})

    return count


def fetched(url: str) -> tuple[int, bytes, str]:
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=20) as answer:
            return answer.status, answer.read(), answer.headers.get("Content-Type", "")
    except urllib.error.HTTPError as error:
        return error.code, error.read(), error.headers.get("Content-Type", "")


def in_front_of(
    server: FaultServer, real: str, change: Callable[[Seen], Reply | str] = lambda seen: seen.target
) -> str:
    """A proxy before a real service: ``server.seen`` is its log. ``change`` gives another target or an answer
    of its own. The service's addresses are replaced in what it says."""
    base = re.match(r"(https?://[^/]+)(/[^?]*)", real)
    assert base

    def answer(seen: Seen) -> Reply:
        target = change(seen)
        if isinstance(target, Reply):
            return target
        status, body, kind = fetched(base[1] + target)
        if "xml" in kind or "json" in kind:
            body = body.replace(base[1].encode(), server.url("").encode())
        return Reply(status, body, {"Content-Type": kind})

    return server.add(base[2], answer)


KINDS = [
    ("wms", LinkKind.WMS, "dem"),
    ("wms_time", LinkKind.WMS, "snow"),
    ("wmts", LinkKind.WMTS, "dem"),
    ("wfs", LinkKind.WFS, "protected_areas"),
    ("wfs2", LinkKind.WFS, "glaciers"),
    ("wcs1", LinkKind.WCS, "dem"),
    ("wcs", LinkKind.WCS, "dem"),
    ("features", LinkKind.FEATURES, "glaciers"),
    ("files", LinkKind.COG, "/dem/massif.tif"),
]


def hub_link(hub: dict[str, str], endpoint: str, kind: LinkKind, name: str) -> Link:
    if kind is LinkKind.COG:
        return Link(hub[endpoint] + name, kind, title="Elevation")
    return Link(hub[endpoint], kind, name=name)


# -- every kind, once and again ------------------------------------------------------------------------------


@pytest.mark.hub
@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857"])
def test_every_kind_draws_now_and_after_reopening(
    hub: dict[str, str], adding: Events, project: Any, colours: Any, tmp_path: Path, crs: str
) -> None:
    from qgis.core import QgsCoordinateReferenceSystem, QgsProject

    project.setCrs(QgsCoordinateReferenceSystem(crs))
    for endpoint, kind, name in KINDS:
        layer = adding.layer(hub_link(hub, endpoint, kind, name))
        assert colours(layer) > 2, (endpoint, layer.source())
        assert layer.metadata().title() == "The massif"
        assert layer.thread() == layer.dataProvider().thread() == project.thread()
    (group,) = project.layerTreeRoot().findGroups()
    assert group.name() == "The massif" and len(group.findLayers()) == len(KINDS)

    path = tmp_path / "project.qgz"
    assert project.write(str(path))
    project.clear()
    again = QgsProject()
    assert again.read(str(path))
    layers = list(again.mapLayers().values())
    assert len(layers) == len(KINDS)
    for layer in layers:
        assert layer.isValid(), layer.source()
        assert colours(layer) > 2, layer.source()
        assert layer.customProperty("gaia/catalog") == "hub"
        assert layer.customProperty("gaia/dataset") == "massif"
    again.clear()


@pytest.mark.hub
def test_granules_go_to_their_dataset_s_group(hub: dict[str, str], adding: Events, project: Any) -> None:
    files = hub["files"]
    for number in (1, 2):
        granule = Granule(f"g{number}", f"Scene {number}", catalog="hub", collection="massif")
        link = Link(f"{files}/snow/snow_20230{number}.tif", LinkKind.COG, key="snow", title="Snow")
        layer = adding.layer(link, granule, DATASET)
        assert layer.name() == f"Scene {number} · Snow"
        assert layer.customProperty("gaia/granule") == f"g{number}"
        assert layer.customProperty("gaia/asset") == "snow"
    (group,) = project.layerTreeRoot().findGroups()
    assert (group.name(), len(group.findLayers())) == ("The massif", 2)


@pytest.mark.hub
def test_a_cog_is_read_by_ranges_and_gives_its_values(
    hub: dict[str, str], adding: Events, server: FaultServer, project: Any
) -> None:
    from osgeo import gdal
    from qgis.core import QgsPointXY

    whole = fetched(hub["files"] + "/dem/massif_wgs84.tif")[1]

    def ranged(seen: Seen) -> Reply:
        wanted = re.match(r"bytes=(\d+)-(\d+)", seen.headers.get("range", ""))
        if seen.method == "HEAD":
            return Reply(200, b"", {"Accept-Ranges": "bytes"}, length=len(whole))
        if not wanted:
            return Reply(200, whole)
        start, end = int(wanted[1]), min(int(wanted[2]), len(whole) - 1)
        return Reply(206, whole[start : end + 1], {"Content-Range": f"bytes {start}-{end}/{len(whole)}"})

    layer = adding.layer(Link(server.add("/massif 2.tif".replace(" ", "%20"), ranged), LinkKind.COG))
    value, found = layer.dataProvider().sample(QgsPointXY(6.0, 45.2), 1)
    asked = [seen.path for seen in server.seen]
    assert set(asked) == {"/massif%202.tif"}, "no sidecar file is looked for"
    path = "/vsimem/synthetic.tif"
    gdal.FileFromMemBuffer(path, whole)
    band = gdal.Open(path)
    west, step, _, north, _, down = band.GetGeoTransform()
    pixel = band.ReadAsArray(int((6.0 - west) / step), int((45.2 - north) / down), 1, 1)[0][0]
    assert found and value == pytest.approx(float(pixel))


# -- time ----------------------------------------------------------------------------------------------------


@pytest.mark.hub
@pytest.mark.parametrize("version", ["1.1.1", "1.3.0"])
def test_the_temporal_controller_s_moment_arrives_at_the_server(
    hub: dict[str, str], adding: Events, server: FaultServer, colours: Any, tmp_path: Path, version: str
) -> None:
    from qgis.core import QgsProject

    def older(seen: Seen) -> str:
        if version == "1.3.0" or "GetCapabilities" not in seen.target:
            return seen.target
        return re.sub(r"&?VERSION=[^&]*", "", seen.target) + "&VERSION=1.1.1"

    href = in_front_of(server, hub["wms_time"], older)
    layer = adding.layer(Link(href, LinkKind.WMS, name="snow"))
    properties = layer.temporalProperties()
    assert properties.isActive()
    extent = layer.dataProvider().temporalCapabilities().availableTemporalRange()
    assert extent.begin().date().toString("yyyy-MM-dd") == "2023-01-01"
    assert extent.end().date().toString("yyyy-MM-dd") == "2023-12-01"

    def times(one: Any, day: str) -> set[str]:
        before = len(server.seen)
        assert colours(one, day) > 1
        maps = [seen for seen in server.seen[before:] if "GetMap" in seen.query.get("REQUEST", [])]
        assert maps and all(seen.query["VERSION"] == [version] for seen in maps)
        return {seen.query["TIME"][0][:10] for seen in maps}

    assert times(layer, "2023-03-01") == {"2023-03-01"}
    assert times(layer, "2023-08-01") == {"2023-08-01"}
    assert times(layer, "2023-08-04") == {"2023-08-01"}, "between two moments the nearest is shown"
    path = tmp_path / "time.qgz"
    QgsProject.instance().write(str(path))
    again = QgsProject()
    again.read(str(path))
    (reopened,) = again.mapLayers().values()
    assert reopened.temporalProperties().isActive()
    assert times(reopened, "2023-11-01") == {"2023-11-01"}
    again.clear()


# -- which layer ---------------------------------------------------------------------------------------------


@pytest.mark.hub
@pytest.mark.parametrize(
    ("name", "query", "layer"),
    [
        ("hub:dem", "", "dem"),
        ("Elevation of the massif", "", "dem"),
        ("", "SERVICE=WMS&REQUEST=GetCapabilities&LAYERS=landcover", "landcover"),
    ],
)
def test_the_name_is_found_where_records_put_it(
    hub: dict[str, str], adding: Events, name: str, query: str, layer: str
) -> None:
    made = adding.layer(Link(f"{hub['wms']}?{query}", LinkKind.WMS, name=name))
    assert f"layers={layer}&" in made.source()


@pytest.mark.hub
def test_a_name_that_nobody_knows_is_asked_for_once(hub: dict[str, str], adding: Events) -> None:
    link = Link(hub["wms"], LinkKind.WMS, name="nobody knows")
    request = adding.action.add(DATASET, link)
    name, asked, choices = adding.next()
    assert (name, asked) == ("nameNeeded", request)
    assert ("dem", "Elevation of the massif") in [(choice.name, choice.title) for choice in choices]
    adding.action.choose(request, "dem")
    assert adding.next()[0] == "added"
    assert "layers=dem&" in adding.layer(link).source(), "the answer is remembered"


# -- services that bend the rules ----------------------------------------------------------------------------


@pytest.mark.hub
def test_a_wfs_2_that_gives_nothing_is_asked_in_an_older_version(
    hub: dict[str, str], adding: Events, server: FaultServer, colours: Any
) -> None:
    empty = (
        '<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" numberMatched="0"'
        ' numberReturned="0" timeStamp="2023-01-01T00:00:00Z"/>'
    )

    def deaf(seen: Seen) -> Reply | str:
        query = {name.upper(): values[0] for name, values in seen.query.items()}
        gives = query.get("REQUEST") == "GetFeature" and query.get("RESULTTYPE") != "hits"
        return as_xml(empty) if gives and query.get("VERSION") == "2.0.0" else seen.target

    layer = adding.layer(Link(in_front_of(server, hub["wfs2"], deaf), LinkKind.WFS, name="glaciers"))
    assert "version='1.1.0'" in layer.source() or "version='1.0.0'" in layer.source()
    assert colours(layer) > 2 and len(list(layer.getFeatures())) == 40


@pytest.mark.hub
def test_maps_announced_at_an_address_that_nobody_can_reach(
    hub: dict[str, str], adding: Events, server: FaultServer, colours: Any
) -> None:
    base = re.match(r"https?://[^/]+", hub["wms"])
    assert base

    def behind_a_proxy(seen: Seen) -> Reply | str:
        if "GetCapabilities" not in seen.target:
            return seen.target
        status, body, kind = fetched(base[0] + seen.target)
        return Reply(status, body.replace(base[0].encode(), b"http://inside:8080"), {"Content-Type": kind})

    layer = adding.layer(Link(in_front_of(server, hub["wms"], behind_a_proxy), LinkKind.WMS, name="dem"))
    assert colours(layer) > 2


@pytest.mark.hub
def test_a_wcs_that_speaks_only_2_0_is_read_through_gdal(
    hub: dict[str, str], adding: Events, server: FaultServer, colours: Any, project: Any, tmp_path: Path
) -> None:
    from qgis.core import QgsProject

    def modern(seen: Seen) -> Reply | str:
        version = next(
            (values[0] for name, values in seen.query.items() if name.upper() == "VERSION"), "2.0.1"
        )
        if not version.startswith("2"):
            return as_xml('<ExceptionReport><Exception exceptionCode="NotThatOld"/></ExceptionReport>')
        return seen.target

    layer = adding.layer(Link(in_front_of(server, hub["wcs"], modern), LinkKind.WCS, name="dem"))
    assert layer.providerType() == "gdal" and layer.source().startswith("WCS:")
    assert colours(layer) > 2
    project.write(str(tmp_path / "wcs.qgz"))
    again = QgsProject()
    again.read(str(tmp_path / "wcs.qgz"))
    assert all(one.isValid() and colours(one) > 2 for one in again.mapLayers().values())
    again.clear()


@pytest.mark.hub
def test_a_name_is_enough_where_the_capabilities_cannot_be_read(
    hub: dict[str, str], adding: Events, server: FaultServer
) -> None:
    first = [True]

    def moody(seen: Seen) -> Reply | str:
        if first and "GetCapabilities" in seen.target:
            first.clear()
            return as_html()
        return seen.target

    assert (
        "layers=dem&"
        in adding.layer(Link(in_front_of(server, hub["wms"], moody), LinkKind.WMS, name="dem")).source()
    )


# -- what fails ----------------------------------------------------------------------------------------------

REPORT = (
    "<ServiceExceptionReport><ServiceException>The map is closed.</ServiceException></ServiceExceptionReport>"
)


@pytest.mark.parametrize("kind", [LinkKind.WMS, LinkKind.WMTS, LinkKind.WFS, LinkKind.WCS, LinkKind.FEATURES])
@pytest.mark.parametrize(
    ("reply", "error", "words"),
    [
        (Reply(404), NotFound, "no longer has"),
        (Reply(401), AuthenticationRequired, "sign in"),
        (Reply(500), ServiceUnavailable, "is not working"),
        (as_html(), BadAnswer, "a web page instead of"),
    ],
)
def test_a_service_that_fails_adds_nothing(
    adding: Events, server: FaultServer, project: Any, kind: LinkKind, reply: Reply, error: type, words: str
) -> None:
    for path in ("/ows", "/ows/collections"):
        server.add(path, reply)
    found = adding.error(Link(server.url("/ows"), kind, name="dem"))
    assert isinstance(found, error) and words in str(found) and f"127.0.0.1:{server.port}" in str(found)
    assert not project.mapLayers() and not project.layerTreeRoot().children()


@pytest.mark.parametrize("kind", [LinkKind.WMS, LinkKind.WFS, LinkKind.WCS])
def test_the_server_s_own_words_are_shown(adding: Events, server: FaultServer, kind: LinkKind) -> None:
    server.add("/ows", as_xml(REPORT))
    error = adding.error(Link(server.url("/ows"), kind))
    assert isinstance(error, RequestRefused) and "The map is closed." in str(error)


@pytest.mark.parametrize(
    ("reply", "error", "words"),
    [
        (Reply(404), NotFound, "no longer has"),
        (as_html(), BadAnswer, "web page"),
        (Reply(200, b"II*\0 is not enough", {"Content-Type": "image/tiff"}), BadAnswer, "QGIS cannot open"),
    ],
)
def test_a_cog_that_is_none(
    adding: Events, server: FaultServer, project: Any, reply: Reply, error: type, words: str
) -> None:
    found = adding.error(Link(server.add("/a.tif", reply), LinkKind.COG))
    assert isinstance(found, error) and words in str(found)
    assert not project.mapLayers()


def test_a_cog_whose_address_must_be_signed_asks_for_the_sign_in(
    adding: Events, session: Any, server: FaultServer, project: Any
) -> None:
    """Before GDAL asks anybody; how it is streamed after that is in tests/e2e/test_signed_streaming.py."""
    row = {
        "kind": "teledetection", "service": "DINAMIS",
        "hosts": [f"127.0.0.1:{server.port}"], "gateway": server.url("/gateway"),
    }  # fmt: skip
    Access(session, [row], []).use()
    found = adding.error(Link(server.url("/a.tif"), LinkKind.COG))
    assert isinstance(found, SignInRequired) and "DINAMIS" in str(found)
    assert not server.seen and not project.mapLayers()


def test_a_service_that_is_down(adding: Events, server: FaultServer) -> None:
    import socket

    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        href = f"http://127.0.0.1:{closed.getsockname()[1]}/ows"
    assert isinstance(adding.error(Link(href, LinkKind.WMS, name="a")), ConnectionRefused)


def test_a_cancelled_request_says_nothing_more(
    adding: Events, server: FaultServer, project: Any, wait_for: Callable[..., None]
) -> None:
    request = adding.action.add(DATASET, Link(server.add("/ows", Reply(delay=5.0)), LinkKind.WMS, name="a"))
    wait_for(lambda: server.seen)
    job = request.job
    adding.action.cancel(request)
    wait_for(lambda: request.job is None, 2)
    assert job is not None and request.state == "cancelled" and adding.all == [] and not project.mapLayers()


# -- addresses and local files -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query", ["X-Amz-Signature=0&X-Amz-Credential=0", "sig=0", "Expires=1&Signature=0", "token=0"]
)
def test_a_signed_address_is_not_written_into_a_project(query: str) -> None:
    with pytest.raises(UnsupportedLink, match="download it instead"):
        plans(Link(f"https://h/a.tif?{query}", LinkKind.COG), DATASET)


def test_no_user_name_is_written_into_a_source(qgis_app: Any) -> None:
    who = "someone"
    for kind in (LinkKind.WMS, LinkKind.WFS, LinkKind.WCS, LinkKind.FEATURES, LinkKind.COG):
        for plan in plans(Link(f"https://{who}@h/ows", kind, name="a"), DATASET):
            assert who not in plan.uri


@pytest.mark.parametrize(
    "href",
    ["http://h/{z}/{x}/{y}.png?a=1&b=%2526", "http://h/%7Bz%7D/%7Bx%7D/%7B-y%7D", "http://{s}.h/{z}/{x}/{y}"],
)
def test_tile_addresses_come_back_as_they_are(qgis_app: Any, href: str) -> None:
    from qgis.core import QgsDataSourceUri

    back = QgsDataSourceUri()
    back.setEncodedUri(layer_uris.xyz(Link(href, LinkKind.TILES)))
    wanted = href.replace("%7B", "{").replace("%7D", "}").replace("{s}", "a")
    assert back.param("url") == wanted and back.param("type") == "xyz"


def test_tiles_without_places_are_refused(adding: Events) -> None:
    assert isinstance(adding.error(Link("http://h/tiles", LinkKind.TILES)), UnsupportedLink)


def test_tiles_are_drawn(adding: Events, server: FaultServer, colours: Any) -> None:
    from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice
    from qgis.PyQt.QtGui import QColor, QImage

    image = QImage(256, 256, QImage.Format.Format_RGB32)
    for column in range(256):
        for row in range(256):
            image.setPixelColor(column, row, QColor(column, row, 90))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    png = Reply(200, bytes(data), {"Content-Type": "image/png"})
    for z in range(14):
        for x in range(512, 540) if z == 10 else range(0, min(2**z, 300)):
            for y in range(360, 375) if z == 10 else range(0, min(2**z, 200)):
                server.add(f"/{z}/{x}/{y}.png", png)
    layer = adding.layer(Link(server.url("/{z}/{x}/{y}.png"), LinkKind.TILES, title="Tiles"))
    assert layer.name() == "Tiles" and colours(layer) > 2


def test_the_demonstration_s_files_open_without_network(adding: Events, project: Any) -> None:
    from qgis.core import QgsSingleBandPseudoColorRenderer

    folder = ROOT / "resources" / "demo"
    raster = sorted(folder.glob("antarctic-*/*.tif"))[0]
    links = (
        Link(str(raster), LinkKind.COG, key="data"),
        Link(raster.with_suffix(".qml").as_uri(), LinkKind.STYLE),
    )
    granule = Granule(raster.stem, "Ozone", catalog="demo", collection="ozone", links=links)
    layer = adding.layer(links[0], granule)
    assert isinstance(layer.renderer(), QgsSingleBandPseudoColorRenderer)
    table = sorted(folder.glob("alps-gnss-stations/*.csv"))[0]
    network = sorted(folder.glob("alps-gnss-stations/*.fgb"))[0]
    assert adding.layer(Link(network.as_uri(), LinkKind.DOWNLOAD)).featureCount() > 3
    assert adding.layer(Link(str(table), LinkKind.DOWNLOAD)).featureCount() > 3
    assert isinstance(adding.error(Link(str(folder / "missing.tif"), LinkKind.COG)), NotFound)
    assert isinstance(adding.error(Link(str(folder / "catalog.json"), LinkKind.DOWNLOAD)), UnsupportedLink)


def test_nothing_is_written_beside_a_file_that_is_opened_in_place(
    adding: Events, project: Any, colours: Any, tmp_path: Path
) -> None:
    raster = sorted((ROOT / "resources" / "demo").glob("antarctic-*/*.tif"))[0]
    (tmp_path / "a.tif").write_bytes(raster.read_bytes())
    layer = adding.layer(Link(str(tmp_path / "a.tif"), LinkKind.COG))
    colours(layer)
    project.clear()
    assert [path.name for path in tmp_path.iterdir()] == ["a.tif"]


@pytest.mark.hub
def test_the_project_file_holds_no_query_of_the_record(
    hub: dict[str, str], adding: Events, project: Any, tmp_path: Path
) -> None:
    link = Link(hub["files"] + "/dem/massif.tif?seen=confidential-1", LinkKind.COG)
    record = Dataset(
        "d", "D", catalog="hub", links=(link, Link("https://h/page?k=confidential-2", LinkKind.INFO))
    )
    adding.layer(link, record)
    project.write(str(tmp_path / "p.qgz"))
    with zipfile.ZipFile(tmp_path / "p.qgz") as packed:
        text = b"".join(packed.read(name) for name in packed.namelist()).decode("utf-8", "replace")
    assert "confidential-2" not in text


def test_a_provider_that_waits_for_ever_is_not_waited_for(
    adding: Events, project: Any, monkeypatch: pytest.MonkeyPatch, wait_for: Callable[..., None]
) -> None:
    import threading

    from gaia_plugin.bridge import layer_tasks, layers

    stuck = threading.Event()
    monkeypatch.setattr(layers, "PATIENCE", 0)
    monkeypatch.setattr(layer_tasks, "construct", lambda plan: stuck.wait(20) and None)
    request = adding.action.add(DATASET, Link("http://h.example/{z}/{x}/{y}", LinkKind.TILES))
    name, _, error = adding.next()
    assert name == "failed" and isinstance(error, TimedOut) and "h.example" in str(error)
    stuck.set()
    wait_for(lambda: request.job is None)
    assert adding.all == [] and not project.mapLayers()
