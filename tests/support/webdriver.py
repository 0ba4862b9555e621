"""A real Chromium without a screen, driven over W3C WebDriver (plain HTTP), for pages that want a browser.

    with Chromium(tmp_path) as browser:
        browser.open(url)
        browser.fill("login", "alice")       # by the name of the field
        browser.click("button[type=submit]") # by a CSS selector
        browser.text()

Raises NotInstalled where Debian's chromium and chromium-driver are missing. It reaches 127.0.0.1 and nothing
else.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

import requests

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the name that WebDriver section 12 gives


class NotInstalled(RuntimeError):
    """There is no Chromium or no chromedriver."""


class Chromium:
    """A context manager; one window with a profile of its own in ``folder``. ``trust`` names public keys
    whose certificates it believes (SHA-256 of their SubjectPublicKeyInfo, base64)."""

    def __init__(self, folder: Path, trust: tuple[str, ...] = ()):
        self._driver = shutil.which("chromedriver")
        if not self._driver or not shutil.which("chromium"):
            raise NotInstalled("chromium and chromium-driver are missing: make hub-install")
        self._folder = folder
        self._trust = trust
        self._process: subprocess.Popen[bytes] | None = None
        self._http = requests.Session()
        self._http.trust_env = False
        self._base = ""

    def __enter__(self) -> Chromium:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self._folder.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, "HOME": str(self._folder), "XDG_CONFIG_HOME": str(self._folder)}
        self._process = subprocess.Popen(
            [str(self._driver), f"--port={port}"],
            env=environment,
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            self._base = f"http://127.0.0.1:{port}"
            self._wait_for_driver()
            options = {
                "args": [
                    "--headless=new",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-dev-shm-usage",
                    "--no-first-run",
                    "--no-proxy-server",
                    "--disable-background-networking",
                    f"--user-data-dir={self._folder / 'profile'}",
                    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
                    f"--ignore-certificate-errors-spki-list={','.join(self._trust)}",
                ]
            }
            capabilities = {"alwaysMatch": {"browserName": "chrome", "goog:chromeOptions": options}}
            made = self._ask("POST", "/session", {"capabilities": capabilities})
            self._base += f"/session/{made['sessionId']}"
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the browser and its driver, by their process group."""
        process, self._process = self._process, None
        if process is None:
            return
        try:
            self._http.delete(self._base, timeout=20)
        except requests.RequestException:
            pass
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait(20)

    def open(self, url: str) -> None:
        self._ask("POST", "/url", {"url": url})

    @property
    def url(self) -> str:
        return str(self._ask("GET", "/url"))

    def text(self) -> str:
        """What a person reads on the page."""
        return str(self._ask("GET", f"/element/{self._find('body')}/text"))

    def has(self, selector: str) -> bool:
        return bool(self._ask("POST", "/elements", {"using": "css selector", "value": selector}))

    def fill(self, name: str, text: str) -> None:
        field = self._find(f"[name={name}]")
        self._ask("POST", f"/element/{field}/clear", {})
        self._ask("POST", f"/element/{field}/value", {"text": text})

    def click(self, selector: str) -> None:
        self._ask("POST", f"/element/{self._find(selector)}/click", {})

    def forget(self) -> None:
        """Delete the cookies of the page's site."""
        self._ask("DELETE", "/cookie")

    def _find(self, selector: str) -> str:
        found = self._ask("POST", "/element", {"using": "css selector", "value": selector})
        return str(found[ELEMENT])

    def _wait_for_driver(self) -> None:
        end = time.monotonic() + 60
        while True:
            try:
                if self._ask("GET", "/status")["ready"]:
                    return
            except requests.RequestException:
                pass
            if time.monotonic() > end:
                raise NotInstalled("chromedriver does not answer")
            time.sleep(0.05)

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        answer = self._http.request(method, self._base + path, json=body, timeout=120)
        value = answer.json()["value"]
        if answer.status_code >= 400:
            raise RuntimeError(f"{method} {path}: {value['error']}: {value['message'][:500]}")
        return value
