"""What a vault keeps of a sign-in: one small JSON object a provider."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PREFIX = "gaia-data/"


@dataclass(frozen=True)
class Kept:
    """``since`` and ``until`` are in seconds since 1970. ``issuer`` and ``client_id`` say where a refresh
    token may be sent: a row that names another issuer by now does not get it."""

    kind: str
    since: float
    who: str = ""
    subject: str = ""
    issuer: str = ""
    client_id: str = ""
    scopes: tuple[str, ...] = ()
    until: float | None = None
    refresh: str = field(default="", repr=False)
    values: Mapping[str, str] = field(default_factory=dict, repr=False)

    def text(self) -> str:
        """For the vault."""
        return json.dumps({**self.__dict__, "scopes": list(self.scopes), "values": dict(self.values)})


def read_kept(text: str | None) -> Kept | None:
    """What a vault gave, None where it is nothing of ours."""
    try:
        value = json.loads(text or "")
        return Kept(
            kind=_string(value, "kind"),
            since=float(value["since"]),
            who=_string(value, "who"),
            subject=_string(value, "subject"),
            issuer=_string(value, "issuer"),
            client_id=_string(value, "client_id"),
            scopes=tuple(str(scope) for scope in value["scopes"]),
            until=float(value["until"]) if value.get("until") is not None else None,
            refresh=_string(value, "refresh"),
            values={str(name): str(secret) for name, secret in value["values"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _string(value: Any, name: str) -> str:
    text = value[name]
    if not isinstance(text, str):
        raise ValueError(name)
    return text


def name_of(provider: str) -> str:
    """The vault's entry of a provider."""
    return PREFIX + provider
