"""Dataverse (Recherche Data Gouv): open files, restricted ones, and those with a guestbook.

``GET /api/access/datafile/{id}`` (guides, "Data Access API") leads to the file or to a signed address of its
store, where no key goes. A restricted file answers 403 to those who have no right, with a key or without.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from ..errors import (
    AccessDenied,
    AuthenticationRequired,
    FileRestricted,
    GaiaError,
    GuestbookRequired,
    KeyRefused,
    KeyRequired,
    LicenceNotAccepted,
    QuotaExceeded,
    RequestRefused,
)
from ..model import Link
from .resolver import Resolver


class Dataverse(Resolver):
    """Files are asked for as they are; what is refused has its reason."""

    def covers(self, url: str) -> bool:
        return super().covers(url) and "/api/access/datafile" in urlsplit(url).path

    def understood(self, error: GaiaError, link: Link) -> GaiaError:
        if isinstance(error, (QuotaExceeded, LicenceNotAccepted, KeyRefused)):
            return error
        detail = str(error.fields.get("detail") or "").lower()
        fields = {**error.fields, "service": self.service}
        if isinstance(error, (AccessDenied, RequestRefused)) and "guestbook" in detail:
            return GuestbookRequired(**fields)
        if isinstance(error, (AccessDenied, AuthenticationRequired)):
            known = self.session.credentials.for_url(link.href) is not None
            if not known:
                return KeyRequired(**fields)
            return FileRestricted(**fields) if isinstance(error, AccessDenied) else KeyRefused(**fields)
        return error
