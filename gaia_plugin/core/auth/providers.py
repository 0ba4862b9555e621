"""Where one can sign in, as rows: ``resources/providers.json``, corrected and added to by the user's own.

A row has ``id``, ``title`` and ``how`` (by language), ``account`` (the page where one gets an account or a
key), ``opens`` (identifiers of catalogues) and ``ways``. A way has a ``kind``, the ``hosts`` that its
credential may go to, and:

- ``openid``: ``issuer`` (or ``openapi``, a description that names the token endpoint), ``client_id``,
  ``scopes``, ``flows`` ("browser", "code"), ``buttons`` (parameters that lead straight to one identity
  provider), ``ports`` (of the redirect, where any will not do), ``pkce_with_code``;
- ``header``: ``headers`` with ``{field}`` in their values, and ``fields``;
- ``basic``: a name and a password, which ``.netrc`` may hold;
- ``s3``: an access key and a secret key, for what signs requests itself;
- ``orcid``: an ORCID iD, which is shown and opens nothing;
- ``qgis``: ``config``, the identifier of a configuration of QGIS's own authentication, which signs in by
  itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ..errors import GaiaError
from ..net.credentials import Credential, origin
from .endpoints import LOOPBACK, is_safe

PROVIDERS = Path(__file__).resolve().parents[3] / "resources" / "providers.json"
_HOST = re.compile(r"\.?[a-z0-9-]+(\.[a-z0-9-]+)*(:[0-9]{1,5})?", re.IGNORECASE | re.ASCII)
_CONFIG = re.compile(r"[a-z0-9]{7}", re.IGNORECASE | re.ASCII)  # as QGIS makes them
FLOWS = ("browser", "code")
_NOTHING: Mapping[str, str] = MappingProxyType({})
_FIXED_FIELDS = {"basic": ("name", "password"), "s3": ("access", "secret"), "orcid": ("orcid",), "qgis": ()}
KINDS = ("openid", "header", *_FIXED_FIELDS)


@dataclass(frozen=True)
class Button:
    """A way into the issuer's pages that skips their choice, such as Keycloak's ``kc_idp_hint``."""

    id: str
    titles: Mapping[str, str]
    parameters: Mapping[str, str]


@dataclass(frozen=True)
class Way:
    """One way to be known to a provider."""

    kind: str
    hosts: tuple[str, ...]
    issuer: str = ""
    openapi: str = ""
    client_id: str = ""
    scopes: tuple[str, ...] = ()
    flows: tuple[str, ...] = ()
    buttons: tuple[Button, ...] = ()
    ports: tuple[int, ...] = (0,)
    pkce_with_code: bool = False
    headers: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    fields: tuple[str, ...] = ()
    config: str = ""

    @property
    def allow_http(self) -> bool:
        """Whether every host is this very computer."""
        return bool(self.hosts) and all(host.rsplit(":", 1)[0] in LOOPBACK for host in self.hosts)


@dataclass(frozen=True)
class Provider:
    """Who knows the person. ``membership`` names what a 403 is for the lack of; ``quota_wait`` is in seconds;
    ``redirects_bad_keys``: it answers a bad key by redirects without end."""

    id: str
    titles: Mapping[str, str]
    ways: tuple[Way, ...]
    opens: tuple[str, ...] = ()
    account: str = ""
    how: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    membership: str = ""
    quota_wait: float | None = None
    redirects_bad_keys: bool = False

    def title(self, language: str = "en") -> str:
        return self.titles.get(language) or self.titles.get("en") or self.id

    def way(self, kind: str) -> Way | None:
        return next((way for way in self.ways if way.kind == kind), None)

    def covers(self, url: str) -> bool:
        """Whether a credential of any of its ways may go to this address."""
        return any(Credential(way.hosts, allow_http=way.allow_http).matches(url) for way in self.ways)


def load(own: Iterable[Any] = (), path: Path = PROVIDERS) -> list[Provider]:
    """The plugin's providers with the user's rows laid over them: ``{"id": "data-terra", "ways": […]}``
    corrects one, an unknown ``id`` adds one. A row that is wrong is left out."""
    rows: dict[str, Mapping[str, Any]] = {}
    for row in (*json.loads(path.read_text(encoding="utf-8")), *own):
        key = row.get("id") if isinstance(row, Mapping) else None
        if isinstance(key, str) and key:
            merged = {**rows.get(key, {}), **row}
            if read_provider(merged) is not None:
                rows[key] = merged
    return [provider for provider in map(read_provider, rows.values()) if provider]


def for_url(providers: Iterable[Provider], url: str) -> Provider | None:
    """The provider whose credential opens an address."""
    return next((provider for provider in providers if provider.covers(url)), None)


def for_host(providers: Iterable[Provider], host: str) -> Provider | None:
    """The provider whose credential opens a host, with its port where an address has one."""
    rows = list(providers)
    return for_url(rows, f"https://{host}/") or for_url(rows, f"http://{host}/")


def for_error(providers: Iterable[Provider], error: GaiaError) -> Provider | None:
    """The provider that opens what an error is about. A sign-in that has ended names its issuer as ``host``,
    which is no host of the provider's: it says itself whose it was."""
    rows, named = list(providers), error.fields.get("provider")
    return next((row for row in rows if row.id == named), None) or for_host(rows, error.host)


def for_catalogue(providers: Iterable[Provider], catalogue: str) -> list[Provider]:
    """The providers that open what a catalogue finds."""
    return [provider for provider in providers if catalogue in provider.opens]


def read_provider(row: Mapping[str, Any]) -> Provider | None:
    """The provider that a row describes; None where it is wrong, or has no way that this version knows."""
    ways = [way for way in map(_way, _list(row.get("ways"))) if way]
    key, wait = row.get("id"), row.get("quota_wait")
    if not isinstance(key, str) or not key or not ways:
        return None
    account = row.get("account", "")
    return Provider(
        id=key,
        titles=_texts(row.get("title")),
        ways=tuple(ways),
        opens=_strings(row.get("opens")),
        account=account if isinstance(account, str) and origin(account)[0] == "https" else "",
        how=_texts(row.get("how")),
        membership=str(row.get("membership") or ""),
        quota_wait=float(wait) if isinstance(wait, (int, float)) and wait > 0 else None,
        redirects_bad_keys=row.get("redirects_bad_keys") is True,
    )


def _way(row: Any) -> Way | None:
    if not isinstance(row, Mapping) or row.get("kind") not in KINDS:
        return None
    kind, hosts = str(row["kind"]), _hosts(row.get("hosts"))
    if hosts is None:
        return None
    if kind == "openid":
        issuer, openapi = str(row.get("issuer") or ""), str(row.get("openapi") or "")
        address = issuer or openapi
        ports = tuple(port for port in _list(row.get("ports")) if isinstance(port, int) and 0 <= port < 65536)
        if not address or not is_safe(address, address):
            return None
        return Way(
            kind=kind,
            hosts=hosts,
            issuer=issuer,
            openapi=openapi,
            client_id=str(row.get("client_id") or ""),
            scopes=_strings(row.get("scopes")) or ("openid",),
            flows=tuple(flow for flow in _strings(row.get("flows")) if flow in FLOWS) or FLOWS,
            buttons=tuple(button for button in map(_button, _list(row.get("buttons"))) if button),
            ports=ports or (0,),
            pkce_with_code=row.get("pkce_with_code") is True,
        )
    headers = _texts(row.get("headers"))
    fields = _strings(row.get("fields")) if kind == "header" else _FIXED_FIELDS[kind]
    if kind == "header" and not (headers and fields):
        return None
    config = str(row.get("config") or "") if kind == "qgis" else ""
    if kind == "qgis" and not (_CONFIG.fullmatch(config) and hosts):
        return None
    return Way(kind=kind, hosts=hosts, headers=headers, fields=fields, config=config)


def _hosts(value: Any) -> tuple[str, ...] | None:
    """The hosts of a way; None where one is no host, or a suffix so short that it is a whole country."""
    hosts = _strings(value)
    for host in hosts:
        if not _HOST.fullmatch(host) or (host.startswith(".") and host.count(".") < 2):
            return None
    return hosts


def _button(row: Any) -> Button | None:
    if not isinstance(row, Mapping) or not isinstance(row.get("id"), str):
        return None
    return Button(row["id"], _texts(row.get("title")), _texts(row.get("parameters")))


def _texts(value: Any) -> Mapping[str, str]:
    pairs = value.items() if isinstance(value, Mapping) else ()
    return MappingProxyType({str(name): text for name, text in pairs if isinstance(text, str)})


def _strings(value: Any) -> tuple[str, ...]:
    return tuple(text for text in _list(value) if isinstance(text, str) and text)


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()
