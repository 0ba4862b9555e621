"""Signing in without QGIS and without anybody to ask: a terminal, a server, a worker of a cluster.

What is kept in the keyring by QGIS's plugin, else the person's own ``.netrc``, else variables of the
environment, the later one before the earlier: whoever sets a variable means it. Nothing is ever given on a
command line, which others on the machine can read.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ..errors import GaiaError, VaultUnavailable
from ..net.credentials import Credential, Credentials
from ..net.session import Session
from .accounts import Accounts
from .endpoints import LOOPBACK
from .netrc_file import login_for
from .providers import Provider, load
from .vault import MemoryVault
from .vault_keyring import open_keyring, profile_tag

PROFILE = "GAIA_QGIS_PROFILE"
"""The folder of the QGIS profile whose sign-ins are used; "" for none."""
_KEYS = ("header", "basic", "s3")
_VERSIONS = ("QGIS4", "QGIS3")


def variable(provider: str, name: str) -> str:
    """The variable of a part of a provider's key: ``GAIA_GEODES_KEY``, ``GAIA_DINAMIS_SECRET``."""
    return re.sub(r"\W", "_", f"GAIA_{provider}_{name}".upper(), flags=re.ASCII)


def sign_in(
    session: Session,
    hosts: Iterable[str] = (),
    *,
    environment: Mapping[str, str] | None = None,
    providers: Iterable[Provider] | None = None,
    netrc: Path | None = None,
) -> list[GaiaError]:
    """Give the session what is known of the person: at the plugin's providers, and in ``.netrc`` also for
    these ``hosts``. What could not be used is given back, to be told; asks no issuer, and nobody for a
    password."""
    values = os.environ if environment is None else environment
    rows = list(load() if providers is None else providers)
    problems = [*_from_keyring(session, rows, values)]
    given = Accounts(Session(), session.credentials, rows, MemoryVault())
    for way in (way for provider in rows for way in provider.ways if way.kind == "basic"):
        pair = login_for(way.hosts, netrc)
        if pair:
            session.credentials.add(Credential(way.hosts, basic=pair, allow_http=way.allow_http))
    for_hosts(session.credentials, hosts, netrc)
    for provider in rows:
        for way in provider.ways:
            found = {name: values.get(variable(provider.id, name), "") for name in way.fields}
            if way.kind in _KEYS and found and all(found.values()):
                try:
                    given.set_key(provider.id, way.kind, found)
                except GaiaError as error:
                    problems.append(error)
    return problems


def for_hosts(credentials: Credentials, hosts: Iterable[str], netrc: Path | None = None) -> None:
    """What ``.netrc`` has for hosts (with their port) that nothing else is known for."""
    for host in dict.fromkeys(hosts):
        name = host.rpartition(":")[0] or host
        pair = login_for([host, name], netrc)
        if pair and credentials.for_url(f"https://{host}/") is None:
            credentials.add(Credential([host], basic=pair, allow_http=name in LOOPBACK))


def _from_keyring(
    session: Session, rows: list[Provider], environment: Mapping[str, str]
) -> Iterator[GaiaError]:
    for profile in _profiles(environment):
        if not (profile / "gaia_data").is_dir():
            continue  # the plugin never ran there
        try:
            vault = open_keyring(profile_tag(profile), profile / "gaia_data" / "locks", ask=False)
            Accounts(Session(), session.credentials, rows, vault).restore()
        except VaultUnavailable as error:
            yield error
        return


def _profiles(environment: Mapping[str, str]) -> list[Path]:
    """Where QGIS keeps its default profile (QGIS user guide, "Working with User Profiles")."""
    named = environment.get(PROFILE)
    if named is not None:
        return [Path(named)] if named else []
    home = Path(environment.get("HOME") or Path.home())
    if sys.platform == "win32":
        base = Path(environment.get("APPDATA") or home / "AppData" / "Roaming") / "QGIS"
    elif sys.platform == "darwin":
        base = home / "Library" / "Application Support" / "QGIS"
    else:
        base = Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share") / "QGIS"
    return [base / version / "profiles" / "default" for version in _VERSIONS]
