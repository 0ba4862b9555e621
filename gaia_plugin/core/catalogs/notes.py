"""What pages tell of a search, the same in every protocol; the interface translates these sentences."""

from __future__ import annotations

REPEATED = "The server gave the same page again; the search stopped there."
EMPTY = "The server gave only empty pages; the search stopped there."
TOO_MANY = "Only the first {count} records were looked at: narrow the search."
WINDOW_END = "The server gives no more than its first {count} records: narrow the search."
IGNORED = "The server did not apply all filters; what it should have left out was left out here."
REFUSED = "The server refused to filter by {parts}; that was done here."
PARTIAL = "The server searched only a part of its records: try again, or narrow the search."
INCOMPLETE = "Some records could not be read in full: their area or period may be missing."
SORTED_HERE = "The server does not sort by {name}: what it gives is sorted here, page by page."
GLOBAL = "The data cover the whole Earth, or the record does not say where."
"""Beside a record without footprint."""
TITLES_ONLY = "the server searches titles only"
