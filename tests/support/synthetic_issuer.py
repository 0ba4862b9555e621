"""An OpenID issuer made for tests, that says whatever a test wants: right, wrong, late or hostile.

    with SyntheticIssuer() as issuer:
        issuer.tokens(nonce="…")              # what the token endpoint answers from now on
        issuer.answer("/token", as_json({"error": "slow_down"}, 400))
        issuer.rotate()                       # signs with a new key from now on

``sign`` makes any token with its key; it needs ``cryptography``.
"""

from __future__ import annotations

import json
import time
from email.utils import formatdate
from typing import Any
from urllib.parse import parse_qs

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from gaia_plugin.core.auth.jose import to_base64url
from tests.support.faultserver import FaultServer, Reply, Route, Seen, as_json

CLIENT = "synthetic-client"
_KEYS: list[rsa.RSAPrivateKey] = []


def private_key(number: int) -> rsa.RSAPrivateKey:
    """The same few keys for all tests of a run: making one takes a while."""
    while len(_KEYS) <= number:
        _KEYS.append(rsa.generate_private_key(65537, 2048))
    return _KEYS[number]


def part(value: Any) -> str:
    return to_base64url(value if isinstance(value, bytes) else json.dumps(value).encode())


def whole(size: int) -> bytes:
    return size.to_bytes((size.bit_length() + 7) // 8, "big")


class SyntheticIssuer:
    """A context manager; ``server`` is its FaultServer, ``url`` its issuer identifier."""

    def __init__(self) -> None:
        self.server = FaultServer()
        self.url = self.server.url("")
        self.number = 0
        self.clock = time.time  # what its Date header and its tokens say
        self.metadata: dict[str, Any] = {
            "issuer": self.url,
            "authorization_endpoint": self.url + "/authorize",
            "token_endpoint": self.url + "/token",
            "jwks_uri": self.url + "/jwks",
            "device_authorization_endpoint": self.url + "/device",
            "userinfo_endpoint": self.url + "/userinfo",
            "revocation_endpoint": self.url + "/revoke",
            "end_session_endpoint": self.url + "/logout",
            "code_challenge_methods_supported": ["S256"],
        }
        self.server.add("/.well-known/openid-configuration", lambda seen: as_json(self.metadata))
        self.server.add("/jwks", lambda seen: as_json({"keys": [self.jwk()]}))
        self.server.add("/revoke", Reply(200))

    def __enter__(self) -> SyntheticIssuer:
        self.server.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self.server.__exit__(*error)

    def answer(self, path: str, route: Route) -> None:
        self.server.add(path, route)

    def rotate(self) -> None:
        self.number += 1

    def jwk(self) -> dict[str, str]:
        numbers = private_key(self.number).public_key().public_numbers()
        return {
            "kty": "RSA", "kid": f"key-{self.number}", "use": "sig",
            "n": part(whole(numbers.n)), "e": part(whole(numbers.e)),
        }  # fmt: skip

    def claims(self, **more: Any) -> dict[str, Any]:
        """Right ones; None takes a claim away."""
        now = int(self.clock())
        right = {"iss": self.url, "aud": CLIENT, "sub": "synthetic-alice", "iat": now, "exp": now + 300}
        return {name: value for name, value in {**right, **more}.items() if value is not None}

    def sign(self, claims: Any, header: dict[str, Any] | None = None) -> str:
        head = {"alg": "RS256", "kid": f"key-{self.number}", **(header or {})}
        signed = f"{part({name: value for name, value in head.items() if value is not None})}.{part(claims)}"
        made = private_key(self.number).sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{signed}.{part(made)}"

    def grant(self, **claims: Any) -> Reply:
        """A right answer of the token endpoint, by this issuer's clock."""
        values = {
            "access_token": "synthetic-access-0", "token_type": "Bearer", "expires_in": 300,
            "refresh_token": "synthetic-refresh-0", "id_token": self.sign(self.claims(**claims)),
        }  # fmt: skip
        return as_json(values, headers={"Date": formatdate(self.clock(), usegmt=True)})

    def rotating(self, expires_in: int = 300, delay: float = 0.0) -> None:
        """From now on ``/token`` takes a refresh token once, and revokes them all where one comes twice."""
        state = {"next": 1, "valid": "synthetic-refresh-0"}

        def token(seen: Seen) -> Reply:
            sent = form(seen).get("refresh_token")
            if sent != state["valid"]:
                state["valid"] = "revoked"
                return as_json({"error": "invalid_grant", "error_description": f"unknown {sent}"}, 400)
            number = state["next"]
            state.update(next=number + 1, valid=f"synthetic-refresh-{number}")
            values = {
                "access_token": f"synthetic-access-{number}", "token_type": "bearer",
                "expires_in": expires_in, "refresh_token": state["valid"],
            }  # fmt: skip
            return as_json(values, delay=delay)

        self.answer("/token", token)

    def sent(self, path: str) -> list[dict[str, str]]:
        """The forms that an endpoint received."""
        return [form(seen) for seen in self.server.seen if seen.path == path]


def form(seen: Seen) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(seen.body.decode()).items()}
