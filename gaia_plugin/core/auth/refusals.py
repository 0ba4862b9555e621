"""Why a service refused, in the words of who runs it: the way from a plain 401 or 403 to what to do."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from ..errors import (
    AccessDenied,
    AuthenticationRequired,
    GaiaError,
    KeyRefused,
    KeyRequired,
    LicenceNotAccepted,
    MembershipMissing,
    ProfileNotValidated,
    QuotaExceeded,
    QuotaExceededUntil,
    RedirectLoop,
    SignInEnded,
)
from .providers import Provider, for_error

_PROFILE = (
    "profile has not been validated",
    "profile is not validated",
    "profil n'a pas",
    "profil non valid",
)


def explained(
    error: GaiaError,
    providers: Iterable[Provider],
    way: str = "",
    now: datetime.datetime | None = None,
    language: str = "en",
) -> GaiaError:
    """The error that says most. ``way`` is the kind by which the person is signed in at that provider, ""
    where they are not; ``now`` is in their time zone.

    - quota: until when, where the server said it or the provider's row does;
    - 403 of a profile that nobody validated, of an organisation that is no member;
    - 401, or redirects without end, with a key: the key is refused; without one: a key is needed.
    """
    provider = for_error(providers, error)
    wait = error.retry_after or (provider.quota_wait if provider else None)
    detail = str(error.fields.get("detail") or "").lower()
    fields = {**error.fields, "service": provider.title(language) if provider else error.host}
    if isinstance(error, QuotaExceeded):
        if not wait:
            return error
        moment = (now or datetime.datetime.now().astimezone()) + datetime.timedelta(seconds=wait)
        return QuotaExceededUntil(**{**fields, "until": moment, "retry_after": wait})
    if isinstance(error, AccessDenied) and any(words in detail for words in _PROFILE):
        return ProfileNotValidated(**fields)
    if provider is None or isinstance(error, (LicenceNotAccepted, SignInEnded, KeyRequired, KeyRefused)):
        return error
    keyed = way in ("header", "s3")
    if isinstance(error, AccessDenied) and provider.membership and way:
        return MembershipMissing(**{**fields, "service": provider.membership})
    if keyed and (
        isinstance(error, AuthenticationRequired)
        or (isinstance(error, RedirectLoop) and provider.redirects_bad_keys)
    ):
        return KeyRefused(**fields)
    if not way and isinstance(error, AuthenticationRequired) and provider.ways[0].kind == "header":
        return KeyRequired(**fields)
    return error
