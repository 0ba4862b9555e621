"""JSON Web Signatures in their compact form (RFC 7515) and sets of JSON Web Keys (RFC 7517)."""

from __future__ import annotations

import base64
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import BadAnswer, SignInForged, host_of
from ..net.cancel import Cancel
from ..net.parse import parse_json
from ..net.session import Session
from .ecdsa_verify import CURVES, size_of
from .signatures import ALGORITHMS, EcKey, PublicKey, RsaKey, fits, verify

LONGEST = 1 << 16
MOST_KEYS = 50
_BASE64URL = re.compile(r"[A-Za-z0-9_-]*")


@dataclass(frozen=True, repr=False)
class Jws:
    """A token taken apart, its signature not yet verified."""

    algorithm: str
    key_id: str | None
    claims: Mapping[str, Any]
    signed: bytes
    signature: bytes


def read(token: str, host: str) -> Jws:
    """The parts of a compact JWS whose payload is a JSON object. Raises SignInForged: unreadable, or of an
    algorithm that is not believed."""
    parts = token.split(".")
    if len(token) > LONGEST or len(parts) != 3:
        raise SignInForged(host=host, detail="unreadable token")
    try:
        header, claims = (parse_json(from_base64url(part), host, "utf-8") for part in parts[:2])
        signature = from_base64url(parts[2])
    except (ValueError, BadAnswer):
        raise SignInForged(host=host, detail="unreadable token") from None
    if not isinstance(header, dict) or not isinstance(claims, dict):
        raise SignInForged(host=host, detail="unreadable token")
    algorithm, key_id = header.get("alg"), header.get("kid")
    if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
        raise SignInForged(host=host, detail="wrong algorithm")
    if "crit" in header:  # extensions that must be understood: none is (RFC 7515 section 4.1.11)
        raise SignInForged(host=host, detail="unreadable token")
    signed = f"{parts[0]}.{parts[1]}".encode("ascii")
    return Jws(algorithm, key_id if isinstance(key_id, str) else None, claims, signed, signature)


class KeySet:
    """The keys of an issuer, fetched when first needed, and once more where a token was signed with a key
    that is not among them: issuers rotate their keys (OpenID Connect Core section 10.1.1)."""

    def __init__(self, session: Session, url: str):
        self._session = session
        self._url = url
        self._keys: list[Mapping[str, Any]] | None = None
        self._lock = threading.Lock()

    def check(self, token: Jws, cancel: Cancel | None = None) -> None:
        """Raise SignInForged where no key of the issuer made the token's signature."""
        with self._lock:
            kept = self._keys is not None
            if self._keys is None:
                self._keys = self._fetched(cancel)
            if self._holds(token):
                return
            if kept:
                self._keys = self._fetched(cancel)
                if self._holds(token):
                    return
        raise SignInForged(host=host_of(self._url), detail="wrong signature")

    def _holds(self, token: Jws) -> bool:
        keys = [key_of(row) for row in self._keys or () if _may_sign(row, token)]
        fitting = [key for key in keys if key is not None and fits(key, token.algorithm)]
        if token.key_id is None and len(fitting) > 1:
            return False  # the token must say which (OpenID Connect Core section 10.1)
        return any(verify(token.algorithm, key, token.signed, token.signature) for key in fitting)

    def _fetched(self, cancel: Cancel | None) -> list[Mapping[str, Any]]:
        headers = {"Cache-Control": "no-cache", "Connection": "close"}  # no copy of a proxy on the way
        value = self._session.get(self._url, headers=headers, cancel=cancel, max_bytes=1 << 20).json()
        rows = value.get("keys") if isinstance(value, dict) else None
        if not isinstance(rows, list):
            raise BadAnswer(host=host_of(self._url), detail="no list of keys")
        return [row for row in rows[:MOST_KEYS] if isinstance(row, dict)]


def _may_sign(row: Mapping[str, Any], token: Jws) -> bool:
    """Whether a key is for signatures, of this algorithm, and the one that the token names."""
    return (
        row.get("use", "sig") == "sig"
        and row.get("alg", token.algorithm) == token.algorithm
        and (token.key_id is None or row.get("kid") == token.key_id)
    )


def key_of(row: Mapping[str, Any]) -> PublicKey | None:
    """The public key of a JWK (RFC 7518 section 6), None where it is none that is understood."""
    try:
        if row.get("kty") == "RSA":
            return RsaKey(_number(row["n"]), _number(row["e"]))
        if row.get("kty") == "EC" and row.get("crv") in CURVES:
            x, y = from_base64url(row["x"]), from_base64url(row["y"])
            if len(x) == len(y) == size_of(row["crv"]):
                return EcKey(row["crv"], int.from_bytes(x, "big"), int.from_bytes(y, "big"))
    except (KeyError, ValueError, TypeError):
        pass
    return None


def _number(text: str) -> int:
    return int.from_bytes(from_base64url(text), "big")


def from_base64url(text: str) -> bytes:
    """The bytes of base64url without padding (RFC 7515 appendix C). Raises ValueError."""
    if not _BASE64URL.fullmatch(text) or len(text) % 4 == 1:
        raise ValueError("not base64url")
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def to_base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")
