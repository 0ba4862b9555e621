"""Services that bend their protocol, one small module each."""

from __future__ import annotations

from .base import Dialect
from .esgf import Esgf
from .geodes import Geodes
from .hydroweb import Hydroweb
from .theia import Theia

DIALECTS: dict[str, type[Dialect]] = {
    "": Dialect,
    "esgf": Esgf,
    "geodes": Geodes,
    "hydroweb": Hydroweb,
    "theia": Theia,
}


def dialect_of(name: str) -> Dialect:
    """The dialect of that name; the plain protocol where there is none of that name."""
    return DIALECTS.get(name, Dialect)()


__all__ = ["DIALECTS", "Dialect", "dialect_of"]
