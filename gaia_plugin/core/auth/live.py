"""A sign-in that keeps itself alive: one access token, shared by all threads, renewed before it expires."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Callable

from ..errors import Cancelled, GaiaError, SignInEnded, VaultUnavailable, host_of
from ..net.cancel import Cancel
from ..net.credentials import Credential
from .kept import PREFIX, Kept, read_kept
from .party import Party, Tokens
from .vault import STEP, Vault

_LONGEST_MARGIN = 60.0
_TRUST = 60.0  # seconds that a token is not asked about again, once the issuer vouched for it
_LAST_USE = 5.0  # seconds that a token must have left to be sent when it could not be renewed


class LiveSignIn:
    """One person at one issuer.

    ``party`` finds the issuer that gave the entry, when first needed. ``ended`` is called, in any thread,
    when the issuer no longer takes the refresh token. Two threads never renew at the same time, and neither
    do two processes that share the vault: the entry is locked, and what is in it then is what counts.
    """

    def __init__(
        self,
        name: str,
        kept: Kept,
        vault: Vault,
        party: Callable[[Kept], Party],
        ended: Callable[[], None],
        tokens: Tokens | None = None,
    ):
        self.kept = kept
        self._name = name
        self._vault = vault
        self._party = party
        self._ended = ended
        self._tokens = tokens
        self._renewal: _Renewal | None = None
        self._guard = threading.Lock()
        self._swap = threading.Lock()
        self._unsaved: Kept | None = None
        self._doubt = threading.Lock()
        self._trusted_until = 0.0

    @contextmanager
    def moving(self, vault: Vault) -> Iterator[None]:
        """Nothing is renewed inside the ``with``; after it, the entry is in another vault."""
        with self._swap:
            yield
            self._vault = vault

    def current(self) -> str | None:
        """The access token where it is good for now, without asking anyone: for the user-interface thread."""
        tokens = self._tokens
        return tokens.access if tokens and tokens.left > _LAST_USE else None

    @property
    def is_due(self) -> bool:
        """Whether the access token is missing or nearly over."""
        return not (self._tokens and self._tokens.left > margin(self._tokens))

    def token(self, cancel: Cancel | None = None) -> str:
        """An access token that is good for a while; renewed first where it is nearly over.

        Cancelled within a second, and then the renewal goes on by itself: a refresh token is used up as soon
        as it is sent, so its successor must be kept. Raises SignInEnded, and what a connection raises.
        """
        with self._guard:
            if not self.is_due and self._tokens:
                return self._tokens.access
            if self._renewal is None or self._renewal.is_over:
                self._renewal = _Renewal(self._renew)
            renewal = self._renewal
        try:
            return renewal.result(cancel).access
        except (Cancelled, SignInEnded):
            raise
        except GaiaError:
            held = self.current()  # the issuer does not answer, and the old token is still good
            if held is None:
                raise
            return held
        finally:
            with self._guard:
                if self._renewal is renewal and renewal.is_over:
                    self._renewal = None

    def refused(self, access: str, cancel: Cancel | None = None) -> bool:
        """A service answered 401 to this access token. Whether there is another by now.

        Tokens are taken back early: the person signed out elsewhere, an administrator closed the account. The
        issuer is asked whether it still knows the token, so that a service that refuses good ones ends no
        sign-in and costs no renewal; once a minute at most. Raises SignInEnded, Cancelled.
        """
        while not self._doubt.acquire(timeout=STEP):
            if cancel:
                cancel.check()
        try:
            held = self._tokens
            if held is None or held.access != access:
                return True
            if time.monotonic() < self._trusted_until:
                return False
            if self._party(self.kept).knows(access, cancel):
                self._trusted_until = time.monotonic() + _TRUST
                return False
            if self._tokens is held:  # not renewed while the issuer was asked
                self._tokens = None
            self.token(cancel)
            return True
        except (Cancelled, SignInEnded):
            raise
        except GaiaError:
            return False
        finally:
            self._doubt.release()

    def _renew(self) -> Tokens:
        try:
            with self._swap, self._vault.lock(self._name):
                now = self._unsaved or read_kept(self._vault.get(self._name))
                if not _same_person(now, self.kept) or now is None:
                    # Signed out in another window.
                    raise SignInEnded(host=host_of(self.kept.issuer))
                if not now.refresh:  # it cannot be renewed: what is kept is good for nothing
                    self._vault.delete(self._name)
                    raise SignInEnded(host=host_of(self.kept.issuer))
                try:
                    tokens = self._party(now).refresh(
                        now.refresh, now.subject, keep=lambda token: self._keep(replace(now, refresh=token))
                    )
                except SignInEnded:
                    self._vault.delete(self._name)
                    raise
                self._keep(renewed(now, tokens))
        except SignInEnded as error:
            # Its host is the issuer's: whoever offers to sign in again must find the row.
            error.fields["provider"] = self._name[len(PREFIX) :]
            self._tokens = None
            self._ended()
            raise
        self._tokens = tokens
        return tokens

    def _keep(self, kept: Kept) -> None:
        """Into the vault; where it cannot be, then here, as what the vault holds is used up."""
        self.kept = kept
        try:
            self._vault.put(self._name, kept.text())
            self._unsaved = None
        except VaultUnavailable:
            self._unsaved = kept


class _Renewal:
    """One renewal, in a thread of its own, that several threads wait for."""

    def __init__(self, work: Callable[[], Tokens]):
        self._over = threading.Event()
        self._tokens: Tokens | None = None
        self._error: BaseException | None = None
        threading.Thread(target=self._run, args=(work,), name="gaia-renewal", daemon=True).start()

    @property
    def is_over(self) -> bool:
        return self._over.is_set()

    def _run(self, work: Callable[[], Tokens]) -> None:
        try:
            self._tokens = work()
        except BaseException as error:  # whatever it is, those who wait must hear of it
            self._error = error
        finally:
            self._over.set()

    def result(self, cancel: Cancel | None) -> Tokens:
        while not self._over.wait(STEP):
            if cancel:
                cancel.check()
        if self._tokens is None:
            raise self._error or SignInEnded()
        return self._tokens


class TokenCredential(Credential):
    """The Authorization header of a live sign-in, for its hosts (RFC 6750 section 2.1)."""

    __slots__ = ("_live",)

    def __init__(self, hosts: tuple[str, ...], live: LiveSignIn, allow_http: bool = False):
        super().__init__(hosts, allow_http=allow_http)
        self._live = live

    def headers(self, cancel: Cancel | None = None) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._live.token(cancel)}"}

    def secrets(self) -> list[str]:
        token = self._live.current()
        return [token] if token else []

    def refused(self, sent: Mapping[str, str], cancel: Cancel | None = None) -> bool:
        return self._live.refused(sent.get("Authorization", "")[len("Bearer ") :], cancel)

    def headers_now(self) -> dict[str, str] | None:
        """The header without any waiting, None where the token must be renewed first."""
        token = self._live.current()
        return {"Authorization": f"Bearer {token}"} if token else None


def margin(tokens: Tokens) -> float:
    """Seconds before its end when a token is renewed: a fifth of its life, a minute at most."""
    return min(_LONGEST_MARGIN, tokens.expires_in / 5)


def renewed(kept: Kept, tokens: Tokens) -> Kept:
    """What to keep after these tokens."""
    ends = tokens.refresh_expires_in if tokens.refresh else tokens.expires_in
    until = time.time() + ends if ends else None
    return replace(kept, refresh=tokens.refresh, scopes=tokens.scopes, until=until)


def _same_person(now: Kept | None, before: Kept) -> bool:
    return now is not None and (now.issuer, now.client_id, now.subject) == (
        before.issuer,
        before.client_id,
        before.subject,
    )
