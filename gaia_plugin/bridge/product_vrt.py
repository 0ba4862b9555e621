"""A product's image as one raster: a GDAL virtual raster (VRT) beside its files, with relative paths, so that
folder and project can be moved together.

Source: GDAL, "VRT -- GDAL Virtual Format". Runs in worker threads.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..core.net.parse import parse_xml
from ..core.products import Image, gdal_name
from ..core.products.bands import compositions
from ..core.transfer.names import safe_name
from .gdal_quiet import quiet

_ON_THE_EARTH = "EPSG:4326"
_PART = ".part"


def readable(image: Image) -> Image:
    """The image of those of its bands that GDAL opens: a damaged file costs itself, and not the whole."""
    if len({band.path for band in image.bands}) == 1:
        return image
    with quiet() as gdal:
        bands = tuple(band for band in image.bands if _bands_of(gdal, gdal_name(band.path)) >= band.index)
    if len(bands) == len(image.bands):
        return image
    natural, infrared = compositions(bands)
    return replace(image, bands=bands, natural=natural, infrared=infrared)


def bands_of(path: str) -> int:
    """How many bands a file has; 0 for one that GDAL does not open."""
    with quiet() as gdal:
        return _bands_of(gdal, path)


def _bands_of(gdal: Any, name: str) -> int:
    try:
        opened = gdal.Open(name)
    except RuntimeError:
        return 0
    return int(opened.RasterCount) if opened is not None else 0


def raster_of(image: Image, folder: Path) -> str:
    """What QGIS opens to see the image: one of its files, or a virtual raster that is written into
    ``folder``; where that cannot be written to, the virtual raster itself. "" where GDAL can make nothing of
    it.
    """
    first = gdal_name(image.bands[0].path)
    if image.legend and len(image.bands) == 1:
        return first
    name = f"{safe_name(image.stem or image.title)}.vrt"
    with quiet() as gdal:
        try:
            return _written(gdal, image, folder / name)
        except (RuntimeError, OSError):  # GDAL's exceptions may be on or off: another plugin decides
            pass
        try:
            return _inline(gdal, image)
        except (RuntimeError, OSError):
            return ""


def _written(gdal: Any, image: Image, target: Path) -> str:
    """The virtual raster as a file, in one move: QGIS may have an older one open. Raises RuntimeError or
    OSError where that does not work."""
    part = target.with_name(target.name + _PART)
    try:
        source = _amplitude(gdal, image, target) if image.is_complex else ""
        made = _made(gdal, image, part.as_posix(), source)
        _describe(gdal, image, made)
        made.FlushCache()
        del made
        os.replace(part, target)
    finally:
        if part.exists():
            part.unlink()
    return target.as_posix()


def _inline(gdal: Any, image: Image) -> str:
    """The virtual raster as text, which GDAL opens like a file; its paths are absolute."""
    if image.is_complex:
        return ""
    made = _made(gdal, image, "", "")
    _describe(gdal, image, made)
    found = made.GetMetadata_List("xml:VRT")
    return str(found[0]) if found else ""


def _made(gdal: Any, image: Image, target: str, source: str) -> Any:
    """The virtual raster, not described yet. Raises RuntimeError."""
    source = source or (gdal_name(image.source) if image.source else "")
    files = [gdal_name(band.path) for band in image.bands]
    alone = len(set(files)) == 1
    if image.in_sensor_geometry:
        made = _on_the_map(gdal, image, target, source or files[0])
    elif source or alone:
        made = gdal.Translate(target, source or files[0], format="VRT")
    else:
        nodata = image.nodata
        made = gdal.BuildVRT(
            target, files, separate=True, resolution="highest", srcNodata=nodata, VRTNodata=nodata
        )
    if made is None or made.RasterCount < len(image.bands):
        raise RuntimeError(gdal.GetLastErrorMsg())
    return made


def _on_the_map(gdal: Any, image: Image, target: str, source: str) -> Any:
    """An image in the satellite's geometry, laid on the map by its camera model (RPC), else its points."""
    opened = gdal.Open(source)
    if opened is None:
        raise RuntimeError(gdal.GetLastErrorMsg())
    if not opened.GetMetadata("RPC") and not opened.GetGCPCount():
        return gdal.Translate(target, opened, format="VRT")
    nodata = image.nodata if image.nodata is not None else 0
    return gdal.Warp(
        target,
        opened,
        format="VRT",
        dstSRS=_ON_THE_EARTH,
        rpc=bool(opened.GetMetadata("RPC")),
        srcNodata=nodata,
        dstNodata=nodata,
        resampleAlg="near",
    )


def _amplitude(gdal: Any, image: Image, target: Path) -> str:
    """The modulus of complex values, in a virtual raster of its own that the one to be shown is made of."""
    from lxml import etree

    path = target.with_name(f"{target.stem}_amplitude.vrt")
    made = gdal.Translate(path.as_posix(), gdal_name(image.bands[0].path), format="VRT")
    if made is None:
        raise RuntimeError(gdal.GetLastErrorMsg())
    kind = gdal.GetDataTypeName(made.GetRasterBand(1).DataType)
    del made
    root = parse_xml(path.read_bytes(), path.name)
    for band in root.iterfind("VRTRasterBand"):
        band.set("subClass", "VRTDerivedRasterBand")
        band.set("dataType", "Float32")
        for place, (tag, text) in enumerate((("PixelFunctionType", "mod"), ("SourceTransferType", kind))):
            told = etree.Element(tag)
            told.text = text
            band.insert(place, told)
    path.write_bytes(etree.tostring(root))
    return path.as_posix()


def _describe(gdal: Any, image: Image, made: Any) -> None:
    """Names, wavelengths, nodata, scale and offset of the bands, and which are shown as which colour."""
    colours = dict(zip(image.natural, (gdal.GCI_RedBand, gdal.GCI_GreenBand, gdal.GCI_BlueBand)))
    for place, band in enumerate(image.bands):
        drawn = made.GetRasterBand(place + 1)
        if image.source is not None:
            drawn.SetMetadata({})  # GDAL's DIMAP driver gives the bands those of others
        wave = f"{band.wavelength_nm:g} nm" if band.wavelength_nm else ""
        about = ", ".join(one for one in (band.common_name, wave) if one)
        drawn.SetDescription(f"{band.name} ({about})" if about else band.name)
        if band.wavelength_nm:
            drawn.SetMetadataItem("CENTRAL_WAVELENGTH_UM", f"{band.wavelength_nm / 1000:g}", "IMAGERY")
        if image.nodata is not None:
            drawn.SetNoDataValue(image.nodata)
        scale = image.scale if band.scale is None else band.scale
        offset = image.offset if band.offset is None else band.offset
        if (scale, offset) != (1.0, 0.0):
            drawn.SetScale(scale)
            drawn.SetOffset(offset)
        drawn.SetColorInterpretation(colours.get(place, gdal.GCI_Undefined))
