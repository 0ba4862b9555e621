"""A first start, with a network and without: what is ticked, what is asked, and what is said."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.util import find_spec, resolve_name

import pytest

from gaia_plugin.bridge import online
from gaia_plugin.bridge.settings import Settings
from gaia_plugin.core import errors
from gaia_plugin.core.catalogs.base import Catalog, CatalogEntry, Description
from gaia_plugin.core.catalogs.federation import State, Status
from gaia_plugin.core.model import Page
from gaia_plugin.gui import controller as controller_module
from gaia_plugin.gui import offline


class Lost(Catalog):
    """A catalogue whose host has no address, as without a network."""

    asked: list[str] = []

    def describe(self, cancel=None) -> Description:
        return Description()

    def search(self, query, cancel=None) -> Iterator[Page]:
        self.asked.append(self.entry.id)
        raise errors.HostNotFound(host=f"{self.entry.id}.example")
        yield


@pytest.fixture
def everything(monkeypatch, iface):
    """A first start: nothing chosen yet. No catalogue that is elsewhere is really asked."""
    Settings().forget()
    made = controller_module.make_catalog
    Lost.asked = []

    def make(entry, session):
        return Lost(entry, session) if online.needs_network(entry) else made(entry, session)

    monkeypatch.setattr(controller_module, "make_catalog", make)


@pytest.fixture
def first(everything, plugin, wait_for):
    wait_for(plugin.dock.widget, 20)  # the dock is made between turns of the event loop
    return plugin.dock.controller


def said(panel):
    shown = (row for row in panel.sourcesState._rows.values() if not row.isHidden())
    return [row.title.text() for row in shown if row.error.text()]


def test_all_that_are_open_are_ticked_at_the_first_start(first):
    ticked = first.panel.search.sources.checked()
    assert ticked == [key for key, entry in first.entries.items() if not entry.closed]
    assert first.panel.search.sources.value == f"{len(ticked)}/{len(ticked)}" and len(ticked) > 30
    assert f"{len(ticked)} sources" in first.panel.results.empty_text
    assert not Settings().catalogs_chosen  # a later version's new rows are on, too


def test_without_a_network_only_what_is_here_is_asked(first, found, iface, monkeypatch, wait_for):
    monkeypatch.setattr(controller_module, "has_network", lambda: False)
    assert found("") >= 12
    panel = first.panel
    assert Lost.asked == [] and list(first.search.statuses) == ["demo"]
    assert iface.said() == offline.sentence()
    assert panel.status.said.endswith(" · no network") and panel.status.icon().isNull()
    row = panel.sourcesState._offline
    assert row.error.text() == offline.sentence() and said(panel) == []
    assert row.title.text().startswith(f"{len(panel.search.sources.checked()) - 1} sources")
    row.action.click()  # a network that is not seen as one
    wait_for(lambda: Lost.asked and not first.search.running, 20)
    assert len(Lost.asked) > 30


def test_a_network_that_leads_nowhere_is_one_sentence_too(first, found, monkeypatch, wait_for):
    monkeypatch.setattr(controller_module, "has_network", lambda: True)
    assert found("snow") >= 1
    panel = first.panel
    assert len(Lost.asked) > 30 and said(panel) == []
    assert panel.status.said.endswith(" · no network") and panel.status.icon().isNull()
    assert panel.sourcesState._offline.error.text() == offline.sentence()
    before = len(Lost.asked)
    panel.sourcesState._offline.action.click()
    wait_for(lambda: not first.search.running, 20)
    assert len(Lost.asked) == 2 * before
    panel.search.sources.popup.demo.click()
    assert found("") >= 12
    assert panel.sourcesState._offline is None and "network" not in panel.status.said


def failed(key, error):
    return Status(key, key, State.FAILED, error=error)


def test_a_failure_of_their_own_is_not_the_networks():
    lost = [failed(key, errors.HostNotFound(host=key)) for key in "abc"]
    remote = {"a", "b", "c", "d", "e"}
    assert offline.cut_off(lost, remote) == ["a", "b", "c"]
    assert offline.cut_off(lost[:2], remote) == []
    here = failed("here", errors.ConnectionRefused(host="127.0.0.1"))
    assert offline.cut_off([*lost, here], remote) == ["a", "b", "c"]
    for answer in (
        Status("d", "d", State.DONE),
        Status("d", "d", State.SEARCHING, received=3),
        failed("d", errors.ServiceUnavailable(host="d", status=503)),
    ):
        assert offline.cut_off([*lost, answer], remote) == []
    many = [failed(f"m{n}", errors.HostNotFound(host="m")) for n in range(9)]
    known = Status("d", "d", State.DONE, received=15)  # by itself, without asking anybody
    assert len(offline.cut_off([*many, known], {one.catalog for one in (*many, known)})) == 9
    silent = [Status(key, key, State.SEARCHING) for key in "defg"]
    assert offline.cut_off([*lost, *silent], {*remote, "f", "g"}) == []  # too early to tell


@pytest.mark.parametrize(
    ("url", "needs"),
    [
        ("file:///tmp/catalog.json", False), ("http://127.0.0.1:8080/stac", False),
        ("http://[::1]/csw", False), ("http://localhost/csw", False),
        ("https://example.org/stac", True), ("https://192.0.2.7/x", True),
        ("http://[bad", True), ("https://localhost.example.org", True),
    ],
)  # fmt: skip
def test_what_is_on_this_machine_needs_no_network(url, needs):
    assert online.needs_network(CatalogEntry("x", "stac", url)) is needs


def test_interfaces_are_looked_at_and_nothing_is_sent(monkeypatch):
    assert online.has_network() in (True, False)
    own = online.QNetworkInterface.allInterfaces()
    loopback = [one for one in own if one.flags() & online.QNetworkInterface.InterfaceFlag.IsLoopBack]
    if not loopback:
        pytest.skip("this machine has no loopback interface")

    class Only(online.QNetworkInterface):
        shown = loopback

        @staticmethod
        def allInterfaces():
            return Only.shown

    monkeypatch.setattr(online, "QNetworkInterface", Only)
    assert online.has_network() is False
    Only.shown = []
    assert online.has_network() is True


def test_nothing_is_left_to_import_when_forty_threads_begin(first, wait_for):
    wait_for(lambda: first._ready, 30)
    package = controller_module.__package__.rsplit(".", 1)[0]
    names = [resolve_name(name, f"{package}.core.catalogs") for name in controller_module.LATE]
    missing = [name for name in names if name not in sys.modules]
    there = [name for name in missing if find_spec(name.partition(".")[0]) is not None]
    assert there == [] and f"{package}.core.net.exchange" in sys.modules
