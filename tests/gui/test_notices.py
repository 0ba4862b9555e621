"""The message bar: one message for one action, whole, and failures each told."""

from __future__ import annotations

import pytest
from qgis.core import Qgis
from qgis.PyQt.QtCore import QCoreApplication, QEvent
from qgis.PyQt.QtWidgets import QLabel, QPushButton

from gaia_plugin.core.errors import Cancelled, HostNotFound, ServiceUnavailable
from gaia_plugin.core.model import Granule, Link, LinkKind


@pytest.fixture
def actions(controller, monkeypatch):
    """The actions, with a layer factory that does nothing until the test answers for it."""

    class Layers:
        asked: list = []

        def add(self, record, link, dataset=None):
            self.asked.append((record, link, dataset))

        def cancel(self):
            pass

    made = Layers()
    made.asked = []
    monkeypatch.setattr(controller.actions, "_layers", made)
    return controller.actions


class Layer:
    def __init__(self, name):
        self._name = name

    def name(self):
        return self._name


def granules(count):
    links = [Link(f"http://h.example/{n}.tif", LinkKind.COG) for n in range(count)]
    return [Granule(id=f"g{n}", title=f"G {n}", links=(link,)) for n, link in enumerate(links)]


def texts(iface):
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return [label.text() for label in iface.bar.findChildren(QLabel, "said")]


def test_six_layers_are_one_message(actions, iface, panel):
    records = granules(6)
    for record in records:
        actions.add(record)
    for record in records[:5]:
        actions._added(record.links[0], Layer(record.title))
    assert panel.busy.isVisible() and iface.said() == ""
    actions._added(records[5].links[0], Layer("last"))
    assert iface.said() == "6 layers are on the map." and panel.busy.isHidden()
    actions.add(records[0])
    actions._added(records[0].links[0], Layer("Snow <b>"))
    assert iface.said() == "Snow <b> is on the map."
    assert len(iface.bar.items() if hasattr(iface.bar, "items") else [1]) == 1


def test_failures_are_grouped_by_what_they_say_and_retried_together(actions, iface):
    records = granules(5)
    for record in records:
        actions.add(record)
    for record in records[:3]:
        actions._not_added(record.links[0], ServiceUnavailable(host="h.example", status=503))
    actions._not_added(records[3].links[0], HostNotFound(host="x.example"))
    actions._not_added(records[4].links[0], Cancelled())
    said = texts(iface)
    assert len(said) == 2
    grouped = next(one for one in said if "503" in one)
    assert grouped.endswith("(3 times)") and any("x.example" in one for one in said)
    before = len(actions.layers.asked)
    for button in iface.bar.findChildren(QPushButton):
        label = button.parent().findChild(QLabel, "said")
        if label is not None and "503" in label.text():
            button.click()
            break
    again = [record for record, _, _ in actions.layers.asked[before:]]
    assert again == records[:3]


def test_what_is_slow_does_not_hold_back_what_is_done(actions, iface, wait_for):
    records = granules(2)
    for record in records:
        actions.add(record)
    actions._added(records[0].links[0], Layer("first"))
    wait_for(lambda: iface.said() == "first is on the map.", 10)
    actions._added(records[1].links[0], Layer("second"))
    assert iface.said() == "2 layers are on the map."


def test_a_long_message_is_whole(controller, iface):
    text = "snow.example.org is not working at the moment (HTTP 503): try again later. " * 2
    controller.actions.notices.say(text.strip(), Qgis.MessageLevel.Warning, "Retry", lambda: None)
    said = iface.bar.currentItem().findChild(QLabel, "said")
    assert said.wordWrap() and said.height() > 2 * said.fontMetrics().height()


def test_a_failure_that_came_after_all_is_no_longer_said(actions, iface):
    """Also where it was not the message's own button that tried again."""
    records = granules(2)
    for record in records:
        actions.add(record)
    for record in records:
        actions._not_added(record.links[0], HostNotFound(host="x.example"))
    for count, record in enumerate(records, 1):
        actions.add(record)
        actions._added(record.links[0], Layer(record.title))
        assert len([one for one in texts(iface) if "x.example" in one]) == (count == 1)


def test_a_retry_that_works_is_not_told_as_a_failure_again(actions, iface):
    records = granules(3)
    for record in records:
        actions.add(record)
    actions._not_added(records[0].links[0], HostNotFound(host="x.example"))
    actions._adding._say()  # the others are slow
    iface.bar.currentItem().findChildren(QPushButton)[0].click()
    for record in (records[1], records[2], records[0]):
        actions._added(record.links[0], Layer(record.title))
    assert texts(iface) == ["3 layers are on the map."]
