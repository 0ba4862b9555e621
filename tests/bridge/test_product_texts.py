"""The words of products: those of the core, and their French."""

from __future__ import annotations

import re
from pathlib import Path

from gaia_plugin.bridge import product_layers
from gaia_plugin.bridge.product_texts import WORDS, say
from gaia_plugin.core import products
from gaia_plugin.core.products import Entry, legends, muscate, safe2, snow

SOURCES = "".join(path.read_text("utf-8") for path in Path(products.__file__).parent.glob("*.py"))


def told() -> set[str]:
    """Every word of the core's tables, and the titles that are written where images and masks are made."""
    entries = {
        one.name
        for table in vars(legends).values()
        if isinstance(table, tuple)
        for one in table
        if isinstance(one, Entry)
    }
    titles = {
        *muscate._TITLES.values(),
        *(row[1] for row in muscate._MASKS),
        *(row[2] for row in safe2._MASKS),
    }
    titles |= {row[0] for row in snow._WHAT.values()}
    written = set(re.findall(r'(?:Image|Mask|Shapes)\(\s*"([^"]+)"', SOURCES))
    written |= {product_layers.NATURAL, product_layers.INFRARED, product_layers.FIRST}
    return {word for word in entries | titles | written if re.search("[A-Za-z]", word)}


def test_every_word_of_the_core_can_be_translated() -> None:
    assert told() - set(WORDS) == set()


def test_no_word_is_translated_that_the_core_does_not_say() -> None:
    here = Path(product_layers.__file__).read_text("utf-8")
    assert [word for word in WORDS if f'"{word}"' not in SOURCES + here] == []
    assert len(set(WORDS)) == len(WORDS)


def test_what_is_no_word_stays_as_it_is() -> None:
    assert (say("B8A"), say("50 %"), say("Snow")) == ("B8A", "50 %", "Snow")
