# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes the project's own collections: ``python -m screens.looks FOLDER`` makes a folder of each look in FOLDER.

native: English; layout tables and native controls. aria: French; drop-downs, switches and tables of ARIA's patterns. shadow: the same in English, in
open shadow roots. frames: German; native controls, and views without tables, in frames of the site. All have traps, each with a twin.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from html import escape, unescape
from itertools import count
from pathlib import Path
from typing import Any

from screens.libraries import (
    CHOICES,
    COLUMNS,
    LABELS,
    LIBRARIES,
    LIMITS,
    LISTS,
    NAMES,
    PERIODS,
    TICKS,
    UNITS,
    loan_policies,
    map_rows,
    patron_types,
)
from screens.words import FRENCH, GERMAN


class Look:
    """A language and a way to draw. words: the texts of the look, by those of the catalogue."""

    def __init__(self, words: dict[str, str], comma: str):
        self.words, self.comma = words, comma

    def say(self, text: str) -> str:
        return self.words.get(text, text)

    def label(self, name: str) -> str:
        return self.say(LABELS[name])

    def drawn(self, name: str, value: str) -> str:
        """The text of a value in a view."""
        if value == "":
            return self.say("Not set")
        if name == "outstanding_bill_value_limit" and value != "No Limit":
            return value.replace(".", self.comma)
        number, _space, unit = value.partition(" ")
        return f"{number} {self.say(unit)}" if number.isdigit() and unit else self.say(value)


def native_field(look: Look, name: str, value: str, names: dict[str, list[str]]) -> str:
    """A row of the layout table."""
    label, key = escape(look.label(name)), escape(name)
    if name in TICKS:
        box = f'<input type=checkbox id="{key}"{" checked" if value == "Yes" else ""}>'
        return f'<tr><td></td><td>{box} <label for="{key}">{label}</label></td></tr>'
    if name in PERIODS:
        number, _space, unit = value.partition(" ")
        known = unit if unit.endswith("s") or not unit else f"{unit}s"
        options = "".join(
            f"<option{' selected' if one == known else ''}>{escape(look.say(one))}</option>" for one in UNITS
        )
        return f'<tr><td>{label}</td><td><input size=4 value="{number}"> <select>{options}</select></td></tr>'
    if name in LISTS:
        options = "".join(
            f"<option{' selected' if one == value else ''}>{escape(one)}</option>" for one in names[LISTS[name]]
        )
        return f'<tr><td>{label}</td><td><select><option value="">{look.say("Choose")}</option>{options}</select></td></tr>'
    if name in CHOICES:
        radios = "".join(
            f'<label><input type=radio name="{key}"{" checked" if one == value else ""}> {escape(look.say(one))}</label> '
            for one in CHOICES[name]
        )
        return f"<tr><td colspan=2><fieldset><legend>{label}</legend>{radios}</fieldset></td></tr>"
    if name in LIMITS:
        none = value == "No Limit"
        number = "" if none else value.replace(".", look.comma)
        tick = f'<input type=checkbox id="{key}n"{" checked" if none else ""}> <label for="{key}n">{look.say("No Limit")}</label>'
        return f'<tr><td>{label}</td><td><input value="{number}"{" disabled" if none else ""}> {tick}</td></tr>'
    return f'<tr><td><label for="{key}">{label}</label></td><td><input id="{key}" value="{escape(value)}"></td></tr>'


def aria_field(look: Look, name: str, value: str, names: dict[str, list[str]]) -> str:
    """A group of the form."""
    label, key = escape(look.label(name)), escape(name)
    lead = f'<div class=field><span class=label id="{key}l">{label}</span>'
    drop = f'<div role=combobox tabindex=0 aria-expanded=false aria-haspopup=listbox aria-labelledby="{key}l">'
    if name in TICKS:
        return f'{lead}<span role=switch tabindex=0 aria-checked={"true" if value == "Yes" else "false"} aria-labelledby="{key}l"></span></div>'
    if name in PERIODS:
        number, _space, unit = value.partition(" ")
        return f'{lead}<input aria-labelledby="{key}l" value="{number}"> {drop}<span>{look.say(unit or "days")}</span></div></div>'
    if name in CHOICES:
        return f"{lead}{drop}<span>{escape(look.say(value))}</span></div></div>"
    if name in LISTS:
        return (
            f"{lead}{drop}<span>{escape(value or look.say('Choose'))}</span><span aria-hidden=true>▾</span></div></div>"
        )
    if name in LIMITS:
        none = value == "No Limit"
        number = "" if none else value.replace(".", look.comma)
        radios = "".join(
            f"<span role=radio aria-checked={'true' if one else 'false'}>{look.say(text)}</span> "
            for text, one in (("No Limit", none), ("Limit", not none))
        )
        return f'{lead}<div role=radiogroup aria-labelledby="{key}l">{radios}</div><input aria-labelledby="{key}l" value="{number}"></div>'
    return f'{lead}<input aria-labelledby="{key}l" value="{escape(value)}"></div>'


def native_view(look: Look, name: str, value: str) -> str:
    return f"<tr><th>{escape(look.label(name))}</th><td>{escape(look.drawn(name, value))}</td></tr>"


def aria_view(look: Look, name: str, value: str) -> str:
    return f"<dt>{escape(look.label(name))}</dt><dd>{escape(look.drawn(name, value))}</dd>"


def native_table(look: Look, rows: list[list[str]], marks: dict[int, str]) -> str:
    head = "".join(f"<th>{escape(look.label(one))}</th>" for one in COLUMNS)
    body = "".join(
        f"<tr {marks.get(at, '')}>{''.join(f'<td>{escape(look.say(cell))}</td>' for cell in row)}</tr>"
        for at, row in enumerate(rows)
    )
    return f"<table border=1><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def aria_table(look: Look, rows: list[list[str]], marks: dict[int, str]) -> str:
    head = "".join(f"<div role=columnheader>{escape(look.label(one))}</div>" for one in COLUMNS)
    body = "".join(
        f"<div role=row {marks.get(at, '')}>{''.join(f'<div role=gridcell>{escape(look.say(cell))}</div>' for cell in row)}</div>"
        for at, row in enumerate(rows)
    )
    return f"<div role=grid><div role=row>{head}</div>{body}</div>"


STYLE = """<style>body{font:14px sans-serif}.field{display:flex;gap:8px;margin:6px}[role=switch]{display:inline-block;width:30px;height:16px;border:1px solid}
[role=combobox]{border:1px solid;padding:2px 8px;min-width:80px}[role=row]{display:flex}[role=row]>*{width:150px}.no{text-decoration:line-through}</style>"""


LANGUAGES = {"native": "en", "shadow": "en", "frames": "de", "aria": "fr"}


class Writer:
    """The pages of one look."""

    def __init__(self, folder: Path, look: Look, parts: dict[str, Callable[..., str]]):
        self.folder, self.look, self.parts = folder, look, parts
        (folder / "pages").mkdir(parents=True, exist_ok=True)
        self.pages: list[dict[str, Any]] = []
        self._number = count(1)

    def page(
        self,
        library: str,
        kind: str,
        face: str,
        body: str,
        name: str,
        truth: dict[str, Any],
        top: str = "",
        title: str = "",
    ) -> dict[str, Any]:
        """Write a page, and keep its truth."""
        look, about = self.look, LIBRARIES[library]
        number = next(self._number)
        kind_label = look.say(
            {
                "loan_policy": "Loan Policy",
                "patron_type_policy": "Patron Type Policy",
                "loan_policy_map": "Loan Policy Map",
            }[kind]
        )
        heading = f"{kind_label}{': ' if name else ''}{escape(name)}"
        person = about["people"][number % len(about["people"])]
        change = truth.pop("page", lambda html: html)
        html = f"""<!doctype html><html lang="{LANGUAGES[self.folder.name]}"><meta charset=utf-8>
<title>{title or kind_label} - {look.say("Service Configuration")}</title>{STYLE}
<body><header><b>{escape(about["display_name"])}</b> ({about["symbol"]})
<span>{look.say("Signed in as")} {person}</span> <a href="#">{look.say("Help")}</a></header>
<nav><ol><li>{look.say("Home")}</li><li>{look.say("Circulation")}</li><li aria-current=page>{kind_label}</li></ol></nav>
<main><h1>{heading}</h1>{top}{body}<p>{look.say("Last changed")}: {number % 27 + 1:02}.11.2025 {look.say("by")} {person}</p></main>
<footer>{look.say("Service Configuration")} 24.3</footer></body></html>"""
        identifier = f"{library.lower()}{number}"
        (self.folder / "pages" / f"{identifier}.html").write_text(change(html), encoding="utf-8")
        page = {
            "id": identifier,
            "file": f"pages/{identifier}.html",
            "library": library,
            "kind": kind,
            "face": face,
            **truth,
        }
        self.pages.append(page)
        return page

    def truth(self, values: dict[str, str]) -> dict[str, Any]:
        labels = {name: self.look.label(name) for name in values if self.look.label(name) != LABELS[name]}
        return {
            "values": values,
            **({"labels": labels} if labels else {}),
            "free": [self.look.say("Last changed"), self.look.say("Service Configuration")],
        }

    def form(self, library: str, kind: str, face: str, values: dict[str, str], *, change: Callable[[str], str] = lambda html: html, top: str = "",
             title: str = "",
             **more: Any) -> dict[str, Any]:  # fmt: skip
        """A form or a view."""
        draw = self.parts[face]
        extra = (NAMES[library],) if face == "edit" else ()
        html = "".join(draw(self.look, name, value, *extra) for name, value in values.items())
        body = change(self.parts["around"](html, face, self.look))
        return self.page(library, kind, face, body, values["name"], {**self.truth(values), **more}, top, title)

    def map(
        self,
        library: str,
        rows: list[list[str]],
        first: int,
        total: int,
        name: str,
        marks: dict[int, str] | None = None,
        **more: Any,
    ) -> dict[str, Any]:
        """A page of a map."""
        look = self.look
        counted = f"<p>{first} - {first + len(rows) - 1} {look.say('of')} {total} {look.say('rows')}</p>"
        body = self.parts["table"](look, rows, marks or {}) + counted
        labels = {one: look.label(one) for one in COLUMNS if look.label(one) != LABELS[one]}
        truth = {"map": name, "first": first, "total": total, "rows": rows, **({"labels": labels} if labels else {}),
                 "free": [look.say("Last changed"), look.say("Service Configuration"), counted[3:-4]]}  # fmt: skip
        return self.page(library, "loan_policy_map", "view", body, "", {**truth, **more})


def native_around(html: str, face: str, look: Look) -> str:
    button = look.say("Save" if face == "edit" else "Edit")
    return f"<form onsubmit='return false'><table>{html}</table><button>{button}</button></form>"


def aria_around(html: str, face: str, look: Look) -> str:
    button = look.say("Save" if face == "edit" else "Edit")
    return f"{html if face == 'edit' else f'<dl>{html}</dl>'}<div role=button tabindex=0>{button}</div>"


def framed_view(look: Look, name: str, value: str) -> str:
    """Nothing is drawn where nothing is chosen."""
    shown = escape(look.drawn(name, value)) if value else ""
    return f"<div class=row><b>{escape(look.label(name))}</b> <span>{shown}</span></div>"


def in_frame(html: str) -> str:
    """The HTML in a frame of the site."""
    return f'<iframe style="width:900px;height:600px" srcdoc="{escape(STYLE + html)}"></iframe>'


def changed_in_frame(change: Callable[[str], str]) -> Callable[[str], str]:
    """The same change for a page in a frame, whose HTML is an attribute."""
    return lambda html: in_frame(change(unescape(html.partition('srcdoc="')[2].rpartition('"')[0]).removeprefix(STYLE)))


def in_shadow(html: str) -> str:
    """The HTML in an open shadow root."""
    return f"<x-part><template shadowrootmode=open>{STYLE}{html}</template></x-part>"


LOOKS = {
    "native": (Look({"Choose": "- none -"}, "."), {"edit": native_field, "view": native_view, "table": native_table, "around": native_around}),
    "shadow": (Look({"Choose": "Select"}, "."), {
        "edit": aria_field, "view": aria_view, "table": lambda *given: in_shadow(aria_table(*given)),
        "around": lambda *given: in_shadow(aria_around(*given)),
    }),
    "frames": (Look(GERMAN, ","), {
        "edit": native_field, "view": framed_view, "table": lambda *given: in_frame(native_table(*given)),
        "around": lambda *given: in_frame(native_around(*given)),
    }),
    "aria": (Look(FRENCH, ","), {"edit": aria_field, "view": aria_view, "table": aria_table, "around": aria_around}),
}  # fmt: skip


def write(folder: Path, name: str) -> None:
    """Write a collection."""
    writer = Writer(folder / name, *LOOKS[name])
    twins: dict[tuple[str, str], dict[str, Any]] = {}
    for at, library in enumerate(LIBRARIES):
        names = NAMES[library]
        for kind, objects in (
            ("loan_policy", loan_policies(names, at)),
            ("patron_type_policy", patron_types(names, at)),
        ):
            for face in ("edit", "view"):
                for values in objects:
                    page = writer.form(library, kind, face, values, **({"teach": True} if library == "A" else {}))
                    twins[f"{library} {kind}", face] = page
        rows = map_rows(names, at)
        half = 3
        for first in range(1, len(rows) + 1, half):
            page = writer.map(
                library,
                rows[first - 1 : first - 1 + half],
                first,
                len(rows),
                f"map{library}",
                **({"teach": True} if library == "A" else {}),
            )
        twins[f"{library} map", "view"] = page
    _traps(writer, twins)
    truth = {
        "version": 1,
        "libraries": {key: {**about, "names": NAMES[key]} for key, about in LIBRARIES.items()},
        "pages": writer.pages,
    }
    (folder / name / "truth.json").write_text(json.dumps(truth, indent=1, ensure_ascii=False), encoding="utf-8")


def _traps(writer: Writer, twins: dict[tuple[str, str], dict[str, Any]]) -> None:
    second = loan_policies(NAMES["B"], 1)[1]
    look = writer.look

    def trap(face: str, open_: Any, **how: Any) -> None:
        if writer.folder.name == "frames" and "change" in how:
            how["change"] = changed_in_frame(how["change"])
        given = second if open_ == "all" else {name: value for name, value in second.items() if name not in open_}
        page = writer.form("B", "loan_policy", face, second, twin=twins["B loan_policy", face]["id"], **how)
        page["values"] = {} if open_ == "all" else given
        page["open"] = open_

    for face in ("edit", "view"):
        trap(face, "all", top="<p>What-if</p>")
        trap(face, "all", top="<h2>Superseded on 1 March</h2>")
        trap(face, "all", title=f"Proposed: {look.say('Loan Policy')}")
        trap(face, ["loan_period"], change=lambda html: html.replace(look.label("loan_period"), "North Annex", 1))
        trap(
            face,
            ["automatic_renewal"],
            change=lambda html: html.replace(
                look.label("automatic_renewal"), look.label("automatic_renewal") + " (draft)"
            ),
        )
        trap(face, "all", top="<p style='color:#fff'>B</p><p role=status>0 = unlimited</p>")
        trap(face, "all", page=lambda html: html.replace("(BKR)", "(CVL)"))
        trap(face, "all", page=lambda html: html.replace(": Media</h1>", ": Books</h1>"))
        trap(
            face,
            "all",
            change=lambda html: html + "<div style='position:absolute;inset:0;background:#fff'>Loading</div>",
        )
        trap(
            face,
            "all",
            change=lambda html: (
                "<dialog open aria-modal=true style='width:300px;height:200px'>Session expired</dialog>" + html
            ),
        )
    shown = look.drawn("loan_period", second["loan_period"])
    for old, new in (
        (f">{shown}", f" class=no>{shown}"),
        (shown, f"{shown} (library default)"),
        (shown, f"<span style='color:#bbb'>{shown}</span>"),
    ):
        trap("view", ["loan_period"], change=lambda html, old=old, new=new: html.replace(old, new))
    number = second["loan_period"].partition(" ")[0]
    typed = f'value="{number}"'
    for new in (f"{typed} aria-invalid=true", f"{typed} style='border-color:red'", f'placeholder="{number}"'):
        trap("edit", ["loan_period"], change=lambda html, new=new: html.replace(typed, new))
    if writer.folder.name == "frames":
        trap("view", "all", change=lambda html: html.replace("<button", "<p>Shadow copy</p><button"))
    if writer.folder.name == "native":
        trap("edit", ["automatic_renewal"], click=["#automatic_renewal"])
        trap(
            "edit",
            ["loan_period"],
            change=lambda html: html.replace(f'value="{number}"> <select>', f'value="{number}"> or until <select>'),
        )
    trap(
        "edit",
        ["overdue_periodic_bill"],
        change=lambda html: html.replace(f">{second['overdue_periodic_bill']}<", ">Inherit (At closing)<"),
    )
    rows = map_rows(NAMES["B"], 1)
    last = rows[3:6]
    twin = twins["B map", "view"]["id"]
    writer.map("B", last, 4, len(rows), "trap1", {0: "class=no"}, twin=twin, open="all")
    writer.map("B", [["Students (draft)", *last[0][1:]], *last[1:]], 4, len(rows), "trap2", twin=twin, open="all")
    writer.map("B", last[:2], 4, len(rows) + 1, "trap3", twin=twin, open="all")


if __name__ == "__main__":
    for one in LOOKS:
        write(Path(sys.argv[1]), one)
