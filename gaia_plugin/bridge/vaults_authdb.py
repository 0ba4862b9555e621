"""QGIS's encrypted authentication database as a vault.

QGIS asks for its master password by itself, in a dialog, whenever something encrypted is touched while the
password is not set: so nothing here is touched before ``is_open``, and only ``open_by_asking`` asks.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsApplication

from ..core.auth.vault_entries import EntriesVault
from ..core.errors import VaultUnavailable

_PREFIX = "gaia_data/"


class AuthDbVault(EntriesVault):
    """Settings of the authentication database, encrypted with the master password. From any thread."""

    def __init__(self, locks: Path):
        super().__init__(locks, 1 << 20)

    def _read(self, key: str) -> str | None:
        manager = _manager() if key == "index" else _open_manager()
        # QGIS removes an entry before it writes the new one: whoever reads between them would find none.
        with self.lock("\ndatabase"):
            if not manager.existsAuthSetting(_PREFIX + key):
                return None
            text = manager.authSetting(_PREFIX + key, "", key != "index")
        if not isinstance(text, str) or not text:
            raise VaultUnavailable(detail="QGIS's authentication database cannot be read")
        return text

    def _write(self, key: str, text: str) -> None:
        with self.lock("\ndatabase"):
            if not _open_manager().storeAuthSetting(_PREFIX + key, text, True):
                raise VaultUnavailable(detail="QGIS's authentication database cannot be written")

    def _write_index(self, text: str) -> None:
        """In clear: names of providers, no secret. So it is known without the master password whether there
        is anything to ask it for."""
        with self.lock("\ndatabase"):
            if not _manager().storeAuthSetting(_PREFIX + "index", text, False):
                raise VaultUnavailable(detail="QGIS's authentication database cannot be written")

    def _has(self, key: str) -> bool:
        return bool(_manager().existsAuthSetting(_PREFIX + key))

    def _remove(self, key: str) -> None:
        manager = _manager()
        with self.lock("\ndatabase"):
            if manager.existsAuthSetting(_PREFIX + key) and not manager.removeAuthSetting(_PREFIX + key):
                raise VaultUnavailable(detail="QGIS's authentication database cannot be written")


def is_open() -> bool:
    """Whether entries can be read without asking anybody."""
    manager = QgsApplication.authManager()
    return not manager.isDisabled() and manager.masterPasswordIsSet()


def open_by_asking() -> None:
    """Have QGIS ask for its master password where it is not set. Main thread only: QGIS opens a dialog.
    Raises VaultUnavailable where the person did not give it."""
    if not _manager().setMasterPassword(True):
        raise VaultUnavailable(detail="the master password of QGIS was not given")


def holds_something() -> bool:
    """Whether sign-ins are kept here, which can be said while it is locked."""
    manager = QgsApplication.authManager()
    if manager.isDisabled() or not manager.existsAuthSetting(_PREFIX + "index"):
        return False
    return len(str(manager.authSetting(_PREFIX + "index", "", False) or "")) > 2


def _manager() -> Any:
    manager = QgsApplication.authManager()
    if manager.isDisabled():
        raise VaultUnavailable(detail="QGIS's authentication database is switched off")
    return manager


def _open_manager() -> Any:
    manager = _manager()
    if not manager.masterPasswordIsSet():
        raise VaultUnavailable(detail="QGIS's authentication database is locked")
    return manager
