"""Errors as JSON, and back: what a job failed of is told tomorrow in the words of today."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from .. import errors
from ..errors import GaiaError, TransferError
from ..net.credentials import public_text

_MOMENT = "moment"
_LONGEST = 2000  # characters of a field


def error_to_json(error: GaiaError) -> dict[str, Any]:
    """The type's name and the fields of its sentence, without what an address in them may hold of secrets."""
    fields = {name: _plain(value) for name, value in error.fields.items() if value is not None}
    return {"type": type(error).__name__, "fields": fields}


def error_from_json(value: Any) -> GaiaError:
    """The error again. One of a type or with fields that this version does not know becomes the most general
    that still names its host; never raises."""
    told = value if isinstance(value, Mapping) else {}
    fields = told.get("fields")
    fields = fields if isinstance(fields, Mapping) else {}
    given = {str(name): _read(one) for name, one in fields.items()}
    shape = getattr(errors, str(told.get("type")), None)
    if isinstance(shape, type) and issubclass(shape, GaiaError):
        try:
            return shape(**given)
        except (KeyError, ValueError, TypeError, IndexError, AttributeError):
            pass
    host = given.get("host")
    return GaiaError(host=host if isinstance(host, str) else "?")


def unexpected(error: BaseException, host: str) -> GaiaError:
    """What is told where our own code failed: its text may hold anything, so only its type goes on."""
    return TransferError(host=host, detail=re.sub(r"\W", "", type(error).__name__))


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, (datetime, date)):
        return {_MOMENT: value.isoformat()}
    return public_text(str(value)[:_LONGEST])


def _read(value: Any) -> Any:
    if isinstance(value, Mapping):
        try:
            return datetime.fromisoformat(str(value.get(_MOMENT)))
        except ValueError:
            return None
    return value
