"""The overview of a record as HTML for a QTextBrowser.

Every text comes from outside: it is escaped, and only http, https and mailto addresses become links.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from qgis.PyQt.QtCore import QCoreApplication

from ..bridge.family import Kin
from ..core.model import Contact, Dataset, Granule, LinkKind, Record, bounds
from . import family_html, formats
from .link_groups import name_of
from .told import told

_ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]}]")
_SCHEMES = ("http", "https", "mailto")
_LONG = 40  # keywords and properties shown


def safe_url(url: str) -> str:
    """The address where it may be opened in a browser or a mail program, else ""."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    if parts.scheme.lower() not in _SCHEMES or (parts.scheme.lower() != "mailto" and not parts.netloc):
        return ""
    return url.strip()


def anchor(url: str, text: str = "") -> str:
    """A link, or the escaped text alone where the address is not safe."""
    label = html.escape(text or url)
    safe = safe_url(url)
    return f'<a href="{html.escape(safe, quote=True)}">{label}</a>' if safe else label


def prose(text: str) -> str:
    """A text from a record: escaped, its lines kept, its addresses clickable."""
    pieces, last = [], 0
    for match in _ADDRESS.finditer(text):
        pieces += [html.escape(text[last : match.start()]), anchor(match.group())]
        last = match.end()
    pieces.append(html.escape(text[last:]))
    return re.sub(r"\s*\n\s*", "<br>", "".join(pieces).strip())


def overview(
    record: Record, language: str, catalogs: Mapping[str, str], faint: str, kin: Kin | None = None
) -> str:
    """The overview: title, family, facts, abstract, lineage, conditions, people, keywords, sources.

    ``catalogs`` gives titles by identifier, ``faint`` a colour ("#777777") for what is less important,
    ``kin`` the record's family where it is known: its members are links to "gaia:parent" and "gaia:0", …
    """
    body = [f"<h3>{html.escape(record.text('title', language) or record.id)}</h3>"]
    if isinstance(record, Dataset):
        body += family_html.family(record, kin, language)
    body.append(_table(_facts(record), faint))
    abstract = told(record.text("abstract", language))
    if abstract:
        body.append(f"<p>{prose(abstract)}</p>")
    if isinstance(record, Dataset):
        body += _dataset_parts(record, faint)
    else:
        body.append(
            _section(QCoreApplication.translate("Details", "Properties"), _table(_properties(record), faint))
        )
    body.append(_section(QCoreApplication.translate("Details", "Found in"), _sources(record, catalogs)))
    return "".join(body)


def _section(title: str, content: str) -> str:
    return f"<h4>{html.escape(title)}</h4>{content}" if content else ""


def _table(rows: Iterable[tuple[str, str]], faint: str) -> str:
    cells = "".join(
        f'<tr><td style="color:{faint};padding:1px 10px 1px 0;white-space:nowrap">{html.escape(name)}</td>'
        f'<td style="padding:1px 0">{value}</td></tr>'
        for name, value in rows
        if value
    )
    return f'<table cellspacing="0" cellpadding="0">{cells}</table>' if cells else ""


def _facts(record: Record) -> list[tuple[str, str]]:
    translate = QCoreApplication.translate
    rows = [(translate("Details", "Provider"), html.escape(record.provider))]
    rows.append((translate("Details", "Period"), html.escape(formats.period(record.period))))
    rows.append((translate("Details", "Area"), _area(record)))
    rows.append((translate("Details", "Licence"), _licence(record)))
    if record.doi:
        rows.append((translate("Details", "DOI"), anchor(f"https://doi.org/{record.doi}", record.doi)))
    if isinstance(record, Granule) and record.cloud_cover is not None:
        rows.append((translate("Details", "Cloud cover"), f"{record.cloud_cover:.0f} %"))
    if isinstance(record, Dataset):
        rows.append((translate("Details", "Updated"), html.escape(record.updated[:10])))
        rows.append((translate("Details", "Projection"), html.escape(", ".join(record.crs[:4]))))
    rows.append((translate("Details", "Identifier"), html.escape(record.id)))
    return rows


def _area(record: Record) -> str:
    if not record.footprint:
        note = record.footprint_note
        text = QCoreApplication.translate("Details", "No footprint in the record")
        return html.escape(f"{text} ({told(note)})" if note else text)
    try:
        return html.escape(formats.box(bounds(record.footprint)))
    except (ValueError, KeyError, TypeError):
        return ""


def _licence(record: Record) -> str:
    url = getattr(record, "license_url", "")
    if record.license or url:
        return anchor(url, record.license or url) if url else prose(record.license)
    return html.escape(QCoreApplication.translate("Details", "not stated: ask the provider before use"))


def _dataset_parts(record: Dataset, faint: str) -> list[str]:
    translate = QCoreApplication.translate
    constraints = "<br>".join(prose(one) for one in record.constraints if one != record.license)
    keywords = " · ".join(html.escape(str(one)) for one in record.keywords[:_LONG])
    if len(record.keywords) > _LONG:
        keywords += f" · +{len(record.keywords) - _LONG}"
    parts = [
        _section(
            translate("Details", "Lineage"), f"<p>{prose(record.lineage)}</p>" if record.lineage else ""
        ),
        _section(translate("Details", "Conditions of use"), f"<p>{constraints}</p>" if constraints else ""),
        _section(translate("Details", "Contacts"), _contacts(record.contacts, faint)),
        _section(translate("Details", "Keywords"), f"<p>{keywords}</p>" if keywords else ""),
        _section(translate("Details", "Related"), _related(record)),
    ]
    return parts


def _contacts(contacts: Iterable[Contact], faint: str) -> str:
    lines = []
    for one in contacts:
        line = html.escape(str(one) or one.email or one.url)
        if not line:
            continue
        if one.role:
            line += f' <span style="color:{faint}">({html.escape(one.role)})</span>'
        if one.email and safe_url(f"mailto:{one.email}"):
            line += " " + anchor(f"mailto:{one.email}", one.email)
        if one.identifier and safe_url(one.identifier):
            line += " " + anchor(one.identifier, one.identifier.rstrip("/").rsplit("/", 1)[-1])
        elif one.url and safe_url(one.url):
            line += " " + anchor(one.url, "↗")
        if line not in lines:
            lines.append(line)
    return f"<p>{'<br>'.join(lines)}</p>" if lines else ""


def _related(record: Dataset) -> str:
    lines = [
        anchor(link.href, name_of(link))
        for link in record.links
        if link.kind in (LinkKind.INFO, LinkKind.METADATA) and safe_url(link.href)
    ]
    return f"<p>{'<br>'.join(dict.fromkeys(lines))}</p>" if lines else ""


def _sources(record: Record, catalogs: Mapping[str, str]) -> str:
    found = record.sources or ()
    lines = [
        anchor(one.url, catalogs.get(one.catalog, one.catalog)) + f" – {html.escape(one.id)}" for one in found
    ] or [f"{html.escape(catalogs.get(record.catalog, record.catalog))} – {html.escape(record.id)}"]
    return f"<p>{'<br>'.join(lines)}</p>"


def _properties(record: Granule) -> list[tuple[str, str]]:
    rows = []
    for name, value in record.properties.items():
        if value in (record.title, record.abstract):
            continue  # said above
        if isinstance(value, (str, int, float, bool)) and value != "":
            rows.append((str(name), prose(str(value)[:300])))
        elif isinstance(value, (list, tuple)) and all(isinstance(one, (str, int, float)) for one in value):
            rows.append((str(name), html.escape(", ".join(str(one) for one in value)[:300])))
    return rows[:_LONG]
