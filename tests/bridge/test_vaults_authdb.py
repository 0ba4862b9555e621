"""QGIS's authentication database as a vault, in profiles of its own; and which vault is chosen."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsApplication

from gaia_plugin.bridge import vaults, vaults_authdb
from gaia_plugin.bridge.vaults import AUTHDB, KEYRING, MEMORY, Vaults
from gaia_plugin.bridge.vaults_authdb import AuthDbVault
from gaia_plugin.core.auth.vault import MemoryVault, move
from gaia_plugin.core.errors import VaultUnavailable
from tests.support.pumped import pumped
from tests.support.vault_contract import LONG, NAME, VaultContract

ROOT = Path(__file__).resolve().parents[2]
WORD = "synthetic master word"
BEGIN = """
import json, os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from qgis.core import QgsApplication
app = QgsApplication([], False, sys.argv[2])
app.initQgis()
from gaia_plugin.bridge import vaults_authdb
from gaia_plugin.bridge.vaults_authdb import AuthDbVault
from gaia_plugin.core.errors import VaultUnavailable
manager, vault = QgsApplication.authManager(), AuthDbVault(Path(sys.argv[2], "locks"))
if sys.argv[3]:
    manager.setMasterPassword(sys.argv[3], True)
"""
END = """
sys.stdout.flush()
os._exit(0)  # ending a QgsApplication from Python crashes now and then
"""


def qgis(profile: Path, work: str, word: str = WORD) -> subprocess.Popen[str]:
    """Another QGIS with that profile."""
    return subprocess.Popen(
        [sys.executable, "-c", BEGIN + work + END, str(ROOT), str(profile), word],
        env={
            **os.environ,
            "QGIS_AUTH_DB_DIR_PATH": str(profile),
            "HOME": str(profile),
            "XDG_CONFIG_HOME": str(profile),
        },
        stdout=subprocess.PIPE,
        text=True,
    )


def told(process: subprocess.Popen[str]) -> Any:
    text = process.communicate(timeout=240)[0]
    assert process.returncode == 0
    return json.loads(text.splitlines()[-1])


@pytest.fixture(scope="module")
def database() -> Iterator[Any]:
    """The authentication database of this QGIS, with its master password given."""
    manager = QgsApplication.authManager()
    if manager.isDisabled():
        pytest.skip("this QGIS has no authentication database (Qt's encryption plugin is missing)")
    assert manager.masterPasswordIsSet() or manager.setMasterPassword(WORD, True)
    yield manager
    manager.clearMasterPassword()


class TestAuthDb(VaultContract):
    @pytest.fixture
    def vault(self, database: Any, tmp_path: Path) -> AuthDbVault:
        vault = AuthDbVault(tmp_path / "locks")
        for name in vault.names():
            vault.delete(name)
        return vault

    def test_nothing_readable_is_in_the_file(self, vault: AuthDbVault, database: Any) -> None:
        vault.put(NAME, "synthetic-secret")
        files = list(Path(database.authenticationDatabasePath()).parent.glob("qgis-auth.db*"))
        assert files and not any(b"synthetic-secret" in file.read_bytes() for file in files)
        rows = sqlite3.connect(database.authenticationDatabasePath()).execute("select * from auth_settings")
        kept = dict(row[-2:] for row in rows)
        assert kept["gaia_data/index"] == json.dumps([NAME]) and kept[f"gaia_data/{NAME}"]
        vault.delete(NAME)

    def test_from_a_worker(self, vault: AuthDbVault) -> None:
        pumped(vault.put)(NAME, LONG)
        assert vault.get(NAME) == LONG and pumped(vault.get)(NAME) == LONG
        pumped(vault.delete)(NAME)
        assert vault.get(NAME) is None

    def test_locked_it_says_so_and_asks_nobody(
        self, vault: AuthDbVault, database: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        vault.put(NAME, "kept")
        asked: list[Any] = []
        database.masterPasswordVerified.connect(asked.append)
        database.clearMasterPassword()
        try:
            for touch in (lambda: vault.get(NAME), lambda: vault.put(NAME, "new")):
                for call in (touch, pumped(touch)):
                    with pytest.raises(VaultUnavailable, match="database is locked"):
                        call()
            assert vaults_authdb.holds_something() and not vaults_authdb.is_open()
            assert vault.names() == [NAME]
            vault.delete(NAME)  # to forget everything needs no password
            assert vault.names() == [] and not vaults_authdb.holds_something()
        finally:
            database.masterPasswordVerified.disconnect(asked.append)
            assert asked == []
            database.setMasterPassword(WORD, True)

    def test_the_person_does_not_give_the_word(self, database: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        database.clearMasterPassword()
        try:  # nobody is there to open QGIS's dialog: as if it was dismissed
            with pytest.raises(VaultUnavailable, match="was not given"):
                vaults_authdb.open_by_asking()
        finally:
            database.setMasterPassword(WORD, True)


def test_tomorrow_and_without_the_word(tmp_path: Path) -> None:
    put = f'vault.put("{NAME}", "kept")\nprint(json.dumps(vault.names()))'
    get = f"""
try:
    print(json.dumps(vault.get("{NAME}")))
except VaultUnavailable as error:
    print(json.dumps([str(error), vaults_authdb.holds_something(), vaults_authdb.is_open()]))
"""
    assert told(qgis(tmp_path, put)) == [NAME]
    assert told(qgis(tmp_path, get)) == "kept"
    sentence, holds, is_open = told(qgis(tmp_path, get, word=""))
    assert "database is locked" in sentence and holds and not is_open


def test_two_processes_at_once(tmp_path: Path) -> None:
    told(qgis(tmp_path, "print(0)"))
    work = """
for _ in range(10):
    with vault.lock("gaia-data/count"):
        vault.put("gaia-data/count", str(int(vault.get("gaia-data/count") or "0") + 1))
print(vault.get("gaia-data/count"))
"""
    both = [qgis(tmp_path, work) for _ in range(2)]
    assert max(told(one) for one in both) == 20


# -- which one ---------------------------------------------------------------------------------------


@pytest.fixture
def choose(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Vaults whose keyring is in memory, or refuses."""

    def make(keyring: Any = None, preferred: str = "") -> Vaults:
        def open_it(ask: bool, cancel: Any) -> Any:
            if isinstance(keyring, str):
                raise VaultUnavailable(detail=keyring)
            if callable(keyring):
                return keyring(ask)
            return keyring

        vaults.Choice().kind = preferred
        return Vaults(tmp_path / "locks", open_it)

    yield make
    vaults.Choice().kind = ""


class Lasting(MemoryVault):
    lasting = True


def test_the_keyring_comes_first(choose: Any) -> None:
    kept = Lasting()
    chosen = choose(kept)
    chosen.look(False)
    assert chosen.settle(False) is kept
    fact = chosen.fact()
    assert (fact.kind, fact.lasting, fact.passed, fact.waiting) == (KEYRING, True, (), False)
    assert chosen.settled


def test_then_the_database_then_memory(choose: Any, database: Any) -> None:
    chosen = choose("this computer has no keyring")
    chosen.look(True)
    assert isinstance(chosen.settle(True), AuthDbVault)
    assert [(kind, error.fields["detail"]) for kind, error in chosen.fact().passed] == [
        (KEYRING, "this computer has no keyring")
    ]
    database.clearMasterPassword()
    try:
        chosen = choose("the Python library keyring is not installed")
        chosen.look(True)
        chosen.settle(True)
        fact = chosen.fact()
        assert (fact.kind, fact.lasting) == (MEMORY, False)
        assert [error.fields["detail"] for _, error in fact.passed] == [
            "the Python library keyring is not installed",
            "the master password of QGIS was not given",
        ]
        assert chosen.settled  # the person has answered: not asked again at each sign-in
    finally:
        database.setMasterPassword(WORD, True)


def test_at_the_start_nobody_is_asked(choose: Any, database: Any, tmp_path: Path, monkeypatch: Any) -> None:
    AuthDbVault(tmp_path / "locks").put(NAME, "kept")
    database.clearMasterPassword()
    try:
        monkeypatch.setattr(vaults_authdb, "open_by_asking", lambda: pytest.fail("it asked"))
        asked: list[bool] = []

        def locked(ask: bool) -> Any:
            asked.append(ask)
            raise VaultUnavailable(detail="the keyring is locked")

        chosen = choose(locked)
        chosen.look(False)
        chosen.settle(False)
        assert asked == [False] and chosen.kind == MEMORY and chosen.fact().waiting and not chosen.settled
    finally:
        database.setMasterPassword(WORD, True)
        AuthDbVault(tmp_path / "locks").delete(NAME)


def test_the_persons_choice_is_kept(choose: Any, database: Any) -> None:
    kept = Lasting()
    chosen = choose(kept)
    chosen.look(True)
    chosen.settle(True).put(NAME, "kept")
    assert chosen.ask_here(AUTHDB)
    other = chosen.opened(AUTHDB)
    move(chosen.vault, other)
    chosen.chosen(AUTHDB, other)
    assert (kept.names(), other.get(NAME)) == ([], "kept")
    again = Vaults(chosen._locks, lambda *_: pytest.fail("the keyring was asked"))
    again.look(True)
    assert again.settle(True).get(NAME) == "kept" and again.fact().preferred == AUTHDB
    assert choose(kept, MEMORY).settled and choose(kept, MEMORY).kind == MEMORY
    other.delete(NAME)


def test_nothing_is_lost_where_the_other_vault_fails(choose: Any) -> None:
    class Full(Lasting):
        def put(self, name: str, text: str) -> None:
            if len(self.names()) == 1:
                raise VaultUnavailable(detail="the keyring refused")
            super().put(name, text)

    kept = MemoryVault()
    for name in ("gaia-data/a", "gaia-data/b"):
        kept.put(name, "kept")
    with pytest.raises(VaultUnavailable):
        move(kept, Full())
    assert kept.names() == ["gaia-data/a", "gaia-data/b"]


def test_everything_is_forgotten_everywhere(choose: Any, database: Any) -> None:
    keyring = Lasting()
    chosen = choose(keyring, AUTHDB)
    chosen.look(True)
    chosen.settle(True).put("gaia-data/a", "kept")
    keyring.put("gaia-data/b", "kept before")
    keyring.put("somebody/else", "stays")
    chosen.empty_all()
    assert chosen.vault.names() == [] and keyring.names() == ["somebody/else"]
