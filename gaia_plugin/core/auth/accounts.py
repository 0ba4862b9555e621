"""Who is signed in where. The one place that turns sign-ins into the credentials of a ``Session``."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import Callable

from ..errors import (
    BrowserNotOpened,
    GaiaError,
    NoBrowser,
    NoPortLeft,
    PortInUse,
    SignInEnded,
    SignInUnavailable,
    VaultUnavailable,
    host_of,
)
from ..net.cancel import Cancel
from ..net.credentials import Credential, Credentials
from ..net.session import Session
from . import browser_flow, device_flow
from .account import Account, SignedOut, shown, still_meant
from .kept import PREFIX, Kept, name_of, read_kept
from .keys import credential_of, kept_values
from .live import LiveSignIn, TokenCredential, renewed
from .loopback import PageTexts
from .openapi import issuer_of
from .party import Party, Tokens, name_in
from .providers import Provider, Way
from .vault import MemoryVault, Vault, move


@dataclass(frozen=True)
class PendingCode:
    """A device code that is shown, and what waits for it."""

    provider: str
    code: device_flow.DeviceCode
    party: Party


class Accounts:
    """The sign-ins of this process; safe from any thread, and every call that asks an issuer is for a worker.

    ``session`` speaks with issuers, and must hold no credentials. ``credentials`` are those of the session
    that fetches data. ``changed`` is called, in any thread, with the identifier of a provider whose account
    is not what it was. ``outside`` makes the credential of a way of the kind ``qgis``.
    """

    def __init__(
        self,
        session: Session,
        credentials: Credentials,
        providers: Iterable[Provider],
        vault: Vault | None = None,
        clock: Callable[[], float] = time.time,
        changed: Callable[[str], None] | None = None,
        outside: Callable[[Way], Credential | None] | None = None,
    ):
        self.providers = {provider.id: provider for provider in providers}
        self.vault: Vault = MemoryVault() if vault is None else vault
        self._session = session
        self._credentials = credentials
        self._clock = clock
        self._changed = (lambda provider: None) if changed is None else changed
        self._outside = (lambda way: None) if outside is None else outside
        self._kept: dict[str, Kept] = {}
        self._attached: dict[str, Credential] = {}
        self._live: dict[str, LiveSignIn] = {}
        self._ended: dict[str, Account] = {}
        self._parties: dict[tuple[str, str, tuple[str, ...]], Party] = {}
        self._guard = threading.RLock()
        credentials.companions[Provider] = lambda: self.providers.values()  # whose words explain a refusal

    # -- what is there -------------------------------------------------------------------------

    def restore(self) -> None:
        """Take up what the vault keeps. Asks no issuer. Raises VaultUnavailable."""
        for name in self.vault.names():
            provider = self.providers.get(name[len(PREFIX) :]) if name.startswith(PREFIX) else None
            kept = read_kept(self.vault.get(name)) if provider else None
            if provider and kept and still_meant(provider, kept):
                self._take(provider, kept)

    def use_providers(self, providers: Iterable[Provider]) -> None:
        """Other rows from now on. Accounts of a row that is gone are out of use; they stay kept."""
        with self._guard:
            self.providers = {provider.id: provider for provider in providers}
            for key in [key for key in (*self._kept, *self._ended) if key not in self.providers]:
                self._drop(key)
                self._ended.pop(key, None)

    def account(self, provider: str) -> Account | None:
        """The account at a provider, None where the person is not signed in there."""
        with self._guard:
            live, kept = self._live.get(provider), self._kept.get(provider)
            if live:
                kept = live.kept
            if kept is None:
                return self._ended.get(provider)
            return shown(self.providers[provider], kept)

    def all(self) -> list[Account]:
        """Every account, in the providers' order."""
        return [account for account in map(self.account, self.providers) if account]

    def secrets_of(self, provider: str) -> Mapping[str, str]:
        """The fields of a key, for what signs requests itself (S3, the signing service). Not to be kept."""
        kept = self._kept.get(provider)
        return dict(kept.values) if kept else {}

    # -- signing in ----------------------------------------------------------------------------

    def sign_in(
        self,
        provider: str,
        open_browser: Callable[[str], bool],
        cancel: Cancel,
        *,
        button: str = "",
        texts: PageTexts | None = None,
        seconds: float = browser_flow.PATIENCE,
    ) -> Account:
        """Through the browser; ``button`` is one of the way's. Raises as ``browser_flow.sign_in``."""
        row = self.providers[provider]
        party = self._party(row, cancel)
        way = row.way("openid")
        pressed = next((one for one in way.buttons if one.id == button), None) if way else None
        try:
            tokens = browser_flow.sign_in(
                party,
                open_browser,
                cancel,
                seconds=seconds,
                ports=way.ports if way else (0,),
                texts=texts,
                extra=pressed.parameters if pressed else None,
            )
        except (PortInUse, BrowserNotOpened) as error:
            if way and "code" in way.flows and party.issuer.device:
                raise
            alone = NoPortLeft if isinstance(error, PortInUse) else NoBrowser
            raise alone(host=error.host) from None
        return self._signed_in(row, party, tokens, cancel)

    def begin_code(self, provider: str, cancel: Cancel | None = None) -> PendingCode:
        """Ask for a code to show. Raises as ``device_flow.begin``."""
        row = self.providers[provider]
        way, party = row.way("openid"), self._party(row, cancel)
        return PendingCode(
            provider, device_flow.begin(party, cancel, bool(way and way.pkce_with_code)), party
        )

    def finish_code(self, pending: PendingCode, cancel: Cancel) -> Account:
        """Wait until the code was entered. Raises as ``device_flow.finish``."""
        tokens = device_flow.finish(pending.party, pending.code, cancel)
        return self._signed_in(self.providers[pending.provider], pending.party, tokens, cancel)

    def set_key(self, provider: str, kind: str, values: Mapping[str, str]) -> Account:
        """Keep a key, a name with its password, or an ORCID iD. ``values`` are by the way's ``fields``; with
        none of a ``basic`` way, those of ``.netrc`` are used. Raises SignInError where one is missing or
        cannot be sent, VaultUnavailable."""
        row = self.providers[provider]
        way = row.way(kind)
        if way is None:
            raise SignInUnavailable(host=row.title(), detail="it has no such way in")
        kept = kept_values(way, values, row.title(), self._clock())
        self._keep(row, kept)
        return self._take(row, kept)

    def token(self, provider: str, cancel: Cancel | None = None) -> str:
        """The access token, renewed where it is nearly over: one a session, shared by all threads. Raises
        SignInUnavailable where the person is not signed in, and as ``LiveSignIn.token``."""
        live = self._live.get(provider)
        if live is None:
            raise SignInUnavailable(
                host=self.providers[provider].title(), detail="you are not signed in there"
            )
        return live.token(cancel)

    def keep_alive(self, cancel: Cancel | None = None) -> None:
        """Renew what is nearly over, so that no request waits for it; for a timer. Failures are left to the
        request that needs the token."""
        for live in list(self._live.values()):
            if live.is_due:
                try:
                    live.token(cancel)
                except GaiaError:
                    if cancel:
                        cancel.check()
        for credential in list(self._attached.values()):
            credential.keep_alive(cancel)

    @property
    def lives(self) -> bool:
        """Whether something here must be renewed now and then."""
        return any(one.kind in ("openid", "qgis") and not one.ended for one in self.all())

    # -- signing out ---------------------------------------------------------------------------

    def sign_out(self, provider: str, cancel: Cancel | None = None) -> SignedOut:
        """Forget the account here, and have its tokens revoked (RFC 7009). Raises VaultUnavailable, the
        account being out of use all the same; Cancelled, while another window holds it."""
        row, name = self.providers[provider], name_of(provider)
        live, kept = self._live.get(provider), self._kept.get(provider)
        revoked, page = True, ""
        try:
            with self.vault.lock(name, cancel):
                kept = read_kept(self.vault.get(name)) or kept  # another window may have renewed it
                self.vault.delete(name)
        except VaultUnavailable:
            self._forget(provider)
            raise
        self._forget(provider)
        if kept and kept.kind == "openid":
            try:
                party = self._party_of(row, kept, cancel)
                held = live.current() if live else None
                if not kept.refresh:
                    party.revoke(held or "", "access_token", cancel)
                else:
                    party.revoke(kept.refresh, cancel=cancel)
                revoked = bool(party.issuer.revocation)
                page = party.end_of_session()
            except GaiaError:
                revoked = False
        return SignedOut(page, revoked)

    def forget_all(self, cancel: Cancel | None = None) -> None:
        """Sign out everywhere, and leave nothing of ours in the vault. Raises VaultUnavailable when all has
        been tried."""
        failed: VaultUnavailable | None = None
        for provider in [*self._kept, *self._ended]:
            try:
                self.sign_out(provider, cancel)
            except VaultUnavailable as error:
                failed = error
        for name in self.vault.names():
            if name.startswith(PREFIX):
                self.vault.delete(name)
        if failed:
            raise failed

    def use_vault(self, vault: Vault) -> None:
        """Keep everything in another vault from now on, and take it out of the old one. Raises
        VaultUnavailable; then what could not be moved is still in the old one."""
        with ExitStack() as stack:
            for live in list(self._live.values()):
                stack.enter_context(live.moving(vault))
            move(self.vault, vault)
            self.vault = vault

    # -- within --------------------------------------------------------------------------------

    def _party(self, row: Provider, cancel: Cancel | None = None) -> Party:
        way = row.way("openid")
        if way is None:
            raise SignInUnavailable(host=row.title(), detail="it has no such way in")
        if not way.client_id:
            raise SignInUnavailable(
                host=host_of(way.issuer or way.openapi),
                detail="the plugin has no client identifier there yet",
            )
        key = (way.issuer or way.openapi, way.client_id, way.scopes)
        if key not in self._parties:
            issuer = way.issuer or issuer_of(self._session, way.openapi, cancel)
            self._parties[key] = Party.found(
                self._session, issuer, way.client_id, way.scopes, self._clock, cancel
            )
        return self._parties[key]

    def _party_of(self, row: Provider, kept: Kept, cancel: Cancel | None = None) -> Party:
        """The party that an entry is of. Its tokens go to nobody else: raises SignInEnded where the row, or
        what it points at, names another issuer or client by now."""
        party = self._party(row, cancel)
        if (party.issuer.issuer, party.client_id) != (kept.issuer, kept.client_id):
            raise SignInEnded(host=host_of(kept.issuer))
        return party

    def _signed_in(self, row: Provider, party: Party, tokens: Tokens, cancel: Cancel) -> Account:
        claims = tokens.claims
        if name_in(claims) == claims.get("sub"):  # the ID token names nobody
            try:
                claims = {**claims, **party.userinfo(tokens, cancel)}
            except GaiaError:
                cancel.check()
        kept = Kept(
            kind="openid",
            since=self._clock(),
            who=name_in(claims),
            subject=str(tokens.claims.get("sub") or ""),
            issuer=party.issuer.issuer,
            client_id=party.client_id,
        )
        kept = renewed(kept, tokens)
        try:
            self._keep(row, kept)
        except VaultUnavailable:
            with suppress(GaiaError):
                party.revoke(kept.refresh)  # else it stays open, and nobody could close it
            raise
        return self._take(row, kept, tokens)

    def _keep(self, row: Provider, kept: Kept) -> None:
        """Into the vault; an earlier sign-in there is revoked, not left open."""
        name = name_of(row.id)
        with self.vault.lock(name):
            before = read_kept(self.vault.get(name))
            self.vault.put(name, kept.text())
        if before and before.refresh and before.refresh != kept.refresh:
            with suppress(GaiaError):  # then it ends by itself
                self._party_of(row, before).revoke(before.refresh)

    def _take(self, row: Provider, kept: Kept, tokens: Tokens | None = None) -> Account:
        """Put the credential of an account at work."""
        way = row.way(kept.kind)
        if way is None:
            raise SignInUnavailable(host=row.title(), detail="it has no such way in")
        with self._guard:
            self._drop(row.id)
            self._ended.pop(row.id, None)
            credential: Credential | None
            if kept.kind == "openid":
                live = LiveSignIn(
                    name_of(row.id),
                    kept,
                    self.vault,
                    lambda now: self._party_of(row, now),
                    lambda: self._over(row.id, live),
                    tokens,
                )
                self._live[row.id] = live
                credential = TokenCredential(way.hosts, live, way.allow_http)
            elif kept.kind == "qgis":
                credential = self._outside(way)
            else:
                credential = credential_of(way, kept)
            self._kept[row.id] = kept
            if credential is not None and way.hosts:
                self._attached[row.id] = credential
                self._credentials.add(credential)
        self._changed(row.id)
        return shown(row, kept)

    def _forget(self, provider: str) -> None:
        self._drop(provider)
        self._ended.pop(provider, None)
        self._changed(provider)

    def _drop(self, provider: str) -> None:
        with self._guard:
            self._kept.pop(provider, None)
            self._live.pop(provider, None)
            credential = self._attached.pop(provider, None)
            if credential:
                self._credentials.remove(credential)

    def _over(self, provider: str, live: LiveSignIn) -> None:
        """The issuer takes the sign-in's tokens no more: keep who it was, to offer to sign in again."""
        with self._guard:
            if self._live.get(provider) is not live:
                return  # signed in anew meanwhile
            self._ended[provider] = shown(self.providers[provider], live.kept, ended=True)
            self._drop(provider)
        self._changed(provider)
