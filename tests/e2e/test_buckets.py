"""Files into an object store that checks every signature: in parts that another process goes on with."""

from __future__ import annotations

import hashlib
import json
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gaia_plugin.core.model import Checksum, Granule, Link, LinkKind
from gaia_plugin.core.transfer import manifest
from gaia_plugin.core.transfer.bucket import Bucket, BucketUnavailable
from gaia_plugin.core.transfer.bucket_deliver import PIECE
from gaia_plugin.core.transfer.items import item_of
from gaia_plugin.core.transfer.jobs import Job
from tests.support.bucket_store import OPENER, WEED, BucketStore
from tests.support.counting import Counting
from tests.support.dask_cluster import PYTHON, DaskCluster, environment, until
from tests.support.faultserver import FaultServer, Reply, as_html
from tests.support.ranged import Ranged

pytestmark = pytest.mark.skipif(not WEED.exists(), reason="SeaweedFS is not installed: make hub-install")
MB = 1 << 20
FAST = (1 << 20, 0.0)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BucketStore]:
    with BucketStore(tmp_path_factory.mktemp("weed") / "store") as running:
        yield running


@pytest.fixture
def server() -> Iterator[Counting]:
    with Counting() as running:
        yield running


def content(number: int, size: int) -> bytes:
    return random.Random(number).randbytes(size)


def saved(folder: Path, server: FaultServer, files: dict[str, bytes], digests: bool = True) -> Path:
    jobs = []
    for name, body in files.items():
        digest = Checksum("sha256", hashlib.sha256(body).hexdigest()) if digests else None
        link = Link(
            server.url(f"/{name}"), LinkKind.DOWNLOAD, size=len(body) if digests else None, checksum=digest
        )
        jobs.append(Job(link, folder / name, item_of(Granule(name, name, "c", links=(link,)))))
    manifest.write(folder / "wanted.json", jobs, root=folder)
    return folder / "wanted.json"


def fetching(folder: Path, store: BucketStore, into: str, *words: str) -> subprocess.Popen[str]:
    python = str(PYTHON) if "--dask" in words else sys.executable
    command = [python, "-m", "gaia_plugin", "fetch", str(folder / "wanted.json"), "--into", into, *words]
    pipe = subprocess.PIPE
    own = environment(folder, **store.environment)
    return subprocess.Popen(command, cwd=folder, env=own, stdout=pipe, stderr=pipe, text=True)


def ended(process: subprocess.Popen[str], code: int = 0) -> tuple[str, str]:
    out, err = process.communicate(timeout=150)
    assert process.returncode == code, f"{out}\n{err}"
    return out, err


def right(store: BucketStore, prefix: str, files: dict[str, bytes]) -> None:
    """Every file with its sidecar, and nothing else."""
    there = store.files(prefix)
    sidecars = {f"{prefix}/{name}.stac.json" for name in files}
    assert set(there) == {f"{prefix}/{name}" for name in files} | sidecars
    for name, body in files.items():
        assert there[f"{prefix}/{name}"] == body, name
        said = json.loads(there[f"{prefix}/{name}.stac.json"])["properties"]["gaia:provenance"]
        assert (said["size"], said["catalog"]) == (len(body), "c")


def test_files_of_every_size_come_and_a_second_call_has_nothing_to_do(tmp_path, server, store):
    sizes = {"small.bin": 3, "piece.bin": PIECE, "more.bin": PIECE + 1, "large/été.bin": 3 * PIECE - 5}
    files = {name: content(1, size) for name, size in sizes.items()}
    for name, body in files.items():
        server.add(f"/{name.replace('été', '%C3%A9t%C3%A9')}", Ranged(body, drip=FAST))
    server.add("/plain.bin", Reply(body=content(2, 2 * PIECE + 7)))  # a server without ranges
    files["plain.bin"] = content(2, 2 * PIECE + 7)
    saved(tmp_path, server, files)
    out, _ = ended(fetching(tmp_path, store, "s3://data/sizes"))
    assert sorted(out.splitlines()) == sorted(f"s3://data/sizes/{name}" for name in files)
    right(store, "sizes", files)
    asked = len(server.seen)
    assert ended(fetching(tmp_path, store, "s3://data/sizes"))[1] == "Nothing to do: 5 files there already.\n"
    assert len(server.seen) == asked


@pytest.mark.parametrize("digests", [True, False], ids=["announced", "nothing announced"])
def test_one_that_was_killed_is_gone_on_with_part_by_part(tmp_path, server, store, digests):
    files = {"big.bin": content(3, 8 * PIECE)}
    prefix = f"killed-{digests}"
    server.add("/big.bin", Ranged(files["big.bin"], drip=(1 << 16, (1 << 16) / (8 * MB))))
    saved(tmp_path, server, files, digests)
    process = fetching(tmp_path, store, f"s3://data/{prefix}", "--connections", "2")
    until(lambda: server.sent > 4 * PIECE, why="nothing was sent")
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert f"{prefix}/big.bin.part.json" in store.files(prefix)
    ended(fetching(tmp_path, store, f"s3://data/{prefix}", "--connections", "2"))
    right(store, prefix, files)
    assert server.sent <= 8 * PIECE + 3 * PIECE  # a part a connection, and what was on its way to the store


def test_a_file_that_changed_meanwhile_is_begun_anew(tmp_path, server, store):
    files = {"big.bin": content(4, 6 * PIECE)}
    slow = (1 << 16, (1 << 16) / (8 * MB))
    server.add("/big.bin", Ranged(content(5, 6 * PIECE), '"old"', drip=slow))
    saved(tmp_path, server, files, digests=False)
    process = fetching(tmp_path, store, "s3://data/changed", "--connections", "2")
    until(lambda: server.sent > 3 * PIECE, why="nothing was sent")
    process.kill()
    process.communicate()
    server.add("/big.bin", Ranged(files["big.bin"], '"new"', drip=FAST))
    ended(fetching(tmp_path, store, "s3://data/changed"))
    right(store, "changed", files)


def test_what_is_not_the_file_is_not_left_in_the_bucket(tmp_path, server, store):
    files = {"wrong.bin": content(6, 2 * PIECE), "page.tif": b"x" * 99}
    server.add("/wrong.bin", Ranged(content(7, 2 * PIECE), drip=FAST))
    server.add("/page.tif", as_html())
    saved(tmp_path, server, files)
    err = ended(fetching(tmp_path, store, "s3://data/wrong"), 1)[1]
    assert "is not what its provider announced (sha256 differs)" in err and "a web page instead" in err
    assert store.files("wrong") == {}


@pytest.mark.skipif(not PYTHON.exists(), reason="Dask is not installed: make hub-install")
def test_killed_workers_of_a_cluster_leave_their_parts_to_others(tmp_path, server, store):
    files = {f"scene-{number}.bin": content(number, 3 * PIECE) for number in range(4)}
    for name, body in files.items():
        server.add(f"/{name}", Ranged(body, drip=(1 << 16, (1 << 16) / (2 * MB))))
    saved(tmp_path, server, files)
    (tmp_path / "cluster").mkdir()
    with DaskCluster(tmp_path / "cluster", **store.environment) as cluster:
        process = fetching(tmp_path, store, "s3://data/dask", "--dask", cluster.address)
        for turn in range(4):
            until(lambda: len(cluster.workers()) == 2, why=cluster.logs())
            known, before = cluster.workers(), server.sent
            until(lambda before=before: server.sent > before + PIECE, why=cluster.logs())
            assert process.poll() is None
            cluster.kill(known[turn % 2])
            until(lambda known=known: len(cluster.workers()) == 2 and set(cluster.workers()) != set(known))
        _, err = process.communicate(timeout=150)
        assert process.returncode == 0, f"{err}\n{cluster.logs()[-3000:]}"
        assert OPENER not in cluster.logs() + err
    right(store, "dask", files)


def test_what_is_wrong_with_the_bucket_is_one_sentence(tmp_path, server, store):
    saved(tmp_path, server, {"a.bin": b"a"})
    server.add("/a.bin", Reply(body=b"a"))
    store_of = dict(store.environment)
    wrong = type("Wrong", (), {"environment": {**store_of, "AWS_SECRET_ACCESS_KEY": "another"}})()
    assert "does not give you access" in ended(fetching(tmp_path, wrong, "s3://data/x"), 1)[1]
    nothing = type("Nothing", (), {"environment": {}})()
    err = ended(fetching(tmp_path, nothing, "s3://data/x"), 2)[1]
    assert err == "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to write to a bucket.\n"


KEYS = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}


@pytest.mark.parametrize("url", ["s3://", "https://x/y", "s3://a@b/c", "data"])
def test_what_is_no_bucket_is_refused(url):
    with pytest.raises(BucketUnavailable):
        Bucket(url, KEYS)


def test_the_endpoint_is_amazons_or_the_environments_and_nothing_secret_is_shown():
    assert Bucket("s3://b/p/", {**KEYS, "AWS_REGION": "eu-west-3"}).host == "s3.eu-west-3.amazonaws.com"
    own = Bucket("s3://b/p/", {**KEYS, "AWS_ENDPOINT_URL": "https://minio.example.org:9000/"})
    assert (own.host, own.prefix, repr(own)) == (
        "minio.example.org:9000", "p", "<Bucket b at minio.example.org:9000>",
    )  # fmt: skip
    with pytest.raises(BucketUnavailable):
        Bucket("s3://b/p", {**KEYS, "AWS_ENDPOINT_URL": "ftp://x"})
