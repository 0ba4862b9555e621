"""Names of a hundred granules: what tells them apart is seen in a narrow dock."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtGui import QFont, QFontMetrics
from qgis.PyQt.QtWidgets import QStyleOptionViewItem, QTreeWidget, QTreeWidgetItem

from gaia_plugin.gui.telling import Telling, elided, forms, shortened

DAYS = [f"SENTINEL2A_202301{day:02}-105401-123_L2A_T31TCJ_C_V3-1.zip" for day in range(1, 10)]


def within(signs):
    return lambda form: len(form) <= signs


@pytest.mark.parametrize("signs", [10, 18, 25, 41, 47])
def test_the_day_stays(signs):
    short = [shortened(name, DAYS, within(signs)) for name in DAYS]
    assert len(set(short)) == len(DAYS) and all(len(one) <= signs for one in short)
    assert all(f"202301{day:02}" in one for day, one in enumerate(short, 1))


def test_as_much_is_shown_as_there_is_room_for():
    assert shortened(DAYS[0], DAYS, within(60)) == DAYS[0]
    assert shortened(DAYS[0], DAYS, within(44)) == "…20230101-105401-123_L2A_T31TCJ_C_V3-1.zip"
    assert shortened(DAYS[0], DAYS, within(32)) == "…20230101-105401-123_L2A_T31TCJ…"


def test_all_that_differs_stays_and_only_like_names_count():
    tile = DAYS[0].replace("T31TCJ", "T30UXV")
    assert forms(DAYS[0], (DAYS[1], tile))[-1] == "…20230101…T31TCJ…"
    assert forms(DAYS[0], ("ozone.nc", "notes_of_a_day_of_which_nothing_is_known.zip")) == (DAYS[0],)


@pytest.mark.parametrize("name", ["", "a", "___", "été_1.tif", "x" * 300])
def test_whatever_the_name(name, qgis_app):
    metrics = QFontMetrics(QFont())
    for others in ([], [name], [f"{name}_2"], DAYS):
        assert forms(name, tuple(others))[0] == name
        for width in (30, 300):
            assert metrics.horizontalAdvance(elided(name, others, metrics, width)) <= width


def test_the_rows_of_a_column_differ(qgis_app):
    tree = QTreeWidget()
    tree.setItemDelegateForColumn(0, Telling(tree))
    tree.addTopLevelItems([QTreeWidgetItem([name]) for name in DAYS])
    shown = []
    for row in range(len(DAYS)):
        option = QStyleOptionViewItem()
        option.font = tree.font()
        option.fontMetrics = tree.fontMetrics()
        option.rect.setWidth(34 + tree.fontMetrics().horizontalAdvance("…20230101-1…"))
        tree.itemDelegateForColumn(0).initStyleOption(option, tree.model().index(row, 0))
        shown.append(option.text)
    assert shown == [f"…202301{day:02}…" for day in range(1, 10)]
