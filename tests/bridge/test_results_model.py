"""The list of results, without a view."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import QModelIndex, QPersistentModelIndex
from qgis.PyQt.QtGui import QColor, QImage

from gaia_plugin.bridge.results_model import ResultsModel
from gaia_plugin.core.model import Lazy, Link, LinkKind, Period, Source, box_polygon
from tests.bridge.records import dataset, granule

Role = ResultsModel.Role


@pytest.fixture
def model():
    return ResultsModel()


def titles(model):
    return [model.data(model.index(row), Role.TITLE) for row in range(model.rowCount())]


def test_roles_say_what_a_row_shows(model):
    model.set_catalogs({"demo": "Demonstration", "aeris": "AERIS"})
    record = dataset(
        1, box_polygon(0, 0, 1, 1), provider="CNRS", license="CC-BY-4.0", abstract="About snow.",
        sources=(Source("demo", "1"), Source("aeris", "x")),
    )  # fmt: skip
    model.append([record, granule(2, properties={"eo:cloud_cover": 4.6}), granule("untitled", title="")])
    first, second, third = (model.index(row) for row in range(3))
    assert model.data(first, Role.RECORD) is record
    assert model.data(first, Role.SUBTITLE) == "CNRS · 2018–2020 · CC-BY-4.0"
    assert model.data(first, Role.SOURCES) == ("Demonstration", "AERIS")
    assert model.data(first, Role.ABSTRACT) == "About snow."
    assert (model.data(first, Role.HAS_FOOTPRINT), model.data(second, Role.HAS_FOOTPRINT)) == (True, False)
    assert model.data(second, Role.SUBTITLE) == "Demonstration · ☁ 5 %"
    assert model.data(third, Role.TITLE) == "untitled"
    assert QColor(model.data(first, Role.COLOR)).isValid()
    assert model.data(first, Role.KEY) == ("demo", "1")
    assert model.data(QModelIndex(), Role.TITLE) is None
    assert model.data(first, 9999) is None


def test_badges_are_read_for_painted_rows_only(model):
    read = []

    def links():
        read.append(1)
        return [
            Link("u", LinkKind.DOWNLOAD),
            Link("u", LinkKind.FEATURES),
            Link("u", LinkKind.WMS),
            Link("u", LinkKind.INFO),
        ]

    model.append([granule(i, links=Lazy(links)) for i in range(50)])
    assert not read
    assert model.data(model.index(3), Role.BADGES) == ("WMS", "WFS", "FILE")
    model.data(model.index(3), Role.BADGES)
    assert read == [1]
    model.append([dataset("g", has_granules=True), dataset("s", links=(Link("u", LinkKind.STAC),))])
    assert [model.data(model.index(row), Role.BADGES) for row in (50, 51)] == [("GRANULES",)] * 2


def test_a_thumbnail_is_asked_for_once_and_only_where_there_is_one(model):
    wanted, changed = [], []
    model.thumbnailWanted.connect(wanted.append)
    model.dataChanged.connect(lambda first, last, roles=(): changed.append((first.row(), list(roles))))
    model.append([dataset(1, thumbnail="https://example.org/1.png"), dataset(2)])
    for _ in range(2):
        assert [model.data(model.index(row), Role.THUMBNAIL) for row in range(2)] == [None, None]
    assert [record.id for record in wanted] == ["1"]
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    model.set_thumbnail(("demo", "1"), image)
    model.set_thumbnail(("demo", "gone"), image)
    assert changed == [(0, [Role.THUMBNAIL])]
    assert model.data(model.index(0), Role.THUMBNAIL).size() == image.size()


def test_a_key_is_in_it_once(model):
    model.append([dataset(1), dataset(2)])
    model.append([dataset(1, title="Newer"), dataset(3)])
    assert titles(model) == ["Newer", "Dataset 2", "Dataset 3"]
    assert (model.row_of(("demo", "3")), model.row_of(("demo", "9"))) == (2, -1)
    assert not model.index_of(("demo", "9")).isValid()


def test_records_in_two_catalogues_are_two(model):
    model.append([dataset(1), dataset(1, catalog="aeris")])
    assert model.rowCount() == 2


def test_sorting_keeps_what_views_hold(model):
    records = [
        dataset(1, title="Zone humide", provider="b", period=Period("2001", "2002")),
        dataset(2, title="Évapotranspiration", provider="a", period=None),
        dataset(3, title="eau", provider="c", period=Period("2001", None)),
        dataset(4, title="forêt", provider="a", period=Period("2020", "2021")),
    ]
    model.append(records)
    held = QPersistentModelIndex(model.index(2))
    model.sort_by("title")
    assert titles(model) == ["eau", "Évapotranspiration", "forêt", "Zone humide"]
    assert held.row() == 0 and model.row_of(("demo", "3")) == 0
    model.sort_by("date")
    assert titles(model) == ["eau", "forêt", "Zone humide", "Évapotranspiration"]
    model.sort_by("provider")
    assert titles(model) == ["Évapotranspiration", "forêt", "Zone humide", "eau"]
    model.sort_by("relevance")
    assert titles(model) == [record.title for record in records]
    with pytest.raises(ValueError):
        model.sort_by("colour")


def test_what_streams_into_a_sorted_list_finds_its_place(model, wait_for):
    model.sort_by("title")
    model.append([dataset(1, title="b")])
    model.append([dataset(2, title="a")])
    wait_for(lambda: titles(model) == ["a", "b"])
    assert model.row_of(("demo", "2")) == 0


def test_scrolling_to_the_end_asks_for_more_once(model):
    asked = []
    model.moreWanted.connect(lambda: asked.append(1))
    model.append([dataset(1)])
    assert not model.canFetchMore(QModelIndex())
    model.set_has_more(True)
    assert model.canFetchMore(QModelIndex())
    model.fetchMore(QModelIndex())
    model.fetchMore(QModelIndex())
    assert asked == [1]


def test_another_language_shows_other_texts(model):
    record = dataset(1, title="Snow", texts={"fr": {"title": "Neige"}}, period=Period("2018-03", None))
    model.append([record])
    changed = []
    model.dataChanged.connect(lambda first, last, roles=(): changed.append((first.row(), last.row())))
    model.language = "fr"
    assert titles(model) == ["Neige"] and changed == [(0, 0)]
    assert "mars 2018" in model.data(model.index(0), Role.PERIOD)


def test_clear_forgets_everything(model, wait_for):
    model.append([dataset(i) for i in range(500)])
    model.clear()
    assert model.rowCount() == 0 and model.row_of(("demo", "1")) == -1
    model.append([dataset(1)])
    assert titles(model) == ["Dataset 1"]


def test_names_are_read_out_for_those_who_do_not_see(model):
    from qgis.PyQt.QtCore import Qt

    model.append([dataset(1, provider="CNRS", links=(Link("u", LinkKind.WMS),))])
    assert (
        model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole) == "Dataset 1, CNRS · 2018–2020, WMS"
    )


def test_those_without_a_footprint_by_themselves(model):
    here = box_polygon(0, 0, 1, 1)
    model.append([dataset(n, here if n % 2 else None, title=f"T{n}") for n in range(6)])
    assert (model.total, model.placeless) == (6, 3)
    model.show_only_placeless(True)
    assert titles(model) == ["T0", "T2", "T4"] and model.total == 6
    assert model.row_of(("demo", "1")) == -1 and model.holds(("demo", "1"))
    model.append([dataset(6, None, title="T6"), dataset(7, here, title="T7")])
    model.append([dataset(1, here, title="again")])
    model.update_records([dataset(3, None, title="lost its place"), dataset("unknown", None)])
    assert titles(model) == ["T0", "T2", "T4", "T6"] and (model.total, model.placeless) == (8, 5)
    model.sort_by("title")
    model.show_only_placeless(False)
    assert titles(model) == ["again", "lost its place", "T0", "T2", "T4", "T5", "T6", "T7"]
    model.sort_by("relevance")
    assert titles(model) == ["T0", "again", "T2", "lost its place", "T4", "T5", "T6", "T7"]
    assert [model.row_of(("demo", str(n))) for n in range(8)] == list(range(8))
    model.show_only_placeless(True)
    model.clear()
    assert (model.total, model.placeless, model.rowCount()) == (0, 0, 0)
    model.append([dataset(1, here, title="T1")])
    assert titles(model) == ["T1"]


@pytest.mark.parametrize(
    ("license", "shown"),
    [("CC-BY-4.0", "CC-BY-4.0"), ("other", ""), ("Other", ""), ("proprietary", ""), ("x" * 25, "")],
)
def test_words_that_say_nothing_of_a_licence_are_left_out(model, license, shown):
    model.append([granule(1, license=license)])
    assert model.data(model.index(0), Role.SUBTITLE) == " · ".join(filter(None, ["demo", shown]))
