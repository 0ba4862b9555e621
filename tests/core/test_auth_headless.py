"""Signing in where nobody can be asked: each key goes to its hosts, whatever it was found in."""

from __future__ import annotations

import re
import sys
import types
from pathlib import Path

import pytest

from gaia_plugin.core.auth import headless, vault_keyring
from gaia_plugin.core.auth.accounts import Accounts
from gaia_plugin.core.auth.headless import sign_in, variable
from gaia_plugin.core.auth.providers import load
from gaia_plugin.core.auth.vault import MemoryVault
from gaia_plugin.core.errors import VaultUnavailable
from gaia_plugin.core.net import Session
from gaia_plugin.core.net.credentials import Credentials

ROOT = Path(__file__).resolve().parents[2]
GEODES = "https://geodes-portal.cnes.fr/api"
AVISO = "https://tds-odatis.aviso.altimetry.fr/thredds"


def signed(environment, hosts=(), netrc=None):
    session = Session()
    problems = sign_in(session, hosts, environment={"GAIA_QGIS_PROFILE": "", **environment}, netrc=netrc)
    return session.credentials, problems


def netrc_of(folder: Path, text: str) -> Path:
    path = folder / "netrc"
    path.write_text(text, "utf-8")
    path.chmod(0o600)
    return path


def test_variables_have_the_names_of_providers_and_fields():
    assert variable("geodes", "key") == "GAIA_GEODES_KEY"
    assert variable("recherche-data-gouv", "key") == "GAIA_RECHERCHE_DATA_GOUV_KEY"
    names = [
        variable(provider.id, name) for provider in load() for way in provider.ways for name in way.fields
    ]
    assert len(set(names)) == len(names)


def test_the_guide_names_every_variable_and_no_other():
    told = set(re.findall(r"GAIA_[A-Z_]+", (ROOT / "docs" / "user" / "fetch.md").read_text("utf-8")))
    known = {
        variable(provider.id, name)
        for provider in load()
        for way in provider.ways
        if way.kind in ("header", "basic", "s3")
        for name in way.fields
    }
    assert told - {headless.PROFILE, "GAIA_"} == known


def test_a_variable_opens_its_provider_and_no_other_host():
    found, problems = signed({"GAIA_GEODES_KEY": "secret-key"})
    assert problems == []
    assert found.for_url(GEODES).headers() == {"X-API-Key": "secret-key"}
    assert found.for_url("https://example.org/") is None and found.for_url(AVISO) is None


def test_half_a_key_is_none_and_one_that_cannot_be_sent_is_said():
    assert signed({"GAIA_DINAMIS_ACCESS": "a"})[0].for_url("https://signing.stac.teledetection.fr/") is None
    both = {"GAIA_DINAMIS_ACCESS": "a", "GAIA_DINAMIS_SECRET": "b"}
    headers = signed(both)[0].for_url("https://signing.stac.teledetection.fr/").headers()
    assert headers == {"access-key": "a", "secret-key": "b"}
    found, problems = signed({"GAIA_GEODES_KEY": "one\ntwo"})
    assert found.for_url(GEODES) is None and len(problems) == 1 and "two" not in str(problems[0])


def test_netrc_opens_what_it_names_and_a_variable_goes_before_it(tmp_path):
    netrc = netrc_of(
        tmp_path,
        "machine tds-odatis.aviso.altimetry.fr login me password one\n"
        "machine data.example.org login you password two\ndefault login x password never\n",
    )
    found, _ = signed({}, ["data.example.org", "other.example.org"], netrc)
    assert found.for_url(AVISO).secrets()[-1] == "one"
    assert found.for_url("https://data.example.org/a").secrets()[-1] == "two"
    assert found.for_url("http://data.example.org/a") is None  # not in clear
    assert found.for_url("https://other.example.org/") is None
    found, _ = signed({"GAIA_AVISO_NAME": "n", "GAIA_AVISO_PASSWORD": "three"}, (), netrc)
    assert found.for_url(AVISO).secrets()[-1] == "three"


@pytest.fixture
def profile(tmp_path, monkeypatch):
    """A profile of QGIS in which the plugin signed in, with a keyring of its own."""
    folder = tmp_path / "profiles" / "default"
    (folder / "gaia_data").mkdir(parents=True)
    vault = MemoryVault()
    accounts = Accounts(Session(), Credentials(), load(), vault)
    accounts.set_key("geodes", "header", {"key": "from the keyring"})
    asked = []

    def opened(tag, locks, ask):
        asked.append((tag, locks, ask))
        return vault

    monkeypatch.setattr(headless, "open_keyring", opened)
    return folder, asked


def test_what_qgis_kept_in_the_keyring_is_used_and_nobody_is_asked(profile):
    folder, asked = profile
    found, problems = signed({"GAIA_QGIS_PROFILE": str(folder)})
    assert found.for_url(GEODES).headers() == {"X-API-Key": "from the keyring"} and problems == []
    assert asked == [(vault_keyring.profile_tag(folder), folder / "gaia_data" / "locks", False)]
    found, _ = signed({"GAIA_QGIS_PROFILE": str(folder), "GAIA_GEODES_KEY": "meant"})
    assert found.for_url(GEODES).headers() == {"X-API-Key": "meant"}


def test_qgiss_own_profile_is_found_by_itself(profile, monkeypatch):
    folder, asked = profile
    home = folder.parents[1]
    monkeypatch.setattr(sys, "platform", "linux")
    moved = home / "QGIS" / "QGIS3" / "profiles"
    moved.mkdir(parents=True)
    (home / "profiles" / "default").rename(moved / "default")
    sign_in(Session(), environment={"XDG_DATA_HOME": str(home), "HOME": str(home)})
    assert [Path(locks) for _, locks, _ in asked] == [moved / "default" / "gaia_data" / "locks"]


def test_a_keyring_that_is_locked_is_said_and_costs_nothing_else(profile, monkeypatch):
    def locked(*_, **__):
        raise VaultUnavailable(detail="the keyring is locked")

    monkeypatch.setattr(headless, "open_keyring", locked)
    found, problems = signed({"GAIA_QGIS_PROFILE": str(profile[0]), "GAIA_GEODES_KEY": "k"})
    assert "locked" in str(problems[0]) and found.for_url(GEODES).headers() == {"X-API-Key": "k"}


def test_without_the_plugins_folder_no_keyring_is_looked_at(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "keyring", types.ModuleType("keyring"))
    monkeypatch.setattr(headless, "open_keyring", lambda *_, **__: pytest.fail("it was opened"))
    assert signed({"GAIA_QGIS_PROFILE": str(tmp_path)})[1] == []
