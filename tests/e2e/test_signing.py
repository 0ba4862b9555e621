"""The signing gateway of the hub: the real client ``teledetection`` signs there, and so do we, with the
same bytes.

The store behind it is SeaweedFS, which refuses whatever is not signed, is signed for something else, or is
over."""

from __future__ import annotations

import json
import os
import re
import secrets
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from gaia_plugin.core.access import Access
from gaia_plugin.core.auth.accounts import Accounts
from gaia_plugin.core.auth.providers import read_provider
from gaia_plugin.core.errors import (
    BadAnswer,
    Cancelled,
    GaiaError,
    KeyRefused,
    MembershipMissing,
    QuotaExceededUntil,
    SignInRequired,
    TooManyRequests,
)
from gaia_plugin.core.model import Link, LinkKind
from gaia_plugin.core.net import Cancel, Credential, Retry, Session
from gaia_plugin.core.transfer import fetch
from tests.hub.hub import BUILD, ROOT
from tests.hub.services._signing_server import PAIRED
from tests.support.scripted_browser import ScriptedBrowser

pytestmark = pytest.mark.hub

STORE = "https://s3-data.meso.umontpellier.fr/sm1-gdc"
CLIENT = ROOT / "tests" / "hub" / "teledetection_client.py"
FILES = ("optical/T00_visual.tif", "optical/T01_visual.tif", "optical/T00_ndvi.tif")
URLS = [f"{STORE}/{name}" for name in FILES]


@pytest.fixture(scope="module")
def files(hub) -> Path:
    return BUILD / "data" / "files"


def key(fault: str = "", who: str = "alice") -> str:
    """An access key; no two tests share one that counts."""
    return f"{who}.{fault}.{secrets.token_hex(6)}" if fault else who


def row(hub) -> dict[str, Any]:
    """The line of ``resources/access.json``, with the hub's gateway."""
    rows = json.loads((ROOT / "resources" / "access.json").read_text("utf-8"))
    return {**next(one for one in rows if one["id"] == "teledetection"), "gateway": hub["signing"]}


def providers(hub) -> list[Any]:
    """The line of ``resources/providers.json``, with the hub's gateway and its OpenID provider."""
    rows = json.loads((ROOT / "resources" / "providers.json").read_text("utf-8"))
    found = next(one for one in rows if one["id"] == "dinamis")
    host = urlsplit(hub["signing"]).netloc
    ways = [{**way, "hosts": [host]} for way in found["ways"]]
    for way in ways:
        if way.pop("openapi", None):
            way["issuer"] = hub["oidc"]
    return [read_provider({**found, "ways": ways})]


class Desk:
    """A person with an access key (none: nobody is signed in), and the way to the files."""

    def __init__(self, hub, access: str | None = None, clock: Callable[[], float] = time.time):
        host = urlsplit(hub["signing"]).netloc
        held = {"access-key": access, "secret-key": PAIRED} if access else None
        own = [Credential([host], headers=held, allow_http=True)] if held else []
        self.session = Session(credentials=own, retry=Retry(first=0.05))
        self.access = Access(self.session, [row(hub)], providers(hub), clock)

    def sign(self, url: str) -> str:
        return self.access.fetchable(link(url)).url

    def fetch(self, url: str, target: Path, **more: Any):
        return fetch(self.session, link(url), target, access=self.access, **more)


def link(url: str, **more: Any) -> Link:
    return Link(url, LinkKind.COG, media_type="image/tiff", **more)


def client_command() -> list[str]:
    python = BUILD / "venv" / "teledetection" / "bin" / "python"
    if not python.exists():
        pytest.skip("the client teledetection is not installed: make hub-install")
    return [str(python), str(CLIENT)]


def client_environment(hub, folder: Path) -> dict[str, str]:
    """The client has its home in ``folder``, and no proxy."""
    return {
        "HOME": str(folder), "PATH": os.environ["PATH"], "NO_PROXY": "*", "no_proxy": "*",
        "TLD_SIGNING_ENDPOINT": hub["signing"], "TLD_CONFIG_DIR": str(folder),
    }  # fmt: skip


def client(hub, asks, folder: Path, access: str) -> list[Any]:
    """What the real client answers, with an access key."""
    done = subprocess.run(
        client_command(), input=json.dumps({"asks": asks}), capture_output=True, text=True, timeout=120,
        cwd=folder,
        env={**client_environment(hub, folder), "TLD_ACCESS_KEY": access, "TLD_SECRET_KEY": PAIRED},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return list(json.loads(done.stdout))


def status(url: str, method: str = "GET", **headers: str) -> int:
    request = urllib.request.Request(url, headers=headers, method=method)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def body(url: str) -> bytes:
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=20) as answer:
        return bytes(answer.read())


# -- the store, and the real client -------------------------------------------------------------


def test_the_store_gives_a_file_only_for_its_own_signature(hub, files):
    signed = Desk(hub, key()).sign(URLS[0])
    assert body(signed) == (files / FILES[0]).read_bytes()
    assert status(signed, Range="bytes=10-19") == 206
    assert status(signed, "HEAD") == 403, "the signature is for GET"
    assert status(signed.partition("?")[0]) == 403
    assert status(signed.replace("T00_visual", "T01_visual")) == 403
    assert status(signed[:-4] + "0000") == 403
    assert status(signed.replace("X-Amz-Expires=28800", "X-Amz-Expires=288000")) == 403


def test_the_real_client_and_ours_get_the_same_bytes(hub, files, tmp_path):
    elsewhere = "https://example.org/other.tif"
    [theirs] = client(hub, [{"urls": [*URLS, elsewhere]}], tmp_path, key())
    desk = Desk(hub, key())
    assert theirs["value"][elsewhere] == elsewhere == desk.sign(elsewhere)
    for url, name in zip(URLS, FILES):
        content = (files / name).read_bytes()
        assert body(theirs["value"][url]) == content
        assert desk.fetch(url, tmp_path / "mine" / Path(name).name).path.read_bytes() == content


def test_both_ask_for_130_addresses_in_three_requests_and_then_never_again(hub, tmp_path):
    urls = [f"{STORE}/optical/many_{number}.tif" for number in range(130)]
    first, second = client(hub, [{"urls": urls}, {"urls": urls}], tmp_path, key())
    assert first["requests"] == [["POST", 200]] * 3 and second["requests"] == []
    desk = Desk(hub, key())
    asked = counted(desk)
    desk.access.expect(link(url) for url in urls)
    mine = {url: desk.sign(url) for url in urls}
    assert [len(each) for each in asked] == [64, 64, 2]
    assert mine == {url: desk.sign(url) for url in urls} and len(asked) == 3
    paths = {url: urlsplit(signed).path for url, signed in first["value"].items()}
    assert paths == {url: urlsplit(signed).path for url, signed in mine.items()}


def counted(desk: Desk) -> list[list[str]]:
    """The addresses that each request of this desk asks to sign."""
    asked: list[list[str]] = []
    whole = desk.session._whole

    def seen(call, *more):
        if call.method == "POST":
            asked.append(json.loads(call.body)["urls"])
        return whole(call, *more)

    desk.session._whole = seen
    return asked


def test_the_real_client_signs_uploads(hub, tmp_path):
    [answer] = client(hub, [{"put": [URLS[0]]}], tmp_path, key())
    assert status(answer["value"][URLS[0]]) == 403, "it is for PUT"


# -- faults, and what the real client makes of them ---------------------------------------------


@pytest.mark.parametrize("fault", ["429.2", "503.1", "500.2"])
def test_a_busy_gateway_is_asked_again_which_the_real_client_does_not(hub, files, tmp_path, fault):
    [theirs] = client(hub, [{"error": URLS[:1]}], tmp_path, key(fault))
    assert theirs["value"]["error"] == "HTTPError" and len(theirs["requests"]) == 1
    got = Desk(hub, key(fault)).fetch(URLS[0], tmp_path / "scene.tif")
    assert got.path.read_bytes() == (files / FILES[0]).read_bytes()


def test_a_gateway_that_stays_busy_says_when(hub):
    desk = Desk(hub, key("429.9"))
    with pytest.raises(TooManyRequests) as caught:
        desk.sign(URLS[0])
    assert caught.value.retry_after == 1 and caught.value.retryable


@pytest.mark.parametrize(
    ("fault", "theirs", "mine"),
    [("html", "SyntaxError", GaiaError), ("null", "ValueError", GaiaError)],
)
def test_refusals_that_hide_from_the_real_client_are_told(hub, tmp_path, fault, theirs, mine):
    [answer] = client(hub, [{"error": URLS[:1]}], tmp_path, key(fault))
    assert answer["value"]["error"] == theirs, "its own reading of the error fails first"
    with pytest.raises(mine) as caught:
        Desk(hub, key(fault)).sign(URLS[0])
    assert caught.value.status in (400, 502) and urlsplit(hub["signing"]).netloc in str(caught.value)


def test_the_real_client_writes_a_broken_vrt(hub, tmp_path):
    vrt = f"<VRTDataset><SourceFilename>{URLS[0]}</SourceFilename></VRTDataset>"
    [answer] = client(hub, [{"vrt": vrt}], tmp_path, key())
    assert "&Amp;X-Amz-" in answer["value"], "the entity is written with a capital letter"


@pytest.mark.parametrize(
    ("access", "reason"),
    [
        (None, SignInRequired),
        ("nobody", KeyRefused),
        ("bob", MembershipMissing),
        ("alice.quota", QuotaExceededUntil),
        ("alice.other", BadAnswer),
        ("alice.old", BadAnswer),
        ("alice.part", BadAnswer),
    ],
)
def test_each_refusal_has_its_name(hub, access, reason):
    with pytest.raises(reason) as caught:
        Desk(hub, access).sign(URLS[0])
    assert type(caught.value) is reason
    assert PAIRED not in str(caught.value) and "X-Amz" not in str(caught.value)


def test_one_bucket_that_is_refused_does_not_take_the_others_along(hub):
    desk = Desk(hub, key("private"))
    desk.access.expect(link(f"{STORE}/private/{number}.tif") for number in range(5))
    assert status(desk.sign(URLS[0])) == 200
    with pytest.raises(MembershipMissing):
        desk.sign(f"{STORE}/private/1.tif")


def test_no_key_follows_a_redirect_to_another_host(hub):
    with pytest.raises(GaiaError) as caught:
        Desk(hub, key("redirect")).sign(URLS[0])
    assert caught.value.status == 401, "the other host was asked, without the key"


# -- many threads, and ends ---------------------------------------------------------------------


def test_fifty_threads_cost_few_requests(hub):
    desk = Desk(hub, key("slow"))
    asked, urls = counted(desk), [f"{STORE}/optical/thread_{number}.tif" for number in range(50)]
    begin = threading.Barrier(50)
    signed: dict[str, str] = {}

    def one(url):
        begin.wait(30)
        signed[url] = desk.sign(url)

    threads = [threading.Thread(target=one, args=(url,)) for url in urls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert set(signed) == set(urls) and len(asked) <= 4, [len(each) for each in asked]


def test_a_transfer_goes_on_after_its_address_has_ended(hub, files, tmp_path):
    """The first part comes by one signature, the rest by the next, and nothing comes twice."""
    desk = Desk(hub, key("short"), clock=lambda: 0.0)  # for which nothing ever ends
    asked, stop, target = counted(desk), Cancel(), tmp_path / "scene.tif"
    first = desk.access.fetchable(link(URLS[0]))
    part = (files / FILES[0]).read_bytes()[:100_000]
    ranges: list[str] = []
    stream = desk.session.stream

    def cut(url, **more):
        ranges.append(more["headers"].get("Range", ""))
        return stream(url, **more)

    desk.session.stream = cut
    with pytest.raises(Cancelled):
        desk.fetch(URLS[0], target, on_progress=lambda *_: stop.cancel(), cancel=stop)
    target.with_name("scene.tif.part").write_bytes(part)
    while status(first.url) != 403:
        time.sleep(0.2)
    got = desk.fetch(URLS[0], target)
    assert got.path.read_bytes() == (files / FILES[0]).read_bytes()
    assert ranges == ["", "bytes=100000-", "bytes=100000-"]
    assert len(asked) == 2


# -- by a token ---------------------------------------------------------------------------------


def test_by_a_device_code_both_sign(hub, files, tmp_path):
    desk = Desk(hub)
    accounts = Accounts(Session(), desk.session.credentials, providers(hub))
    pending = accounts.begin_code("dinamis")
    browser = threading.Thread(
        target=ScriptedBrowser().open, args=(pending.code.address_with_code,), daemon=True
    )
    browser.start()
    assert accounts.finish_code(pending, Cancel()).kind == "openid"
    browser.join(30)
    assert body(desk.sign(URLS[0])) == (files / FILES[0]).read_bytes()
    theirs = device_client(hub, tmp_path)
    assert body(theirs["value"][URLS[0]]) == (files / FILES[0]).read_bytes()


def device_client(hub, folder: Path) -> Any:
    """The real client's own device flow: it shows an address, which a browser opens."""
    with subprocess.Popen(
        client_command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        cwd=folder, env=client_environment(hub, folder),
    ) as running:  # fmt: skip
        running.stdin.write(json.dumps({"asks": [{"urls": URLS[:1]}]}))
        running.stdin.close()
        for line in running.stderr:
            shown = re.search(r"http://\S+user_code=[\w-]+", line)
            if shown:
                ScriptedBrowser().open(shown[0])
                break
        rest = threading.Thread(target=running.stderr.read, daemon=True)
        rest.start()
        [answer] = json.loads(running.stdout.read())
        rest.join(30)
    return answer
