"""From a search to styled layers in a project that another QGIS opens, in real windows: GEODES and DINAMIS;
and a QGIS that is killed in the middle."""

from __future__ import annotations

import hashlib
import json
import subprocess
import time
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import numpy as np
import pytest

pytest.importorskip("qgis.core", reason="QGIS's Python bindings are not on this machine")

from gaia_plugin.core.transfer.part import PIECE
from tests.hub.hub import BUILD, ROOT, Hub, NotInstalled
from tests.hub.services._signing_server import PAIRED
from tests.support import synthetic_products
from tests.support.faultserver import FaultServer
from tests.support.held_files import HeldFiles
from tests.support.real_qgis import Profile, RealQgis, Screen, states, wait_for
from tests.support.synthetic_geodes import KEY, SyntheticGeodes, synthetic_geodes_item

pytestmark = [pytest.mark.qgis, pytest.mark.hub]
MB = 1_000_000
BUNDLE = "SYNTHETIC_PHR1B_BUNDLE.zip"
STORE = "https://s3-data.meso.umontpellier.fr/sm1-gdc/optical"
ACCESS_KEY = "alice.short.e2e"  # addresses that live three seconds


def zipped(folder: Path, inside: str = "") -> bytes:
    """A folder as a zip; within another zip, by the name ``inside``."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, path.relative_to(folder.parent).as_posix())
    if not inside:
        return made.getvalue()
    outer = BytesIO()
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(inside, made.getvalue())
    return outer.getvalue()


def image(path: Path, seed: int) -> bytes:
    """A GeoTIFF of six megabytes."""
    rng = np.random.default_rng(seed)
    bands = [rng.integers(0, 255, (1000, 2000), "uint8") for _ in range(3)]
    return synthetic_products.raster(path, bands, 10).read_bytes()


class Scene:
    """The servers, and what is on them."""

    def __init__(self, folder: Path, geodes: FaultServer, files: HeldFiles, hub: dict[str, str]) -> None:
        self.hub, self.files = hub, files
        self.maja = zipped(synthetic_products.maja(folder / "maja"), f"{synthetic_products.MAJA}.zip")
        item = synthetic_geodes_item(
            1, name=synthetic_products.MAJA, content=self.maja, box=(2.9, 45.0, 3.2, 45.2)
        )
        self.digest = hashlib.md5(self.maja, usedforsecurity=False).hexdigest()
        self.geodes = SyntheticGeodes([item], files={self.digest: self.maja}).mount(geodes)
        self.heard = geodes.seen
        self.images = {f"SYNTHETIC_{n}.tif": image(folder / f"{n}.tif", n) for n in (1, 2, 3)}
        self.bundle = (Path(hub["data"]) / "files" / "optical" / BUNDLE).read_bytes()

    def profile(self, folder: Path) -> Profile:
        folder.mkdir()
        at, gate = urlsplit(self.geodes.url).netloc, urlsplit(self.hub["signing"]).netloc
        rows = {row["id"]: row for row in json.loads((ROOT / "resources" / "access.json").read_text("utf-8"))}
        keys = {"access-key": "{access}", "secret-key": "{secret}"}
        key = {"kind": "header", "headers": {"X-API-Key": "{key}"}, "fields": ["key"], "hosts": [at]}
        pair = {"kind": "header", "headers": keys, "fields": ["access", "secret"], "hosts": [gate]}
        return Profile(
            folder,
            catalogs=[
                {
                    "id": "geodes-here", "kind": "stac", "url": self.geodes.url, "dialect": "geodes",
                    "title": {"en": "GEODES here"}, "provider": "CNES", "compartments": ["land"],
                    "offers": ["datasets", "granules"], "sign_in": "api-key",
                }
            ],
            providers=[
                {"id": "geodes-here", "title": {"en": "GEODES here"}, "ways": [key]},
                {"id": "dinamis-here", "title": {"en": "DINAMIS here"}, "ways": [pair]},
            ],
            access=[
                {**rows["geodes"], "hosts": [at], "availability": f"http://{at}/fastavailability"},
                {**rows["teledetection"], "gateway": self.hub["signing"]},
            ],
        )  # fmt: skip


@pytest.fixture(scope="module")
def signing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The hub's signing service and its store alone, with a bundle of Pléiades in it."""
    folder = tmp_path_factory.mktemp("signing")
    home = folder / "data" / "files" / "optical"
    home.mkdir(parents=True)
    bands = [np.random.default_rng(n).integers(200, 4000, (500, 500)).astype("uint16") for n in range(4)]
    sharp = np.random.default_rng(9).integers(200, 4000, (2000, 2000)).astype("uint16")
    (home / BUNDLE).write_bytes(zipped(synthetic_products.dimap2(folder / "made", 0, bands, sharp)))
    hub = Hub(folder / "run")
    hub.modules = {"signing": hub.modules["signing"]}
    hub.data = folder / "data"
    hub.endpoints["oidc"] = "http://127.0.0.1:9/"
    try:
        hub.up()
    except NotInstalled as error:
        pytest.skip(f"the hub is not installed: {error}")
    try:
        yield {**hub.endpoints, "data": str(hub.data)}
    finally:
        hub.down()


@pytest.fixture
def scene(tmp_path: Path, signing: dict[str, str]) -> Iterator[Scene]:
    (tmp_path / "made").mkdir()
    with FaultServer() as geodes, HeldFiles(hold=5 * MB) as files:
        yield Scene(tmp_path / "made", geodes, files, signing)


def valid_items(sidecars: list[Path]) -> list[dict[str, Any]]:
    """Items, as pystac reads them."""
    python = BUILD / "venv" / "oracles" / "bin" / "python"
    script = (
        "import json, sys, pystac\n"
        "read = [pystac.Item.from_file(path) for path in sys.argv[1:]]\n"
        "print(json.dumps([{'id': i.id, 'when': str(i.datetime), 'bbox': i.bbox, 'properties': i.properties,"
        " 'assets': {k: [a.href, a.extra_fields] for k, a in i.assets.items()}} for i in read]))"
    )
    command = [str(python), "-c", script, *map(str, sidecars)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


def sources_in(project: Path) -> str:
    """What a saved project says, its layers' sources among it."""
    with zipfile.ZipFile(project) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def over(signing: dict[str, str]) -> None:
    """Wait until every address that was signed before now has ended."""
    body = json.dumps({"urls": [f"{STORE}/{BUNDLE}"]}).encode()
    headers = {"access-key": ACCESS_KEY, "secret-key": PAIRED, "Content-Type": "application/json"}
    with urlopen(Request(signing["signing"] + "sign_urls", body, headers)) as answer:
        (url,) = json.load(answer)["hrefs"].values()
    while True:
        try:
            urlopen(Request(url, headers={"Range": "bytes=0-0"})).close()
        except HTTPError as error:
            assert error.code == 403
            return
        time.sleep(0.2)


def from_geodes(qgis: RealQgis) -> dict[str, Any]:
    """Search, look at the granules, download the one there is; its row in the queue."""
    qgis.search("")
    qgis.until("found", lambda now: now["titles"] and not now["running"])
    qgis.open_granules()
    qgis.until("granules", lambda now: now["titles"] and not now["running"])
    qgis.choose_granules()
    qgis.shoot("01-granules")
    qgis.press_download()
    (row,) = qgis.until("transfers", lambda rows: [one for one in rows if one["state"] in ("done", "failed")])
    assert row["state"] == "done", row
    qgis.until("transfers", lambda rows: rows[0]["layers"])
    return row


@pytest.mark.timeout(300)
def test_searched_downloaded_killed_and_opened_again(tmp_path: Path, scene: Scene, signing) -> None:
    profile, home = scene.profile(tmp_path / "person"), tmp_path / "project"
    home.mkdir()
    project = home / "valley.qgz"
    with Screen() as screen:
        with RealQgis(screen, profile) as qgis:
            qgis.ready()
            assert qgis.save(str(project))
            qgis.sign_in("geodes-here", "header", {"key": KEY})
            qgis.until("is_signed_in", bool, "geodes-here")
            qgis.sign_in("dinamis-here", "header", {"access": ACCESS_KEY, "secret": PAIRED})
            qgis.until("is_signed_in", bool, "dinamis-here")
            row = from_geodes(qgis)
            check_geodes(qgis, scene, home, row)
            qgis.zoom_to_layers()
            qgis.shoot("02-theia")
            from_dinamis(qgis, scene, home, signing)
            qgis.shoot("03-dinamis")
            assert qgis.save(str(project))
            assert_relative(project)
            begin_three(qgis, scene, home)
            qgis.show_transfers()
            qgis.until("totals", lambda now: now.get("running") == 3)
            qgis.shoot("04-three-running")
            logged = qgis.logged() + qgis.said() + [qgis.report()]
            qgis.kill()
        nothing_secret(profile, home, signing, logged)
        with RealQgis(screen, profile, project) as qgis:
            qgis.until("is_ready")
            gone_on(qgis, scene, home)
            qgis.zoom_to_layers()
            qgis.show_transfers()
            qgis.shoot("05-gone-on")
            assert all(layer["valid"] for layer in qgis.layers())


def check_geodes(qgis: RealQgis, scene: Scene, home: Path, row: dict[str, Any]) -> None:
    """The image is in the project, styled, its masks beside it; the files and their description lie below."""
    layers = qgis.layers()
    image, masks = (
        [one for one in layers if one["checked"]],
        [one for one in layers if not one["checked"]],
    )
    assert [(one["renderer"], one["valid"]) for one in image] == [("QgsMultiBandColorRenderer", True)]
    assert len(masks) >= 3 and all(one["valid"] and one["groups"] == image[0]["groups"] for one in masks)
    assert len(image[0]["groups"]) == 2 and len(image[0]["styles"]) >= 2
    assert home in Path(row["folder"]).parents and "URN" not in row["folder"]
    assert len(list(Path(row["folder"]).rglob("*.tif"))) > 20
    sidecar = Path(f"{row['path']}.stac.json")
    (item,) = valid_items([sidecar])
    assert item["id"].startswith("URN:FEATURE:DATA") and item["when"].startswith("2020")
    assert f"{scene.digest}" in json.dumps(item["assets"])
    assert [seen.headers.get("x-api-key") for seen in scene.heard if "/api/download/" in seen.path] == [KEY]


def from_dinamis(qgis: RealQgis, scene: Scene, home: Path, signing: dict[str, str]) -> None:
    """Half a bundle by one signature, the rest by another."""
    before = {one["name"] for one in qgis.layers()}
    qgis.settings(bandwidth_limit=2 * MB)
    size, digest = len(scene.bundle), hashlib.sha256(scene.bundle).hexdigest()
    qgis.ask_for([[BUNDLE, f"{STORE}/{BUNDLE}", size, digest]], dataset="Pléiades")
    mine = lambda rows: next((one for one in rows if one["name"] == BUNDLE), {"received": 0, "state": ""})  # noqa: E731
    qgis.until("transfers", lambda rows: mine(rows)["received"] > MB)
    qgis.do("pause", [BUNDLE])
    had = mine(qgis.until("transfers", lambda rows: mine(rows)["state"] == "paused"))["received"]
    assert MB < had < size
    over(signing)
    qgis.do("resume", [BUNDLE])
    seen = qgis.until("transfers", lambda rows: mine(rows)["state"] in ("running", "done", "failed"))
    assert mine(seen)["received"] >= had
    qgis.settings(bandwidth_limit=0)
    rows = qgis.until("transfers", lambda rows: mine(rows)["state"] in ("done", "failed"))
    assert mine(rows)["state"] == "done", mine(rows)
    qgis.until("transfers", lambda rows: mine(rows)["layers"])
    added = [one for one in qgis.layers() if one["name"] not in before]
    assert added and all(one["valid"] for one in added)
    assert [one["renderer"] for one in added if one["checked"]] == ["QgsMultiBandColorRenderer"]
    valid_items(list(home.rglob(f"{BUNDLE}.stac.json")))


def assert_relative(project: Path) -> None:
    """A folder that can be moved: the project names its files from where it lies."""
    said = sources_in(project)
    assert "./data/" in said and str(project.parent) not in said.replace("saveUser", "")


def half_there(home: Path, name: str) -> bool:
    return any(part.stat().st_size >= 4 * MB for part in home.rglob(f"{name}.part"))


def begin_three(qgis: RealQgis, scene: Scene, home: Path) -> None:
    """Three files, each half-way."""
    wanted = [
        [name, scene.files.put(name, content), len(content), hashlib.sha256(content).hexdigest()]
        for name, content in scene.images.items()
    ]
    qgis.ask_for(wanted, dataset="Images")

    wait_for(lambda: all(half_there(home, name) for name in scene.images))  # what the disk has


def gone_on(qgis: RealQgis, scene: Scene, home: Path) -> None:
    """The layers of the project are drawn again, and the three come to their end by themselves."""
    kept = qgis.layers()
    assert len(kept) > 5 and all(one["valid"] for one in kept)
    server = scene.files
    qgis.until("totals", lambda now: now.get("running") == 3)
    server.release()
    qgis.until("transfers", lambda rows: [states(rows).get(name) for name in scene.images] == ["done"] * 3)
    for name, content in scene.images.items():
        (path,) = home.rglob(name)
        assert path.read_bytes() == content
        first, *more = server.asked[name]
        assert first == 0 and len(more) == 1 and more[0] >= 4 * MB - PIECE, server.asked[name]
        assert server.given[name] <= len(content) + PIECE
    assert any("3" in text and "go on" in text for text in qgis.said()), qgis.said()
    names = {name.partition(".")[0] for name in scene.images}
    qgis.until("layers", lambda rows: names <= {name for one in rows for name in [Path(one["source"]).stem]})
    assert not list(home.rglob("*.part*"))


def nothing_secret(profile: Profile, home: Path, signing: dict[str, str], logged: list[str]) -> None:
    """No key, no signature, no address of the store behind the signatures."""
    words = (PAIRED, KEY, "X-Amz", "Signature=", urlsplit(signing["signing_store"]).netloc)
    places = {"log and messages": "\n".join(logged).encode()}
    for path in (*profile.folder.rglob("*"), *home.rglob("*")):
        if path.is_file() and path.suffix not in (".tif", ".TIF", ".zip", ".part", ".png"):
            places[str(path)] = path.read_bytes()
        if path.suffix == ".qgz":
            places[f"{path}!"] = sources_in(path).encode()
    told = {place for place, text in places.items() if f"{STORE}/{BUNDLE}".encode() in text}
    assert any(place.startswith(str(profile.journal)) for place in told), "where it came from is written down"
    assert any(place.endswith(".stac.json") for place in told)
    slipped = [(place, word) for place, text in places.items() for word in words if word.encode() in text]
    assert slipped == []
