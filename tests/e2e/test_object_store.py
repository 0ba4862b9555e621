"""Signatures of object stores: a real store (SeaweedFS) takes ours, and they are botocore's to the letter."""

from __future__ import annotations

import json
import subprocess
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from gaia_plugin.core.access import Access
from gaia_plugin.core.auth.accounts import Accounts
from gaia_plugin.core.auth.providers import read_provider
from gaia_plugin.core.errors import GaiaError, KeyRefused, KeyRequired, NotFound
from gaia_plugin.core.model import Link, LinkKind
from gaia_plugin.core.net import Cancel, Retry, Session
from gaia_plugin.core.net.s3_keys import presigned
from gaia_plugin.core.transfer import fetch
from tests.hub.hub import BUILD
from tests.hub.services.signing import CLOSED, OPEN, PERSON

pytestmark = pytest.mark.hub

NAME = "optical/T00_visual.tif"
SECRET = PERSON["secretKey"]


@pytest.fixture(scope="module")
def content(hub) -> bytes:
    return (BUILD / "data" / "files" / NAME).read_bytes()


def desk(hub, access: str | None = PERSON["accessKey"], secret: str = SECRET) -> tuple[Session, Access]:
    """A person whose keys the vault keeps, and the store as the table names one."""
    host = urlsplit(hub["object_store"]).netloc
    session = Session(retry=Retry(times=1, first=0.05))
    way = {"kind": "s3", "hosts": [host]}
    provider = read_provider({"id": "store", "title": {"en": "The hub's store"}, "ways": [way]})
    accounts = Accounts(Session(), session.credentials, [provider])
    if access:
        accounts.set_key("store", "s3", {"access": access, "secret": secret})
    stores = [
        {"buckets": [CLOSED], "endpoint": hub["object_store"], "service": "The hub's store", "keys": True},
        {"buckets": [OPEN], "endpoint": hub["object_store"]},
    ]
    return session, Access(session, [{"kind": "s3", "service": "S3", "stores": stores}])


def link(bucket: str = CLOSED, name: str = NAME) -> Link:
    return Link(f"s3://{bucket}/{name}", LinkKind.DOWNLOAD, media_type="image/tiff", restricted=True)


def test_the_store_takes_our_signature_and_no_other(hub, content, tmp_path):
    session, access = desk(hub)
    got = fetch(session, link(), tmp_path / "a.tif", access=access)
    assert got.path.read_bytes() == content
    url = f"{hub['object_store']}/{CLOSED}/{NAME}"
    with pytest.raises(GaiaError) as caught:
        Session(retry=Retry(times=0)).get(url)
    assert caught.value.status == 403


def test_a_transfer_that_stopped_goes_on_with_another_signature(hub, content, tmp_path):
    session, access = desk(hub)
    stop, target = Cancel(), tmp_path / "a.tif"
    with pytest.raises(GaiaError):
        fetch(session, link(), target, access=access, cancel=stop, on_progress=lambda *_: stop.cancel())
    assert not target.exists()
    got = fetch(session, link(), target, access=access)
    assert got.path.read_bytes() == content


def test_what_is_open_needs_no_keys(hub, content, tmp_path):
    session, access = desk(hub, None)
    assert fetch(session, link(OPEN), tmp_path / "a.tif", access=access).path.read_bytes() == content
    with pytest.raises(KeyRequired):
        access.fetchable(link())


@pytest.mark.parametrize(
    ("access", "secret"), [("somebody-else", SECRET), (PERSON["accessKey"], "another-one")]
)
def test_wrong_keys_are_refused_in_words(hub, tmp_path, access, secret):
    session, desk_of = desk(hub, access, secret)
    with pytest.raises(KeyRefused) as caught:
        fetch(session, link(), tmp_path / "a.tif", access=desk_of)
    assert secret not in f"{caught.value} {caught.value.fields}"


def test_a_file_that_is_not_there_is_not_found(hub, tmp_path):
    session, access = desk(hub)
    with pytest.raises(NotFound):
        fetch(session, link(name="optical/none.tif"), tmp_path / "a.tif", access=access)


NAMES = ["a.tif", "a b/ü(1)+=&:@,;'!*~.tif", "x%2Fy.tif", "日本/語.tif"]
BOTO = """
import json, sys
from datetime import datetime
import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

said = json.load(sys.stdin)
moment = datetime(2026, 11, 21, 12, 0, 0)


class Moments(datetime):
    @classmethod
    def now(cls, tz=None):
        return moment.replace(tzinfo=tz)

    @classmethod
    def utcnow(cls):
        return moment


botocore.auth.datetime = type("datetime", (), {"datetime": Moments})
if hasattr(botocore.auth, "get_current_datetime"):
    botocore.auth.get_current_datetime = lambda *_, **__: moment
signed = []
for url in said["urls"]:
    request = AWSRequest("GET", url)
    keys = Credentials(said["access"], said["secret"])
    botocore.auth.S3SigV4QueryAuth(keys, "s3", "us-east-1", expires=900).add_auth(request)
    signed.append(request.url)
json.dump(signed, sys.stdout)
"""


def test_signatures_are_botocore_s(hub, tmp_path: Path):
    venv = BUILD / "venv" / "oracles"
    if not (venv / ".stamp").exists():
        pytest.skip("botocore is not installed: make hub-install")
    from urllib.parse import quote

    urls = [f"https://store.example/b/{quote(name, safe='/-_.~')}" for name in NAMES]
    urls += ["http://127.0.0.1:8333/b/k?versionId=1&a=%2F"]
    said = {"urls": urls, "access": PERSON["accessKey"], "secret": SECRET}
    done = subprocess.run(
        [str(venv / "bin" / "python"), "-I", "-c", BOTO], input=json.dumps(said), capture_output=True,
        text=True, cwd=tmp_path, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    moment = datetime(2026, 11, 21, 12, 0, 0, tzinfo=timezone.utc)
    for url, theirs in zip(urls, json.loads(done.stdout)):
        ours = presigned(url, PERSON["accessKey"], SECRET, moment)
        assert parts(ours) == parts(theirs)


def parts(url: str) -> Any:
    split = urlsplit(url)
    return split.netloc, split.path, sorted(parse_qsl(split.query, keep_blank_values=True))
