"""An address that can be fetched now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..errors import GaiaError, host_of


@dataclass(frozen=True, repr=False)
class Fetchable:
    """Where a link's bytes are to be asked for, and with which headers beside the session's own.

    ``expires`` is in seconds since 1970 by this computer's clock, None where the address is good for ever:
    one that expires is signed, and then ``url`` is a secret. Its text form names the host only, and it is
    never written down."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    expires: float | None = None

    @property
    def signed(self) -> bool:
        """Whether the address itself is what opens the file."""
        return self.expires is not None

    def may_be_over(self, error: GaiaError) -> bool:
        """Whether a refusal may mean that the signature's time has passed (stores of objects say so with 400,
        401 or 403): another may be asked for."""
        return self.signed and error.status in (400, 401, 403)

    def __repr__(self) -> str:
        return f"<Fetchable at {host_of(self.url)}{', signed' if self.signed else ''}>"

    def __reduce__(self) -> str:
        raise TypeError("a signed address is never written down")
