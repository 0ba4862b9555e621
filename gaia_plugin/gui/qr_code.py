"""QR codes for addresses: byte mode, error correction level M, versions 1 to 10 (213 bytes).

QGIS brings no library for it. Sections are those of ISO/IEC 18004:2015.
"""

from __future__ import annotations

import re

from qgis.PyQt.QtCore import QRect, Qt
from qgis.PyQt.QtGui import QColor, QImage, QPainter

QUIET = 4  # modules of white around it (section 6.3.8)
_FORMAT_M = 0b00  # level M (table 25)
# Blocks of level M by version (table 9): check codewords of a block, then (how many, data codewords of each).
_BLOCKS = {
    1: (10, ((1, 16),)), 2: (16, ((1, 28),)), 3: (26, ((1, 44),)), 4: (18, ((2, 32),)), 5: (24, ((2, 43),)),
    6: (16, ((4, 27),)), 7: (18, ((4, 31),)), 8: (22, ((2, 38), (2, 39))), 9: (22, ((3, 36), (2, 37))),
    10: (26, ((4, 43), (1, 44))),
}  # fmt: skip
# Centres of the alignment patterns (annex E).
_ALIGNED = {
    1: (), 2: (6, 18), 3: (6, 22), 4: (6, 26), 5: (6, 30), 6: (6, 34), 7: (6, 22, 38), 8: (6, 24, 42),
    9: (6, 26, 46), 10: (6, 28, 50),
}  # fmt: skip
# Data mask patterns (section 7.8.2, table 10).
_MASKS = (
    lambda y, x: (y + x) % 2 == 0,
    lambda y, x: y % 2 == 0,
    lambda y, x: x % 3 == 0,
    lambda y, x: (y + x) % 3 == 0,
    lambda y, x: (y // 2 + x // 3) % 2 == 0,
    lambda y, x: (y * x) % 2 + (y * x) % 3 == 0,
    lambda y, x: ((y * x) % 2 + (y * x) % 3) % 2 == 0,
    lambda y, x: ((y + x) % 2 + (y * x) % 3) % 2 == 0,
)
_FINDER_LIKE = re.compile("(?=10111010000|00001011101)")
_RUN = re.compile("0{5,}|1{5,}")

Matrix = list[list[int]]


def qr_matrix(text: str, mask: int | None = None) -> Matrix:
    """The modules of the smallest code that holds the text, row by row: 1 is dark. No quiet zone. ``mask`` is
    one of the eight patterns, None the one that reads best.

    Raises ValueError where the text is too long.
    """
    data = text.encode("utf-8")
    version = _version_for(len(data))
    words = _interleaved(_codewords(data, version), version)
    bits = "".join(f"{word:08b}" for word in words)
    masks = range(len(_MASKS)) if mask is None else (mask,)
    return min((_drawn(version, bits, one) for one in masks), key=_penalty)


def qr_image(text: str, side: int) -> QImage:
    """The code as a picture of about ``side`` pixels, black on white in every theme: cameras need it. Raises
    ValueError where the text is too long."""
    matrix = qr_matrix(text)
    modules = len(matrix) + 2 * QUIET
    scale = max(2, side // modules)
    image = QImage(modules * scale, modules * scale, QImage.Format.Format_RGB32)
    image.fill(QColor(Qt.GlobalColor.white))
    painter = QPainter(image)
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            if dark:
                place = QRect((x + QUIET) * scale, (y + QUIET) * scale, scale, scale)
                painter.fillRect(place, QColor(Qt.GlobalColor.black))
    painter.end()
    return image


def _room(version: int) -> int:
    return sum(count * size for count, size in _BLOCKS[version][1])


def _length_bits(version: int) -> int:
    return 8 if version < 10 else 16  # table 3


def _version_for(octets: int) -> int:
    for version in _BLOCKS:
        if 4 + _length_bits(version) + 8 * octets <= 8 * _room(version):
            return version
    raise ValueError("too long for a QR code")


def _codewords(data: bytes, version: int) -> list[int]:
    """Section 7.4: mode, length, data, terminator, padding."""
    bits = "0100" + f"{len(data):0{_length_bits(version)}b}" + "".join(f"{octet:08b}" for octet in data)
    room = 8 * _room(version)
    bits += "0" * min(4, room - len(bits))
    bits += "0" * (-len(bits) % 8)
    words = [int(bits[at : at + 8], 2) for at in range(0, len(bits), 8)]
    padding = (0xEC, 0x11)
    return words + [padding[at % 2] for at in range(_room(version) - len(words))]


def _interleaved(words: list[int], version: int) -> list[int]:
    """Sections 7.5 and 7.6: check codewords by block, then the blocks a codeword at a time."""
    checks, groups = _BLOCKS[version]
    blocks, at = [], 0
    for count, size in groups:
        for _ in range(count):
            blocks.append(words[at : at + size])
            at += size
    generator = _generator(checks)
    tails = [_remainder(block, generator) for block in blocks]
    longest = max(map(len, blocks))
    data = [block[place] for place in range(longest) for block in blocks if place < len(block)]
    return data + [tail[place] for place in range(checks) for tail in tails]


def _times(one: int, other: int) -> int:
    """A product in GF(2⁸) modulo x⁸+x⁴+x³+x²+1 (section 7.5.2)."""
    product = 0
    while other:
        if other & 1:
            product ^= one
        one = one << 1 ^ (0x11D if one & 0x80 else 0)
        other >>= 1
    return product


def _generator(degree: int) -> list[int]:
    """The product of (x - 2ⁱ) for i below ``degree`` (annex A), without its first coefficient."""
    found, root = [1], 1
    for _ in range(degree):
        shifted = [*found, 0]
        for place, value in enumerate(found):
            shifted[place + 1] ^= _times(value, root)
        found, root = shifted, _times(root, 2)
    return found[1:]


def _remainder(block: list[int], generator: list[int]) -> list[int]:
    rest = [0] * len(generator)
    for word in block:
        factor = word ^ rest[0]
        rest = [*rest[1:], 0]
        rest = [value ^ _times(part, factor) for value, part in zip(rest, generator)]
    return rest


def _drawn(version: int, bits: str, mask: int) -> Matrix:
    """Section 7.7: function patterns, then the bits in columns of two, from the right, up and down."""
    side = 17 + 4 * version
    cells: list[list[int | None]] = [[None] * side for _ in range(side)]
    _draw_functions(cells, version, mask)
    stream, upward = iter(bits), True
    for right in (*range(side - 1, 6, -2), 5, 3, 1):  # column 6 is the timing pattern
        for y in range(side - 1, -1, -1) if upward else range(side):
            for x in (right, right - 1):
                if cells[y][x] is None:
                    cells[y][x] = int(next(stream, "0")) ^ _MASKS[mask](y, x)
        upward = not upward
    return [[int(cell or 0) for cell in row] for row in cells]


def _draw_functions(cells: list[list[int | None]], version: int, mask: int) -> None:
    side = len(cells)
    for top, left in ((0, 0), (0, side - 7), (side - 7, 0)):  # finder patterns and separators (6.3.3, 6.3.4)
        for y in range(top - 1, top + 8):
            for x in range(left - 1, left + 8):
                if 0 <= y < side and 0 <= x < side:
                    far = max(abs(y - top - 3), abs(x - left - 3))
                    cells[y][x] = int(far not in (2, 4))
    centres = _ALIGNED[version]
    for middle in centres:  # alignment patterns (6.3.6)
        for centre in centres:
            if cells[middle][centre] is None:
                for y in range(middle - 2, middle + 3):
                    for x in range(centre - 2, centre + 3):
                        cells[y][x] = int(max(abs(y - middle), abs(x - centre)) != 1)
    for at in range(8, side - 8):  # timing patterns (6.3.5)
        cells[6][at] = cells[at][6] = 1 - at % 2
    _draw_format(cells, mask)
    if version >= 7:  # version information (7.10)
        told = version << 12 | _check(version, 0x1F25, 12)
        for at in range(18):
            bit = told >> at & 1
            cells[at // 3][side - 11 + at % 3] = cells[side - 11 + at % 3][at // 3] = bit


def _draw_format(cells: list[list[int | None]], mask: int) -> None:
    """Format information, twice (section 7.9)."""
    side, word = len(cells), _FORMAT_M << 3 | mask
    told = (word << 10 | _check(word, 0x537, 10)) ^ 0x5412
    # Bit 0 comes first: down column 8 and left along row 8; then the copy beside the other two finders.
    first = [(y, 8) for y in (0, 1, 2, 3, 4, 5, 7, 8)] + [(8, x) for x in (7, 5, 4, 3, 2, 1, 0)]
    second = [(8, side - 1 - at) for at in range(8)] + [(side - 7 + at, 8) for at in range(7)]
    for at in range(15):
        for y, x in (first[at], second[at]):
            cells[y][x] = told >> at & 1
    cells[side - 8][8] = 1  # the dark module


def _check(word: int, generator: int, degree: int) -> int:
    """The remainder of a BCH code (annexes C and D)."""
    rest = word << degree
    while rest.bit_length() > degree:
        rest ^= generator << (rest.bit_length() - degree - 1)
    return rest


def _penalty(matrix: Matrix) -> int:
    """How hard a mask makes it to read (section 7.8.3.1)."""
    side = len(matrix)
    rows = ["".join(map(str, row)) for row in matrix]
    columns = ["".join(map(str, column)) for column in zip(*matrix)]
    total = 0
    for line in (*rows, *columns):
        total += sum(len(run) - 2 for run in _RUN.findall(line))
        total += 40 * len(_FINDER_LIKE.findall(line))
    numbers = [int(row, 2) for row in rows]
    inside = (1 << side - 1) - 1
    for one, other in zip(numbers, numbers[1:]):  # bit by bit: like the one beside it, and the two below
        dark, light = one & other, ~(one | other)
        total += 3 * bin((dark & dark >> 1 | light & light >> 1) & inside).count("1")
    dark_share = 100 * sum(map(sum, matrix))
    return total + 10 * (abs(dark_share - 50 * side * side) // (5 * side * side))
