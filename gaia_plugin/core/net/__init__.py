"""The network: one session, its time-outs, its retries, its credentials."""

from .answers import Response, Stream
from .cache import AnswerCache
from .cancel import Cancel
from .credentials import Credential, Credentials
from .files import is_local, local_path
from .retry import Retry
from .session import Session, Timeouts

__all__ = [
    "AnswerCache",
    "Cancel",
    "Credential",
    "Credentials",
    "Response",
    "Retry",
    "Session",
    "Stream",
    "Timeouts",
    "is_local",
    "local_path",
]
