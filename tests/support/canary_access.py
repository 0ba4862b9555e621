"""Services with secrets that nobody else has, one for each way to the bytes: each keeps its own, repeats in
its errors whatever it was sent, and leads to a host that should hear none of them.

    with CanaryServices() as services:
        session = services.session()            # a person who has all of them
        services.visit(session, folder, note)   # everything is fetched; each error goes to ``note``
        services.leaks()                        # {secret: [the hosts that heard it and should not have]}

``provider_rows`` and ``values`` are for a person who signs in through the accounts instead.
"""

from __future__ import annotations

import secrets
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import quote

from gaia_plugin.core.access import Access
from gaia_plugin.core.access.basket import Selection, basket_link
from gaia_plugin.core.auth.accounts import Accounts
from gaia_plugin.core.auth.providers import read_provider
from gaia_plugin.core.errors import GaiaError
from gaia_plugin.core.model import Link, LinkKind
from gaia_plugin.core.net import Retry, Session
from gaia_plugin.core.transfer import fetch
from tests.support.faultserver import FaultServer, Reply, Seen, as_html, as_json, redirect

CONTENT = b"II*\0" + bytes(range(256)) * 20
WAYS: dict[str, dict[str, Any]] = {
    "teledetection": {
        "kind": "header", "headers": {"access-key": "{access}", "secret-key": "{secret}"},
        "fields": ["access", "secret"],
    },
    "geodes": {"kind": "header", "headers": {"X-API-Key": "{key}"}, "fields": ["key"]},
    "hydroweb": {"kind": "header", "headers": {"X-API-Key": "{key}"}, "fields": ["key"]},
    "copernicus": {"kind": "header", "headers": {"Authorization": "Bearer {key}"}, "fields": ["key"]},
    "earthdata": {"kind": "header", "headers": {"Authorization": "Bearer {key}"}, "fields": ["key"]},
    "dataverse": {"kind": "header", "headers": {"X-Dataverse-key": "{key}"}, "fields": ["key"]},
    "s3": {"kind": "s3"},
}  # fmt: skip
PATHS = {
    "teledetection": "/box/{}.tif",
    "geodes": "/api/download/URN1/files/{}",
    "hydroweb": "/api/v1/rs-catalog/downloads/URN1/files/{}",
    "copernicus": "/odata/v1/Products({})/$value",
    "earthdata": "/protected/{}",
    "dataverse": "/api/access/datafile/{}",
    "s3": "/closed/{}",
}
STATUSES = (400, 401, 403, 404, 409, 422, 429, 500, 503)
FATES = ("good", "elsewhere", "html", "loop", "cut", "broken", *(f"e{status}" for status in STATUSES))


class CanaryServices:
    """A context manager; ``secrets`` are by their names, ``owners`` the service each belongs to."""

    def __init__(self) -> None:
        self.secrets: dict[str, str] = {}
        self.owners: dict[str, str] = {}
        self.servers: dict[str, FaultServer] = {}
        self._stack = ExitStack()

    def __enter__(self) -> CanaryServices:
        # The store of signed addresses is a host of its own: the gateway's key is not for it.
        for name in (*WAYS, "store", "other"):
            self.servers[name] = self._stack.enter_context(FaultServer())
        for name, way in WAYS.items():
            for field in way.get("fields", ("access", "secret")):
                self._secret(f"{name}-{field}", name)
        self._secret("signature", "store")
        self.servers["other"].add("/*", Reply(200, CONTENT, {"Content-Type": "image/tiff"}))
        for name, path in PATHS.items():
            server = self.servers["store" if name == "teledetection" else name]
            server.add(path.partition("{")[0].rpartition("/")[0] + "/*", self._answer)
        self.servers["teledetection"].add("/gateway/sign_urls", self._sign)
        self.servers["geodes"].add("/fastavailability", self._availability)
        self.servers["hydroweb"].add("/workflows", self._baskets)
        self.servers["hydroweb"].add("/workflows/*", self._baskets)
        return self

    def __exit__(self, *error: Any) -> None:
        self._stack.close()

    def _secret(self, name: str, owner: str) -> None:
        self.secrets[name] = f"canary-{name}-{secrets.token_hex(12)}"
        self.owners[name] = owner

    def host(self, name: str) -> str:
        return f"127.0.0.1:{self.servers[name].port}"

    # -- what they answer ----------------------------------------------------------------------

    def _answer(self, seen: Seen) -> Reply:
        fate = next(
            (one for one in FATES if f"{one}" in seen.path.replace(".tif", "").split("/")[-1]), "good"
        )
        if "Products(" in seen.path:
            fate = seen.path.partition("(")[2].partition(")")[0]
        if fate.startswith("e") and fate[1:].isdigit():
            return repeated(seen, int(fate[1:]))
        return {
            "elsewhere": redirect(self.servers["other"].url(seen.path), 307),
            "html": as_html(f"<html><body>Sign in {heard(seen)}</body></html>"),
            "loop": redirect(seen.target),
            "cut": Reply(200, CONTENT, {"Content-Type": "image/tiff"}, cut=100),
            "broken": as_json({"message": heard(seen)}),
        }.get(fate, Reply(200, CONTENT, {"Content-Type": "image/tiff", "ETag": '"1"'}))

    def _sign(self, seen: Seen) -> Reply:
        urls = seen.json()["urls"]
        if any("gateway" in url for url in urls):
            return repeated(seen, 403)
        signed = (
            f"X-Amz-Date=20991121T120000Z&X-Amz-Expires=28800&X-Amz-Signature={self.secrets['signature']}"
        )
        return as_json({"expiry": None, "hrefs": {url: f"{url}?{signed}" for url in urls}})

    def _availability(self, seen: Seen) -> Reply:
        return as_json({"products": []})

    def _baskets(self, seen: Seen) -> Reply:
        """One basket that fails, and says what it heard."""
        if seen.method != "GET":
            return as_json({"workflowId": "w1", "status": "CREATED"})
        if seen.path.endswith("status"):
            return as_json({"status": "FAILED", "message": heard(seen)})
        return as_json({"content": []})

    # -- the person ----------------------------------------------------------------------------

    def provider_rows(self) -> list[dict[str, Any]]:
        """Where one signs in, one row a service."""
        return [
            {"id": name, "title": {"en": name.title()}, "ways": [{**way, "hosts": [self.host(name)]}]}
            for name, way in WAYS.items()
        ]

    def values(self, name: str) -> dict[str, str]:
        """What the person types for a service's key."""
        fields = WAYS[name].get("fields", ("access", "secret"))
        return {field: self.secrets[f"{name}-{field}"] for field in fields}

    def access_rows(self) -> list[dict[str, Any]]:
        """The lines of ``resources/access.json`` for these services."""
        more: dict[str, dict[str, Any]] = {
            "teledetection": {
                "gateway": self.servers["teledetection"].url("/gateway"), "hosts": [self.host("store")]
            },
            "geodes": {"availability": self.servers["geodes"].url("/fastavailability")},
            "hydroweb": {"workflows": self.servers["hydroweb"].url("/workflows")},
            "earthdata": {"login": self.host("earthdata")},
            "s3": {"stores": [{"buckets": ["closed"], "endpoint": self.servers["s3"].url(""), "keys": True}]},
        }  # fmt: skip
        return [
            {"kind": name, "service": name.title(), "hosts": [self.host(name)], **more.get(name, {})}
            for name in WAYS
        ]

    def session(self) -> Session:
        """A session with all keys, as the accounts give them."""
        session = Session(retry=Retry(times=1, first=0.01))
        providers = [one for one in map(read_provider, self.provider_rows()) if one]
        accounts = Accounts(Session(), session.credentials, providers)
        for name in WAYS:
            accounts.set_key(name, WAYS[name]["kind"], self.values(name))
        return session

    def links(self) -> Iterator[tuple[str, Link]]:
        """Everything that can be asked for: a name, and its link."""
        for name, path in PATHS.items():
            server = self.servers["store" if name == "teledetection" else name]
            for fate in FATES:
                if fate == "cut" and name != "dataverse":
                    continue  # it takes seconds
                yield (
                    f"{name} {fate}",
                    Link(server.url(path.format(fate)), LinkKind.DOWNLOAD, media_type="image/tiff"),
                )
        yield "s3 bucket", Link("s3://closed/good", LinkKind.DOWNLOAD)
        yield "refused", Link(self.servers["store"].url("/box/gateway.tif"), LinkKind.DOWNLOAD)
        workflows = self.servers["hydroweb"].url("/workflows")
        yield "basket", basket_link(workflows, [Selection("LAKES")])

    def visit(self, session: Session, folder: Path, note: Callable[[str], None]) -> dict[str, str]:
        """Fetch everything; by name what came of it: "file", or the type of the error."""
        access, outcomes = Access(session, self.access_rows()), {}
        access.use()
        for number, (name, link) in enumerate(self.links()):
            try:
                got = fetch(session, link, folder / f"{number}.tif", access=access)
                outcomes[name] = "file"
                note(repr(got))
            except GaiaError as error:
                outcomes[name] = type(error).__name__
                note(f"{name}: {error!r} {error} {error.fields} {traceback.format_exc()}")
        note(f"{session.credentials!r} {access!r}")
        return outcomes

    def leaks(self) -> dict[str, list[str]]:
        """Secrets that a host heard whose they are not; and those that nobody may hear (of object stores)."""
        found: dict[str, list[str]] = {}
        for name, secret in self.secrets.items():
            for host, server in self.servers.items():
                said = "".join(f"{one.target} {dict(one.headers)} {one.body!r}" for one in server.seen)
                secretly = name == "s3-secret"
                if (secret in said or quote(secret, safe="") in said) and (
                    host != self.owners[name] or secretly
                ):
                    found.setdefault(name, []).append(host)
        return found


def heard(seen: Seen) -> str:
    return " ".join(
        (seen.target, *(f"{name} {value}" for name, value in seen.headers.items() if name != "host"))
    )


def repeated(seen: Seen, status: int) -> Reply:
    return as_json({"detail": f"refused {heard(seen)}"}, status, {"Retry-After": "0"})
