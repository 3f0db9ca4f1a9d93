# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes a collection of each component library's pages: ``python -m screens.widgets FOLDER LIBRARY...`` makes ``FOLDER/LIBRARY``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from screens.catalogue import catalogue
from screens.libraries import LIBRARIES

from ansible_collections.reshare.wms.plugins.module_utils._core.placement import with_rows
from support.widget_matrix import LIBRARIES as DRAWN
from support.widget_matrix import LOOKS
from support.widget_screens import (
    BUNDLES,
    ILL_SETTINGS,
    KIND,
    LOAN_POLICY,
    NAMES,
    PATRON_TYPE_POLICY,
    editable_map,
    form,
    form_with_list,
    row_form,
)

#: The objects of two libraries, the first of which is taught.
BODIES: dict[str, tuple[tuple[str, dict[str, Any]], ...]] = {
    "loan_policy": (
        ("A", LOAN_POLICY),
        ("A", LOAN_POLICY | {"name": "Reading room", "automatic_renewal": False, "include_closed_days": False, "recall_bill": None, "circulates": "never",
                             "renew_period": None, "loan_period": {"value": 2, "unit": "hours"}, "renew_period_occurs_after": "the renew transaction"}),
        ("B", LOAN_POLICY | {"name": "Short loan", "automatic_renewal": False, "loan_period": {"value": 3, "unit": "days"}, "recall_bill": "Daily overdue",
                             "minimum_loan_period": None, "due_date_adjustment": "Next day", "fixed_due_dates": ["2027-12-31"]}),
        ("B", {"name": "Bare", "include_closed_days": False, "automatic_renewal": False}),
    ),
    "patron_type_policy": (
        ("A", PATRON_TYPE_POLICY),
        ("A", PATRON_TYPE_POLICY | {"name": "Faculty", "use_patron_supplied_email": False, "max_claimed_lost": "No Limit",
                                    "outstanding_bill_value_limit": "No Limit"}),
        ("B", PATRON_TYPE_POLICY | {"name": "Faculty", "total_loan_value_limit": "1250.50", "max_claimed_returned": 12,
                                    "bill_notification_policy": "No e-mail"}),
        ("B", PATRON_TYPE_POLICY | {"max_claimed_never_had": "No Limit", "new_bill_notice": None, "use_patron_supplied_email": False}),
    ),
    "ill_settings": (("A", ILL_SETTINGS), ("B", ILL_SETTINGS | {"reshare": {"enable": False}, "zfl_server": {"host": "z.example.net", "port": "210"}})),
}  # fmt: skip


#: The rows of a map, and six new ones.
ROWS = [
    ["Faculty", "All", "MAIN", "All", "Four weeks", ""],
    ["Students", "All", "All", "All", "Short loan", ""],
    ["All", "All", "All", "All", "Four weeks", ""],
]
NEW_ROWS = [
    ["Guests", "All", "MAIN", "Stacks", "Reading room", ""],
    ["Guests", "All", "LAWL", "All", "Reading room", ""],
    ["Guests", "Book", "All", "All", "Short loan", ""],
    ["Guests", "All", "All", "All", "Reading room", ""],
    ["All", "Book", "All", "All", "Four weeks", ""],
    ["All", "DVD", "All", "All", "Short loan", "Lost after 60 days"],
]


#: The entries of a list in a form, which is that of a new object.
ENTRIES = [["MAIN", "Stacks", "All"], ["LAWL", "All", "Book"]]
POLICY = {"name": "Closed stacks", "default_availability": "Unavailable", "fulfill_holds_for": "Faculty only"}


#: States in which some values do not count, or none does. Not every library can draw all of them.
TRAPS = {
    "loan_policy": ("disabled", "invalid", "covered"),
    "patron_type_policy": ("disabled",),
    "ill_settings": ("disabled",),
}


def write(folder: Path, library: str) -> None:
    """Write the collection of a component library."""
    (folder / "pages").mkdir(parents=True, exist_ok=True)
    bundles = [one for suffix in ("css", "library.js", "js") if (one := BUNDLES / f"{library}.{suffix}").exists()]
    for one in bundles:
        (folder / one.name).write_bytes(one.read_bytes())
    lacks = next(one.lacks for one in (*DRAWN, *LOOKS) if one.name == library)
    pages = []

    def page(owner: str, kind: str, face: str, screen: Any, at: str, **more: Any) -> None:
        identifier = f"{owner.lower()}-{kind}-{face}-{at}"
        html = screen.page(library).replace(BUNDLES.as_uri(), "")
        (folder / "pages" / f"{identifier}.html").write_text(html, encoding="utf-8")
        about = {"id": identifier, "file": f"pages/{identifier}.html", "library": owner, "kind": kind, "face": face}
        pages.append({**about, **_truth(screen), **more})

    for kind, bodies in BODIES.items():
        for state, face in (("chosen", "edit"), ("view", "view")):
            for at, (owner, body) in enumerate(bodies if state not in lacks else ()):
                page(
                    owner,
                    kind,
                    face,
                    form(KIND[kind], state, body),
                    str(at),
                    **({"teach": True} if owner == "A" else {}),
                    **(_wanted(kind, body, bodies[at - 1][1]) if face == "edit" else {}),
                )
    for kind, bodies in BODIES.items():
        at, body = next((at, body) for at, (owner, body) in enumerate(bodies) if owner == "B")
        for state in TRAPS[kind]:
            if state not in lacks:
                page("B", kind, "edit", form(KIND[kind], state, body), state, twin=f"b-{kind}-edit-{at}")
    kind, names = KIND["loan_policy_map"], [one.name for one in KIND["loan_policy_map"].columns]
    for at, before in (("new", None), ("changed", ROWS[1])):
        screen = row_form(kind, before or [""] * len(names))
        there = {"values": dict(zip(names, before))} if before else {"values": {}}
        page("B", kind.name, "row", screen, at, **{"wanted": NEW_ROWS[:1], "save": "[data-save]", **there})
    if library in {one.name for one in LOOKS}:
        new = [dict(zip(names, row)) for row in NEW_ROWS]
        after = with_rows([dict(zip(names, row)) for row in ROWS], new, kind.selectors)
        rows = [[""] * len(names) if row in new else [*row.values()] for row in after]
        about = {"map": "map", "first": 1, "total": len(ROWS), "rows": ROWS, "wanted": NEW_ROWS, "save": "[data-save]"}
        page("B", kind.name, "edit", editable_map(kind, rows, [*ROWS, *NEW_ROWS]), "map", **about)
        pages[-1].pop("values")
        policy = KIND["collection_type_policy"]
        (columns,) = (one["columns"] for one in catalogue()[policy.name]["inputs"] if one["name"] == "locations")
        labels, blank = [one["label"] for one in columns], [[""] * len(columns) for _entry in ENTRIES]
        screen = form_with_list(policy, "locations", labels, blank, ENTRIES)
        about = {"wanted": {**POLICY, "locations": ENTRIES}, "save": "[data-save]", "values": {}}
        page("B", policy.name, "new", screen, "list", **about)
    libraries = {key: {**LIBRARIES[key], "names": NAMES} for key in "AB"}
    (folder / "truth.json").write_text(
        json.dumps({"version": 1, "libraries": libraries, "pages": pages}, indent=1), encoding="utf-8"
    )


def _wanted(kind: str, body: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """What `make fill` changes: the object gets the values of another one."""
    before, after = (_truth(form(KIND[kind], "chosen", one))["values"] for one in (body, other))
    wanted = {
        name: value for name, value in after.items() if name in before and value != before[name] and name != "name"
    }
    return {"wanted": wanted, "save": "[data-save]"}


def _truth(screen: Any) -> dict[str, Any]:
    values, labels = {}, {}
    for one in screen.data["fields"]:
        if one["name"] not in screen.unread:
            values[one["name"]] = _text(one)
        if one["section"]:
            labels[one["name"]] = f"{one['section']}: {one['label']}"
    unread = sorted(screen.unread) if values else "all"
    return {"values": values, **({"open": unread} if unread else {}), **({"labels": labels} if labels else {})}


def _text(field: dict[str, Any]) -> str:
    value = field["value"]
    if field["type"] == "period":
        unit = value["unit"][:-1] if value["number"] == "1" else value["unit"]
        return f"{value['number']} {unit}" if value["number"] else ""
    if field["type"] == "limit":
        return "No Limit" if value["unlimited"] else value["number"]
    if field["type"] == "yesno":
        return "Yes" if value else "No"
    return "\n".join(value) if isinstance(value, list) else value or ""


if __name__ == "__main__":
    for name in sys.argv[2:]:
        write(Path(sys.argv[1]) / name, name)
