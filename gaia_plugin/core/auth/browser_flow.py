"""Signing in through the system's browser: authorization code with PKCE (RFC 7636, RFC 8252, RFC 9700)."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from typing import Callable
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from ..errors import BrowserNotOpened, SignInForged, SignInUnavailable
from ..net.cancel import Cancel
from .endpoints import refusal
from .jose import to_base64url
from .loopback import Listener, PageTexts
from .party import Party, Tokens

PATIENCE = 300.0
"""Seconds that a person has for the pages of the issuer."""


class Request:
    """One authorization request: three secrets made for it, and the address that the browser opens."""

    def __init__(self, party: Party, redirect: str):
        self._party = party
        self._redirect = redirect
        self._state = secrets.token_urlsafe(32)
        self._nonce = secrets.token_urlsafe(32)
        self._verifier = secrets.token_urlsafe(64)  # 86 characters of the 43 to 128 (RFC 7636 section 4.1)

    def url(self, extra: Mapping[str, str] | None = None) -> str:
        """The address to open; ``extra`` parameters are the issuer's own (``kc_idp_hint``, ``prompt``) and
        replace none of the protocol's."""
        parts = urlsplit(self._party.issuer.authorization)
        # Offline access wants the person's explicit consent (OpenID Connect Core section 11).
        prompt = {"prompt": "consent"} if "offline_access" in self._party.scopes else {}
        fields = {
            **dict(parse_qsl(parts.query)),
            **prompt,
            **(extra or {}),
            "response_type": "code",
            "client_id": self._party.client_id,
            "redirect_uri": self._redirect,
            "scope": " ".join(self._party.scopes),
            "state": self._state,
            "nonce": self._nonce,
            "code_challenge": challenge(self._verifier),
            "code_challenge_method": "S256",
        }
        return urlunsplit(parts._replace(query=urlencode(fields, quote_via=quote), fragment=""))

    def code(self, parameters: Mapping[str, str]) -> str:
        """The code in the browser's answer. Raises SignInForged (state, then issuer: RFC 9207 section 2.4),
        and the issuer's own refusal."""
        issuer, host = self._party.issuer, self._party.host
        if not hmac.compare_digest(parameters.get("state", "").encode(), self._state.encode()):
            raise SignInForged(host=host, detail="wrong state")
        named = parameters.get("iss")
        if named != issuer.issuer and (named is not None or issuer.says_issuer):
            raise SignInForged(host=host, detail="wrong issuer")
        if "error" in parameters:
            raise refusal(host, parameters["error"], parameters.get("error_description", ""), {})
        if not parameters.get("code"):
            raise SignInForged(host=host, detail="wrong code")
        return parameters["code"]

    def tokens(self, code: str, cancel: Cancel | None = None) -> Tokens:
        """The tokens for the code. Raises SignInForged: a code used twice, of another client, or made for
        another verifier; and what ``Party.exchange`` raises."""
        grant = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect,
            "code_verifier": self._verifier,
        }
        return self._party.exchange(grant, nonce=self._nonce, cancel=cancel)

    def __repr__(self) -> str:
        return f"<Request to {self._party.host}>"


def challenge(verifier: str) -> str:
    """RFC 7636 section 4.2."""
    return to_base64url(hashlib.sha256(verifier.encode("ascii")).digest())


def sign_in(
    party: Party,
    open_browser: Callable[[str], bool],
    cancel: Cancel,
    *,
    seconds: float = PATIENCE,
    ports: Sequence[int] = (0,),
    path: str = "/",
    texts: PageTexts | None = None,
    extra: Mapping[str, str] | None = None,
) -> Tokens:
    """Sign in through the browser. ``open_browser`` is called in this thread with the address, and says
    whether it could; ``ports`` and ``path`` are those of the redirect that the client registered.

    Raises PortInUse, BrowserNotOpened, SignInTimedOut (a closed browser says nothing), ConsentDenied,
    SignInForged, ClockOff, Cancelled within a second, and what a connection raises.
    """
    if not party.issuer.authorization:
        raise SignInUnavailable(host=party.host, detail="it does not open a browser")
    with Listener(party.host, ports, path, texts) as listener:
        request = Request(party, listener.address)
        if not open_browser(request.url(extra)):
            raise BrowserNotOpened(host=party.host)
        answer = listener.wait(cancel, seconds)
    succeeded = False
    try:
        tokens = request.tokens(request.code(answer.parameters), cancel)
        succeeded = True
        return tokens
    finally:
        answer.reply(succeeded)
