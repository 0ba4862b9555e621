"""REGARDS (CNES), the software of GEODES and Hydroweb.next: a STAC of its own, of a beta version.

POST only, pages by ``page`` (its ``next`` links name wrong pages), ``context.matched``, the query extension
alone, periods through start and end; sizes and digests stand in the assets' descriptions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

from ...model import Query, rfc3339
from ..stac.expressions import query_extension
from ..stac.request import Plan, Request, Wishes, _place, page_size
from ..stac.service import Service
from .base import Dialect

_SIZE = re.compile(r"File size:\s*(\d+)")
_MD5 = re.compile(r"Checksum MD5:\s*([0-9a-fA-F]{32})")


class Regards(Dialect):
    """What the services of this software have in common."""

    bends_items = True

    def service(self, service: Service) -> Service:
        base = service.url.split("?")[0].rstrip("/") + "/"
        return replace(
            service,
            search_url=urljoin(base, "search"),
            collections_url=urljoin(base, "collections"),
            post=True,
            get=False,
        )

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
        server: set[str] = set()
        client = {"text"} if with_text and query.text else set()
        conditions: dict[str, dict[str, Any]] = {}
        names = {one.name for one in query.filters}
        if wishes.filters:
            conditions = query_extension(query.filters)
            server |= names
        else:
            client |= names
        body: dict[str, Any] = {"page": 1, "limit": wishes.page_size or page_size(query, self.largest_page)}
        if collections:
            body["collections"] = list(collections)
            server.add("collections")
        if query.area:
            body.update(_place(query.area, wishes.intersects))
            server.add("area")
            if "bbox" in body and not (query.area.is_box and len(query.area.boxes) == 1):
                client.add("area")
        if query.period:
            # "datetime" is when the product was published here, not when it was acquired.
            if query.period.start:
                conditions.setdefault("end_datetime", {})["gte"] = rfc3339(query.period.start)
            if query.period.end:
                conditions.setdefault("start_datetime", {})["lte"] = rfc3339(query.period.end)
            server.add("period")
        if conditions:
            body["query"] = conditions
        if query.sort and wishes.sort:
            name = "start_datetime" if query.sort.name == "datetime" else query.sort.name
            body["sortBy"] = [{"field": name, "direction": "desc" if query.sort.descending else "asc"}]
        return Plan(Request("POST", service.search_url, body), frozenset(server), frozenset(client))

    def plan_collections(self, service: Service, query: Query) -> Plan:
        return Plan(
            Request("GET", service.collections_url), frozenset(), query.parts & {"text", "area", "period"}
        )

    def next_request(
        self, answer: Mapping[str, Any], asked: Request, url: str, service: Service, count: int
    ) -> Request | None:
        if asked.body is None or "page" not in asked.body:
            return super().next_request(answer, asked, url, service, count)
        page, size, total = int(asked.body["page"]), int(asked.body["limit"]), self.total(answer)
        if count == 0 or (page * size >= total if total is not None else count < size):
            return None
        return replace(asked, body={**asked.body, "page": page + 1})

    def item(self, item: Any) -> Any:
        if not isinstance(item, dict):
            return item
        properties, assets = item.get("properties"), item.get("assets")
        if isinstance(properties, dict) and isinstance(properties.get("identifier"), str):
            properties = {"title": properties["identifier"], **properties}
        if isinstance(assets, dict):
            assets = {key: self.asset(asset) for key, asset in assets.items()}
        return {**item, "properties": properties, "assets": assets}

    def asset(self, asset: Any) -> Any:
        """An asset with the size and the digest that its description tells."""
        if not isinstance(asset, dict):
            return asset
        said, found = asset.get("description"), dict(asset)
        if isinstance(said, str):
            if (size := _SIZE.search(said)) and "file:size" not in asset:
                found["file:size"] = int(size.group(1))
            if (digest := _MD5.search(said)) and "file:checksum" not in asset:
                found["file:checksum"] = "d50110" + digest.group(1).lower()
        return found
