"""Hydroweb.next (CNES, Theia): REGARDS that answers nothing without a key, not even a search."""

from __future__ import annotations

from ...errors import KeyRequired, host_of
from ...net import Session
from .regards import Regards


class Hydroweb(Regards):
    """Water levels of rivers and lakes, and the products of SWOT."""

    def admit(self, session: Session, url: str) -> None:
        if session.credentials.for_url(url) is None:
            raise KeyRequired(host=host_of(url), service="hydroweb.next")
