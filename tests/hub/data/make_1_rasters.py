"""Small cloud-optimised GeoTIFFs of a synthetic massif, made from noise: no real data.

``make_1_rasters.py FOLDER`` writes FOLDER/files: elevation (Lambert-93), true colour and vegetation
index by tile of half a degree, land cover by year with a palette, snow by month, a sea surface
temperature of the whole globe, one across the antimeridian, thumbnails, and an archive to download.
"""

from __future__ import annotations

import random
import sys
import zipfile
from pathlib import Path

import numpy as np
from osgeo import gdal, ogr, osr

gdal.UseExceptions()
FILES = Path(sys.argv[1]) / "files"
WEST, NORTH, SIZE, COLUMNS, ROWS = 5.0, 46.0, 0.5, 4, 3  # the tiles: degrees, and how many
PIXELS = 384  # a tile's side
rng = np.random.default_rng(20260101)


def noise(height: int, width: int, slope: float) -> np.ndarray:
    """Fractal noise between 0 and 1 by filtering white noise in the frequency domain."""
    fy, fx = np.fft.fftfreq(height)[:, None] * height, np.fft.rfftfreq(width)[None, :] * width
    power = np.maximum(np.hypot(fx, fy), 1.0) ** -slope
    phase = rng.normal(size=power.shape) + 1j * rng.normal(size=power.shape)
    field = np.fft.irfft2(phase * power, s=(height, width))
    return (field - field.min()) / (field.max() - field.min())


def cog(
    name: str, bands: list[np.ndarray], origin: tuple[float, float], step: float, *, nodata: float | None = None,
    palette: dict[int, tuple[str, tuple[int, int, int]]] | None = None, to: str | None = None,
) -> None:  # fmt: skip
    """Writes one COG in EPSG:4326, or warped to ``to``; ``origin`` is the upper left corner in degrees."""
    height, width = bands[0].shape
    kind = {"float32": gdal.GDT_Float32, "int16": gdal.GDT_Int16, "uint8": gdal.GDT_Byte}[str(bands[0].dtype)]
    source = gdal.GetDriverByName("MEM").Create("", width, height, len(bands), kind)
    source.SetGeoTransform((origin[0], step, 0, origin[1], 0, -step))
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(4326)
    source.SetProjection(crs.ExportToWkt())
    for number, values in enumerate(bands, 1):
        band = source.GetRasterBand(number)
        band.WriteArray(values)
        if nodata is not None:
            band.SetNoDataValue(nodata)
        if palette:
            table = gdal.ColorTable()
            for value, (_, colour) in palette.items():
                table.SetColorEntry(value, (*colour, 255))
            band.SetColorTable(table)
            band.SetCategoryNames([palette.get(value, ("",))[0] for value in range(max(palette) + 1)])
    if to:
        source = gdal.Warp("", source, format="MEM", dstSRS=to, dstNodata=nodata, resampleAlg="bilinear")
    path = FILES / name
    path.parent.mkdir(parents=True, exist_ok=True)
    resampling = "NEAREST" if palette else "AVERAGE"
    options = ["COMPRESS=DEFLATE", "BLOCKSIZE=128", f"OVERVIEW_RESAMPLING={resampling}"]
    gdal.GetDriverByName("COG").CreateCopy(str(path), source, options=options)


def thumbnail(name: str) -> None:
    path = FILES / name
    source = gdal.Open(str(path))
    options = (
        {}
        if source.RasterCount == 3
        else {"scaleParams": [[]], "outputType": gdal.GDT_Byte, "noData": "none"}
    )
    if source.GetRasterBand(1).GetColorTable():
        options = {"rgbExpand": "rgb"}
    gdal.Translate(str(path.with_suffix(".png")), source, format="PNG", width=160, height=160, **options)
    for made in path.parent.glob("*.aux.xml"):
        made.unlink()


height, width, step = ROWS * PIXELS, COLUMNS * PIXELS, SIZE / PIXELS
relief = 250 + 4300 * noise(height, width, 2.1) ** 1.7
gy, gx = np.gradient(relief)
shade = np.clip(0.72 + (gx + gy) / 90, 0.25, 1.15)
wet = noise(height, width, 1.6)
forest = (relief > 500) & (relief < 1900) & (wet > 0.45)
green = np.clip(1.1 - relief / 3200, 0.05, 1) * (0.6 + 0.5 * wet)
ndvi = np.clip(green * np.where(forest, 1.05, 0.75), -0.1, 0.95)

cog("dem/massif.tif", [relief.astype("float32")], (WEST, NORTH), step, nodata=-9999.0, to="EPSG:2154")
cog("dem/massif_wgs84.tif", [relief[::2, ::2].astype("float32")], (WEST, NORTH), step * 2, nodata=-9999.0)
thumbnail("dem/massif_wgs84.tif")

snowy = relief > 2600
red = np.where(snowy, 238, 60 + 90 * (1 - green)) * shade
grn = np.where(snowy, 242, 62 + 70 * green) * shade
blu = np.where(snowy, 250, 48 + 40 * (1 - wet)) * shade
colour = [np.clip(band, 1, 255).astype("uint8") for band in (red, grn, blu)]
for row in range(ROWS):
    for column in range(COLUMNS):
        part = np.s_[row * PIXELS : (row + 1) * PIXELS, column * PIXELS : (column + 1) * PIXELS]
        corner = (WEST + column * SIZE, NORTH - row * SIZE)
        tile = f"T{row}{column}"
        cog(f"optical/{tile}_visual.tif", [band[part] for band in colour], corner, step)
        cog(f"optical/{tile}_ndvi.tif", [(ndvi[part] * 10000).astype("int16")], corner, step, nodata=-32768)
        thumbnail(f"optical/{tile}_visual.tif")
cog("optical/mosaic.tif", [band[::2, ::2] for band in colour], (WEST, NORTH), step * 2)

CLASSES = {
    1: ("water", (70, 120, 200)), 2: ("forest", (40, 110, 50)), 3: ("grassland", (170, 200, 90)),
    4: ("crops", (230, 210, 120)), 5: ("bare rock", (150, 140, 130)), 6: ("snow and ice", (240, 245, 255)),
    7: ("built-up", (200, 60, 60)),
}  # fmt: skip
for year in range(2018, 2024):
    cover = np.where(relief > 2900 - 12 * (2018 - year), 6, np.where(relief > 2200, 5, 3))
    cover = np.where(forest, 2, cover)
    cover = np.where((relief < 700) & (wet < 0.5), 4, cover)
    cover = np.where((relief < 560) & (wet > 0.78 - 0.01 * (year - 2018)), 7, cover)
    cover = np.where(relief < 330, 1, cover)
    cog(f"landcover/landcover_{year}.tif", [cover[::2, ::2].astype("uint8")], (WEST, NORTH), step * 2,
        nodata=0, palette=CLASSES)  # fmt: skip
    thumbnail(f"landcover/landcover_{year}.tif")

SNOW = {1: ("no snow", (205, 195, 170)), 2: ("snow", (235, 245, 255)), 3: ("cloud", (160, 160, 170))}
for month in range(1, 13):
    line = 2100 + 1100 * np.sin((month - 4.5) / 12 * 2 * np.pi)  # metres; lowest in February
    state = np.where(relief + 250 * (wet - 0.5) > line, 2, 1)
    state = np.where(noise(height, width, 1.9) > 0.83, 3, state)
    name = f"snow/snow_2023{month:02d}.tif"
    cog(name, [state[::3, ::3].astype("uint8")], (WEST, NORTH), step * 3, nodata=0, palette=SNOW)
    thumbnail(name)

latitude = np.linspace(89.75, -89.75, 360)[:, None]
ocean = (28 - 0.0075 * latitude**2 + 4 * (noise(360, 720, 1.8) - 0.5)).astype("float32")
cog("ocean/sst_global.tif", [ocean], (-180, 90), 0.5, nodata=-999.0)
pacific = (26 + 5 * (noise(200, 400, 1.8) - 0.5)).astype("float32")
cog("ocean/sst_antimeridian.tif", [pacific], (170, -10), 0.05, nodata=-999.0)
thumbnail("ocean/sst_global.tif")
ice = np.clip(noise(300, 300, 1.7) * 1.6 - 0.3, 0, 1)
polar = gdal.GetDriverByName("MEM").Create("", 300, 300, 1, gdal.GDT_Byte)
polar.SetGeoTransform((-3_000_000, 20_000, 0, 3_000_000, 0, -20_000))
stereographic = osr.SpatialReference()
stereographic.ImportFromEPSG(3413)
polar.SetProjection(stereographic.ExportToWkt())
polar.GetRasterBand(1).WriteArray((ice * 100).astype("uint8"))
gdal.GetDriverByName("COG").CreateCopy(
    str(FILES / "ocean" / "sea_ice_arctic.tif"), polar, options=["COMPRESS=DEFLATE"]
)

# The index of the snow maps: MapServer answers WMS TIME from it.
index = FILES / "snow" / "index.shp"
for old in index.parent.glob("index.*"):
    old.unlink()
source = ogr.GetDriverByName("ESRI Shapefile").CreateDataSource(str(index))
layer = source.CreateLayer("index", None, ogr.wkbPolygon)
layer.CreateField(ogr.FieldDefn("location", ogr.OFTString))
layer.CreateField(ogr.FieldDefn("time", ogr.OFTString))
east, south = WEST + COLUMNS * SIZE, NORTH - ROWS * SIZE
for month in range(1, 13):
    feature = ogr.Feature(layer.GetLayerDefn())
    feature["location"] = str((FILES / "snow" / f"snow_2023{month:02d}.tif").resolve())
    feature["time"] = f"2023-{month:02d}-01"
    ring = f"{WEST} {south},{WEST} {NORTH},{east} {NORTH},{east} {south},{WEST} {south}"
    feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON(({ring}))"))
    layer.CreateFeature(feature)
del feature, layer, source

archive = FILES / "archives" / "field_campaign.zip"
archive.parent.mkdir(parents=True, exist_ok=True)
with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as packed:
    contents = {
        "dem.tif": (FILES / "dem" / "massif.tif").read_bytes(),
        "README.txt": b"Synthetic archive of the test hub.\n",
        "samples.bin": random.Random(7).randbytes(8_000_000),
    }
    for inner, content in contents.items():
        packed.writestr(zipfile.ZipInfo(f"campaign/{inner}", (2024, 1, 10, 0, 0, 0)), content)
