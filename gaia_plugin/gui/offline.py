"""No network: one sentence for all the sources that cannot be asked, in place of a failure of each."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from qgis.PyQt.QtCore import QCoreApplication

from ..core.catalogs.federation import State, Status
from ..core.errors import ConnectionLost, ConnectionRefused, HostNotFound, TimedOut

UNREACHABLE = (HostNotFound, ConnectionRefused, ConnectionLost, TimedOut)
_FEWEST = 3
_NEARLY_ALL = 0.8


def cut_off(statuses: Iterable[Status], remote: Collection[str]) -> list[str]:
    """The catalogues that failed for want of a network; none where it may be their own fault.

    ``remote`` are the identifiers of the catalogues that are not on this computer. It takes several that
    could not be reached, and no server that said anything, not even no. Where some gave records all the same
    (what an adapter knows by itself, or the session has kept), it takes nearly all.
    """
    asked = [status for status in statuses if status.catalog in remote]
    lost = [one for one in asked if one.state is State.FAILED and isinstance(one.error, UNREACHABLE)]
    if len(lost) < _FEWEST or 2 * len(lost) < len(asked):
        return []
    answered = any(
        one not in lost and (one.received or one.state in (State.DONE, State.PAUSED)) for one in asked
    )
    refused = any(one.error is not None and one.error.status is not None for one in asked)
    if refused or (answered and _NEARLY_ALL * len(asked) > len(lost)):
        return []
    return [one.catalog for one in lost]


def sentence() -> str:
    """What is said where nothing outside can be asked."""
    return QCoreApplication.translate(
        "Offline", "No network: searching the demonstration and what is on this machine."
    )


def not_asked(count: int) -> str:
    """The row of the status list, for the sources that were left out."""
    one = QCoreApplication.translate("Offline", "1 source not asked")
    many = QCoreApplication.translate("Offline", "{n} sources not asked")
    return one if count == 1 else many.format(n=count)


def not_reached(count: int) -> str:
    """The row of the status list, for the sources that could not be reached."""
    one = QCoreApplication.translate("Offline", "1 source not reached")
    many = QCoreApplication.translate("Offline", "{n} sources not reached")
    return one if count == 1 else many.format(n=count)


def brief() -> str:
    """The same in the status line."""
    return QCoreApplication.translate("Offline", "no network")
