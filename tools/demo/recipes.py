"""One recipe a dataset: what its values look like on a date. All values are synthetic.

Each raster recipe takes the shape (rows, columns) and the place ``t`` of the date in the series, from 0 to 1,
and returns an array in the unit written in ``datasets.yml``; NaN (or 255 in bytes) is no data.
"""

from __future__ import annotations

import math

import numpy as np

from .fields import Shape, blob, drifting, fractal, grid, ridged, shade, unit


def snow(shape: Shape, t: float) -> np.ndarray:
    """Fractional snow cover, percent: the snow line comes down until mid-season, then climbs again."""
    height = 600 + 2500 * unit(ridged(shape, 11) + 0.5 * grid(shape)[1])
    line = 2300 - 1000 * math.sin(math.pi * (0.15 + 0.8 * t))
    cover = 100 / (1 + np.exp(-(height - line + 120 * fractal(shape, 12, 8)) / 110))
    clouds = drifting(shape, 13, 2.1 * t, 2) > 0.72
    return np.where(clouds, 255, np.round(cover)).astype(np.uint8)


def land_cover(shape: Shape, t: float) -> np.ndarray:
    """Seven classes (1 to 7) of a delta: sea, lagoon, marsh, rice, other crops, forest, built-up."""
    y = grid(shape)[1]
    wet = fractal(shape, 21, 4) - 0.9 * y
    farm = np.kron(fractal((shape[0] // 8, shape[1] // 8), 22, 12, 3), np.ones((8, 8)))
    classes = np.full(shape, 5)
    classes[farm > 0.15 - 0.25 * t] = 4
    classes[fractal(shape, 23, 6) > 0.48] = 6
    classes[wet > 0.35 + 0.1 * t] = 3
    classes[wet > 0.75] = 2
    classes[(fractal(shape, 24, 9) > 0.62 - 0.08 * t) & (y > 0.1)] = 7
    classes[y + 0.18 * fractal(shape, 25, 4) < -0.62] = 1
    return classes.astype(np.uint8)


def deformation(shape: Shape, t: float) -> np.ndarray:
    """Line-of-sight displacement, millimetres: an inflating summit, then a dyke that opens on its flank."""
    dyke = max(0.0, t - 0.4)
    source = 60 * min(t + 0.1, 0.6) * blob(shape, -0.1, 0.1, 0.45)
    flank = 420 * dyke * (blob(shape, 0.25, 0.15, 0.22, 1.6) - 0.8 * blob(shape, 0.5, 0.05, 0.22, 1.6))
    values = source + flank + 4 * drifting(shape, 31, 3 * t, 2)
    sea = grid(shape)[0] + 0.25 * fractal(shape, 33, 3) > 0.9
    return np.where(sea | (fractal(shape, 32, 12) < -0.68), np.nan, values)


def turbidity(shape: Shape, t: float) -> np.ndarray:
    """Turbidity, FNU: an estuary's plume, long in winter, short in summer; the land is no data."""
    x, y = grid(shape)
    season = 0.6 + 0.4 * math.cos(2 * math.pi * t)
    plume = np.exp(-(((0.55 - x) / (0.35 + 0.5 * season)) ** 2) - ((y + 0.1 + 0.25 * (0.55 - x)) / 0.3) ** 2)
    values = (
        1.2
        + 55 * season * plume * (1 + 0.5 * drifting(shape, 41, 4 * t, 4))
        + 1.5 * np.abs(fractal(shape, 43))
    )
    return np.where(x + 0.16 * fractal(shape, 44, 3) > 0.52 + 0.25 * y * y, np.nan, values)


def sea_surface_temperature(shape: Shape, t: float) -> np.ndarray:
    """Sea-surface temperature, degrees Celsius: a front south of an island, meandering with the season."""
    x, y = grid(shape)
    front = np.tanh((y + 0.25 * np.sin(3 * x + 4 * t) + 0.2 * drifting(shape, 51, 3 * t)) / 0.4)
    values = 4.2 + 1.6 * math.cos(2 * math.pi * t) + 1.4 * front + 0.35 * drifting(shape, 53, 5 * t, 6)
    return np.where(blob(shape, 0.02, 0.0, 0.3) + 0.25 * fractal(shape, 55, 6) > 0.72, np.nan, values)


def chlorophyll(shape: Shape, t: float) -> np.ndarray:
    """Chlorophyll-a, milligrams per cubic metre: filaments downstream of islands."""
    islands = sum(
        blob(shape, *place) for place in ((-0.55, -0.45, 0.16), (-0.25, -0.25, 0.09), (0.72, 0.8, 0.05))
    )
    flow = np.exp(1.1 * drifting(shape, 61, 3 * t, 4, 5))
    values = 0.045 * flow + 0.5 * blob(shape, -0.2 + 0.2 * t, -0.3, 0.6, 0.6) * unit(flow)
    return np.where(islands > 0.7, np.nan, values)


def albedo(shape: Shape, t: float) -> np.ndarray:
    """Surface albedo, 0 to 1: an ice sheet, a coast, and sea ice that breaks up through the summer."""
    x, y = grid(shape)
    land = (
        0.77 * y - 0.64 * x + 0.25 * fractal(shape, 71, 3) > 0.1
    )  # at 140 degrees east the pole is up and left
    floes = drifting(shape, 72, 1.5 * t, 7, 5) > -0.8 + 1.7 * t
    ice = 0.84 - 0.05 * t + 0.03 * fractal(shape, 74, 6)
    return np.where(land, ice, np.where(floes, 0.6 - 0.15 * t + 0.08 * fractal(shape, 75, 9), 0.07))


def ozone(shape: Shape, t: float) -> np.ndarray:
    """Total ozone column, Dobson units: the polar vortex deepens, then elongates and breaks."""
    x, y = grid(shape)
    x, y = x + 0.1 * fractal(shape, 83, 2), y + 0.1 * fractal(shape, 84, 2)
    radius = np.hypot((x - 0.12 * t) * (1 + 0.35 * t), (y + 0.08 * t) * (1 - 0.15 * t))
    depth = 165 * math.sin(math.pi * (0.2 + 0.62 * t))
    values = 310 - depth * np.exp(-((radius / 0.5) ** 4)) + 45 * np.exp(-(((radius - 0.78) / 0.22) ** 2))
    return values + 24 * drifting(shape, 81, 4 * t, 3)


def nitrogen_dioxide(shape: Shape, t: float) -> np.ndarray:
    """Nitrogen dioxide near the ground, micrograms per cubic metre: two rush hours over a ring of roads."""
    x, y = grid(shape)
    hour = 24 * t
    rush = math.exp(-(((hour - 8) / 2.6) ** 2)) + 0.9 * math.exp(-(((hour - 19) / 3) ** 2))
    city, ring = blob(shape, 0, 0, 0.42), np.exp(-(((np.hypot(x * 1.2, y) - 0.36) / 0.06) ** 2))
    roads = np.exp(-((np.sin(5 * np.arctan2(y, x) + 0.8 * fractal(shape, 91, 2)) / 0.16) ** 2))
    values = 6 + (12 + 34 * rush) * city + 26 * rush * ring + 14 * rush * roads * blob(shape, 0, 0, 0.9)
    return values * (1 + 0.15 * drifting(shape, 92, 6 * t, 3))


def warming(shape: Shape, t: float) -> np.ndarray:
    """Change of mean annual temperature, degrees Celsius: larger inland and in the south-east."""
    x, y = grid(shape)
    pattern = 1 + 0.16 * x - 0.12 * y + 0.22 * blob(shape, 0.6, -0.2, 0.3) + 0.06 * fractal(shape, 97, 3)
    outside = np.hypot(x / 0.86, y / 0.95) + 0.1 * fractal(shape, 98, 3) > 0.97
    return np.where(outside, np.nan, (1.1 + 2.3 * t) * pattern)


def natural_colour(shape: Shape, t: float) -> np.ndarray:
    """Red, green and blue bytes, shape (3, rows, columns): forest, a muddy river and a coast."""
    x, y = grid(shape)
    height = unit(fractal(shape, 101, 4, 6))
    forest = np.stack([42 + 40 * height, 82 + 50 * height, 40 + 26 * height]) * shade(height, 5)
    river = np.abs(x + 0.35 * np.sin(2.6 * y + 0.4) + 0.1 * fractal(shape, 102, 3)) < 0.045
    sea = y - 0.25 * x + 0.1 * fractal(shape, 103, 3) > 0.62
    cleared = (
        np.kron(fractal((shape[0] // 8, shape[1] // 8), 104, 10, 2), np.ones((8, 8))) > 0.62 - 0.16 * t
    ) & (x > 0)
    mud = np.exp(-np.abs(y - 0.62) / 0.25)
    image = np.where(cleared, np.array([156, 138, 92])[:, None, None] * (0.9 + 0.2 * height), forest)
    image = np.where(sea, np.stack([70 + 90 * mud, 92 + 62 * mud, 92 + 6 * mud]), image)
    image = np.where(river, np.array([150, 118, 78])[:, None, None] * np.ones(shape), image)
    cloud = np.clip((drifting(shape, 105, 2.5 * t + 0.6, 3, 6) - 0.42) * 4, 0, 1)
    return np.clip(image * (1 - cloud) + 246 * cloud, 1, 255).astype(np.uint8)


RASTERS = {
    recipe.__name__: recipe
    for recipe in (
        snow,
        land_cover,
        deformation,
        turbidity,
        sea_surface_temperature,
        chlorophyll,
        albedo,
        ozone,
        nitrogen_dioxide,
        warming,
        natural_colour,
    )
}
