# ruff: noqa: E501 (tables are read across)
"""What damages an answer: a recipe that hypothesis draws, and the texts that are put where others were."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hypothesis import strategies as st

SPLIT = 24_000
"""A document longer than this is mutated one or two of its records at a time: the others add nothing but time."""

TEXTS = (
    "", " ", "nan", "inf", "1e999", "-1e400", "-", "0", "-0.0", "99999999999999999999", "..", "/", "2018-13-45", "0000",
    "0000/9999", "-0001-01-01", "2000-02-30T25:61:61Z", "9999-12-31", "9999-12-31T23:59:59.999999999Z", "+12345-01-01",
    "2001-01-01T00:00:00+99:99", "now", "P1Y", "http://[", "http://[::1/x", "https://h.org:port/", "javascript:alert(1)",
    "https://u:p@example.org/x?y=%zz", "file:///etc/passwd", "s3://b/k", "//host", "?", "#", "%", "%zz", "a b c", "{x}",
    "{a:b?}", "%%2", "\u202eabc\u202c", "\u2066x\u2069\u200f", "\x00", "\x07\x1b[31m", "\ud800", "\ufeff", "\uffff",
    "é" * 50, "²", "١٢٣", "10." + "9" * 50, "10.1/x", "https://doi.org/10.1234/(((", "1,2 3,4", "1 2 3", "0 0 0 0",
    "-181 91", "POLYGON((0 0, 1 1", "urn:ogc:def:crs:EPSG::99999", "true", "None", "|", "||x", "<b>", "</p", "&amp;#x0;",
    "..;x=1", "[]", "{}", "null", "CC-BY-" + "9" * 400,
)  # fmt: skip
LONG = (
    "x" * 20_000, "<" * 20_000, "(" * 20_000, " " * 20_000, "1 " * 5_000, "a@" * 5_000, "://" * 4_000, "[" * 10_000,
    "&" * 20_000, "9" * 20_000, "10.1/" * 3_000, "-" * 20_000, "2000-01-01/" * 1_500, "<a " * 5_000, ";" * 20_000,
    "\u202e" * 5_000, "http://" + "a." * 5_000, "%25" * 5_000, "\n" * 20_000,
)  # fmt: skip
# What json.dumps cannot write, put in afterwards in the place of a marker.
MARK = "\u2063mark{}\u2063"

Step = tuple[int, int, int]


@dataclass(frozen=True)
class Recipe:
    """What is done to a document: steps (what, where, with what) and what becomes of its bytes at the end."""

    part: int
    steps: tuple[Step, ...]
    ending: int
    where: int
    text: str


def recipes() -> st.SearchStrategy[Recipe]:
    """Recipes: one to six steps, and in one of three a change of the bytes."""
    big = st.integers(0, 2**32 - 1)
    steps = st.lists(st.tuples(st.integers(0, 15), big, big), min_size=1, max_size=6).map(tuple)
    return st.builds(Recipe, big, steps, st.integers(0, 35), big, st.text(max_size=8))


def spread(number: int, among: int) -> int:
    """An index: every one about as likely, though hypothesis likes small numbers best."""
    return (number * 2654435761 >> 7) % among if among else 0


def scrambled(value: str, number: int, text: str) -> str:
    """A text cut, doubled, turned or with its figures or its marks changed."""
    at = spread(number, len(value) + 1)
    changes = (
        lambda: value[:at], lambda: value[at:], lambda: value * 2, lambda: value[:at] + text + value[at:], lambda: value[::-1],
        lambda: re.sub(r"\d", "9", value), lambda: value.replace("-", "/"), lambda: value.replace(":", ""),
        lambda: value.upper(), lambda: value.replace("/", "|"), lambda: value[:at] + "\u202e" + value[at:],
        lambda: f" \t{value}\n", lambda: value.replace(".", ","), lambda: value.replace(" ", "\xa0"),
    )  # fmt: skip
    return changes[number % len(changes)]()[:20_000]
