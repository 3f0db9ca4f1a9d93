# SPDX-License-Identifier: GPL-3.0-or-later

"""The changes of a run as lines."""

from __future__ import annotations

from ansible_collections.reshare.wms.plugins.plugin_utils._report.shared_changes import change_lines
from support.report_examples import change, outcome, report_of, result


def test_a_change_that_several_libraries_have_is_shown_once():
    shared = change("loan_policy", "ReShare borrowing", {"loan_period": "14 days"}, {"loan_period": "28 days"})
    own = change("loan_policy", "Own", None, {"loan_period": "1 day"})
    names = ["adams", "baker", "curie", "darwin", "euler", "fermi"]
    report = report_of(
        [result(name, check_mode=True, **outcome(shared, *([own] if name == "baker" else []))) for name in names]
    )
    assert list(change_lines(report)) == [
        "The same change at 6 libraries:",
        "  Loan Policy 'ReShare borrowing' updated",
        "    - loan_period: 14 days",
        "    + loan_period: 28 days",
        "1 change at baker (--diff shows the values):",
        "  Loan Policy 'Own' created",
    ]


def test_the_changes_of_few_libraries_are_shown_with_their_values():
    own = change("loan_policy", "Own", None, {"loan_period": "1 day"})
    report = report_of([result("adams", **outcome(own)), result("baker", **outcome(declared=["loan_policy"]))])
    assert list(change_lines(report)) == [
        "1 change at adams:",
        "  Loan Policy 'Own' created",
        "    + loan_period: 1 day",
    ]


def test_few_libraries_are_named_and_values_of_other_systems_are_visible():
    names = [f"library{number}" for number in range(9)]
    some = [result(name, **outcome(change("loan_policy", "A", {"a": "x\x1b[31m\ny"}, None))) for name in names[:6]]
    report = report_of([*some, *(result(name, **outcome(declared=["loan_policy"])) for name in names[6:])])
    lines = list(change_lines(report))
    assert lines[0] == "The same change at 6 libraries (library0, library1, library2, library3 and 2 more):"
    assert "\x1b" not in "".join(lines)
