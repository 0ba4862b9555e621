"""Language codes as records write them, brought to ISO 639-1."""

from __future__ import annotations

_THREE = {
    "eng": "en", "fre": "fr", "fra": "fr", "ger": "de", "deu": "de", "spa": "es", "ita": "it", "dut": "nl",
    "nld": "nl", "por": "pt", "cat": "ca", "pol": "pl", "swe": "sv", "dan": "da", "fin": "fi", "nor": "no",
    "nob": "no", "rus": "ru", "gre": "el", "ell": "el", "rum": "ro", "ron": "ro", "bul": "bg", "hrv": "hr",
    "slv": "sl", "slo": "sk", "slk": "sk", "cze": "cs", "ces": "cs", "hun": "hu", "est": "et", "lav": "lv",
    "lit": "lt", "mlt": "mt", "gle": "ga", "ice": "is", "isl": "is", "chi": "zh", "zho": "zh", "jpn": "ja",
    "ara": "ar", "tur": "tr", "ukr": "uk",
}  # fmt: skip
_NAMES = {"english": "en", "french": "fr", "français": "fr", "francais": "fr", "anglais": "en"}


def two_letters(code: str) -> str:
    """ISO 639-1 for "fre", "fra", "fr-FR", "#FR", "French" or a code list's URL; the text in lower case
    where it is none of these."""
    text = code.strip().rpartition("#")[2].rpartition("/")[2].lower()
    parts = text.replace("_", "-").split(";", 1)[0].strip().split("-")
    if parts[0] == "locale":  # "#locale-eng", where the record declares no locale
        parts = parts[1:] or parts
    text = parts[0].strip()
    if len(text) == 2:
        return text
    return _THREE.get(text) or _NAMES.get(text) or text
