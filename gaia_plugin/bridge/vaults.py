"""Which vault is used: the system's keyring, else QGIS's authentication database, else the session's
memory."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from ..core.auth.kept import PREFIX
from ..core.auth.vault import MemoryVault, Vault
from ..core.auth.vault_keyring import open_keyring, profile_tag
from ..core.errors import GaiaError, VaultUnavailable
from ..core.net import Cancel
from . import vaults_authdb
from .profile import profile_folder
from .settings import Setting
from .vaults_authdb import AuthDbVault

KEYRING, AUTHDB, MEMORY = "keyring", "authdb", "memory"
ORDER = (KEYRING, AUTHDB, MEMORY)


@dataclass(frozen=True)
class VaultFact:
    """Where sign-ins are kept: ``kind`` is one of ORDER, ``preferred`` the person's choice ("": the first
    that works). ``passed`` are those that come before it, each with why it is not used. ``waiting``: sign-ins
    may lie in one that is locked; ``unlock`` asks for its password."""

    kind: str
    lasting: bool
    preferred: str
    passed: tuple[tuple[str, GaiaError], ...]

    @property
    def locked(self) -> GaiaError | None:
        """What keeps sign-ins, perhaps, and is locked."""
        errors = (error for _, error in self.passed)
        return next((error for error in errors if str(error.fields.get("detail")).endswith("locked")), None)

    @property
    def waiting(self) -> bool:
        return self.locked is not None


class Choice:
    """The person's choice, among QGIS's settings. Main thread only."""

    kind = Setting("vault", "")


class Vaults:
    """Opens vaults, and remembers which and why. ``keyring`` opens the keyring (``ask``, ``cancel``); the
    tests give another."""

    def __init__(
        self, locks: Path | None = None, keyring: Callable[[bool, Cancel | None], Vault] | None = None
    ):
        profile = profile_folder()
        self._locks = profile / "gaia_data" / "locks" if locks is None else locks
        tag = profile_tag(profile)
        self._open_keyring = keyring or (lambda ask, cancel: open_keyring(tag, self._locks, ask, cancel))
        self._keyring: Vault | None = None
        self._passed: dict[str, GaiaError] = {}
        self._preferred = Choice().kind if Choice().kind in ORDER else ""
        self._asked = False
        self.kind = MEMORY
        self.vault: Vault = MemoryVault()

    @property
    def settled(self) -> bool:
        """Whether what is in use need not be asked about again."""
        return self.vault.lasting or self._asked or self._preferred == MEMORY

    def fact(self) -> VaultFact:
        """What to show."""
        before = ORDER[: ORDER.index(self.kind)]
        passed = tuple((kind, self._passed[kind]) for kind in before if kind in self._passed)
        return VaultFact(self.kind, self.vault.lasting, self._preferred, passed)

    # -- the one that is used ------------------------------------------------------------------

    def look(self, ask: bool, cancel: Cancel | None = None) -> None:
        """The part that may take long, in a worker: whether there is a keyring, unlocked. Raises
        Cancelled."""
        self._passed.pop(KEYRING, None)
        if self._preferred not in ("", KEYRING):
            return
        try:
            self._keyring = self._open_keyring(ask, cancel)
        except VaultUnavailable as error:
            self._keyring = None
            self._passed[KEYRING] = error

    def settle(self, ask: bool, new: bool = True) -> Vault:
        """After ``look``, on the main thread: the first of the order that works, beginning at the person's
        choice. Only with ``ask`` may QGIS ask for its master password; without ``new`` only where that opens
        something that is kept."""
        self._asked = self._asked or ask
        for kind in ORDER[ORDER.index(self._preferred) :] if self._preferred else ORDER:
            vault = self._tried(kind, ask and (new or vaults_authdb.holds_something()))
            if vault is not None:
                self.kind, self.vault = kind, vault
                break
        return self.vault

    def _tried(self, kind: str, ask: bool) -> Vault | None:
        if kind == KEYRING:
            return self._keyring
        if kind == MEMORY:
            return self.vault if self.kind == MEMORY else MemoryVault()
        self._passed.pop(AUTHDB, None)
        try:
            if ask:
                vaults_authdb.open_by_asking()
            if vaults_authdb.is_open():
                return AuthDbVault(self._locks)
            locked = vaults_authdb.holds_something()
            detail = "is locked" if locked else "holds nothing yet"
            self._passed[AUTHDB] = VaultUnavailable(detail=f"QGIS's authentication database {detail}")
        except VaultUnavailable as error:
            self._passed[AUTHDB] = error
        return None

    def gave_up(self, error: GaiaError, vault: Vault) -> None:
        """What was chosen turned out not to work; ``vault`` is the one that is used still."""
        self._passed[self.kind] = error
        if vault is not self.vault:
            self.kind, self.vault = MEMORY, vault

    # -- another one ---------------------------------------------------------------------------

    def ask_here(self, kind: str) -> bool:
        """What only the main thread may ask, before ``opened``."""
        self._passed.pop(kind, None)
        if kind == AUTHDB:
            try:
                vaults_authdb.open_by_asking()
            except VaultUnavailable as error:
                self._passed[kind] = error
        return kind not in self._passed

    def refusal(self, kind: str) -> GaiaError:
        """Why ``ask_here`` said no."""
        return self._passed.get(kind) or VaultUnavailable(detail="it was not opened")

    def opened(self, kind: str, cancel: Cancel | None = None) -> Vault:
        """A vault of this kind, in a worker; the system may ask for a password. Raises VaultUnavailable."""
        if kind == self.kind:
            return self.vault
        if kind == KEYRING:
            return self._open_keyring(True, cancel)
        return AuthDbVault(self._locks) if kind == AUTHDB else MemoryVault()

    def chosen(self, kind: str, vault: Vault) -> None:
        """Everything lies in this one now, by the person's choice."""
        self.kind, self.vault, self._preferred = kind, vault, kind
        Choice().kind = kind

    def empty_all(self) -> None:
        """Leave nothing of ours in any vault, those that are not used included, where they can be reached
        without asking anybody. Raises VaultUnavailable when all has been tried."""
        failed: VaultUnavailable | None = None
        for opened in (lambda: self.vault, lambda: self._open_keyring(False, None), self._authdb):
            try:
                vault = opened()
            except VaultUnavailable:
                continue
            try:
                for name in vault.names():
                    if name.startswith(PREFIX):
                        vault.delete(name)
            except VaultUnavailable as error:
                failed = error
        if failed:
            raise failed

    def _authdb(self) -> Vault:
        if not vaults_authdb.holds_something():
            raise VaultUnavailable(detail="QGIS's authentication database holds nothing yet")
        return AuthDbVault(self._locks)
