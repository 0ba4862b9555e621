"""The supervisor of the hub: real server software on loopback, started and stopped together.

A service is one module of ``tests/hub/services`` (see docs/developer/hub.md). A hub chooses free
ports for all services first, so that records of one can point at another, then fills and starts
them at the same time. Several hubs can run side by side: each keeps its state in a folder of its own.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import pkgutil
import shutil
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("GAIA_HUB_BUILD") or ROOT / "build" / "hub")
ENDPOINTS = BUILD / "endpoints.json"
RECORDED = Path(os.environ.get("GAIA_RECORDED") or ROOT.parent / "shared" / "data")
PATIENCE = 150.0  # seconds for one service to answer before the hub gives up

_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class NotInstalled(RuntimeError):
    """A service's software is missing; ``make hub-install`` brings it."""


class Failed(RuntimeError):
    """A service did not come up; the message holds the end of its log."""


def fetch(url: str, timeout: float = 20.0) -> bytes:
    """The body of ``url``, proxies ignored. Raises OSError (urllib's HTTPError included)."""
    with _direct.open(url, timeout=timeout) as answer:
        return bytes(answer.read())


def services() -> dict[str, ModuleType]:
    """The service modules by name, in the order of their names."""
    package = importlib.import_module("tests.hub.services")
    names = sorted(found.name for found in pkgutil.iter_modules(package.__path__))
    return {name: importlib.import_module(f"tests.hub.services.{name}") for name in names if name[0] != "_"}


def names() -> set[str]:
    """The names of the endpoints that every hub of this checkout has."""
    return {
        name
        for module in services().values()
        if not getattr(module, "OPTIONAL", False)
        for name in module.endpoints(dict.fromkeys(module.PORTS, 1))
    }


def running_endpoints() -> dict[str, str] | None:
    """Endpoints of a hub that someone else started and that still answers, or None. One that was started
    before a service was added does not count."""
    path = Path(os.environ.get("GAIA_HUB") or ENDPOINTS)
    try:
        endpoints = dict(json.loads(path.read_text("utf-8")))
        fetch(endpoints["files"] + "/", timeout=3)
    except urllib.error.HTTPError:
        pass
    except (OSError, ValueError, KeyError):
        return None
    return endpoints if names() <= set(endpoints) else None


def free_ports(count: int) -> list[int]:
    """Ports free at this moment; all are held until the last is known, so none comes twice.

    They lie below those that the kernel gives to whoever connects (from 32768 on), else a connection of
    another process could take one before its service does; and two processes begin at different places.
    """
    found: list[int] = []
    with contextlib.ExitStack() as held:
        for step in range(12_000):
            port = 20_000 + (os.getpid() * 64 + step) % 12_000
            each = held.enter_context(socket.socket())
            with contextlib.suppress(OSError):
                each.bind(("127.0.0.1", port))
                found.append(port)
            if len(found) == count:
                return found
    raise Failed(f"no {count} free ports")


def _started(pid: int) -> str | None:
    """The kernel's start time of a process: a pid alone may have gone to another one since."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return None


def _environment(more: Mapping[str, str] | None) -> dict[str, str]:
    """This process's, without proxies and without what leads to another QGIS than the system's."""
    out = ("LD_LIBRARY_PATH", "PYTHONPATH", "QGIS_PREFIX_PATH")
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.lower().endswith("_proxy") and key not in out
    }
    return {**kept, **(more or {})}


class Hub:
    """One running set of services, its state in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = BUILD / "data"
        self.logs = folder / "logs"
        self.modules = services()
        self.ports: dict[str, int] = {}
        self.endpoints: dict[str, str] = {}
        self.seconds: dict[str, float] = {}
        self.missing: dict[str, str] = {}  # optional services that are not installed, and why
        self._lock = threading.Lock()
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._state: dict[str, list[object]] = {}  # process name -> [pid, start time]
        self._scratch: list[str] = []

    @classmethod
    def shared(cls) -> Hub:
        """The hub of ``make hub-up``: one a checkout, its endpoints in build/hub/endpoints.json."""
        return cls(BUILD / "run" / "shared")

    @classmethod
    def private(cls) -> Hub:
        """A hub of this process's own, beside any other."""
        return cls(BUILD / "run" / str(os.getpid()))

    # -- what services use ---------------------------------------------------------------------

    def venv(self, name: str) -> Path:
        """Folder of the virtual environment made from ``services/requirements/NAME.txt``."""
        path = BUILD / "venv" / name
        if not (path / ".stamp").exists():
            raise NotInstalled(f"{path.relative_to(BUILD)} is missing: make hub-install")
        return path

    def program(self, *candidates: str) -> str:
        """The first of the programs that this machine has. Raises NotInstalled."""
        for name in candidates:
            # Debian's own first: PATH may lead to another QGIS, whose server lacks its libraries.
            found = shutil.which(
                name, path="/usr/sbin:/usr/bin:/usr/lib/cgi-bin:" + os.environ.get("PATH", "")
            )
            if found:
                return found
        raise NotInstalled(f"{candidates[0]} is missing: make hub-install")

    def dir(self, name: str) -> Path:
        """A folder of this hub's own for the service ``name``, made when asked for."""
        path = self.folder / name
        path.mkdir(parents=True, exist_ok=True)
        return path

    def scratch(self, path: str) -> None:
        """Has ``path``, outside the hub's folder, deleted when the hub stops."""
        self._scratch.append(path)
        self._save()

    def spawn(
        self, name: str, command: Sequence[str], env: Mapping[str, str] | None = None, cwd: str | None = None
    ) -> None:
        """Starts a process in a session of its own, its output in the log of that name.

        ``name`` is the service's, or ``SERVICE.PART`` where a service has several processes.
        """
        self.logs.mkdir(parents=True, exist_ok=True)
        with (self.logs / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                list(command), stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=cwd or self.folder,
                env=_environment(env), start_new_session=True,
            )  # fmt: skip
        with self._lock:
            self._processes[name] = process
            self._state[name] = [process.pid, _started(process.pid)]
        self._save()

    def run(
        self, name: str, command: Sequence[str], env: Mapping[str, str] | None = None, cwd: str | None = None
    ) -> str:
        """Runs a command to its end, and gives its output. Raises Failed with the end of it."""
        done = subprocess.run(
            list(command), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env=_environment(env), cwd=cwd or self.folder, timeout=300, text=True, errors="replace",
        )  # fmt: skip
        if done.returncode:
            raise Failed(
                f"{name}: {' '.join(command[:3])} ended with {done.returncode}: {done.stdout[-1500:]}"
            )
        return done.stdout

    # -- up and down ---------------------------------------------------------------------------

    def up(self) -> dict[str, str]:
        """Starts every service and waits until each answers with content; gives the endpoints."""
        sweep()
        self.down()
        self.folder.mkdir(parents=True)
        wanted = [(name, port) for name, module in self.modules.items() for port in module.PORTS]
        self.ports = {
            f"{name}.{port}": number for (name, port), number in zip(wanted, free_ports(len(wanted)))
        }
        for name, module in self.modules.items():
            ports = {port: self.ports[f"{name}.{port}"] for port in module.PORTS}
            self.endpoints.update(module.endpoints(ports))
        self._save()
        try:
            with ThreadPoolExecutor(len(self.modules)) as pool:
                for future in [pool.submit(self._bring, name) for name in self.modules]:
                    future.result()
            for name in self.missing:  # only now: others' data may point there
                for endpoint in self.modules[name].endpoints(dict.fromkeys(self.modules[name].PORTS, 1)):
                    del self.endpoints[endpoint]
        except BaseException:
            self.down(keep_logs=True)
            raise
        self._write(self.folder / "endpoints.json", self.endpoints)
        if self.folder.name == "shared":
            self._write(ENDPOINTS, self.endpoints)
        return self.endpoints

    def _bring(self, name: str) -> None:
        module = self.modules[name]
        begun = time.monotonic()
        try:
            module.fill(self)
            module.start(self)
        except NotInstalled as reason:
            if not getattr(module, "OPTIONAL", False):
                raise
            self.missing[name] = str(reason)
            return
        problem: object = "no answer"
        while time.monotonic() - begun < PATIENCE:
            gone = [key for key, process in list(self._processes.items())
                    if key.split(".")[0] == name and process.poll() is not None]  # fmt: skip
            if gone:
                raise Failed(f"{gone[0]} ended by itself:\n{self._tail(gone[0])}")
            try:
                problem = module.check(self)
                if not problem:
                    self.seconds[name] = round(time.monotonic() - begun, 2)
                    return
            except (OSError, ValueError) as error:
                problem = error
            time.sleep(0.05)
        raise Failed(f"{name} is not ready after {PATIENCE:.0f} s: {problem}\n{self._tail(name)}")

    def down(self, keep_logs: bool = False) -> None:
        """Stops what this hub started, by the process groups it recorded, and nothing else."""
        state = self._read()
        running = {
            pid: getattr(self.modules.get(name.split(".")[0]), "STOP", signal.SIGTERM)
            for name, (pid, began) in state.get("processes", {}).items()
            if began and _started(pid) == began
        }
        for last in (False, True):
            for group, code in running.items():
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(group, signal.SIGKILL if last else code)
            end = time.monotonic() + 5.0
            while time.monotonic() < end and any(self._alive(group) for group in running):
                time.sleep(0.02)
            running = {group: code for group, code in running.items() if self._alive(group)}
        for path in state.get("scratch", []):
            shutil.rmtree(path, ignore_errors=True)
        if self.folder.name == "shared":
            ENDPOINTS.unlink(missing_ok=True)
        if keep_logs and self.logs.exists():
            shutil.copytree(self.logs, BUILD / "last-failure", dirs_exist_ok=True)
        shutil.rmtree(self.folder, ignore_errors=True)
        self._processes, self._state, self._scratch = {}, {}, []

    def _alive(self, group: int) -> bool:
        for process in list(self._processes.values()):
            process.poll()  # reaps our own, which would else look alive
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return False
        stat = _started(group)
        if stat is None:
            return True  # the leader is gone, others of its group are not
        try:
            return Path(f"/proc/{group}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
        except OSError:
            return False

    def _tail(self, name: str) -> str:
        texts = [
            path.read_text("utf-8", "replace")[-1500:] for path in sorted(self.logs.glob(f"{name}*.log"))
        ]
        return "\n".join(texts)

    # -- state on disk -------------------------------------------------------------------------

    def _save(self) -> None:
        with self._lock:
            state = {"owner": [os.getpid(), _started(os.getpid())], "processes": self._state,
                     "scratch": self._scratch, "ports": self.ports}  # fmt: skip
            self._write(self.folder / "state.json", state)

    def _read(self) -> dict[str, dict[str, list[object]]]:
        try:
            return dict(json.loads((self.folder / "state.json").read_text("utf-8")))
        except (OSError, ValueError):
            return {}

    @staticmethod
    def _write(path: Path, value: object) -> None:
        part = path.with_name(path.name + ".part")
        part.write_text(json.dumps(value, indent=1), "utf-8")
        part.replace(path)


def sweep() -> None:
    """Stops private hubs whose owner died without stopping them (a killed test run)."""
    for folder in (BUILD / "run").glob("[0-9]*"):
        hub = Hub(folder)
        pid, began = hub._read().get("owner", [int(folder.name), None])
        if _started(pid) is None or (began and _started(pid) != began):
            hub.down()
