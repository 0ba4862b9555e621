"""The system's keyring as a vault, against a real gnome-keyring on a D-Bus of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gaia_plugin.core.auth.vault_keyring import KeyringVault, bounded, open_keyring
from gaia_plugin.core.errors import Cancelled, VaultUnavailable
from gaia_plugin.core.net import Cancel
from tests.support.secret_service import SecretService
from tests.support.vault_contract import LONG, NAME, VaultContract

ROOT = Path(__file__).resolve().parents[2]
CHILD = """
import json, sys
from pathlib import Path
from gaia_plugin.core.auth.vault_keyring import open_keyring
from gaia_plugin.core.errors import VaultUnavailable
locks, ask, name, text = Path(sys.argv[1]), sys.argv[2] == "ask", sys.argv[3], sys.argv[4]
try:
    vault = open_keyring("test", locks, ask)
    if text:
        vault.put(name, text)
    print(json.dumps(vault.get(name)))
except VaultUnavailable as error:
    print(json.dumps(["unavailable", str(error)]))
"""


def child(service: SecretService, locks: Path, ask: bool = False, text: str = "", **more: str) -> Any:
    """What another process, which begins with no backend chosen, finds (and puts)."""
    command = [sys.executable, "-c", CHILD, str(locks), "ask" if ask else "", NAME, text]
    environment = {**os.environ, **service.environment, "PYTHONPATH": str(ROOT), **more}
    done = subprocess.run(command, env=environment, capture_output=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecretService]:
    with SecretService(tmp_path_factory.mktemp("secrets")) as running:
        yield running


@pytest.fixture
def in_session(service: SecretService, monkeypatch: pytest.MonkeyPatch) -> None:
    """This process is in the session of that D-Bus."""
    for name, value in service.environment.items():
        monkeypatch.setenv(name, value)


def secret_service_vault(tmp_path: Path, profile: str, limit: int = 0) -> KeyringVault:
    from keyring.backends import SecretService as backends

    return KeyringVault(backends.Keyring(), profile, tmp_path / "locks", limit)


class TestSecretService(VaultContract):
    @pytest.fixture
    def vault(self, in_session: None, tmp_path: Path) -> KeyringVault:
        return secret_service_vault(tmp_path, tmp_path.name)


class TestPartedEntries(VaultContract):
    """As in Windows's Credential Locker, which takes 2560 bytes of UTF-16 at a time."""

    @pytest.fixture
    def vault(self, in_session: None, tmp_path: Path) -> KeyringVault:
        return secret_service_vault(tmp_path, tmp_path.name, 1200)

    def test_no_part_is_longer(self, vault: KeyringVault, monkeypatch: pytest.MonkeyPatch) -> None:
        written: list[str] = []
        write = vault._write
        monkeypatch.setattr(vault, "_write", lambda key, text: (written.append(text), write(key, text)))
        vault.put(NAME, LONG)
        assert len(written) > 10 and all(text.isascii() and len(text) <= 1200 for text in written)


def test_another_process_finds_it(service: SecretService, in_session: None, tmp_path: Path) -> None:
    assert child(service, tmp_path, text="kept") == "kept"
    assert child(service, tmp_path) == "kept"
    assert secret_service_vault(tmp_path, "another profile").get(NAME) is None


def test_two_processes_at_once(service: SecretService, tmp_path: Path) -> None:
    """Each adds one, ten times; none is lost."""
    counting = """
import sys
from pathlib import Path
from gaia_plugin.core.auth.vault_keyring import open_keyring
vault = open_keyring("count", Path(sys.argv[1]), False)
for _ in range(10):
    with vault.lock("gaia-data/count"):
        vault.put("gaia-data/count", str(int(vault.get("gaia-data/count") or "0") + 1))
print(vault.get("gaia-data/count"))
"""
    environment = {**os.environ, **service.environment, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", counting, str(tmp_path)]
    both = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) for _ in range(2)]
    told = [int(one.communicate(timeout=240)[0]) for one in both]
    assert max(told) == 20


def test_it_outlives_the_daemon_and_is_locked_until_opened(tmp_path: Path) -> None:
    with SecretService(tmp_path) as service:
        assert child(service, tmp_path, text="kept") == "kept"
    with SecretService(tmp_path, locked=True) as service:
        for ask in (False, True):  # asked, no prompt can open without a display: it says so and does not hang
            what, sentence = child(service, tmp_path, ask=ask)
            assert what == "unavailable" and "the keyring is locked" in sentence
    with SecretService(tmp_path) as service:
        assert child(service, tmp_path) == "kept"


def _has_libsecret() -> bool:
    try:
        from gi.repository import Secret  # noqa: F401
    except ImportError:
        return False
    return True


def test_gnomes_own_library(service: SecretService, tmp_path: Path) -> None:
    """Where ``secretstorage`` is missing, ``keyring`` falls back on libsecret."""
    if not _has_libsecret():
        pytest.skip("libsecret's bindings are not on this machine (gir1.2-secret-1)")
    chosen = "keyring.backends.libsecret.Keyring"
    assert child(service, tmp_path, text="kept", PYTHON_KEYRING_BACKEND=chosen) == "kept"
    assert child(service, tmp_path, PYTHON_KEYRING_BACKEND=chosen) == "kept"
    with SecretService(tmp_path, locked=True) as locked:
        what, sentence = child(locked, tmp_path, PYTHON_KEYRING_BACKEND=chosen)
        assert what == "unavailable" and "the keyring is locked" in sentence


def test_no_secret_service(tmp_path: Path) -> None:
    with SecretService(tmp_path, daemon=False) as service:
        what, sentence = child(service, tmp_path)
        assert what == "unavailable" and "this computer has no keyring" in sentence
        what, sentence = child(service, tmp_path, DBUS_SESSION_BUS_ADDRESS="unix:path=/nowhere")
        assert what == "unavailable" and "this computer has no keyring" in sentence


def test_no_library(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(VaultUnavailable, match="library keyring is not installed"):
        open_keyring("test", tmp_path, False)


def test_a_backend_that_writes_clear_files_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    keyring = pytest.importorskip("keyring", reason="the Python library keyring is not on this machine")
    clear = type("PlaintextKeyring", (), {"__module__": "keyrings.alt.file"})()
    monkeypatch.setattr(keyring, "get_keyring", lambda: clear)
    with pytest.raises(VaultUnavailable, match="no keyring"):
        open_keyring("test", tmp_path, True)


def test_what_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    hold = threading.Event()
    with pytest.raises(VaultUnavailable, match="does not answer"):
        bounded(lambda: hold.wait(60), 0.3)
    cancel = Cancel()
    threading.Timer(0.2, cancel.cancel).start()
    began = time.monotonic()
    with pytest.raises(Cancelled):
        bounded(lambda: hold.wait(60), 60, cancel)
    assert time.monotonic() - began < 30
    hold.set()


def test_no_text_of_a_library_is_passed_on() -> None:
    def fails() -> None:
        raise RuntimeError("synthetic-secret")

    with pytest.raises(VaultUnavailable) as caught:
        bounded(fails, 10)
    assert "synthetic-secret" not in repr(caught.value) and caught.value.__cause__ is None
