"""What is said: errors, translations, and what strangers wrote."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from qgis.PyQt.QtCore import QCoreApplication, QSettings, QTranslator, QUrl
from qgis.PyQt.QtWidgets import QAbstractButton, QLabel, QLineEdit, QTabWidget

from gaia_plugin.core import errors
from gaia_plugin.core.catalogs.federation import State, Status
from gaia_plugin.core.catalogs.odata_records import OFFLINE
from gaia_plugin.core.catalogs.registry import ADAPTERS
from gaia_plugin.core.model import Contact, Dataset, Granule, Link, LinkKind, Period
from gaia_plugin.gui import (
    catalog_texts,
    cite_tab,
    details_html,
    empty_text,
    formats,
    link_groups,
    messages,
    told,
)
from gaia_plugin.gui.access_tab import AccessRow
from gaia_plugin.gui.asset_dialog import AssetDialog

ROOT = Path(__file__).resolve().parents[2]
PLUGIN = ROOT / "gaia_plugin"


def translations():
    """{(context, source): translation} of the French file; "" where unfinished."""
    tree = ElementTree.parse(ROOT / "i18n" / "gaia_fr.ts")
    found = {}
    for context in tree.getroot().findall("context"):
        for message in context.findall("message"):
            node = message.find("translation")
            text = "" if node.get("type") == "unfinished" else node.text or ""
            found[context.find("name").text, message.find("source").text] = text
    return found


def literals():
    """Every (context, source) that the Python sources translate."""
    for path in PLUGIN.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        owners = {
            child: node.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef)
            for child in ast.walk(node)
        }
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            texts = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
            if name in ("translate", "QT_TRANSLATE_NOOP") and len(texts) >= 2:
                yield texts[0], texts[1], path.name
            elif name == "tr" and texts:
                yield owners[node], texts[0], path.name


def test_every_message_is_in_the_french_file():
    known = translations()
    missing = [(file, context, text) for context, text, file in literals() if not known.get((context, text))]
    assert missing == []


def test_every_translation_fills_the_same_fields():
    field = re.compile(r"\{[^}]*\}")
    wrong = [
        source
        for (_, source), french in translations().items()
        if sorted(field.findall(source)) != sorted(field.findall(french))
    ]
    assert wrong == []


def test_french_signs_stay_with_their_words():
    """A line must not begin with a colon: the space before it does not break."""
    wrong = [french for french in translations().values() if re.search(r" [:;?!»]|« ", french)]
    assert wrong == []


def every_error(root=errors.GaiaError):
    yield root
    for child in root.__subclasses__():
        yield from every_error(child)


def test_every_error_template_is_translated():
    templates = {kind.template for kind in every_error() if kind.__module__ == errors.__name__}
    assert templates == set(messages.TEMPLATES)
    known = translations()
    assert all(known.get(("Errors", template)) for template in templates)


def sentences(tree):
    """What a module of the lower floors may tell: details, notes, and the constants that hold them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in ("detail", "footprint_note"):
            yield from literal(node.value)
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            name = getattr(node.targets[0], "id", "")
            if name.isupper() and str(node.value.value).count(" ") > 2 and "(" not in str(node.value.value):
                yield from literal(node.value)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("notes.append", "_note")):
            for argument in node.args:
                yield from literal(argument)


def literal(node):
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def test_what_core_tells_is_known_to_the_translation():
    """Literal details, notes of pages and of footprints."""
    told_by_core = set()
    for path in [*(PLUGIN / "core").rglob("*.py"), *(PLUGIN / "bridge").rglob("*.py")]:
        for text in sentences(ast.parse(path.read_text("utf-8"))):
            if re.match(r"[A-Za-z{][a-z}'{ ]", text):
                told_by_core.add(text)
    unknown = told_by_core - set(told.TEXTS)
    assert len(told_by_core) > 60
    assert not unknown, "add them to gui/told.py and translate them"


def test_texts_with_fields_are_recognised_when_filled(french):
    assert told.told("Only the first 2000 records were looked at: narrow the search.") == (
        "Seules les 2000 premières fiches ont été examinées\u00a0: resserrez la recherche."
    )
    two = told.told("the record gives no area; coordinates in EPSG:9999 could not be read")
    assert two == "la fiche ne donne pas de zone; les coordonnées en EPSG:9999 sont illisibles"
    assert told.told("Unknown words of a server {x}.") == "Unknown words of a server {x}."
    assert told.told("There is no collection {count} here.").endswith("{count} ici.")


@pytest.fixture
def french(qgis_app):
    from qgis.core import QgsSettings

    translator = QTranslator()
    compiled = ROOT / "i18n" / "gaia_fr.qm"
    if not compiled.exists() or not translator.load(str(compiled)):
        pytest.skip("the translations are not compiled (make i18n)")
    QgsSettings().setValue("locale/userLocale", "fr")
    QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)
    QgsSettings().remove("locale/userLocale")
    QSettings().sync()


def test_what_the_plugin_says_in_a_record_is_in_french_and_what_others_say_as_it_is(french):
    theirs = "Off line is a film. " * 400
    link = Link("https://a.example/x.zip", LinkKind.DOWNLOAD, title="x", description=OFFLINE)
    granule = Granule(id="g", title="g", catalog="demo", abstract=OFFLINE, links=(link,))
    assert "Hors ligne" in details_html.overview(granule, "fr", {}, "#777777")
    assert "Hors ligne" in AccessRow("download", link).toolTip()
    dialog = AssetDialog([granule])
    assert "Hors ligne" in dialog.files.topLevelItem(0).toolTip(0)
    assert told.told(theirs) == theirs


def test_every_kind_of_catalogue_has_a_name_for_people():
    """A row of the registry is edited in the same dialog as one that was added."""
    bare = {kind for kind in ADAPTERS if catalog_texts.kind_name(kind) == kind.upper()}
    abbreviations = {"csw", "aeris", "cmr", "erddap", "esgf", "gbif", "fdsn", "thredds"}
    assert bare == abbreviations | {"wms", "wmts", "wfs", "wcs"}


def test_errors_are_sentences_in_french(french):
    error = errors.ServiceUnavailable(host="example.org", status=503)
    assert messages.sentence(error) == (
        "example.org ne fonctionne pas en ce moment (HTTP 503)\u00a0: réessayez plus tard."
    )
    broken = errors.BadAnswer(host="example.org", detail="truncated JSON")
    assert messages.sentence(broken).endswith("JSON tronqué")


def test_no_english_in_the_french_dock(french, panel, controller, found):
    assert found("") >= 12
    panel.results.setCurrentIndex(controller.model.index(0, 0))
    panel.status.click()
    sources = {source.replace("&", "") for _, source in translations()}
    same = {source.replace("&", "") for (_, source), french in translations().items() if french == source}
    texts = []
    for widget in panel.findChildren((QAbstractButton, QLabel, QLineEdit, QTabWidget)):
        if isinstance(widget, QTabWidget):
            texts += [widget.tabText(place) for place in range(widget.count())]
            continue
        texts += [widget.toolTip(), widget.accessibleName()]
        texts += [widget.placeholderText()] if isinstance(widget, QLineEdit) else [widget.text()]
    texts += [panel.status.said, panel.results.empty_text, panel.search.area.value, panel.search.period.value]
    texts = {text.replace("&", "") for text in texts if text}
    assert texts & (sources - same) == set()
    assert "Que cherchez-vous\u00a0?" in texts and any("jeux de données" in text for text in texts)


def test_french_record_texts_follow_qgis(french, controller, found):
    assert found("neige") >= 1
    assert controller.query.language == "fr"


HOSTILE = '<script>alert(1)</script><img src="http://tracker.example/x.png"> "&amp;\' <b>bold</b>'


def test_hostile_texts_are_shown_and_not_obeyed(panel):
    record = Dataset(
        id=HOSTILE, title=HOSTILE, catalog="demo", abstract=HOSTILE + " see https://ok.example/a?b=1&c=2.",
        lineage=HOSTILE, license="click", license_url="javascript:alert(1)", provider=HOSTILE,
        constraints=(HOSTILE,), doi='10.1/x"><script>', keywords=(), parent=HOSTILE,
        contacts=(Contact(name=HOSTILE, email='x@y"><script>', url="file:///etc/passwd"),),
        links=(Link("javascript:alert(1)", LinkKind.INFO, title=HOSTILE), Link("file:///etc", LinkKind.INFO)),
    )  # fmt: skip
    html = details_html.overview(record, "en", {}, "#777777")
    assert "<script" not in html and "<img" not in html and "<b>" not in html
    assert 'href="javascript' not in html and 'href="file' not in html
    assert 'href="https://ok.example/a?b=1&amp;c=2"' in html
    panel.details.show_record(record)
    assert "alert(1)" in panel.details.overview.toPlainText()
    assert panel.details.overview.loadResource(2, QUrl("http://tracker.example/x.png")) is None


def test_tool_tips_and_the_message_bar_read_no_html(panel, controller, iface):
    from gaia_plugin.gui.access_tab import AccessRow
    from gaia_plugin.gui.ui import tip

    assert "<script" not in tip(HOSTILE) and "<img" not in tip(HOSTILE)
    row = AccessRow("map", Link("http://h/wms", LinkKind.WMS, title=HOSTILE, description=HOSTILE))
    assert "<img" not in row.toolTip() + row.title.toolTip()
    assert row.title.text() == HOSTILE and row.title.textFormat() == 0  # plain
    controller.actions.say(HOSTILE, 0)
    said = iface.bar.currentItem().findChild(QLabel, "said")
    assert said.text() == HOSTILE and said.textFormat() == 0  # plain


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.example/x", True), ("http://a.example", True), ("mailto:a@b.example", True),
        ("javascript:alert(1)", False), ("file:///etc/passwd", False), ("https://", False), ("", False),
        ("data:text/html,x", False), ("http://[bad", False), ("smb://host/share", False),
    ],
)  # fmt: skip
def test_only_the_web_opens(url, safe):
    assert bool(details_html.safe_url(url)) is safe


def test_a_citation_is_composed_in_datacite_order():
    record = Dataset(
        id="x", title="Snow cover.", provider="Data Terra", doi="10.5/abc",
        contacts=(Contact(name="Doe, J.", role="author"), Contact(organisation="CNRS", role="publisher")),
        dates=(("publication", "2021-03-04"),),
    )  # fmt: skip
    assert cite_tab.compose(record) == "Doe, J. (2021): Snow cover. CNRS. https://doi.org/10.5/abc"
    assert cite_tab.compose(Granule(id="g", title="Scene")) == "Scene."


def status(**changes):
    return Status(**{"catalog": "a", "title": "A", "state": State.DONE, "received": 3, **changes})


def test_the_status_line_counts():
    statuses = [
        status(state=State.SEARCHING), status(state=State.WAITING, received=0),
        status(state=State.FAILED, error=errors.NotFound(host="h", status=404)),
    ]  # fmt: skip
    assert messages.summary(statuses, 1204) == "1,204 datasets · 2 still searching · 1 failed"
    assert messages.counts(status(total=10, total_is_lower_bound=True)) == "3 of at least 10"
    told_filters = messages.filters(
        status(
            filtered_by_server=frozenset({"text"}), filtered_by_client=frozenset({"area", "eo:cloud_cover"})
        )
    )
    assert (
        told_filters
        == "The server filtered by words. Filtered here by area, cloud cover, as the server cannot."
    )


def test_whole_degrees_are_numbers_too():
    """JSON writes 5 where it means 5.0."""
    assert formats.box((-10, 35, 20.5, 55)) == "10° W – 20.5° E, 35° N – 55° N"
    assert formats.size(None) == "" and formats.size(1_500_000).endswith("MB") and formats.rate(0) == ""


def test_all_failed_says_why():
    from gaia_plugin.core.model import Query

    failed = [status(state=State.FAILED, error=errors.HostNotFound(host=f"h{n}.example")) for n in range(2)]
    text = empty_text.nothing(Query(text="x"), failed)
    assert "h0.example" in text and "h1.example" in text
    mixed = empty_text.nothing(Query(text="x", period=Period("2018", None)), [*failed, status(received=0)])
    assert "“x”" in mixed and "since 2018" in mixed and "failed" in mixed


def test_links_are_grouped_by_use_and_layer():
    wms = [Link("http://h/wms", LinkKind.WMS, name=name, group=group) for name, group in (("a", 1), ("b", 2))]
    wcs = Link("http://h/wcs", LinkKind.WCS, name="a", group=1)
    cog = Link("http://h/x.tif", LinkKind.COG, size=10)
    hidden = [Link("/data/x", LinkKind.UNREACHABLE), Link("http://h/t.png", LinkKind.THUMBNAIL)]
    groups = link_groups.grouped([wms[0], wms[1], wcs, cog, *hidden])
    assert list(groups) == ["map", "download"]
    assert groups["map"] == [wms[0], wcs, wms[1], cog]
    assert groups["download"] == [cog]
    assert link_groups.on_map(Dataset(id="d", title="d", links=(wcs, wms[1], cog)))[0] is cog


def test_without_a_network_each_reason_is_said_once():
    from gaia_plugin.core.model import Query

    closed = status(state=State.FAILED, error=errors.ConnectionRefused(host="h.example"))
    lost = status(state=State.FAILED, error=errors.HostNotFound(host="x.example"))
    text = empty_text.nothing(Query(text="x"), [closed, closed, lost])
    assert text.count("h.example") == 1 and "x.example" in text and "demonstration still works" in text
    down = status(state=State.FAILED, error=errors.ServiceUnavailable(host="h.example", status=503))
    assert "demonstration" not in empty_text.nothing(Query(text="x"), [closed, down])
    assert empty_text.nothing(Query(), [down]) == messages.sentence(down.error)
