"""The short text of a server's error answer: never a page of HTML, never more than a line."""

from __future__ import annotations

import json
import re
from typing import Any

from .parse import parse_xml

MAX_LENGTH = 200
_JSON_KEYS = (
    "detail",
    "description",
    "message",
    "msg",
    "error_description",
    "error",
    "errors",
    "title",
    "reason",
)
# A server that repeats the address it was asked repeats the key in it.
_KEY = re.compile(
    r"([\w-]*(?:token|key|secret|passw(?:or)?d|pwd|signature|credential|authorization|\bsig))"
    r"(\s*[=:]\s*(?:bearer |basic )?)[^\s&\"';,]+",
    re.IGNORECASE,
)
_XML_TAGS = ("ExceptionText", "ServiceException", "faultstring", "Message", "message", "error", "Code")


def short_detail(content: bytes, content_type: str = "") -> str:
    """What a JSON, XML or plain-text error answer says, in one line of at most 200 characters; empty for HTML
    and for what cannot be read."""
    head = content[:256].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:1] in (b"{", b"["):
        try:
            return one_line(_from_json(json.loads(content), 0))
        except (ValueError, RecursionError):
            return ""
    if head[:1] == b"<":
        return "" if _is_html(head) else one_line(_from_xml(content))
    if "html" in content_type or "\x00" in content[:256].decode("latin-1"):
        return ""
    if content_type and not content_type.lower().startswith("text/plain"):
        return ""
    return one_line(content.decode("utf-8", "replace"))


def one_line(text: str) -> str:
    """The text without control characters, tags or line ends, at most 200 characters."""
    text = re.sub(r"<[^<>]{0,200}>", " ", text[:4000])
    text = "".join(char if char.isprintable() else " " for char in text)
    text = re.sub(r"([a-z][a-z0-9+.-]*://)[^\s/@]*@", r"\1", " ".join(text.split()), flags=re.IGNORECASE)
    text = _KEY.sub(r"\1\2…", text)
    return text if len(text) <= MAX_LENGTH else text[: MAX_LENGTH - 1].rstrip() + "…"


def _from_json(value: Any, depth: int) -> str:
    if isinstance(value, str):
        return value
    if depth > 4:
        return ""
    if isinstance(value, list):
        return "; ".join(filter(None, (_from_json(item, depth + 1) for item in value[:3])))
    if isinstance(value, dict):
        for key in _JSON_KEYS:
            text = _from_json(value.get(key), depth + 1)
            if text:
                return text
    return ""


def _from_xml(content: bytes) -> str:
    try:
        root = parse_xml(content, "?")
    except Exception:  # whatever is wrong with it, there is no detail to show
        return ""
    for name in _XML_TAGS:
        for element in root.iter(f"{{*}}{name}"):
            text = " ".join(str(part) for part in element.itertext()).strip()
            if text:
                return text
    return ""


def _is_html(head: bytes) -> bool:
    low = head.lower()
    return low.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or b"<html" in low
