# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""Values that people can write into fields, and the canonical form in which they are compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.module_utils._core.values import (
    Choice,
    Day,
    Duration,
    FreeFields,
    Limit,
    Money,
    MoneyLimit,
    SetOf,
    Switches,
    Text,
    Wildcard,
    YesNo,
)
from support.configuration_strategies import durations, limits, money

WRITTEN = [(Duration(), durations), (Limit(), limits), (Money(), money), (Text(), st.text()), (Wildcard(), st.text())]


@pytest.mark.parametrize("value, written", WRITTEN, ids=lambda part: type(part).__name__)
def test_the_canonical_and_the_shown_form_are_stable(value, written):
    @given(written)
    def stable(given_text):
        canonical = value.normalise(given_text)
        assert value.normalise(canonical) == canonical
        assert value.normalise(value.show(canonical)) == canonical

    stable()


@pytest.mark.parametrize(
    "value, written, canonical",
    [
        (Duration(), "28 days", {"value": 28, "unit": "days"}),
        (Duration(), " 1 Day ", {"value": 1, "unit": "days"}),
        (Duration(), "12weeks", {"value": 12, "unit": "weeks"}),
        (Duration(), {"value": "3", "unit": "month"}, {"value": 3, "unit": "months"}),
        (Duration(), "", None),
        (Limit(), "nolimit", "No Limit"),
        (Limit(), "NO_LIMIT", "No Limit"),
        (Limit(), "5", 5),
        (MoneyLimit(), "no limit", "No Limit"),
        (Money(), 0.5, "0.50"),
        (Money(), "10", "10.00"),
        (YesNo(), "on", True),
        (YesNo(), "No", False),
        (Choice(("Fixed Bill",)), "fixed bill", "Fixed Bill"),
        (Wildcard(), None, "All"),
        (Wildcard(), "all", "All"),
        (Day(), "2031-12-31T00:00:00Z", "2031-12-31"),
        (SetOf(Text()), ["b", "a", "b", " "], ["a", "b"]),
        (Text(), "  x \n", "x"),
        (Text(), "   ", None),
        (FreeFields(), {" Label ": " x "}, {"Label": "x"}),
        (Switches(), {"Notice": "yes"}, {"Notice": True}),
    ],
)
def test_different_spellings_have_the_same_canonical_form(value, written, canonical):
    assert value.normalise(written) == canonical


@pytest.mark.parametrize(
    "value, written, complaint",
    [
        (Duration(), "28", "without a unit; write for example '28 days'"),
        (Duration(), "-3 days", "cannot be negative"),
        (Duration(), "3 fortnights", "the unit must be one of minutes, hours, days, weeks, months"),
        (Duration(), "soon", "write a number and a unit"),
        (Limit(), "-1", "No Limit"),
        (Limit(), "many", "No Limit"),
        (Money(), "1.234", "0.50"),
        (Money(), "NaN", "0.50"),
        (Choice(("Available", "Unavailable")), "Gone", "choose one of Available, Unavailable"),
        (YesNo(), "perhaps", "write yes or no"),
        (Day(), "31.12.2031", "YYYY-MM-DD"),
        (Text(longest=3), "four", "has 4 characters, 3 are allowed"),
        (Text(forbidden=("&",)), "a & b", "must not contain '&'"),
        (Text(), ["a"], "write a text"),
        (SetOf(Text()), "a", "write a list"),
        (FreeFields(), "a", "write a dictionary"),
        (FreeFields(), {"Label": [1]}, "one plain value"),
    ],
)
def test_invalid_values_have_a_clear_error(value, written, complaint):
    with pytest.raises(ValueError, match=complaint.replace("(", r"\(").replace(".", r"\.")):
        value.normalise(written)


def test_undeclared_labels_are_kept():
    assert FreeFields().merge({"a": 1, "b": 2}, {"b": None, "c": 3}) == {"a": 1, "c": 3}
    assert FreeFields().view({"a": 1, "b": 2}, {"b": None}) == {"b": 2}


def test_undeclared_switches_are_kept():
    assert Switches().merge({"a": True}, {"a": False, "b": True}) == {"b": True}
