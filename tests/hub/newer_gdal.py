"""A GDAL newer than this machine's, that of rasterio's wheel: told options by path, then asked to read files.

Reads JSON on stdin (``library``, ``steps``), prints what each ``read`` gave. Runs with the wheel's libraries on
the loader's path, as they only know their own names.
"""

from __future__ import annotations

import ctypes
import json
import sys
from typing import Any

plan: dict[str, Any] = json.load(sys.stdin)
gdal = ctypes.CDLL(plan["library"])
gdal.GDALVersionInfo.restype = ctypes.c_char_p
gdal.VSISetPathSpecificOption.argtypes = [ctypes.c_char_p] * 3
gdal.VSISetPathSpecificOption.restype = None
gdal.VSICurlPartialClearCache.argtypes = [ctypes.c_char_p]
gdal.VSIFOpenL.argtypes = [ctypes.c_char_p] * 2
gdal.VSIFOpenL.restype = ctypes.c_void_p
gdal.VSIFReadL.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_size_t, ctypes.c_void_p]
gdal.VSIFReadL.restype = ctypes.c_size_t
gdal.VSIFCloseL.argtypes = [ctypes.c_void_p]


def read(name: str) -> str | None:
    """The beginning of a file; None where it does not open."""
    handle = gdal.VSIFOpenL(name.encode(), b"rb")
    if not handle:
        return None
    buffer = ctypes.create_string_buffer(64)
    count = gdal.VSIFReadL(buffer, 1, 64, handle)
    gdal.VSIFCloseL(handle)
    return buffer.raw[:count].decode("latin-1")


answers: list[Any] = [gdal.GDALVersionInfo(b"VERSION_NUM").decode()]
for step, *words in plan["steps"]:
    if step == "set":
        path, option, value = words
        gdal.VSISetPathSpecificOption(
            path.encode(), option.encode(), None if value is None else value.encode()
        )
        gdal.VSICurlPartialClearCache(path.encode())
    else:
        answers.append(read(words[0]))
print(json.dumps(answers))
