"""What QGIS's authentication manager already knows, taken over as a way to sign in. Main thread only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from qgis.core import QgsApplication, QgsAuthMethodConfig

from ..core.errors import VaultUnavailable
from .vaults_authdb import open_by_asking

METHODS = ("Basic", "APIHeader")
"""Those whose configurations hold what is sent. OAuth2 and certificates are QGIS's own to work with."""


@dataclass(frozen=True)
class Configuration:
    """A configuration by its name; nothing secret."""

    id: str
    name: str
    method: str


@dataclass(frozen=True)
class Taken:
    """A configuration as a way of a provider: ``headers`` as a row has them (none of a name and password),
    ``answers`` by the way's fields."""

    kind: str
    headers: Mapping[str, str]
    answers: Mapping[str, str] = field(repr=False)


def configurations() -> list[Configuration]:
    """Those that can be taken over, by name. Asks for no password."""
    manager = QgsApplication.authManager()
    if manager.isDisabled():
        return []
    known = manager.availableAuthMethodConfigs().values()
    found = [Configuration(one.id(), one.name(), one.method()) for one in known if one.method() in METHODS]
    return sorted(found, key=lambda one: one.name.casefold())


def take(config: str) -> Taken:
    """Read a configuration; QGIS may ask for its master password. Raises VaultUnavailable."""
    open_by_asking()
    found = QgsAuthMethodConfig()
    loaded = QgsApplication.authManager().loadAuthenticationConfig(config, found, True)
    if isinstance(loaded, tuple):  # how PyQGIS gives back what C++ fills
        loaded, found = loaded
    values = {name: value for name, value in found.configMap().items() if value}
    if not loaded or not values:
        raise VaultUnavailable(detail="QGIS's authentication database cannot be read")
    if found.method() == "Basic":
        answers = {"name": values.get("username", ""), "password": values.get("password", "")}
        return Taken("basic", {}, answers)
    return Taken("header", {name: "{" + name + "}" for name in values}, values)
