"""Fixtures that every floor of the tests shares."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

# Before any Qt is loaded: without a display a widget test would abort the whole run.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# The hub and the tests' own servers live on loopback; a proxy of the machine must not see them.
for _name in ("no_proxy", "NO_PROXY"):
    os.environ[_name] = ",".join(filter(None, [os.environ.get(_name), "127.0.0.1,localhost"]))

# A shell that runs the tests in the background has their children ignore Ctrl+C, which some tests send them.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# The same examples in every run: what is found by chance is found by whoever looks for it (GAIA_FUZZ=1),
# not by the next person who changes something else.
settings.register_profile("repeatable", derandomize=True)
settings.register_profile("fuzz", max_examples=1000)
settings.load_profile("fuzz" if os.environ.get("GAIA_FUZZ") else "repeatable")


def pytest_unconfigure() -> None:
    """QGIS is left running when the tests end; what it keeps of transforms would be freed after the library
    that made it, and now and then the process would end with a segmentation fault."""
    qgis = sys.modules.get("qgis.core")
    if qgis is not None:
        qgis.QgsCoordinateTransform.invalidateCache()
        qgis.QgsCoordinateReferenceSystem.invalidateCache()


class Recorded:
    """The folder of recorded answers of the real services, read in place.

    ``recorded / "stac/earth_search_page.json"`` gives a path; a test that asks for a recording
    that this machine has not is skipped, and the reason says which.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def __truediv__(self, name: str) -> Path:
        path = self.root / name
        if not path.exists():
            pytest.skip(f"recorded answers are not on this machine: {name} (see GAIA_RECORDED)")
        return path

    __call__ = __truediv__

    def bytes(self, name: str) -> bytes:
        return (self / name).read_bytes()

    def json(self, name: str) -> object:
        return json.loads(self.bytes(name))


@pytest.fixture(scope="session")
def recorded() -> Recorded:
    """Accessor to the recorded answers: ``$GAIA_RECORDED``, else ``../shared/data`` beside the checkout."""
    return Recorded(Path(os.environ.get("GAIA_RECORDED") or ROOT.parent / "shared" / "data"))


@pytest.fixture(scope="session")
def hub() -> Iterator[dict[str, str]]:
    """Endpoints of the real servers on loopback, by name (see docs/developer/hub.md).

    A hub that ``make hub-up`` (or ``make run HUB=1``) started is used as it is and left running;
    else one of this run's own is started, and stopped at the end.
    """
    from tests.hub.hub import Hub, NotInstalled, running_endpoints

    endpoints = running_endpoints()
    if endpoints:
        yield endpoints
        return
    own = Hub.private()
    try:
        own.up()
    except NotInstalled as error:
        pytest.skip(f"the hub is not installed: {error}")
    try:
        yield own.endpoints
    finally:
        own.down()
