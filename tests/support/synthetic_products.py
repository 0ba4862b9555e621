# ruff: noqa: E501 (documents are written as they are read)
"""Small products in the layouts of their producers, with synthetic pixels and metadata written for the tests.

Nothing here is of a real product but the names of files and elements. Arrays are (rows, columns) of the
finest pixel size; the others are thinned from them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from osgeo import gdal, osr

UTM31 = 32631
WEST, NORTH = 600000.0, 4900020.0
MAJA = "SENTINEL2A_20200119-105855-000_L2A_T31TCH_C_V2-2"
S2 = "S2A_MSIL2A_20220119T105341_N0400_R051_T31TDH_20220119T140000"
NAMES = {
    "int16": gdal.GDT_Int16,
    "uint16": gdal.GDT_UInt16,
    "uint8": gdal.GDT_Byte,
    "float32": gdal.GDT_Float32,
}


def raster(
    path: Path,
    bands: Sequence[Any],
    pixel: float = 10.0,
    origin: tuple[float, float] | None = (WEST, NORTH),
    epsg: int = UTM31,
    driver: str = "GTiff",
    gcps: Sequence[tuple[float, float, float, float]] = (),
    complex_: bool = False,
) -> Path:
    """A raster file; ``gcps`` are (column, row, longitude, latitude), and then there is no grid."""
    rows, columns = bands[0].shape
    kind = gdal.GDT_CInt16 if complex_ else NAMES[str(bands[0].dtype)]
    made = gdal.GetDriverByName("MEM").Create("", columns, rows, len(bands), kind)
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(epsg)
    if gcps:
        crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        points = [gdal.GCP(lon, lat, 0.0, column, row) for column, row, lon, lat in gcps]
        made.SetGCPs(points, crs)
    elif origin is not None:
        made.SetGeoTransform((origin[0], pixel, 0.0, origin[1], 0.0, -pixel))
        made.SetProjection(crs.ExportToWkt())
    for index, values in enumerate(bands, 1):
        made.GetRasterBand(index).WriteArray(values)
    path.parent.mkdir(parents=True, exist_ok=True)
    options = ["QUALITY=100", "REVERSIBLE=YES"] if driver.startswith("JP2") else []
    gdal.GetDriverByName(driver).CreateCopy(str(path), made, options=options)
    for left in path.parent.glob(path.name + ".aux.xml"):
        if not gcps:
            left.unlink()
    return path


def ramp(size: int, low: float, high: float, kind: str) -> Any:
    """Values from low (north-west) to high."""
    line = np.linspace(low, high, size)
    return ((line[:, None] + line[None, :]) / 2).astype(kind)


MAJA_BANDS = {
    "B2": 10,
    "B3": 10,
    "B4": 10,
    "B8": 10,
    "B5": 20,
    "B6": 20,
    "B7": 20,
    "B8A": 20,
    "B11": 20,
    "B12": 20,
}


def maja(
    folder: Path,
    size: int = 60,
    arrays: Mapping[str, Any] | None = None,
    name: str = MAJA,
    kind: str = "FRE",
    masks: Mapping[str, Any] | None = None,
) -> Path:
    """A level 2A of MAJA: twenty-odd files. The value of a band's pixels grows with the band's place."""
    home = folder / name
    given = arrays or {
        band: ramp(size, 100 * place, 100 * place + 3000, "int16")
        for place, band in enumerate(MAJA_BANDS, start=1)
    }
    for reflectance in (kind, "SRE") if kind == "FRE" else (kind,):
        for band, pixel in MAJA_BANDS.items():
            if band in given:
                values = given[band].copy()
                values[:2, :2] = -10000
                step = pixel // 10
                raster(home / f"{name}_{reflectance}_{band}.tif", [values[::step, ::step]], pixel)
    height, width = next(iter(given.values())).shape
    blank = np.zeros((height, width), "uint8")
    clouds, ground = blank.copy(), blank.copy()
    clouds[5:15, 5:15], clouds[20:30, 5:10] = 0b11, 0b100001
    ground[5:15, 5:15], ground[40:50, 40:50] = 0b10, 0b1
    edge = blank.copy()
    edge[:2, :2] = 1
    drawn = {"CLM": clouds, "MG2": ground, "EDG": edge, "SAT": blank, **(masks or {})}
    for code, values in drawn.items():
        raster(home / "MASKS" / f"{name}_{code}_R1.tif", [values], 10)
        raster(home / "MASKS" / f"{name}_{code}_R2.tif", [values[::2, ::2]], 20)
    air = np.full((height // 2, width // 2), 40, "uint8")
    air[0] = 44
    raster(home / f"{name}_ATB_R2.tif", [air, air], 20)
    raster(home / f"{name}_ATB_R1.tif", [np.repeat(np.repeat(air, 2, 0), 2, 1)] * 2, 10)
    saturated = "".join(
        f'<MASK_FILE band_id="{band}" bit_number="{bit}">MASKS/{name}_SAT_R1.tif</MASK_FILE>'
        for bit, band in enumerate(("B2", "B3", "B4", "B8"), start=1)
    )
    told = "".join(
        f'<Spectral_Band_Informations band_id="{band}"><SPATIAL_RESOLUTION unit="m">{pixel}'
        "</SPATIAL_RESOLUTION></Spectral_Band_Informations>"
        for band, pixel in MAJA_BANDS.items()
    )
    (home / f"{name}_MTD_ALL.xml").write_text(
        "<?xml version='1.0' encoding='UTF-8'?><Muscate_Metadata_Document><Product_Characteristics>"
        f"<PRODUCT_ID>{name}</PRODUCT_ID><ACQUISITION_DATE>2020-01-19T10:58:55.000Z</ACQUISITION_DATE>"
        "<PRODUCT_LEVEL>L2A</PRODUCT_LEVEL><PLATFORM>SENTINEL2A</PLATFORM></Product_Characteristics>"
        f'<Product_Organisation><Muscate_Product><QUICKLOOK bands_id="B4,B3,B2">./{name}_QKL_ALL.jpg'
        f"</QUICKLOOK><Mask_List><Mask><Mask_File_List>{saturated}</Mask_File_List></Mask></Mask_List>"
        "</Muscate_Product></Product_Organisation><Radiometric_Informations>"
        "<REFLECTANCE_QUANTIFICATION_VALUE>10000</REFLECTANCE_QUANTIFICATION_VALUE>"
        "<WATER_VAPOR_CONTENT_QUANTIFICATION_VALUE>20</WATER_VAPOR_CONTENT_QUANTIFICATION_VALUE>"
        "<AEROSOL_OPTICAL_THICKNESS_QUANTIFICATION_VALUE>200</AEROSOL_OPTICAL_THICKNESS_QUANTIFICATION_VALUE>"
        '<Special_Values_List><SPECIAL_VALUE name="nodata">-10000</SPECIAL_VALUE></Special_Values_List>'
        f"<Spectral_Band_Informations_List>{told}</Spectral_Band_Informations_List>"
        "</Radiometric_Informations></Muscate_Metadata_Document>",
        "utf-8",
    )
    return home


S2_FILES = {
    10: ("B02", "B03", "B04", "B08"),
    20: ("B05", "B06", "B07", "B8A", "B11", "B12"),
    60: ("B01", "B09"),
}


TILE_ID = "S2A_OPER_MSI_L2A_TL_SYNT_20220119T140000_A034372_T31TDH_N04.00"


def safe2(folder: Path, size: int = 120) -> Path:
    """A Sentinel-2 level 2A of processing baseline 04.00: values are 1000 above the reflectance's."""
    home = folder / f"{S2}.SAFE"
    granule = home / "GRANULE" / "L2A_T31TDH_A034372_20220119T105337"
    files, stem = [], "T31TDH_20220119T105341"
    place = 0
    for pixel, codes in S2_FILES.items():
        for code in codes:
            place += 1
            values = ramp(size * 10 // pixel, 1000 + 100 * place, 4000, "uint16")
            values[0, 0] = 0
            name = f"{stem}_{code}_{pixel}m"
            raster(granule / "IMG_DATA" / f"R{pixel}m" / f"{name}.jp2", [values], pixel, driver="JP2OpenJPEG")
            files.append(f"{granule.relative_to(home).as_posix()}/IMG_DATA/R{pixel}m/{name}")
    classes = np.full((size // 2, size // 2), 4, "uint8")
    classes[:10, :10] = 9
    raster(granule / "IMG_DATA" / "R20m" / f"{stem}_SCL_20m.jp2", [classes], 20, driver="JP2OpenJPEG")
    cloudy = np.where(classes == 9, 90, 0).astype("uint8")
    raster(granule / "QI_DATA" / "MSK_CLDPRB_20m.jp2", [cloudy], 20, driver="JP2OpenJPEG")
    images = "".join(f"<IMAGE_FILE>{name}</IMAGE_FILE>" for name in files)
    sizes = "".join(
        f'<Size resolution="{pixel}"><NROWS>{size * 10 // pixel}</NROWS><NCOLS>{size * 10 // pixel}</NCOLS></Size>'
        f'<Geoposition resolution="{pixel}"><ULX>{WEST}</ULX><ULY>{NORTH}</ULY><XDIM>{pixel}</XDIM>'
        f"<YDIM>-{pixel}</YDIM></Geoposition>"
        for pixel in S2_FILES
    )
    (granule / "MTD_TL.xml").write_text(
        "<?xml version='1.0' encoding='UTF-8'?><n1:Level-2A_Tile_ID xmlns:n1='"
        "https://psd-14.sentinel2.eo.esa.int/PSD/S2_PDI_Level-2A_Tile_Metadata.xsd'><n1:General_Info>"
        f"<TILE_ID>{TILE_ID}</TILE_ID></n1:General_Info><n1:Geometric_Info><Tile_Geocoding>"
        f"<HORIZONTAL_CS_CODE>EPSG:{UTM31}</HORIZONTAL_CS_CODE>{sizes}</Tile_Geocoding></n1:Geometric_Info>"
        "</n1:Level-2A_Tile_ID>",
        "utf-8",
    )
    offsets = "".join(f'<BOA_ADD_OFFSET band_id="{band}">-1000</BOA_ADD_OFFSET>' for band in range(13))
    (home / "MTD_MSIL2A.xml").write_text(
        "<?xml version='1.0' encoding='UTF-8'?><n1:Level-2A_User_Product xmlns:n1='"
        "https://psd-14.sentinel2.eo.esa.int/PSD/User_Product_Level-2A.xsd'>"
        "<n1:General_Info><Product_Info><PRODUCT_START_TIME>2022-01-19T10:53:41.024Z</PRODUCT_START_TIME>"
        f"<PRODUCT_URI>{S2}.SAFE</PRODUCT_URI><PROCESSING_LEVEL>Level-2A</PROCESSING_LEVEL>"
        "<PROCESSING_BASELINE>04.00</PROCESSING_BASELINE><Datatake><SPACECRAFT_NAME>Sentinel-2A"
        "</SPACECRAFT_NAME></Datatake><Query_Options><PRODUCT_FORMAT>SAFE_COMPACT</PRODUCT_FORMAT></Query_Options>"
        "<Product_Organisation><Granule_List>"
        f'<Granule datastripIdentifier="S2A_OPER_MSI_L2A_DS" granuleIdentifier="{TILE_ID}" imageFormat="JPEG2000">'
        f"{images}</Granule></Granule_List></Product_Organisation></Product_Info>"
        "<Product_Image_Characteristics><Special_Values><SPECIAL_VALUE_TEXT>NODATA</SPECIAL_VALUE_TEXT>"
        "<SPECIAL_VALUE_INDEX>0</SPECIAL_VALUE_INDEX></Special_Values><QUANTIFICATION_VALUES_LIST>"
        '<BOA_QUANTIFICATION_VALUE unit="none">10000</BOA_QUANTIFICATION_VALUE></QUANTIFICATION_VALUES_LIST>'
        f"<BOA_ADD_OFFSET_VALUES_LIST>{offsets}</BOA_ADD_OFFSET_VALUES_LIST>"
        "</Product_Image_Characteristics></n1:General_Info></n1:Level-2A_User_Product>",
        "utf-8",
    )
    return home


def _dimap2(
    home: Path,
    name: str,
    bands: Sequence[Any],
    codes: Sequence[str],
    pixel: float,
    tile: int,
    reflectance: bool,
    sensor: bool = False,
) -> Path:
    """One image of a volume, cut into tiles of ``tile`` pixels."""
    rows, columns = bands[0].shape
    tiles, files = [(row, column) for row in range(0, rows, tile) for column in range(0, columns, tile)], ""
    for row, column in tiles:
        piece = [values[row : row + tile, column : column + tile] for values in bands]
        file = f"IMG_{name}_R{row // tile + 1}C{column // tile + 1}.TIF"
        corner = (WEST + column * pixel, NORTH - row * pixel)
        raster(home / file, piece, pixel, None if sensor else corner)
        files += (
            f'<Data_File tile_R="{row // tile + 1}" tile_C="{column // tile + 1}">'
            f'<DATA_FILE_PATH href="{file}"/></Data_File>'
        )
    shown = "".join(
        f"<{tag}_CHANNEL>{code}</{tag}_CHANNEL>"
        for tag, code in zip(("RED", "GREEN", "BLUE", "ALPHA"), codes)
    )
    ranges = {
        "B0": (0.43, 0.55),
        "B1": (0.5, 0.62),
        "B2": (0.59, 0.71),
        "B3": (0.74, 0.94),
        "P": (0.47, 0.83),
    }
    spectral = "".join(
        f"<Band_Spectral_Range><BAND_ID>{code}</BAND_ID><MEASURE_UNIT>micrometers</MEASURE_UNIT>"
        f"<MIN>{ranges[code][0]}</MIN><MAX>{ranges[code][1]}</MAX></Band_Spectral_Range>"
        for code in sorted(codes)
    )
    processing = "REFLECTANCE" if reflectance else "BASIC"
    level = "SENSOR" if sensor else "ORTHO"
    insert = (
        f'<Geoposition_Insert><ULXMAP unit="m">{WEST}</ULXMAP><ULYMAP unit="m">{NORTH}</ULYMAP>'
        f'<XDIM unit="m">{pixel}</XDIM><YDIM unit="m">{pixel}</YDIM></Geoposition_Insert>'
    )
    model = (
        "<Geoposition_Models><Rational_Function_Model><Component><COMPONENT_TITLE>RPC Model</COMPONENT_TITLE>"
        f'<COMPONENT_PATH href="RPC_{name}.XML"/></Component></Rational_Function_Model></Geoposition_Models>'
    )
    if sensor:
        _rpc(home / f"RPC_{name}.XML", rows, columns)
    path = home / f"DIM_{name}.XML"
    path.write_text(
        "<?xml version='1.0' encoding='UTF-8'?><Dimap_Document><Metadata_Identification>"
        '<METADATA_FORMAT version="2.0">DIMAP</METADATA_FORMAT><METADATA_PROFILE>PHR_ORTHO'
        "</METADATA_PROFILE><METADATA_SUBPROFILE>PRODUCT</METADATA_SUBPROFILE></Metadata_Identification>"
        f"<Dataset_Identification><DATASET_TYPE>RASTER_{level}</DATASET_TYPE><DATASET_NAME>{name}"
        "</DATASET_NAME></Dataset_Identification><Coordinate_Reference_System>"
        f"<Projected_CRS><PROJECTED_CRS_CODE>urn:ogc:def:crs:EPSG::{UTM31}</PROJECTED_CRS_CODE></Projected_CRS>"
        "</Coordinate_Reference_System><Geoposition><Raster_CRS><RASTER_GEOMETRY>"
        f"{'SENSOR' if sensor else 'GROUND'}</RASTER_GEOMETRY></Raster_CRS>{model if sensor else insert}"
        "</Geoposition>"
        f"<Processing_Information><Product_Settings><PROCESSING_LEVEL>{level}</PROCESSING_LEVEL>"
        f"<Radiometric_Settings><RADIOMETRIC_PROCESSING>{processing}</RADIOMETRIC_PROCESSING>"
        f'</Radiometric_Settings><Sampling_Settings><RESAMPLING_SPACING unit="m">{pixel}'
        "</RESAMPLING_SPACING></Sampling_Settings></Product_Settings></Processing_Information>"
        "<Raster_Data><Data_Access><DATA_FILE_FORMAT>image/tiff</DATA_FILE_FORMAT><DATA_FILE_TILES>true"
        f"</DATA_FILE_TILES><Data_Files>{files}</Data_Files></Data_Access><Raster_Dimensions>"
        f"<NROWS>{rows}</NROWS><NCOLS>{columns}</NCOLS><NBANDS>{len(bands)}</NBANDS><Tile_Set>"
        f"<NTILES>{len(tiles)}</NTILES><Regular_Tiling>"
        f'<NTILES_SIZE nrows="{tile}" ncols="{tile}"/>'
        f'<NTILES_COUNT ntiles_R="{-(-rows // tile)}" ntiles_C="{-(-columns // tile)}"/>'
        "<OVERLAP_ROW>0</OVERLAP_ROW><OVERLAP_COL>0</OVERLAP_COL></Regular_Tiling></Tile_Set>"
        "</Raster_Dimensions><Raster_Encoding><DATA_TYPE>INTEGER</DATA_TYPE><NBITS>16</NBITS>"
        "<SIGN>UNSIGNED</SIGN></Raster_Encoding><Raster_Display>"
        f"<Band_Display_Order>{shown if len(codes) > 1 else ''}</Band_Display_Order><Special_Value>"
        "<SPECIAL_VALUE_TEXT>NODATA</SPECIAL_VALUE_TEXT><SPECIAL_VALUE_COUNT>0</SPECIAL_VALUE_COUNT>"
        "</Special_Value></Raster_Display></Raster_Data><Radiometric_Data><Radiometric_Calibration>"
        f"<Instrument_Calibration><Band_Measurement_List>{spectral}</Band_Measurement_List>"
        "</Instrument_Calibration></Radiometric_Calibration></Radiometric_Data><Dataset_Sources>"
        "<Source_Identification><Strip_Source><MISSION>PHR</MISSION><MISSION_INDEX>1B</MISSION_INDEX>"
        "<INSTRUMENT>PHR</INSTRUMENT><IMAGING_DATE>2019-06-17</IMAGING_DATE><IMAGING_TIME>10:41:02.5"
        "</IMAGING_TIME></Strip_Source></Source_Identification></Dataset_Sources></Dimap_Document>",
        "utf-8",
    )
    return path


def pleiades_neo(folder: Path, size: int = 20) -> Path:
    """Six bands of Pléiades Neo in two files of three, each with one value: 100, 200 … 600."""
    home = dimap2(folder)
    (path,) = home.rglob("DIM_*_MS_*.XML")
    files = ""
    for name, codes, first in (("RGB", ("R", "G", "B"), 1), ("NED", ("NIR", "RE", "DB"), 4)):
        values = [np.full((size, size), 100 * (first + place), "uint16") for place in range(3)]
        raster(path.parent / f"IMG_{name}_R1C1.TIF", values, 2.0)
        listed = "".join(
            f"<Raster_Index><BAND_ID>{code}</BAND_ID><BAND_INDEX>{index}</BAND_INDEX></Raster_Index>"
            for index, code in enumerate(codes, start=1)
        )
        files += (
            f'<Data_Files><Data_File tile_R="1" tile_C="1"><DATA_FILE_PATH href="IMG_{name}_R1C1.TIF"/></Data_File>'
            f"<Raster_Display><Raster_Index_List>{listed}</Raster_Index_List></Raster_Display></Data_Files>"
        )
    content = re.sub(r"<Data_Files>.*</Data_Files>", files, path.read_text("utf-8"))
    whole = f"<NROWS>{size}</NROWS><NCOLS>{size}</NCOLS><NBANDS>6</NBANDS><Tile_Set></Tile_Set>"
    content = re.sub(r"<NROWS>\d+</NROWS>.*?</Tile_Set>", whole, content)
    for before, after in (
        ("PHR_ORTHO", "PNEO_ORTHO"),
        ("<MISSION>PHR</MISSION><MISSION_INDEX>1B", "<MISSION>PNEO</MISSION><MISSION_INDEX>3"),
        ("<Radiometric_Settings>", "<SPECTRAL_PROCESSING>MS-FS</SPECTRAL_PROCESSING><Radiometric_Settings>"),
        ("<DATA_FILE_TILES>true", "<DATA_FILE_TILES>false"),
    ):
        content = content.replace(before, after, 1)
    path.write_text(content, "utf-8")
    return path.parent


CENTRE, HALF = (3.0, 44.0), 0.001
"""The middle of the image in the satellite's geometry, in degrees, and half its side."""


def _rpc(path: Path, rows: int, columns: int) -> None:
    """A camera model without relief: columns go east, rows go south, linearly."""
    zeros = {
        f"{axis}_{part}_COEFF_{term}": 0.0
        for axis in ("SAMP", "LINE")
        for part in ("NUM", "DEN")
        for term in range(1, 21)
    }
    model = {
        **zeros,
        "SAMP_NUM_COEFF_2": 1.0,
        "LINE_NUM_COEFF_3": -1.0,
        "SAMP_DEN_COEFF_1": 1.0,
        "LINE_DEN_COEFF_1": 1.0,
    }
    validity = {
        "LONG_SCALE": HALF, "LONG_OFF": CENTRE[0], "LAT_SCALE": HALF, "LAT_OFF": CENTRE[1],
        "HEIGHT_SCALE": 500, "HEIGHT_OFF": 0, "SAMP_SCALE": columns / 2, "SAMP_OFF": columns / 2 + 0.5,
        "LINE_SCALE": rows / 2, "LINE_OFF": rows / 2 + 0.5,
    }  # fmt: skip
    tags = "".join(f"<{tag}>{value}</{tag}>" for tag, value in model.items())
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><Dimap_Document><Metadata_Identification>'
        '<METADATA_FORMAT version="2.0">DIMAP</METADATA_FORMAT><METADATA_SUBPROFILE>RPC</METADATA_SUBPROFILE>'
        "</Metadata_Identification><Rational_Function_Model><Global_RFM>"
        f"<Direct_Model>{tags}</Direct_Model><Inverse_Model>{tags}</Inverse_Model><RFM_Validity>"
        f"{''.join(f'<{tag}>{value}</{tag}>' for tag, value in validity.items())}"
        "</RFM_Validity></Global_RFM></Rational_Function_Model></Dimap_Document>",
        "utf-8",
    )


def dimap2_sensor(folder: Path, size: int = 40) -> Path:
    """Pléiades as it was seen: four bands in two by two tiles, with a camera model and no map grid."""
    home = folder / "SYNTHETIC_PHR1A_SEN" / "IMG_PHR1A_MS_001"
    bands = [ramp(size, 1000 * place, 1000 * place + 900, "uint16") for place in (1, 2, 3, 4)]
    _dimap2(
        home, "PHR1A_MS_201906171041025_SEN_1", bands, ("B2", "B1", "B0", "B3"), 2.0, size // 2, False, True
    )
    return home.parent


def safe1(folder: Path, size: int = 50, complex_: bool = False) -> Path:
    """A Sentinel-1 of one swath and two polarisations, on points of its own."""
    kind, mode = ("slc", "iw1") if complex_ else ("grd", "iw")
    home = folder / f"S1A_IW_{kind.upper()}_1SDV_20200103T173304_20200103T173329_030639_0382D5_4A4F.SAFE"
    points = [(0, 0, 3.0, 44.0), (size, 0, 3.05, 44.01), (size, size, 3.06, 43.97), (0, size, 3.01, 43.96)]
    for number, (polarisation, level) in enumerate((("vv", 100), ("vh", 40)), start=1):
        values = ramp(size, level, 3 * level, "uint16")
        given = (values + 1j * values).astype("complex64") if complex_ else values
        name = (
            f"s1a-{mode}-{kind}-{polarisation}-20200103t173304-20200103t173329-030639-0382d5-00{number}.tiff"
        )
        raster(home / "measurement" / name, [given], gcps=points, epsg=4326, complex_=complex_)
    (home / "manifest.safe").write_text(
        "<xfdu:XFDU xmlns:xfdu='urn:ccsds:schema:xfdu:1' xmlns:safe='http://www.esa.int/safe/sentinel-1.0'>"
        "<safe:platform><safe:familyName>SENTINEL-1</safe:familyName><safe:number>A</safe:number>"
        "</safe:platform></xfdu:XFDU>"
    )
    return home


def snow(folder: Path, size: int = 40) -> Path:
    """A Theia snow map: half snow, a corner of cloud, a pixel of no data."""
    name = "SENTINEL2B_20200102-105855-000_L2B-SNOW_T31TCH_D_V1-0"
    values = np.zeros((size, size), "uint8")
    values[: size // 2], values[:5, :5], values[0, 0] = 100, 205, 254
    raster(folder / name / f"{name}_SNW_R2.tif", [values], 20)
    return folder / name


def snow_fraction(folder: Path, size: int = 40) -> Path:
    """A LIS map of the fraction of snow with its quality flags."""
    home, stem = folder / "LIS", "T31TCH_20200102T105855_1-10_01.tif"
    values = ramp(size, 0, 100, "uint8")
    values[:5, :5], values[-1, -1] = 205, 255
    raster(home / f"LIS_S2-SNOW-FSC_{stem}", [values], 20)
    flags = np.zeros((size, size), "uint8")
    flags[:5, :5] = 0b10100
    raster(home / f"LIS_S2-SNOW-FSC-QCFLAGS_{stem}", [flags], 20)
    return home


def land_cover(folder: Path, size: int = 46) -> Path:
    """An OSO raster: its 23 classes in stripes two pixels wide."""
    home = folder / "OSO_20200101_RASTER_V1-0"
    stripes = np.repeat(np.arange(1, 24, dtype="uint8"), 2)[None, :].repeat(size, 0)
    raster(home / "DATA" / "OCS_2020.tif", [stripes], 10, (600000.0, 6300000.0), 2154)
    raster(home / "DATA" / "OCS_Confidence_2020.tif", [stripes], 10, (600000.0, 6300000.0), 2154)
    return home


def land_cover_shapes(folder: Path) -> Path:
    """An OSO shapefile of three polygons: wheat, vines, water."""
    from osgeo import ogr

    home = folder / "OSO_20200101_VECTOR_departement_09_V1-0"
    home.mkdir(parents=True)
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(2154)
    made = ogr.GetDriverByName("ESRI Shapefile").CreateDataSource(str(home / "departement_09.shp"))
    layer = made.CreateLayer("departement_09", crs, ogr.wkbPolygon)
    for field in ("Classe", "Validmean", "Confidence"):
        layer.CreateField(ogr.FieldDefn(field, ogr.OFTInteger))
    for place, code in enumerate((6, 15, 23)):
        west = 600000 + 100 * place
        ring = f"{west} 6300000,{west + 90} 6300000,{west + 90} 6300090,{west} 6300090,{west} 6300000"
        feature = ogr.Feature(layer.GetLayerDefn())
        feature["Classe"] = code
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON(({ring}))"))
        layer.CreateFeature(feature)
    return home


def dimap2(
    folder: Path,
    size: int = 40,
    colours: Sequence[Any] = (),
    panchromatic: Any = None,
    reflectance: bool = True,
) -> Path:
    """A bundle of Pléiades, orthorectified: red, green, blue, infrared at 2 m in four tiles; P at 0.5 m."""
    home = folder / "SYNTHETIC_PHR1B_BUNDLE"
    bands = colours or [ramp(size, 1000 * place, 1000 * place + 900, "uint16") for place in (1, 2, 3, 4)]
    wide = bands[0].shape[0] * 4
    one = panchromatic if panchromatic is not None else ramp(wide, 500, 3000, "uint16")
    for number, (kind, pieces, codes, pixel) in enumerate(
        (("MS", bands, ("B2", "B1", "B0", "B3"), 2.0), ("P", [one], ("P",), 0.5)), start=1
    ):
        name = f"PHR1B_{kind}_201906171041025_ORT_1234567101-{number}"
        tile = (pieces[0].shape[0] + 1) // 2
        _dimap2(home / f"IMG_PHR1B_{kind}_00{number}", name, pieces, codes, pixel, tile, reflectance)
    components = "".join(
        f'<Component><COMPONENT_TITLE>{path.stem}</COMPONENT_TITLE><COMPONENT_TYPE version="2.0">DIMAP'
        f'</COMPONENT_TYPE><COMPONENT_PATH href="{path.relative_to(home).as_posix()}"/></Component>'
        for path in sorted(home.rglob("DIM_*.XML"))
    )
    (home / "VOL_PHR.XML").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><Dimap_Document><Metadata_Identification>'
        '<METADATA_FORMAT version="2.0">DIMAP</METADATA_FORMAT><METADATA_PROFILE>VOLUME</METADATA_PROFILE>'
        "</Metadata_Identification><Dataset_Content><Dataset_Components>"
        f"{components}</Dataset_Components></Dataset_Content></Dimap_Document>",
        "utf-8",
    )
    return home


def dimap1(folder: Path, size: int = 60) -> Path:
    """A SPOT 5 scene of level 1A: in the satellite's own geometry, with tie points at its corners."""
    home = folder / "SPOT5_SYNTHETIC" / "SCENE01"
    bands = [ramp(size, 40 * place, 40 * place + 39, "uint8") for place in (1, 2, 3, 4)]
    raster(home / "IMAGERY.TIF", bands, origin=None)
    corners = (
        (0, 0, 3.0, 44.0),
        (size, 0, 3.01, 43.998),
        (size, size, 3.008, 43.99),
        (0, size, 2.998, 43.992),
    )
    points = "".join(
        f"<Tie_Point><TIE_POINT_CRS_X>{lon}</TIE_POINT_CRS_X><TIE_POINT_CRS_Y>{lat}</TIE_POINT_CRS_Y>"
        f"<TIE_POINT_DATA_X>{column + 0.5}</TIE_POINT_DATA_X><TIE_POINT_DATA_Y>{row + 0.5}</TIE_POINT_DATA_Y>"
        "</Tie_Point>"
        for column, row, lon, lat in corners
    )
    names = "".join(
        f"<Spectral_Band_Info><BAND_INDEX>{index}</BAND_INDEX><BAND_DESCRIPTION>{name}</BAND_DESCRIPTION>"
        "</Spectral_Band_Info>"
        for index, name in enumerate(("XS3", "XS2", "XS1", "SWIR"), start=1)
    )
    (home / "METADATA.DIM").write_text(
        "<?xml version='1.0' encoding='ISO-8859-1'?><Dimap_Document name='METADATA.DIM'><Metadata_Id>"
        "<METADATA_FORMAT version='1.1'>DIMAP</METADATA_FORMAT><METADATA_PROFILE>SPOTSCENE_1A"
        "</METADATA_PROFILE></Metadata_Id><Dataset_Id><DATASET_NAME>SCENE 5 046-261 06/07/20 10:41:22 1 J"
        "</DATASET_NAME></Dataset_Id><Dataset_Sources><Source_Information><Scene_Source>"
        "<IMAGING_DATE>2006-07-20</IMAGING_DATE><IMAGING_TIME>10:41:22</IMAGING_TIME><MISSION>SPOT</MISSION>"
        "<MISSION_INDEX>5</MISSION_INDEX><INSTRUMENT>HRG</INSTRUMENT><INSTRUMENT_INDEX>1</INSTRUMENT_INDEX>"
        "</Scene_Source></Source_Information></Dataset_Sources><Coordinate_Reference_System>"
        "<GEO_TABLES version='5.2'>EPSG</GEO_TABLES><Horizontal_CS><HORIZONTAL_CS_CODE>epsg:4326"
        "</HORIZONTAL_CS_CODE></Horizontal_CS></Coordinate_Reference_System><Raster_CS><RASTER_CS_TYPE>POINT"
        f"</RASTER_CS_TYPE></Raster_CS><Geoposition><Geoposition_Points>{points}</Geoposition_Points>"
        f"</Geoposition><Raster_Dimensions><NCOLS>{size}</NCOLS><NROWS>{size}</NROWS><NBANDS>4</NBANDS>"
        "</Raster_Dimensions><Raster_Encoding><NBITS>8</NBITS></Raster_Encoding><Data_Processing>"
        "<PROCESSING_LEVEL>1A</PROCESSING_LEVEL></Data_Processing><Data_Access><DATA_FILE_FORMAT>GEOTIFF"
        "</DATA_FILE_FORMAT><Data_File><DATA_FILE_PATH href='IMAGERY.TIF'/></Data_File></Data_Access>"
        f"<Image_Interpretation>{names}</Image_Interpretation><Image_Display><Special_Value>"
        "<SPECIAL_VALUE_INDEX>0</SPECIAL_VALUE_INDEX><SPECIAL_VALUE_TEXT>NODATA</SPECIAL_VALUE_TEXT>"
        "</Special_Value></Image_Display></Dimap_Document>",
        "iso-8859-1",
    )
    return home
