"""From a recognised product to the layers that show it: the image first, then its masks, unchecked."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.model import Link, Record
from ..core.net import Cancel
from ..core.products import Entry, Image, Mask, Product, Shapes, gdal_name
from .layer_groups import layer_name
from .layer_plan import LayerPlan
from .product_looks import Colours, Line, Look, Range
from .product_texts import say
from .product_values import Spread, spreads, values_of
from .product_vrt import bands_of, raster_of, readable

NATURAL, INFRARED, FIRST = "True colour", "Infrared", "First bands"
_BRIGHT_LAND = 0.25
"""Reflectance of dry soil and roofs: what is up to there is shown, however little of it there is."""
_HAZE = 0.03
"""Reflectance: where the darkest of blue lies that far above the darkest of red, it is the air's."""


def product_plans(
    product: Product, link: Link, record: Record, cancel: Cancel | None = None
) -> list[LayerPlan]:
    """The layers of a product, the image first; empty where GDAL opens none of its images.

    Writes virtual rasters beside the product and reads samples of its pixels: for worker threads. A product
    of one layer needs no group.
    """
    plans = [*_images(product, link, record, cancel), *_shapes(product, link, record)]
    if plans:
        plans += _masks(product, link, record, cancel)
    if len(plans) == 1:
        only = plans[0]
        return [only.with_(name=f"{layer_name(record, link)} – {product.title}", product="")]
    return plans


def _images(product: Product, link: Link, record: Record, cancel: Cancel | None) -> Iterator[LayerPlan]:
    for image in product.images:
        if cancel is not None:
            cancel.check()
        image = readable(image)
        uri = raster_of(image, product.folder) if image.bands else ""
        if uri:
            look = _drawn(image, uri)
            date = f"{product.acquired:%Y-%m-%d}" if product.acquired else ""
            title = " · ".join(one for one in (say(image.title), product.sensor, date) if one)
            plan = LayerPlan("gdal", uri, title, link, record.key, record.catalog, image.title)
            yield plan.with_(look=look, product=product.title, shown=image.shown)


def _drawn(image: Image, uri: str) -> Look:
    if image.legend:
        return Look(legend=_lines(image.legend), band=image.bands[0].index, continuous=image.continuous)
    compositions = [(NATURAL, image.natural), (INFRARED, image.infrared)]
    chosen = [(name, tuple(place + 1 for place in places)) for name, places in compositions if places]
    if not chosen:
        chosen = [(FIRST, (1, 2, 3) if len(image.bands) >= 3 else (1,))]
    known = spreads(uri, {band for _, bands in chosen for band in bands})
    return Look(
        tuple(
            Colours(say(name), bands, _stretch(image, [known.get(band) for band in bands], name == NATURAL))
            for name, bands in chosen
        )
    )


def _stretch(image: Image, known: list[Spread | None], natural: bool) -> tuple[Range, ...]:
    """The range of each band that is shown from black to full colour.

    Clouds are brighter than all else: where they cover more than the brightest 2 %, the 98th percentile is
    theirs, and the land would be black. So nothing far above the middle counts. In natural colours
    reflectances have their ends together: each with its own, brown soil would be white, and woods black.
    """
    reflectance = image.scale != 1.0
    floor, times = (_BRIGHT_LAND, 2.0) if reflectance else (0.0, 3.0)
    found = []
    for one in known:
        if one is None:
            found.append((0.0, 1.0))
            continue
        top = max(floor, times * one.middle)
        found.append((one.low, min(one.high, top) if top > one.low else one.high))
    if natural and reflectance:
        lows, top = [low for low, _ in found], max(high for _, high in found)
        if max(lows) - min(lows) < _HAZE:  # else each band's own: what the air adds is blue
            lows = [min(lows)] * len(lows)
        found = [(low, top) for low in lows]
    return tuple(found)


def _shapes(product: Product, link: Link, record: Record) -> Iterator[LayerPlan]:
    for one in product.shapes:
        yield _shape(one, product, link, record)


def _shape(shapes: Shapes, product: Product, link: Link, record: Record) -> LayerPlan:
    look = Look(legend=_lines(shapes.legend), fields=shapes.fields)
    path, title = gdal_name(shapes.path), say(shapes.title)
    plan = LayerPlan("ogr", path, title, link, record.key, record.catalog, shapes.title)
    return plan.with_(look=look, product=product.title)


def _masks(product: Product, link: Link, record: Record, cancel: Cancel | None) -> Iterator[LayerPlan]:
    for mask in product.masks:
        if cancel is not None:
            cancel.check()
        path = gdal_name(mask.path)
        if bands_of(path) < mask.index:
            continue
        legend = _bits(mask, values_of(path, mask.index)) if mask.bits else _lines(mask.legend)
        if not legend:
            continue  # nothing is marked anywhere
        look = Look(legend=legend, band=mask.index, continuous=mask.continuous)
        plan = LayerPlan("gdal", path, say(mask.title), link, record.key, record.catalog, mask.title)
        yield plan.with_(look=look, product=product.title, shown=False, is_mask=True)


def _lines(legend: tuple[Entry, ...]) -> tuple[Line, ...]:
    return tuple(Line(entry.value, say(entry.name), entry.colour) for entry in legend)


def _bits(mask: Mask, values: list[int]) -> tuple[Line, ...]:
    """A line for each value that the mask has: the names of its bits, the colour of the legend's first."""
    lines = []
    for value in sorted(values):
        marked = [entry for entry in mask.legend if value >> int(entry.value) & 1]
        label = " + ".join(say(entry.name) for entry in marked) or str(value)
        lines.append(Line(value, label, marked[0].colour if marked else "#808080"))
    return tuple(lines)
