"""What makes an ID token believed (OpenID Connect Core 1.0 section 3.1.3.7)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import ClockOff, SignInForged, host_of
from ..net.cancel import Cancel
from .jose import KeySet, read, to_base64url
from .signatures import HASHES

SKEW = 300.0
"""Seconds by which two clocks may differ."""


@dataclass(frozen=True, repr=False)
class Expected:
    """What a token must say. ``nonce`` and ``subject`` are "" where any will do; ``now`` is this computer's
    clock and ``server_clock`` the issuer's, in seconds since 1970. ``is_new``: of a sign-in; at a renewal,
    which came over TLS from the issuer itself, no clock is held against the token."""

    issuer: str
    client_id: str
    now: float
    nonce: str = ""
    subject: str = ""
    access_token: str = ""
    server_clock: float | None = None
    is_new: bool = True


def verified(token: str, keys: KeySet, expected: Expected, cancel: Cancel | None = None) -> Mapping[str, Any]:
    """The claims of an ID token that holds. Raises SignInForged, whose detail names what does not, and
    ClockOff where it is this computer's clock."""
    host = host_of(expected.issuer)
    jws = read(token, host)
    keys.check(jws, cancel)
    claims = jws.claims
    _check_party(claims, expected, host)
    _check_times(claims, expected, host)
    if expected.nonce and not _same(claims.get("nonce"), expected.nonce):
        raise SignInForged(host=host, detail="wrong nonce")
    given = claims.get("at_hash")
    if given is not None and expected.access_token:
        digest = hashlib.new(HASHES[jws.algorithm[2:]], expected.access_token.encode("ascii", "replace"))
        half = digest.digest()[: digest.digest_size // 2]
        if not _same(given, to_base64url(half)):  # section 3.1.3.6
            raise SignInForged(host=host, detail="wrong access token")
    return claims


def _check_party(claims: Mapping[str, Any], expected: Expected, host: str) -> None:
    if claims.get("iss") != expected.issuer:
        raise SignInForged(host=host, detail="wrong issuer")
    audience = claims.get("aud")
    parties = [audience] if isinstance(audience, str) else audience
    if not isinstance(parties, list) or expected.client_id not in parties:
        raise SignInForged(host=host, detail="wrong audience")
    if claims.get("azp", expected.client_id) != expected.client_id or (
        len(parties) > 1 and "azp" not in claims
    ):
        raise SignInForged(host=host, detail="wrong audience")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not subject or (expected.subject and subject != expected.subject):
        raise SignInForged(host=host, detail="another person")


def _check_times(claims: Mapping[str, Any], expected: Expected, host: str) -> None:
    """It was made just now and is not over. A token that is right by the issuer's clock and wrong by ours
    tells that ours is off."""
    made, ends, starts = (_moment(claims.get(name)) for name in ("iat", "exp", "nbf"))
    if made is None or ends is None or (starts is None and "nbf" in claims):
        raise SignInForged(host=host, detail="unreadable token")

    def holds(now: float) -> bool:
        return abs(now - made) <= SKEW and now <= ends + SKEW and (starts is None or starts <= now + SKEW)

    if not expected.is_new or holds(expected.now):
        return
    true = expected.server_clock
    if true is None and made - expected.now > SKEW:
        true = made  # only a clock that is slow sees tokens of the future
    if true is not None and abs(true - expected.now) > SKEW and holds(true):
        raise ClockOff(host=host, minutes=round(abs(true - expected.now) / 60))
    raise SignInForged(host=host, detail="expired")


def _moment(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < 1e11:
        return None
    return float(value)


def _same(given: Any, wanted: str) -> bool:
    return isinstance(given, str) and hmac.compare_digest(given.encode("utf-8"), wanted.encode("utf-8"))
