"""The baskets of Hydroweb.next, emulated from what its client py-hydroweb 1.3.3 sends and reads.

    service = SyntheticBaskets({"HYDROWEB_LAKES_OPE": {"L_leman.txt": b"…"}}).mount(server)
    service.plan = ["BLOCKED", "RUNNING", "COMPLETED"]     # what each look at the next baskets finds

The name of a basket makes a fault where nothing else can (a client in another process): what follows its last
"." is a plan, as in ``lakes.BLOCKED-RUNNING-COMPLETED``.
"""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from tests.support.faultserver import FaultServer, Reply, Seen, as_json

KEY = "of-the-hub"
ROOT = "/api/download/workflows"
OVER = ("COMPLETED", "FAILED", "CANCELLED", "EXPIRED", "EXPIRED_NOT_PURGED", "DELETED")


@dataclass
class Basket:
    """One workflow: ``plan`` is what the next looks find, of which the last stays."""

    id: str
    request: dict[str, Any]
    plan: list[str]
    looks: int = 0
    message: str = ""
    fetched: list[str] = field(default_factory=list)

    @property
    def status(self) -> str:
        return self.plan[min(self.looks, len(self.plan) - 1)]


class SyntheticBaskets:
    """``holdings`` are files by name, by collection. ``baskets`` are all that were made and not deleted,
    ``deleted`` the identifiers of those that were."""

    def __init__(self, holdings: Mapping[str, Mapping[str, bytes]], key: str = KEY, names: bool = True):
        self.holdings = holdings
        self.key = key
        self.names = names
        """Whether the list of baskets tells their names."""
        self.plan = ["CREATED", "RUNNING", "COMPLETED"]
        self.message = ""
        self.baskets: dict[str, Basket] = {}
        self.deleted: list[str] = []
        self.made = 0
        self.lock = threading.Lock()
        self.url = ""

    def mount(self, server: FaultServer) -> SyntheticBaskets:
        self.url = server.add(ROOT, self._guarded(self._all))
        server.add(f"{ROOT}/*", self._guarded(self._one))
        return self

    def _guarded(self, answer: Any) -> Any:
        def guard(seen: Seen) -> Reply:
            if seen.headers.get("x-api-key") != self.key:
                return as_json({"detail": "Unauthorized"}, 401)
            with self.lock:
                return answer(seen)

        return guard

    def _all(self, seen: Seen) -> Reply:
        if seen.method == "POST":
            return self._make(seen)
        content = [
            {"workflowId": one.id, "status": one.status, "progress": _progress(one),
             **({"workflowName": one.request["workflowName"]} if self.names else {})}
            for one in reversed(self.baskets.values())
        ]  # fmt: skip
        return as_json({"content": content, "totalElements": len(content)})

    def _make(self, seen: Seen) -> Reply:
        said = seen.json()
        ids = [one.get("collectionId") for one in said.get("collections", [])]
        if not isinstance(said.get("workflowName"), str) or not ids:
            return as_json({"message": "workflowName and collections are mandatory"}, 422)
        if unknown := [one for one in ids if one not in self.holdings]:
            return as_json({"message": f"unknown collection {unknown[0]}"}, 404)
        self.made += 1
        told = said["workflowName"].rpartition(".")[2].split("-")
        plan = told if set(told) <= {*OVER, "CREATED", "BLOCKED", "RUNNING"} else list(self.plan)
        made = Basket(f"w{self.made:04d}", said, plan, message=self.message)
        self.baskets[made.id] = made
        return as_json({"workflowId": made.id, "status": "CREATED"}, 201)

    def _one(self, seen: Seen) -> Reply:
        key, _, what = seen.path.removeprefix(f"{ROOT}/").partition("/")
        basket = self.baskets.get(key)
        if basket is None:
            return as_json({"message": "no such workflow"}, 404)
        if seen.method == "DELETE" and not what:
            if basket.status in ("CREATED", "RUNNING"):
                return as_json({"message": "it is still under way"}, 409)
            del self.baskets[key]
            self.deleted.append(key)
            return Reply(204)
        if what == "status":
            said: dict[str, Any] = {"workflowId": key, "status": basket.status}
            if basket.status == "RUNNING":
                said["progress"] = _progress(basket)
            if basket.message and basket.status == "FAILED":
                said["message"] = basket.message
            basket.looks += 1
            return as_json(said)
        if what == "zip" and basket.plan[-1] == "COMPLETED" and basket.looks >= len(basket.plan) - 1:
            basket.fetched.append(seen.headers.get("range", ""))
            name = basket.request["workflowName"]
            headers = {
                "Content-Type": "application/zip",
                "Content-Disposition": f"attachment; filename={name}.zip",
            }
            return Reply(200, self.archive(basket), headers)
        return as_json({"message": "not ready"}, 409 if what == "zip" else 404)

    def archive(self, basket: Basket) -> bytes:
        """The files of its collections, in the folders that it asked for."""
        held = BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            for one in basket.request["collections"]:
                for name, content in self.holdings[one["collectionId"]].items():
                    info = zipfile.ZipInfo(f"{one['folder'].strip('/')}/{name}", (2024, 1, 1, 0, 0, 0))
                    archive.writestr(info, content)
        return held.getvalue()


def _progress(one: Basket) -> int:
    return min(100, 100 * one.looks // max(1, len(one.plan) - 1))
