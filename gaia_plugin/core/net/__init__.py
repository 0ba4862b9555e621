"""The network: one session, its time-outs, its retries, its credentials."""

from .cancel import Cancel
from .session import Response, Session, Stream, Timeouts

__all__ = ["Cancel", "Response", "Session", "Stream", "Timeouts"]
