"""Links that are files of this machine (a static catalogue on disk, the demonstration)."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

_DRIVE = re.compile(r"^[A-Za-z]:[\\/]")


def local_path(href: str) -> Path | None:
    """The file that a ``file://`` URL or an absolute path names; None for every other address.

    A path on another machine (``file://host/…``, ``\\\\host\\share``) is None: opening it would hand the
    user's Windows identity to whoever wrote the record. GDAL's own prefixes (``/vsicurl/…``) are None too.
    """
    if href.lower().startswith("file:"):
        parts = urlsplit(href)
        if parts.netloc not in ("", "localhost"):
            return None
        text = unquote(parts.path)
        if re.match(r"^/[A-Za-z]:/", text):
            text = text[1:]
    elif _DRIVE.match(href) or (href.startswith("/") and not href.startswith("//")):
        text = href
    else:
        return None
    if text.startswith(("//", "\\\\", "/vsi")) or "\0" in text or not os.path.isabs(text):
        return None
    return Path(text)
