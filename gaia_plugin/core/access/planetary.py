"""Microsoft's Planetary Computer: files of a container, for whoever has its token of an hour.

``GET {tokens}/{account}/{container}`` gives ``{"token": …, "msft:expiry": …}`` to anybody (its guide, "Using
Tokens for Data Access"); the token is the query of a shared access signature of Azure Storage. Other
people's containers lie on the same hosts, and are fetched as they are: for them there is no token.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from ..errors import BadAnswer, Cancelled, GaiaError, TooManyRequests, host_of
from ..model import Link
from ..net import Cancel, Session
from ..net.credentials import origin
from .batches import Answer, Batches
from .fetchable import Fetchable
from .moments import moment, server_time
from .resolver import Resolver

MARGIN = 300.0
"""Seconds before its end when a token is asked for anew; less for one that is short-lived."""
_LONGEST = 7 * 86400.0
_LOOK_AGAIN = 60.0  # seconds, where nothing is known
_NOT_THEIRS = 3600.0  # seconds that a container is taken to be somebody else's


@dataclass(frozen=True, repr=False)
class _Token:
    """A query that signs; "" where the container needs none."""

    query: str
    ends: float


class PlanetaryComputer(Resolver):
    """``row``: ``tokens``, the address that gives them."""

    def __init__(
        self, session: Session, row: Mapping[str, Any], clock: Callable[[], float] = time.time
    ) -> None:
        super().__init__(session, row, clock)
        self.tokens = str(row["tokens"]).rstrip("/")
        self._held = Batches(self._ask, 1, host_of(self.tokens), clock)

    def forget(self) -> None:
        self._held.forget()

    def covers(self, url: str) -> bool:
        parts = urlsplit(url)
        return super().covers(url) and "sig=" not in parts.query and parts.path.count("/") > 1

    def fetchable(self, link: Link, cancel: Cancel | None, refused: Fetchable | None) -> Fetchable:
        """Raises ServiceUnavailable, TooManyRequests, BadAnswer."""
        account = origin(link.href)[1].partition(".")[0]
        container = unquote(urlsplit(link.href).path).split("/")[1]
        key = f"{quote(account, safe='')}/{quote(container, safe='')}"
        token = self._held.get(key, cancel)
        if refused is not None and token.query and refused.url.endswith(token.query):
            token = self._held.get(key, cancel, token)
        if not token.query:
            return Fetchable(link.href)
        parts = urlsplit(link.href)
        query = "&".join(filter(None, [parts.query, token.query]))
        return Fetchable(parts._replace(query=query).geturl(), expires=token.ends)

    def _ask(self, keys: list[str], cancel: Cancel | None) -> dict[str, Answer[_Token]]:
        now, (key,) = self.clock(), keys
        try:
            answer = self.session.get(f"{self.tokens}/{key}", cancel=cancel)
        except (Cancelled, TooManyRequests):
            raise
        except GaiaError as error:
            theirs = error.status is None or error.status >= 500
            return {key: Answer(_Token("", 0.0), now + (_LOOK_AGAIN if theirs else _NOT_THEIRS))}
        said = answer.json()
        token = said.get("token") if isinstance(said, dict) else None
        # What is put behind an address must stay behind its question mark.
        if not isinstance(token, str) or "sig=" not in token or not _is_query(token):
            raise BadAnswer(host=host_of(self.tokens), detail="no signed addresses")
        ends = moment(said.get("msft:expiry"))
        left = _LOOK_AGAIN if ends is None else min(ends - (server_time(answer) or now), _LONGEST)
        if left <= 0:
            raise BadAnswer(host=host_of(self.tokens), detail="a signed address that has expired already")
        return {key: Answer(_Token(token, now + left), now + left - min(MARGIN, left / 4))}


def _is_query(text: str) -> bool:
    return text.isascii() and text.isprintable() and not set(text) & set(" #?\"'<>\\")
