# ruff: noqa: E501 (tables are read across)
"""Layouts of products are recognised by the names of their files and by their metadata."""

from __future__ import annotations

import shutil
import zipfile
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from gaia_plugin.core.products import Image, Product, products, recognise

S2A = "SENTINEL2A_20200119-105855-000_L2A_T31TCH_C_V2-2"
VENUS = "VENUS-XS_20190101-105148-000_L2A_CAMARGUE_C_V1-0"


def touch(root: Path, *names: str) -> Path:
    """Empty files: layouts are read from names."""
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    return root


def found(root: Path) -> Product:
    product = recognise(root)
    assert product is not None
    return product


def names(image: Image) -> list[str]:
    return [band.name for band in image.bands]


def shown(image: Image, places: tuple[int, ...]) -> list[str]:
    return [image.bands[place].name for place in places]


def test_maja_level_2a_without_its_metadata(tmp_path: Path) -> None:
    """Names alone say which band is which; scale and nodata are those of the format."""
    bands = ("B2", "B3", "B4", "B5", "B8", "B8A", "B11")
    kinds = [f"{S2A}/{S2A}_{kind}_{band}.tif" for kind in ("SRE", "FRE") for band in bands]
    masks = [
        f"{S2A}/MASKS/{S2A}_{code}_{size}.tif" for code in ("CLM", "MG2", "EDG") for size in ("R1", "R2")
    ]
    product = found(touch(tmp_path, *kinds, *masks, f"{S2A}/{S2A}_ATB_R1.tif", f"{S2A}/{S2A}_QKL_ALL.jpg"))
    assert (product.kind, product.title, product.sensor, product.level) == (
        "muscate",
        S2A,
        "Sentinel-2A",
        "L2A",
    )
    assert product.acquired == datetime(2020, 1, 19, 10, 58, 55, tzinfo=timezone.utc)
    image, air = product.images
    assert [band.path.name for band in image.bands] == [f"{S2A}_FRE_{band}.tif" for band in names(image)]
    assert shown(image, image.natural) == ["B4", "B3", "B2"] and shown(image, image.infrared) == [
        "B8",
        "B4",
        "B3",
    ]
    assert (image.nodata, image.scale, image.offset) == (-10000, 1 / 10000, 0)
    assert (image.bands[2].wavelength_nm, image.bands[2].resolution_m) == (665, 10)
    assert not air.shown and [(band.index, band.scale) for band in air.bands] == [(1, 1 / 20), (2, 1 / 200)]
    assert [mask.path.name[-10:] for mask in product.masks] == ["CLM_R1.tif", "MG2_R1.tif", "EDG_R1.tif"]
    assert product.folder == tmp_path / S2A


def test_maja_believes_its_metadata(tmp_path: Path) -> None:
    """Venµs in its first format: other quantification, other bands for true colour, bits of saturation."""
    touch(tmp_path, *(f"{VENUS}_SRE_B{band}.tif" for band in range(1, 13)), f"MASKS/{VENUS}_SAT_XS.tif")
    (tmp_path / f"{VENUS}_MTD_ALL.xml").write_text(
        "<Muscate_Metadata_Document><PRODUCT_LEVEL>L2A</PRODUCT_LEVEL><PLATFORM>VENUS</PLATFORM>"
        "<ACQUISITION_DATE>2019-01-01T10:51:48.5Z</ACQUISITION_DATE>"
        f'<MASK_FILE band_id="B7" bit_number="7">MASKS/{VENUS}_SAT_XS.tif</MASK_FILE>'
        "<REFLECTANCE_QUANTIFICATION_VALUE>1000</REFLECTANCE_QUANTIFICATION_VALUE>"
        '<SPECIAL_VALUE name="nodata">-9999</SPECIAL_VALUE>'
        '<Spectral_Band_Informations band_id="B7"><SPATIAL_RESOLUTION>5</SPATIAL_RESOLUTION>'
        "<Wavelength><CENTRAL>666.2</CENTRAL></Wavelength></Spectral_Band_Informations>"
        "</Muscate_Metadata_Document>"
    )
    product = found(tmp_path)
    (image,) = product.images
    assert product.sensor == "Venµs" and product.acquired and product.acquired.microsecond == 500000
    assert (image.nodata, image.scale) == (-9999, 1 / 1000)
    assert shown(image, image.natural) == ["B7", "B4", "B3"] and shown(image, image.infrared)[0] == "B11"
    red = image.bands[image.natural[0]]
    assert (red.wavelength_nm, red.resolution_m) == (666.2, 5)
    assert [(entry.value, entry.name) for entry in product.masks[0].legend] == [(6, "B7")]


@pytest.mark.parametrize(
    ("stem", "codes", "natural", "infrared"),
    [
        ("LANDSAT8-OLITIRS-XS_20160813-103000-000_L2A_T31TCJ_C_V1-0_FRE", "B2 B3 B4 B5 B6 B7", "B4 B3 B2", "B5 B4 B3"),
        ("LANDSAT5-TM-XS_20100118-103000-000_L2A_T31TCJ_C_V1-0_FRE", "B1 B2 B3 B4 B5 B7", "B3 B2 B1", "B4 B3 B2"),
        ("SPOT5-HRG1-XS_20150408-103000-000_L2A_SUDMIPY_C_V1-0_FRE", "XS1 XS2 XS3 SWIR", "", "XS3 XS2 XS1"),
        ("SENTINEL2X_20180515-000000-000_L3A_T31TCH_C_V1-1_FRC", "B2 B3 B4 B8 B8A", "B4 B3 B2", "B8 B4 B3"),
    ],
)  # fmt: skip
def test_other_missions_of_the_same_layout(
    tmp_path: Path, stem: str, codes: str, natural: str, infrared: str
) -> None:
    product = found(touch(tmp_path, *(f"{stem}_{code}.tif" for code in codes.split())))
    (image,) = product.images
    assert sorted(names(image)) == sorted(codes.split())
    assert shown(image, image.natural) == natural.split()
    assert shown(image, image.infrared) == infrared.split()
    assert product.level == ("L3A" if "_FRC" in stem else "L2A")


def test_flags_of_the_monthly_synthesis(tmp_path: Path) -> None:
    stem = "SENTINEL2X_20180515-000000-000_L3A_T31TCH_C_V1-1"
    touch(tmp_path, f"{stem}_FRC_B2.tif", f"{stem}_FRC_B3.tif", f"MASKS/{stem}_FLG_R1.tif")
    (flags,) = found(tmp_path).masks
    assert not flags.bits and {entry.value: entry.name for entry in flags.legend}[2] == "Snow"


def test_sentinel2_level_1c_by_its_real_metadata(tmp_path: Path, recorded: Any) -> None:
    """A product's own MTD_MSIL1C.xml; its files stand where it says they do."""
    content = recorded.bytes("products/MTD_MSIL1C.xml")
    files = [one.text for one in etree.fromstring(content).iter("IMAGE_FILE")]
    home = touch(tmp_path / "S2A.SAFE", *(f"{name}.jp2" for name in files))
    (home / "MTD_MSIL1C.xml").write_bytes(content)
    product = found(tmp_path)
    assert product.title == "S2A_MSIL1C_20180101T105441_N0206_R051_T31TDH_20180101T124911"
    assert (product.sensor, product.level) == ("Sentinel-2A", "1C")
    assert product.acquired == datetime(2018, 1, 1, 10, 54, 41, 26000, tzinfo=timezone.utc)
    (image,) = product.images
    assert len(image.bands) == 13 and not any("TCI" in band.path.name for band in image.bands)
    assert shown(image, image.natural) == ["B04", "B03", "B02"]
    first = image.bands[0]
    assert (first.name, first.wavelength_nm, first.resolution_m) == ("B01", 443.9, 60)
    assert (image.nodata, image.scale, image.offset) == (0, 1 / 10000, 0)  # baseline 02.06: no offset
    assert found(home / "MTD_MSIL1C.xml") == product


def sentinel2(home: Path, told: str) -> Image:
    touch(
        home,
        *(
            f"GRANULE/L2A_T31TDH/IMG_DATA/R10m/T31TDH_20220119T105341_{code}_10m.jp2"
            for code in ("B02", "B03", "B04")
        ),
    )
    touch(home, "GRANULE/L2A_T31TDH/IMG_DATA/R20m/T31TDH_20220119T105341_B02_20m.jp2")
    (home / "MTD_MSIL2A.xml").write_text(f"<L2A_User_Product>{told}</L2A_User_Product>")
    return found(home).images[0]


def test_sentinel2_offset_of_baseline_4_and_the_finest_files(tmp_path: Path) -> None:
    image = sentinel2(
        tmp_path,
        "<PROCESSING_LEVEL>Level-2A</PROCESSING_LEVEL><BOA_QUANTIFICATION_VALUE>10000</BOA_QUANTIFICATION_VALUE>"
        "<BOA_ADD_OFFSET band_id='0'>-1000</BOA_ADD_OFFSET>",
    )
    assert (image.scale, image.offset) == (1 / 10000, -0.1)
    assert [band.path.parent.name for band in image.bands] == ["R10m"] * 3
    assert 1000 * image.scale + image.offset == pytest.approx(0)


def test_sentinel2_of_empty_metadata(tmp_path: Path) -> None:
    image = sentinel2(tmp_path, "")
    assert (image.nodata, image.scale, image.offset) == (0, 1 / 10000, 0)


DIM = """<Dimap_Document><METADATA_SUBPROFILE>PRODUCT</METADATA_SUBPROFILE>
<DATASET_NAME>SPOT6_MS_ORT</DATASET_NAME><MISSION>SPOT</MISSION><MISSION_INDEX>6</MISSION_INDEX>
<IMAGING_DATE>2014-07-20</IMAGING_DATE><IMAGING_TIME>10:21:05.3Z</IMAGING_TIME>
<PROCESSING_LEVEL>{level}</PROCESSING_LEVEL><RASTER_GEOMETRY>{geometry}</RASTER_GEOMETRY>
<RADIOMETRIC_PROCESSING>{radiometry}</RADIOMETRIC_PROCESSING><RESAMPLING_SPACING>6</RESAMPLING_SPACING>
<DATA_FILE_PATH href="{href}"/><NBANDS>4</NBANDS><Raster_Display><Band_Display_Order>
<RED_CHANNEL>B2</RED_CHANNEL><GREEN_CHANNEL>B1</GREEN_CHANNEL><BLUE_CHANNEL>B0</BLUE_CHANNEL>
<ALPHA_CHANNEL>B3</ALPHA_CHANNEL></Band_Display_Order>{display}</Raster_Display></Dimap_Document>"""


def dimap(home: Path, display: str = "", href: str = "IMG_R1C1.JP2", **told: str) -> Path:
    touch(home, "IMG_SPOT6_MS/IMG_R1C1.JP2", "VOL_SPOT6.XML")
    told = {"level": "ORTHO", "geometry": "GROUND", "radiometry": "BASIC", **told}
    (home / "IMG_SPOT6_MS" / "DIM_SPOT6_MS.XML").write_text(DIM.format(display=display, href=href, **told))
    return home


def test_dimap_2_orders_its_bands_as_they_are_shown(tmp_path: Path) -> None:
    product = found(dimap(tmp_path))
    (image,) = product.images
    assert (product.title, product.sensor, product.level) == ("SPOT6_MS_ORT", "SPOT 6", "ORTHO")
    assert product.acquired == datetime(2014, 7, 20, 10, 21, 5, 300000, tzinfo=timezone.utc)
    assert (
        names(image) == ["B2", "B1", "B0", "B3"]
        and image.natural == (0, 1, 2)
        and image.infrared == (3, 0, 1)
    )
    assert [band.index for band in image.bands] == [1, 2, 3, 4] and image.scale == 1.0
    assert image.source == tmp_path / "IMG_SPOT6_MS" / "DIM_SPOT6_MS.XML" and not image.in_sensor_geometry
    assert product.folder == tmp_path


def test_dimap_2_says_itself_where_its_bands_are(tmp_path: Path) -> None:
    listed = "".join(
        f"<Raster_Index><BAND_ID>{code}</BAND_ID><BAND_INDEX>{index}</BAND_INDEX></Raster_Index>"
        for index, code in enumerate(("B0", "B1", "B2", "B3"), start=1)
    )
    unusable = "<Special_Value><SPECIAL_VALUE_TEXT>NODATA</SPECIAL_VALUE_TEXT><SPECIAL_VALUE_COUNT>0</SPECIAL_VALUE_COUNT></Special_Value>"
    home = dimap(tmp_path, listed + unusable, level="SENSOR", geometry="SENSOR", radiometry="REFLECTANCE")
    (image,) = found(home).images
    assert names(image) == ["B0", "B1", "B2", "B3"] and image.natural == (2, 1, 0)
    assert image.in_sensor_geometry and image.nodata == 0 and image.scale == 1 / 10000


@pytest.mark.parametrize(
    "href", ["../../../etc/passwd", "/etc/passwd", "IMG_R9C9.JP2", "/vsicurl/http://h/x.tif", ""]
)
def test_dimap_that_names_files_outside_or_missing_is_not_opened(tmp_path: Path, href: str) -> None:
    """GDAL's driver would follow them."""
    assert recognise(dimap(tmp_path / "home", href=href)) is None


@pytest.mark.parametrize(
    "href", ["/vsicurl/http://h/RPC.XML", "/etc/passwd", "C:\\RPC.XML", "http://h/RPC.XML"]
)
def test_dimap_whose_camera_model_lies_elsewhere_is_not_opened(tmp_path: Path, href: str) -> None:
    model = "<Component><COMPONENT_TITLE>RPC Model</COMPONENT_TITLE><COMPONENT_PATH href='{}'/></Component>"
    assert recognise(dimap(tmp_path / "away", model.format(href))) is None
    assert (
        recognise(dimap(tmp_path / "here", model.format("RPC_SPOT6.XML"))) is not None
    )  # though it is missing


def test_sentinel1_and_3(tmp_path: Path) -> None:
    s1 = "S1A_IW_GRDH_1SDV_20200103T173304_20200103T173329_030639_0382D5_4A4F.SAFE"
    touch(
        tmp_path / "one", f"{s1}/manifest.safe",
        *(f"{s1}/measurement/s1a-iw-grd-{pol}-20200103t173304-20200103t173329-030639-0382d5-00{n}.tiff" for n, pol in enumerate(("vv", "vh"))),
    )  # fmt: skip
    radar = found(tmp_path / "one")
    assert (radar.sensor, radar.level) == ("Sentinel-1", "GRD")
    assert [(image.title, image.shown, image.is_complex) for image in radar.images] == [
        ("IW VV", True, False), ("IW VH", False, False),
    ]  # fmt: skip
    s3 = "S3A_OL_2_LFR____20200101T095838_20200101T100138_20200102T142325_0179_053_179_2160_LN1_O_NT_002.SEN3"
    touch(tmp_path / "two", f"{s3}/xfdumanifest.xml", f"{s3}/ogvi.nc")
    ocean = found(tmp_path / "two")
    assert (ocean.sensor, ocean.level, ocean.images) == ("Sentinel-3A OLCI", "L2", ())
    assert ocean.acquired == datetime(2020, 1, 1, 9, 58, 38, tzinfo=timezone.utc)


def test_complex_radar_by_swath(tmp_path: Path) -> None:
    home = touch(
        tmp_path / "S1B_IW_SLC__1SDV.SAFE", "manifest.safe",
        *(f"measurement/s1b-iw{swath}-slc-vv-20200103t173304-20200103t173329-030639-0382d5-00{swath}.tiff" for swath in (1, 2, 3)),
    )  # fmt: skip
    (home / "manifest.safe").write_text(
        "<x:XFDU xmlns:x='urn:x'><s:number xmlns:s='urn:s'>B</s:number></x:XFDU>"
    )
    product = found(home)
    assert product.sensor == "Sentinel-1B" and [image.title for image in product.images] == [
        "IW1 VV",
        "IW2 VV",
        "IW3 VV",
    ]
    assert all(image.is_complex and image.shown for image in product.images)


def test_snow_of_a_date_and_of_a_year(tmp_path: Path) -> None:
    date = "SENTINEL2B_20200102-105855-000_L2B-SNOW_T31TCH_D_V1-0"
    product = found(touch(tmp_path / "a", f"{date}/{date}_SNW_R2.tif", f"{date}/{date}_SNW_R2.shp"))
    (image,) = product.images
    assert (product.sensor, product.level, image.nodata) == ("Sentinel-2B", "L2B", 254)
    assert {entry.value: entry.name for entry in image.legend}[100] == "Snow"

    stem = "T11UNT_20170704T185934_1-10_01.tif"
    touch(tmp_path / "b", f"LIS_S2-SNOW-FSC_{stem}", f"LIS_S2-SNOW-FSC-QCFLAGS_{stem}")
    product = found(tmp_path / "b")
    assert product.acquired == datetime(2017, 7, 4, 18, 59, 34, tzinfo=timezone.utc)
    assert [image.title for image in product.images] == ["Fraction of snow on the ground"]
    assert product.images[0].continuous and product.masks[0].bits and len(product.masks[0].legend) == 7

    year = "T31TCH_20190901-20200831_1.7.0_1.tif"
    touch(tmp_path / "c", *(f"LIS_S2L8-SNOW-{what}_{year}" for what in ("SCD", "SOD", "SMOD", "NOBS")))
    product = found(tmp_path / "c")
    assert (product.level, product.sensor) == ("L3B", "Sentinel-2, Landsat 8")
    assert [(image.title, image.shown) for image in product.images] == [
        ("Duration of snow cover", True), ("Day of snow onset", False), ("Day of snow melt-out", False),
    ]  # fmt: skip


def test_a_snow_map_that_came_alone(tmp_path: Path) -> None:
    touch(tmp_path, "LIS_S2-SNOW-FSC_T11UNT_20170704T185934_1-10_01.tif", "other.tif")
    assert len(found(tmp_path / "LIS_S2-SNOW-FSC_T11UNT_20170704T185934_1-10_01.tif").images) == 1
    assert recognise(tmp_path / "other.tif") is None


def test_land_cover_by_year(tmp_path: Path) -> None:
    home = touch(tmp_path / "OSO_20200101_RASTER_V1-0", "DATA/OCS_2020.tif", "DATA/OCS_Confidence_2020.tif")
    product = found(home)
    assert product.title == "OSO 2020" and [band.path.name for band in product.images[0].bands] == [
        "OCS_2020.tif"
    ]
    legend = product.images[0].legend
    assert len(legend) == 23 and (legend[15].name, legend[15].colour) == ("Broad-leaved forest", "#009c00")
    older = found(touch(tmp_path / "older", "OCS_2017_CESBIO.tif"))
    assert [entry.value for entry in older.images[0].legend][-3:] == [211, 221, 222]


def test_land_cover_as_shapes(tmp_path: Path) -> None:
    product = found(touch(tmp_path, "OSO_20200101_VECTOR_departement_09_V1-0/departement_09.shp"))
    (shapes,) = product.shapes
    assert (
        product.title == "OSO 2020 departement_09" and "classe" in shapes.fields and len(shapes.legend) == 23
    )
    assert recognise(touch(tmp_path / "other", "departement_09.shp")) is None


def test_one_band_that_came_alone_is_a_file_like_any_other(tmp_path: Path) -> None:
    touch(tmp_path, f"{S2A}_FRE_B4.tif", f"{S2A}_FRE_B3.tif")
    assert recognise(tmp_path / f"{S2A}_FRE_B4.tif") is None


def test_an_archive_read_in_place(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "product.zip", "w") as packed:
        for code in ("B2", "B3", "B4"):
            packed.writestr(f"{S2A}/{S2A}_FRE_{code}.tif", b"")
        packed.writestr(f"../{S2A}_FRE_B8.tif", b"")
        packed.writestr(
            f"{S2A}/{S2A}_MTD_ALL.xml",
            "<Muscate_Metadata_Document><PLATFORM>SENTINEL2A</PLATFORM></Muscate_Metadata_Document>",
        )
    product = found(tmp_path / "product.zip")
    (image,) = product.images
    assert names(image) == ["B2", "B3", "B4"] and product.folder == tmp_path
    assert (
        image.bands[0].path.as_posix()
        == f"/vsizip/{{{tmp_path.as_posix()}/product.zip}}/{S2A}/{S2A}_FRE_B2.tif"
    )


def test_several_products_in_one_folder(tmp_path: Path) -> None:
    for day in (10, 11, 12):
        stem = S2A.replace("0119", f"01{day}")
        touch(tmp_path, *(f"{stem}/{stem}_FRE_{code}.tif" for code in ("B2", "B3", "B4")))
    touch(tmp_path, "land/OCS_2020.tif")
    assert [product.kind for product in products(tmp_path)] == ["muscate"] * 3 + ["oso"]


def test_one_that_was_moved_is_the_same_but_for_its_paths(tmp_path: Path) -> None:
    home = dimap(tmp_path / "first")
    before = found(home)
    shutil.move(str(home), str(tmp_path / "second"))
    after = found(tmp_path / "second")
    assert (after.title, names(after.images[0])) == (before.title, names(before.images[0]))


@pytest.mark.parametrize("listed", [((1, 2, 3), (1, 2, 3)), ((1, 2, 3), (4, 2, 3)), ((1, 2, 3), (4, 5, 6))])
def test_pleiades_neo_has_two_files_of_three_bands(
    tmp_path: Path, listed: tuple[tuple[int, ...], ...]
) -> None:
    """Their lists count from one each, or on, or oddly."""
    touch(tmp_path, "IMG_RGB_R1C1.TIF", "IMG_NED_R1C1.TIF")
    files = "".join(
        f'<Data_Files><Data_File><DATA_FILE_PATH href="IMG_{name}_R1C1.TIF"/></Data_File>'
        + "".join(
            f"<Raster_Index><BAND_ID>{code}</BAND_ID><BAND_INDEX>{index}</BAND_INDEX></Raster_Index>"
            for code, index in zip(codes, indices)
        )
        + "</Data_Files>"
        for (name, codes), indices in zip((("RGB", ("R", "G", "B")), ("NED", ("NIR", "RE", "DB"))), listed)
    )
    (tmp_path / "DIM_PNEO.XML").write_text(
        f"<Dimap_Document><MISSION>PNEO</MISSION><MISSION_INDEX>3</MISSION_INDEX>{files}<NBANDS>6</NBANDS></Dimap_Document>"
    )
    product = found(tmp_path)
    (image,) = product.images
    assert product.sensor == "Pléiades Neo 3" and names(image) == ["R", "G", "B", "NIR", "RE", "DB"]
    assert image.natural == (0, 1, 2) and image.infrared == (3, 0, 1)
    assert image.bands[5].common_name == "coastal"


def test_infrared_colours_only(tmp_path: Path) -> None:
    """The combination X of SPOT and Pléiades: infrared, red and green."""
    home = dimap(tmp_path)
    path = home / "IMG_SPOT6_MS" / "DIM_SPOT6_MS.XML"
    content = path.read_text().replace("<NBANDS>4", "<NBANDS>3")
    for channel, code in (("RED", "B3"), ("GREEN", "B2"), ("BLUE", "B1")):
        before = {"RED": "B2", "GREEN": "B1", "BLUE": "B0"}[channel]
        content = content.replace(f"<{channel}_CHANNEL>{before}<", f"<{channel}_CHANNEL>{code}<")
    path.write_text(content)
    (image,) = found(home).images
    assert names(image) == ["B3", "B2", "B1"] and image.natural == () and image.infrared == (0, 1, 2)


@pytest.mark.parametrize(
    ("display", "listed", "wanted"),
    [
        ("123", "XS1 XS2 XS3 SWIR", "XS3 XS2 XS1 SWIR"),  # a list that does not fit its file
        ("321", "XS1 XS2 XS3 SWIR", "XS1 XS2 XS3 SWIR"),
        ("", "XS3 XS2 XS1 SWIR", "XS3 XS2 XS1 SWIR"),
        ("111", "XS1 XS2 XS3", "XS1 XS2 XS3"),
        ("", "PAN", "PAN"),
    ],
)
def test_spot_1_to_5_are_ordered_as_they_are_shown(
    tmp_path: Path, display: str, listed: str, wanted: str
) -> None:
    touch(tmp_path, "IMAGERY.TIF")
    channels = "".join(
        f"<{tag}_CHANNEL>{band}</{tag}_CHANNEL>" for tag, band in zip(("RED", "GREEN", "BLUE"), display)
    )
    bands = "".join(
        f"<Spectral_Band_Info><BAND_INDEX>{index}</BAND_INDEX><BAND_DESCRIPTION>{name}</BAND_DESCRIPTION></Spectral_Band_Info>"
        for index, name in enumerate(listed.split(), start=1)
    )
    (tmp_path / "METADATA.DIM").write_text(
        "<Dimap_Document><MISSION>SPOT</MISSION><MISSION_INDEX>4</MISSION_INDEX><PROCESSING_LEVEL>1A</PROCESSING_LEVEL>"
        f"<NBANDS>{len(listed.split())}</NBANDS><DATA_FILE_PATH href='IMAGERY.TIF'/><Image_Display>"
        f"<Band_Display_Order>{channels}</Band_Display_Order></Image_Display>{bands}</Dimap_Document>"
    )
    product = found(tmp_path)
    (image,) = product.images
    assert product.sensor == "SPOT 4" and names(image) == wanted.split() and image.in_sensor_geometry
    if len(names(image)) > 1:
        assert shown(image, image.infrared) == ["XS3", "XS2", "XS1"] and image.natural == ()


def test_two_scenes_of_one_volume_are_told_apart(tmp_path: Path) -> None:
    for scene in ("SCENE01", "SCENE02"):
        touch(tmp_path, f"{scene}/IMAGERY.TIF", "VOL_LIST.DIM")
        (tmp_path / scene / "METADATA.DIM").write_text(
            "<Dimap_Document><DATASET_NAME>SCENE 5 046-261 06/07/20 10:41:22 1 J</DATASET_NAME>"
            "<NBANDS>1</NBANDS><DATA_FILE_PATH href='IMAGERY.TIF'/></Dimap_Document>"
        )
    product = found(tmp_path)
    assert len({image.stem for image in product.images}) == len(product.images) == 2
