"""What a service may bend of STAC; the defaults are the standard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...model import Query
from ...net import Session
from ..stac import paging
from ..stac.request import Plan, Request, Wishes, plan_collections, plan_items
from ..stac.service import Service


class Dialect:
    """Plain STAC. A dialect overrides what its service does otherwise, and nothing else."""

    largest_page = 1000
    """The most records that the server gives in a page."""

    def admit(self, session: Session, url: str) -> None:
        """Raise KeyRequired where asking without a credential is in vain; called before any request."""

    def service(self, service: Service) -> Service:
        """What the landing page should have said."""
        return service

    def plan_items(
        self,
        service: Service,
        query: Query,
        collections: Sequence[str],
        wishes: Wishes,
        queryables: frozenset[str],
        with_text: bool,
        fields: Sequence[str],
    ) -> Plan:
        """The first request for items."""
        return plan_items(
            service,
            query,
            collections,
            largest=self.largest_page,
            wishes=wishes,
            queryables=queryables,
            with_text=with_text,
            fields=fields,
        )

    def plans(self, plan: Plan) -> Iterator[Plan]:
        """The request, and where else the service may answer the same one."""
        yield plan

    def plan_collections(self, service: Service, query: Query) -> Plan:
        """The first request for collections."""
        return plan_collections(service, query, self.largest_page)

    def next_request(
        self, answer: Mapping[str, Any], asked: Request, url: str, service: Service, count: int
    ) -> Request | None:
        """The request for the page after an answer of ``count`` records; None after the last."""
        return paging.next_request(answer, asked, url, service)

    def total(self, answer: Mapping[str, Any]) -> int | None:
        """How many records the server says there are."""
        return paging.total_of(answer)

    def item(self, item: Any) -> Any:
        """An item brought to the standard's form; the original is not changed."""
        return item

    def collection(self, document: Any) -> Any:
        """A collection brought to the standard's form; the original is not changed."""
        return document

    everywhere = ""
    """The sentence that stands for a footprint round the whole Earth, where that is a model's grid and no
    place; "" where it is drawn as any other."""

    bends_items = False
    """Whether ``item`` does anything: thousands of calls are spared where it does not."""
