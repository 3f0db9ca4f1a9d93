# SPDX-License-Identifier: GPL-3.0-or-later

"""Forms that component libraries draw are filled from a worksheet: what Save would send is right, and what is not understood is refused."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest
from screens.catalogue import catalogue
from screens.filled import fillings
from screens.truth import read_truth
from screens.widgets import write
from selenium.webdriver.common.keys import Keys

from support.fill_cases import APPEARS, FILLED, LEFT, NESTED, REFUSED, Case, prepared
from support.filling import Hands, Task, row_task, task
from support.page_browser import FIND, PageBrowser
from support.screen_examples import MARKUPS, READY
from support.waiting import wait_until
from support.widget_matrix import LIBRARIES, LOOKS, Library, show
from support.widget_screens import (
    BUNDLES,
    DATES,
    ILL_SETTINGS,
    KIND,
    LOAN_POLICY,
    PATRON_TYPE_POLICY,
    Screen,
    dependent_row_form,
    form,
    row_form,
)

pytestmark = pytest.mark.skipif(
    not (BUNDLES / ".pages").exists(), reason="make test-browser makes the pages of component libraries with npm"
)

#: Another body for each screen: every form of a value.
CHANGED = {
    "loan_policy": {
        **LOAN_POLICY,
        "name": "Four weeks or so",
        "circulates": "never",
        "loan_period": {"value": 21, "unit": "days"},
        "fixed_due_dates": ["2027-06-30", "2027-12-31"],
        "include_closed_days": False,
        "due_date_adjustment": "Previous open day",
        "overdue_grace_period": {"value": 3, "unit": "days"},
        "automatic_renewal": False,
        "recall_bill": "Daily overdue",
    },
    "patron_type_policy": {
        **PATRON_TYPE_POLICY,
        "use_patron_supplied_email": False,
        "outstanding_bill_value_limit": "No Limit",
        "total_loan_value_limit": "55.00",
        "max_claimed_lost": 4,
        "max_claimed_returned": 2,
        "new_bill_notice": "Second reminder",
    },
    "ill_settings": {
        "reshare": {
            "enable": False,
            "temporary_item_holding_location": "LAWL",
            "temporary_item_shelving_location": "Oversize",
        },
        "zfl_server": {"host": "zfl2.example.org", "port": "8080"},
    },
}
BODIES = {"loan_policy": LOAN_POLICY, "patron_type_policy": PATRON_TYPE_POLICY, "ill_settings": ILL_SETTINGS}
#: The names of the screens in the table of component libraries.
SCREENS = {"loan_policy": "form", "patron_type_policy": "limits", "ill_settings": "sections"}
#: The steps: an object is changed, one is created in a form that is blank, and a page with sections is changed in every third library.
STEPS = [
    pytest.param(library, kind, id=f"{library}-{kind}")
    for at, library in enumerate(LIBRARIES)
    for kind, screen in SCREENS.items()
    if screen not in library.lacks and (kind != "ill_settings" or at % 3 == 0)
]
#: The screen, and its fields, that `make test` fills for each library.
QUICK = {
    "bootstrap": ("loan_policy", {*CHANGED["loan_policy"]}),
    "mui": ("patron_type_policy", {*CHANGED["patron_type_policy"]}),
}
BOOTSTRAP = LIBRARIES[0]
#: In how many shadow roots, one in another, a page is.
in_roots = pytest.mark.parametrize("depth", [0, *(pytest.param(depth, marks=pytest.mark.long) for depth in (1, 2))])


@pytest.mark.parametrize(("name", "depth"), [("bootstrap", 2), ("mui", 0)])
def test_a_form_is_filled_and_undone(browser, tmp_path, name, depth):
    library = next(one for one in LIBRARIES if one.name == name)
    fill_and_undo(PageBrowser(browser, tmp_path), library, *QUICK[name], depth=depth)


@pytest.mark.long
@pytest.mark.parametrize(("library", "kind"), STEPS)
def test_a_form_of_every_component_library_is_filled_and_undone(browser, tmp_path, library, kind):
    is_new = kind == "patron_type_policy"
    fill_and_undo(PageBrowser(browser, tmp_path), library, kind, {*CHANGED[kind]}, is_new=is_new)


@pytest.mark.long
@pytest.mark.parametrize("kind", ["loan_policy", "patron_type_policy"])
def test_random_objects_are_sent_as_they_are_declared(browser, tmp_path, kind):
    page, drawn = PageBrowser(browser, tmp_path), random.Random(kind)
    for _number in range(6):
        before, wanted = drawn_body(kind, drawn), drawn_body(kind, drawn)
        screen = form(KIND[kind], "chosen", before)
        show(page, BOOTSTRAP, screen)
        filled = Hands(browser).fill(task(screen, KIND[kind].canonical(wanted)))
        assert filled["code"] in ("filled", "already_so"), (before, wanted, filled)
        assert saved(page) == sent(form(KIND[kind], "chosen", wanted)), (before, wanted)


def drawn_body(kind: str, drawn: random.Random) -> dict[str, Any]:
    """An object with a random value in each field that the examples have."""

    def value(name: str, example: Any) -> Any:
        if name == "name" and kind == "patron_type_policy":
            return example
        if name == "name":
            return drawn.choice(
                ["Four weeks\u2026", "[a] {b}", "\u00dcbung \u2013 \u65e5\u672c", "'quoted' \"text\" & <b>", "x" * 60]
            )
        if isinstance(example, bool):
            return drawn.random() < 0.5
        if isinstance(example, dict):
            return {"value": drawn.choice([0, 1, 7, 365]), "unit": drawn.choice(["hours", "days", "weeks", "months"])}
        if isinstance(example, list):
            return drawn.sample([*DATES], drawn.randint(1, 3))
        if example == "No Limit" or isinstance(example, int) or name.endswith("_limit"):
            return drawn.choice(["No Limit", 0, 5, 999])
        other = CHANGED[kind].get(name, example)
        return drawn.choice([example, other])

    return {name: value(name, example) for name, example in BODIES[kind].items()}


@in_roots
@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_a_form_is_not_filled(browser, tmp_path, case, depth):
    refuse(PageBrowser(browser, tmp_path), BOOTSTRAP, case, depth)


@pytest.mark.long
@pytest.mark.parametrize("at", range(1, len(LIBRARIES)), ids=lambda at: str(LIBRARIES[at]))
def test_a_form_of_a_component_library_is_not_filled(browser, tmp_path, at):
    """Each case in every third library: three of them at least."""
    general = [case for case in REFUSED if case.is_general]
    for case in general[at % 3 :: 3]:
        refuse(PageBrowser(browser, tmp_path), LIBRARIES[at], case)


@pytest.mark.parametrize("case", LEFT, ids=str)
def test_a_field_that_cannot_be_filled_is_left_and_named(browser, tmp_path, case):
    page, hands, wanted = prepare(PageBrowser(browser, tmp_path), BOOTSTRAP, case)
    filled = hands.fill(wanted)
    codes = {one["name"]: one["code"] for one in filled["fields"]}
    (left,) = (name for name, code in codes.items() if code == case.code)
    assert filled["code"] == "partly" and {*codes.values()} == {case.code, "filled"}, filled
    names = {name for name, code in codes.items() if code == "filled"}
    body = {**LOAN_POLICY, **{name: CHANGED["loan_policy"][name] for name in names}}
    expected = sent(form(KIND["loan_policy"], "chosen", body))
    assert {**saved(page), left: None} == {**expected, left: None}
    assert hands.undo()["code"] == "restored"


@pytest.mark.long
@in_roots
@pytest.mark.parametrize("case", FILLED, ids=str)
def test_a_form_that_takes_its_time_is_filled(browser, tmp_path, case, depth):
    fill_in_time(PageBrowser(browser, tmp_path), BOOTSTRAP, case, depth)


@pytest.mark.long
@pytest.mark.parametrize("at", range(1, len(LIBRARIES)), ids=lambda at: str(LIBRARIES[at]))
def test_a_form_of_a_component_library_that_takes_its_time_is_filled(browser, tmp_path, at):
    general = [case for case in FILLED if case.is_general]
    fill_in_time(PageBrowser(browser, tmp_path), LIBRARIES[at], general[at % len(general)])


@in_roots
def test_a_field_that_appears_is_named_and_filled_with_another_click(browser, tmp_path, depth):
    page, hands, wanted = prepare(PageBrowser(browser, tmp_path), BOOTSTRAP, APPEARS, depth)
    first = hands.fill(wanted)
    codes = [(one["name"], one["code"]) for one in first["fields"]]
    assert codes == [("automatic_renewal", "filled"), (None, "appeared"), ("recall_bill", "field_missing")], first
    second = hands.fill(wanted)
    assert second["code"] == "filled", second
    assert saved(page)["recall_bill"] == CHANGED["loan_policy"]["recall_bill"]


@in_roots
def test_a_key_stops_and_restores(browser, tmp_path, depth):
    page, hands, wanted = prepare(PageBrowser(browser, tmp_path), BOOTSTRAP, FILLED[-1], depth)
    hands.begin(wanted)
    page.press(Keys.ESCAPE)
    stopped = hands.end()
    assert (stopped["code"], stopped["restored"]) == ("stopped", True), stopped
    assert saved(page) == sent(form(KIND["loan_policy"], "chosen", LOAN_POLICY))


#: A map whose rows can all be edited, as on a page where a person has added the last one.
ROWS = (
    ("Faculty", "Book", "All", "All", "Four weeks", ""),
    ("Students", "All", "MAIN", "Stacks", "Short loan", ""),
    ("", "", "", "", "", ""),
)


def a_map(rows: Sequence[Sequence[str]]) -> str:
    columns = KIND["loan_policy_map"].columns
    choices = [sorted({row[at] for row in ROWS} | {"", "All", "Guests", "Reading room"}) for at in range(len(columns))]

    def cell(at: int, value: str) -> str:
        options = "".join(f"<option{' selected' if one == value else ''}>{one}</option>" for one in choices[at])
        return f"<td><select>{options}</select></td>"

    head = "".join(f"<th>{one.label}</th>" for one in columns)
    body = "".join(f"<tr>{''.join(cell(at, value) for at, value in enumerate(row))}</tr>" for row in rows)
    return f"<h1>Loan Policy Map</h1><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


NEW_ROW = ("Guests", "Book", "MAIN", "Stacks", "Reading room", "Lost after 60 days")
OLD_ROW = ("Students", "All", "All", "Stacks", "Short loan", "Lost after 60 days")


@pytest.mark.long
@pytest.mark.parametrize("library", LIBRARIES, ids=str)
def test_the_form_of_a_row_of_every_component_library_is_filled_as_a_whole_or_not_at_all(browser, tmp_path, library):
    page, kind = PageBrowser(browser, tmp_path), KIND["loan_policy_map"]
    wanted = sent(row_form(kind, NEW_ROW))
    for before in (None, OLD_ROW):
        show(page, library, row_form(kind, before or [""] * len(NEW_ROW)))
        there = sent(row_form(kind, before or [""] * len(NEW_ROW)))
        filled = Hands(browser).fill(row_task(kind, (NEW_ROW, before)))
        assert page.script("return window.acts") == [], filled
        assert saved(page) == (wanted if filled["code"] == "filled" else there), filled
    # The form of another row was opened.
    for before in (None, ROWS[1]):
        show(page, library, row_form(kind, OLD_ROW))
        refused = Hands(browser).fill(row_task(kind, (NEW_ROW, before)))
        assert refused["code"] not in ("filled", "partly"), refused
        assert saved(page) == sent(row_form(kind, OLD_ROW))


#: A row whose shelving location the holding location of another one does not have.
LAW_ROW = ("Students", "All", "LAWL", "Oversize", "Short loan", "Lost after 60 days")


@pytest.mark.parametrize(
    "at",
    [
        0,
        *(pytest.param(at, marks=pytest.mark.long) for at in range(1, len(LIBRARIES))),
    ],
    ids=lambda at: str(LIBRARIES[at]),
)
def test_a_list_that_depends_on_another_one_is_filled_and_undone(browser, tmp_path, at):
    """Every second page shows the old entries until the new ones come, and has lost what was chosen among them."""
    page, kind = PageBrowser(browser, tmp_path), KIND["loan_policy_map"]
    screen = dependent_row_form(kind, LAW_ROW, keeps=at % 2 == 0)
    show(page, LIBRARIES[at], screen)
    hands = Hands(browser)
    filled = hands.fill(row_task(kind, (NEW_ROW, LAW_ROW)))
    assert (filled["code"], page.script("return window.acts")) == ("filled", []), filled
    assert saved(page) == sent(row_form(kind, NEW_ROW))
    undone = hands.undo()
    assert undone["code"] == "restored", undone
    assert saved(page) == sent(screen)


@pytest.mark.long
@pytest.mark.parametrize("library", LIBRARIES, ids=str)
def test_an_entry_that_a_dependent_list_does_not_get_is_refused(browser, tmp_path, library):
    page, kind = PageBrowser(browser, tmp_path), KIND["loan_policy_map"]
    screen = dependent_row_form(kind, LAW_ROW, keeps=False)
    show(page, library, screen)
    refused = Hands(browser).fill(row_task(kind, ((*NEW_ROW[:3], "Cellar", *NEW_ROW[4:]), LAW_ROW)))
    assert (refused["code"], refused["restored"]) in (("not_an_option", True), ("not_an_option", None)), refused
    assert saved(page) == sent(screen)


_CELLS = "return [...document.querySelectorAll('tbody tr')].map((row) => [...row.querySelectorAll('select')].map((one) => one.value))"


def test_rows_of_a_map_are_filled(browser, tmp_path):
    page = PageBrowser(browser, tmp_path).open(a_map(ROWS))
    hands, kind = Hands(browser), KIND["loan_policy_map"]
    new, old = (
        ("Guests", "All", "All", "All", "Reading room", ""),
        ("Students", "Book", "MAIN", "Stacks", "Four weeks", ""),
    )
    filled = hands.fill(row_task(kind, (new, None)))
    assert filled["code"] == "filled", filled
    assert hands.fill(row_task(kind, (new, None)))["code"] == "already_so"
    filled = hands.fill(row_task(kind, (old, ROWS[1])))
    assert filled["code"] == "filled", filled
    assert page.script(_CELLS) == [[*ROWS[0]], [*old], [*new]]
    other = ("Faculty", "All", "All", "All", "Short loan", "")
    assert hands.plan(row_task(kind, (other, ROWS[1])))["code"] == "row_not_found"
    assert hands.plan(row_task(kind, (other, None)))["code"] == "row_missing"


def test_all_rows_of_a_map_are_filled_at_once_and_undone(browser, tmp_path):
    """A person added a blank row at the place of each new one: the first new row is in the first of them."""
    there = [ROWS[2], ROWS[0], ROWS[2], ROWS[1]]
    page, kind = PageBrowser(browser, tmp_path).open(a_map(there)), KIND["loan_policy_map"]
    first, second = (
        ("Guests", "All", "All", "All", "Reading room", ""),
        ("Guests", "Book", "All", "All", "Four weeks", ""),
    )
    changed = ("Students", "Book", "MAIN", "Stacks", "Four weeks", "")
    hands, wanted = Hands(browser), row_task(kind, (first, None), (second, None), (changed, ROWS[1]))
    more = row_task(kind, (first, None), (second, None), (changed, None))
    assert hands.plan(more)["code"] == "rows_missing"
    filled = hands.fill(wanted)
    assert filled["code"] == "filled", filled
    assert page.script(_CELLS) == [[*first], [*ROWS[0]], [*second], [*changed]]
    # What is there already is not filled in another time.
    assert hands.plan(wanted)["code"] == "already_so"
    assert hands.undo()["code"] == "restored"
    assert page.script(_CELLS) == [[*row] for row in there]


@pytest.mark.parametrize(
    "markup", [one if one == "aria" else pytest.param(one, marks=pytest.mark.long) for one in MARKUPS]
)
def test_a_list_that_the_page_loads_after_a_choice_is_filled(browser, sandbox, markup):
    """The request for the shelving locations of a holding location is none that saves."""
    browser.get(f"{sandbox}/screens/100101/loan_policy_map?markup={markup}")
    wait_until(lambda: browser.execute_script(READY))
    browser.execute_script(
        """const documents = (one) => [one.document, ...Array.from(one.frames, documents).flat()];
        documents(window).flatMap((one) => [...one.querySelectorAll("button")]).find((one) => one.textContent === "Add row").click();"""
    )
    filled = Hands(browser).fill(
        row_task(KIND["loan_policy_map"], (("All", "All", "ADMM", "Stacks", "Semester", ""), None))
    )
    assert filled["code"] == "filled", filled


def test_a_row_that_a_person_moved_is_not_undone_in_the_place_of_another_one(browser, tmp_path):
    page = PageBrowser(browser, tmp_path).open(a_map(ROWS))
    hands, kind = Hands(browser), KIND["loan_policy_map"]
    filled = hands.fill(row_task(kind, (("Guests", "All", "All", "All", "Reading room", ""), None)))
    assert filled["code"] == "filled", filled
    assert hands.marks() == ["Row 3"]
    page.script("const [first, ...others] = document.querySelectorAll('tbody tr'); first.before(others.at(-1))")
    assert hands.undo()["code"] == "rows_changed"
    page.script("document.querySelector('tbody').append(document.querySelector('tbody tr'))")
    # An application of one page shows another screen in the same document.
    page.script("document.querySelector('h1').textContent = 'Hold limit matrix'")
    assert hands.undo()["code"] == "not_this_screen"
    page.script("document.querySelector('h1').textContent = 'Loan Policy Map'")
    undone = hands.undo()
    assert (undone["code"], undone["isFilled"], hands.marks()) == ("restored", False, [])
    assert page.script(_CELLS) == [[*row] for row in ROWS]


#: Moves the rows of a table when a cell is left.
MOVES = {
    "sorted": "[...body.rows].sort((one, other) => (text(one) < text(other) ? -1 : 1)).forEach((row) => body.append(row))",
    "moved once": "body.dataset.moved ??= [body.append(body.rows[0])]",
}


@pytest.mark.parametrize("moves", ["sorted", pytest.param("moved once", marks=pytest.mark.long)])
def test_rows_that_move_while_one_is_filled_keep_their_values(browser, tmp_path, moves):
    page = PageBrowser(browser, tmp_path).open(a_map(ROWS))
    page.script(
        "const body = document.querySelector('tbody'), text = (row) => row.querySelector('select').value;"
        "window.rows = [...body.rows];"
        f"addEventListener('focusout', () => {{ {MOVES[moves]}; }})"
    )
    refused = Hands(browser).fill(row_task(KIND["loan_policy_map"], ((*NEW_ROW[:5], ""), None)))
    assert (refused["code"], refused["restored"]) == ("rows_changed", True), refused
    assert page.script(_CELLS.replace("[...document.querySelectorAll('tbody tr')]", "rows")) == [[*row] for row in ROWS]


def prepare(page: PageBrowser, library: Library, case: Case, depth: int = 0) -> tuple[PageBrowser, Hands, Task]:
    screen = form(KIND["loan_policy"], "chosen", LOAN_POLICY)
    for one in screen.data["fields"]:
        one["state"] += ["disabled"] if one["name"] in case.disabled else []
    show(page, library, screen)
    page.script(NESTED, depth)
    page.script(prepared(case))
    wanted = task(screen, KIND["loan_policy"].canonical(CHANGED["loan_policy"]))
    case.change(wanted)
    return page, Hands(page.browser), wanted


def fill_in_time(page: PageBrowser, library: Library, case: Case, depth: int = 0) -> None:
    page, hands, wanted = prepare(page, library, case, depth)
    filled = hands.fill(wanted)
    assert filled["code"] in (case.code, "partly"), filled
    assert_right(page, "loan_policy", filled, LOAN_POLICY)


def refuse(page: PageBrowser, library: Library, case: Case, depth: int = 0) -> None:
    page, hands, wanted = prepare(page, library, case, depth)
    refused = hands.fill(wanted)
    codes = {refused["code"], *(one.get("code") for one in refused["fields"])}
    assert case.code in codes, refused
    assert refused["restored"] is not False, refused
    assert page.script("return window.acts") == [] or case.code == "saves_itself"
    assert saved(page) == sent(form(KIND["loan_policy"], "chosen", LOAN_POLICY))


def assert_right(page: PageBrowser, kind: str, filled: dict[str, Any], before: dict[str, Any]) -> float:
    """What Save sends is what was filled, and all else is as it was. Returns the part of the fields that were filled."""
    codes = {one["name"]: one["code"] for one in filled["fields"] if one["name"]}
    left = {name.partition(".")[0] for name, code in codes.items() if code not in ("filled", "already_so")}
    names = {name.partition(".")[0] for name in codes} - left
    expected = sent(form(KIND[kind], "chosen", {**before, **{name: CHANGED[kind][name] for name in names}}))
    seen = saved(page)
    assert {name: (seen[name], value) for name, value in expected.items() if seen[name] != value} == {}, filled
    print(kind, {name: code for name, code in codes.items() if code not in ("filled", "already_so")})
    return 1 - len(left) / len(codes)


def fill_and_undo(
    page: PageBrowser, library: Library, kind: str, names: set[str], is_new: bool = False, depth: int = 0
) -> None:
    screen = form(KIND[kind], "empty" if is_new else "chosen", BODIES[kind])
    show(page, library, screen)
    page.script(NESTED, depth)
    hands = Hands(page.browser)
    body = {name: value for name, value in CHANGED[kind].items() if name in names}
    wanted = task(screen, KIND[kind].canonical(body), is_new)
    wanted["fields"] = [one for one in wanted["fields"] if one["name"].split(".")[0] in body]
    filled = hands.fill(wanted)
    assert page.script("return window.acts") == [], filled
    if filled["code"] not in ("filled", "partly"):
        assert library.filled == 0 and saved(page) == sent(screen), filled
        return
    assert hands.look()["isFilled"]
    before = {name: screen.body[name] for name in KIND[kind].identity_fields} if is_new else BODIES[kind]
    assert assert_right(page, kind, filled, before) >= library.filled
    undone = hands.undo()
    assert (undone["code"] == "restored") == (saved(page) == sent(screen)), undone
    assert undone["code"] in ("restored", "not_restored"), undone


def saved(page: PageBrowser) -> dict[str, Any]:
    """What Save sends, in a form that can be compared."""
    page.script(f"{FIND} find(document, '[data-save]').click()")
    return _comparable(page.script("return window.saved.at(-1)"))


def sent(screen: Screen) -> dict[str, Any]:
    """What Save of this screen should send."""
    return _comparable({one["name"]: one["value"] for one in screen.data["fields"]})


def _comparable(values: dict[str, Any]) -> dict[str, Any]:
    """Without the number beside a No Limit, the order of a list, and zeros behind a point."""

    def one(value: Any) -> Any:
        if isinstance(value, dict) and "unlimited" in value:
            return None if value["unlimited"] else value["number"] and float(value["number"])
        return sorted(value) if isinstance(value, list) else value

    return {name: one(value) for name, value in values.items()}


@pytest.mark.long
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_what_save_sends_is_what_the_worksheet_wants(tmp_path, look):
    """As `make fill` measures it: with the panel of the extension, and six new rows of a map."""
    write(tmp_path, look.name)
    known = catalogue()
    lines = [*fillings(tmp_path, read_truth(tmp_path, known), known)]
    assert [one for one in lines if one["wrong"]] == []
    assert [one for one in lines if one["left"] and not one["reasons"]] == []
    filled, left = (sum(len(one[name]) for one in lines) for name in ("filled", "left"))
    assert filled >= look.filled * (filled + left), lines
