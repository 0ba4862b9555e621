"""The client ``teledetection``, asked about the hub's signing gateway: reads JSON on stdin, prints JSON.

In: ``{"asks": [{"urls": […]} | {"put": […]} | {"vrt": "…"} | {"error": […]} | {"token": true}, …]}``; out:
an answer for each, with how many requests it cost. Runs in the virtual environment ``teledetection``; the
gateway and the credential come by the client's own environment variables and files. It is not changed in
any way.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import requests
from teledetection.sdk import http, signing

_posts: list[tuple[str, int]] = []
_send = requests.Session.send


def _counted(self: Any, request: Any, **more: Any) -> Any:
    answer = _send(self, request, **more)
    _posts.append((request.method, answer.status_code))
    return answer


requests.Session.send = _counted  # type: ignore[method-assign]


def ask(said: dict[str, Any]) -> Any:
    if "put" in said:
        return signing.sign_urls_put(said["put"])
    if "vrt" in said:
        return signing.sign_vrt_string(said["vrt"])
    if "token" in said:
        return {**http.get_headers(), "username": http.get_username()}
    if "error" in said:
        try:
            return {"signed": signing.sign_urls(said["error"])}
        except Exception as error:
            return {"error": type(error).__name__, "text": str(error)}
    return signing.sign_urls(said["urls"])


answers = []
for each in json.load(sys.stdin)["asks"]:
    _posts.clear()
    value = ask(each)
    answers.append({"value": value, "requests": list(_posts)})
json.dump(answers, sys.stdout)
