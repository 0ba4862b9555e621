"""The operating system's keyring, through the library ``keyring``: Secret Service, macOS Keychain, Windows
Credential Locker, KWallet. QGIS may come without the library, which is then said and nothing more."""

from __future__ import annotations

import threading
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, Callable, TypeVar

from ..errors import VaultUnavailable
from ..net.cancel import Cancel
from .vault_entries import EntriesVault

SERVICE = "GAIA Data for QGIS"
USER = "gaia-data"
_PATIENCE = 15.0  # seconds for one call that asks nobody
_PROMPT = 120.0  # seconds that a person has for their password
_STEP = 0.1
_WINDOWS = 1200  # characters of UTF-16 in the 2560 bytes that the Credential Locker takes
_OTHERS = 60_000
_KEPT_SAFE = ("SecretService", "libsecret", "macOS", "OS_X", "Windows", "kwallet")
"""Backends that encrypt. ``keyrings.alt`` has others, which write clear files: those are refused."""
_T = TypeVar("_T")


class KeyringVault(EntriesVault):
    """Entries are of this profile of QGIS alone (``profile`` tells them apart). Never on the main thread:
    each call may take as long as the keyring's daemon likes, up to 15 s, and then it is VaultUnavailable.

    ``backend`` is a ``keyring.backend.KeyringBackend``; see ``open_keyring``.
    """

    def __init__(self, backend: Any, profile: str, locks: Path, limit: int = 0):
        super().__init__(locks, limit or (_WINDOWS if _module(backend) == "Windows" else _OTHERS))
        self._backend = backend
        self._profile = profile

    def _read(self, key: str) -> str | None:
        text: str | None = self._asked(lambda: self._backend.get_password(self._service(key), USER))
        return text

    def _write(self, key: str, text: str) -> None:
        self._asked(lambda: self._backend.set_password(self._service(key), USER, text))

    def _remove(self, key: str) -> None:
        # Of backends' errors for what is not there, none can be told from another.
        if self._read(key) is not None:
            self._asked(lambda: self._backend.delete_password(self._service(key), USER))

    def _service(self, key: str) -> str:
        # One service an entry: the Credential Locker keeps one user a service, and shuffles where there are
        # more.
        return f"{SERVICE} ({self._profile}): {key}"

    def _asked(self, call: Callable[[], _T]) -> _T:
        def asked() -> _T:
            locked = _LOCKS.get(_module(self._backend))
            if locked is not None and locked():
                raise VaultUnavailable(detail="the keyring is locked")  # asked now, it would open a window
            return call()

        return bounded(asked, _PATIENCE)


def profile_tag(profile: Path) -> str:
    """What tells a profile's entries from those of another: its folder's name, and a mark of where it is."""
    return f"{profile.name} {sha256(str(profile).encode()).hexdigest()[:8]}"


def open_keyring(profile: str, locks: Path, ask: bool, cancel: Cancel | None = None) -> KeyringVault:
    """The keyring, unlocked. In a worker thread. With ``ask`` the system may ask the person for a password,
    else it never does. Raises VaultUnavailable, whose ``detail`` says why; Cancelled."""
    try:
        import keyring
    except ImportError:
        raise VaultUnavailable(detail="the Python library keyring is not installed") from None
    backend = bounded(lambda: _safe_backend(keyring.get_keyring()), _PATIENCE, cancel)
    if backend is None:
        raise VaultUnavailable(detail="this computer has no keyring")
    name = _module(backend)
    if name in _LOCKS and bounded(_LOCKS[name], _PATIENCE, cancel):
        opened = ask and name == "SecretService" and bounded(_unlock_secret_service, _PROMPT, cancel)
        if not opened and not (ask and name == "libsecret"):  # which opens it by itself when asked for a text
            raise VaultUnavailable(detail="the keyring is locked")
    if name == "kwallet" and not ask:
        raise VaultUnavailable(detail="the keyring is locked")  # it tells only by asking
    vault = KeyringVault(backend, profile, locks)
    bounded(
        lambda: backend.get_password(vault._service("index"), USER), _PROMPT if ask else _PATIENCE, cancel
    )
    return vault


def bounded(call: Callable[[], _T], seconds: float, cancel: Cancel | None = None) -> _T:
    """A call that may never come back, in a thread of its own. Raises VaultUnavailable and Cancelled; what
    libraries raise is not passed on, as its text may hold what was to be kept."""
    box: list[Any] = []
    over = threading.Event()

    def run() -> None:
        try:
            box.append((call(), None))
        except VaultUnavailable as error:
            box.append((None, error))
        except BaseException as error:
            name = type(error).__name__
            told = "the keyring is locked" if "Locked" in name else "the keyring refused"
            told = "this computer has no keyring" if name == "NoKeyringError" else told
            box.append((None, VaultUnavailable(detail=told)))
        finally:
            over.set()

    threading.Thread(target=run, name="gaia-keyring", daemon=True).start()
    waited = 0.0
    while not over.wait(_STEP):
        waited += _STEP
        if cancel:
            cancel.check()
        if waited > seconds:
            raise VaultUnavailable(detail="the keyring does not answer")
    if box[0][1] is not None:
        raise box[0][1]
    value: _T = box[0][0]
    return value


def _module(backend: Any) -> str:
    return type(backend).__module__.rsplit(".", 1)[-1]


def _safe_backend(backend: Any) -> Any:
    """The backend, or the first of a chain, that encrypts; None where there is none."""
    for one in getattr(backend, "backends", None) or [backend]:
        if type(one).__module__.startswith("keyring.backends.") and _module(one) in _KEPT_SAFE:
            return one
    return None


def _secret_service_is_locked() -> bool:
    """Asks without unlocking, and without making the collection where there is none: both open a window."""
    import secretstorage

    with closing(secretstorage.dbus_init()) as bus:
        try:
            return bool(secretstorage.get_collection_by_alias(bus, "default").is_locked())
        except secretstorage.exceptions.ItemNotFoundException:
            return True


def _libsecret_is_locked() -> bool:
    """The same, where the library is GNOME's own."""
    from gi.repository import GLib, Secret

    try:
        service = Secret.Service.get_sync(Secret.ServiceFlags.NONE)
        found = Secret.Collection.for_alias_sync(
            service, Secret.COLLECTION_DEFAULT, Secret.CollectionFlags.NONE
        )
    except GLib.Error:
        raise VaultUnavailable(detail="this computer has no keyring") from None
    return found is None or bool(found.get_locked())


_LOCKS = {"SecretService": _secret_service_is_locked, "libsecret": _libsecret_is_locked}


def _unlock_secret_service() -> bool:
    import secretstorage

    with closing(secretstorage.dbus_init()) as bus:
        collection = secretstorage.get_default_collection(bus)
        if collection.is_locked():
            with suppress(secretstorage.exceptions.PromptDismissedException):
                collection.unlock()
        return not collection.is_locked()
