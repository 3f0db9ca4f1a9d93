# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""Forms that component libraries draw are filled from a worksheet: what Save would send is right, and what is not understood is refused."""

from __future__ import annotations

from typing import Any

import pytest

from support.filling import Hands, request
from support.page_browser import PageBrowser
from support.widget_matrix import LIBRARIES, Library, show
from support.widget_screens import BUNDLES, KIND, LOAN_POLICY, PATRON_TYPE_POLICY, Screen, form

pytestmark = pytest.mark.skipif(
    not (BUNDLES / ".pages").exists(), reason="make test-browser makes the pages of component libraries with npm"
)

_SAVE = "[...document.querySelectorAll('button, [role=button], a')].find((one) => /^save$/i.test(one.innerText.trim()))"
#: Another body for each screen: every form of a value, and blanks.
CHANGED = {
    "loan_policy": {
        **LOAN_POLICY,
        "circulates": "never",
        "loan_period": {"value": 21, "unit": "days"},
        "fixed_due_dates": ["2027-06-30", "2027-12-31"],
        "include_closed_days": False,
        "due_date_adjustment": "Previous open day",
        "overdue_grace_period": {"value": 3, "unit": "days"},
        "recall_bill": "Daily overdue",
    },
    "patron_type_policy": {
        **PATRON_TYPE_POLICY,
        "use_patron_supplied_email": False,
        "outstanding_bill_value_limit": "No Limit",
        "total_loan_value_limit": "55.00",
        "max_claimed_lost": 4,
        "max_claimed_returned": 2,
        "suspension_notice": "Recall letter",
    },
}
BODIES = {"loan_policy": LOAN_POLICY, "patron_type_policy": PATRON_TYPE_POLICY}
FORMS = {"loan_policy": "form", "patron_type_policy": "limits"}


@pytest.mark.parametrize("library", [one for one in LIBRARIES if one.name == "bootstrap"], ids=str)
def test_a_form_is_filled_and_undone(browser, tmp_path, library):
    fill_and_undo(PageBrowser(browser, tmp_path), library)


def fill_and_undo(page: PageBrowser, library: Library) -> None:
    for kind, body in CHANGED.items():
        if FORMS[kind] in library.lacks:
            continue
        screen = form(KIND[kind], "chosen", BODIES[kind])
        show(page, library, screen)
        hands = Hands(page.browser)
        wanted = request(screen, KIND[kind].canonical(body))
        assert hands.plan(wanted)["code"] == "ready"
        filled = hands.fill(wanted)
        assert (filled["code"], page.script("return window.saved")) == ("filled", []), filled
        assert hands.look()["isFilled"]
        assert saved(page) == sent(form(KIND[kind], "chosen", body))
        assert hands.undo()["code"] == "restored"
        assert saved(page) == sent(screen)
        assert not hands.look()["isFilled"]


def saved(page: PageBrowser) -> dict[str, Any]:
    """What Save sends, in a form that can be compared."""
    page.script(f"{_SAVE}.click()")
    return _comparable(page.script("return window.saved.at(-1)"))


def sent(screen: Screen) -> dict[str, Any]:
    """What Save of this screen should send."""
    return _comparable({one["name"]: one["value"] for one in screen.data["fields"]})


def _comparable(values: dict[str, Any]) -> dict[str, Any]:
    """Without the number beside a No Limit, the order of a list, and zeros behind a point."""

    def one(value: Any) -> Any:
        if isinstance(value, dict) and "unlimited" in value:
            return None if value["unlimited"] else float(value["number"] or "nan")
        return sorted(value) if isinstance(value, list) else value

    return {name: one(value) for name, value in values.items()}
