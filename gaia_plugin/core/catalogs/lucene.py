"""Free text for servers that take Lucene's query syntax (Elasticsearch's ``query_string``, Solr)."""

from __future__ import annotations

import re

_WORDS = re.compile(r'"([^"]*)"|(\S+)')
_PLAIN = re.compile(r"^\w+$")
_OPERATORS = frozenset({"AND", "OR", "NOT", "TO"})


def all_words(text: str) -> str:
    """A query that wants every word, or "" for none.

    A word with any sign but letters and digits is put between quotes, where only the quote and the backslash
    mean something: they are left out. So nothing that a user types is an operator, a field or a pattern.
    """
    said = []
    for phrase, single in _WORDS.findall(text):
        word = re.sub(r'[\\"\x00-\x1f]', " ", phrase or single).strip()
        if not re.search(r"\w", word):
            continue
        said.append(word if _PLAIN.match(word) and word.upper() not in _OPERATORS else f'"{word}"')
    return " AND ".join(said)
