"""ECDSA signatures (FIPS 186-5 section 6.4.2), for where no library is at hand. Only public numbers come
here. The curves are those of SP 800-186 section 3.2.1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .signatures import EcKey


@dataclass(frozen=True)
class Curve:
    """y² = x³ - 3x + b modulo p, with a base point of prime order n; ``size`` is a coordinate's bytes."""

    p: int
    b: int
    n: int
    gx: int
    gy: int

    @property
    def size(self) -> int:
        return (self.p.bit_length() + 7) // 8


CURVES = {
    "P-256": Curve(
        p=2**256 - 2**224 + 2**192 + 2**96 - 1,
        b=0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
        n=0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
        gx=0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
        gy=0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
    ),
    "P-384": Curve(
        p=2**384 - 2**128 - 2**96 + 2**32 - 1,
        b=0xB3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF,
        n=0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
        gx=0xAA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB7,
        gy=0x3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F,
    ),
    "P-521": Curve(
        p=2**521 - 1,
        b=0x0051953EB9618E1C9A1F929A21A0B68540EEA2DA725B99B315F3B8B489918EF109E156193951EC7E937B1652C0BD3BB1BF073573DF883D2C34F1EF451FD46B503F00,
        n=2**521 - 2**264 + 0xFA51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91386409,
        gx=0x00C6858E06B70404E9CD9E3ECB662395B4429C648139053FB521F828AF606B4D3DBAA14B5E77EFE75928FE1DC127A2FFA8DE3348B3C1856A429BF97E7E31C2E5BD66,
        gy=0x011839296A789A3BC0045C8A5FB42C7D1BD998F54449579B446817AFBD17273E662C97EE72995EF42640C550B9013FAD0761353C7086A272C24088BE94769FD16650,
    ),
}

Point = tuple[int, int, int]
"""Jacobian coordinates: x = X/Z², y = Y/Z³; Z = 0 is the point at infinity."""


def size_of(curve: str) -> int:
    """Bytes of one of the two numbers of a signature (RFC 7518 section 3.4)."""
    return CURVES[curve].size


def is_on(key: EcKey) -> bool:
    """Whether the key is a point of its curve (SP 800-56A section 5.6.2.3.4; their cofactor is 1)."""
    curve = CURVES.get(key.curve)
    if curve is None or not (0 <= key.x < curve.p and 0 <= key.y < curve.p):
        return False
    return (key.y * key.y - (key.x**3 - 3 * key.x + curve.b)) % curve.p == 0


def verify(key: EcKey, digest: bytes, signature: bytes) -> bool:
    """Whether R || S, both as long as the curve's numbers, signs this digest."""
    curve = CURVES[key.curve]
    if len(signature) != 2 * curve.size:
        return False
    r = int.from_bytes(signature[: curve.size], "big")
    s = int.from_bytes(signature[curve.size :], "big")
    if not (0 < r < curve.n and 0 < s < curve.n):
        return False
    e = int.from_bytes(digest, "big") >> max(0, 8 * len(digest) - curve.n.bit_length())
    w = pow(s, -1, curve.n)
    x, _, z = _sum_of_two(curve, e * w % curve.n, r * w % curve.n, (key.x, key.y, 1))
    if z == 0:
        return False
    return x * pow(z, -2, curve.p) % curve.p % curve.n == r


def _sum_of_two(curve: Curve, u: int, v: int, key: Point) -> Point:
    """u·G + v·key, both multiplied in one pass over the bits."""
    base: Point = (curve.gx, curve.gy, 1)
    both = _added(curve, base, key)
    choice: tuple[Point, Point, Point, Point] = ((1, 1, 0), base, key, both)
    total: Point = (1, 1, 0)
    for bit in range(max(u.bit_length(), v.bit_length()) - 1, -1, -1):
        total = _doubled(curve, total)
        total = _added(curve, total, choice[(u >> bit & 1) + 2 * (v >> bit & 1)])
    return total


def _doubled(curve: Curve, point: Point) -> Point:
    x, y, z = point
    if z == 0 or y == 0:
        return 1, 1, 0
    p = curve.p
    yy = y * y % p
    four = 4 * x * yy % p
    slope = 3 * (x - z * z) * (x + z * z) % p  # 3x² + az⁴ with a = -3
    x3 = (slope * slope - 2 * four) % p
    return x3, (slope * (four - x3) - 8 * yy * yy) % p, 2 * y * z % p


def _added(curve: Curve, one: Point, other: Point) -> Point:
    x1, y1, z1 = one
    x2, y2, z2 = other
    if z1 == 0:
        return other
    if z2 == 0:
        return one
    p = curve.p
    zz1, zz2 = z1 * z1 % p, z2 * z2 % p
    u1, u2 = x1 * zz2 % p, x2 * zz1 % p
    s1, s2 = y1 * zz2 * z2 % p, y2 * zz1 * z1 % p
    if u1 == u2:
        return _doubled(curve, one) if s1 == s2 else (1, 1, 0)
    h, r = u2 - u1, s2 - s1
    hh = h * h % p
    hhh, v = h * hh % p, u1 * hh % p
    x3 = (r * r - hhh - 2 * v) % p
    return x3, (r * (v - x3) - s1 * hhh) % p, h * z1 * z2 % p
