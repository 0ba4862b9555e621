"""No secret is where it should not be: a person goes through everything with secrets that nobody else has,
then every file, message, argument, environment and other host is searched for them.

The second test lets secrets slip on purpose, and they must be found: the first can fail.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest

pytest.importorskip("qgis.core", reason="QGIS's Python bindings are not on this machine")

from tests.bridge.test_preprocessor import CAPABILITIES, PIXEL
from tests.support.faultserver import FaultServer, Reply, Seen, as_html, as_json, redirect, stall

pytestmark = [pytest.mark.hub, pytest.mark.qgis]
ROOT = Path(__file__).resolve().parents[2]
TIFF = sorted((ROOT / "resources" / "demo").glob("antarctic-*/*.tif"))[0]
NAMES = ("token", "key", "pair", "basic")
ERRORS = {
    "/e400": 400, "/e401": 401, "/e403": 403, "/e403q": 403, "/e403l": 403, "/e404": 404, "/e410": 410,
    "/e422": 422, "/e429": 429, "/e451": 451, "/e500": 500, "/e503": 503,
}  # fmt: skip
# GDAL's own debugging, which a person must switch on (CPL_DEBUG), prints on the console where it was
# redirected to: a signed address, good for some hours. Nothing else may be there, and that nowhere else.
GDAL_SAYS = "said.txt of GDAL"
MORE = ("/html", "/broken", "/reset", "/stall", "/loop", "/cut", "/nowhere")


def repeats(seen: Seen, status: int, more: str = "") -> Reply:
    """An error of a server that says all it was sent."""
    said = " ".join(f"{name} {value}" for name, value in seen.headers.items() if name != "host")
    return as_json({"detail": f"refused {more} {said}", "message": said}, status, {"Retry-After": "0"})


def prepare(server: FaultServer, other: FaultServer) -> None:
    """A closed service, with searches, layers, files, and everything that can go wrong."""
    opens = ("authorization", "x-key", "x-access")

    def closed(reply: Any) -> Any:
        def answer(seen: Seen) -> Reply:
            if not any(name in seen.headers for name in opens):
                return repeats(seen, 401)
            return reply(seen) if callable(reply) else reply

        return answer

    def wms(seen: Seen) -> Reply:
        if "GetMap" in seen.target:
            return Reply(200, PIXEL, {"Content-Type": "image/png"})
        text = CAPABILITIES.replace("URL", server.url("/wms?"))
        return Reply(200, text.encode(), {"Content-Type": "text/xml"})

    base = server.url("/stac")
    landing = {
        "type": "Catalog", "stac_version": "1.0.0", "id": "s", "description": "s",
        "conformsTo": ["https://api.stacspec.org/v1.0.0/core", "https://api.stacspec.org/v1.0.0/collections"],
        "links": [{"rel": "self", "href": base}, {"rel": "data", "href": base + "/collections"}],
    }  # fmt: skip
    extent = {"spatial": {"bbox": [[0, 0, 9, 9]]}, "temporal": {"interval": [["2020-01-01T00:00:00Z", None]]}}

    def collections(seen: Seen) -> Reply:
        said = {f"said-{name}": value for name, value in seen.headers.items() if name == "accept"}
        one = {
            "type": "Collection", "stac_version": "1.0.0", "id": "x", "title": "x", "description": "x",
            "license": "x", "extent": extent, "links": [], **said,
        }  # fmt: skip
        return as_json({"collections": [one], "links": []})

    server.add("/stac", closed(as_json(landing)))
    server.add("/stac/", closed(as_json(landing)))
    server.add("/stac/collections", closed(collections))
    server.add("/wms", closed(wms))
    server.add("/", closed(as_json({})))
    tiff = Reply(200, TIFF.read_bytes(), {"Content-Type": "image/tiff"})
    server.add("/cog.tif", closed(tiff))
    server.add("/file.bin", closed(Reply(200, b"x" * 1000, {"Content-Type": "application/octet-stream"})))
    server.add("/elsewhere.bin", closed(redirect(other.url("/file.bin"))))
    server.add("/elsewhere.tif", closed(redirect(other.url("/cog.tif"))))
    server.add("/same-elsewhere.bin", closed(redirect(server.url("/open.bin", "localhost"), 307)))
    server.add("/open.bin", Reply(200, b"y" * 1000, {"Content-Type": "application/octet-stream"}))
    for path, status in ERRORS.items():
        more = {"/e403q": "quota", "/e403l": "licence"}.get(path, "")
        server.add(path, lambda seen, status=status, more=more: repeats(seen, status, more))
    server.add("/html", as_html())
    server.add("/broken", Reply(200, b"{", {"Content-Type": "application/json"}))
    server.add("/reset", Reply(reset=True))
    server.add("/stall", stall())
    server.add("/loop", redirect(server.url("/loop")))
    server.add("/cut", Reply(200, b"{" * 1000, {"Content-Type": "application/json"}, cut=10))
    server.add("/nowhere", redirect("http://127.0.0.1:9/nowhere"))


class Person:
    """One run: the folder that holds all it wrote, the servers with what they heard, and the children's
    arguments and environments."""

    def __init__(self, folder: Path, hub: dict[str, str], plant: bool):
        self.folder = folder
        self.processes: dict[str, bytes] = {}
        with ExitStack() as stack:
            self.servers = {name: stack.enter_context(FaultServer()) for name in (*NAMES, "other")}
            other = self.servers["other"]
            other.add("/file.bin", Reply(200, b"z" * 1000, {"Content-Type": "application/octet-stream"}))
            other.add("/cog.tif", Reply(200, TIFF.read_bytes(), {"Content-Type": "image/tiff"}))
            for name in NAMES:
                prepare(self.servers[name], other)
            self._run(hub, plant)

    def _run(self, hub: dict[str, str], plant: bool) -> None:
        for name in ("seen", "home", "tmp", "profile", "runtime"):
            (self.folder / name).mkdir(mode=0o700)
        reading, writing = os.pipe()
        plan = {
            "root": str(ROOT), "folder": str(self.folder), "issuer": hub["oidc"], "plant": plant,
            "pipe": writing,
            "hub": {name: hub[name] for name in ("signing", "object_store")},
            "servers": {name: server.url("") for name, server in self.servers.items()},
            "errors": [*ERRORS, *MORE],
        }  # fmt: skip
        environment = {name: value for name, value in os.environ.items() if not name.startswith("DBUS")}
        environment.update(
            HOME=str(self.folder / "home"),
            TMPDIR=str(self.folder / "tmp"),
            XDG_RUNTIME_DIR=str(self.folder / "runtime"),
            QGIS_AUTH_DB_DIR_PATH=str(self.folder / "profile"),
            QT_QPA_PLATFORM="offscreen",
            CPL_DEBUG="ON",
            CPL_CURL_VERBOSE="NO",
            QGIS_DEBUG="9",
            CANARY_PLAN=json.dumps(plan),
        )
        for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
            environment.pop(name, None)
        with (self.folder / "said.txt").open("wb") as said:
            child = subprocess.Popen(
                [sys.executable, "-X", "faulthandler", str(ROOT / "tests" / "support" / "canary_person.py")],
                env=environment,
                stdout=said,
                stderr=said,
                pass_fds=[writing],
                cwd=self.folder,
            )
            os.close(writing)
            over = threading.Event()
            watcher = threading.Thread(target=self._watch, args=(child.pid, over), daemon=True)
            watcher.start()
            with os.fdopen(reading) as pipe:
                told = pipe.read()
            child.wait(60)
            over.set()
            watcher.join(10)
        assert told, f"ended with {child.returncode}: " + (self.folder / "said.txt").read_text()[-3000:]
        self.outcome, self.secrets = json.loads(told)["outcome"], json.loads(told)["secrets"]

    def _watch(self, pid: int, over: threading.Event) -> None:
        """What anybody on this computer may read of the process and of its children (``ps``)."""
        while not over.wait(0.02):
            for one in family(pid):
                for what in ("cmdline", "environ"):
                    try:
                        said = Path(f"/proc/{one}/{what}").read_bytes()
                        if said:  # one that has ended, and nobody has waited for, says nothing any more
                            self.processes[f"process/{one}/{what}"] = said
                    except OSError:
                        pass

    def places(self) -> Iterator[tuple[str, bytes]]:
        """Everything that is searched: a name, and bytes."""
        for path in self.folder.rglob("*"):
            if path.is_file():
                name, content = str(path.relative_to(self.folder)), path.read_bytes()
                if name == "said.txt":
                    lines = content.split(b"\n")
                    yield GDAL_SAYS, b"\n".join(line for line in lines if line.startswith(b"VSICURL: "))
                    content = b"\n".join(line for line in lines if not line.startswith(b"VSICURL: "))
                yield name, content
                yield f"name of {name}", name.encode()
                if zipfile.is_zipfile(BytesIO(content)):
                    with zipfile.ZipFile(BytesIO(content)) as archive:
                        for member in archive.namelist():
                            yield f"{name}/{member}", archive.read(member)
        yield from self.processes.items()
        for name, server in self.servers.items():
            for seen in list(server.seen):
                foreign = name == "other" or not seen.headers.get("host", "").startswith("127.0.0.1")
                heard = f"{seen.target} {dict(seen.headers)}".encode() + seen.body
                yield (f"other host {name}{seen.path}" if foreign else f"own host {name}{seen.path}"), heard

    def found(self) -> dict[str, set[str]]:
        """Which secrets are where; the servers that each is for aside."""
        own = {
            "key": {"key"}, "pair": {"access", "secret"}, "basic": {"password"},
            "token": {name for name in self.secrets if name.startswith("access-token")},
        }  # fmt: skip
        hits: dict[str, set[str]] = {}
        for place, content in self.places():
            for name, secret in self.secrets.items():
                if place == GDAL_SAYS and name in ("signature", "signed-for"):
                    continue
                at_home = any(place.startswith(f"own host {host}/") and name in own[host] for host in own)
                if not at_home and any(form in content for form in forms(secret)):
                    hits.setdefault(place, set()).add(name)
        return hits


def family(pid: int) -> list[int]:
    """A process and all below it."""
    children: dict[int, list[int]] = {}
    for one in filter(str.isdigit, os.listdir("/proc")):
        try:
            parent = int(Path("/proc", one, "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):  # it ended meanwhile
            continue
        children.setdefault(parent, []).append(int(one))
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += children.get(one, [])
    return found


def forms(secret: str) -> set[bytes]:
    """How a secret may be written."""
    plain = secret.encode()
    texts = {plain, quote(secret, safe="").encode(), quote_plus(secret).encode(), secret.encode("utf-16-le")}
    for before in (b"", b"x", b"xx", b"person:"):  # base64 begins at three places
        coded = base64.b64encode(before + plain)
        texts.add(coded[4 * -(-len(before) // 3) : 4 * ((len(before) + len(plain)) // 3)])
    return texts


@pytest.fixture(scope="module")
def services(hub: dict[str, str]) -> dict[str, str]:
    if not {"oidc", "signing", "object_store"} <= hub.keys():
        pytest.skip("the hub that is up was started without its OpenID provider or its signing service")
    return hub


def test_no_secret_is_where_it_should_not_be(services: dict[str, str], tmp_path: Path) -> None:
    person = Person(tmp_path, services, plant=False)
    assert person.outcome == "done", (tmp_path / "said.txt").read_text()[-3000:]
    short = {"signing-secret", "signature", "signed-for", "user-code"}  # as others made them
    assert len(person.secrets) == 17 and short < person.secrets.keys()
    assert all(len(secret) > (8 if name in short else 20) for name, secret in person.secrets.items())
    for name in ("messages", "tasks", "errors", "debug", "records", "layers", "downloads", "states"):
        assert (tmp_path / "seen" / f"{name}.txt").stat().st_size, f"nothing was written to {name}"
    assert any("process/" in place for place, _ in person.places())
    heard = [place for place, _ in person.places() if place.startswith("other host")]
    assert len(heard) >= 8  # the redirects arrived there
    for name in NAMES:  # and where they belong, the secrets did arrive
        own = [content for place, content in person.places() if place.startswith(f"own host {name}/")]
        assert sum(any(word in content for word in (b"canary", b"Bearer", b"Basic")) for content in own) > 5
    assert person.found() == {}


def test_what_slips_is_found(services: dict[str, str], tmp_path: Path) -> None:
    person = Person(tmp_path, services, plant=True)
    assert person.outcome == "done", (tmp_path / "said.txt").read_text()[-3000:]
    hits = person.found()
    where = " ".join(sorted(hits))
    for place in (
        "seen/messages.txt",
        "seen/debug.txt",
        "seen/errors.txt",
        "seen/tasks.txt",
        "seen/project.qgs",
        "seen/project.qgz/",
        "canary.ini",
        "tmp/slip",
        "seen/states.txt",
        "downloads/slip.stac.json",
        "/cmdline",
        "/environ",
        "other host other/slip",
    ):
        assert place in where, place
    assert any("user-code" in names for place, names in hits.items() if place.endswith("canary.ini"))
    assert "signature" in hits["downloads/slip.stac.json"] and "device-code" in hits["seen/states.txt"]
