"""One selection for list and map."""

from __future__ import annotations

from gaia_plugin.bridge.selection import Selection


def test_a_change_is_told_once_with_its_author():
    selection, heard = Selection(), []
    selection.changed.connect(lambda keys: heard.append((keys, selection.origin)))
    selection.select(["a", "b", "a"], "list")
    selection.select(["b", "a"], "map")
    assert heard == [(["a", "b"], "list")]
    assert selection.keys == ["a", "b"] and selection.origin is None
    selection.select([])
    assert heard[1:] == [([], None)]


def test_listeners_that_answer_do_not_loop():
    selection, heard = Selection(), []

    def follow(keys):
        heard.append(keys)
        selection.select(keys, "map")

    selection.changed.connect(follow)
    selection.select(["a"], "list")
    assert heard == [["a"]]


def test_hover():
    selection, heard = Selection(), []
    selection.hovered.connect(heard.append)
    for key in ("a", "a", None):
        selection.hover(key)
    assert heard == ["a", None] and selection.hovered_key is None


def test_clear_ends_both():
    selection = Selection()
    selection.select(["a"])
    selection.hover("a")
    selection.clear()
    assert (selection.keys, selection.hovered_key) == ([], None)
