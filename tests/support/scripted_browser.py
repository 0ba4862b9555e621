"""A browser without a screen: it follows redirects, keeps cookies, and fills the forms of a provider's pages.

    browser = ScriptedBrowser(login="alice")
    browser.open(url)            # fills "login" and "password", agrees, until a page has no form any more
    browser.last.url

It sends the redirect to the plugin's listener like any other page, so ``open`` ends with the listener's page.
"""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from urllib.parse import urljoin

import requests


class Page(HTMLParser):
    """The first form of a page, and its links."""

    def __init__(self, text: str):
        super().__init__()
        self.action: str | None = None
        self.fields: dict[str, str] = {}
        self.links: list[str] = []
        self.buttons: dict[str, str] = {}
        self._inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        if tag == "button" and values.get("name"):
            self.buttons[values["name"]] = values.get("value", "")
        if tag == "form" and self.action is None:
            self.action, self._inside = values.get("action", ""), True
        if tag == "input" and self._inside and values.get("name"):
            self.fields[values["name"]] = values.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False


class ScriptedBrowser:
    """One person at one browser. ``deny`` takes the link or the button that refuses, where there is one;
    ``rewrite`` may change every address before it is opened, as an attacker would; ``fields`` fills more;
    ``trust`` is the file of an authority to believe instead of the machine's."""

    def __init__(
        self,
        login: str = "alice",
        deny: bool = False,
        rewrite: Callable[[str], str] | None = None,
        fields: dict[str, str] | None = None,
        trust: str | None = None,
    ):
        self.fields = {"login": login, "password": login, **(fields or {})}
        self.deny = deny
        self.rewrite = rewrite or (lambda url: url)
        self.last: requests.Response | None = None
        self.visited: list[str] = []
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = trust or True

    def open(self, url: str) -> bool:
        """Go through the pages from this one. True, as of a browser that could be opened."""
        self._go("GET", url)
        for _ in range(12):
            assert self.last is not None
            page = Page(self.last.text)
            refusals = [link for link in page.links if "abort" in link]
            if self.deny and refusals:
                self._go("GET", urljoin(self.last.url, refusals[0]))
            elif page.action is not None:
                refuses = self.deny and "abort" in page.buttons
                fields = {name: self.fields.get(name, value) for name, value in page.fields.items()}
                fields.update({"abort": page.buttons["abort"]} if refuses else {})
                self._go("POST", urljoin(self.last.url, page.action), fields)
                if refuses:
                    return True
            else:
                return True
        raise AssertionError(f"too many pages, the last at {self.last.url if self.last else url}")

    def _go(self, method: str, url: str, fields: dict[str, str] | None = None) -> None:
        for _ in range(20):
            url = self.rewrite(url)
            self.visited.append(url)
            self.last = self._session.request(method, url, data=fields, allow_redirects=False, timeout=30)
            if not self.last.is_redirect:
                return
            method, fields = "GET", None
            url = urljoin(url, self.last.headers["Location"])
        raise AssertionError("too many redirects")
