"""Where the data come from: LI_Lineage's statement, process steps and sources, as one text."""

from __future__ import annotations

from .texts import value
from .xmltree import Element, kids


def read_lineage(record: Element) -> str:
    """Every lineage of a record: statements first, then each step with its date, then each source."""
    statements: list[str] = []
    steps: list[str] = []
    sources: list[str] = []
    for lineage in record.iter("{*}LI_Lineage"):
        statements += [text for text in map(value, kids(lineage).get("statement", ())) if text]
        for step in lineage.iter("{*}LI_ProcessStep", "{*}LE_ProcessStep"):
            steps.append(_line(kids(step), ("dateTime", "description", "rationale")))
        for source in lineage.iter("{*}LI_Source", "{*}LE_Source"):
            steps_inside = kids(source)
            citation = [
                title
                for holder in steps_inside.get("sourceCitation", ())
                for title in holder.iter("{*}title")
            ]
            titles = [text for text in map(value, citation) if text]
            sources.append(" – ".join([*titles, *filter(None, [_line(steps_inside, ("description",))])]))
    return "\n".join(dict.fromkeys(text for text in (*statements, *steps, *sources) if text))


def _line(inside: dict[str, list[Element]], names: tuple[str, ...]) -> str:
    return " – ".join(text for name in names for text in map(value, inside.get(name, ())) if text)
