"""Trees and metadata that mean harm, or are broken: nothing is raised, and nothing outside is named."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

pytest.importorskip("osgeo.gdal", reason="the synthetic products are made with GDAL")

from gaia_plugin.core.products import Product, products, recognise, tree, tree_of
from tests.support import synthetic_products as synthetic
from tests.support.damage import Recipe, recipes
from tests.support.damage_xml import xml_mutated

STEM = "SENTINEL2A_20200119-105855-000_L2A_T31TCH_C_V2-2"


def bands(folder: Path, *codes: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for code in codes or ("B2", "B3", "B4"):
        (folder / f"{STEM}_FRE_{code}.tif").touch()
    return folder


def paths(product: Product) -> Iterator[Path]:
    for image in product.images:
        yield from (band.path for band in image.bands)
        if image.source:
            yield image.source
    yield from (mask.path for mask in product.masks)
    yield from (one.path for one in product.shapes)
    yield product.folder


@pytest.mark.parametrize("content", [b"", b"<", b"\x00\x01", b"<a>" * 400, "é".encode("utf-16")])
def test_broken_metadata_are_as_none(tmp_path: Path, content: bytes) -> None:
    bands(tmp_path)
    for name in (
        f"{STEM}_MTD_ALL.xml",
        "MTD_MSIL2A.xml",
        "DIM_X.XML",
        "METADATA.DIM",
        "manifest.safe",
        "xfdumanifest.xml",
    ):
        (tmp_path / name).write_bytes(content)
    assert [product.kind for product in products(tmp_path)] == ["muscate"]


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    bands(tmp_path)
    (tmp_path / f"{STEM}_MTD_ALL.xml").write_text(
        '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        "<Muscate_Metadata_Document><PLATFORM>&x;</PLATFORM></Muscate_Metadata_Document>"
    )
    product = recognise(tmp_path)
    assert product is not None and product.sensor == "Sentinel-2A" and product.metadata_file is None


def test_metadata_longer_than_any_real_are_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bands(tmp_path)
    (tmp_path / f"{STEM}_MTD_ALL.xml").write_text(
        "<Muscate_Metadata_Document><PLATFORM>VENUS</PLATFORM></Muscate_Metadata_Document>"
    )
    assert tree_of(tmp_path).read(f"{STEM}_MTD_ALL.xml", 10) == b""  # type: ignore[union-attr]
    assert recognise(tmp_path).sensor == "Venµs"  # type: ignore[union-attr]


def test_links_are_not_followed(tmp_path: Path) -> None:
    """Neither out of the folder nor round in it, neither to a folder nor to a file."""
    outside = bands(tmp_path / "outside")
    home = bands(tmp_path / "home", "B2", "B3")
    os.symlink(outside, home / "deeper")
    os.symlink(home, home / "loop")
    os.symlink(outside / f"{STEM}_FRE_B4.tif", home / f"{STEM}_FRE_B4.tif")
    (product,) = products(home)
    assert [band.name for band in product.images[0].bands] == ["B2", "B3"]


def test_deep_and_wide_trees_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path.joinpath("deep", *(["d"] * 40))
    bands(deep)
    assert recognise(tmp_path / "deep") is None
    for number in range(300):
        (tmp_path / "deep" / f"{number}.txt").touch()
    monkeypatch.setattr(tree, "MOST_FILES", 100)
    assert len(tree_of(tmp_path / "deep").files) <= 100  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["missing", "empty", "file.txt"])
def test_nothing_is_none(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file.txt").write_text("x")
    assert recognise(tmp_path / name) is None


def test_archives_that_lie(tmp_path: Path) -> None:
    """Truncated, or with names that leave the archive or are no files."""
    whole = tmp_path / "names.zip"
    with zipfile.ZipFile(whole, "w") as packed:
        for name in ("../B2.tif", "/B3.tif", "a/../../B4.tif", "c:\\B8.tif", "//B5.tif"):
            packed.writestr(name.replace("B", f"{STEM}_FRE_B"), b"x")
    assert tree_of(whole).files == ()  # type: ignore[union-attr]
    broken = tmp_path / "broken.zip"
    broken.write_bytes(whole.read_bytes()[:-30])
    assert recognise(broken) is None


def test_a_folder_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bands(tmp_path)
    (tmp_path / "locked").mkdir()
    real = os.scandir

    def refused(path: object) -> object:
        if str(path).endswith("locked"):
            raise PermissionError(13, "refused")
        return real(path)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "scandir", refused)
    assert recognise(tmp_path) is not None


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("synthetic")
    for make in (synthetic.maja, synthetic.dimap2, synthetic.dimap1, synthetic.safe2):
        make(home)
    return home


METADATA = ("*_MTD_ALL.xml", "DIM_*_MS_*.XML", "METADATA.DIM", "MTD_MSIL2A.xml")


@pytest.mark.parametrize("pattern", METADATA)
def test_metadata_damaged_in_any_way(made: Path, pattern: str) -> None:
    """Never raised, and never a path outside the folder, whatever elements say."""
    (path,) = made.rglob(pattern)
    home, kept = path.parent, path.read_bytes()
    part = etree.fromstring(kept)

    @settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
    @given(recipes())
    def damaged(recipe: Recipe) -> None:
        path.write_bytes(xml_mutated(part, recipe))
        for product in products(home):
            assert all(one.is_relative_to(home) for one in paths(product))
            for image in product.images:
                places = (*image.natural, *image.infrared)
                assert image.bands and all(0 <= place < len(image.bands) for place in places)
                assert image.scale > 0

    try:
        damaged()
    finally:
        path.write_bytes(kept)
