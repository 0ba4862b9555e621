"""The files of a granule: cloud-optimised GeoTIFF, thumbnail, QML style; and what STAC says of each file."""

from __future__ import annotations

import hashlib
from pathlib import Path
from xml.sax.saxutils import quoteattr

import numpy as np
from osgeo import gdal, gdal_array

from .footprint import Grid, crs

gdal.UseExceptions()
gdal.SetConfigOption("GDAL_PAM_ENABLED", "NO")  # no .aux.xml beside the files
gdal.SetConfigOption(
    "OGR_CURRENT_DATE", "2026-11-01T00:00:00Z"
)  # GeoPackage's last_change: the same at each build
gdal.SetConfigOption("GDAL_NUM_THREADS", "1")

MANTISSA_BITS = 10  # 1 part in 1000 of the value: more precise than the fiction, and half the bytes
TYPES = {np.dtype("uint8"): ("uint8", gdal.GDT_Byte), np.dtype("float32"): ("float32", gdal.GDT_Float32)}


def file_fields(path: Path) -> dict:
    """Return the file extension's fields: bytes, and the SHA-256 as a multihash (0x12, 0x20, digest)."""
    content = path.read_bytes()
    return {"file:size": len(content), "file:checksum": "1220" + hashlib.sha256(content).hexdigest()}


def shortened(values: np.ndarray) -> np.ndarray:
    """Return float32 values with their last mantissa bits rounded away, so that they compress."""
    drop = 23 - MANTISSA_BITS
    bits = values.astype(np.float32).view(np.uint32)
    return ((bits + (1 << (drop - 1))) & np.uint32(0xFFFFFFFF << drop & 0xFFFFFFFF)).view(np.float32)


def rgb(colour: str) -> tuple[int, int, int]:
    """Return the three bytes of ``#rrggbb``."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def ramp(colours: list[str], count: int) -> list[tuple[int, int, int]]:
    """Return ``count`` colours spread evenly along the ramp."""
    stops = np.array([rgb(colour) for colour in colours], dtype=float)
    at = np.linspace(0, len(stops) - 1, count)
    table = np.stack([np.interp(at, range(len(stops)), stops[:, band]) for band in range(3)], axis=1)
    return [tuple(round(float(value)) for value in row) for row in table]


def write_cog(path: Path, values: np.ndarray, grid: Grid, spec: dict) -> dict:
    """Write ``values`` ([bands,] rows, columns; NaN is no data) and return the file's STAC fields."""
    nodata = spec.get("nodata")
    if values.dtype != np.uint8:
        values = np.where(np.isnan(values), np.float32(nodata), shortened(np.nan_to_num(values)))
    bands = values if values.ndim == 3 else values[None]
    name, kind = TYPES[values.dtype]
    memory = gdal.GetDriverByName("MEM").Create("", grid.columns, grid.rows, len(bands), kind)
    memory.SetGeoTransform((grid.left, grid.pixel, 0, grid.top, 0, -grid.pixel))
    memory.SetProjection(crs(grid.epsg).ExportToWkt())
    memory.SetMetadataItem(
        "TIFFTAG_IMAGEDESCRIPTION", "Demonstration, synthetic values: " + spec["title"]["en"]
    )
    for index, band in enumerate(bands, 1):
        target = memory.GetRasterBand(index)
        target.WriteArray(band)
        if nodata is not None:
            target.SetNoDataValue(nodata)
        if len(bands) == 3:
            target.SetColorInterpretation(
                (gdal.GCI_RedBand, gdal.GCI_GreenBand, gdal.GCI_BlueBand)[index - 1]
            )
        if "unit" in spec:
            target.SetUnitType(spec["unit"])
    options = ["COMPRESS=DEFLATE", "LEVEL=9", "BLOCKSIZE=128", "OVERVIEWS=IGNORE_EXISTING"]
    options.append("OVERVIEW_RESAMPLING=" + ("NEAREST" if "classes" in spec else "AVERAGE"))
    options.append("PREDICTOR=" + ("NO" if "classes" in spec else "YES"))
    gdal.GetDriverByName("COG").CreateCopy(str(path), memory, options=options)
    fields = {
        "type": "image/tiff; application=geotiff; profile=cloud-optimized",
        "data_type": name,
        "proj:code": f"EPSG:{grid.epsg}",
        "proj:shape": [grid.rows, grid.columns],
        "proj:transform": [grid.pixel, 0, grid.left, 0, -grid.pixel, grid.top],
        "proj:bbox": grid.bounds,
    }
    if nodata is not None:
        fields["nodata"] = nodata
    if "unit" in spec:
        fields["unit"] = spec["unit"]
    if len(bands) == 1 and "classes" not in spec:
        valid = bands[0][bands[0] != nodata].astype(np.float64)
        measured = {
            "minimum": valid.min(),
            "maximum": valid.max(),
            "mean": valid.mean(),
            "stddev": valid.std(),
        }
        fields["statistics"] = {key: float(f"{value:.5g}") for key, value in measured.items()}
        fields["statistics"]["valid_percent"] = round(100 * valid.size / bands[0].size, 2)
    return {**fields, **file_fields(path)}


def write_png(path: Path, index: np.ndarray, colours: list[tuple[int, ...]]) -> dict:
    """Write ``index`` (bytes, (rows, columns)) as a PNG with a palette of RGB or RGBA ``colours``."""
    rows, columns = index.shape
    memory = gdal.GetDriverByName("MEM").Create("", columns, rows, 1, gdal.GDT_Byte)
    table = gdal.ColorTable()
    for value, colour in enumerate(colours):
        table.SetColorEntry(value, (*colour, 255)[:4])
    memory.GetRasterBand(1).SetColorTable(table)
    memory.GetRasterBand(1).WriteArray(index)
    gdal.GetDriverByName("PNG").CreateCopy(str(path), memory, options=["ZLEVEL=9"])
    return {"type": "image/png", **file_fields(path)}


def thumbnail(path: Path, values: np.ndarray, spec: dict) -> dict:
    """Draw a raster recipe's ``values`` with the colours of its style; no data is transparent."""
    if values.ndim == 3:
        small = np.ascontiguousarray(
            values[:, ::2, ::2]
        )  # true colours don't fit a palette: half the size instead
        gdal.GetDriverByName("PNG").CreateCopy(str(path), gdal_array.OpenArray(small), options=["ZLEVEL=9"])
        return {"type": "image/png", **file_fields(path)}
    if "classes" in spec:
        colours = [(0, 0, 0, 0)] + [rgb(one["colour"]) for one in spec["classes"]]
        return write_png(path, values, colours)
    low, high, count = spec["colours"]["min"], spec["colours"]["max"], 40
    empty = values == spec["nodata"] if values.dtype == np.uint8 else np.isnan(values)
    scaled = np.clip((np.nan_to_num(values.astype(float)) - low) / (high - low), 0, 1)
    index = np.where(empty, 0, 1 + np.round(scaled * (count - 1))).astype(np.uint8)
    return write_png(path, index, [(0, 0, 0, 0), *ramp(spec["colours"]["ramp"], count)])


def label(one: dict) -> str:
    """Return a class's name in both languages, for a legend."""
    return f"{one['en']} ({one['fr'].lower()})"


def _options(pairs: dict[str, str]) -> str:
    return "".join(
        f'<Option type="QString" name="{key}" value={quoteattr(value)}/>' for key, value in pairs.items()
    )


def qml(spec: dict) -> str:
    """Return a QGIS style (QML): colour ramp, true colours, palette, or categories of polygons or points."""
    if "colours" in spec:
        low, high, stops = spec["colours"]["min"], spec["colours"]["max"], spec["colours"]["ramp"]
        values = [round(low + (high - low) * k / (len(stops) - 1), 4) for k in range(len(stops))]
        unit = "" if spec["unit"] == "1" else " " + spec["unit"]
        items = "".join(
            f'<item value="{value:g}" alpha="255" color="{colour}" label={quoteattr(f"{value:g}{unit}")}/>'
            for value, colour in zip(values, stops)
        )
        body = (
            f'<pipe><rasterrenderer type="singlebandpseudocolor" band="1" opacity="1" alphaBand="-1" '
            f'classificationMin="{low}" classificationMax="{high}"><rasterTransparency/><rastershader>'
            '<colorrampshader colorRampType="INTERPOLATED" classificationMode="1" clip="0" '
            f'minimumValue="{low}" maximumValue="{high}">{items}</colorrampshader>'
            "</rastershader></rasterrenderer></pipe>"
        )
    elif "classes" not in spec:
        body = (
            '<pipe><rasterrenderer type="multibandcolor" redBand="1" greenBand="2" blueBand="3" opacity="1" '
            'alphaBand="-1"><rasterTransparency/></rasterrenderer></pipe>'
        )  # no stretch: QGIS would look for the extremes, and write them beside the file
    elif "vector" not in spec:
        entries = "".join(
            f'<paletteEntry value="{one["value"]}" color="{one["colour"]}" alpha="255" '
            f"label={quoteattr(label(one))}/>"
            for one in spec["classes"]
        )
        body = (
            '<pipe><rasterrenderer type="paletted" band="1" opacity="1" alphaBand="-1"><rasterTransparency/>'
            f"<colorPalette>{entries}</colorPalette></rasterrenderer></pipe>"
        )
    else:
        polygon = spec["vector"] == "GPKG"
        kind = "fill" if polygon else "marker"
        categories, symbols = "", ""
        for index, one in enumerate(spec["classes"]):
            colour = ",".join(str(value) for value in rgb(one["colour"]))
            look = {"color": f"{colour},255", "outline_color": "60,60,60,160", "outline_width": "0.16"}
            look |= {"style": "solid"} if polygon else {"name": "circle", "size": "2.8"}
            value, text = quoteattr(one["value"]), quoteattr(label(one))
            categories += f'<category render="true" symbol="{index}" value={value} label={text}/>'
            symbols += (
                f'<symbol type="{kind}" name="{index}" alpha="1" clip_to_extent="1">'
                f'<layer class="Simple{kind.title()}" enabled="1" pass="0" locked="0">'
                f'<Option type="Map">{_options(look)}</Option></layer></symbol>'
            )
        body = (
            '<renderer-v2 type="categorizedSymbol" attr="class" symbollevels="0" enableorderby="0">'
            f"<categories>{categories}</categories><symbols>{symbols}</symbols></renderer-v2>"
        )
    return f'<qgis version="3.22.16" styleCategories="Symbology">{body}</qgis>\n'


def write_qml(path: Path, spec: dict) -> dict:
    """Write the dataset's style and return its STAC fields (no media type is registered for QML)."""
    path.write_text(qml(spec), encoding="utf-8")
    return {"type": "application/xml", **file_fields(path)}
