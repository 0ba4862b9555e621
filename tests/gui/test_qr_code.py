"""QR codes, held against the library ``qrcode`` module by module."""

from __future__ import annotations

import pytest

from gaia_plugin.gui.qr_code import QUIET, qr_image, qr_matrix

qrcode = pytest.importorskip("qrcode")
ADDRESS = "https://issuer.example.org/device?user_code=ABCD-EFGH"


def oracle(text, mask):
    from qrcode.util import MODE_8BIT_BYTE, QRData

    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0, mask_pattern=mask)
    code.add_data(QRData(text.encode(), mode=MODE_8BIT_BYTE), optimize=0)
    code.make(fit=True)
    return [[int(cell) for cell in row] for row in code.get_matrix()]


@pytest.mark.parametrize("length", [1, 13, 14, 15, 26, 27, 42, 43, 62, 63, 84, 106, 122, 152, 180, 181, 213])
def test_every_version_is_what_another_library_makes(length):
    text = (ADDRESS * 5)[:length]
    assert qr_matrix(text, length % 8) == oracle(text, length % 8)


@pytest.mark.parametrize("mask", range(8))
def test_every_mask(mask):
    assert qr_matrix(ADDRESS, mask) == oracle(ADDRESS, mask)


def test_the_best_mask_is_one_of_them():
    assert qr_matrix(ADDRESS) in [oracle(ADDRESS, mask) for mask in range(8)]


def test_what_is_too_long_is_refused():
    with pytest.raises(ValueError, match="too long"):
        qr_matrix("a" * 214)


def test_a_picture_has_white_around_it():
    image = qr_image(ADDRESS, 170)
    side = len(qr_matrix(ADDRESS)) + 2 * QUIET
    scale = image.width() // side
    assert image.width() == image.height() == scale * side and scale >= 2
    assert image.pixelColor(QUIET * scale - 1, QUIET * scale).name() == "#ffffff"
    assert image.pixelColor(QUIET * scale, QUIET * scale).name() == "#000000"
