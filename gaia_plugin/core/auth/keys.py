"""Keys and passwords: from what the person typed to what is kept, and to the credential that is sent."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import SignInError
from ..net.credentials import Credential
from ..net.s3_keys import S3Keys
from .kept import Kept
from .netrc_file import login_for
from .orcid import clean_orcid
from .providers import Way

_LONGEST = 8192


def kept_values(way: Way, values: Mapping[str, str], title: str, now: float) -> Kept:
    """What to keep. Raises SignInError, whose text never holds a value."""
    if way.kind == "qgis":
        return Kept(kind="qgis", since=now, who=values.get("who", ""))
    cleaned = {name: values.get(name, "").strip() for name in way.fields}
    if way.kind == "orcid":
        found = clean_orcid(cleaned["orcid"])
        if found is None:
            raise SignInError(host=title, detail="it is no ORCID iD: its last sign does not match")
        return Kept(kind="orcid", since=now, who=found, values={"orcid": found})
    if way.kind == "basic" and not any(cleaned.values()):
        if login_for(way.hosts) is None:
            raise SignInError(host=title, detail="your .netrc file names no such host")
        return Kept(kind="basic", since=now, who=".netrc")
    if not all(cleaned.values()):
        raise SignInError(host=title, detail="a part of the key is missing")
    if not all(_may_be_sent(value, way.kind) for value in cleaned.values()):
        raise SignInError(host=title, detail="a header that cannot be sent")
    who = cleaned["name"] if way.kind == "basic" else ""
    return Kept(kind=way.kind, since=now, who=who, values=cleaned)


def credential_of(way: Way, kept: Kept) -> Credential | None:
    """What is sent to the way's hosts, or signs what is; None where nothing is (an ORCID iD)."""
    if way.kind == "s3":
        values = kept.values
        return S3Keys(
            way.hosts, values.get("access", ""), values.get("secret", ""), allow_http=way.allow_http
        )
    if way.kind == "basic":
        pair = login_for(way.hosts) if not kept.values else (kept.values["name"], kept.values["password"])
        return Credential(way.hosts, basic=pair, allow_http=way.allow_http) if pair else None
    if way.kind != "header":
        return None
    headers = {name: _filled(template, kept.values) for name, template in way.headers.items()}
    return Credential(way.hosts, headers=headers, allow_http=way.allow_http)


def _filled(template: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        template = template.replace("{" + name + "}", value)
    return template


def _may_be_sent(value: str, kind: str) -> bool:
    """Whether it may stand in a header: no line end ends one early. Passwords are sent as base64 of UTF-8."""
    if len(value) > _LONGEST or not value.isprintable():
        return False
    return kind == "basic" or value.isascii()
