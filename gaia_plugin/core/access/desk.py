"""The one place that is asked before a file is fetched."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import Cancelled, GaiaError, SignInRequired
from ..model import Link
from ..net import Cancel, Response, Session
from .copernicus import Copernicus
from .dataverse import Dataverse
from .earthdata import Earthdata
from .elsewhere import Elsewhere
from .fetchable import Fetchable
from .geodes import Geodes
from .hydroweb import Hydroweb
from .planetary import PlanetaryComputer
from .resolver import Resolver
from .s3 import S3
from .teledetection import Teledetection

if TYPE_CHECKING:  # it takes longer to import than the plugin may take to load
    from ..auth.providers import Provider

ROWS = Path(__file__).resolve().parents[3] / "resources" / "access.json"
KINDS: dict[str, type[Resolver]] = {
    "teledetection": Teledetection,
    "geodes": Geodes,
    "hydroweb": Hydroweb,
    "planetary-computer": PlanetaryComputer,
    "copernicus": Copernicus,
    "earthdata": Earthdata,
    "dataverse": Dataverse,
    "s3": S3,
    "elsewhere": Elsewhere,
}


class Access:
    """The ways to the bytes, for one session; shared by threads.

    ``rows`` are those of ``resources/access.json`` where none are given; ``providers`` are who gives
    credentials, whose words explain a refusal, or what tells them when they are needed; where none are given,
    those of the ``Accounts`` of the same credentials (a person adds some while the plugin runs), else the
    plugin's own.
    """

    def __init__(
        self,
        session: Session,
        rows: Iterable[Mapping[str, Any]] | None = None,
        providers: Iterable[Provider] | Callable[[], Iterable[Provider]] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._session = session
        self._given = providers if providers is None or callable(providers) else list(providers)
        wanted = json.loads(ROWS.read_text("utf-8")) if rows is None else rows
        self._resolvers = [KINDS[row["kind"]](session, row, clock) for row in wanted if row["kind"] in KINDS]
        self._revision = session.credentials.revision
        self._guard = threading.Lock()

    @classmethod
    def of(cls, session: Session) -> Access:
        """The one that all who use these credentials have in common."""
        with _making:
            found = session.credentials.companions.get(Access)
            if not isinstance(found, Access):
                found = session.credentials.companions[Access] = cls(session)
            return found

    def use(self) -> None:
        """Make this the one that ``of`` gives for its session."""
        with _making:
            self._session.credentials.companions[Access] = self

    def expect(self, links: Iterable[Link]) -> None:
        """These will be fetched soon: whatever must be asked for them is asked together. Asks nobody now."""
        links = list(links)
        for resolver in self._resolvers:
            resolver.expect(links)

    def fetchable(
        self, link: Link, cancel: Cancel | None = None, refused: Fetchable | None = None
    ) -> Fetchable:
        """Where a link's bytes can be asked for now; ``refused`` is an earlier answer that the host no longer
        takes (its signature ended), so that another is asked for. In a worker thread.

        Raises a typed reason: SignInRequired, KeyRequired, KeyRefused, MembershipMissing, LicenceNotAccepted,
        NotOnline and QuotaExceeded (``retry_after``: seconds after which to ask again); and as
        ``Session.post``."""
        self._look()
        resolver = self._resolver(link)
        if resolver is None:
            return Fetchable(link.href)
        try:
            return resolver.fetchable(link, cancel, refused)
        except GaiaError as error:
            raise self.explained(error, link) from error

    def signs(self, link: Link) -> bool:
        """Whether the link's address must be signed: one that a project keeps would open nothing tomorrow."""
        resolver = self._resolver(link)
        return resolver is not None and resolver.signs

    def read(self, link: Link, cancel: Cancel | None = None, max_bytes: int | None = None) -> Response:
        """A small file, read whole: a picture, a style. Raises as ``fetchable`` and ``Session.get``."""
        if not self.signs(link):
            return self._session.get(link.href, cancel=cancel, max_bytes=max_bytes)
        got = self.fetchable(link, cancel)
        try:
            return self._session.get(got.url, headers=got.headers, cancel=cancel, max_bytes=max_bytes)
        except GaiaError as error:
            if not got.may_be_over(error):
                raise
            got = self.fetchable(link, cancel, refused=got)
        return self._session.get(got.url, headers=got.headers, cancel=cancel, max_bytes=max_bytes)

    def explained(self, error: GaiaError, link: Link | None = None) -> GaiaError:
        """The error that says most: in the words of who gives the credential for its host, and remembered by
        the way to ``link`` where it holds for the next file too (a quota)."""
        if isinstance(error, (Cancelled, SignInRequired)):
            return error
        from ..auth.refusals import explained

        told = explained(error, self._providers, self._way(error.host))
        resolver = self._resolver(link) if link else None
        return resolver.understood(told, link) if resolver and link else told

    def finished(self, link: Link, cancel: Cancel | None = None) -> None:
        """The link's file is on the disk: what its service holds ready for it alone (a basket) is cleared
        away. In a worker thread. Raises nothing: the file is there."""
        resolver = self._resolver(link)
        if resolver:
            resolver.finished(link, cancel)

    def _resolver(self, link: Link) -> Resolver | None:
        try:
            return next((one for one in self._resolvers if one.covers(link.href)), None)
        except ValueError:  # no address: the session says so
            return None

    @property
    def _providers(self) -> list[Provider]:
        from ..auth.providers import Provider, load

        given = self._given
        if given is None:
            told = self._session.credentials.companions.get(Provider)
            given = told if callable(told) else load
        return list(given() if callable(given) else given)

    def _way(self, host: str) -> str:
        """By what kind of credential the person is known at a host; "" where they are not."""
        from ..auth.providers import for_url

        for url in (f"https://{host}/", f"http://{host}/"):
            credential = self._session.credentials.for_url(url)
            if credential is not None:
                if hasattr(credential, "headers_now"):  # a token
                    return "openid"
                provider = for_url(self._providers, url)
                kinds = [way.kind for way in provider.ways if way.kind != "openid"] if provider else []
                return kinds[0] if kinds else "header"
        return ""

    def _look(self) -> None:
        """What was given to one person is not given to the next."""
        with self._guard:
            if self._revision == self._session.credentials.revision:
                return
            self._revision = self._session.credentials.revision
            for resolver in self._resolvers:
                resolver.forget()


_making = threading.Lock()
