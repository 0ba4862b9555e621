"""ESGF's next-generation search: model output on grids of the whole Earth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...model import Query
from ..notes import GLOBAL
from ..stac.request import Plan, Wishes
from ..stac.service import Service
from .base import Dialect


class Esgf(Dialect):
    """What covers the Earth has no place worth drawing, and no area leaves it out."""

    everywhere = GLOBAL

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
        plan = super().plan_items(service, query, collections, wishes, queryables, with_text, fields)
        if "area" not in plan.server:
            return plan
        return replace(plan, client=plan.client - {"area"})  # here nothing without a footprint is in an area
