"""A service that was closed: it answers with where its data went, and nobody is asked."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Page, Query
from ..net import Cancel
from .base import Catalog, Description


class ClosedCatalog(Catalog):
    """A row kept so that who looks for the old name learns the new one. ``entry.notes`` hold the sentence by
    language. Nothing is sent."""

    def describe(self, cancel: Cancel | None = None) -> Description:
        """The row's own title and sentence."""
        return Description(title=self.entry.title(), abstract=self.entry.note(), url=self.entry.homepage)

    def search(self, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """One page without records, whose note says where they are now."""
        if cancel is not None:
            cancel.check()
        sentence = self.entry.note(query.language)
        yield Page(total=0, catalog=self.entry.id, notes=(sentence,) if sentence else ())
