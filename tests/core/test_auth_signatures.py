"""Our own verification of signatures against the library's, on what is right and on what attackers send."""

from __future__ import annotations

import functools
import hashlib

import pytest

from gaia_plugin.core.auth import ecdsa_verify, rsa_verify, signatures
from gaia_plugin.core.auth.jose import from_base64url, key_of, to_base64url
from gaia_plugin.core.auth.signatures import EcKey, RsaKey

pytest.importorskip("cryptography", reason="the oracle of these tests (Debian's python3-cryptography)")
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

MESSAGE = b"eyJhbGciOiJub25lIn0.synthetic message"
DIGESTS = {"256": hashes.SHA256(), "384": hashes.SHA384(), "512": hashes.SHA512()}
CURVES = {"256": ec.SECP256R1(), "384": ec.SECP384R1(), "512": ec.SECP521R1()}


@functools.cache
def rsa_private(bits=2048, exponent=65537):
    return rsa.generate_private_key(exponent, bits)


@functools.cache
def ec_private(bits):
    return ec.generate_private_key(CURVES[bits])


def public(private):
    numbers = private.public_key().public_numbers()
    if isinstance(numbers, rsa.RSAPublicNumbers):
        return RsaKey(numbers.n, numbers.e)
    return EcKey({256: "P-256", 384: "P-384", 521: "P-521"}[private.key_size], numbers.x, numbers.y)


def signed(algorithm, message=MESSAGE):
    """(key, signature) by the library."""
    digest = DIGESTS[algorithm[2:]]
    if algorithm[0] == "E":
        private = ec_private(algorithm[2:])
        r, s = decode_dss_signature(private.sign(message, ec.ECDSA(digest)))
        size = (private.key_size + 7) // 8
        return public(private), r.to_bytes(size, "big") + s.to_bytes(size, "big")
    pad = padding.PKCS1v15()
    if algorithm[0] == "P":
        pad = padding.PSS(mgf=padding.MGF1(digest), salt_length=digest.digest_size)
    return public(rsa_private()), rsa_private().sign(message, pad, digest)


def both(algorithm, key, message, signature):
    """The verdict of our code, which must be the library's."""
    ours = signatures.fits(key, algorithm) and signatures.own(algorithm, key, message, signature)
    assert signatures._library() is not None
    theirs = signatures.fits(key, algorithm) and signatures._library()(algorithm, key, message, signature)
    assert ours == theirs == signatures.verify(algorithm, key, message, signature)
    return ours


@pytest.mark.parametrize("algorithm", sorted(signatures.ALGORITHMS))
def test_what_the_library_signs_is_verified(algorithm):
    for message in (MESSAGE, b"", bytes(100_000)):
        key, signature = signed(algorithm, message)
        assert both(algorithm, key, message, signature)


def test_a_signature_without_its_first_zero_is_none():
    """RFC 8017 section 8.1.2 step 1; one in 256 begins with a zero."""
    key, signature = next(one for one in (signed("PS256") for _ in range(10_000)) if one[1][0] == 0)
    assert both("PS256", key, MESSAGE, signature)
    assert not both("PS256", key, MESSAGE, signature[1:])


@pytest.mark.parametrize("algorithm", sorted(signatures.ALGORITHMS))
def test_nothing_else_is(algorithm):
    key, signature = signed(algorithm)
    flipped = [
        signature[:place] + bytes([signature[place] ^ bit]) + signature[place + 1 :]
        for place in (0, 1, len(signature) // 2, len(signature) - 1)
        for bit in (1, 128)
    ]
    for bad in (
        *flipped,
        signature[:-1],
        signature[1:],
        signature + b"\x00",
        b"\x00" + signature,
        b"",
        bytes(len(signature)),
        b"\xff" * len(signature),
    ):
        assert not both(algorithm, key, MESSAGE, bad)
    assert not both(algorithm, key, MESSAGE + b"x", signature)
    for other in sorted(signatures.ALGORITHMS - {algorithm}):
        assert not both(other, key, MESSAGE, signature)


def raw(private, encoded):
    """An RSA signature of any encoding, however wrong, as only the key's owner can make it."""
    numbers = private.private_numbers()
    n, size = numbers.public_numbers.n, (private.key_size + 7) // 8
    return pow(int.from_bytes(encoded, "big"), numbers.d, n).to_bytes(size, "big")


SHA256_INFO = bytes.fromhex("3031300d060960864801650304020105000420")


def padded(info, size=256, filler=b"\xff", kind=b"\x00\x01"):
    return kind + filler * (size - len(info) - 3) + b"\x00" + info


def test_pkcs1_encodings_that_are_nearly_right():
    digest = hashlib.sha256(MESSAGE).digest()
    good = SHA256_INFO + digest
    without_null = bytes.fromhex("302f300b0609608648016503040201") + b"\x04\x20" + digest
    long_form = bytes.fromhex("308131300d060960864801650304020105000420") + digest
    wrong_hash = bytes.fromhex("3031300d060960864801650304020205000420") + digest
    cases = {
        "right": (padded(good), True),
        "no NULL parameter": (padded(without_null), False),
        "length in BER's long form": (padded(long_form), False),
        "another hash named": (padded(wrong_hash), False),
        "block type 2": (padded(good, kind=b"\x00\x02"), False),
        "filler that is not FF": (padded(good, filler=b"\xfe"), False),
        "no filler": (b"\x00\x01\x00" + good + bytes(256 - 3 - len(good)), False),
        "garbage after the digest": (padded(good, size=11 + len(good)).ljust(256, b"\x00"), False),
        "short filler": (padded(good, size=10 + len(good)).ljust(256, b"\x00"), False),
        "a bare digest": (padded(digest), False),
    }
    private = rsa_private()
    verdicts = {
        name: both("RS256", public(private), MESSAGE, raw(private, case)) for name, (case, _) in cases.items()
    }
    assert verdicts == {name: wanted for name, (_, wanted) in cases.items()}


def test_bleichenbachers_forgery_for_exponent_three():
    """A cube root of a block that begins rightly: it deceives whoever parses the padding."""
    private = rsa_private(2048, 3)
    good = b"\x00\x01" + b"\xff" * 8 + b"\x00" + SHA256_INFO + hashlib.sha256(MESSAGE).digest()
    wanted = int.from_bytes(good + b"\xff" * (256 - len(good)), "big")
    low, high = 1, 1 << 1024
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**3 <= wanted else (low, middle - 1)
    assert (low**3).to_bytes(256, "big").startswith(good)
    assert not both("RS256", public(private), MESSAGE, low.to_bytes(256, "big"))


def test_numbers_out_of_range():
    key, signature = signed("RS256")
    more = int.from_bytes(signature, "big") + key.n
    if more < 1 << 2048:
        assert not both("RS256", key, MESSAGE, more.to_bytes(256, "big"))
    assert not both("RS256", key, MESSAGE, (more % (1 << 2056)).to_bytes(257, "big"))
    for bits in ("256", "384", "512"):
        key, signature = signed(f"ES{bits}")
        n, size = ecdsa_verify.CURVES[key.curve].n, len(signature) // 2
        r, s = int.from_bytes(signature[:size], "big"), int.from_bytes(signature[size:], "big")
        for pair in ((0, s), (r, 0), (0, 0), (n, s), (r, n), (r, n - 1), (1, 1), (s, r), (n - r, s)):
            joined = b"".join(value.to_bytes(size, "big") for value in pair)
            assert not both(f"ES{bits}", key, MESSAGE, joined), pair
        mirrored = r.to_bytes(size, "big") + (n - s).to_bytes(size, "big")
        assert both(
            f"ES{bits}", key, MESSAGE, mirrored
        )  # ECDSA's own: a JWT is not identified by its signature
        der = ec_private(bits).sign(MESSAGE, ec.ECDSA(DIGESTS[bits]))
        assert not both(f"ES{bits}", key, MESSAGE, der)


@pytest.mark.parametrize("salt", [0, 20, 31, 33, 64])
def test_pss_wants_its_salt_as_long_as_the_hash(salt):
    pad = padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=salt)
    signature = rsa_private().sign(MESSAGE, pad, hashes.SHA256())
    assert not both("PS256", public(rsa_private()), MESSAGE, signature)


def test_pss_wants_one_hash_throughout():
    pad = padding.PSS(mgf=padding.MGF1(hashes.SHA1()), salt_length=32)
    signature = rsa_private().sign(MESSAGE, pad, hashes.SHA256())
    assert not both("PS256", public(rsa_private()), MESSAGE, signature)


def test_pss_encodings_that_are_nearly_right():
    private = rsa_private()
    key, good = signed("PS256")
    encoded = pow(int.from_bytes(good, "big"), key.e, key.n).to_bytes(256, "big")
    assert rsa_verify.pss(key.n, key.e, "sha256", MESSAGE, raw(private, encoded))
    cases = [
        encoded[:-1] + b"\xcc",
        encoded[:100] + bytes([encoded[100] ^ 1]) + encoded[101:],
        encoded[:-10] + bytes([encoded[-10] ^ 1]) + encoded[-9:],
        bytes([encoded[0] ^ 1]) + encoded[1:],
    ]
    for case in cases:
        assert not both("PS256", key, MESSAGE, raw(private, case))


def test_a_modulus_of_odd_length():
    """PSS counts bits: with 2049 the encoded message is a byte shorter than the modulus."""
    private = rsa_private(2049)
    digest = hashes.SHA256()
    pad = padding.PSS(mgf=padding.MGF1(digest), salt_length=32)
    assert both("PS256", public(private), MESSAGE, private.sign(MESSAGE, pad, digest))
    assert both("RS256", public(private), MESSAGE, private.sign(MESSAGE, padding.PKCS1v15(), digest))


def test_weak_and_unsound_keys_are_refused():
    good = public(rsa_private())
    weak = public(rsa_private(1024))
    signature = rsa_private(1024).sign(MESSAGE, padding.PKCS1v15(), hashes.SHA256())
    assert not signatures.verify("RS256", weak, MESSAGE, signature)
    for key in (RsaKey(good.n, 1), RsaKey(good.n, 2), RsaKey(good.n + 1, 65537), RsaKey(1 << 20000 | 1, 3)):
        assert not signatures.fits(key, "RS256")
    point = public(ec_private("256"))
    for key in (
        EcKey("P-256", point.x, point.y ^ 1),
        EcKey("P-256", 0, 0),
        EcKey("P-256", point.x + ecdsa_verify.CURVES["P-256"].p, point.y),
        EcKey("P-384", point.x, point.y),
        EcKey("secp256k1", point.x, point.y),
    ):
        assert not any(signatures.fits(key, algorithm) for algorithm in signatures.ALGORITHMS)
    assert not signatures.fits(good, "none")
    assert not signatures.fits(good, "HS256")


def test_the_curves_are_those_of_the_standard():
    for name, curve in ecdsa_verify.CURVES.items():
        base = EcKey(name, curve.gx, curve.gy)
        assert ecdsa_verify.is_on(base)
        assert ecdsa_verify._sum_of_two(curve, curve.n, 0, (curve.gx, curve.gy, 1))[2] == 0


def test_the_example_of_rfc_7515():
    """Appendix A.3, ES256."""
    key = key_of(
        {
            "kty": "EC",
            "crv": "P-256",
            "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",  # pragma: allowlist secret
            "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",  # pragma: allowlist secret
        }
    )
    payload = b'{"iss":"joe",\r\n "exp":1300819380,\r\n "http://example.com/is_root":true}'
    header = b'{"alg":"ES256"}'
    message = f"{to_base64url(header)}.{to_base64url(payload)}"
    r = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmX"  # pragma: allowlist secret
    s = "FCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"  # pragma: allowlist secret
    signature = from_base64url(r + s)
    assert both("ES256", key, message.encode(), signature)


def test_without_the_library_our_own_code_decides(monkeypatch):
    monkeypatch.setattr(signatures, "_library", lambda: None)
    key, signature = signed("ES256")
    assert signatures.verify("ES256", key, MESSAGE, signature)
    assert not signatures.verify("ES256", key, MESSAGE + b"x", signature)
