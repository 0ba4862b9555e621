"""The baskets of the hub's Hydroweb.next: the real client py-hydroweb makes, follows, fetches and clears them
away, and so do we, with the same bytes. And GEODES, with its own client pygeodes."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from gaia_plugin.core.access import Access
from gaia_plugin.core.access.basket import Selection, basket_link, basket_of
from gaia_plugin.core.auth.providers import load, read_provider
from gaia_plugin.core.errors import HeldBack, KeyRefused, KeyRequired, NotOnline, NotOnlineYet, RequestRefused
from gaia_plugin.core.model import Checksum, Link, LinkKind
from gaia_plugin.core.net import Credential, Retry, Session
from gaia_plugin.core.transfer import fetch
from tests.hub.hub import BUILD, ROOT
from tests.support.oracles import KEY, ask_oracle

pytestmark = pytest.mark.hub

CLIENT = ROOT / "tests" / "hub" / "hydroweb_client.py"
LAKES, RIVERS = "HYDROWEB_LAKES_OPE", "HYDROWEB_RIVERS_OPE"


def base(hub) -> str:
    return hub["emulated_hydroweb"].removesuffix("/v1/rs-catalog/stac")


def row(kind: str, **changed: Any) -> dict[str, Any]:
    """The line of ``resources/access.json``, with the hub's addresses."""
    rows = json.loads((ROOT / "resources" / "access.json").read_text("utf-8"))
    return {**next(one for one in rows if one["id"] == kind), **changed}


def desk(endpoint: str, kind: str, key: str | None = KEY, **changed: Any) -> tuple[Session, Access]:
    """A person with a key for a service of the hub."""
    host = urlsplit(endpoint).netloc
    found = next(one for one in load() if one.id == kind)
    (way,) = found.ways
    again = {"kind": "header", "headers": dict(way.headers), "fields": ["key"], "hosts": [host]}
    provider = read_provider(
        {"id": kind, "title": dict(found.titles), "ways": [again], "quota_wait": found.quota_wait,
         "redirects_bad_keys": found.redirects_bad_keys}
    )  # fmt: skip
    own = [Credential([host], headers={"X-API-Key": key}, allow_http=True)] if key else []
    session = Session(credentials=own, retry=Retry(times=1, first=0.05))
    return session, Access(session, [row(kind, hosts=[host], **changed)], [provider])


def hydroweb(hub, key: str | None = KEY) -> tuple[Session, Access]:
    return desk(hub["emulated_hydroweb"], "hydroweb", key, workflows=f"{base(hub)}/download/workflows")


def basket(hub, *selections: Selection, plan: str = "") -> Link:
    """A basket's link; ``plan`` goes behind its name, where the service reads what it is to do."""
    name = f"ours-{secrets.token_hex(6)}.{plan}" if plan else ""
    return basket_link(f"{base(hub)}/download/workflows", selections or [Selection(LAKES)], name=name)


def client(hub, folder: Path, *asks: tuple[str, dict[str, Any]], key: str = KEY) -> list[Any]:
    """What the real client answers; it works and has its home in ``folder``."""
    venv = BUILD / "venv" / "hydroweb"
    if not (venv / ".stamp").exists():
        pytest.skip("the client py-hydroweb is not installed: make hub-install")
    done = subprocess.run(
        [str(venv / "bin" / "python"), "-I", str(CLIENT)],
        input=json.dumps({"url": base(hub), "key": key, "asks": asks}), capture_output=True, text=True,
        cwd=folder, timeout=300,
        env={"HOME": str(folder), "PATH": os.environ["PATH"], "NO_PROXY": "*", "no_proxy": "*"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return list(json.loads(done.stdout))


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def fetched(session: Session, access: Access, link: Link, folder: Path) -> tuple[Path, list[NotOnline]]:
    """As the queue does it: later, for as long as the service says that it is not ready."""
    told: list[NotOnline] = []
    for _ in range(20):
        try:
            got = fetch(session, link, folder / link.name, access=access)
        except NotOnline as error:
            told.append(error)
            continue
        return got.path, told
    raise TimeoutError


WANTED = [
    {"collection_id": LAKES, "bbox": [5.0, 44.0, 8.0, 46.0]},
    {"collection_id": RIVERS, "query": {"start_datetime": {"lte": "2025-01-01T00:00:00Z"}}},
]
OURS = [Selection(one["collection_id"], one) for one in WANTED]


def test_the_real_client_and_ours_ask_alike_and_get_the_same_files(hub, tmp_path):
    name = f"theirs-{secrets.token_hex(6)}.COMPLETED"
    [made] = client(hub, tmp_path, ("submit", {"name": name, "collections": WANTED}))
    link = basket(hub, *OURS)
    request = basket_of(link.href)[1]
    assert {**request, "workflowName": name} == made["request"], "the same words for the same wish"
    [path, listed, _, after] = client(
        hub, tmp_path, ("zip", {"id": made["id"]}), ("list", {}), ("delete", {"id": made["id"]}), ("list", {})
    )
    assert Path(path).name == f"{name}.zip" and listed[made["id"]] == "COMPLETED" and made["id"] not in after
    session, access = hydroweb(hub)
    mine, told = fetched(session, access, link, tmp_path / "mine")
    assert told and all(isinstance(one, NotOnlineYet) for one in told)
    assert contents(mine) == contents(tmp_path / path) and len(contents(mine)) == 13


def test_each_sees_what_the_other_made_and_cleared_away(hub, tmp_path):
    link = basket(hub, plan="CREATED-RUNNING-COMPLETED")
    session, access = hydroweb(hub)
    with pytest.raises(NotOnlineYet):
        access.fetchable(link)
    [before] = client(hub, tmp_path, ("list", {}))
    fetched(session, access, link, tmp_path)
    [after] = client(hub, tmp_path, ("list", {}))
    assert len(set(before) - set(after)) == 1


def test_what_the_real_client_gives_up_we_wait_for(hub, tmp_path):
    plan = "BLOCKED-BLOCKED-RUNNING-COMPLETED"
    wish = {"name": f"held-{secrets.token_hex(6)}.{plan}", "collections": WANTED[:1]}
    [made] = client(hub, tmp_path, ("submit", wish))
    [given_up] = client(hub, tmp_path, ("zip", {"id": made["id"]}))
    assert given_up is None, "BLOCKED is a failure to it"
    session, access = hydroweb(hub)
    path, told = fetched(session, access, basket(hub, OURS[0], plan=plan), tmp_path / "mine")
    assert isinstance(told[0], HeldBack) and LAKES + "/" in next(iter(contents(path)))


@pytest.mark.parametrize("plan", ["EXPIRED", "EXPIRED_NOT_PURGED", "DELETED"])
def test_what_expired_is_packed_anew_with_every_start(hub, plan):
    """Such a basket can be had by nobody: each look makes another, and clears the last one away."""
    link = basket(hub, plan=plan)
    for _ in range(2):
        _, access = hydroweb(hub)
        with pytest.raises(NotOnlineYet):
            access.fetchable(link)


def test_whoever_starts_again_goes_on_with_the_basket_that_is_there(hub, tmp_path):
    link = basket(hub, plan="CREATED-RUNNING-RUNNING-COMPLETED")
    for _ in range(3):
        with pytest.raises(NotOnlineYet):
            hydroweb(hub)[1].fetchable(link)
    session, access = hydroweb(hub)
    path, told = fetched(session, access, link, tmp_path)
    assert not told and contents(path)


def test_what_failed_has_its_words(hub):
    with pytest.raises(RequestRefused):
        hydroweb(hub)[1].fetchable(basket(hub, plan="FAILED"))


@pytest.mark.parametrize(("key", "reason"), [(None, KeyRequired), ("wrong", KeyRefused)])
def test_a_key_that_is_none_has_its_words(hub, key, reason):
    with pytest.raises(reason):
        hydroweb(hub, key)[1].fetchable(basket(hub))


# -- GEODES -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def products(hub) -> list[dict[str, Any]]:
    """Two products of the hub's GEODES: one on a disk, one on tape."""
    root = hub["emulated_geodes"]
    found = Session().post(f"{root}/search", json={"page": 1, "limit": 80, "bbox": [0, 40, 10, 50]}).json()
    zips = [(one["id"], each) for one in found["features"] for name, each in one["assets"].items()
            if name.endswith(".zip")]  # fmt: skip
    return [
        next({"id": key, **each} for key, each in zips if f"Is online: {online}" in each["description"])
        for online in ("true", "false")
    ]


def geodes(hub, key: str | None = KEY) -> tuple[Session, Access]:
    root = hub["emulated_geodes"].removesuffix("/api/stac")
    return desk(root, "geodes", key, availability=f"{root}/fastavailability")


def archive(product: dict[str, Any]) -> Link:
    digest = product["href"].rpartition("/")[2]
    checksum = Checksum("md5", digest)
    return Link(product["href"], LinkKind.DOWNLOAD, media_type="application/zip", checksum=checksum)


def test_pygeodes_and_ours_fetch_the_same_archive(hub, products, tmp_path):
    on_disk = products[0]
    said = {"download": on_disk["id"], "bbox": [0, 40, 10, 50]}
    [theirs] = ask_oracle("pygeodes", hub, [said], tmp_path)
    assert "error" not in theirs, theirs
    session, access = geodes(hub)
    got = fetch(session, archive(on_disk), tmp_path / "mine.zip", access=access)
    assert got.checksum_verified and got.path.read_bytes() == Path(theirs["path"]).read_bytes()
    assert theirs["available"]["data"] == "available" and set(theirs["inside"]) == set(contents(got.path))


def test_what_is_on_tape_is_said_by_both(hub, products, tmp_path):
    with pytest.raises(NotOnlineYet) as caught:
        geodes(hub)[1].fetchable(archive(products[1]))
    assert caught.value.retry_after == 300
    [theirs] = ask_oracle(
        "pygeodes", hub, [{"download": products[1]["id"], "bbox": [0, 40, 10, 50]}], tmp_path
    )
    assert theirs["available"]["data"] == "not available"


def test_a_key_of_geodes_that_is_wrong_is_named(hub, products, tmp_path):
    session, access = geodes(hub, "wrong")
    with pytest.raises(KeyRefused):
        fetch(session, archive(products[0]), tmp_path / "a.zip", access=access)
    assert not list(tmp_path.glob("*.zip"))
    with pytest.raises(KeyRequired):
        geodes(hub, None)[1].fetchable(archive(products[0]))
