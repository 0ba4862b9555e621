"""A sign-in as it is shown."""

from __future__ import annotations

from dataclasses import dataclass

from .kept import Kept
from .providers import Provider


@dataclass(frozen=True)
class Account:
    """A sign-in as it is shown: who, since and until when (seconds since 1970; None: until signed out), what
    it is good for. ``kind`` is the way's. ``ended``: the issuer no longer knows it; sign in again."""

    provider: str
    kind: str
    who: str
    since: float
    until: float | None
    scopes: tuple[str, ...]
    hosts: tuple[str, ...]
    opens: tuple[str, ...]
    ended: bool = False


@dataclass(frozen=True)
class SignedOut:
    """``page`` ends the session in the browser too (OpenID Connect RP-Initiated Logout 1.0), "" where there
    is none; ``revoked``: the issuer has forgotten the tokens, else they end by themselves."""

    page: str
    revoked: bool


def still_meant(row: Provider, kept: Kept) -> bool:
    """Whether a kept sign-in is of a way that the row has, and of the issuer and client that it names now."""
    way = row.way(kept.kind)
    if way is None or kept.kind != "openid":
        return way is not None
    same = not way.issuer or way.issuer.rstrip("/") == kept.issuer.rstrip("/")
    return same and way.client_id == kept.client_id


def shown(row: Provider, kept: Kept, ended: bool = False) -> Account:
    """A kept sign-in as an account."""
    way = row.way(kept.kind)
    return Account(
        provider=row.id,
        kind=kept.kind,
        who=kept.who,
        since=kept.since,
        until=kept.until,
        scopes=kept.scopes,
        hosts=way.hosts if way else (),
        opens=row.opens,
        ended=ended,
    )
