"""What vaults have in common that keep one small text under one key, and list no keys: longer texts are
parted, and the names are kept as an entry of their own."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from hashlib import sha256
from pathlib import Path

from ..errors import VaultUnavailable
from ..net.cancel import Cancel
from .file_lock import file_lock

_SLOTS = ("a", "b")
_MOST_PARTS = 64
_INDEX = "index"


class EntriesVault(ABC):
    """A ``core.auth.vault.Vault`` over three primitives. ``limit`` is the number of ASCII characters that one
    key takes; ``locks`` is a folder that all processes which use this vault have in common.

    A text of several parts is written into the slot (a or b) that is not read, then the head is switched:
    whoever is interrupted leaves the old text or the new one, never half of each.
    """

    lasting = True

    def __init__(self, locks: Path, limit: int):
        self._locks = locks
        self._limit = limit

    @abstractmethod
    def _read(self, key: str) -> str | None: ...

    @abstractmethod
    def _write(self, key: str, text: str) -> None: ...

    @abstractmethod
    def _remove(self, key: str) -> None: ...

    def _has(self, key: str) -> bool:
        return self._read(key) is not None

    def get(self, name: str) -> str | None:
        """As ``Vault.get``. Raises VaultUnavailable."""
        for _ in range(3):
            head = self._read(name)
            if head is None:
                return None
            if head.startswith("="):
                return _text(head[1:])
            parts = [self._read(key) for key in _keys(name, head)]
            whole = "".join(part for part in parts if part is not None)
            if None not in parts and head.endswith(_mark(whole)):
                return _text(whole)
        raise VaultUnavailable(detail="what was kept is damaged")  # not "written anew meanwhile": three times

    def put(self, name: str, text: str) -> None:
        """As ``Vault.put``. Raises VaultUnavailable."""
        plain = json.dumps(text)  # ASCII: a limit in bytes is one in characters, and nothing is ever empty
        head, old = "=" + plain, self._read(name)
        slot = _SLOTS[0] if old is None or not old.startswith(_SLOTS[0]) else _SLOTS[1]
        if len(head) > self._limit:
            pieces = [plain[first : first + self._limit] for first in range(0, len(plain), self._limit)]
            if len(pieces) > _MOST_PARTS:
                raise VaultUnavailable(detail="it is too long")
            head = f"{slot}{len(pieces)}:{_mark(plain)}"
            for key, piece in zip(_keys(name, head), pieces):
                self._write(key, piece)
        self._note(name, True)
        self._write(name, head)
        if old is not None and old[:1] in _SLOTS:
            self._drop(name, old[0])

    def delete(self, name: str) -> None:
        """As ``Vault.delete``. Raises VaultUnavailable."""
        self._remove(name)
        for slot in _SLOTS:  # the other one too: a writing may have been interrupted
            self._drop(name, slot)
        self._note(name, False)

    def names(self) -> list[str]:
        """As ``Vault.names``. Raises VaultUnavailable."""
        try:
            found = json.loads(self._read(_INDEX) or "[]")
        except ValueError:
            return []
        return sorted(name for name in found if isinstance(name, str)) if isinstance(found, list) else []

    def lock(self, name: str, cancel: Cancel | None = None) -> AbstractContextManager[object]:
        """As ``Vault.lock``."""
        return file_lock(self._locks / sha256(name.encode()).hexdigest()[:16], cancel)

    def _note(self, name: str, there: bool) -> None:
        with self.lock("\n" + _INDEX):
            names = set(self.names())
            if (name in names) is not there:
                (names.add if there else names.discard)(name)
                self._write_index(json.dumps(sorted(names)))

    def _write_index(self, text: str) -> None:
        self._write(_INDEX, text)

    def _drop(self, name: str, slot: str) -> None:
        keys = [f"{name}/{slot}{number}" for number in range(_MOST_PARTS)]
        there = 0
        while there < _MOST_PARTS and self._has(keys[there]):
            there += 1
        for key in reversed(keys[:there]):  # from the end: whoever is interrupted leaves no hole
            self._remove(key)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


def _keys(name: str, head: str) -> list[str]:
    count = head[1:].split(":")[0]
    number = int(count) if count.isdecimal() else 0
    return [f"{name}/{head[0]}{part}" for part in range(min(number, _MOST_PARTS))]


def _mark(plain: str) -> str:
    """Tells parts of two writings apart; of a long random text, sixteen letters of its digest tell
    nothing."""
    return sha256(plain.encode()).hexdigest()[:16]


def _text(plain: str) -> str:
    try:
        text = json.loads(plain)
    except ValueError:
        text = None
    if not isinstance(text, str):
        raise VaultUnavailable(detail="what was kept is damaged")
    return text
