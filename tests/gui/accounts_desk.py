"""The accounts page in a window, its vault in memory: fixtures and what the tests share."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from qgis.PyQt.QtCore import Qt

from gaia_plugin.bridge import sign_in as sign_in_module
from gaia_plugin.bridge import user_providers, vaults, vaults_authdb
from gaia_plugin.bridge.vaults import Vaults
from gaia_plugin.core.auth.providers import read_provider
from gaia_plugin.core.errors import (
    VaultUnavailable,
)
from tests.support.faultserver import FaultServer, Reply, as_json

KEY = "synthetic-key-of-a-person"


@pytest.fixture(autouse=True)
def _profile_of_its_own(tmp_path, monkeypatch):
    """No keyring and no master password is asked for, and no provider is written into the profile."""

    def none(*_):
        raise VaultUnavailable(detail="this computer has no keyring")

    monkeypatch.setattr(sign_in_module, "Vaults", lambda: Vaults(tmp_path / "locks", none))
    monkeypatch.setattr(vaults_authdb, "open_by_asking", none)
    monkeypatch.setattr(user_providers, "user_providers_file", lambda: tmp_path / "providers.json")
    vaults.Choice().kind = ""
    yield
    vaults.Choice().kind = ""


@pytest.fixture(name="server")
def _server():
    with FaultServer() as running:
        yield running


@pytest.fixture(name="accounts")
def _accounts(controller):
    return controller.accounts


def show(accounts, key):
    accounts.open()
    tree = accounts.dialog.tree
    rows = [tree.topLevelItem(at) for at in range(tree.topLevelItemCount())]
    tree.setCurrentItem(next(row for row in rows if row.data(0, Qt.ItemDataRole.UserRole) == key))
    return accounts.dialog


def row_of(dialog, key):
    rows = [dialog.tree.topLevelItem(at) for at in range(dialog.tree.topLevelItemCount())]
    return next(row for row in rows if row.data(0, Qt.ItemDataRole.UserRole) == key)


def provider_at(server, accounts, **more):
    host = urlsplit(server.url("/")).netloc
    way = {"kind": "header", "headers": {"X-API-Key": "{key}"}, "fields": ["key"], "hosts": [host]}
    row = read_provider({"id": "here", "title": {"en": "Here"}, "ways": [way], "opens": ["here"], **more})
    accounts.sign_in.accounts.providers["here"] = row
    return row


def guarded(answer):
    """An answer for those who have the key."""
    return lambda seen: answer if seen.headers.get("x-api-key") == KEY else Reply(401, b"{}")


def closed(server):
    """A STAC API of one collection, for those who have the key."""
    root = {
        "type": "Catalog", "id": "synthetic", "stac_version": "1.0.0", "description": "",
        "conformsTo": ["https://api.stacspec.org/v1.0.0/core", "https://api.stacspec.org/v1.0.0/collections"],
        "links": [{"rel": "data", "href": server.url("/collections"), "type": "application/json"}],
    }  # fmt: skip
    one = {
        "type": "Collection", "id": "synthetic-one", "stac_version": "1.0.0", "title": "Synthetic snow",
        "description": "", "license": "CC0-1.0", "links": [],
        "extent": {"spatial": {"bbox": [[0, 40, 5, 45]]}, "temporal": {"interval": [[None, None]]}},
    }  # fmt: skip

    server.add("/collections", guarded(as_json({"collections": [one], "links": []})))
    return server.add("/", guarded(as_json(root)))
