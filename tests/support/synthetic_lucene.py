"""Lucene's query syntax, as much of it as is sent to DataCite (Elasticsearch) and to DataONE (Solr): a query
becomes a test of records, and what is not of the syntax is a mistake of whoever sent it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from typing import Any

_TOKEN = re.compile(
    r"\s*(?:(?P<open>\()|(?P<close>\))|(?P<and>AND\b)|(?P<or>OR\b)|(?P<not>NOT\b)|(?P<all>\*:\*)|"
    r"(?P<field>[\w.]+):|\[(?P<low>[^\s\]]+) TO (?P<high>[^\s\]]+)\]|\"(?P<phrase>(?:[^\"\\]|\\.)*)\"|"
    r"(?P<any>\*)|(?P<word>\w+))"
)


def lucene(query: str) -> Callable[[dict[str, Any]], bool]:
    """A test of a record for a query of words, phrases, ranges, AND, OR and brackets; any other sign that
    means something in Lucene's syntax is a mistake of whoever sent it."""
    tokens, at = [], 0
    while at < len(query.rstrip()):
        match = _TOKEN.match(query, at)
        if not match:
            raise AssertionError(f"not the syntax of Lucene at {query[at:]!r}")
        tokens.append(match)
        at = match.end()
    test, rest = _either(tokens, "")
    if rest:
        raise AssertionError(f"left over in {query!r}")
    return test


def _either(tokens: list[Any], field: str) -> tuple[Any, list[Any]]:
    one, tokens = _both(tokens, field)
    tests = [one]
    while tokens and tokens[0]["or"]:
        one, tokens = _both(tokens[1:], field)
        tests.append(one)
    return (lambda record: any(test(record) for test in tests)), tokens


def _both(tokens: list[Any], field: str) -> tuple[Any, list[Any]]:
    one, tokens = _single(tokens, field)
    tests = [one]
    while tokens and (tokens[0]["and"] or tokens[0]["not"]):  # "a NOT b" is "a AND NOT b"
        one, tokens = _single(tokens[1:] if tokens[0]["and"] else tokens, field)
        tests.append(one)
    return (lambda record: all(test(record) for test in tests)), tokens


def _single(tokens: list[Any], field: str) -> tuple[Any, list[Any]]:
    first, rest = tokens[0], tokens[1:]
    if first["field"]:
        return _single(rest, first["field"])
    if first["not"]:
        test, rest = _single(rest, field)
        return (lambda record: not test(record)), rest
    if first["all"]:
        return (lambda record: True), rest
    if first["any"]:
        return (lambda record: bool(values(record, field))), rest
    if first["open"]:
        test, rest = _either(rest, field)
        if not rest or not rest[0]["close"]:
            raise AssertionError("a bracket is not closed")
        return test, rest[1:]
    if first["low"]:
        low, high = _bound(first["low"], -math.inf), _bound(first["high"], math.inf)
        return (lambda record: any(_within(value, low, high) for value in values(record, field))), rest
    said = re.sub(r"\\(.)", r"\1", first["phrase"]) if first["phrase"] is not None else first["word"]
    wanted = re.findall(r"\w+", said.lower())
    if field and field != "text":  # Solr's field for all that is text
        return (
            lambda record: any(str(value).lower() == said.lower() for value in values(record, field))
        ), rest
    return (lambda record: _has_phrase(record, wanted)), rest


def _bound(said: str, open_end: float) -> float | str:
    try:
        return open_end if said == "*" else float(said)
    except ValueError:
        return said  # a moment


def _within(value: Any, low: float | str, high: float | str) -> bool:
    """Numbers by their size, moments of ISO 8601 in UTC as text."""
    after = (isinstance(low, float) and math.isinf(low)) or value >= low
    return after and ((isinstance(high, float) and math.isinf(high)) or value <= high)


def _has_phrase(record: dict[str, Any], wanted: list[str]) -> bool:
    for text in strings(record):
        words = re.findall(r"\w+", text.lower())
        if any(words[at : at + len(wanted)] == wanted for at in range(len(words) - len(wanted) + 1)):
            return True
    return False


def strings(node: Any) -> Iterable[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, (list, dict)):
        for one in node.values() if isinstance(node, dict) else node:
            yield from strings(one)


def values(node: Any, path: str) -> list[Any]:
    """The values at a dotted path, lists opened: Elasticsearch forgets which came from the same object."""
    if isinstance(node, list):
        return [value for one in node for value in values(one, path)]
    if not path:
        return [] if node is None else [node]
    head, _, rest = path.partition(".")
    return values(node[head], rest) if isinstance(node, dict) and head in node else []
