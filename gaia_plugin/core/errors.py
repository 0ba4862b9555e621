"""What can go wrong, as types.

Every error is one English sentence made from a class-level template and named fields, so that the
interface can translate the template and fill it again: ``translate(error.template).format(**error.fields)``.
A message names the host, never a whole URL: a URL may carry a key.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit


def host_of(url: str) -> str:
    """The host (and port) of a URL, without user information; the text itself where it is not a URL."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return "?"
    if not host:
        return parts.path.rsplit("/", 1)[-1] or "?"
    return f"{host}:{port}" if port else host


class GaiaError(Exception):
    """The root of all typed errors.

    ``fields`` fill ``template``; ``status`` is the HTTP status where there is one; ``retry_after`` is in
    seconds where the server gave one.
    """

    template = "Something failed at {host}."
    retryable = False

    def __init__(
        self, *, host: str = "?", status: int | None = None, retry_after: float | None = None, **fields: Any
    ):
        self.host = host
        self.status = status
        self.retry_after = retry_after
        self.fields: dict[str, Any] = {"host": host, "status": status, "retry_after": retry_after, **fields}
        super().__init__(self.template.format(**self.fields))


class Cancelled(GaiaError):
    """The user asked to stop. Never shown as a failure."""

    template = "Cancelled."


class HostNotFound(GaiaError):
    template = "{host} was not found: check the address, your network and your proxy."


class ConnectionRefused(GaiaError):
    template = "{host} refused the connection: the service may be down; try again later."
    retryable = True


class ConnectionLost(GaiaError):
    template = "The connection to {host} was lost: try again."
    retryable = True


class TlsError(GaiaError):
    template = "{host} has a certificate that is not trusted: ask its owner, or add it in QGIS's options."


class TimedOut(GaiaError):
    template = "{host} did not answer in {seconds:g} s: try again, or search a smaller area or period."
    retryable = True


class ServiceUnavailable(GaiaError):
    """HTTP 5xx."""

    template = "{host} is not working at the moment (HTTP {status}): try again later."
    retryable = True


class TooManyRequests(GaiaError):
    """HTTP 429, after the retries that its Retry-After allowed."""

    template = "{host} asks for fewer requests (HTTP {status}): wait a moment and try again."
    retryable = True


class AuthenticationRequired(GaiaError):
    """HTTP 401."""

    template = "{host} asks you to sign in (HTTP {status})."


class SignInRequired(AuthenticationRequired):
    """Nobody is signed in at a service whose files are for those who are: it was not asked."""

    template = "{host} opens files to those who are signed in: sign in to {service} first."


class KeyRequired(AuthenticationRequired):
    """No key covers the host, which answers nothing without one: it was not asked."""

    template = "{host} needs an API key of {service}: make one in your account there."


class KeyRefused(AuthenticationRequired):
    """The key that was sent is wrong, expired or revoked."""

    template = "{host} refused your key of {service}: it may have expired; make a new one in your account."


class SignInEnded(AuthenticationRequired):
    """The refresh token is used up, revoked or expired."""

    template = "Your sign-in at {host} has ended: sign in again."


class AccessDenied(GaiaError):
    """HTTP 403."""

    template = "{host} does not give you access to this (HTTP {status}): ask its provider for the right."


class LicenceNotAccepted(AccessDenied):
    """The field ``page``, where there is one, is an address of the service itself where it is accepted."""

    template = "{host} asks you to accept a licence first."
    claimed_page = ""
    """The address that the answer named: whose it is, nobody has looked at yet."""


class FileRestricted(AccessDenied):
    """The person is known, and this one file is open to those whom its owner lets in (Dataverse)."""

    template = "{host} keeps this file restricted: ask for access to it on its page there."


class GuestbookRequired(AccessDenied):
    template = "{host} asks you to sign its guestbook: download this file from its page there."


class RequesterPays(AccessDenied):
    """An object store that bills whoever downloads."""

    template = "{host} makes whoever downloads from {bucket} pay: it is not fetched."


class MembershipMissing(AccessDenied):
    """The account is known, and its organisation is not a member (DINAMIS) or gave it no right."""

    template = "{host} is open to members of {service}: ask your organisation's contact person for the right."


class ProfileNotValidated(AccessDenied):
    template = "{host} has not validated your profile yet: complete it in your account there, or wait."


class QuotaExceeded(GaiaError):
    template = "Your download quota at {host} is used up: try again later."


class QuotaExceededUntil(QuotaExceeded):
    """``until`` is a datetime in the user's time zone."""

    template = "Your download quota at {host} is used up until {until:%Y-%m-%d %H:%M}."


class SelectionTooLarge(GaiaError):
    """No waiting helps: the whole quota is smaller than what was chosen."""

    template = (
        "{host} gives no selection of this size: choose a smaller area, a shorter period or fewer files."
    )


class NotFound(GaiaError):
    """HTTP 404 and 410."""

    template = "{host} no longer has what was asked for (HTTP {status})."


class RequestRefused(GaiaError):
    """Another HTTP 4xx, or an OGC exception report: ``detail`` is the server's own short text."""

    template = "{host} refused the request: {detail}"


class NotOnline(GaiaError):
    template = "This product is stored off line at {host}: it must be ordered first."


class NotOnlineYet(NotOnline):
    """It comes by itself (from tape), nobody can say when; ``minutes`` until it is looked for again."""

    template = "This product is not on line at {host} yet: it is looked for again in {minutes:g} min."


class BeingPrepared(NotOnlineYet):
    """A selection that the service is packing; ``percent`` of it is done."""

    template = "{host} is preparing your files ({percent:g} %): they are fetched when they are ready."


class HeldBack(NotOnlineYet):
    """A selection that the service accepted and has not begun with."""

    template = "{host} keeps your selection waiting: it is looked for again in {minutes:g} min."


class BadAnswer(GaiaError):
    """The answer is not what was asked for: ``detail`` says how (HTML instead of JSON, truncated…)."""

    template = "{host} sent an answer that cannot be read: {detail}"


class AnswerTooLarge(BadAnswer):
    template = "{host} sent more than {limit_mb:g} MB: narrow the search."


class RedirectLoop(BadAnswer):
    template = "{host} redirects without end: its address may have changed."


class UnsupportedLink(GaiaError):
    template = "This kind of link cannot be opened: {detail}"


class CannotStream(UnsupportedLink):
    """GDAL cannot be given the credential for this host alone: ``detail`` says why."""

    template = (
        "{host} needs your sign-in, which cannot go with streaming ({detail}): download the file instead."
    )


class OpenedElsewhere(UnsupportedLink):
    """A protocol that programs of the person's own speak (FTP)."""

    template = (
        "{host} gives this file by {protocol}: open its address with your file manager or an FTP client."
    )


class TransferError(GaiaError):
    """The root of what can go wrong with a file."""

    template = "The download from {host} failed."


class TransferIncomplete(TransferError):
    template = "The download from {host} stopped at {received} of {expected} bytes: start it again."
    retryable = True


class ChecksumMismatch(TransferError):
    template = "{name} from {host} is not what its provider announced ({algorithm} differs): it was not kept."


class SizeMismatch(TransferError):
    template = (
        "{name} from {host} has {received} bytes and not the {expected} that were announced: it was not kept."
    )


class CannotWrite(TransferError):
    template = "{path} cannot be written: {detail}"


class DiskFull(CannotWrite):
    """``detail`` says which room has come to its end: the disk's, or the person's own share of it."""

    template = (
        "No room is left ({detail}): free some space, then try again; it goes on where it was ({path})."
    )


class ArchiveRefused(TransferError):
    """Nothing of it was written: ``name`` is the archive's, ``detail`` says what is wrong."""

    template = "{name} was not unpacked: {detail}"


class MemberRefused(ArchiveRefused):
    """``member`` is a file of the archive, as the archive calls it."""

    template = "{name} was not unpacked, because of {member} in it: {detail}"


class NoRoomToUnpack(ArchiveRefused):
    """The archive itself is there, and good."""

    template = "{name} was not unpacked: {detail}; free some space, then try again."


class ArchiveDamaged(ArchiveRefused):
    template = "{name} is damaged and was not unpacked ({detail}): download it again."


class RangesRefused(TransferError):
    """A part of a file was asked for."""

    template = "{host} gives its files only whole: download {name} itself."


class FileChanged(TransferError):
    """Between two requests for parts of it."""

    template = "{name} has changed at {host} meanwhile: list its files again."


class SignInError(GaiaError):
    """The root of what can go wrong while signing in; ``detail`` is the server's own short text or ours."""

    template = "{host} refused the sign-in: {detail}"


class ConsentDenied(SignInError):
    """``detail`` is what the issuer calls it: who refused may be the person or the issuer's own rules."""

    template = "The sign-in at {host} was refused in the browser ({detail}): nothing has changed."


class SignInTimedOut(SignInError):
    """Nothing came back from the browser, which may have been closed."""

    template = "The sign-in at {host} was not finished within {minutes:g} min: start it again."


class PortInUse(SignInError):
    template = "No port of this computer is free for the answer of {host}: sign in with a code instead."


class BrowserNotOpened(SignInError):
    template = "No browser could be opened for {host}: sign in with a code instead."


class NoPortLeft(PortInUse):
    """Where there is no other way in."""

    template = "No port is free for the answer of {host}: close other programs, then try again."


class NoBrowser(BrowserNotOpened):
    """Where there is no other way in."""

    template = "No browser opened for {host}: choose a default browser in your system, then try again."


class DeviceCodeExpired(SignInError):
    template = "The code for {host} has expired: ask for a new one."


class ClockOff(SignInError):
    template = "This computer's clock is {minutes:g} min off that of {host}: set it, then sign in again."


class SignInForged(SignInError):
    """An answer that is not to this sign-in, or an ID token that does not hold: ``detail`` names the part
    (state, issuer, code, nonce, signature, audience…), never its value."""

    template = "An answer that claims to be of {host} was refused ({detail}): start the sign-in again."


class SignInUnavailable(SignInError):
    """The provider lacks what is needed, or the plugin has no client identifier for it."""

    template = "Signing in at {host} is not possible: {detail}"


class VaultUnavailable(GaiaError):
    template = "Your sign-ins cannot be kept on this computer: {detail}"


class JournalSetAside(GaiaError):
    """The file that lists the downloads is damaged: they are forgotten, their files and parts are not."""

    template = (
        "The list of downloads could not be read ({detail}): it was kept as {kept}, and a new one begun."
    )


class JournalNotKept(GaiaError):
    """The list of downloads cannot be written where it should be."""

    template = "The list of downloads cannot be kept at {path} ({detail}): it lasts until QGIS is closed."


class JournalFailed(GaiaError):
    """The list of downloads, which was readable, no longer is: the disk is full, or it vanished."""

    template = "The list of downloads cannot be read or written: {detail}"
