"""Each key is heard by its own host and by nobody else, whatever the services answer and wherever they lead;
and stands in no error, log or file."""

from __future__ import annotations

import logging

from tests.support.canary_access import FATES, WAYS, CanaryServices


def test_every_key_stays_with_its_host_and_out_of_sight(tmp_path, caplog):
    noted: list[str] = []
    with CanaryServices() as services, caplog.at_level(logging.DEBUG):
        outcomes = services.visit(services.session(), tmp_path, noted.append)
        assert services.leaks() == {}
        heard = {name: len(services.servers[name].seen) for name in WAYS}
    assert all(heard.values()) and services.servers["other"].seen, heard
    said = [name for name, came in outcomes.items() if came == "file"]
    assert {f"{name} good" for name in WAYS} <= set(said) and "s3 bucket" in said
    assert {f"{name} elsewhere" for name in WAYS} <= set(said)
    assert len(set(outcomes.values())) > 8 and len(outcomes) > (len(FATES) - 1) * len(WAYS), outcomes
    places = {"errors": "\n".join(noted), "log": caplog.text}
    places.update({path.name: path.read_text("latin-1") for path in tmp_path.rglob("*") if path.is_file()})
    found = [
        (place, name)
        for place, text in places.items()
        for name, one in services.secrets.items()
        if one in text
    ]
    assert found == []


def test_a_key_that_slips_is_found(tmp_path):
    """The test above can fail."""
    with CanaryServices() as services:
        session = services.session()
        session.get(services.servers["other"].url("/x"), headers={"X": services.secrets["geodes-key"]})
        session.get(services.servers["other"].url("/x"), params={"y": services.secrets["s3-secret"]})
        assert services.leaks() == {"geodes-key": ["other"], "s3-secret": ["other"]}
