"""A synthetic OData of products on a fault server: pages, counts and refuses as the Copernicus Data Space is
documented to, and misbehaves where a test asks for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import quote

from tests.support.faultserver import FaultServer, Reply, Seen, as_json
from tests.support.synthetic_odata_filter import Refused, clauses, holding

FIRST = datetime(2020, 1, 1, tzinfo=timezone.utc)


def written(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def product(number: int, when: datetime, **more: Any) -> dict[str, Any]:
    """A square degree on the equator."""
    west = float(number % 100)
    ring = [[west, 0.0], [west + 1, 0.0], [west + 1, 1.0], [west, 1.0], [west, 0.0]]
    return {
        "Id": f"{number:08d}",
        "Name": f"S2A_SYNTHETIC_{number:08d}.SAFE",
        "ContentDate": {"Start": written(when), "End": written(when)},
        "GeoFootprint": {"type": "Polygon", "coordinates": [ring]},
        "Attributes": [{"Name": "cloudCover", "Value": float(number % 100), "ValueType": "Double"}],
        **more,
    }


def daily(count: int, *, at_once: int = 1, apart: timedelta = timedelta(seconds=7)) -> list[dict[str, Any]]:
    """So many products in the order of time, ``at_once`` of them at each moment."""
    return [product(number, FIRST + (number // at_once) * apart) for number in range(count)]


@dataclass
class Service:
    """``most_top`` and ``most_skip`` are the server's own bounds; with ``says_skip_limit`` it refuses to skip
    further (422), else it gives an empty page. ``count`` makes the number it tells of the right one."""

    products: list[dict[str, Any]]
    most_top: int = 1000
    most_skip: int = 10_000
    says_skip_limit: bool = True
    links: bool = True
    sorts: bool = True
    sorts_by_milliseconds: bool = False
    refuses_attributes: bool = False
    ignores_attributes: bool = False
    count: Callable[[int], Any] = lambda number: number
    asked: list[dict[str, str]] = field(default_factory=list)

    def install(self, server: FaultServer) -> str:
        """The address of the service on a server."""
        server.add("/odata/v1/Products", self.answer)
        return server.url("/odata/v1/")

    def answer(self, seen: Seen) -> Reply:
        asked = {name: values[0] for name, values in seen.query.items()}
        self.asked.append(asked)
        skip, top = int(asked.get("$skip", 0)), min(int(asked["$top"]), self.most_top)
        if "Attributes/" in asked["$filter"] and self.refuses_attributes:
            return as_json({"detail": "attribute not allowed"}, 400)
        if skip > self.most_skip and self.says_skip_limit:
            return as_json({"detail": [{"msg": "skip is too large"}]}, 422)
        try:
            found = self.matching(asked["$filter"], asked["$orderby"].endswith("desc"))
        except Refused as refusal:
            return as_json({"detail": str(refusal)}, 400)
        page = found[skip : skip + top] if skip <= self.most_skip else []
        said: dict[str, Any] = {"@odata.context": "$metadata#Products", "value": page}
        if asked.get("$count") == "True":
            said["@odata.count"] = self.count(len(found))
        if self.links and page and skip + len(page) < len(found):
            query = "&".join(
                f"{quote(name)}={quote(value)}" for name, value in {**asked, "$skip": str(skip + top)}.items()
            )
            said["@odata.nextLink"] = f"https://elsewhere.invalid/odata/v1/Products?{query}"
        return as_json(said)

    def matching(self, wanted: str, down: bool) -> list[dict[str, Any]]:
        found = self.products
        for clause in clauses(wanted):
            if not ("Attributes/" in clause and self.ignores_attributes):
                holds = holding(clause)
                found = [one for one in found if holds(one)]
        if not self.sorts:
            return sorted(found, key=lambda one: str(one["Id"])[::-1])
        finest = 23 if self.sorts_by_milliseconds else None  # "2020-01-01T00:00:00.000"
        found = sorted(found, key=lambda one: str(one["Id"])[::-1]) if finest else found
        return sorted(found, key=lambda one: str(one["ContentDate"]["Start"])[:finest], reverse=down)


def one_date(one: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(one["ContentDate"]["Start"].replace("Z", "+00:00"))
