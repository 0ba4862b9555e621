"""GDAL as a guest: no errors on the console, and nothing written beside files that are only looked at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def quiet() -> Iterator[Any]:
    """GDAL's module, silent, and without sidecars. Its exceptions may be on or off: other plugins decide."""
    from osgeo import gdal

    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        with no_sidecars():
            yield gdal
    finally:
        gdal.PopErrorHandler()


@contextmanager
def no_sidecars(wanted: bool = True) -> Iterator[None]:
    """Keeps GDAL from writing statistics beside a file that is opened where it lies (the folder of a
    catalogue, or of this plugin, is not ours to write to) and beside the forty files of a product. The option
    is this thread's only."""
    from osgeo import gdal

    option = "GDAL_PAM_ENABLED"
    before = gdal.GetThreadLocalConfigOption(option) if wanted else None
    if wanted:
        gdal.SetThreadLocalConfigOption(option, "NO")
    try:
        yield
    finally:
        if wanted:
            gdal.SetThreadLocalConfigOption(option, before)
