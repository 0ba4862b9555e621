"""RSA signatures (RFC 8017), for where no library is at hand. Only public numbers come here."""

from __future__ import annotations

import hashlib
import hmac

# DER of DigestInfo up to the digest (RFC 8017 section 9.2, note 1).
_DIGEST_INFO = {
    "sha256": bytes.fromhex("3031300d060960864801650304020105000420"),
    "sha384": bytes.fromhex("3041300d060960864801650304020205000430"),
    "sha512": bytes.fromhex("3051300d060960864801650304020305000440"),
}


def pkcs1_v15(n: int, e: int, name: str, message: bytes, signature: bytes) -> bool:
    """RSASSA-PKCS1-v1_5 (RFC 8017 section 8.2.2). The encoding is made and compared whole, never read: what
    reads it has been deceived by what may stand in the padding."""
    length = (n.bit_length() + 7) // 8
    encoded = _recovered(n, e, signature, length, length)
    info = _DIGEST_INFO[name] + hashlib.new(name, message).digest()
    if encoded is None or length < len(info) + 11:
        return False
    padded = b"\x00\x01" + b"\xff" * (length - len(info) - 3) + b"\x00" + info
    return hmac.compare_digest(encoded, padded)


def pss(n: int, e: int, name: str, message: bytes, signature: bytes) -> bool:
    """RSASSA-PSS (RFC 8017 sections 8.1.2 and 9.1.2) with MGF1 of the same hash and a salt as long as the
    hash (RFC 7518 section 3.5)."""
    bits = n.bit_length() - 1
    length = (bits + 7) // 8
    encoded = _recovered(n, e, signature, (n.bit_length() + 7) // 8, length)
    digest = hashlib.new(name, message).digest()
    size = len(digest)
    if encoded is None or length < 2 * size + 2 or encoded[-1] != 0xBC:
        return False
    masked, hashed = encoded[: length - size - 1], encoded[length - size - 1 : -1]
    unused = 8 * length - bits
    if masked[0] >> (8 - unused):
        return False
    mask = _mgf1(name, hashed, len(masked))
    block = bytearray(one ^ other for one, other in zip(masked, mask))
    block[0] &= 0xFF >> unused
    zeros = len(masked) - size - 1
    if any(block[:zeros]) or block[zeros] != 1:
        return False
    salt = bytes(block[zeros + 1 :])
    return hmac.compare_digest(hashed, hashlib.new(name, bytes(8) + digest + salt).digest())


def _recovered(n: int, e: int, signature: bytes, length: int, encoded: int) -> bytes | None:
    """RSAVP1 (RFC 8017 section 5.2.2) as ``encoded`` bytes; None for a signature of another length or out of
    range."""
    value = int.from_bytes(signature, "big")
    if len(signature) != length or value >= n:
        return None
    recovered = pow(value, e, n)
    return recovered.to_bytes(encoded, "big") if recovered.bit_length() <= 8 * encoded else None


def _mgf1(name: str, seed: bytes, length: int) -> bytes:
    """RFC 8017 appendix B.2.1."""
    size = hashlib.new(name).digest_size
    blocks = [
        hashlib.new(name, seed + count.to_bytes(4, "big")).digest() for count in range(-(-length // size))
    ]
    return b"".join(blocks)[:length]
