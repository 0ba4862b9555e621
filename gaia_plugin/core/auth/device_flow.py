"""Signing in with a code, on this or any other screen (RFC 8628): for remote desktops and closed ports."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from ..errors import (
    BadAnswer,
    ConnectionLost,
    DeviceCodeExpired,
    ServiceUnavailable,
    SignInUnavailable,
    TimedOut,
    TooManyRequests,
)
from ..net.cancel import Cancel
from .browser_flow import challenge
from .endpoints import is_safe, refusal
from .party import Party, Tokens

GRANT = "urn:ietf:params:oauth:grant-type:device_code"
_SLOWER = 5.0  # RFC 8628 section 3.5
_LONGEST_WAIT = 60.0
_LONGEST_LIFE = 3600.0


@dataclass(frozen=True)
class DeviceCode:
    """What the person is shown: a code, an address, and one with the code in it ("" where there is none);
    ``expires`` is on the monotonic clock, ``interval`` in seconds."""

    user_code: str
    address: str
    address_with_code: str
    expires: float
    interval: float
    device_code: str = field(repr=False)
    verifier: str = field(default="", repr=False)

    @property
    def left(self) -> float:
        """Seconds before the code expires, for the countdown."""
        return max(0.0, self.expires - time.monotonic())


def begin(party: Party, cancel: Cancel | None = None, pkce: bool = False) -> DeviceCode:
    """Ask for a code. ``pkce`` binds it to this process where the issuer knows that (EGI Check-in).

    Raises SignInUnavailable where the issuer has no such way, the issuer's refusal, and what a connection
    raises.
    """
    if not party.issuer.device:
        raise SignInUnavailable(host=party.host, detail="it gives no codes")
    fields = {"scope": " ".join(party.scopes)}
    verifier = secrets.token_urlsafe(64) if pkce else ""
    if verifier:
        fields.update(code_challenge=challenge(verifier), code_challenge_method="S256")
    told = party.ask(party.issuer.device, fields, cancel)
    if told.status >= 400:
        raise refusal(party.host, told.text("error"), told.text("error_description"), fields)
    address = told.text("verification_uri") or told.text("verification_url")
    complete = told.text("verification_uri_complete")
    code, device_code = told.text("user_code"), told.text("device_code")
    readable = 0 < len(code) <= 64 and code.isascii() and code.isprintable()
    if not (address and device_code and readable) or not all(
        is_safe(url, party.issuer.issuer) for url in (address, complete)
    ):
        raise BadAnswer(host=party.host, detail="no code in it")
    life = min(told.seconds("expires_in") or 600.0, _LONGEST_LIFE)
    interval = told.seconds("interval") or 5.0  # RFC 8628 section 3.2
    return DeviceCode(
        user_code=code,
        address=address,
        address_with_code=complete if urlsplit(complete).netloc else "",
        expires=time.monotonic() + life,
        interval=min(max(interval, 1.0), _LONGEST_WAIT),
        device_code=device_code,
        verifier=verifier,
    )


def finish(party: Party, code: DeviceCode, cancel: Cancel) -> Tokens:
    """Wait until the person has agreed on their screen. Asks every ``interval`` seconds, more slowly where
    the issuer says so or does not answer.

    Raises DeviceCodeExpired, ConsentDenied, Cancelled within a second, and as ``Party.tokens``.
    """
    grant = {"grant_type": GRANT, "device_code": code.device_code}
    if code.verifier:
        grant["code_verifier"] = code.verifier
    interval = code.interval
    while True:
        cancel.wait(min(interval, code.left))
        if code.left <= 0:
            raise DeviceCodeExpired(host=party.host)
        try:
            told = party.ask(party.issuer.token, grant, cancel)
        except (TimedOut, ConnectionLost, ServiceUnavailable, TooManyRequests):
            interval = min(interval * 2, _LONGEST_WAIT)
            continue
        if told.status < 400:
            return party.tokens(told, "", "", cancel)
        error = told.text("error")
        if error == "slow_down":
            interval = min(interval + _SLOWER, _LONGEST_WAIT)
        elif error == "invalid_grant" or error == "expired_token":
            raise DeviceCodeExpired(host=party.host)
        elif error != "authorization_pending":
            raise refusal(party.host, error, told.text("error_description"), grant)
