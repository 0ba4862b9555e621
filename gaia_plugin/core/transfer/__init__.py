"""Fetching files: parts, resume, checks, and names that are safe on every system."""

from .fetch import Fetched, fetch
from .local import local_path
from .names import file_name, free_path, safe_name

__all__ = ["Fetched", "fetch", "file_name", "free_path", "local_path", "safe_name"]
