"""Records of catalogues to the model, and what their links are good for."""

from .links import classify
from .reader import Reading, read_records, read_tree

__all__ = ["Reading", "classify", "read_records", "read_tree"]
