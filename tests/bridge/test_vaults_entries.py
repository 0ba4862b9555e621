"""Parting and naming, over a dictionary."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest

from gaia_plugin.core.auth.vault_entries import EntriesVault
from gaia_plugin.core.errors import VaultUnavailable
from tests.support.vault_contract import LONG, NAME, VaultContract


class DictVault(EntriesVault):
    """Keys and texts, and how many more may be written or removed before the process is killed."""

    def __init__(self, locks: Path, limit: int):
        super().__init__(locks, limit)
        self.kept: dict[str, str] = {}
        self.left = -1

    def _step(self) -> None:
        if self.left == 0:
            raise KeyboardInterrupt
        self.left -= 1

    def _read(self, key: str) -> str | None:
        return self.kept.get(key)

    def _write(self, key: str, text: str) -> None:
        self._step()
        assert text.isascii() and 0 < len(text) <= self._limit
        self.kept[key] = text

    def _remove(self, key: str) -> None:
        self._step()
        self.kept.pop(key, None)


@pytest.fixture(params=[1200, 60_000])
def limit(request: pytest.FixtureRequest) -> int:
    return int(request.param)


class TestDictVault(VaultContract):
    @pytest.fixture
    def vault(self, tmp_path: Path, limit: int) -> DictVault:
        return DictVault(tmp_path, limit)

    def test_nothing_is_left(self, vault: DictVault) -> None:
        vault.put(NAME, LONG)
        vault.put(NAME, LONG + LONG)
        vault.delete(NAME)
        assert set(vault.kept) == {"index"}

    @pytest.mark.parametrize(
        ("before", "after"), list(itertools.permutations(["short", "old" + LONG, "new" + LONG], 2))
    )
    def test_who_is_interrupted_leaves_the_old_or_the_new(
        self, vault: DictVault, before: str, after: str
    ) -> None:
        for steps in range(100):
            vault.kept.clear()
            vault.put(NAME, before)
            vault.left = steps
            try:
                vault.put(NAME, after)
            except KeyboardInterrupt:
                assert vault.get(NAME) in (before, after)
                vault.left = -1
                vault.put(NAME, "newer" + LONG)
                assert vault.get(NAME) == "newer" + LONG
                vault.delete(NAME)
                assert set(vault.kept) == {"index"} and vault.names() == []
            else:
                vault.left = -1
                assert steps and vault.get(NAME) == after
                return
        raise AssertionError("it never came to an end")

    def test_what_somebody_else_wrote(self, vault: DictVault, caplog: Any) -> None:
        for head in ("", "x", "a", "a2:0", "a999:0", "=", "=1", "={", "b\u00b2:"):
            vault.kept[NAME] = head
            with pytest.raises(VaultUnavailable, match="damaged"):
                vault.get(NAME)
            vault.put(NAME, LONG)
            assert vault.get(NAME) == LONG
        for index in ("", "{", "5", "[1]"):
            vault.kept["index"] = index
            assert vault.names() == []


def test_what_is_beyond_measure(tmp_path: Path) -> None:
    vault = DictVault(tmp_path, 100)
    with pytest.raises(VaultUnavailable, match="too long"):
        vault.put(NAME, LONG)
    assert vault.kept == {}
