"""GeoDAB's parameters (ESSI-Lab Discovery and Access Broker): an address without a description document.

The template is the broker's own set of parameters, whose relation to an area is CONTAINS unless told, and
whose second step is by "parents".
"""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from .description import OpenSearchDescription
from .template import Template, read_template

_PARAMETERS = (
    ("si", "startIndex"),
    ("ct", "count"),
    ("st", "searchTerms"),
    ("bbox", "geo:box"),
    ("ts", "time:start"),
    ("te", "time:end"),
    ("kwd", "dab:keyword"),
    ("frmt", "dab:format"),
    ("prot", "dab:protocol"),
    ("sources", "dab:sources"),
    ("parents", "eo:parentIdentifier"),
)
_FIXED = "rel=OVERLAPS&timeRel=OVERLAPS&outputFormat=application%2Fatom%2Bxml"


def geodab_description(url: str, title: str = "") -> OpenSearchDescription:
    """What a broker at an address can be asked. Parameters of the address itself are kept."""
    parts = urlsplit(url)
    asked = "&".join(f"{key}={{{name}?}}" for key, name in _PARAMETERS)
    query = "&".join(filter(None, (parts.query, _FIXED, asked)))
    prefixes = {
        "geo": "http://a9.com/-/opensearch/extensions/geo/1.0/",
        "time": "http://a9.com/-/opensearch/extensions/time/1.0/",
        "eo": "http://a9.com/-/opensearch/extensions/eo/1.0/",
    }
    text, parameters, names = read_template(urlunsplit(parts._replace(query=query, fragment="")), prefixes)
    template = Template(text, "application/atom+xml", ("results",), parameters=parameters, names=names)
    return OpenSearchDescription(title=title, url=url, templates=(template,))
