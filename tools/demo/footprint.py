"""Footprints: the outline of a grid in longitude and latitude, right across the antimeridian and at a pole.

Sources: RFC 7946 sections 3.1.9 (split at the antimeridian), 5.2 (a bbox with west > east), 5.3 (poles).
"""

from __future__ import annotations

from dataclasses import dataclass

from osgeo import osr

osr.UseExceptions()

Ring = list[tuple[float, float]]
STEPS = 8  # points on each side of the outline, where it bends on the globe


def crs(epsg: int) -> osr.SpatialReference:
    """Return the CRS ``epsg`` with x (longitude, easting) first."""
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(epsg)
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return reference


@dataclass(frozen=True)
class Grid:
    """A north-up grid: EPSG code, upper-left corner and pixel in CRS units, columns and rows."""

    epsg: int
    left: float
    top: float
    pixel: float
    columns: int
    rows: int

    @classmethod
    def centred(cls, epsg: int, centre: list[float], pixel: float, size: list[int]) -> Grid:
        """Return the grid of ``size`` pixels around ``centre`` (lon, lat), its corner on a whole pixel."""
        x, y, _ = osr.CoordinateTransformation(crs(4326), crs(epsg)).TransformPoint(
            *[float(c) for c in centre]
        )
        columns, rows = size
        left, top = round(x / pixel) - columns // 2, round(y / pixel) + rows // 2
        return cls(epsg, round(left * pixel, 6), round(top * pixel, 6), pixel, columns, rows)

    @property
    def bounds(self) -> list[float]:
        """Return west, south, east, north in CRS units."""
        right, bottom = self.left + self.columns * self.pixel, self.top - self.rows * self.pixel
        return [round(value, 6) for value in (self.left, bottom, right, self.top)]

    def outline(self) -> Ring:
        """Return the outline in lon/lat degrees, counter-clockwise from the lower-left corner, closed."""
        west, south, east, north = self.bounds
        corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
        straight = self.epsg in (4326, 3857, 3832)
        steps = 1 if straight else STEPS
        to_lonlat = osr.CoordinateTransformation(crs(self.epsg), crs(4326))
        ring = []
        for (x0, y0), (x1, y1) in zip(corners, corners[1:]):
            for k in range(steps):
                x, y = x0 + (x1 - x0) * k / steps, y0 + (y1 - y0) * k / steps
                lon, lat, _ = to_lonlat.TransformPoint(x, y)
                ring.append((lon, lat))
        return [*ring, ring[0]]


def unwrapped(ring: Ring) -> Ring:
    """Return ``ring`` with longitudes made continuous, so that they may leave [-180, 180]."""
    out = [ring[0]]
    for lon, lat in ring[1:]:
        while lon - out[-1][0] > 180:
            lon -= 360
        while lon - out[-1][0] < -180:
            lon += 360
        out.append((lon, lat))
    return out


def _clip(ring: Ring, limit: float, keep_west: bool) -> Ring:
    """Return a closed ring's part on one side of the meridian ``limit`` (Sutherland and Hodgman, 1974)."""
    out: Ring = []
    for (x0, y0), (x1, y1) in zip(ring, ring[1:]):
        inside0, inside1 = (x0 <= limit, x1 <= limit) if keep_west else (x0 >= limit, x1 >= limit)
        if inside0:
            out.append((x0, y0))
        if inside0 != inside1:
            out.append((limit, y0 + (y1 - y0) * (limit - x0) / (x1 - x0)))
    return [*out, out[0]] if out else []


def _rounded(ring: Ring) -> list[list[float]]:
    return [[round(lon, 5) + 0.0, round(lat, 5) + 0.0] for lon, lat in ring]


def _around_pole(ring: Ring) -> tuple[dict, list[float]]:
    """Return the geometry and bbox of an outline that runs once around a pole."""
    sign = -1 if sum(lat for _, lat in ring) < 0 else 1
    points = sorted({((lon + 180) % 360 - 180, lat) for lon, lat in ring})
    (lon0, lat0), (lon1, lat1) = points[-1], points[0]
    seam = lat0 + (lat1 - lat0) * (180 - lon0) / (lon1 + 360 - lon0)
    edge = [(-180.0, seam), *points, (180.0, seam)]
    if edge[1][0] == -180.0:
        del edge[1]
    shell = [(-180.0, 90.0 * sign), (180.0, 90.0 * sign), *reversed(edge), (-180.0, 90.0 * sign)]
    if sign > 0:
        shell.reverse()
    lats = [lat for _, lat in shell]
    return {"type": "Polygon", "coordinates": [_rounded(shell)]}, [
        -180.0,
        round(min(lats), 5),
        180.0,
        round(max(lats), 5),
    ]


def footprint(ring: Ring) -> tuple[dict, list[float]]:
    """Return the GeoJSON geometry and the bbox [west, south, east, north] of a closed lon/lat ring."""
    ring = unwrapped(ring)
    if abs(ring[-1][0] - ring[0][0]) > 180:
        return _around_pole(ring)
    lons, lats = [lon for lon, _ in ring], [lat for _, lat in ring]
    south, north = round(min(lats), 5), round(max(lats), 5)
    for limit in (-180.0, 180.0):
        if min(lons) < limit < max(lons):
            shift = 0.0 if limit > 0 else 360.0
            west = [(lon + shift, lat) for lon, lat in _clip(ring, limit, keep_west=True)]
            east = [(lon + shift - 360, lat) for lon, lat in _clip(ring, limit, keep_west=False)]
            bbox = [round(min(lons) + shift, 5), south, round(max(lons) + shift - 360, 5), north]
            return {"type": "MultiPolygon", "coordinates": [[_rounded(west)], [_rounded(east)]]}, bbox
    shift = 360.0 if max(lons) <= -180 else -360.0 if min(lons) >= 180 else 0.0
    moved = [(lon + shift, lat) for lon, lat in ring]
    bbox = [round(min(lons) + shift, 5), south, round(max(lons) + shift, 5), north]
    return {"type": "Polygon", "coordinates": [_rounded(moved)]}, bbox


def points_footprint(points: Ring) -> tuple[dict, list[float]]:
    """Return the GeoJSON Point or MultiPoint of ``points`` and its bbox."""
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    bbox = [round(value, 5) for value in (min(lons), min(lats), max(lons), max(lats))]
    if len(points) == 1:
        return {"type": "Point", "coordinates": _rounded(points)[0]}, bbox
    return {"type": "MultiPoint", "coordinates": _rounded(points)}, bbox
