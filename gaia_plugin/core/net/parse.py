"""Reading answers that may be anything: JSON and XML, safely."""

from __future__ import annotations

import json
import re
from typing import Any

from ..errors import BadAnswer

try:  # faster where present; never required
    import orjson  # type: ignore[import-not-found,unused-ignore]
except ImportError:
    orjson = None

_UTF8_MARK = b"\xef\xbb\xbf"


def parse_json(content: bytes, host: str, charset: str = "") -> Any:
    """The value that a JSON text (RFC 8259) holds. Raises BadAnswer, which says what is wrong with it."""
    wrong = "not JSON"
    try:
        if orjson is not None:
            try:
                return orjson.loads(content)
            except ValueError:
                pass  # the standard library has the last word, and says where it stopped
        text = decoded(content, charset)
        value = json.loads(text, parse_constant=no_constant)
        return whole_characters(value) if has_halves(text) else value
    except UnicodeDecodeError:
        wrong = "text in an unknown encoding"
    except json.JSONDecodeError as error:
        wrong = _what_instead(content, "JSON") or _how_broken(error)
    except RecursionError:
        wrong = "JSON nested too deep"
    except ValueError as error:
        wrong = "JSON with NaN or Infinity" if isinstance(error, _NotANumber) else "not JSON"
    raise BadAnswer(host=host, detail=wrong)


_ALONE = re.compile(
    r"\\u[dD][89abAB]..(?!\\u[dD][c-fC-F])"
    r"|\\u[dD][c-fC-F]..(?<!\\u[dD][89abAB]..\\u[dD][c-fC-F]..)"
)
_HALF = re.compile("[\ud800-\udfff]")


def has_halves(text: str) -> bool:
    """Whether a JSON text writes half of a surrogate pair without the other (RFC 8259 section 8.2), or
    something that looks like it."""
    return ("\\ud" in text or "\\uD" in text) and _ALONE.search(text) is not None


def whole_characters(value: Any) -> Any:
    """The same JSON value with the replacement character where half a character stands: no file, address or
    widget takes one. Raises RecursionError where it is nested deeper than Python goes."""
    if isinstance(value, str):
        return _HALF.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, list):
        return [whole_characters(member) for member in value]
    if isinstance(value, dict):
        return {whole_characters(name): whole_characters(member) for name, member in value.items()}
    return value


def safe_parser(*, recover: bool = False) -> Any:
    """A parser of XML that opens nothing and expands nothing; ``recover`` makes what it can of broken XML."""
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )


def parse_xml(content: bytes, host: str) -> Any:
    """The root element of an XML document. Entities are never declared, resolved or fetched.

    Raises BadAnswer (HTML instead of XML, truncated, entity declarations, nested deeper than 256).
    """
    from lxml import etree  # slow to import: a search of STAC alone never needs it

    wrong = ""
    if _declares_entities(content):
        raise BadAnswer(host=host, detail="XML that declares entities")
    parser = safe_parser()
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        wrong = _what_instead(content, "XML") or _how_xml_broke(error)
    else:
        tag = root.tag if isinstance(root.tag, str) else ""
        dtd: Any = root.getroottree().docinfo.internalDTD
        if dtd is not None and any(True for _ in dtd.iterentities()):
            wrong = "XML that declares entities"
        elif etree.QName(tag).localname.lower() == "html":
            wrong = "a web page instead of XML"
    if wrong:
        raise BadAnswer(host=host, detail=wrong)
    return root


class _NotANumber(ValueError):
    pass


def no_constant(name: str) -> Any:
    """Refuse NaN and Infinity, which JSON has not: Python would take them."""
    raise _NotANumber


def decoded(content: bytes, charset: str = "") -> str:
    """The text of an answer that should be JSON (RFC 8259 section 8.1: UTF-8), or what it says it is in.
    Raises UnicodeDecodeError."""
    if content.startswith(_UTF8_MARK):
        return content.decode("utf-8-sig")
    try:
        return content.decode(json.detect_encoding(content))
    except UnicodeDecodeError:
        if charset.lower().replace("_", "-") in (
            "iso-8859-1",
            "iso-8859-15",
            "latin-1",
            "windows-1252",
            "cp1252",
        ):
            return content.decode(charset)
        raise


def _how_broken(error: json.JSONDecodeError) -> str:
    at_end = error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated")
    return "truncated JSON" if at_end else "broken JSON"


def _how_xml_broke(error: Exception) -> str:
    text = str(error)
    if "nested" in text.lower() or "depth" in text.lower():
        return "XML nested too deep"
    if any(sign in text for sign in ("Premature end", "EndTag", "Extra content", "not finished", "unclosed")):
        return "truncated XML" if "Extra content" not in text else "broken XML"
    if "entit" in text.lower() and "loop" in text.lower():
        return "XML that declares entities"
    return "text in an unknown encoding" if "encoding" in text.lower() else "broken XML"


def _what_instead(content: bytes, wanted: str) -> str:
    head = content[:2048].removeprefix(_UTF8_MARK).lstrip().lower()
    if not head:
        return "an empty answer"
    if head.startswith((b"<!doctype html", b"<html")) or b"<html" in head:
        return "a web page instead of JSON" if wanted == "JSON" else "a web page instead of XML"
    if head.startswith(b"<") and wanted == "JSON":
        return "XML instead of JSON"
    if head[:1] in (b"{", b"[") and wanted == "XML":
        return "JSON instead of XML"
    return "" if head.startswith((b"<", b"{", b"[")) else "not JSON" if wanted == "JSON" else "not XML"


def _declares_entities(content: bytes) -> bool:
    """Whether the part before the first element declares entities (also in UTF-16)."""
    head = content.replace(b"\x00", b"") if b"\x00" in content[:64] else content
    if b"<!DOCTYPE" not in head[:65536]:
        return False
    first = re.search(rb"<[A-Za-z_]", head)
    return b"<!ENTITY" in head[: first.start() if first else len(head)]
