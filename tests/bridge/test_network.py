"""What QGIS's network adds to the session."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("qgis.core")

import requests
from qgis.core import QgsApplication, QgsNetworkAccessManager, QgsSettings, QgsTask
from qgis.PyQt.QtCore import QCoreApplication, QUrl
from qgis.PyQt.QtNetwork import QNetworkRequest

from gaia_plugin.bridge import network_couriers, network_handler
from gaia_plugin.bridge.network import QgisAdapter, qgis_session
from gaia_plugin.bridge.network_delivery import READ_BUFFER
from gaia_plugin.core.errors import AuthenticationRequired, ConnectionLost, HostNotFound, TimedOut
from gaia_plugin.core.net import Retry, Session, Timeouts
from tests.support.faultserver import FaultServer, Reply, Seen, as_json, stall
from tests.support.pumped import pumped


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


@pytest.fixture
def session(qgis_app: Any) -> Iterator[Session]:
    made = qgis_session(timeouts=Timeouts(connect=1, read=1), retry=Retry(times=0))
    yield made
    made.close()


in_worker = pumped(lambda call, *args, **kwargs: call(*args, **kwargs))


def test_the_main_thread_is_refused(server: FaultServer, session: Session) -> None:
    with pytest.raises(RuntimeError, match="main thread"):
        session.get(server.add("/x", as_json(1)))
    assert server.seen == []
    for _ in range(3):  # and its place was given back
        with pytest.raises(RuntimeError):
            session.get(server.url("/x"))


def test_the_main_thread_where_it_is_allowed(server: FaultServer, qgis_app: Any) -> None:
    adapter = QgisAdapter(allow_main_thread=True)
    session = Session(adapter=adapter, timeouts=Timeouts(read=1))
    assert session.get(server.add("/x", as_json([1] * 10000))).json() == [1] * 10000
    with pytest.raises(TimedOut):
        session.get(server.add("/stall", stall(10)))
    session.close()


def test_user_agent_names_us_and_qgis(server: FaultServer, session: Session) -> None:
    other = qgis_session()
    in_worker(session.get, server.add("/x", as_json(1)))
    other.close()
    agent = server.seen[-1].headers["user-agent"]
    assert agent.count("GAIA-Data-QGIS/") == 1
    assert agent.startswith("GAIA-Data-QGIS/") and "QGIS/3" in agent.replace("GAIA-Data-QGIS", "")
    reply = QgsNetworkAccessManager.instance().get(QNetworkRequest(QUrl(server.url("/x"))))
    until = time.monotonic() + 5
    while not reply.isFinished() and time.monotonic() < until:
        QCoreApplication.processEvents()
    assert "GAIA" not in server.seen[-1].headers["user-agent"]  # other people's requests stay theirs


def test_no_cookie_is_kept(server: FaultServer, session: Session) -> None:
    server.add("/x", Reply(body=b"1", headers={"Set-Cookie": "a=b; Path=/"}))
    for _ in range(2):
        in_worker(session.get, server.url("/x"))
    assert "cookie" not in server.seen[-1].headers


def test_no_login_dialog_is_asked_for(server: FaultServer, session: Session) -> None:
    asked: list[Any] = []
    manager = QgsNetworkAccessManager.instance()
    manager.requestRequiresAuth.connect(lambda *args: asked.append(args))
    url = server.add("/x", Reply(401, headers={"WWW-Authenticate": 'Basic realm="x"'}))
    with pytest.raises(AuthenticationRequired):
        in_worker(session.get, url)
    QCoreApplication.processEvents()
    assert asked == []
    reply = manager.get(QNetworkRequest(QUrl(url)))  # QGIS's own request does ask
    until = time.monotonic() + 5
    while not reply.isFinished() and time.monotonic() < until:
        QCoreApplication.processEvents()
    assert len(asked) == 1


def test_qgis_sees_the_requests(server: FaultServer, session: Session) -> None:
    seen: list[str] = []
    manager = QgsNetworkAccessManager.instance()

    def note(parameters: Any) -> None:
        seen.append(f"{parameters.initiatorClassName()} {parameters.request().url().path()}")

    manager.requestAboutToBeCreated[type(_parameters())].connect(note)
    in_worker(session.get, server.add("/logged", as_json(1)))
    QCoreApplication.processEvents()
    manager.requestAboutToBeCreated[type(_parameters())].disconnect(note)
    assert seen == ["GAIA Data /logged"]


def _parameters() -> Any:
    from qgis.core import QgsNetworkRequestParameters

    return QgsNetworkRequestParameters()


def test_qgis_proxy_applies(server: FaultServer, qgis_app: Any) -> None:
    settings = QgsSettings()
    values = {"Enabled": True, "Type": "HttpProxy", "Host": "127.0.0.1", "Port": str(server.port)}
    for name, value in values.items():
        settings.setValue(f"proxy/proxy{name}", value)
    session = qgis_session(timeouts=Timeouts(connect=1, read=2), retry=Retry(times=0))
    try:
        server.add("/data", as_json("through the proxy"))
        answer = in_worker(session.get, "http://catalogue.example/data")
        assert answer.json() == "through the proxy"
        assert server.seen[-1].target == "http://catalogue.example/data"
        settings.setValue("proxy/proxyPort", "1")
        session.close()
        with pytest.raises(HostNotFound, match="proxy"):
            in_worker(session.get, "http://catalogue.example/data")
    finally:
        for name in values:
            settings.remove(f"proxy/proxy{name}")
        session.close()


def test_a_host_that_accepts_nothing_is_not_waited_for(qgis_app: Any) -> None:
    session = qgis_session(timeouts=Timeouts(connect=0.8, read=20), retry=Retry(times=0))
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        fillers = [socket.socket() for _ in range(4)]  # a full queue: neither made nor refused
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(listener.getsockname())
        try:
            with pytest.raises(TimedOut, match=r"0\.8 s"):
                in_worker(session.get, f"http://127.0.0.1:{listener.getsockname()[1]}/")
        finally:
            for filler in fillers:
                filler.close()
            session.close()


def test_a_slow_answer_is_not_an_unreachable_host(server: FaultServer, qgis_app: Any) -> None:
    session = qgis_session(timeouts=Timeouts(connect=0.3, read=5), retry=Retry(times=0))
    assert in_worker(session.get, server.add("/x", as_json("late", delay=1.0))).json() == "late"
    session.close()


def test_from_a_task_of_qgis(server: FaultServer, session: Session) -> None:
    url, answers = server.add("/x", as_json("here")), []
    task = QgsTask.fromFunction("ask", lambda task: answers.append(session.get(url).json()))
    QgsApplication.taskManager().addTask(task)
    until = time.monotonic() + 5
    while not answers and time.monotonic() < until:
        QCoreApplication.processEvents()
    assert answers == ["here"]
    QCoreApplication.processEvents()


def test_a_slow_reader_holds_the_server_back(server: FaultServer, qgis_app: Any) -> None:
    size = 96 << 20
    url = server.add("/big", Reply(body=size))
    adapter = QgisAdapter()

    def read() -> int:
        request = requests.Request("GET", url).prepare()
        answer = adapter.send(request, timeout=(1, 1))
        delivery, received, most = answer.raw._delivery, 0, 0
        while chunk := answer.raw.read(1 << 20):
            if not received:
                time.sleep(1.5)  # longer than the read time-out: held back is not stalled
            received += len(chunk)
            most = max(most, delivery.waiting)
        assert most < 3 * READ_BUFFER
        return received

    assert in_worker(read) == size
    adapter.close()


def test_qgis_own_timeout_is_never_a_success(server: FaultServer, qgis_app: Any) -> None:
    before = QgsNetworkAccessManager.timeout()
    QgsNetworkAccessManager.setTimeout(500)
    session = qgis_session(timeouts=Timeouts(read=30), retry=Retry(times=0))
    try:
        with pytest.raises(TimedOut, match=r"0\.5 s"):
            in_worker(session.get, server.add("/x", stall(200)))
        with pytest.raises(TimedOut):
            in_worker(session.get, server.add("/y", Reply(delay=20)))
    finally:
        QgsNetworkAccessManager.setTimeout(before)
        session.close()


def test_close_ends_threads_and_requests(server: FaultServer, session: Session) -> None:
    url = server.add("/x", as_json(1))

    def ask_many() -> None:
        threads = [threading.Thread(target=session.get, args=(url,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)

    before = len(os.listdir("/proc/self/task")) if os.path.isdir("/proc/self/task") else 0
    for _ in range(10):
        in_worker(ask_many)
        session.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "gaia-network"]
    if before:
        until = time.monotonic() + 5
        while len(os.listdir("/proc/self/task")) > before + 3 and time.monotonic() < until:
            time.sleep(0.05)
        assert len(os.listdir("/proc/self/task")) <= before + 3
    errors: list[BaseException] = []

    def ask() -> None:
        try:
            session.get(server.add("/slow", Reply(delay=20)))
        except Exception as error:
            errors.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    while not server.seen or server.seen[-1].path != "/slow":
        QCoreApplication.processEvents()
    session.close()
    thread.join(5)
    assert not thread.is_alive() and errors


def test_idle_threads_end_by_themselves(
    server: FaultServer, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network_couriers, "IDLE_SECONDS", 0.1)

    def echo(seen: Seen) -> Reply:
        return as_json(seen.path)

    url = server.add("/x", echo)
    assert in_worker(session.get, url).json() == "/x"
    until = time.monotonic() + 5
    while any(thread.name == "gaia-network" for thread in threading.enumerate()):
        assert time.monotonic() < until
        time.sleep(0.02)
    assert in_worker(session.get, url).json() == "/x"


def test_a_closed_adapter_can_be_used_again_at_once(server: FaultServer, session: Session) -> None:
    """A courier that was busy while the session was closed must not be given work again."""
    slow, quick = server.add("/slow", Reply(delay=20)), server.add("/x", as_json("again"))

    def close_while_busy() -> None:
        def ask() -> None:
            with pytest.raises(ConnectionLost):
                session.get(slow)

        before = len(server.seen)
        thread = threading.Thread(target=ask)
        thread.start()
        while len(server.seen) == before:
            time.sleep(0.01)
        session.close()
        thread.join(5)
        assert session.get(quick).json() == "again"

    for _ in range(5):
        in_worker(close_while_busy)


def test_a_row_that_needs_longer_outlasts_qgis_own_timeout(
    server: FaultServer, qgis_app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """QGIS ends any reply after its own time-out; one that a row of the registry knows to be slow is waited
    for, while the body is read as well."""
    monkeypatch.setattr(network_handler, "USUAL", Timeouts(read=1.0))
    before = QgsNetworkAccessManager.timeout()
    QgsNetworkAccessManager.setTimeout(500)
    session = qgis_session(timeouts=Timeouts(read=1.0), retry=Retry(times=0))
    patient = session.with_timeouts(read=20)
    head = server.add("/head", as_json("slow", delay=1.5))
    body = server.add("/body", as_json("y" * 9, drip=(6, 1.5)))
    try:
        with pytest.raises(TimedOut, match=r"0\.5 s"):
            in_worker(session.get, head)
        assert in_worker(patient.get, head).json() == "slow"
        assert in_worker(patient.get, body).json() == "y" * 9
        short = session.with_timeouts(read=1.2)
        with pytest.raises(TimedOut, match=r"1\.2 s"):
            in_worker(short.get, server.add("/x", stall(10)))
    finally:
        QgsNetworkAccessManager.setTimeout(before)
        session.close()
