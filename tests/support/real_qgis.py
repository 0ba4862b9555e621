"""Real QGIS windows on a screen of their own, driven from a test.

    with Screen(tmp_path) as screen:
        profile = Profile(tmp_path, catalogs=[…], providers=[…], access=[…])
        with RealQgis(screen, profile) as qgis:
            qgis.ask_for([["a.bin", url, None, None]])         # a function of qgis_person.py
            qgis.until("transfers", lambda rows: rows and rows[0]["state"] == "done")

``kill`` ends a QGIS as a power cut does. A Python error in QGIS fails whatever is asked next.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PERSON = Path(__file__).with_name("qgis_person.py")
PATIENCE = 90.0  # seconds; a condition that comes true ends the wait


class Screen:
    """An X server without a screen, for any number of windows."""

    def __init__(self, size: str = "1366x768") -> None:
        self._size = size
        for program in ("Xvfb", "qgis"):
            if shutil.which(program) is None:
                pytest.skip(f"{program} is not on this machine")

    def __enter__(self) -> Screen:
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{self._size}x24", "-nolisten", "tcp"]
        quiet = subprocess.DEVNULL
        self._process = subprocess.Popen(command, pass_fds=[writing], stdout=quiet, stderr=quiet)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            number = pipe.readline().strip()
        assert number, "Xvfb did not start"
        self.display = f":{number}"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait(20)


class Profile:
    """What a person set up: sources, sign-ins. It lies in a folder with a home of its own."""

    def __init__(
        self,
        folder: Path,
        *,
        catalogs: Sequence[Any] = (),
        providers: Sequence[Any] = (),
        access: Sequence[Any] = (),
        language: str = "",
    ) -> None:
        self.folder, self.language = folder, language
        for name in ("home", "tmp", "run", "pictures"):
            (folder / name).mkdir(mode=0o700)
        self.settings = folder / "profiles" / "default"
        self.own = self.settings / "gaia_data"
        (self.settings / "python" / "plugins").mkdir(parents=True)
        (self.settings / "python" / "plugins" / "gaia_data").symlink_to(ROOT)
        (self.settings / "QGIS").mkdir()
        self.own.mkdir()
        chosen = ", ".join(row["id"] for row in catalogs) or "demo"
        (self.settings / "QGIS" / "QGIS3.ini").write_text(
            "[PythonPlugins]\ngaia_data=true\n[qgis]\ncheckVersion=false\nshowTips=false\n"
            f"[gaia_data]\ncatalogs={chosen}\ncatalogs_chosen=true\n"
            f"download_folder={folder / 'downloads'}\nvault=authdb\n",
            "utf-8",
        )
        (self.own / "catalogs.json").write_text(json.dumps(list(catalogs)), "utf-8")
        (self.own / "providers.json").write_text(json.dumps(list(providers)), "utf-8")
        (folder / "access.json").write_text(json.dumps(list(access)), "utf-8")

    @property
    def journal(self) -> Path:
        """The journal of transfers."""
        return self.own / "transfers.sqlite"

    def environment(self, display: str) -> dict[str, str]:
        """Of a QGIS that knows nothing of who runs the tests."""
        out = ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS")
        kept = {name: value for name, value in os.environ.items() if name not in out and name[:4] != "XDG_"}
        return kept | {
            "DISPLAY": display, "HOME": str(self.folder / "home"), "TMPDIR": str(self.folder / "tmp"),
            "XDG_RUNTIME_DIR": str(self.folder / "run"), "LC_ALL": "C.UTF-8", "NO_AT_BRIDGE": "1",
            "LIBGL_ALWAYS_SOFTWARE": "1", "GAIA_ACCESS": str(self.folder / "access.json"),
        }  # fmt: skip


class RealQgis:
    """One window; its functions are those of ``qgis_person.py``."""

    def __init__(self, screen: Screen, profile: Profile, project: Path | None = None) -> None:
        self.profile = profile
        ours, theirs = socket.socketpair()
        environment = profile.environment(screen.display) | {"GAIA_PERSON": str(theirs.fileno())}
        command = ["qgis", "--nologo", "--noversioncheck", "--profiles-path", str(profile.folder)]
        command += ["--lang", profile.language] if profile.language else []
        command += ["--code", str(PERSON), *([str(project)] if project else [])]
        self._log = profile.folder / f"qgis-{theirs.fileno()}-{time.time_ns()}.log"
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=[theirs.fileno()],
                cwd=profile.folder,
            )
        theirs.close()
        ours.settimeout(PATIENCE)
        self._line, self._reader = ours, ours.makefile("rb")

    def __enter__(self) -> RealQgis:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None and self.process.poll() is None:
            self._last_picture()
        self.kill()

    def _last_picture(self) -> None:
        try:
            path = self.profile.folder / "pictures" / "99-failed.png"
            self.ask("picture", str(path))
        except (OSError, AssertionError):
            pass

    def kill(self) -> None:
        """SIGKILL."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait(30)
        self._reader.close()
        self._line.close()

    def ask(self, name: str, *arguments: Any, **named: Any) -> Any:
        """Call a function of the person's; what it returns."""
        line = json.dumps([name, arguments, named])
        try:
            self._line.sendall(line.encode() + b"\n")
            answer = self._reader.readline()
        except OSError as error:
            raise AssertionError(f"{name}: {error!r}\n{self.log()}") from error
        assert answer, f"QGIS ended at {name} with {self.process.poll()}:\n{self.log()}"
        told = json.loads(answer)
        assert not told["errors"], "\n".join(told["errors"])
        return told["told"]

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        return partial(self.ask, name)

    def until(
        self,
        name: str,
        condition: Callable[[Any], Any] = bool,
        *arguments: Any,
        seconds: float = PATIENCE,
        every: float = 0.1,
    ) -> Any:
        """Ask again and again until the answer is as wanted; that answer."""
        end = time.monotonic() + seconds
        while True:
            told = self.ask(name, *arguments)
            if condition(told):
                return told
            assert time.monotonic() < end, f"waited in vain for {name}: {told}\n{self.log()}"
            time.sleep(every)

    def ready(self) -> RealQgis:
        """Open the dock and wait until it can be worked with."""
        self.open_dock()
        self.until("is_ready")
        return self

    def shoot(self, name: str, what: str = "window") -> Path:
        """A picture for who reads the test's folder."""
        path = self.profile.folder / "pictures" / f"{name}.png"
        assert self.picture(str(path), what)
        return path

    def ended(self, seconds: float = PATIENCE) -> int:
        """Wait until QGIS has closed itself; its exit code."""
        return self.process.wait(seconds)

    def log(self) -> str:
        """The end of what QGIS wrote."""
        return self._log.read_text("utf-8", "replace")[-3000:]


def wait_for(condition: Callable[[], Any], seconds: float = PATIENCE) -> None:
    """Until something outside QGIS is so."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def states(rows: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Of transfers, by name."""
    return {row["name"]: row["state"] for row in rows}
