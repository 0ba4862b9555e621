"""The session of a QGIS."""

from __future__ import annotations

from typing import Any

from ..core.net import Session


def qgis_session(**kwargs: Any) -> Session:
    """A session for use inside QGIS."""
    return Session(**kwargs)
