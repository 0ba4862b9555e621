# ruff: noqa: E501 (tables are read across)
"""Landscapes that look like some, made from noise: for pictures of products, and for looking at them.

``python -m tests.support.synthetic_scenes FOLDER`` writes two products there: MAJA level 2A and Pléiades.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def noise(rng: Any, side: int, slope: float) -> Any:
    """Fractal noise between 0 and 1, (side, side)."""
    fy, fx = np.fft.fftfreq(side)[:, None] * side, np.fft.rfftfreq(side)[None, :] * side
    power = np.maximum(np.hypot(fx, fy), 1.0) ** -slope
    phase = rng.normal(size=power.shape) + 1j * rng.normal(size=power.shape)
    field = np.fft.irfft2(phase * power, s=(side, side))
    return (field - field.min()) / (field.max() - field.min())


def parcels(rng: Any, side: int, count: int, wobble: float = 6.0) -> tuple[Any, Any]:
    """(number of the parcel of each pixel, whether it is on an edge), (side, side): fields as they are."""
    seeds = rng.uniform(0, side, size=(count, 2))
    rows, columns = np.mgrid[0:side, 0:side].astype("float32")
    rows = rows + wobble * (noise(rng, side, 1.8) - 0.5) * 4
    columns = columns + wobble * (noise(rng, side, 1.8) - 0.5) * 4
    nearest, best = np.zeros((side, side), "int32"), np.full((side, side), np.inf, "float32")
    for number, (row, column) in enumerate(seeds):
        distance = np.maximum(np.abs(rows - row) * 0.8, np.abs(columns - column) * 1.2)
        closer = distance < best
        nearest[closer], best[closer] = number, distance[closer]
    edge = np.zeros((side, side), bool)
    edge[1:] |= nearest[1:] != nearest[:-1]
    edge[:, 1:] |= nearest[:, 1:] != nearest[:, :-1]
    return nearest, edge


# Reflectances × 10,000 of blue, green, red, infrared, short waves 1 and 2.
COVERS = {
    "wheat": (380, 720, 460, 4200, 1900, 900), "bare": (950, 1250, 1650, 2350, 2900, 2500),
    "stubble": (900, 1300, 1750, 2700, 3100, 2300), "meadow": (420, 830, 560, 3500, 2000, 1050),
    "forest": (220, 420, 260, 2800, 1200, 520), "water": (420, 380, 220, 120, 60, 40),
    "town": (1350, 1450, 1550, 2050, 2200, 2000),
}  # fmt: skip


def country(side: int = 900) -> tuple[dict[str, Any], dict[str, Any]]:
    """({band of Sentinel-2: int16}, {mask of MAJA: uint8}): a valley with its river, fields, woods, and the
    clouds of one afternoon with their shadows."""
    rng = np.random.default_rng(20200119)
    relief = noise(rng, side, 2.2)
    fields, edge = parcels(rng, side, 1600)
    kinds = rng.choice(["wheat", "bare", "stubble", "meadow"], size=1600, p=[0.3, 0.25, 0.15, 0.3])
    tone = rng.uniform(0.75, 1.25, size=1600)
    layers = [np.zeros((side, side), "float32") for _ in range(6)]
    names = list(COVERS)
    cover = np.vectorize(names.index)(kinds)[fields]
    cover[(relief > 0.62) & (noise(rng, side, 1.7) > 0.42)] = names.index("forest")
    rows, columns = np.mgrid[0:side, 0:side] / side
    course = 0.55 + 0.12 * np.sin(5.5 * columns) + 0.05 * np.sin(13 * columns + 1)
    cover[np.abs(rows - course) < 0.006 + 0.004 * columns] = names.index("water")
    for row, column, radius in ((0.48, 0.3, 0.06), (0.62, 0.72, 0.08), (0.2, 0.8, 0.03), (0.85, 0.2, 0.03)):
        near = np.hypot(rows - row, columns - column) < radius * (0.6 + 0.8 * noise(rng, side, 1.6))
        built = noise(rng, side, 0.9) > 0.47
        cover[near & built & (cover != names.index("water"))] = names.index("town")
    for place in range(6):
        values = np.array([COVERS[name][place] for name in names], "float32")[cover]
        farmed = cover < 4
        values = values * np.where(farmed, tone[fields], 1.0) * (0.93 + 0.14 * rng.random((side, side)))
        layers[place] = np.where(edge & farmed, values * 0.75, values)
    gy, gx = np.gradient(relief)
    light = np.clip(1 + 14 * (gx + gy), 0.6, 1.35)
    clouds = np.clip((noise(rng, side, 1.9) - 0.74) * 6, 0, 1)
    shadow = np.roll(clouds, (28, -22), (0, 1)) * (clouds < 0.05)
    bright = (7200, 7100, 7000, 7300, 4300, 3300)
    drawn = [
        (values * light * (1 - 0.6 * shadow) * (1 - clouds) + bright[place] * clouds).astype("int16")
        for place, values in enumerate(layers)
    ]
    blue, green, red, infrared, short, shorter = drawn
    middle = ((red.astype("int32") + infrared) // 2).astype("int16")
    bands = {
        "B2": blue, "B3": green, "B4": red, "B8": infrared, "B5": ((red.astype("int32") * 2 + infrared) // 3).astype("int16"),
        "B6": middle, "B7": infrared, "B8A": infrared, "B11": short, "B12": shorter,
    }  # fmt: skip
    cloudy, dark = clouds > 0.12, shadow > 0.12
    water = cover == names.index("water")
    masks = {
        "CLM": (cloudy * 0b11 + dark * 0b100001).astype("uint8"),
        "MG2": (water * 0b1 + cloudy * 0b10 + (dark & ~cloudy) * 0b1000).astype("uint8"),
    }
    return bands, masks


def town(side: int = 2400) -> tuple[list[Any], Any]:
    """([red, green, blue, infrared] uint16 at a quarter of the side, panchromatic uint16): the edge of a small
    town, with houses, their shadows, gardens, trees, roads and fields."""
    rng = np.random.default_rng(20190617)
    fields, edge = parcels(rng, side, 90, wobble=14)
    kinds = rng.choice(["wheat", "bare", "stubble", "meadow"], size=90, p=[0.35, 0.2, 0.15, 0.3])
    names = list(COVERS)
    cover = np.vectorize(names.index)(kinds)[fields]
    tone = rng.uniform(0.8, 1.2, size=90)[fields]
    rows, columns = np.mgrid[0:side, 0:side]
    layers = [
        np.array([COVERS[name][place] for name in names], "float32")[cover] * tone for place in range(4)
    ]
    furrows = 1 + 0.06 * np.sin((rows * np.cos(fields) + columns * np.sin(fields)) * 0.9)
    layers = [values * furrows * (0.94 + 0.12 * rng.random((side, side))) for values in layers]

    def paint(where: Any, colour: tuple[float, ...], strength: Any = 1.0) -> None:
        for place, value in enumerate(colour):
            layers[place] = np.where(where, layers[place] * (1 - strength) + value * strength, layers[place])

    centre = 0.95 * side - columns * 0.75 + 90 * np.sin(columns / 330)
    inside = (columns > 0.34 * side) & (rows > 0.18 * side) & (rows < 0.86 * side)
    inside &= (noise(rng, side, 2.0) > 0.4) | (np.abs(rows - centre) < 60)
    garden = noise(rng, side, 1.5)
    paint(inside, (430, 800, 520, 3600), 0.6 + 0.4 * garden)
    paint(edge, (300, 520, 340, 2900))
    asphalt = (1150, 1180, 1220, 1500)
    streets = [np.abs(rows - centre) < 5]
    streets += [
        inside & (np.abs((rows + 0.75 * columns) % 170 - 85) < 3),
        inside & (np.abs((columns - 0.4 * rows) % 210 - 105) < 3),
    ]
    road = np.logical_or.reduce(streets)
    for _ in range(side * side // 2300):
        row, column = (
            rng.integers(int(0.18 * side), int(0.86 * side)),
            rng.integers(int(0.34 * side), side - 50),
        )
        high, wide = rng.integers(12, 26), rng.integers(14, 34)
        if road[row - 6 : row + high + 6, column - 6 : column + wide + 6].any() or not inside[row, column]:
            continue
        roof = ((1050, 1350, 2450, 2900), (1500, 1600, 1750, 2100), (950, 1050, 1300, 1700))[
            rng.choice(3, p=[0.6, 0.2, 0.2])
        ]
        ridge = np.where(np.arange(high) < high / 2, 0.84, 1.12)[:, None] * (
            0.96 + 0.08 * rng.random((high, wide))
        )
        for place, value in enumerate(roof):
            layers[place][row - 7 : row + high - 7, column - 6 : column + wide - 6] *= 0.3  # its shadow
            layers[place][row : row + high, column : column + wide] = value * ridge
    paint(road, asphalt)
    crowns = rng.integers(0, side, size=(side * side // 1600, 2))
    for row, column in crowns:
        radius = rng.uniform(4, 10)
        if road[row, column] or (not inside[row, column] and rng.random() > 0.25):
            continue
        r, c = slice(max(0, row - 14), row + 14), slice(max(0, column - 14), column + 14)
        distance = np.hypot(rows[r, c] - row, columns[r, c] - column)
        shaded = np.hypot(rows[r, c] - row + 5, columns[r, c] - column + 4) < radius
        for place, value in enumerate((230, 440, 270, 3000)):
            part = np.where(shaded, layers[place][r, c] * 0.45, layers[place][r, c])
            layers[place][r, c] = np.where(distance < radius, value * (1.3 - 0.5 * distance / radius), part)
    blue, green, red, infrared = layers
    sharp = (0.2 * blue + 0.3 * green + 0.35 * red + 0.15 * infrared).astype("uint16")
    coarse = [
        values.reshape(side // 4, 4, side // 4, 4).mean((1, 3)).astype("uint16")
        for values in (red, green, blue, infrared)
    ]
    return coarse, sharp


if __name__ == "__main__":
    import sys
    from pathlib import Path

    from tests.support import synthetic_products

    valley, masks = country()
    synthetic_products.maja(Path(sys.argv[1]) / "theia", arrays=valley, masks=masks)
    colours, sharp = town()
    synthetic_products.dimap2(Path(sys.argv[1]) / "dimap", colours=colours, panchromatic=sharp)
