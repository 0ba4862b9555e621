"""Copernicus Data Space: files for whoever is signed in, by a token that is shorter than they are.

The token is of the session: it is renewed before it ends, and one that was refused (401) is replaced and the
rest asked for by ``Range``; it goes to the three hosts that pass a download on to each other. What they
refuse has a code: DAT-ZIP-100 is more than four downloads at once, 109 a token that is over, 604 none.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from ..errors import (
    AccessDenied,
    GaiaError,
    NotFound,
    NotOnline,
    RequestRefused,
    SignInRequired,
    TooManyRequests,
    host_of,
)
from ..model import Link
from ..net import Cancel
from .fetchable import Fetchable
from .resolver import Resolver

PAUSE = 30.0
"""Seconds after which a download is tried again where others of the person run: another window's, perhaps."""
_CROWDED = ("max session", "too many sessions", "concurrent", "dat-zip-100")
_OFF_LINE = ("not online", "off line", "offline", "archived", "not available on line")


class Copernicus(Resolver):
    """The zipped products, and the files in them, of OData; small pictures are open to everybody."""

    def covers(self, url: str) -> bool:
        return super().covers(url) and "/Products(" in urlsplit(url).path

    def fetchable(self, link: Link, cancel: Cancel | None, refused: Fetchable | None) -> Fetchable:
        """Raises SignInRequired."""
        if self.session.credentials.for_url(link.href) is None:
            raise SignInRequired(host=host_of(link.href), service=self.service)
        return Fetchable(link.href)

    def understood(self, error: GaiaError, link: Link) -> GaiaError:
        detail = str(error.fields.get("detail") or "").lower()
        crowded = any(words in detail for words in _CROWDED)
        if crowded or (isinstance(error, TooManyRequests) and error.retry_after is None):
            return TooManyRequests(
                host=error.host, status=error.status or 429, retry_after=error.retry_after or PAUSE
            )
        refused = isinstance(error, (AccessDenied, NotFound, RequestRefused))
        if refused and any(words in detail for words in _OFF_LINE):
            return NotOnline(host=error.host, status=error.status)
        return error
