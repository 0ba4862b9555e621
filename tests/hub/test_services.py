"""The hub's map, coverage, feature and file services, as QGIS itself reads them; and the faults."""

from __future__ import annotations

import http.client
import json
import ssl
import urllib.error
import urllib.request
import uuid
from urllib.parse import quote, urlsplit

import pytest

from tests.hub.hub import fetch

qgis = pytest.importorskip("qgis.core")
pytestmark = [pytest.mark.hub, pytest.mark.qgis]


@pytest.fixture(scope="module", autouse=True)
def application() -> object:
    from tests.bridge.conftest import start_qgis

    return start_qgis()


def raster(uri: str, provider: str) -> object:
    layer = qgis.QgsRasterLayer(uri, "layer", provider)
    assert layer.isValid(), uri
    return layer


def vector(uri: str, provider: str) -> object:
    layer = qgis.QgsVectorLayer(uri, "layer", provider)
    assert layer.isValid(), uri
    return layer


@pytest.mark.parametrize(
    ("service", "name"), [("wms", "landcover"), ("wms", "snow_depth"), ("mapserver", "dem")]
)
def test_wms(hub: dict[str, str], service: str, name: str) -> None:
    url = quote(hub[service], safe=":/")
    layer = raster(f"crs=EPSG:4326&format=image/png&layers={name}&styles=&url={url}", "wms")
    assert layer.extent().xMinimum() == pytest.approx(5.0, abs=0.3)


def test_wmts(hub: dict[str, str]) -> None:
    url = quote(hub["wmts"] + "?SERVICE=WMTS&REQUEST=GetCapabilities", safe=":/")
    raster(
        f"crs=EPSG:3857&format=image/png&layers=landcover&styles=&tileMatrixSet=EPSG:3857&url={url}", "wms"
    )


@pytest.mark.parametrize("service", ["wms_time", "wms"])
def test_wms_draws_another_map_at_another_time(hub: dict[str, str], service: str) -> None:
    name = "snow" if service == "wms_time" else "snow_depth"
    base = hub[service] + ("" if hub[service].endswith("?") else "?")
    ask = (
        f"SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&LAYERS={name}&STYLES=&CRS=EPSG:4326&BBOX=44.5,5,46,7"
        "&WIDTH=200&HEIGHT=150&FORMAT=image/png&TIME="
    )
    winter, summer = fetch(f"{base}{ask}2023-02-01"), fetch(f"{base}{ask}2023-08-01")
    assert winter[:4] == summer[:4] == b"\x89PNG"
    assert winter != summer
    capabilities = fetch(f"{base}SERVICE=WMS&VERSION=1.3.0&REQUEST=GetCapabilities")
    assert b'name="time"' in capabilities
    assert b'units="ISO8601"' in capabilities


@pytest.mark.parametrize(("service", "version"), [("wcs", "1.0.0"), ("wcs", "1.1.0"), ("wcs1", "1.0.0")])
def test_wcs_gives_the_values_of_the_file(hub: dict[str, str], service: str, version: str) -> None:
    place = qgis.QgsPointXY(6.0, 45.2)
    file = raster(f"/vsicurl/{hub['files']}/dem/massif_wgs84.tif", "gdal")
    coverage = raster(f"url={hub[service]}&identifier=dem&version={version}", "wcs")
    expected, _ = file.dataProvider().sample(place, 1)
    value, ok = coverage.dataProvider().sample(place, 1)
    assert ok
    assert value == pytest.approx(expected, rel=0.05)


def test_wcs_201_cuts_a_subset(hub: dict[str, str], tmp_path: object) -> None:
    ask = "SERVICE=WCS&VERSION=2.0.1&REQUEST=GetCoverage&COVERAGEID=dem&FORMAT=image/tiff"
    body = fetch(f"{hub['wcs']}{ask}&SUBSET=Lat(45,45.5)&SUBSET=Long(6,6.5)")
    path = tmp_path / "subset.tif"
    path.write_bytes(body)
    layer = raster(str(path), "gdal")
    assert (layer.width(), layer.height()) == (192, 192)


@pytest.mark.parametrize(
    ("service", "name", "version"),
    [("wfs", "glaciers", "1.1.0"), ("wfs2", "glaciers", "1.1.0"), ("wfs2", "ms:glaciers", "2.0.0")],
)
def test_wfs(hub: dict[str, str], service: str, name: str, version: str) -> None:
    layer = vector(f"url='{hub[service]}' typename='{name}' version='{version}' srsname='EPSG:4326'", "WFS")
    assert sum(1 for _ in layer.getFeatures()) == 40


def test_ogc_api_features(hub: dict[str, str]) -> None:
    layer = vector(f"url='{hub['features']}' typename='stations'", "OAPIF")
    assert sum(1 for _ in layer.getFeatures()) == 60


def test_a_cog_is_read_by_ranges(hub: dict[str, str]) -> None:
    layer = raster(f"/vsicurl/{hub['files']}/dem/massif.tif", "gdal")
    assert layer.crs().authid() == "EPSG:2154"
    request = urllib.request.Request(hub["files"] + "/dem/massif.tif", headers={"Range": "bytes=0-99"})
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=20) as answer:
        assert answer.status == 206
        assert len(answer.read()) == 100


# -- the faults are the faults that they say --------------------------------------------------------


def status(url: str) -> int:
    try:
        fetch(url)
    except urllib.error.HTTPError as error:
        return error.code
    return 200


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/err500/", 500),
        ("/err503/", 503),
        ("/forbidden/x", 403),
        ("/auth/dem/massif.tif", 401),
        ("/data/no", 404),
    ],
)
def test_nginx_faults(hub: dict[str, str], path: str, code: int) -> None:
    assert status(hub["nginx"] + path) == code


def test_a_redirect_to_another_host_says_what_it_was_sent(hub: dict[str, str]) -> None:
    answer = json.loads(fetch(hub["nginx"] + "/redirhost/x"))
    assert answer["host"].startswith("localhost:")
    assert answer["authorization"] == ""


@pytest.mark.parametrize("code", [401, 403, 404, 429, 500, 503])
def test_any_status(hub: dict[str, str], code: int) -> None:
    assert status(f"{hub['faults']}/status/{code}") == code


def test_cut_once_then_whole(hub: dict[str, str]) -> None:
    url = f"{hub['faults']}/cut/{uuid.uuid4().hex}/landcover/landcover_2020.tif"
    with pytest.raises(http.client.IncompleteRead) as cut:
        fetch(url)
    whole = fetch(hub["files"] + "/landcover/landcover_2020.tif")
    assert cut.value.partial == whole[: len(whole) // 2]
    assert fetch(url) == whole


def test_bodies_that_lie(hub: dict[str, str]) -> None:
    with pytest.raises(ValueError):
        json.loads(fetch(hub["faults"] + "/truncated/json"))
    with pytest.raises(http.client.IncompleteRead):
        fetch(hub["faults"] + "/truncated/length")
    assert fetch(hub["faults"] + "/html200/any").startswith(b"<!doctype html")
    assert b"<!ENTITY l9" in fetch(hub["faults"] + "/bomb")
    assert len(json.loads(fetch(hub["faults"] + "/stac/broken/search"))["features"]) > 20
    loop = json.loads(fetch(hub["faults"] + "/stac/loop/search"))
    assert json.loads(fetch(loop["links"][0]["href"]))["links"] == loop["links"]


def test_a_huge_answer_is_valid_and_over_100_mb(hub: dict[str, str]) -> None:
    total, last = 0, b""
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
        hub["faults"] + "/huge", timeout=60
    ) as answer:
        while block := answer.read(1_000_000):
            total, last = total + len(block), block
    assert total > 100_000_000
    assert last.endswith(b"null]}")


def test_nobody_signed_the_certificate(hub: dict[str, str]) -> None:
    where = urlsplit(hub["faults_tls"])
    with pytest.raises(ssl.SSLCertVerificationError):
        http.client.HTTPSConnection(where.hostname, where.port, timeout=10).request("GET", "/")
    # A refused handshake does not stop the server.
    trusting = ssl._create_unverified_context()
    connection = http.client.HTTPSConnection(where.hostname, where.port, timeout=10, context=trusting)
    connection.request("GET", "/")
    assert connection.getresponse().status == 200


def test_nobody_listens(hub: dict[str, str]) -> None:
    with pytest.raises(urllib.error.URLError) as refused:
        fetch(hub["refused"] + "/")
    assert isinstance(refused.value.reason, ConnectionRefusedError)
