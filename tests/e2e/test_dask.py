"""A manifest spread over a Dask cluster: scheduler and workers are real processes, and some are killed."""

from __future__ import annotations

import hashlib
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gaia_plugin.core.model import Checksum, Granule, Link, LinkKind
from gaia_plugin.core.transfer import manifest
from gaia_plugin.core.transfer.items import item_of
from gaia_plugin.core.transfer.jobs import Job
from gaia_plugin.core.transfer.provenance import read_sidecar
from tests.support.counting import Counting
from tests.support.dask_cluster import PYTHON, DaskCluster, environment, until
from tests.support.faultserver import FaultServer, Reply, Seen
from tests.support.ranged import Ranged

pytestmark = pytest.mark.skipif(not PYTHON.exists(), reason="Dask is not installed: make hub-install")
MB = 1 << 20
PIECE = 1 << 16
REFETCHED = 4 * MB
"""What a killed worker may cost: the part that it was bringing over each of its connections."""


class Store:
    """Files that are told apart at every byte, given by ranges at so many bytes a second a connection."""

    def __init__(self, server: FaultServer, count: int, size: int, pace: float) -> None:
        self.server = server
        self.files = {f"scene-{n}/data-{n}.bin": random.Random(n).randbytes(size) for n in range(count)}
        for name, content in self.files.items():
            server.add(f"/{name}", Ranged(content, drip=(PIECE, PIECE / pace)))

    def manifest(self, folder: Path, announced: bool = True) -> Path:
        jobs = []
        for name, content in self.files.items():
            size, digest = len(content), Checksum("sha256", hashlib.sha256(content).hexdigest())
            link = Link(self.server.url(f"/{name}"), LinkKind.DOWNLOAD, size=size, checksum=digest)
            if not announced:
                link = Link(self.server.url(f"/{name}"), LinkKind.DOWNLOAD)
            jobs.append(Job(link, folder / name, item_of(Granule(name, name, "c", links=(link,)))))
        manifest.write(folder / "wanted.json", jobs, root=folder)
        return folder / "wanted.json"

    def right(self, folder: Path) -> None:
        """Every file is there, whole, and nothing else but what belongs to it."""
        there = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
        wanted = {name for one in self.files for name in (one, f"{one}.stac.json")}
        assert set(there) == wanted
        for name, content in self.files.items():
            assert there[name].read_bytes() == content, name
            assert read_sidecar(there[name]) is not None


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with Counting() as running:
        yield running


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """The cluster's own folder; ``shared`` beside it is where the files go."""
    for name in ("cluster", "again"):
        (tmp_path / name).mkdir()
    return tmp_path


def fetching(place: Path, path: Path, address: str, *words: str, **more: str) -> subprocess.Popen[str]:
    command = [str(PYTHON), "-m", "gaia_plugin", "fetch", str(path), "--into", str(place / "shared")]
    pipe: Any = subprocess.PIPE
    return subprocess.Popen(
        [*command, "--dask", address, *words],
        cwd=place,
        env=environment(place, **more),
        stdout=pipe,
        stderr=pipe,
        text=True,
    )


def ended(process: subprocess.Popen[str], cluster: DaskCluster, code: int = 0) -> str:
    """What it said at its end."""
    out, err = process.communicate(timeout=150)
    assert process.returncode == code, f"{out}\n{err}\n{cluster.logs()[-4000:]}"
    return err


def test_two_workers_bring_every_file_and_a_second_call_has_nothing_to_do(place, server):
    store = Store(server, 6, MB, 8 * MB)
    path = store.manifest(place)
    with DaskCluster(place / "cluster") as cluster:
        said = ended(fetching(place, path, cluster.address), cluster)
        assert said.endswith("6 files fetched.\n")
        store.right(place / "shared")
        asked = len(server.seen)
        assert "Nothing to do" in ended(fetching(place, path, cluster.address), cluster)
        assert len(server.seen) == asked
        told = cluster.logs()
    workers = {line.rsplit("tcp://", 1)[1] for line in told.splitlines() if "Start worker at" in line}
    assert len(workers) == 2
    assert (place / "state" / "gaia-data").is_dir()  # the journal is the client's, not the folder's


def test_ten_killed_workers_cost_no_file_and_few_bytes(place, server):
    """Each dies in the middle of a file; what it had noted is not asked for again."""
    store = Store(server, 4, 24 * MB, MB / 2)
    path = store.manifest(place)
    shared = place / "shared"
    with DaskCluster(place / "cluster") as cluster:
        process = fetching(place, path, cluster.address)
        for turn in range(10):
            known = cluster.workers()
            before = server.sent
            until(lambda before=before: server.sent > before + MB, why=cluster.logs())
            assert process.poll() is None, "there were fewer bytes than kills"
            cluster.kill(known[turn % len(known)])
            until(lambda known=known: len(cluster.workers()) == 2 and set(cluster.workers()) != set(known))
        ended(process, cluster)
    store.right(shared)
    again = server.sent - sum(map(len, store.files.values()))
    print(f"{again / 10 / MB:.2f} MB came again for each that was killed")
    assert again <= 10 * REFETCHED, f"{again / 10 / MB:.2f} MB came again for each that was killed"


def test_the_host_is_asked_by_no_more_connections_than_it_allows(place, server):
    store = Store(server, 8, MB, 2 * MB)
    path = store.manifest(place)
    with DaskCluster(place / "cluster", threads=3) as cluster:
        ended(fetching(place, path, cluster.address, "--connections", "4"), cluster)
    store.right(place / "shared")
    assert server.most_at_once <= 4


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=lambda one: one.name)
def test_a_client_that_goes_is_taken_up_by_the_next(place, server, how):
    """Also where nothing was announced that would tell a finished file from another of its name."""
    store = Store(server, 4, 2 * MB, MB)
    path = store.manifest(place, announced=False)
    with DaskCluster(place / "cluster") as cluster:
        process = fetching(place, path, cluster.address)
        until(lambda: list((place / "shared").rglob("*.part")), why=cluster.logs())
        process.send_signal(how)
        ended(process, cluster, 130 if how is signal.SIGINT else -9)
        again = fetching(place, path, cluster.address)
        ended(again, cluster)
        store.right(place / "shared")


def test_a_scheduler_that_is_lost_is_said_and_another_goes_on(place, server):
    store = Store(server, 3, 2 * MB, MB)
    path = store.manifest(place)
    soon = {"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "1s"}
    with DaskCluster(place / "cluster") as cluster:
        process = fetching(place, path, cluster.address, **soon)
        until(lambda: server.sent > MB / 2, why=cluster.logs())
    said = ended(process, cluster, 1)
    assert "The Dask scheduler was lost. Start it again" in said and said.endswith("3 left.\n")
    assert "Traceback" not in said
    (place / "cluster" / "scheduler.json").unlink()
    with DaskCluster(place / "cluster") as cluster:
        ended(fetching(place, path, cluster.address), cluster)
    store.right(place / "shared")


def test_workers_sign_in_themselves_and_nothing_secret_passes_the_cluster(place, server):
    """The client has no key; the scheduler sees none."""
    content = b"opened" * 1000

    def answer(seen: Seen) -> Reply:
        return Reply(body=content) if seen.headers.get("authorization") else Reply(401)

    store = Store(server, 1, 64, MB)
    store.files = {"closed.bin": content}
    server.add("/closed.bin", answer)
    path = store.manifest(place)
    netrc = place / "cluster" / "home" / ".netrc"
    netrc.parent.mkdir()
    netrc.write_text("machine 127.0.0.1 login me password canary-password\n")
    netrc.chmod(0o600)
    with DaskCluster(place / "cluster", GAIA_GEODES_KEY="canary-key") as cluster:
        ended(fetching(place, path, cluster.address), cluster)
        assert "canary" not in cluster.logs()
    store.right(place / "shared")
    files = [one for one in place.rglob("*") if one.is_file() and one != netrc]
    assert not [one for one in files if b"canary" in one.read_bytes()]


def test_what_a_worker_meets_is_told_at_the_client(place, server):
    store = Store(server, 1, MB, 8 * MB)
    server.add(f"/{next(iter(store.files))}", Reply(404))
    path = store.manifest(place)
    with DaskCluster(place / "cluster", workers=1) as cluster:
        said = ended(fetching(place, path, cluster.address), cluster, 1)
    assert f"127.0.0.1:{server.port} no longer has what was asked for (HTTP 404)." in said


def test_what_is_wrong_with_the_cluster_is_one_sentence(place, server):
    path = Store(server, 1, MB, 8 * MB).manifest(place)
    with DaskCluster(place / "cluster", workers=1, PYTHONPATH="") as cluster:
        said = ended(fetching(place, path, cluster.address), cluster, 2)
        assert said.count("\n") == 1 and "cannot run the plugin: put the folder" in said
    (place / "shared").write_text("a file")
    with DaskCluster(place / "again", workers=1) as cluster:
        said = ended(fetching(place, path, cluster.address), cluster, 2)
        assert said.count("\n") == 1 and "cannot bring files there" in said and "shared" in said
        said = ended(fetching(place, path, cluster.address, "--into", "s3://data/x"), cluster, 2)
        assert said.endswith("Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to write to a bucket.\n")
    nobody = fetching(place, path, "tcp://127.0.0.1:9", DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT="1s")
    said = ended(nobody, cluster, 2)
    assert said == "No Dask scheduler answers at tcp://127.0.0.1:9.\n"


def test_without_dask_the_command_that_installs_it_is_said(place, server):
    path = Store(server, 1, MB, 8 * MB).manifest(place)
    command = [sys.executable, "-m", "gaia_plugin", "fetch", str(path), "--dask", "tcp://127.0.0.1:9"]
    done = subprocess.run(command, cwd=place, env=environment(place), capture_output=True, text=True)
    if "No Dask scheduler" in done.stderr:
        pytest.skip("Dask is installed for this Python too")
    assert (done.returncode, done.stderr) == (
        2, 'Dask is not installed for this Python. Install it with: python -m pip install "distributed"\n',
    )  # fmt: skip
