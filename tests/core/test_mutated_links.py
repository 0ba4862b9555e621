"""Links of any text: they are typed, cleaned and freed of secrets, and nothing is raised."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gaia_plugin.core.metadata import classify
from gaia_plugin.core.metadata.hrefs import clean_href, hints, without_secrets
from gaia_plugin.core.metadata.jsontexts import scrubbed
from gaia_plugin.core.model import LinkKind
from tests.support.mutations import LONG, TEXTS

ANY = st.text(max_size=80) | st.sampled_from(TEXTS) | st.sampled_from(LONG)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(ANY, ANY, ANY, ANY)
def test_links_of_any_text(href: str, protocol: str, function: str, name: str) -> None:
    for text in (href, "https://" + href, "https://h.org/?" + href):
        kind = classify(text, protocol, function, name)
        assert isinstance(kind, LinkKind)
        clean, _ = without_secrets(text)
        assert without_secrets(clean) == (clean, False)
        clean_href(text, kind)
        hints(text, protocol)


def test_secrets_leave_addresses_of_every_scheme() -> None:
    said = {"a": "see sftp://u:p@h.org/x and https://u:p@h.org/y", "b": ["ftp://u:p@h.org/z"]}
    assert scrubbed(said) == {"a": "see sftp://h.org/x and https://h.org/y", "b": ["ftp://h.org/z"]}
