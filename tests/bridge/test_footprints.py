"""The footprint layer in a real project."""

from __future__ import annotations

import pytest
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsDateTimeRange,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsMapRendererCustomPainterJob,
    QgsMapSettings,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QSize, QTime
from qgis.PyQt.QtGui import QColor, QImage, QPainter

from gaia_plugin.bridge import footprint_style
from gaia_plugin.bridge.footprints import FootprintLayer, color_of
from gaia_plugin.bridge.selection import Selection
from gaia_plugin.core.errors import CannotWrite
from gaia_plugin.core.model import Period, Source, box_polygon
from tests.bridge.records import dataset, granule, polygon

LABELS = (Qgis.MapSettingsFlag if hasattr(Qgis, "MapSettingsFlag") else QgsMapSettings).DrawLabeling


@pytest.fixture
def selection():
    return Selection()


@pytest.fixture
def save(wait_for):
    """Saves and waits for it; raises what is told."""

    def saving(footprints, path):
        told = []
        footprints.save_as(path, told.append)
        wait_for(lambda: told, 20)
        if told[0] is not None:
            raise told[0]

    return saving


@pytest.fixture
def footprints(project, selection):
    layer = FootprintLayer(selection, project)
    layer.set_catalogs({"demo": "Demonstration", "aeris": "AERIS"})
    yield layer
    layer.remove()


def rendered(layer, crs="EPSG:4326", extent=(-180, -90, 180, 90), period=None, size=(400, 200), labels=False):
    settings = QgsMapSettings()
    settings.setDestinationCrs(QgsCoordinateReferenceSystem(crs))
    settings.setLayers([layer])
    settings.setExtent(QgsRectangle(*extent))
    settings.setOutputSize(QSize(*size))
    settings.setBackgroundColor(QColor("white"))
    settings.setFlag(LABELS, labels)
    settings.setSelectionColor(QColor("yellow"))
    if period:
        settings.setIsTemporal(True)
        settings.setTemporalRange(period)
    context = QgsExpressionContext()
    context.appendScopes(
        [QgsExpressionContextUtils.globalScope(), QgsExpressionContextUtils.mapSettingsScope(settings)]
    )
    settings.setExpressionContext(context)
    image = QImage(settings.outputSize(), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    job = QgsMapRendererCustomPainterJob(settings, painter)
    job.renderSynchronously()
    painter.end()
    return image


def inked(image, box=None):
    """The share of pixels that are not white in a part of the image: left, top, right, bottom, as shares."""
    left, top, right, bottom = box or (0, 0, 1, 1)
    xs = range(int(left * image.width()), int(right * image.width()))
    ys = range(int(top * image.height()), int(bottom * image.height()))
    marked = sum(image.pixelColor(x, y) != QColor("white") for x in xs for y in ys)
    return marked / (len(xs) * len(ys))


def test_one_layer_holds_every_footprint_and_none_for_records_without(project, footprints):
    footprints.append(
        [
            dataset(1, box_polygon(0, 40, 10, 50)),
            dataset(2),
            dataset(3, box_polygon(3, 44, 3, 44), catalog="aeris"),
        ]
    )
    layer = footprints.layer
    assert (layer.featureCount(), footprints.count) == (2, 2)
    assert list(project.mapLayers().values()) == [layer]
    first, second = layer.getFeatures()
    assert [first[name] for name in ("title", "catalog_title", "period", "shape")] == [
        "Dataset 1", "Demonstration", "2018–2020", "polygon",
    ]  # fmt: skip
    assert (second["catalog_title"], second["shape"]) == ("AERIS", "point")
    assert footprints.key_of_feature(second.id()) == ("aeris", "3")
    assert footprints.key_of_feature(99) is None


def test_it_lies_on_top_and_is_a_view_not_a_document(project, footprints):
    below = QgsVectorLayer("Point?crs=EPSG:4326", "mine", "memory")
    project.addMapLayer(below)
    layer = footprints.ensure()
    assert [node.layerId() for node in project.layerTreeRoot().findLayers()] == [layer.id(), below.id()]
    assert layer.customProperty("skipMemoryLayersCheck") == 1
    assert layer.readOnly()
    assert footprints.ensure() is layer


def test_a_broken_footprint_costs_its_drawing_only(footprints):
    broken = {"type": "Polygon", "coordinates": [[["x"]]]}
    footprints.append([dataset(1, broken), dataset(2, box_polygon(0, 0, 1, 1))])
    assert [f["id"] for f in footprints.layer.getFeatures()] == ["2"]


def test_all_attributes_arrive(footprints):
    footprints.append(
        [
            granule(
                "S2", box_polygon(1, 2, 3, 4), period=Period("2020-05-06T10:11:12Z", None), doi="10.1/x",
                license="CC-BY-4.0", properties={"eo:cloud_cover": 12.5}, provider="ESA",
                footprint_note="rounded",
                thumbnail="https://example.org/t.png", sources=(Source("demo", "S2", "https://example.org/S2"),),
            )
        ]
    )  # fmt: skip
    feature = next(footprints.layer.getFeatures())
    found = {f.name(): feature[f.name()] for f in footprints.layer.fields()}
    assert found["start"] == QDateTime(QDate(2020, 5, 6), QTime(10, 11, 12))
    assert not found["end"]
    expected = {
        "id": "S2", "collection": "c", "kind": "granule", "cloud_cover": 12.5, "license": "CC-BY-4.0",
        "doi": "10.1/x",
        "provider": "ESA", "note": "rounded", "thumbnail": "https://example.org/t.png",
        "url": "https://example.org/S2", "period": "since 6 May 2020", "shape": "polygon", "cut": 0,
    }  # fmt: skip
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("moment", "seen"),
    [
        ("2017-06-01", {"open start"}),
        ("2019-06-01", {"open start", "closed", "open end"}),
        ("2024-01-01", {"open end"}),
    ],
)
def test_the_temporal_controller_plays_them(footprints, moment, seen):
    places = {"open start": (-150, Period(None, "2019-12-31")), "closed": (0, Period("2018", "2020")),
              "open end": (120, Period("2019-01-01", None))}  # fmt: skip
    footprints.append(
        [dataset(name, box_polygon(x, -40, x + 30, 40), period=p) for name, (x, p) in places.items()]
    )
    assert footprints.layer.temporalProperties().isActive()
    begin = QDateTime.fromString(moment, "yyyy-MM-dd")
    image = rendered(footprints.layer, period=QgsDateTimeRange(begin, begin.addDays(1)))
    drawn = {
        name
        for name, (x, _) in places.items()
        if inked(image, ((x + 185) / 360, 0.4, (x + 205) / 360, 0.6)) > 0.5
    }
    assert drawn == seen


def test_the_antimeridian_draws_no_band_around_the_world(footprints):
    footprints.append([dataset(1, polygon((176, -20), (-178, -19), (-179, -14), (175, -15)))])
    for crs, extent, size in (
        ("EPSG:4326", (-180, -90, 180, 90), (400, 200)),
        ("EPSG:3857", (-2e7, -2e7, 2e7, 2e7), (200, 200)),
    ):
        image = rendered(footprints.layer, crs, extent, size=size)
        assert inked(image, (0.1, 0, 0.9, 1)) == 0
        assert inked(image, (0, 0.3, 0.05, 0.7)) > 0 and inked(image, (0.95, 0.3, 1, 0.7)) > 0


@pytest.fixture
def filled(monkeypatch):
    """Footprints of every width are filled: a wide one is otherwise drawn as its outline only."""
    monkeypatch.setattr(footprint_style, "_FILLED", "true")


@pytest.mark.parametrize(
    ("crs", "extent", "size"),
    [
        ("EPSG:4326", (-19, 80, 17, 89), (400, 100)),
        ("EPSG:3857", (-1.9e7, 1.2e7, 1.9e7, 1.9e7), (400, 70)),
        ("EPSG:3413", (-8e5, -8e5, 8e5, 8e5), (200, 200)),
    ],
)
@pytest.mark.parametrize(
    "footprint",
    [
        box_polygon(-180, -90, 180, 90),
        box_polygon(-180, 70, 180, 90),
        polygon(*((x, 70) for x in range(-170, 180, 20))),
    ],
    ids=["world", "cap", "ring round the pole"],
)
def test_the_north_is_filled_in_every_projection(filled, footprints, footprint, crs, extent, size):
    footprints.append([dataset(1, footprint)])
    assert inked(rendered(footprints.layer, crs, extent, size=size)) == 1.0


def test_the_world_fills_a_polar_map_that_sees_far(filled, footprints):
    footprints.append([dataset(1, box_polygon(-180, -90, 180, 90))])
    image = rendered(footprints.layer, "EPSG:3031", (-1e7, -1e7, 1e7, 1e7), size=(200, 200))
    assert inked(image) == 1.0


@pytest.mark.parametrize("footprint", [box_polygon(20, 10, 20, 10), box_polygon(20, 10, 20.01, 10.01)])
def test_what_is_small_has_a_marker(footprints, footprint):
    footprints.append([dataset(1, footprint)])
    image = rendered(footprints.layer)
    x, y = 200 / 360, 80 / 180
    around = (x - 0.015, y - 0.03, x + 0.015, y + 0.03)
    assert inked(image, around) > 0.3
    assert inked(image) < 0.01


def test_a_small_footprint_lies_over_a_large_one_that_came_later(footprints):
    footprints.append([dataset("small", box_polygon(-20, -20, 20, 20), catalog="aeris")])
    footprints.append([dataset("world", box_polygon(-180, -90, 180, 90), catalog="demo")])
    edge = rendered(footprints.layer).pixelColor(200, int(100 - 20 * 200 / 180))
    assert abs(edge.hue() - QColor(color_of("aeris")).hue()) < 25


def test_a_selected_footprint_shows_what_lies_under_it(footprints, selection):
    footprints.append([dataset(1, box_polygon(-90, -45, 90, 45))])
    selection.select([("demo", "1")])
    image = rendered(footprints.layer)
    assert image.pixelColor(150, 60) == QColor("white")
    assert "#ffff00" in {image.pixelColor(x, 100).name() for x in range(95, 105)}


def test_selection_goes_both_ways(footprints, selection):
    footprints.append([dataset(i, box_polygon(i, 0, i + 1, 1)) for i in range(4)] + [dataset("nowhere")])
    layer = footprints.layer
    selection.select([("demo", "2"), ("demo", "nowhere")])
    assert layer.selectedFeatureIds() == [footprints.feature_of_key(("demo", "2"))]
    assert selection.keys == [("demo", "2"), ("demo", "nowhere")], (
        "the map must not clear the list's selection"
    )
    heard = []
    selection.changed.connect(lambda keys: heard.append((keys, selection.origin)))
    layer.selectByIds([footprints.feature_of_key(("demo", "3")), footprints.feature_of_key(("demo", "0"))])
    assert (
        len(heard) == 1 and set(heard[0][0]) == {("demo", "3"), ("demo", "0")} and heard[0][1] is footprints
    )
    layer.removeSelection()
    assert selection.keys == []


def test_a_new_search_clears_and_fills_again(footprints, selection):
    footprints.append([dataset(1, box_polygon(0, 0, 1, 1))])
    layer = footprints.layer
    selection.select([("demo", "1")])
    footprints.clear()
    assert (layer.featureCount(), footprints.count, layer.selectedFeatureCount()) == (0, 0, 0)
    assert footprints.extent_of() is None
    footprints.append([dataset(2, box_polygon(5, 5, 6, 6))])
    assert footprints.layer is layer
    assert [footprints.key_of_feature(f.id()) for f in layer.getFeatures()] == [("demo", "2")]


def test_a_new_source_changes_the_record_in_its_place(footprints):
    footprints.append([dataset(1, box_polygon(0, 0, 1, 1)), dataset(2)])
    footprints.update_records(
        [dataset(1, box_polygon(0, 0, 1, 1), provider="Both"), dataset(2, box_polygon(3, 3, 4, 4))]
    )
    assert [(f["id"], f["provider"]) for f in footprints.layer.getFeatures()] == [("1", "Both"), ("2", "")]
    assert footprints.count == 2


def test_the_user_may_delete_the_layer_during_a_search(project, footprints, selection, save):
    footprints.append([dataset(1, box_polygon(0, 0, 1, 1))])
    gone = []
    footprints.layerChanged.connect(gone.append)
    project.removeMapLayer(footprints.layer.id())
    assert (footprints.layer, footprints.count, gone) == (None, 0, [None])
    footprints.append([dataset(2, box_polygon(0, 0, 1, 1))])
    footprints.update_records([dataset(1, box_polygon(0, 0, 1, 1))])
    selection.select([("demo", "1")])
    footprints.settle()
    assert footprints.layer is None, "it stays away until the next search"
    assert footprints.extent_of() is None
    with pytest.raises(CannotWrite):
        save(footprints, "nowhere.gpkg")
    footprints.clear()
    footprints.append([dataset(3, box_polygon(0, 0, 1, 1))])
    assert footprints.layer.featureCount() == 1


def test_it_survives_a_new_project(project, footprints):
    footprints.append([dataset(1, box_polygon(0, 0, 1, 1))])
    project.clear()
    assert footprints.layer is None
    footprints.clear()
    footprints.append([dataset(2, box_polygon(0, 0, 1, 1))])
    assert footprints.layer.featureCount() == 1


@pytest.mark.parametrize("suffix", ["qgs", "qgz"])
def test_a_saved_project_has_no_empty_footprint_layer(project, footprints, tmp_path, suffix):
    mine = QgsVectorLayer("Point?crs=EPSG:4326", "mine", "memory")
    project.addMapLayer(mine)
    footprints.append([dataset(1, box_polygon(0, 0, 1, 1))])
    path = str(tmp_path / f"saved.{suffix}")
    assert project.write(path)
    assert footprints.layer.featureCount() == 1
    other = QgsProject()
    assert other.read(path)
    assert all(layer.isValid() for layer in other.mapLayers().values()), "nothing for QGIS to ask about"
    assert [node.name() for node in other.layerTreeRoot().findLayers()] == ["mine"]
    assert project.read(path)
    assert [layer.name() for layer in project.mapLayers().values()] == ["mine"]


def test_a_footprint_layer_left_in_a_project_is_removed_when_it_is_read(project, footprints, tmp_path):
    leftover = FootprintLayer(Selection(), project)
    leftover.append([dataset(1, box_polygon(0, 0, 1, 1))])
    path = str(tmp_path / "old.qgs")
    project.writeProject.disconnect(leftover._on_project_written)
    assert project.write(path)
    assert project.read(path)
    assert not project.mapLayers()
    assert not project.isDirty()


def test_what_is_saved_is_what_was_there_when_it_was_asked_for(footprints, tmp_path, wait_for):
    footprints.append([dataset(number, box_polygon(0, 0, 1, 1)) for number in range(1000)])
    told = []
    footprints.save_as(str(tmp_path / "asked"), told.append)
    assert not told, "a task writes"
    footprints.clear()
    wait_for(lambda: told, 20)
    saved = QgsVectorLayer(str(tmp_path / "asked.gpkg"), "saved", "ogr")
    assert told == [None] and saved.featureCount() == 1000


def test_saved_as_a_geopackage_with_its_style(footprints, tmp_path, save):
    footprints.append(
        [
            dataset(1, box_polygon(170, -40, -170, -30)),
            dataset("é", box_polygon(3, 45, 3, 45), period=Period("2018", None)),
        ]
    )
    path = tmp_path / "footprints.gpkg"
    save(footprints, str(path))
    save(footprints, str(path))  # once more, over the first
    saved = QgsVectorLayer(f"{path}|layername=footprints", "saved", "ogr")
    assert saved.isValid() and saved.featureCount() == 2
    first, second = saved.getFeatures()
    assert (first["title"], first["start"].date().year(), second["id"], second["period"]) == (
        "Dataset 1", 2018, "é", "since 2018",
    )  # fmt: skip
    assert first.geometry().equals(next(footprints.layer.getFeatures()).geometry())
    assert saved.renderer().type() == "categorizedSymbol"
    assert [c.value() for c in saved.renderer().categories()] == ["demo", "aeris", ""]
    assert inked(rendered(saved)) > 0


@pytest.mark.parametrize("path", ["/proc/nowhere/x.gpkg", "/dev/null/x.gpkg"])
def test_a_place_that_cannot_be_written_is_said(footprints, save, path):
    footprints.append([dataset(1, box_polygon(0, 0, 1, 1))])
    with pytest.raises(CannotWrite, match=r"x\.gpkg cannot be written"):
        save(footprints, path)


def test_zoom_frames_the_antimeridian_and_the_pole(footprints):
    footprints.append(
        [
            dataset("fiji", polygon((176, -20), (-178, -19), (-179, -14), (175, -15))),
            dataset("arctic", polygon(*((x, 70) for x in range(-170, 180, 20)))),
            dataset("station", box_polygon(3, 45, 3, 45)),
        ]
    )
    assert footprints.extent_of([("demo", "fiji")]).width() == 360
    around = footprints.extent_of([("demo", "fiji")], QgsCoordinateReferenceSystem("EPSG:3832"))
    assert around.width() < 1e6
    pole = footprints.extent_of([("demo", "arctic")], QgsCoordinateReferenceSystem("EPSG:3413"))
    assert 3e6 < pole.width() < 6e6 and pole.contains(QgsRectangle(-1e5, -1e5, 1e5, 1e5))
    mercator = footprints.extent_of(None, QgsCoordinateReferenceSystem("EPSG:3857"))
    assert mercator.yMaximum() < 2.1e7
    point = footprints.extent_of([("demo", "station")])
    assert (point.width(), round(point.xMinimum(), 6)) == (0, 3)
    assert footprints.extent_of([("demo", "unknown")]) is None


def tip(layer):
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(next(layer.getFeatures()))
    return QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context)


def test_the_map_tip_says_what_it_is(footprints):
    footprints.append([granule(1, box_polygon(0, 0, 1, 1), provider="CNES", period=Period("2018", "2018"),
                               thumbnail="https://example.org/a.png?x=1&y=2",
                               properties={"eo:cloud_cover": 7.4})])  # fmt: skip
    html = tip(footprints.layer)
    for part in (
        "Granule 1",
        "CNES",
        "2018",
        "Demonstration",
        "7 %",
        'src="https://example.org/a.png?x=1&amp;y=2"',
    ):
        assert part in html
    assert "[%" not in html


def test_the_map_tip_escapes_hostile_texts(footprints):
    attack = """"><script>alert('x')</script>&[% 'evil' %]"""
    footprints.append([dataset(1, box_polygon(0, 0, 1, 1), title=attack, provider=attack,
                               thumbnail='https://example.org/"onerror="alert(1)')])  # fmt: skip
    html = tip(footprints.layer)
    assert "<script" not in html and '"onerror="' not in html
    assert "&lt;script&gt;" in html and "&amp;" in html


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:image/png;base64,AAAA",
        "file://server/share/x.png",
        "ftp://example.org/x",
        "x",
    ],
)
def test_a_map_tip_fetches_from_the_web_only(footprints, address):
    footprints.append([dataset(1, box_polygon(0, 0, 1, 1), thumbnail=address)])
    assert "<img" not in tip(footprints.layer)


def test_colours_are_stable_and_differ():
    assert color_of("demo") == color_of("demo")
    assert len({color_of(name) for name in ("demo", "aeris", "odatis", "formater")}) == 4
    assert QColor(color_of("never heard of")).isValid()


def test_many_footprints_fade_and_lose_their_labels(footprints):
    footprints.append([dataset(i, box_polygon(i % 100, 0, i % 100 + 1, 1)) for i in range(2100)])
    alphas = [c.symbol().symbolLayer(0).fillColor().alpha() for c in footprints.layer.renderer().categories()]
    assert max(alphas) < 20
    footprints.clear()
    footprints.append([dataset(1, box_polygon(0, 0, 1, 1))])
    assert footprints.layer.renderer().categories()[0].symbol().symbolLayer(0).fillColor().alpha() > 30


def test_a_title_is_written_where_there_is_room_for_it(footprints):
    footprints.append([dataset(1, box_polygon(0, 40, 10, 50))])
    near = (-10, 35, 20, 55)
    with_labels = rendered(footprints.layer, extent=near, labels=True)
    assert with_labels != rendered(footprints.layer, extent=near)
    far = rendered(footprints.layer, labels=True)
    assert far == rendered(footprints.layer)
