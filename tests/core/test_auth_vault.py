"""The vault in memory, held to what every vault must do."""

from __future__ import annotations

import pytest

from gaia_plugin.core.auth import vault as vaults
from gaia_plugin.core.auth.vault import MemoryVault
from gaia_plugin.core.errors import VaultUnavailable
from tests.support.vault_contract import NAME, VaultContract


class TestMemoryVault(VaultContract):
    @pytest.fixture
    def vault(self):
        return MemoryVault()

    def test_it_does_not_last(self, vault):
        assert not vault.lasting


def test_a_lock_that_is_never_given_back(monkeypatch):
    vault = MemoryVault()
    monkeypatch.setattr(vaults.waited, "__defaults__", (0.2,))
    with vault.lock(NAME), pytest.raises(VaultUnavailable, match="another QGIS"), vault.lock(NAME):
        pass
