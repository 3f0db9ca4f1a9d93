# SPDX-License-Identifier: GPL-3.0-or-later

"""Screens as data, for pages that real component libraries draw (tests/widgets), with what a person can read on them.

A screen is JSON: ``heading``, ``title``, ``view`` (nothing can be changed), ``dialog`` (None, or ``{"title", "text"}`` of a dialog in front of it), ``fields``
and ``table`` (None without one).

field: ``name``, ``label``, ``help`` (an explanation, or None), ``section`` (None outside of sections), ``options``, ``placeholder`` (what a list shows
if nothing is chosen), ``state`` (a list of disabled, readonly, required, invalid), ``type`` and ``value``: a text for text and number;
``{"number", "unit"}`` for period; ``{"number", "unlimited"}`` for limit; a text or None for choice, reference and radio; a boolean for yesno; a list
for choices. In the state typed, the test types into a list of names.

table: ``columns`` (labels), ``rows`` (lists of texts), ``paged`` (rows a page, or None), ``sorted`` (label of a column, or None), ``filtered``
(``{"column", "value"}``, or None), ``virtual`` (whether rows are drawn while the table is scrolled), ``struck`` (the place of a row that is
struck through, because it will be deleted by Save, or None).

``depends`` (only where a list depends on another one): ``on`` and ``list`` (names of fields), ``entries`` (of the list, by the entries of the other one),
``keeps`` (whether it has the old entries until the new ones come), ``after`` (milliseconds).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

from ansible_collections.reshare.wms.plugins.module_utils._core import values
from ansible_collections.reshare.wms.plugins.module_utils._core.composites import Input
from ansible_collections.reshare.wms.plugins.module_utils._core.objects import Kind
from ansible_collections.reshare.wms.plugins.module_utils._screens.inputs import cell
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE
from support.environment import BUILD

BUNDLES = BUILD / "widgets"
KIND = {kind.name: kind for kind in DECLARABLE}
PAGE_SIZE = 25

#: The names that other screens of the library show, by kind.
NAMES: Mapping[str, tuple[str, ...]] = {
    "bill_structure": ("Daily overdue", "Recall fine"),
    "notification_policy": ("Courtesy notices", "No e-mail"),
    "notification_template": ("First reminder", "Second reminder", "Recall letter"),
    "borrower_category": ("Faculty", "Students"),
    "patron_type_policy": ("Faculty", "Students", "Guests"),
    "loan_policy": ("Four weeks", "Reading room", "Short loan"),
    "long_overdue_policy": ("Lost after 60 days",),
    "holding_code": ("MAIN", "LAWL"),
    "shelving_location": ("Stacks", "Reserve", "Oversize"),
}
DATES = ("2027-01-31", "2027-06-30", "2027-12-31")
#: Texts of drop-downs in which nothing is chosen, used in turn.
PLACEHOLDERS = {
    "loan_policy": ("Choose a policy", "-- Select --"),
    "patron_type_policy": ("Not selected", "Select..."),
    "ill_settings": ("No location", "Please select"),
}

LOAN_POLICY = {
    "name": "Four weeks",
    "circulates": "always",
    "loan_period": {"value": 28, "unit": "days"},
    "fixed_due_dates": ["2027-01-31", "2027-06-30"],
    "include_closed_days": True,
    "due_date_adjustment": "Next open day",
    "overdue_grace_period": {"value": 12, "unit": "hours"},
    "renew_period": {"value": 2, "unit": "weeks"},
    "renew_period_occurs_after": "the original due date",
    "automatic_renewal": True,
    "recall_period": {"value": 1, "unit": "months"},
    "minimum_loan_period": {"value": 0, "unit": "days"},
    "recall_bill": "Recall fine",
    "recall_notification_policy": "No e-mail",
    "recall_notice": "Recall letter",
    "overdue_periodic_bill": "Daily overdue",
    "overdue_notification_policy": "Courtesy notices",
    "loan_overdue_notice": "Second reminder",
}
PATRON_TYPE_POLICY = {
    "name": "Students",
    "use_patron_supplied_email": True,
    "outstanding_bill_value_limit": "20.00",
    "total_loan_value_limit": "No Limit",
    "max_claimed_lost": 3,
    "max_claimed_returned": "No Limit",
    "max_claimed_never_had": 0,
    "bill_notification_policy": "Courtesy notices",
    "new_bill_notice": "First reminder",
}
ILL_SETTINGS = {
    "reshare": {
        "enable": True,
        "temporary_item_holding_location": "MAIN",
        "temporary_item_shelving_location": "Stacks",
    },
    "relais_d2d": {"enable": False, "temporary_item_holding_location": "LAWL"},
    "tipasa_and_worldshare_ill": {
        "enable": True,
        "borrowing_institution_patron_barcode": "0123456789",
        "temporary_item_shelving_location": "Reserve",
    },
    "zfl_server": {"host": "zfl.example.org", "port": "8080"},
}
#: Explanations beside labels.
_HELP = {
    "loan_period": "Counted from the day of the loan.",
    "recall_bill": "Bill structures are defined under Billing.",
}
#: The fields that are disabled or not valid in these states.
_DOUBTFUL = {
    "loan_policy": ("renew_period", "recall_bill"),
    "patron_type_policy": ("new_bill_notice",),
    "ill_settings": ("relais_d2d.temporary_item_holding_location",),
}


def _map_rows(count: int = 60) -> list[dict[str, Any]]:
    def some(kind: str, number: int) -> str:
        return NAMES[kind][number % len(NAMES[kind])]

    specific = [
        {
            "patron_policy": some("patron_type_policy", number),
            "material_format": f"Format {number // 3}",
            "holding_location": some("holding_code", number) if number % 4 else None,
            "loan_policy": some("loan_policy", number // 2),
            "long_overdue_policy": "Lost after 60 days" if number % 2 else None,
        }
        for number in range(count - 1)
    ]
    return [*specific, {"loan_policy": "Four weeks"}]


@dataclass
class Screen:
    """A screen in a state. data: for the page. body: the object on it (canonical). unread: the inputs whose values are not those of the object."""

    kind: Kind
    state: str
    data: dict[str, Any]
    body: dict[str, Any]
    unread: frozenset[str] = field(default_factory=frozenset)

    def page(self, library: str) -> str:
        """The page as HTML. library: the name of a page module in tests/widgets."""
        style, *scripts = (BUNDLES / f"{library}.{suffix}" for suffix in ("css", "library.js", "js"))
        link = f'<link rel="stylesheet" href="{style.as_uri()}">' if style.exists() else ""
        drawn = "".join(f'<script src="{one.as_uri()}"></script>' for one in scripts if one.exists())
        data = json.dumps(self.data).replace("<", "\\u003c")
        return (
            f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{self.data["title"]}</title>{link}</head>'
            f'<body><div id="root"></div><script>window.SCREEN = {data};</script>'
            f"{drawn}</body></html>"
        )


def screens() -> Iterator[tuple[str, Screen]]:
    """Every screen in every state: the name of the screen, and the screen."""
    for name, kind, body in (
        ("form", "loan_policy", LOAN_POLICY),
        ("limits", "patron_type_policy", PATRON_TYPE_POLICY),
        ("sections", "ill_settings", ILL_SETTINGS),
    ):
        for state in (
            "empty",
            "chosen",
            "disabled",
            "readonly",
            "view",
            *(("invalid", "typed", "covered") if name == "form" else ()),
        ):
            yield name, form(KIND[kind], state, body)
    for state in ("whole", "paged", "sorted", "filtered", "virtual", "struck"):
        yield "map", _map(KIND["loan_policy_map"], state)


def form(kind: Kind, state: str, body: dict[str, Any]) -> Screen:
    """The screen of an object or page in a state."""
    given = {name: body[name] for name in kind.identity_fields} if state == "empty" else body
    there = kind.canonical(given)
    # Inherited defaults that nobody can change, and what the system has refused, are not values of the object.
    doubtful = (
        _DOUBTFUL[kind.name] if state in ("disabled", "invalid") else ("recall_bill",) if state == "typed" else ()
    )
    states = {name: [state] for name in doubtful} | {name: ["required"] for name in kind.identity_fields}
    fields = [
        _field(one, None if value is ... else value, states.get(one.name, []))
        for one, (value,) in kind.schema.inputs(there)
    ]
    for one, placeholder in zip(fields, cycle(PLACEHOLDERS[kind.name])):
        one |= {"placeholder": placeholder, "help": _HELP.get(one["name"])}
    for one in fields:
        if state == "disabled" and one["type"] == "limit" and one["value"]["unlimited"]:
            # A default that stays in the disabled number.
            one["value"]["number"] = "10"
        if state == "readonly":
            one["state"] = ["disabled"] if one["type"] in ("yesno", "radio") else ["readonly"]
    unread = (one["name"] for one in fields) if state == "covered" else doubtful
    return Screen(kind, state, _screen(kind, state, fields, None), there, frozenset(unread))


def row_form(kind: Kind, cells: Sequence[str]) -> Screen:
    """The form that an application opens for a row of a map. cells: the texts of the row, blank in a new one."""
    fields = [
        _row_field(Input(one.name, one.label, one.value), cell) for one, cell in zip(kind.columns, cells, strict=True)
    ]
    return Screen(kind, "chosen", _screen(kind, "chosen", fields, None), {})


#: The shelving locations of holding locations.
SHELVES = {"MAIN": ["All", "Stacks", "Reserve"], "LAWL": ["All", "Stacks", "Oversize"]}


def dependent_row_form(kind: Kind, cells: Sequence[str], keeps: bool) -> Screen:
    """The form for a row in which the shelving locations are those of the holding location, some time after it was chosen."""
    screen = row_form(kind, cells)
    on, shelves = (
        next(one for one in screen.data["fields"] if one["name"] == f"{name}_location")
        for name in ("holding", "shelving")
    )
    shelves["options"] = SHELVES[on["value"]]
    about = {"on": on["name"], "list": shelves["name"], "entries": SHELVES, "keeps": keeps, "after": 300}
    screen.data["depends"] = about
    return screen


def _row_field(one: Input, cell: str) -> dict[str, Any]:
    if not isinstance(one.value, values.Reference):
        return {**_field(one, cell, []), "value": cell}
    wildcard = one.value.script.get("wildcard")
    options = [*filter(None, [wildcard]), *NAMES[one.value.kind]]
    return {**_field(one, cell or None, []), "options": options, "placeholder": "Choose\u2026"}


def _screen(kind: Kind, state: str, fields: list[dict[str, Any]], rows: dict[str, Any] | None) -> dict[str, Any]:
    heading = kind.screen_path[-1]
    return {
        "heading": heading,
        "title": f"{heading} - Service Configuration",
        "view": state == "view",
        "dialog": {"title": "Session", "text": "You will be signed out soon."} if state == "covered" else None,
        "fields": fields,
        "table": rows,
    }


def _field(one: Input, value: Any, state: list[str]) -> dict[str, Any]:
    kind, shown, options = _typed(one, value)
    about = {"name": one.name, "label": one.label, "section": one.section, "state": state}
    return {**about, "type": kind, "value": shown, "options": options}


def _typed(one: Input, value: Any) -> tuple[str, Any, list[str]]:
    """The type of a field, its value, and its options."""
    given = one.value
    if isinstance(given, values.Duration):
        return (
            "period",
            {"number": str(value["value"]) if value else "", "unit": (value or {}).get("unit", "days")},
            [*values.UNITS],
        )
    if isinstance(given, (values.Limit, values.MoneyLimit)):
        unlimited = value == values.NO_LIMIT
        return "limit", {"number": "" if unlimited or value is None else str(value), "unlimited": unlimited}, []
    if isinstance(given, values.YesNo):
        return "yesno", bool(value), []
    if isinstance(given, values.SetOf):
        return "choices", value or [], [*DATES]
    if isinstance(given, values.Reference):
        return "reference", value, [*NAMES[given.kind]]
    if given.choices:
        return "radio" if one.name == "circulates" else "choice", value, [*given.choices]
    return "text", value or "", []


def editable_map(kind: Kind, rows: list[list[str]], known: list[list[str]]) -> Screen:
    """A map whose cells are drop-downs with the texts of the known rows."""
    table = _editable("rows", [one.label for one in kind.columns], rows, known)
    return Screen(kind, "chosen", _screen(kind, "chosen", [], table), {})


def form_with_list(kind: Kind, name: str, labels: list[str], rows: list[list[str]], known: list[list[str]]) -> Screen:
    """The form of a new object, with a list whose cells are as those of editable_map. name, labels: of the list, and of its columns."""
    inputs = [one for one, _value in kind.schema.inputs({}) if one.name != name]
    fields = [_field(one, None, ["required"] if one.name in kind.identity_fields else []) for one in inputs]
    return Screen(kind, "chosen", _screen(kind, "chosen", fields, _editable(name, labels, rows, known)), {})


def _editable(name: str, labels: list[str], rows: list[list[str]], known: list[list[str]]) -> dict[str, Any]:
    options = [sorted({row[at] for row in known} | {""}) for at in range(len(labels))]
    return {"name": name, "columns": labels, "rows": rows, "options": options}


def _map(kind: Kind, state: str) -> Screen:
    body = kind.canonical({"rows": _map_rows()})
    columns = [one.label for one in kind.columns]
    lines = [[cell(row, one) for one in kind.columns] for row in body["rows"]]
    rows = {
        "label": kind.label,
        "columns": columns,
        "rows": lines,
        "paged": PAGE_SIZE if state == "paged" else None,
        "sorted": "Loan Policy" if state == "sorted" else None,
        "filtered": {"column": "Patron Policy", "value": "Guests"} if state == "filtered" else None,
        "virtual": state == "virtual",
        "struck": 2 if state == "struck" else None,
    }
    if state == "sorted":
        rows["rows"] = sorted(rows["rows"], key=lambda cells: cells[columns.index("Loan Policy")])
    return Screen(kind, state, _screen(kind, state, [], rows), body)
