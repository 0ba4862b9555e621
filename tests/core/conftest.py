"""What most adapters are tried with: a server that does as it is told, and a session that asks once."""

from __future__ import annotations

import pytest

from gaia_plugin.core.net import Retry, Session
from tests.support.faultserver import FaultServer


@pytest.fixture
def server():
    with FaultServer() as running:
        yield running


@pytest.fixture
def session():
    made = Session(retry=Retry(times=0))
    yield made
    made.close()
