"""Names of files: from an address, a record or a server, and safe everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gaia_plugin.core.model import Link
from gaia_plugin.core.net import Session
from gaia_plugin.core.transfer import fetch, file_name, free_path, safe_name
from gaia_plugin.core.transfer.names import disposition_name
from tests.core.transfer_cases import LARGE, link
from tests.support.faultserver import FaultServer
from tests.support.ranged import Ranged


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


@pytest.fixture
def session() -> Iterator[Session]:
    with Session() as one:
        yield one


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a.tif", "a.tif"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("..", "download"),
        ("CON", "_CON"),
        ("nul.tif", "_nul.tif"),
        ("con .txt", "_con.txt"),
        ("a.tif.part", "a.tif.part_"),
        ("a.tif.PART.json", "a.tif.PART.json_"),
        ('a<b>:"c|?*.tif', "a_b_c_.tif"),
        ("trailing. . ", "trailing"),
        ("new\nline\x00.tif", "newline.tif"),
        (".hidden", "hidden"),
        ("e\u0301te\u0301.tif", "été.tif"),
    ],
)
def test_names_are_safe_everywhere(text: str, name: str) -> None:
    assert safe_name(text) == name


def test_long_names_keep_their_suffix() -> None:
    for letter in "aé":
        name = safe_name(letter * 400 + ".tar.gz")
        assert name.endswith(letter + ".tar.gz") and len(name.encode()) <= 140


@pytest.mark.parametrize(
    ("made", "name"),
    [
        (link("https://h/d/B04.tif?sig=secret"), "B04.tif"),
        (link("https://h/d/a%2Fb%5C..%5Cc.tif"), "c.tif"),
        (link("https://h/get?id=7", name="carte.zip"), "carte.zip"),
        (link("https://h/get/7", title="Carte des sols", media_type="image/tiff"), "Carte des sols.tif"),
        (link("https://h/get/7", title="S2A_V2-2.ZIP", media_type="application/zip"), "S2A_V2-2.ZIP"),
        (link("https://h/", key="data"), "data"),
    ],
)
def test_names_come_from_the_address_or_the_record(made: Link, name: str) -> None:
    assert file_name(made) == name


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="a.zip"', "a.zip"),
        ("attachment; filename*=UTF-8''%C3%A9t%C3%A9.zip", "été.zip"),
        ('attachment; filename="../../a.zip"', "a.zip"),
        ('attachment; filename="..\\..\\a.zip"', "a.zip"),
        ("inline", ""),
        ("", ""),
    ],
)
def test_content_disposition(header: str, name: str) -> None:
    assert disposition_name(header) == name


def test_the_server_names_a_file_whose_address_does_not(
    server: FaultServer, session: Session, tmp_path: Path
) -> None:
    ranged = Ranged(LARGE, **{"Content-Disposition": 'attachment; filename="../real.tif"'})
    url = server.add("/get", ranged)
    assert fetch(session, link(url), tmp_path / "get").path == tmp_path / "real.tif"
    assert fetch(session, link(url), tmp_path / "mine.tif").path == tmp_path / "mine.tif"


def test_a_free_name_is_found_beside_a_taken_one(tmp_path: Path) -> None:
    (tmp_path / "a.tar.gz").write_text("")
    assert free_path(tmp_path / "a.tar.gz").name == "a (2).tar.gz"
    assert free_path(tmp_path / "b.tif", taken={tmp_path / "b.tif"}).name == "b (2).tif"
