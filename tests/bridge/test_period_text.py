"""Periods as people write them."""

from __future__ import annotations

import pytest

from gaia_plugin.bridge.period_text import period_text
from gaia_plugin.core.model import Period


@pytest.mark.parametrize(
    ("period", "text"),
    [
        (None, ""),
        (Period(), ""),
        (Period("2018", "2018"), "2018"),
        (Period("2018-01-01", "2018-12-31"), "2018"),
        (Period("2018-01-01T00:00:00Z", "2018-12-31T23:59:59Z"), "2018"),
        (Period("2018-01-01T00:00:00Z", "2018-12-31T00:00:00Z"), "2018"),
        (Period("2018", "2020"), "2018–2020"),
        (Period("2018-03", "2018-03"), "Mar 2018"),
        (Period("2018-03", "2019-01"), "Mar 2018 – Jan 2019"),
        (Period("2018-01", "2018-12"), "Jan 2018 – Dec 2018"),
        (Period("2018-03-01", "2018-03-31"), "Mar 2018"),
        (Period("2018-03-02", "2018-03-31"), "2 Mar 2018 – 31 Mar 2018"),
        (Period("2018-03-02", "2018-03-02"), "2 Mar 2018"),
        (Period("2020-07-13T10:30:21Z", "2020-07-13T10:30:21Z"), "13 Jul 2020 10:30"),
        (Period("2020-07-13T10:30:21Z", "2020-07-13T11:02:00Z"), "13 Jul 2020 10:30–11:02"),
        (Period("2020-07-13T10:30:21Z", "2020-07-15T11:02:00Z"), "13 Jul 2020 – 15 Jul 2020"),
        (Period("2018", None), "since 2018"),
        (Period("2018-05", None), "since May 2018"),
        (Period(None, "2018-05-04"), "until 4 May 2018"),
        (Period(None, "9999"), "until 9999"),
        (Period("0001", "9999"), "1–9999"),
    ],
)
def test_english(period, text):
    assert period_text(period) == text


def test_the_months_are_in_the_language():
    assert period_text(Period("2018-02", "2018-02"), "fr") == "févr. 2018"
