"""URL templates: what can be asked, and an address with it filled in (OpenSearch 1.1, "URL template syntax").

Parameters are known by the namespace of their prefix, not by the prefix: "{geo:box?}" and "{g:box?}" are one
where both prefixes stand for the same extension.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urljoin

_PLACE = re.compile(r"\{([A-Za-z_][\w.:%-]*)(\?)?\}")
_BROKEN_ESCAPE = re.compile(r"%%(?=[0-9A-Fa-f]{2})")
_EXTENSIONS = {
    "http://a9.com/-/spec/opensearch/1.1/": "os",
    "http://a9.com/-/spec/opensearch/1.0/": "os",
    "http://a9.com/-/opensearch/extensions/geo/1.0/": "geo",
    "http://a9.com/-/opensearch/extensions/time/1.0/": "time",
    "http://a9.com/-/opensearch/extensions/eo/1.0/": "eo",
    "http://www.genesi-dr.eu/spec/opensearch/extensions/eop/1.0/": "eo",
    "http://a9.com/-/opensearch/extensions/sru/2.0/": "sru",
    "http://a9.com/-/opensearch/extensions/semantic/1.0/": "semantic",
}
_SAFE = ",:/"
_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*:")
_MANY = 200


@dataclass(frozen=True)
class Parameter:
    """One parameter of a template. ``name`` carries the extension's own prefix ("geo:box", "os:count"),
    ``key`` is the name in the query string. The rest is what the Parameter extension says of it."""

    name: str
    required: bool = False
    key: str = ""
    title: str = ""
    pattern: str = ""
    minimum: float | None = None
    maximum: float | None = None
    options: tuple[tuple[str, str], ...] = ()
    """(value, label)"""


@dataclass(frozen=True)
class Template:
    """A Url element of an OpenSearch description."""

    text: str
    media_type: str = ""
    rels: tuple[str, ...] = ("results",)
    index_offset: int = 1
    page_offset: int = 1
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    """As written ("g:box") → canonical ("geo:box")."""

    def fill(self, values: Mapping[str, str]) -> str:
        """The address with the values of canonical names, percent-encoded.

        A query parameter whose placeholders are all without value is left out where they are optional:
        servers choke on "bbox=". Of a pair such as ``{time:start?}/{time:end?}`` the missing one is empty.
        """
        base, mark, query = self.text.partition("?")
        kept = []
        for part in query.split("&"):
            places = [self.names.get(name, name) for name, _ in _PLACE.findall(part)]
            wanted = not places or any(
                values.get(name) or (name in self.parameters and self.parameters[name].required)
                for name in places
            )
            if part and wanted:
                kept.append(self._filled(part, values))
        return self._filled(base, values) + (mark if kept else "") + "&".join(kept)

    def _filled(self, text: str, values: Mapping[str, str]) -> str:
        def value(match: re.Match[str]) -> str:
            return quote(values.get(self.names.get(match.group(1), match.group(1)), ""), safe=_SAFE)

        return _PLACE.sub(value, text)


def read_template(text: str, prefixes: Mapping[str, str]) -> tuple[str, dict[str, Parameter], dict[str, str]]:
    """(template, parameters by canonical name, written name → canonical name).

    ``prefixes`` are the namespaces declared where the template stands. An escape that was escaped twice
    ("atom%%2Bxml", pycsw 2.6) is mended.
    """
    text = _BROKEN_ESCAPE.sub("%", text.strip())
    names: dict[str, str] = {}
    parameters: dict[str, Parameter] = {}
    _, _, query = text.partition("?")
    keys: dict[str, str] = {}
    for part in query.split("&"):
        key, _, value = part.partition("=")
        for name, _ in _PLACE.findall(value):
            keys.setdefault(name, unquote(key))
    for written, optional in _PLACE.findall(text)[:_MANY]:
        name = canonical(written, prefixes)
        names[written] = name
        known = parameters.get(name)
        required = not optional or bool(known and known.required)
        parameters[name] = Parameter(name, required, keys.get(written, ""))
    return text, parameters, names


def canonical(written: str, prefixes: Mapping[str, str]) -> str:
    """A parameter's name with the prefix that its extension is known by; "os:" where it has none."""
    prefix, mark, local = unquote(written).rpartition(":")
    if not mark:
        return f"os:{local}"
    space = prefixes.get(prefix, "")
    known = _EXTENSIONS.get(space) or _EXTENSIONS.get(space.rstrip("/") + "/")
    return f"{known or prefix}:{local}"


def place_name(value: str) -> str:
    """The name inside "{geo:box}", as the Parameter extension refers to a placeholder; "" for none."""
    found = _PLACE.search(value)
    return found.group(1) if found else ""


def joined(url: str, href: str) -> str:
    """The address that a link means where it stands; "" for what is none."""
    href = href.strip()
    # "https:/host/path" is a mistake that urljoin would take for a path of this very server.
    if not href or _SCHEME.match(href):
        return href
    try:
        return urljoin(url, href)
    except ValueError:
        return ""
