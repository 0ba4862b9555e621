"""Python's wrappers of Qt's objects stay those of their objects, whatever ends in other threads meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from qgis.core import QgsNetworkAccessManager
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QThread, QUrl
from qgis.PyQt.QtNetwork import QNetworkRequest

from gaia_plugin.bridge.network import qgis_session
from gaia_plugin.bridge.preprocessor import headers_for
from gaia_plugin.bridge.threads import ends_elsewhere, on_main_thread
from gaia_plugin.core.net import Credential, Retry, Session
from tests.support.faultserver import FaultServer, as_json

ROUNDS = 400  # of four threads and four replies: where it goes wrong, about one reply in ten is lost


def lost(work: Callable[[], Any]) -> int:
    """How many replies of the main thread Python takes for deleted, after work in threads that end."""
    manager, count = QgsNetworkAccessManager.instance(), 0
    nowhere = QNetworkRequest(QUrl("http://127.0.0.1:1/"))
    for _ in range(ROUNDS):
        threads = [threading.Thread(target=work) for _ in range(4)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        replies = [manager.get(nowhere) for _ in range(4)]
        QCoreApplication.processEvents()
        count += sum(sip.isdeleted(reply) for reply in replies)
        for reply in replies:
            if not sip.isdeleted(reply):
                reply.deleteLater()
        if count:
            break
    return count


class Over(Credential):
    """A token that a worker must renew first."""

    def headers_now(self) -> None:
        return None


def test_which_thread_this_is() -> None:
    found: list[bool] = []
    worker = threading.Thread(target=lambda: found.append(on_main_thread()))
    worker.start()
    worker.join()
    assert on_main_thread() and found == [False]


@pytest.mark.parametrize(
    "work",
    [on_main_thread, lambda: headers_for(Over(["data.example.org"], headers={"X-Key": "synthetic"}))],
    ids=["which thread", "a credential in a worker"],
)
def test_threads_that_end_take_no_reply_of_the_main_one_along(work: Callable[[], Any]) -> None:
    assert lost(work) == 0


def test_what_ends_elsewhere_is_not_listened_for() -> None:
    def with_an_object_of_the_thread() -> None:
        ends_elsewhere(QThread.currentThread())

    assert lost(with_an_object_of_the_thread) == 0


def test_it_would_be_lost_otherwise() -> None:
    """Else the others here show nothing. A PyQt that has mended it may take the module away."""
    if lost(QThread.currentThread) == 0:
        pytest.skip("this PyQt hears of the end of objects in their own threads")


def test_couriers_that_end_take_no_reply_along(monkeypatch: pytest.MonkeyPatch) -> None:
    from gaia_plugin.bridge import network_couriers

    monkeypatch.setattr(network_couriers, "IDLE_SECONDS", 0.0)
    monkeypatch.setattr("tests.bridge.test_threads.ROUNDS", 100)
    with FaultServer() as server, qgis_session(retry=Retry(times=0), connections_per_host=8) as session:
        url = server.add("/x", as_json(1))
        assert lost(lambda: _fetch(session, url)) == 0


def _fetch(session: Session, url: str) -> None:
    assert session.get(url).status == 200
