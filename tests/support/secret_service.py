"""A real Secret Service (gnome-keyring) on a D-Bus of its own, without a screen.

    with SecretService(folder) as service:
        service.environment      # for this process or for children

``locked=True`` starts it as a desktop is before its keyring was opened; nobody can answer its prompt, as
there is no display. A folder that is used again holds what was kept before. Skips the test where it cannot be
had.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path
from types import TracebackType

import pytest

_OPENS = b"synthetic keyring word"
# Like a session's own, but no service is started by the bus itself.
_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir={folder}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


class SecretService:
    def __init__(self, folder: Path, locked: bool = False, daemon: bool = True):
        for program in ("dbus-daemon", "gnome-keyring-daemon"):
            if shutil.which(program) is None:
                pytest.skip(f"{program} is not on this machine (see tools/setup.sh)")
        pytest.importorskip("secretstorage", reason="the Python library secretstorage is not on this machine")
        pytest.importorskip("keyring", reason="the Python library keyring is not on this machine")
        self._locked, self._with_daemon = locked, daemon
        self._started: list[subprocess.Popen[bytes]] = []
        for name in ("home", "runtime"):
            (folder / name).mkdir(mode=0o700, exist_ok=True)
        self._bus = folder / "bus.conf"
        self._bus.write_text(_BUS.format(folder=folder / "runtime"))
        self.environment = {
            "HOME": str(folder / "home"),
            "XDG_RUNTIME_DIR": str(folder / "runtime"),
            "XDG_DATA_HOME": str(folder / "home" / "data"),
            "DISPLAY": "",
            "WAYLAND_DISPLAY": "",
        }

    def __enter__(self) -> SecretService:
        try:
            self._start()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def _start(self) -> None:
        options = [f"--config-file={self._bus}", "--nofork", "--nopidfile", "--print-address=1"]
        bus = self._popen("dbus-daemon", *options)
        address = bus.stdout.readline().decode().strip() if bus.stdout else ""
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = address
        if not self._with_daemon:
            return
        options = [] if self._locked else ["--unlock"]
        daemon = self._popen("gnome-keyring-daemon", "--foreground", "--components=secrets", *options)
        if daemon.stdin:
            daemon.stdin.write(b"" if self._locked else _OPENS)
            daemon.stdin.close()
        ask = ["dbus-send", f"--bus={address}", "--print-reply"]
        owned = ["--dest=org.freedesktop.DBus", "/", "org.freedesktop.DBus.NameHasOwner"]
        owned.append("string:org.freedesktop.secrets")
        self._wait_for(daemon, [*ask, *owned], b"true")
        if self._locked:
            return
        # It takes its name before it has its collection: who asks in between is to make one, with a prompt.
        secrets = ["--dest=org.freedesktop.secrets", "/org/freedesktop/secrets"]
        alias = [*secrets, "org.freedesktop.Secret.Service.ReadAlias", "string:default"]
        self._wait_for(daemon, [*ask, *alias], b"/org/freedesktop/secrets/collection/")

    @staticmethod
    def _wait_for(daemon: subprocess.Popen[bytes], question: list[str], answer: bytes) -> None:
        until = time.monotonic() + 60
        while answer not in subprocess.run(question, capture_output=True, check=False).stdout:
            if daemon.poll() is not None or time.monotonic() > until:
                pytest.skip("gnome-keyring does not start on this machine")
            time.sleep(0.05)

    def _popen(self, *command: str) -> subprocess.Popen[bytes]:
        started = subprocess.Popen(
            command,
            env={**os.environ, **self.environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._started.append(started)
        return started

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in reversed(self._started):
            process.terminate()
        for process in reversed(self._started):
            process.wait(30)
            for pipe in (process.stdin, process.stdout):
                if pipe and not pipe.closed:
                    pipe.close()
