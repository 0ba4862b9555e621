"""What an OpenID provider says of itself (OpenID Connect Discovery 1.0; RFC 8414), and forms sent to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import (
    BadAnswer,
    ConsentDenied,
    DeviceCodeExpired,
    GaiaError,
    ServiceUnavailable,
    SignInError,
    SignInForged,
    SignInUnavailable,
    host_of,
)
from ..net.cancel import Cancel
from ..net.credentials import origin
from ..net.detail import one_line
from ..net.session import Session
from ..net.statuses import from_status

MOST_BYTES = 1 << 20
LOOPBACK = ("127.0.0.1", "::1", "localhost")
ALONE = {"Connection": "close"}
"""Sent with every request to an issuer: a form that is sent once must not meet a connection that the server
is just closing for having been idle while the person read the pages (RFC 9112 section 9.3.1)."""


@dataclass(frozen=True)
class Issuer:
    """An OpenID provider's endpoints; "" where it has none of the kind."""

    issuer: str
    authorization: str
    token: str
    jwks: str
    device: str = ""
    userinfo: str = ""
    revocation: str = ""
    end_session: str = ""
    says_issuer: bool = False
    """Whether its answers in the browser always name it (RFC 9207)."""

    @property
    def host(self) -> str:
        return host_of(self.issuer)


def discover(session: Session, issuer: str, cancel: Cancel | None = None) -> Issuer:
    """Ask an issuer for its endpoints. Raises SignInForged where the document is another issuer's (OpenID
    Connect Discovery section 4.3), SignInUnavailable where an endpoint is missing or not over https, and
    the errors of ``Session.get``."""
    host = host_of(issuer)
    if not is_safe(issuer, issuer):
        raise SignInUnavailable(host=host, detail="its address is not https")
    url = issuer.rstrip("/") + "/.well-known/openid-configuration"
    value = session.get(url, headers=ALONE, cancel=cancel, max_bytes=MOST_BYTES).json()
    if not isinstance(value, dict):
        raise BadAnswer(host=host, detail="JSON that is not an object")
    named = _text(value, "issuer")
    if named.rstrip("/") != issuer.rstrip("/"):
        raise SignInForged(host=host, detail="wrong issuer")
    methods = value.get("code_challenge_methods_supported")
    found = Issuer(
        issuer=named,
        authorization=_text(value, "authorization_endpoint"),
        token=_text(value, "token_endpoint"),
        jwks=_text(value, "jwks_uri"),
        device=_text(value, "device_authorization_endpoint"),
        userinfo=_text(value, "userinfo_endpoint"),
        revocation=_text(value, "revocation_endpoint"),
        end_session=_text(value, "end_session_endpoint"),
        says_issuer=value.get("authorization_response_iss_parameter_supported") is True,
    )
    if not (found.token and found.jwks):
        raise SignInUnavailable(host=host, detail="it does not say where tokens are given")
    if isinstance(methods, list) and methods and "S256" not in methods:
        raise SignInUnavailable(host=host, detail="it does not know PKCE")
    urls = (found.authorization, found.token, found.jwks, found.device)
    if not all(is_safe(url, issuer) for url in (*urls, found.userinfo, found.revocation, found.end_session)):
        raise SignInUnavailable(host=host, detail="its address is not https")
    return found


def is_safe(url: str, issuer: str) -> bool:
    """Whether secrets may go to this URL: https, or nothing at all, or http on this very computer where the
    issuer is there as well."""
    scheme, host, _ = origin(url)
    if not url or (scheme == "https" and host):
        return True
    return scheme == "http" and host in LOOPBACK and origin(issuer)[1] in LOOPBACK


@dataclass(frozen=True, repr=False)
class FormAnswer:
    """The answer to a form: its JSON object, and the server's clock (seconds since 1970) where it gave it."""

    status: int
    values: Mapping[str, Any]
    clock: float | None = None

    def text(self, name: str) -> str:
        return _text(self.values, name)

    def seconds(self, name: str) -> float | None:
        """A duration, None where it is absent or no sensible number."""
        value = self.values.get(name)
        if isinstance(value, str) and value.isdecimal():  # some write their numbers so
            value = int(value[:12])
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 1e11:
            return None
        return float(value)


def send_form(
    session: Session, url: str, fields: Mapping[str, str], cancel: Cancel | None = None
) -> FormAnswer:
    """POST a form whose answer is JSON, an error's too (RFC 6749 sections 3.2 and 5). Sent once: a code and
    a refresh token are used up by the sending. Redirects are not followed, as they would carry both away.

    Raises ServiceUnavailable, TooManyRequests, BadAnswer, and what a connection raises.
    """
    host = host_of(url)
    headers = {"Accept": "application/json", "Cache-Control": "no-store", **ALONE}
    answer = session.post(
        url,
        data=fields,
        headers=headers,
        cancel=cancel,
        max_bytes=MOST_BYTES,
        accept_statuses=range(200, 600),
        once=True,
    )
    if answer.status >= 500 or answer.status == 429:
        raise from_status(url, answer.status, answer.headers, b"")
    if 300 <= answer.status < 400:
        raise BadAnswer(host=host, status=answer.status, detail="a redirect where none may be")
    try:
        value = answer.json() if answer.content.strip() else {}
    except BadAnswer:
        if answer.status < 400:
            raise
        value = {}
    return FormAnswer(answer.status, value if isinstance(value, dict) else {}, clock_of(answer.headers))


def clock_of(headers: Mapping[str, str]) -> float | None:
    """The server's time from its Date header (RFC 9110 section 6.6.1)."""
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(headers.get("Date", "")).timestamp()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def refusal(host: str, error: str, description: str, secrets: Mapping[str, str]) -> GaiaError:
    """The typed error for an OAuth error code (RFC 6749 sections 4.1.2.1 and 5.2, RFC 8628 section 3.5,
    OpenID Connect Core section 3.1.2.6). Nothing that was sent is repeated in it."""
    if error == "expired_token":
        return DeviceCodeExpired(host=host)
    if error == "invalid_grant":
        return SignInForged(host=host, detail="wrong code")
    if error in ("invalid_client", "unauthorized_client"):
        return SignInUnavailable(host=host, detail="it does not know the plugin's client identifier")
    if error in ("server_error", "temporarily_unavailable"):
        return ServiceUnavailable(host=host, status=503)
    text = description or error
    for value in sorted(secrets.values(), key=len, reverse=True):
        if len(value) > 5:
            text = text.replace(value, "…")
    detail = one_line(text) or "no reason given"
    kind = ConsentDenied if error in ("access_denied", "consent_required") else SignInError
    return kind(host=host, detail=detail)


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""
