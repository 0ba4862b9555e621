"""From a link to its bytes: who signs its address, whether it is on line, and why it cannot be had.

    access = Access.of(session)
    access.expect(links)                        # asks nobody; what is asked for later comes in few requests
    got = access.fetchable(link, cancel)        # or a typed reason of core.errors
    with session.stream(got.url, headers=got.headers) as stream: ...

A host with a way of its own has a line in ``resources/access.json``, and its kind is in ``KINDS``.
"""

from .desk import KINDS, Access
from .fetchable import Fetchable

__all__ = ["KINDS", "Access", "Fetchable"]
