"""The whole record arrives later, once, and never in place of another."""

from __future__ import annotations

import threading

import pytest

from gaia_plugin.bridge.completion import Completion
from gaia_plugin.core.errors import HostNotFound
from gaia_plugin.core.model import Dataset, Source


class Whole:
    """A catalogue that knows more; ``gate`` holds its answers."""

    def __init__(self):
        self.asked, self.threads, self.error = [], [], None
        self.gate = threading.Event()
        self.gate.set()

    def complete(self, dataset, cancel=None):
        self.asked.append(dataset.id)
        self.threads.append(threading.current_thread())
        self.gate.wait(5)
        cancel.check()
        if self.error:
            raise self.error
        return Dataset(id="urn:" + dataset.id, title=dataset.title, abstract="long", catalog="x")


@pytest.fixture
def completion(qgis_app):
    made = Completion()
    made.told = []
    made.completed.connect(made.told.append)
    yield made
    made.stop()


def test_completed_off_the_main_thread_and_known_afterwards(completion, wait_for):
    catalog, short = Whole(), Dataset(id="a", title="A", catalog="c", sources=(Source("c", "a"),))
    completion.want(catalog, short)
    wait_for(lambda: completion.told)
    whole = completion.told[0]
    assert (whole.key, whole.abstract, whole.sources) == (short.key, "long", short.sources)
    assert catalog.threads[0] is not threading.main_thread()
    completion.want(catalog, short)
    assert len(completion.told) == 2 and catalog.asked == ["a"]


def test_only_the_last_one_is_asked_for(completion, wait_for):
    catalog = Whole()
    for name in "abc":
        completion.want(catalog, Dataset(id=name, title=name, catalog="c"))
    wait_for(lambda: completion.told)
    assert catalog.asked == ["c"]


def test_an_answer_that_comes_too_late_is_dropped(completion, wait_for):
    catalog = Whole()
    catalog.gate.clear()
    completion.want(catalog, Dataset(id="a", title="A", catalog="c"))
    wait_for(lambda: catalog.asked)
    completion.want(catalog, Dataset(id="b", title="B", catalog="c"))
    catalog.gate.set()
    wait_for(lambda: completion.told)
    assert [one.id for one in completion.told] == ["b"]


def test_failures_are_silent_and_tried_again(completion, wait_for):
    catalog, short = Whole(), Dataset(id="a", title="A", catalog="c")
    catalog.error = HostNotFound(host="h.example")
    completion.want(catalog, short)
    wait_for(lambda: catalog.asked and not completion._latest.running)
    assert completion.told == [] and completion.whole(short) is short
    catalog.error = None
    completion.want(catalog, short)
    wait_for(lambda: completion.told)


def test_catalogues_that_give_everything_are_not_asked(completion):
    completion.want(object(), Dataset(id="a", title="A"))
    assert not completion._timer.isActive()
