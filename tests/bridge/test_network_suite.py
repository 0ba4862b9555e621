"""Every test of the session and of its manners, through QGIS's network instead of requests'."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("qgis.core")

from gaia_plugin.bridge.network import QgisAdapter
from tests.core import test_net_session as suite
from tests.core import test_politeness as manners
from tests.support.pumped import pumped

make_session = suite.make_session
session = suite.session
server = suite.server
tls_server = suite.tls_server
calm = manners.calm
stalled = manners.stalled

for _name, _test in [*vars(suite).items(), *vars(manners).items()]:
    if _name.startswith("test_"):
        globals()[_name] = pumped(_test)


@pytest.fixture
def adapter(qgis_app: Any) -> Any:
    return QgisAdapter()
