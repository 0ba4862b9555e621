"""What the interface shows of a provider."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.auth.account import Account
from ..core.auth.providers import Provider
from ..core.errors import GaiaError


@dataclass(frozen=True)
class AccountState:
    """A provider's row: ``account`` is None where the person is not signed in, ``busy`` while a flow or a
    test runs, ``error`` what went wrong last (None again with the next try), ``tested`` whether the last test
    went well (None: not tested since the sign-in)."""

    provider: Provider
    account: Account | None
    busy: bool = False
    error: GaiaError | None = None
    tested: bool | None = None
