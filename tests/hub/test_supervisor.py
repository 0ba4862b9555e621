"""The supervisor starts, fails and stops cleanly, and ends nothing but what it started."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.hub import hub as supervisor
from tests.hub.hub import Failed, Hub, NotInstalled, fetch

SERVER = "import http.server,sys;http.server.test(http.server.SimpleHTTPRequestHandler,port=int(sys.argv[1]),bind='127.0.0.1')"


def service(command: list[str]) -> SimpleNamespace:
    """A service named ``toy`` that runs ``command`` and is ready when it answers."""
    return SimpleNamespace(
        PORTS=("http",),
        endpoints=lambda ports: {"toy": f"http://127.0.0.1:{ports['http']}/"},
        fill=lambda hub: None,
        start=lambda hub: hub.spawn("toy", [part.format(port=hub.ports["toy.http"]) for part in command]),
        check=lambda hub: "" if fetch(hub.endpoints["toy"]) else "empty",
    )


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(supervisor, "BUILD", tmp_path)
    monkeypatch.setattr(supervisor, "ENDPOINTS", tmp_path / "endpoints.json")
    monkeypatch.setattr(
        supervisor, "services", lambda: {"toy": service([sys.executable, "-c", SERVER, "{port}"])}
    )
    monkeypatch.delenv("GAIA_HUB", raising=False)
    yield
    for folder in (tmp_path / "run").glob("*"):
        Hub(folder).down()


def pid_of(hub: Hub) -> int:
    return int(json.loads((hub.folder / "state.json").read_text())["processes"]["toy"][0])


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_up_and_down() -> None:
    hub = Hub.private()
    endpoints = hub.up()
    pid = pid_of(hub)
    assert fetch(endpoints["toy"])
    hub.down()
    assert gone(pid)
    with pytest.raises(OSError):
        fetch(endpoints["toy"])
    assert not hub.folder.exists()


def test_another_process_can_stop_the_shared_hub() -> None:
    hub = Hub.shared()
    hub.up()
    assert json.loads(supervisor.ENDPOINTS.read_text()) == hub.endpoints
    pid = pid_of(hub)
    Hub.shared().down()
    hub._processes["toy"].wait(5)
    assert gone(pid)
    assert not supervisor.ENDPOINTS.exists()


def test_a_service_that_dies_is_named_with_its_last_words_and_nothing_is_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dying = {"toy": service([sys.executable, "-c", "raise SystemExit('no such schema')"])}
    monkeypatch.setattr(supervisor, "services", lambda: dying)
    hub = Hub.private()
    with pytest.raises(Failed, match=r"toy ended by itself:\n(.*\n)*no such schema"):
        hub.up()
    assert not hub.folder.exists()
    assert "no such schema" in (supervisor.BUILD / "last-failure" / "toy.log").read_text()


@pytest.mark.parametrize("optional", [True, False])
def test_a_service_that_is_not_installed(monkeypatch: pytest.MonkeyPatch, optional: bool) -> None:
    def lacks(hub: Hub) -> None:
        raise NotInstalled("php is missing")

    absent = SimpleNamespace(
        PORTS=("http",),
        OPTIONAL=optional,
        endpoints=lambda ports: {"absent": "http://127.0.0.1:1/"},
        fill=lacks,
    )
    toy = supervisor.services()["toy"]
    monkeypatch.setattr(supervisor, "services", lambda: {"absent": absent, "toy": toy})
    hub = Hub.private()
    if not optional:
        with pytest.raises(NotInstalled):
            hub.up()
        return
    assert set(hub.up()) == {"toy"}
    assert hub.missing == {"absent": "php is missing"}
    assert set(json.loads((hub.folder / "endpoints.json").read_text())) == {"toy"}
    assert supervisor.names() == {"toy"}


def test_the_hub_of_a_killed_run_is_swept(tmp_path: Path) -> None:
    hub = Hub.private()
    hub.up()
    pid = pid_of(hub)
    owner = subprocess.Popen([sys.executable, "-c", "pass"])
    owner.wait()
    state = json.loads((hub.folder / "state.json").read_text())
    state["owner"] = [owner.pid, "1"]
    (hub.folder / "state.json").write_text(json.dumps(state))
    supervisor.sweep()
    hub._processes["toy"].wait(5)
    assert gone(pid)
    assert not hub.folder.exists()


def test_a_pid_that_went_to_another_process_is_left_alone(tmp_path: Path) -> None:
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(30)"], start_new_session=True)
    try:
        folder = tmp_path / "run" / "shared"
        folder.mkdir(parents=True)
        state = {"owner": [os.getpid(), None], "processes": {"toy": [stranger.pid, "12345"]}, "scratch": []}
        (folder / "state.json").write_text(json.dumps(state))
        Hub.shared().down()
        time.sleep(0.1)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()
