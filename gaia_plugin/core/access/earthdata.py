"""NASA's Earthdata: files behind its sign-in, which the token of one's profile passes.

A file's host takes the token (``Authorization: Bearer``) and leads on to a signed address of its store, where
no token goes. Without a token, or with one that is over, it leads to the sign-in page instead; an agreement
that nobody accepted is a 403 that names the page for it (Thin Egress App, ``resolution_url``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..errors import (
    AccessDenied,
    AuthenticationRequired,
    BadAnswer,
    GaiaError,
    KeyRefused,
    KeyRequired,
    LicenceNotAccepted,
    host_of,
)
from ..model import Link
from ..net import Session
from ..net.credentials import Credential, holds_secret, origin
from .resolver import LOOPBACK, Resolver


class Earthdata(Resolver):
    """``row``: ``login``, the host of the sign-in page, and the only one whose pages are shown."""

    def __init__(self, session: Session, row: Mapping[str, Any], clock: Callable[[], float]) -> None:
        super().__init__(session, row, clock)
        login = str(row["login"])
        self._login = Credential([login], allow_http=login.rsplit(":", 1)[0] in LOOPBACK)

    def understood(self, error: GaiaError, link: Link) -> GaiaError:
        if isinstance(error, LicenceNotAccepted):
            claimed = error.claimed_page
            if claimed and self._login.matches(claimed) and not holds_secret(claimed):
                return LicenceNotAccepted(**{**error.fields, "page": claimed})
            return error
        refused = isinstance(error, (AuthenticationRequired, AccessDenied, BadAnswer))
        led_away = error.host != host_of(link.href) and self._login.matches(f"https://{error.host}/")
        page = isinstance(error, BadAnswer) and "web page" in str(error.fields.get("detail") or "")
        if (refused and led_away) or page:
            known = self.session.credentials.for_url(link.href) is not None
            kind = KeyRefused if known else KeyRequired
            return kind(host=origin(link.href)[1], status=error.status, service=self.service)
        return error
