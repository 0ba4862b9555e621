"""Whether a signature holds: RSA and ECDSA as JSON Web Algorithms name them (RFC 7518 section 3).

Where Python has ``cryptography`` it does the sums; QGIS does not bring it everywhere, and then our own
verification does. Nothing secret enters either: keys and messages are public, so timing tells nothing.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Callable, Union

from . import ecdsa_verify, rsa_verify

HASHES = {"256": "sha256", "384": "sha384", "512": "sha512"}
CURVES = {"256": "P-256", "384": "P-384", "512": "P-521"}
ALGORITHMS = frozenset(family + bits for family in ("RS", "PS", "ES") for bits in HASHES)
"""What is believed. ``none`` and the HS family, whose key would be the public one, are not (RFC 8725 3.1)."""

MOST_BITS = 8192
LEAST_BITS = 2048  # RFC 7518 sections 3.3 and 3.5


@dataclass(frozen=True)
class RsaKey:
    """Modulus and exponent (RFC 7518 section 6.3.1)."""

    n: int
    e: int


@dataclass(frozen=True)
class EcKey:
    """A point of a curve, named P-256, P-384 or P-521 (RFC 7518 section 6.2.1)."""

    curve: str
    x: int
    y: int


PublicKey = Union[RsaKey, EcKey]


def fits(key: PublicKey, algorithm: str) -> bool:
    """Whether a signature of this algorithm may be made with such a key, and the key is a sound one."""
    if algorithm not in ALGORITHMS:
        return False
    if isinstance(key, RsaKey):
        sound = LEAST_BITS <= key.n.bit_length() <= MOST_BITS and key.n & 1
        return algorithm[0] != "E" and bool(sound) and key.e & 1 == 1 and 3 <= key.e < 1 << 64
    return algorithm[0] == "E" and CURVES[algorithm[2:]] == key.curve and ecdsa_verify.is_on(key)


def verify(algorithm: str, key: PublicKey, message: bytes, signature: bytes) -> bool:
    """Whether ``signature`` over ``message`` was made with the private half of ``key``."""
    if not fits(key, algorithm):
        return False
    return (_library() or own)(algorithm, key, message, signature)


def own(algorithm: str, key: PublicKey, message: bytes, signature: bytes) -> bool:
    """The verification of this package, for keys that fit."""
    name = HASHES[algorithm[2:]]
    if isinstance(key, EcKey):
        return ecdsa_verify.verify(key, hashlib.new(name, message).digest(), signature)
    check = rsa_verify.pkcs1_v15 if algorithm[0] == "R" else rsa_verify.pss
    return check(key.n, key.e, name, message, signature)


@lru_cache(maxsize=1)
def _library() -> Callable[[str, PublicKey, bytes, bytes], bool] | None:
    """The same by ``cryptography``, None where it is not there."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
        from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
    except Exception:  # absent, or its compiled half does not load
        return None
    curves: dict[str, Any] = {"P-256": ec.SECP256R1, "P-384": ec.SECP384R1, "P-521": ec.SECP521R1}

    def by_library(algorithm: str, key: PublicKey, message: bytes, signature: bytes) -> bool:
        digest: Any = getattr(hashes, HASHES[algorithm[2:]].upper())()
        try:
            if isinstance(key, EcKey):
                half = ecdsa_verify.size_of(key.curve)
                if len(signature) != 2 * half:
                    return False
                pair = (int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big"))
                point = ec.EllipticCurvePublicNumbers(key.x, key.y, curves[key.curve]()).public_key()
                point.verify(encode_dss_signature(*pair), message, ec.ECDSA(digest))
            elif len(signature) != (key.n.bit_length() + 7) // 8:
                return False  # RFC 8017 section 8.1.2 step 1; OpenSSL takes one without its leading zeros
            else:
                pad: Any = padding.PKCS1v15()
                if algorithm[0] == "P":
                    pad = padding.PSS(mgf=padding.MGF1(digest), salt_length=digest.digest_size)
                numbers = rsa.RSAPublicNumbers(key.e, key.n).public_key()
                numbers.verify(signature, message, pad, digest)
        except (InvalidSignature, ValueError):
            return False
        return True

    return by_library
