"""Where the user can sign in beside, or in correction of, the plugin's own list: a file in the profile.

It holds addresses and client identifiers, which are no secrets; keys and tokens are in the vault.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication

from ..core.auth.providers import PROVIDERS, Provider, load, read_provider
from ..core.catalogs.rows import key_of, write_json
from ..core.errors import BadAnswer
from .profile import profile_folder


def user_providers_file() -> Path:
    """``gaia_data/providers.json`` in the profile; the same format as ``resources/providers.json``."""
    return profile_folder() / "gaia_data" / "providers.json"


class UserProviders:
    """The file, read anew for each question. Rows that are not understood stay as they were written."""

    def __init__(self, path: Path | None = None):
        self.path = path or user_providers_file()

    def rows(self) -> list[Any]:
        """The user's rows; none where the file is not there or cannot be read (which is logged)."""
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return []
        except (OSError, ValueError) as error:
            QgsApplication.messageLog().logMessage(f"{self.path.name}: {error}", "GAIA Data")
            return []
        return found if isinstance(found, list) else []

    def providers(self) -> list[Provider]:
        """All of them, the plugin's first."""
        return load(self.rows())

    def is_own(self, key: str) -> bool:
        """Whether the user added this one; it can be removed."""
        shipped = {row["id"] for row in self._shipped()}
        return key not in shipped and any(key_of(row) == key for row in self.rows())

    def save(self, row: Mapping[str, Any]) -> Provider:
        """Add a row, or put it in the place of that of the same ``id``. Raises BadAnswer for one that is
        wrong (the file is not touched then), CannotWrite."""
        provider = read_provider(row)
        if provider is None:
            raise BadAnswer(host=str(row.get("id") or "?"), detail="cannot be read")
        self._put(row)
        return provider

    @staticmethod
    def readable(row: Mapping[str, Any]) -> bool:
        """Whether a row can be saved."""
        return read_provider(row) is not None

    def remove(self, key: str) -> None:
        """Take a row of the user away. Raises CannotWrite."""
        write_json(self.path, [one for one in self.rows() if key_of(one) != key])

    def set_client(self, key: str, client_id: str) -> None:
        """Write the client identifier that an infrastructure issued, as a correction of the row. Raises
        CannotWrite."""
        own = next((row for row in self.rows() if key_of(row) == key), {"id": key})
        ways = own.get("ways") or next((row["ways"] for row in self._shipped() if row["id"] == key), [])
        changed = [{**way, "client_id": client_id} if way.get("kind") == "openid" else way for way in ways]
        self._put({**own, "ways": changed})

    def _put(self, row: Mapping[str, Any]) -> None:
        write_json(self.path, [*(one for one in self.rows() if key_of(one) != row["id"]), dict(row)])

    @staticmethod
    def _shipped() -> list[Any]:
        return list(json.loads(PROVIDERS.read_text(encoding="utf-8")))
