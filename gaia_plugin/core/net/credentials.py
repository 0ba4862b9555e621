"""A credential belongs to a list of hosts, and goes nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from .cancel import Cancel

SECRET_PARAMETERS = frozenset(
    {"apikey", "api_key", "api-key", "x-api-key", "subscription-key", "token", "access_token",
     "access-token", "id_token", "key_id", "secret", "client_secret", "password", "passwd", "pwd",
     "signature", "sig", "sas", "auth", "authorization", "jwt", "x-amz-signature", "x-amz-credential",
     "x-amz-security-token", "x-goog-signature", "x-goog-credential"}
)  # fmt: skip
"""Parameters of an address (in lower case) that open what it leads to: never kept with a link or a layer."""


_SHORTEST = 6
"""A secret of fewer signs may be an ordinary word of the answer."""


class Credential:
    """What opens some hosts: headers, query parameters, or a name and a password (basic).

    ``hosts`` are exact names ("stac.example.org"), or ".example.org" for every host below that domain (and
    not the domain itself); a port may follow ("127.0.0.1:8080"). It is sent over https only, unless
    ``allow_http`` (a server on loopback). Its text form never shows what it holds.
    """

    __slots__ = ("_headers", "_hidden", "_query", "allow_http", "hosts")

    def __init__(
        self,
        hosts: Iterable[str],
        *,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        basic: tuple[str, str] | None = None,
        allow_http: bool = False,
    ):
        self.hosts = tuple(host.strip().lower().rstrip(".") for host in hosts if host.strip(" ."))
        self._headers = dict(headers or {})
        self._query = dict(query or {})
        self.allow_http = allow_http
        self._hidden = () if basic is None else basic[1:]
        if basic is not None:
            import base64

            pair = base64.b64encode(":".join(basic).encode("utf-8")).decode("ascii")
            self._headers["Authorization"] = f"Basic {pair}"

    def matches(self, url: str) -> bool:
        """Whether it may be sent to this URL."""
        scheme, host, port = origin(url)
        if not host or not (scheme == "https" or (scheme == "http" and self.allow_http)):
            return False
        return any(_host_matches(pattern, host, port) for pattern in self.hosts)

    def headers(self, cancel: Cancel | None = None) -> dict[str, str]:
        """A copy of what is sent in the headers; one that must be renewed first may raise typed errors."""
        return dict(self._headers)

    def refused(self, sent: Mapping[str, str], cancel: Cancel | None = None) -> bool:
        """A server answered 401 to these headers. Whether there are others by now, to ask with once more; one
        that lives finds out, and may raise typed errors."""
        return False

    def keep_alive(self, cancel: Cancel | None = None) -> None:
        """Renew what is nearly over, where it was of use lately; for a timer, in a worker. Failures are left
        to the request that needs it."""

    def add_to(self, url: str) -> str:
        """The URL with the credential's query parameters, replacing those of the same name."""
        if not self._query:
            return url
        parts = urlsplit(without_parameters(url, self._query))
        query = "&".join(filter(None, [parts.query, urlencode(self._query, quote_via=quote)]))
        return urlunsplit(parts._replace(query=query))

    def remove_from(self, url: str) -> str:
        """The URL without the credential's own query parameters (a server echoes them in a redirect)."""
        return without_parameters(url, self._query) if self._query else url

    def secrets(self) -> list[str]:
        """What must be seen nowhere: the values that are sent, their scheme ("Bearer") left out."""
        values = [*self._headers.values(), *self._query.values(), *self._hidden]
        return [value.rpartition(" ")[2] for value in values]

    def blotted(self, content: bytes) -> bytes:
        """A server's answer without the secret that it was sent: some repeat it, in an error, a link or a
        record, and what they say is shown, logged and saved with the project."""
        return _blotted(content, self.secrets())

    def __repr__(self) -> str:
        return f"<Credential for {', '.join(self.hosts) or 'no host'}>"

    def __reduce__(self) -> str:
        raise TypeError("a credential is never written down")


def blotted_of(url: str, content: bytes) -> bytes:
    """What a server said of a request, without the keys and signatures of its address."""
    try:
        pairs = parse_qsl(urlsplit(url).query)
    except ValueError:
        return content
    return _blotted(content, [value for name, value in pairs if _is_secret(name)])


def _blotted(content: bytes, secrets: Iterable[str]) -> bytes:
    for secret in secrets:
        if len(secret) >= _SHORTEST:
            for form in {secret, quote(secret, safe="")}:
                content = content.replace(form.encode(), b"***")
    return content


class Credentials:
    """The credentials of a session; the first one that matches is used."""

    def __init__(self, items: Iterable[Credential] = ()):
        self._items = tuple(items)
        self.revision = 0
        self.companions: dict[type, object] = {}
        """What others keep for as long as these credentials are in use, by its class."""

    def add(self, credential: Credential) -> None:
        self._items = (credential, *self._items)
        self.revision += 1

    def remove(self, credential: Credential) -> None:
        self._items = tuple(item for item in self._items if item is not credential)
        self.revision += 1

    def for_url(self, url: str) -> Credential | None:
        """The credential that may be sent to this URL, or None."""
        return next((item for item in self._items if item.matches(url)), None)

    def blotted(self, content: bytes) -> bytes:
        """What some server said, without any of the secrets: see ``Credential.blotted``."""
        for item in self._items:
            content = item.blotted(content)
        return content

    def clean(self, url: str) -> str:
        """The URL without user information and without any parameter of these credentials."""
        url = without_userinfo(url)
        for item in self._items:
            url = item.remove_from(url)
        return url

    def __repr__(self) -> str:
        return f"<Credentials: {len(self._items)}>"


def origin(url: str) -> tuple[str, str, int | None]:
    """Scheme, host (lower case, no final dot) and port of a URL; empty where it cannot be read.

    A backslash or a space in the authority is not read: one parser takes ``https://a\\@b/`` for a, another
    for b.
    """
    try:
        parts = urlsplit(url)
        if any(char in "\\ " or ord(char) < 32 for char in parts.netloc):
            return "", "", None
        scheme, port = parts.scheme.lower(), parts.port
        host = (parts.hostname or "").lower().rstrip(".")
    except ValueError:
        return "", "", None
    return scheme, host, port if port is not None else {"http": 80, "https": 443}.get(scheme)


def without_userinfo(url: str) -> str:
    """The URL without ``user:password@``."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    if "@" not in parts.netloc:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def holds_secret(url: str) -> bool:
    """Whether a parameter of the address is a key or a signature, or it names a user."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return True
    names = {_name(pair).strip().lower() for pair in parts.query.split("&")}
    return "@" in parts.netloc or not names.isdisjoint(SECRET_PARAMETERS)


def without_parameters(url: str, names: Iterable[str]) -> str:
    """The URL without these query parameters; the others keep their spelling."""
    parts = urlsplit(url)
    gone = {name.lower() for name in names}
    kept = [pair for pair in parts.query.split("&") if pair and _name(pair).lower() not in gone]
    return urlunsplit(parts._replace(query="&".join(kept)))


_SIGNED = re.compile(r"^(x-amz-|x-goog-|x-id$|awsaccesskeyid$|googleaccessid$|key-pair-id$)", re.I)
"""Parameters of signed addresses: AWS Signature Versions 2 and 4, Google Cloud Storage, CloudFront."""
_BESIDE_A_SIGNATURE = frozenset(
    {"expires", "policy", "sv", "st", "se", "sr", "sp", "spr", "sip", "ss", "srt", "skoid", "sktid", "skt",
     "ske", "sks", "skv", "sdd", "saoid", "suoid", "scid"}
)  # fmt: skip
"""What only stands beside a signature means nothing without it: of CloudFront, and of a shared access
signature (Azure Storage, "Create a service SAS")."""
_ADDRESS = re.compile(r"\b(?:https?|s?ftps?|s3|gs|webdavs?)://[^\s\"'<>\\]*[?@#][^\s\"'<>\\]*", re.I)


def public_url(url: str) -> str:
    """The address that names a file tomorrow too, and opens nothing by itself: without user information, key
    or signature. "" where it cannot be read."""
    if not any(sign in url for sign in "?@#"):
        return url
    try:
        url = without_userinfo(url)
        if any(_is_secret(_name(pair)) for pair in urlsplit(url).fragment.split("&")):
            url = url.partition("#")[0]  # a token that an application hands on (RFC 6749, section 4.2.2)
        names = {_name(pair) for pair in urlsplit(url).query.split("&")}
        secret = {name for name in names if _is_secret(name)}
        if secret:
            secret |= {name for name in names if name.lower() in _BESIDE_A_SIGNATURE}
            url = without_parameters(url, secret)
        return url
    except ValueError:
        return ""


def public_text(text: str) -> str:
    """A text in which every address is a public one."""
    if "://" not in text:
        return text
    return _ADDRESS.sub(lambda found: public_url(found[0]), text)


def _is_secret(name: str) -> bool:
    return name.strip().lower() in SECRET_PARAMETERS or bool(_SIGNED.match(name.strip()))


def _name(pair: str) -> str:
    read = parse_qsl(pair, keep_blank_values=True)
    return read[0][0] if read else ""


def _host_matches(pattern: str, host: str, port: int | None) -> bool:
    name, _, wanted = pattern.rpartition(":") if pattern.count(":") == 1 else (pattern, "", "")
    if wanted and wanted != str(port):
        return False
    return host.endswith(name) and host != name[1:] if name.startswith(".") else host == name
