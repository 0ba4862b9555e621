"""Files of corrections: what they may say, and what refuses them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gaia_plugin.core.catalogs import updates
from gaia_plugin.core.catalogs.registry import REGISTRY
from gaia_plugin.core.catalogs.rows import key_of, merged, read_rows
from gaia_plugin.core.catalogs.updates import domain_of, fetch_update, read_update, written
from gaia_plugin.core.errors import AnswerTooLarge, BadAnswer, NotFound
from gaia_plugin.core.net import Session
from tests.support.faultserver import FaultServer, as_html, as_json

PRESETS = {key_of(row): row for row in read_rows(REGISTRY)}
MOVED = {"id": "sextant", "url": "https://new.example/geonetwork"}
CLOSED = {"id": "shom", "closed": True, "moved_to": "odatis", "note": {"en": "Closed.", "fr": "Fermé."}}


def file(*rows: Any, **changes: Any) -> bytes:
    return json.dumps({"format": 1, "date": "2026-11-21", "rows": list(rows), **changes}).encode()


def read(content: bytes) -> updates.Update:
    return read_update(content, "synthetic.json", PRESETS)


def why(content: bytes) -> str:
    with pytest.raises(BadAnswer) as caught:
        read(content)
    assert "synthetic.json" in str(caught.value)
    return str(caught.value.fields["detail"])


def test_what_moved_and_what_closed() -> None:
    update = read(file(MOVED, CLOSED, {"id": "of-a-later-version", "url": "https://x.example"}))
    moved, closed = update.changes
    assert (update.date, update.unknown) == ("2026-11-21", 1)
    assert (moved.before.id, moved.url, moved.closed) == ("sextant", "https://new.example/geonetwork", False)
    assert (closed.closed, closed.moved_to, closed.note["fr"]) == (True, "odatis", "Fermé.")
    entries = {one.id: one for one in merged(PRESETS.values(), [], Path(), update.changes)}
    before = {one.id: one for one in merged(PRESETS.values(), [], Path())}
    assert entries["sextant"].url == moved.url and entries["sextant"].options == before["sextant"].options
    assert entries["shom"].closed and entries["shom"].moved_to == "odatis" and not entries["shom"].enabled
    assert entries["shom"].note("fr") == "Fermé." and before["shom"].enabled
    rest = set(entries) - {"sextant", "shom"}
    assert list(entries) == list(before) and all(entries[key] == before[key] for key in rest)


def test_the_users_own_correction_wins_and_a_release_wins_over_an_old_file() -> None:
    changes = read(file(MOVED, CLOSED)).changes
    own = [
        {"id": "sextant", "url": "https://mine.example"},
        {"id": "shom", "url": "https://mine.example/csw"},
    ]
    entries = {one.id: one for one in merged(PRESETS.values(), own, Path(), changes)}
    assert entries["sextant"].url == "https://mine.example"
    assert not entries["shom"].closed and entries["shom"].url == "https://mine.example/csw"
    named = {
        one.id: one for one in merged(PRESETS.values(), [{"id": "sextant", "title": "S"}], Path(), changes)
    }
    assert named["sextant"].url == "https://new.example/geonetwork" and named["sextant"].title() == "S"
    stored = json.dumps(written("2026-11-21", changes)).encode()
    kept = read_update(stored, "corrections.json", PRESETS, stored=True).changes
    assert [one.row() for one in kept] == [one.row() for one in changes]
    later = {**PRESETS, "sextant": {**PRESETS["sextant"], "url": "https://released.example/geonetwork"}}
    after = {one.id: one for one in merged(later.values(), [], Path(), kept)}
    assert after["sextant"].url == "https://released.example/geonetwork" and after["shom"].closed


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", updates.NO_FILE),
        (b"[]", updates.NO_FILE),
        (b"\xff\xfe", updates.NO_FILE),
        (b"[" * 100_000, updates.NO_FILE),
        (b" " * (updates.MOST_BYTES + 1), updates.TOO_LARGE),
        (file(), ""),
        (file(format=2), updates.NEWER),
        (file(format=True), updates.NO_FILE),
        (file(format="1"), updates.NO_FILE),
        (file(extra=1), updates.NO_FILE),
        (file(rows={}), updates.NO_FILE),
        (file(date="21/11/2026"), updates.BAD_DATE),
        (file(date=20261121), updates.BAD_DATE),
        (file(3), updates.NO_FILE),
        (file({"id": ["x"]}), updates.NO_FILE),
        (file(*[{"id": f"x{n}"} for n in range(301)]), updates.NO_FILE),
    ],
)
def test_what_is_no_file_of_corrections(content: bytes, reason: str) -> None:
    if not reason:
        assert read(content).changes == ()
    else:
        assert why(content) == reason


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"id": "sextant"}, updates.NOTHING_SAID),
        ({"id": "demo", "url": "https://x.example"}, updates.LOCAL_ROW),
        ({"id": "sextant", "kind": "csw"}, updates.NO_FIELD),
        ({"id": "sextant", "sign_in": "none"}, updates.NO_FIELD),
        ({"id": "sextant", "options": {"csw": "https://x.example"}}, updates.NO_FIELD),
        ({**MOVED, "was": "https://x.example"}, updates.NO_FIELD),
        ({"id": "sextant", "closed": 1}, updates.BAD_CLOSING),
        ({"id": "sextant", "closed": True, "moved_to": "nowhere"}, updates.BAD_CLOSING),
        ({"id": "sextant", "closed": True, "moved_to": "peps"}, updates.BAD_CLOSING),
        ({"id": "sextant", "closed": True, "moved_to": "sextant"}, updates.BAD_CLOSING),
        ({**MOVED, "moved_to": "odatis"}, updates.BAD_CLOSING),
        ({"id": "sextant", "note": "text"}, updates.BAD_NOTE),
        ({"id": "sextant", "note": {"en": 3}}, updates.BAD_NOTE),
        ({"id": "sextant", "note": {"de": "x"}}, updates.BAD_NOTE),
        ({"id": "sextant", "note": {"en": "x" * 601}}, updates.BAD_NOTE),
    ],
)
def test_one_wrong_row_refuses_the_whole_file(row: dict[str, Any], reason: str) -> None:
    name = next(iter(set(row) - {"id", "url"}), "")
    assert why(file(CLOSED, row)) == reason.format(id=row["id"], name=name)


@pytest.mark.parametrize(
    "url",
    [
        "http://new.example/csw",
        "ftp://new.example",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "new.example",
        "https://",
        "https://[bad",
        "https://new.example:99999/",
        "https://new.example/a b",
        "https://h\\x/",
        "https://" + "name:word" + "@new.example/",
        "https://new.example/?api_key=1",
        "https://new.example/#x",
        "https://éxample.org/",
        "https://new.example/" + "x" * 1000,
        3,
        None,
        ["https://new.example"],
        "https://new.example/\n",
    ],
)
def test_an_address_is_plain_https(url: Any) -> None:
    assert why(file({"id": "sextant", "url": url})) == updates.BAD_ADDRESS.format(id="sextant")


def test_a_service_that_is_signed_in_to_stays_in_its_domain() -> None:
    assert PRESETS["geodes"]["sign_in"] == "api-key"
    (change,) = read(file({"id": "geodes", "url": "https://geodes.cnes.fr/stac"})).changes
    assert change.url == "https://geodes.cnes.fr/stac"
    for url in ("https://cnes.example/stac", "https://evilcnes.fr/stac", "https://cnes.fr.example/stac"):
        assert why(file({"id": "geodes", "url": url})) == updates.OTHER_DOMAIN.format(id="geodes")


def test_what_a_domain_is() -> None:
    assert domain_of("https://geodes-portal.cnes.fr/api") == "cnes.fr"
    assert domain_of("https://www.data.gouv.fr./x") == "data.gouv.fr"
    assert domain_of("https://a.b.ac.uk") == "b.ac.uk" and domain_of("https://other.ac.uk") == "other.ac.uk"
    assert domain_of("https://192.0.2.7/") == "192.0.2.7" and domain_of("https://localhost") == "localhost"


def test_twice_is_once_too_often() -> None:
    assert why(file(MOVED, MOVED)) == updates.TWICE.format(id="sextant")


def test_a_file_is_fetched_and_a_refused_one_names_its_host() -> None:
    with FaultServer() as server:
        server.add("/moved.json", as_json(json.loads(file(MOVED))))
        server.add("/page.json", as_html("<html>Hello</html>"))
        server.add("/huge.json", as_html(" " * (updates.MOST_BYTES + 1)))
        session = Session()
        (change,) = fetch_update(server.url("/moved.json"), session, PRESETS).changes
        assert change.url == "https://new.example/geonetwork"
        with pytest.raises(BadAnswer, match=r"127\.0\.0\.1"):
            fetch_update(server.url("/page.json"), session, PRESETS)
        with pytest.raises(AnswerTooLarge):
            fetch_update(server.url("/huge.json"), session, PRESETS)
        with pytest.raises(NotFound):
            fetch_update(server.url("/nothing.json"), session, PRESETS)
