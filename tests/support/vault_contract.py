"""What every vault must do, as tests to inherit:

class TestKeyringVault(VaultContract):
    @pytest.fixture
    def vault(self): return KeyringVault(…)      # empty
"""

from __future__ import annotations

import threading

import pytest

from gaia_plugin.core.auth.vault import MemoryVault, Vault, move
from gaia_plugin.core.errors import Cancelled
from gaia_plugin.core.net import Cancel

NAME = "gaia-data/synthetic"
LONG = "é\n😀" + "synthetic-" * 1600


class VaultContract:
    """The tests; ``vault`` is an empty one each time."""

    @pytest.fixture
    def vault(self) -> Vault:
        raise NotImplementedError

    def test_what_was_put_comes_back(self, vault: Vault) -> None:
        assert vault.get(NAME) is None
        for text in ("a", "", "b" * 2560, LONG, "c"):
            vault.put(NAME, text)
            assert vault.get(NAME) == text
            assert vault.names() == [NAME]

    def test_what_was_deleted_is_gone(self, vault: Vault) -> None:
        for text in ("a", LONG):
            vault.put(NAME, text)
            vault.put(NAME + "-2", "stays")
            vault.delete(NAME)
            vault.delete(NAME)
            assert vault.get(NAME) is None
            assert vault.names() == [NAME + "-2"]
            assert vault.get(NAME + "-2") == "stays"

    def test_an_entry_is_locked_for_one_at_a_time(self, vault: Vault) -> None:
        vault.put(NAME, "0")

        def count() -> None:
            for _ in range(5):
                with vault.lock(NAME):
                    vault.put(NAME, str(int(vault.get(NAME) or "") + 1))

        threads = [threading.Thread(target=count) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        assert vault.get(NAME) == "15"

    def test_waiting_for_a_lock_can_be_cancelled(self, vault: Vault) -> None:
        cancel = Cancel()
        with vault.lock(NAME):
            threading.Timer(0.1, cancel.cancel).start()
            with pytest.raises(Cancelled), vault.lock(NAME, cancel):
                pass
        with vault.lock(NAME):
            pass

    def test_an_error_frees_the_lock(self, vault: Vault) -> None:
        with pytest.raises(KeyError), vault.lock(NAME):
            raise KeyError
        with vault.lock(NAME):
            pass

    def test_everything_moves(self, vault: Vault) -> None:
        vault.put(NAME, LONG)
        other = MemoryVault()
        move(vault, other)
        assert (vault.names(), other.get(NAME)) == ([], LONG)
        move(other, vault)
        assert (other.names(), vault.get(NAME)) == ([], LONG)

    def test_its_text_form_shows_nothing(self, vault: Vault) -> None:
        vault.put(NAME, "synthetic-secret")
        assert "synthetic-secret" not in repr(vault) + str(vault)
