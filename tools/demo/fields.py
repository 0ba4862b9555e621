"""Smooth synthetic fields: noise that looks like terrain, weather or water, the same on every machine.

Every function returns a float64 array of shape (rows, columns), without units, seeded by an integer.
"""

from __future__ import annotations

import numpy as np

Shape = tuple[int, int]


def grid(shape: Shape) -> tuple[np.ndarray, np.ndarray]:
    """Return x and y running from -1 to 1 over the columns and from 1 (north) to -1 over the rows."""
    rows, columns = shape
    return np.meshgrid(np.linspace(-1, 1, columns), np.linspace(1, -1, rows))


def noise(shape: Shape, cells: int, seed: int) -> np.ndarray:
    """Return value noise in [-1, 1]: random knots, ``cells`` across the larger side, joined smoothly.

    The knots' grid is turned by an angle of its own, so that octaves don't draw the axes of the raster.
    """
    angle, step = 0.4 + 1.7 * seed, max(shape) / cells
    row, col = np.mgrid[0 : shape[0], 0 : shape[1]] / step
    x, y = col * np.cos(angle) - row * np.sin(angle), col * np.sin(angle) + row * np.cos(angle)
    x, y = x - x.min(), y - y.min()
    i, j = np.floor(y).astype(int), np.floor(x).astype(int)
    u, v = (part * part * part * (part * (part * 6 - 15) + 10) for part in (x - j, y - i))
    knots = np.random.Generator(np.random.PCG64(seed)).uniform(-1, 1, (i.max() + 2, j.max() + 2))
    top = knots[i, j] * (1 - u) + knots[i, j + 1] * u
    bottom = knots[i + 1, j] * (1 - u) + knots[i + 1, j + 1] * u
    return top * (1 - v) + bottom * v


def fractal(shape: Shape, seed: int, cells: int = 3, octaves: int = 5, roughness: float = 0.5) -> np.ndarray:
    """Return fractal noise in [-1, 1]: each octave is twice as fine and ``roughness`` times as strong."""
    total = sum(roughness**k * noise(shape, cells * 2**k, seed * 101 + k) for k in range(octaves))
    return unit(total) * 2 - 1


def ridged(shape: Shape, seed: int, cells: int = 3, octaves: int = 5) -> np.ndarray:
    """Return mountain-like noise in [0, 1], with sharp crests and wide valleys."""
    total = sum(
        0.5**k * (1 - np.abs(noise(shape, cells * 2**k, seed * 211 + k))) ** 2 for k in range(octaves)
    )
    return unit(total)


def drifting(shape: Shape, seed: int, phase: float, cells: int = 3, octaves: int = 4) -> np.ndarray:
    """Return fractal noise that changes smoothly with ``phase`` (radians), for a series of dates."""
    first, second = fractal(shape, seed, cells, octaves), fractal(shape, seed + 1, cells, octaves)
    return np.cos(phase) * first + np.sin(phase) * second


def unit(field: np.ndarray) -> np.ndarray:
    """Return ``field`` stretched to [0, 1]."""
    low, high = field.min(), field.max()
    return (field - low) / (high - low)


def blob(shape: Shape, x: float, y: float, radius: float, aspect: float = 1.0) -> np.ndarray:
    """Return a Gaussian bump of height 1 at (x, y), ``radius`` in half-widths of the grid."""
    gx, gy = grid(shape)
    return np.exp(-(((gx - x) / radius) ** 2 + ((gy - y) / (radius * aspect)) ** 2))


def shade(height: np.ndarray, strength: float = 3.0) -> np.ndarray:
    """Return a hillshade in [0.4, 1.2] of ``height``, lit from the north-west."""
    slope_y, slope_x = np.gradient(height)
    return np.clip(0.85 + strength * (slope_x + slope_y), 0.4, 1.2)
