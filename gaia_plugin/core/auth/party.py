"""The plugin as a relying party of one issuer: what all ways of signing in have in common."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Callable
from urllib.parse import urlencode, urlsplit, urlunsplit

from ..errors import AuthenticationRequired, BadAnswer, GaiaError, SignInEnded, SignInForged
from ..net.cancel import Cancel
from ..net.session import Session
from . import id_token
from .endpoints import ALONE, MOST_BYTES, FormAnswer, Issuer, discover, refusal, send_form
from .jose import KeySet


@dataclass(frozen=True, repr=False)
class Tokens:
    """What a sign-in gives. ``claims`` are those of a verified ID token; durations are in seconds from
    ``received`` (a monotonic clock: setting the computer's time changes nothing)."""

    access: str
    refresh: str
    claims: Mapping[str, Any]
    expires_in: float
    refresh_expires_in: float | None
    scopes: tuple[str, ...]
    received: float = field(default_factory=time.monotonic)

    @property
    def left(self) -> float:
        """Seconds that the access token has left."""
        return self.received + self.expires_in - time.monotonic()


class Party:
    """One client identifier at one issuer.

    ``session`` must hold no credentials of its own. ``clock`` gives seconds since 1970.
    """

    def __init__(
        self,
        session: Session,
        issuer: Issuer,
        client_id: str,
        scopes: tuple[str, ...] = ("openid",),
        clock: Callable[[], float] = time.time,
    ):
        self.session = session
        self.issuer = issuer
        self.client_id = client_id
        self.scopes = scopes
        self.clock = clock
        self.keys = KeySet(session, issuer.jwks)

    @classmethod
    def found(
        cls,
        session: Session,
        issuer: str,
        client_id: str,
        scopes: tuple[str, ...] = ("openid",),
        clock: Callable[[], float] = time.time,
        cancel: Cancel | None = None,
    ) -> Party:
        """The party at an issuer whose endpoints are asked for first. Raises as ``discover``."""
        return cls(session, discover(session, issuer, cancel), client_id, scopes, clock)

    @property
    def host(self) -> str:
        return self.issuer.host

    def ask(self, url: str, fields: Mapping[str, str], cancel: Cancel | None) -> FormAnswer:
        """A form with the client's identifier. Raises as ``send_form``."""
        return send_form(self.session, url, {"client_id": self.client_id, **fields}, cancel)

    def exchange(
        self, grant: Mapping[str, str], nonce: str = "", subject: str = "", cancel: Cancel | None = None
    ) -> Tokens:
        """Tokens for a grant. Raises the typed errors of ``refusal`` and ``tokens``."""
        told = self.ask(self.issuer.token, grant, cancel)
        if told.status >= 400:
            raise refusal(self.host, told.text("error"), told.text("error_description"), grant)
        return self.tokens(told, nonce, subject, cancel)

    def tokens(self, told: FormAnswer, nonce: str, subject: str, cancel: Cancel | None) -> Tokens:
        """The tokens of a successful answer (RFC 6749 section 5.1), its ID token verified. One is required
        where "openid" was asked for, except at a refresh (OpenID Connect Core section 12.2)."""
        access, identity = told.text("access_token"), told.text("id_token")
        if not access or told.text("token_type").lower() != "bearer" or not _is_header_safe(access):
            raise BadAnswer(host=self.host, detail="no access token in it")
        claims: Mapping[str, Any] = {}
        if identity:
            expected = id_token.Expected(
                issuer=self.issuer.issuer,
                client_id=self.client_id,
                now=self.clock(),
                nonce=nonce,
                subject=subject,
                access_token=access,
                server_clock=told.clock,
                is_new=not subject,
            )
            claims = id_token.verified(identity, self.keys, expected, cancel)
        elif "openid" in self.scopes and not subject:
            raise SignInForged(host=self.host, detail="no ID token")
        given = told.text("scope").split()
        return Tokens(
            access=access,
            refresh=told.text("refresh_token"),
            claims=claims,
            expires_in=told.seconds("expires_in") or 300.0,
            refresh_expires_in=told.seconds("refresh_expires_in") or None,  # Keycloak: 0 is without end
            scopes=tuple(given) or self.scopes,
        )

    def refresh(
        self,
        token: str,
        subject: str,
        cancel: Cancel | None = None,
        keep: Callable[[str], None] | None = None,
    ) -> Tokens:
        """New tokens for a refresh token, which is used up by it (RFC 6749 section 6). An issuer that does
        not rotate gives none, and the old one stays. ``keep`` gets the new one before anything can go wrong
        with the rest of the answer. Raises SignInEnded where the old one is revoked, expired, or was used
        before."""
        grant = {"grant_type": "refresh_token", "refresh_token": token}
        told = self.ask(self.issuer.token, grant, cancel)
        if told.status >= 400:
            if told.text("error") in ("invalid_grant", "invalid_token"):
                raise SignInEnded(host=self.host, status=told.status)
            raise refusal(self.host, told.text("error"), told.text("error_description"), grant)
        if keep and told.text("refresh_token"):
            keep(told.text("refresh_token"))
        tokens = self.tokens(told, "", subject, cancel)
        return tokens if tokens.refresh else replace(tokens, refresh=token)

    def revoke(self, token: str, kind: str = "refresh_token", cancel: Cancel | None = None) -> None:
        """Have a token forgotten (RFC 7009); one that is unknown is as good as revoked."""
        if self.issuer.revocation and token:
            fields = {"token": token, "token_type_hint": kind}
            told = self.ask(self.issuer.revocation, fields, cancel)
            if told.status >= 400:
                raise refusal(self.host, told.text("error"), told.text("error_description"), fields)

    def end_of_session(self) -> str:
        """The page that ends the session in the browser, "" where there is none. The ID token is not handed
        over as a hint: the address is seen in the history and among the processes."""
        url = self.issuer.end_session
        if not url:
            return ""
        parts = urlsplit(url)
        query = "&".join(filter(None, [parts.query, urlencode({"client_id": self.client_id})]))
        return urlunsplit(parts._replace(query=query))

    def knows(self, access: str, cancel: Cancel | None = None) -> bool:
        """Whether the issuer itself still takes an access token: at its user info, which is a protected
        resource (OpenID Connect Core section 5.3.3). True where it cannot be asked."""
        if not self.issuer.userinfo:
            return True
        headers = {"Authorization": f"Bearer {access}", "Accept": "application/json", **ALONE}
        try:
            self.session.get(self.issuer.userinfo, headers=headers, cancel=cancel, max_bytes=MOST_BYTES)
        except AuthenticationRequired:
            return False
        except GaiaError:
            if cancel:
                cancel.check()
        return True

    def userinfo(self, tokens: Tokens, cancel: Cancel | None = None) -> Mapping[str, Any]:
        """What the issuer says of the person (OpenID Connect Core section 5.3); nothing where it has no such
        endpoint. Raises SignInForged where it speaks of another person."""
        url = self.issuer.userinfo
        if not url:
            return {}
        headers = {"Authorization": f"Bearer {tokens.access}", "Accept": "application/json", **ALONE}
        values = self.session.get(url, headers=headers, cancel=cancel, max_bytes=MOST_BYTES).json()
        if not isinstance(values, dict) or values.get("sub") != tokens.claims.get("sub", values.get("sub")):
            raise SignInForged(host=self.host, detail="another person")
        return values


def _is_header_safe(token: str) -> bool:
    """Whether a token may stand in a header (RFC 6750 section 2.1): it comes from outside."""
    return len(token) < 1 << 16 and token.isascii() and token.isprintable() and " " not in token


def name_in(claims: Mapping[str, Any]) -> str:
    """Who it is, as people say it: the first that is there of the standard claims."""
    full = " ".join(str(claims[part]) for part in ("given_name", "family_name") if claims.get(part))
    for value in (claims.get("name"), full, claims.get("preferred_username"), claims.get("email")):
        if isinstance(value, str) and value.strip():
            return "".join(char for char in value if char.isprintable()).strip()[:100]
    return str(claims.get("sub") or "")[:100]
