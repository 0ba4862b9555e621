"""Synthetic OpenSearch servers: a description, feeds of entries, and the ways in which servers go wrong."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from tests.support.faultserver import FaultServer, Reply, Seen

NAMESPACES = (
    'xmlns="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:georss="http://www.georss.org/georss" xmlns:os="http://a9.com/-/spec/opensearch/1.1/" '
    'xmlns:gml="http://www.opengis.net/gml" xmlns:owc="http://www.opengis.net/owc/1.0" '
    'xmlns:media="http://search.yahoo.com/mrss/"'
)
PARAMETERS = (
    "q={searchTerms?}&bbox={geo:box?}&start={time:start?}&end={time:end?}"
    "&startIndex={startIndex?}&count={count?}"
)


def synthetic_description(template: str, *, rel: str = "", inside: str = "", more: str = "") -> str:
    """A description with one Atom template, the extensions' usual prefixes declared."""
    rel = f' rel="{rel}"' if rel else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/" '
        'xmlns:geo="http://a9.com/-/opensearch/extensions/geo/1.0/" '
        'xmlns:time="http://a9.com/-/opensearch/extensions/time/1.0/" '
        'xmlns:eo="http://a9.com/-/opensearch/extensions/eo/1.0/" '
        'xmlns:param="http://a9.com/-/spec/opensearch/extensions/parameters/1.0/">'
        "<ShortName>Synthetic</ShortName><Description>A synthetic catalogue</Description>"
        f'<Url type="text/html" template="https://example.org/page?q={{searchTerms}}"/>'
        f'<Url type="application/atom+xml"{rel} template="{escape(template)}">{inside}</Url>{more}'
        "</OpenSearchDescription>"
    )


def synthetic_entry(
    key: str, title: str = "Snow", box: str = "44 5 46 7", date: str = "", links: str = ""
) -> str:
    where = f"<georss:box>{box}</georss:box>" if box else ""
    when = f"<dc:date>{date}</dc:date>" if date else ""
    return (
        f"<entry><id>https://example.org/{key}</id><dc:identifier>{key}</dc:identifier><title>{title}</title>"
        f"<summary>About {title}</summary><updated>2020-01-01T00:00:00Z</updated>{where}{when}{links}</entry>"
    )


def synthetic_feed(entries: Iterable[str], total: Any = None, following: str = "", more: str = "") -> str:
    counted = "" if total is None else f"<os:totalResults>{total}</os:totalResults>"
    link = f'<link rel="next" type="application/atom+xml" href="{escape(following)}"/>' if following else ""
    return f"<feed {NAMESPACES}><title>f</title>{counted}{link}{more}{''.join(entries)}</feed>"


def atom(text: str) -> Reply:
    return Reply(200, text.encode(), {"Content-Type": "application/atom+xml"})


class SyntheticOpenSearch:
    """A server that filters by words and boxes and pages by index, unless told to fail at it.

    ``faults``: "ignore text", "ignore area", "same page", "no total", "wrong total", "next loops".
    """

    def __init__(
        self,
        entries: list[tuple[str, str, tuple[float, float, float, float]]],
        faults: str = "",
        most: int = 50,
    ):
        self.entries, self.faults, self.most = entries, faults, most
        self.asked: list[dict[str, list[str]]] = []
        self.url = self.feed = ""

    def mount(self, server: FaultServer, parameters: str = PARAMETERS) -> SyntheticOpenSearch:
        self.feed = server.add("/feed", self._answer)
        text = synthetic_description(f"{self.feed}?{parameters}")
        self.url = server.add("/osdd.xml", Reply(200, text.encode(), {"Content-Type": "application/xml"}))
        return self

    def _answer(self, seen: Seen) -> Reply:
        self.asked.append(seen.query)
        one = {name: values[0] for name, values in seen.query.items()}
        found = self.entries
        if one.get("q") and "ignore text" not in self.faults:
            found = [entry for entry in found if one["q"].lower() in entry[1].lower()]
        if one.get("bbox") and "ignore area" not in self.faults:
            w, s, e, n = (float(side) for side in one["bbox"].split(","))
            found = [x for x in found if x[2][0] <= e and w <= x[2][2] and x[2][1] <= n and s <= x[2][3]]
        start = 0 if "same page" in self.faults else int(one.get("startIndex", "1")) - 1
        size = min(int(one.get("count", "10")), self.most)
        page = found[start : start + size]
        texts = [
            synthetic_entry(key, title, f"{box[1]} {box[0]} {box[3]} {box[2]}") for key, title, box in page
        ]
        total: Any = len(found)
        if "no total" in self.faults:
            total = None
        if "wrong total" in self.faults:
            total = 3 if start == 0 else 100000
        following = f"{self.feed}?count={size}" if "next loops" in self.faults else ""
        return atom(synthetic_feed(texts, total, following))
