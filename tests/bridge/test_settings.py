"""What is remembered between sessions."""

from __future__ import annotations

import pytest
from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QByteArray

from gaia_plugin.bridge.settings import GROUP, Settings


@pytest.fixture
def settings():
    fresh = Settings()
    fresh.forget()
    yield fresh
    fresh.forget()


def test_defaults(settings):
    assert settings.catalogs == () and settings.catalogs_chosen is False
    assert settings.load_downloads is True
    assert settings.download_folder.endswith("GAIA Data")
    assert len(settings.language) == 2
    assert settings.splitter == QByteArray()


def test_what_is_set_is_there_for_the_next(settings):
    settings.choose_catalogs(["demo"])
    settings.load_downloads = False
    settings.page_limit = 50
    settings.splitter = QByteArray(b"\x00\x01")
    QgsSettings().sync()
    again = Settings()
    assert (again.catalogs, again.catalogs_chosen, again.load_downloads, again.page_limit) == (
        ("demo",),
        True,
        False,
        50,
    )
    assert bytes(again.splitter) == b"\x00\x01"
    settings.choose_catalogs([])
    assert Settings().catalogs == () and Settings().catalogs_chosen is True


@pytest.mark.parametrize("rubbish", ["", "true", "no", "[]", "12"])
def test_rubbish_of_others_is_survived(settings, rubbish):
    for name in ("catalogs", "catalogs_chosen", "page_limit", "splitter", "language", "load_downloads"):
        QgsSettings().setValue(f"{GROUP}/{name}", rubbish)
    assert isinstance(settings.catalogs, tuple)
    assert isinstance(settings.page_limit, int)
    assert isinstance(settings.load_downloads, bool)
    assert isinstance(settings.splitter, QByteArray)
