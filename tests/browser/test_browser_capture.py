# SPDX-License-Identifier: GPL-3.0-or-later

"""Captures that the assistant makes in Chromium, of documents that imitate forms, tables and component libraries."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support.captures import NoCapture, capture
from support.page_browser import PageBrowser
from support.scripts import script
from support.waiting import wait_until

#: A page is only captured if it has a field or a table.
ANY = "<label>Any <input value=1></label>"
Items = list[dict[str, Any]]


@pytest.fixture
def items(browser: Any, tmp_path: Path) -> Callable[[str], Items]:
    """The items of a capture of a document, without the texts that are neither labels nor values."""

    def take(html: str) -> Items:
        page = PageBrowser(browser, tmp_path)
        show = page.open if "<script" in html else page.write
        show(f"<!doctype html><meta charset=utf-8>{html}")
        return [one for one in capture(browser)["items"] if one["type"] != "note"]

    return take


@pytest.fixture
def seen(items) -> Callable[[str], list[tuple[Any, ...]]]:
    """The same in short: fields as (label, value, control, *group), other items as (type, text)."""

    def take(html: str) -> list[tuple[Any, ...]]:
        return [
            (one["label"], one["value"], one["control"], *one["group"])
            if one["type"] == "field"
            else (one["type"], one.get("text", one.get("rows")))
            for one in items(html)
        ]

    return take


# ---------------------------------------------------------------------------------------------------------- fields

LABELS = {
    "label": ("<label for=a>Name</label> <input id=a value=x>", ("Name", "x", "text")),
    "around": ("<label>Name <input value=x></label>", ("Name", "x", "text")),
    "aria-label": ("<div>Other</div><input aria-label=Name value=x>", ("Name", "x", "text")),
    "aria-labelledby": ("<b id=n>Name</b><p>Other</p><input aria-labelledby=n value=x>", ("Name", "x", "text")),
    "text": ("<div>Name: <input value=x></div>", ("Name:", "x", "text")),
    "text-in-parts": ("<div><b>Policy</b> Name <input value=x></div>", ("Policy Name", "x", "text")),
    "of the element around": (
        "<label for=a>Name</label><div id=a><button role=combobox aria-labelledby=none>x</button></div>",
        ("Name", "x", "choice"),
    ),
    "columns": ("<div><div><span>Name</span></div><div><p><input value=x></p></div></div>", ("Name", "x", "text")),
    "cell": ("<table><tr><td>Name<td><input value=x></table>", ("Name", "x", "text")),
    "row-header": ("<table><tr><th>Name<td><input value=x></table>", ("Name", "x", "text")),
    "cell-above": ("<table><tr><td>Name<td>Sort<tr><td><input value=x><td><input></table>", ("Name", "x", "text")),
    "placeholder": ("<table><tr><td>Name<td><input placeholder='e.g. x' value=x></table>", ("Name", "x", "text")),
    "only-a-placeholder": ("<input placeholder=Name value=x>", ("Name", "x", "text")),
    "nothing": ("<h2>Section</h2><input value=x>", ("", "x", "text", "Section")),
    "term": ("<dl><dt>Name<dd><input value=x></dl>", ("Name", "x", "text")),
    "other-control": ("<label>Other <input></label><input value=x>", ("", "x", "text")),
    "shadow-host": (
        "<x-y aria-label=Name><template shadowrootmode=open><input value=x></template></x-y>",
        ("Name", "x", "text"),
    ),
    "shadow-text": (
        "Name <x-y><template shadowrootmode=open><p><input value=x></template></x-y>",
        ("Name", "x", "text"),
    ),
    "slot": (
        "<x-y>Name<template shadowrootmode=open><b id=n><slot></slot></b><input aria-labelledby=n value=x></template></x-y>",
        ("Name", "x", "text"),
    ),
    "switch-with-its-state": (
        "<p>Other</p><i role=switch aria-checked=true aria-label='Name Yes'><b>Yes</b><b style='opacity:0'>No</b></i>",
        ("Name", "Yes", "switch"),
    ),
    "radio-buttons-in-a-table": (
        "<fieldset><legend>Part</legend><table><tr><td>Name:<td><table><tr><td><input type=radio id=y name=r checked><label for=y>Yes</label>"
        "<td><input type=radio id=n name=r><label for=n>No</label></table></table></fieldset>",
        ("Name:", "Yes", "choice", "Part"),
    ),
    "combobox-of-its-value": (
        "<p id=n>Name<p><span role=combobox id=v aria-labelledby='n v'>x</span>",
        ("Name", "x", "choice"),
    ),
}


BESIDE = {
    "a text": ("<p><label for=a>A</label> <input id=a value=1> <b>Superseded</b></p>", ["Superseded"]),
    "a text before": ("<p><b>Inactive</b> <label for=a>A</label> <input id=a value=1></p>", ["Inactive"]),
    "a text below": ("<div><label for=a>A</label><input id=a value=1><p>Not in use</p></div>", ["Not in use"]),
    "in a label": ("<label for=a>A <small>previous</small></label><input id=a value=1>", ["previous"]),
    "a control": (
        "<p><label for=a>A</label> <input id=a value=1> <input type=checkbox checked aria-label='Use default'></p>",
        ["Use default: Yes"],
    ),
    "a second control": ("<div>A <input value=1> to <input value=2></div>", ["to: 2"]),
    "a field of its own": (
        "<div style='display:flex'><div><label for=a>A</label><input id=a value=1></div><div><label for=b>B</label><input id=b></div></div>",
        [],
    ),
    "a placeholder and buttons": (
        "<p><label for=a>A</label> <input id=a> <i class=x-placeholder>Choose</i> <button>Edit</button></p>",
        [],
    ),
    "a placeholder with parts": (
        "<p><label for=a>A</label> <input id=a> <i class=x-placeholder><b>Choose</b></i></p>",
        [],
    ),
    "a list of chips": (
        "<p><label for=a>A</label> <span role=listbox aria-label=Chips><b class=chip role=option aria-selected=false>x</b></span> <input id=a></p>",
        ["x"],
    ),
    "another line": ("<p><label for=a>A</label> <input id=a value=1></p><p>Superseded</p>", []),
    "a text below a number and its unit": (
        "<div><label for=a>A</label><input id=a value=1> <select aria-label=unit><option>days</select><p>Overridden</p></div>",
        ["unit: days", "Overridden"],
    ),
    "a spinner": (
        "<style>@keyframes x{to{rotate:1turn}}</style><p><label for=a>A</label> <input id=a value=1> <i style='animation:x 1s infinite'></i></p>",
        ["a sign that moves"],
    ),
    "a progress bar": (
        "<p><label for=a>A</label> <input id=a value=1> <b role=progressbar></b></p>",
        ["a sign that moves"],
    ),
    "a progress bar that is folded": (
        "<p><label for=a>A</label> <input id=a value=1> <b role=progressbar style='display:block;height:0;overflow:hidden'></b></p>",
        [],
    ),
    "a picture in a text": ("<dl><dt>A<dd>1 <img alt=Overridden></dl>", ["Overridden"]),
    "a picture": ("<p><label for=a>A</label> <input id=a value=1> <img alt=Inherited></p>", ["Inherited"]),
    "the picture of a state": (
        "<p><input type=checkbox checked id=a><label for=a>A</label> <img alt=unchecked></p>",
        ["No"],
    ),
    "the icon of a state": (
        "<p><input type=checkbox checked id=a><label for=a>A</label> <i class='fa fa-toggle-off'></i></p>",
        ["No"],
    ),
}


@pytest.mark.parametrize("name", BESIDE)
def test_what_stands_beside_a_field_is_captured(items, name):
    html, expected = BESIDE[name]
    assert items(html)[0].get("beside", []) == expected


#: Values that the page has, and that nobody sees, or that can be a hint; and what the capture has.
UNINKED = {
    "transparent text": ("<dl><dt>A<dd style='color:transparent'>1</dl>", "\u2026"),
    "text in the colour of its ground": ("<dl><dt>A<dd style='color:#fff'>1</dl>", "\u2026"),
    "text on a picture": ("<dl><dt>A<dd style='color:#fff;background:linear-gradient(#000,#000)'>1</dl>", "1"),
    "text on another element": (
        "<dl><dt>A<dd style='position:relative'><i style='position:absolute;inset:0;background:#000'></i>"
        "<b style='position:relative;color:#fff'>1</b></dl>",
        "1",
    ),
    "a blurred value": ("<dl><dt>A<dd style='filter:blur(5px)'>1</dl>", "\u2026"),
    "text written backwards": ("<dl><dt>A<dd style='direction:rtl;unicode-bidi:bidi-override'>12</dl>", "\u2026"),
    "text seen from its edge": ("<dl><dt>A<dd style='transform:rotateX(89deg)'>1</dl>", "\u2026"),
    "a point of text": ("<dl><dt>A<dd style='font-size:0'>1</dl>", "\u2026"),
    "text moved out": ("<label>A <input style='text-indent:-999px' value=1></label>", "a value that is not shown: A"),
    "a word before a value": ("<style>dd::before{content:'at most'}</style><dl><dt>A<dd>1</dl>", "at most 1"),
    "an icon and a mark": (
        "<style>dd::before{content:'\ue000'}dt::after{content:' *'}</style><dl><dt>A<dd>1</dl>",
        "1",
    ),
    "a veil above the text of a wide value": (
        "<dl><dt>A<dd>1</dl><i style='position:absolute;left:0;top:0;width:90px;height:99px;background:red'></i>",
        "a text behind something else: A",
    ),
    "a transparent part": ("<dl><dt>A<dd><b style='opacity:0'>1</b></dl>", "a value that is only drawn: A"),
    "a text with a link to the rest of it": ("<dl><dt>A<dd>1\u2026 <a href=#>Show more</a></dl>", "1\u2026"),
    "a part that is cut off": (
        "<dl><dt>A<dd><b style='clip-path:inset(100%)'>1</b></dl>",
        "a value that is only drawn: A",
    ),
    "a part for screen readers only": (
        "<dl><dt>A<dd><b style='position:absolute;width:1px;height:1px;overflow:hidden'>1</b></dl>",
        "a value that is only drawn: A",
    ),
    "a list that is cut off": (
        "<dl><dt>A<dd><select style='clip-path:inset(100%)'><option>1</select></dl>",
        "a value that is only drawn: A",
    ),
    "a text above it": (
        "<dl style='position:relative'><dt>A<dd>1<dd style='position:absolute;inset:0;background:red'>2</dl>",
        "a text behind something else: A",
    ),
    "a transparent input": (
        "<label>A <input style='color:transparent' value=1></label>",
        "a value that is not shown: A",
    ),
    "a white drop-down": (
        "<label>A <select style='color:#fff;background:#fff'><option>1</select></label>",
        "a value that is not shown: A",
    ),
    "a hint": (
        "<div contenteditable aria-label=A><i style='color:#999'>Type here</i></div>",
        "a text that can be a hint: A",
    ),
    "a tick without a state": (
        "<label for=a>A</label><span role=checkbox id=a aria-label=A><svg width=9 height=9></svg></span>",
        "a tick that is only drawn: A",
    ),
    "a list without a state": (
        "<div role=listbox aria-label=A><div role=option>1</div><div role=option>2</div></div>",
        "a list that does not state what is chosen: A",
    ),
    "a list in a button": ("<table role=listbox aria-haspopup=true aria-label=A><tr><td>1</table>", "1"),
    "radio buttons of which one is drawn as chosen": (
        "<fieldset><legend>A</legend><label><input type=radio name=a><b class=off></b>1</label>"
        "<label><input type=radio name=a><b class=on></b>2</label></fieldset>",
        "radio buttons that do not state what is chosen: A",
    ),
    "radio buttons that are no group": (
        "<fieldset><legend>A</legend><label><input type=radio>1</label><label><input type=radio>2</label></fieldset>",
        "radio buttons that do not state what is chosen: A",
    ),
    "radio buttons that look the same": (
        "<fieldset><legend>A</legend><label><input type=radio name=a style='appearance:none'>1</label>"
        "<label><input type=radio name=a style='appearance:none'>2</label></fieldset>",
        "",
    ),
    "a typed text": ("<div contenteditable aria-label=A><b>1</b></div>", "1"),
}


@pytest.mark.parametrize(
    ("html", "label"),
    [
        ("<dl style='filter:blur(5px)'><dt>A<dd>1</dl>", "\u2026"),
        ("<dl><dt><s>A</s><dd>1</dl>", "\u2026"),
        ("<style>dt::after{content:'of last year'}</style><dl><dt>A<dd>1</dl>", "A of last year"),
        ("<style>label::before{content:'Old'}</style><label>A <input value=1></label>", "Old A"),
    ],
)
def test_a_label_is_what_is_drawn(items, html, label):
    assert items(html)[0]["label"] == label


@pytest.mark.parametrize("name", UNINKED)
def test_a_value_is_what_is_drawn(items, name):
    html, expected = UNINKED[name]
    found = items(f"{html}<label>B <input></label>")[0]
    assert found.get("value", found.get("text")) == expected


def test_what_is_pale_or_struck_through_is_no_value(items):
    page = (
        "<div style='opacity:.5'><label>A <input value=1></label></div><label style='text-decoration:line-through'>B <input value=1></label>"
        "<dl><dt>C<dd><del>1</del> 2</dl><label>D <input value=1></label>"
    )
    found = items(page)
    assert [one.get("state", one.get("text")) for one in found] == [
        ["disabled"],
        ["disabled"],
        "a text that is struck through: C",
        [],
    ]


@pytest.mark.parametrize("name", LABELS)
def test_a_label_is_the_accessible_name_or_the_text_beside(seen, name):
    html, expected = LABELS[name]
    assert expected in seen(html)


VALUES = {
    "pictures": (
        "<table><tr><th>A<td><img alt=checked><tr><th>B<td><i role=img aria-label='Not ticked'></i><tr><th>C<td><img alt=logo></table><label>D <input></label>",
        [("A", "Yes", "static"), ("B", "No", "static"), ("D", "", "text")],
    ),
    "two-lists": (
        "<p>A<p><select multiple><option>x</select> <button>Add</button> <select multiple><option>y</select></p>"
        "<label>B <input></label>",
        [
            *(("unread", f"two lists between which entries are moved: {label}") for label in ("A", "")),
            ("B", "", "text"),
        ],
    ),
    "properties": (
        "<label>A <input id=a value=old></label><script>a.value = 'new'</script>",
        [("A", "new", "text")],
    ),
    "lines": ("<label>A <textarea>\n\n one\n\ntwo </textarea></label>", [("A", "one\n\ntwo", "text")]),
    "chosen": ("<label>A <select><option>x<option selected>y  z</select></label>", [("A", "y z", "choice")]),
    "chosen-by-script": (
        "<label>A <select id=a><option selected>x<option>y</select></label><script>a.selectedIndex = 1</script>",
        [("A", "y", "choice")],
    ),
    "none-chosen": ("<label>A <select><option></option><option>x</select></label>", [("A", "", "choice")]),
    "several": (
        "<label for=a>A</label><select id=a multiple><option selected>x<option>y<option selected>z</select>",
        [("A", ["x", "z"], "choices")],
    ),
    "switches": (
        "<label><input type=checkbox checked>A</label><label><input type=checkbox id=b checked>B</label>"
        "<script>b.checked = false</script><span id=c>C</span><button role=switch aria-labelledby=c aria-checked=true>On</button>"
        "<div role=checkbox aria-checked=false>D</div><p>E <button role=switch aria-checked=true>On</button>"
        "<label><input type=checkbox style='opacity:0'><i></i>F</label>",
        [("A", "Yes", "switch"), ("B", "No", "switch"), ("C", "Yes", "switch"), ("D", "No", "switch")]
        + [("E", "Yes", "switch"), ("F", "No", "switch")],
    ),
    "switches-without-labels": (
        "<p><input type=checkbox> A<br><input type=checkbox checked> B</p>"
        "<table><tr><td>C<td><input type=checkbox checked><tr><td><input type=checkbox><td>D"
        "<tr><td>E<td><input type=checkbox checked> Yes</table>",
        [(name, value, "switch") for name, value in zip("ABCDE", ("No", "Yes", "Yes", "No", "Yes"))],
    ),
    "radio-buttons": (
        "<fieldset><legend>A</legend><label><input type=radio name=a>Yes</label><label><input type=radio name=a checked>No"
        "</label></fieldset><p>B: <input type=radio name=b checked> Fast <input type=radio name=b> Slow</p>"
        "<div role=radiogroup aria-label=C><i role=radio aria-checked=false>x</i><i role=radio aria-checked=true>y</i></div>"
        "<table><tr><td>D<td><input type=radio name=d> x <input type=radio name=d> y</table>",
        [("A", "No", "choice"), ("B:", "Fast", "choice"), ("C", "y", "choice"), ("D", "", "choice")],
    ),
    "radio-buttons-among-others": (
        "<fieldset><legend>A</legend><p>B <label><input type=radio name=b checked>x</label>"
        "<label><input type=radio name=b>y</label></p><label>C <input value=1></label></fieldset>",
        [("B", "x", "choice", "A"), ("C", "1", "text", "A")],
    ),
    "number-and-unit": (
        "<div>A <input value=28> <select><option>hours<option selected>days</select></div>"
        "<table><tr><td>B<td><input value=3><td><select><option>weeks</select></table>"
        "<label>C <input value=5></label> days<p>Days D <input value=7></p><label>E <input value=8></label><p>Days of grace",
        [("A", "28", "text"), ("A", "days", "choice"), ("B", "3", "text"), ("B", "weeks", "choice")]
        + [("C", "5", "text"), ("C", "days", "static"), ("Days D", "7", "text"), ("E", "8", "text")],
    ),
    "combobox": (
        "<p id=a>A<div role=combobox aria-labelledby=a aria-controls=l><span>Main</span> <svg></svg></div>"
        "<ul role=listbox id=l><li role=option aria-selected=true>Main<li role=option>Annex</ul>"
        "<p id=b>B</p><button aria-haspopup=listbox aria-labelledby='b c' id=c>days ▾</button>"
        "<label>D <input role=combobox value=Faculty></label>"
        "<p id=e>E</p><div role=button aria-haspopup=listbox aria-labelledby='e v'><span id=v>weeks</span></div>",
        [("A", "Main", "choice"), ("B", "days", "choice"), ("D", "Faculty", "choice"), ("E", "weeks", "choice")],
    ),
    "combobox-with-its-text-beside-an-input": (
        "<style>div div, td div {display: flex}</style>"
        "<p id=a>A</p><div><div><div>Faculty</div><div><input role=combobox aria-labelledby=a style='opacity:0'></div></div></div>"
        "<p id=b>B</p><div><div><div class=s-placeholder>Select…</div><input role=combobox aria-labelledby=b></div></div>"
        "<div><p id=c>C</p><input role=combobox aria-labelledby=c><p>Choose one</p></div>"
        "<table><tr><td>D<td><div><div>Staff</div><input role=combobox></div></table>",
        [("A", "Faculty", "choice"), ("B", "", "choice"), ("C", "", "choice"), ("D", "Staff", "choice")],
    ),
    "component-libraries": (
        "<style>.g {display: grid} .g > * {grid-area: 1/1}</style>"
        # React-Select without a name, Ant Design, Select2, Vue Multiselect
        "<div style='display:flex'><div>A</div><div><div class=g><div class=singleValue>x</div><div><input role=combobox></div></div></div></div>"
        "<label for=b>B</label><div><div class=g><span><input id=b type=search role=combobox readonly style='opacity:0'></span><span>x</span></div></div>"
        "<label for=c>C</label><select id=c aria-hidden=true><option>y</select><span role=combobox aria-labelledby=d>"
        "<span role=textbox aria-readonly=true id=d>x</span></span>"
        "<div><label>E</label><div role=combobox><div><i class=multiselect__tag><b>x</b></i><i class=multiselect__tag>y</i></div>"
        "<input placeholder=Select></div></div>",
        [("A", "x", "choice"), ("B", "x", "choice"), ("C", "x", "choice"), ("E", ["x", "y"], "choices")],
    ),
    "tokens": (
        "<p id=a>A</p><div><div><span>Main</span><button aria-label='Remove Main'>×</button></div>"
        "<div><span>Annex</span><div role=button aria-label='Remove Annex'>×</div></div><input role=combobox aria-labelledby=a></div>"
        "<p id=b>B</p><div role=combobox aria-labelledby=b><div class=MuiChip-root><span class=MuiChip-label>x, y</span></div>"
        "<div class=MuiChip-root><span>z</span></div></div>",
        [("A", ["Main", "Annex"], "choices"), ("B", ["x, y", "z"], "choices")],
    ),
    "listbox": (
        "<div role=listbox aria-label=A><i role=option>x</i><i role=option aria-selected=true>y</i></div>"
        "<div role=listbox aria-label=B aria-multiselectable=true><i role=option aria-selected=true>x</i><i role=option>y</i></div>",
        [("A", "y", "choice"), ("B", ["x"], "choices")],
    ),
    "editable": (
        "<div contenteditable aria-label=A>one<div>two</div><div><br></div><div>three</div></div>"
        "<div role=textbox aria-label=B style='white-space:pre-wrap'>one\n\ntwo</div>"
        "<i role=spinbutton aria-label=C aria-valuenow=4 aria-valuetext='4 days'></i>",
        [("A", "one\ntwo\n\nthree", "text"), ("B", "one\n\ntwo", "text"), ("C", "4 days", "text")],
    ),
    "static": (
        "<dl><dt>A<dd>x<dt>B<dd><ul><li>y<li>z</ul><dt>C<dd><button>Edit</button></dl>"
        "<table><tr><td>D<td>x<tr><th>E:<td><tr><td>F<td><img alt=on></table><label for=g>G</label> <output id=g>3</output>",
        [
            ("A", "x", "static"),
            ("B", ["y", "z"], "static"),
            ("D", "x", "static"),
            ("E:", "", "static"),
            ("F", "Yes", "static"),
            ("G", "3", "static"),
        ],
    ),
}


@pytest.mark.parametrize("name", VALUES)
def test_a_value_is_the_one_that_a_person_sees(seen, name):
    html, expected = VALUES[name]
    assert seen(html) == expected


def test_a_frame_without_a_document_is_passed_over(seen):
    empty = (
        "<iframe></iframe><script>document.querySelector('iframe').contentDocument.documentElement.remove()</script>"
    )
    assert seen(f"{empty}{ANY}") == [("Any", "1", "text")]


def test_a_colon_behind_a_label_is_no_value(seen):
    assert seen("<div><div><label>Name</label>:</div><div><p><input value=x></p></div></div>") == [
        ("Name:", "x", "text")
    ]


def test_the_name_of_a_radio_button_is_no_heading(seen):
    bold = "<style>b {display: block}</style>"
    found = seen(f"{bold}<fieldset><legend>Name</legend><label><input type=radio checked><b>x</b></label></fieldset>")
    assert found == [("Name", "x", "choice")]


def test_a_field_has_the_groups_around_it(seen):
    assert seen(
        "<h1>Page</h1><h2>One</h2><label>A <input></label><h3>Two</h3><label>B <input></label><h2>Three</h2>"
        "<fieldset><legend>Four</legend><h3>Five</h3><label>C <input></label></fieldset><label>D <input></label>"
        "<section><h2>Six</h2></section><div role=group aria-labelledby=s><b id=s>Seven</b><label>E <input></label></div>"
        "<section role=region aria-labelledby=t><h1 id=t>Eight</h1><label>F <input></label></section>"
        "<details open><summary>Nine</summary><label>G <input></label></details>"
        "<table><tr><th colspan=2>Ten<tr><td>Limit<td><input> <label><input type=checkbox checked>No Limit</label></table>"
    ) == [
        *[("heading", "Page"), ("heading", "One"), ("A", "", "text", "One"), ("heading", "Two")],
        *[("B", "", "text", "One", "Two"), ("heading", "Three"), ("heading", "Five")],
        *[("C", "", "text", "Three", "Four", "Five"), ("D", "", "text", "Three"), ("heading", "Six")],
        *[("E", "", "text", "Three", "Seven"), ("heading", "Eight"), ("F", "", "text")],
        *[("G", "", "text", "Three", "Nine"), ("Limit", "", "text", "Three", "Ten")],
        ("No Limit", "Yes", "switch", "Three", "Ten", "Limit"),
    ]


def test_headings_name_the_screen(items):
    taken = items(
        "<header><h2>Service Configuration</h2><a>Home</a></header>"
        "<nav aria-label=Breadcrumb><ol><li><a>Circulation</a><li><span>Loan Policies</span></ol></nav>"
        "<div role=heading aria-level=1>Loan <b>Policy</b></div><h2><button>General <svg></svg></button></h2>"
        f"<div role=tablist><i role=tab>Other</i><i role=tab aria-selected=true>Renewals</i></div>{ANY}"
    )
    assert [(one["text"], one["level"]) for one in taken if one["type"] == "heading"] == [
        *[("Service Configuration", 2), ("Loan Policies", 1), ("Loan Policy", 1), ("General", 2), ("Renewals", 2)]
    ]


# ---------------------------------------------------------------------------------------------------------- tables


def grids(taken: Items) -> list[tuple[Any, ...]]:
    return [(one["header"], one["rows"], one.get("total")) for one in taken if one["type"] == "table"]


COLUMNS = "table{table-layout:fixed;border-spacing:0;width:300px}td{padding:0}.r{display:flex}.r div{width:100px}"
HEADER = "<tr><th>Row<th>Patron<th>Policy<th></tr>"
TABLES = {
    "names in boxes": (
        "<style>i{background:#ddd;padding:0 6px}</style><table><tr><th>A<th>B<tr><td><i>x</i> <i>y</i><td><i>z</i></table>",
        (["A", "B"], [["x; y", "z"]], None),
    ),
    "controls": (
        f"<table>{HEADER}<tr><td>1<td><select><option>x<option selected>All</select><td><input value=y><td><button>Up</button>"
        "<tr><td>2<td><div role=combobox>Staff</div><td><input type=checkbox checked><td></table>",
        (["Row", "Patron", "Policy", ""], [["1", "All", "y", ""], ["2", "Staff", "Yes", ""]], None),
    ),
    "several-values": (
        "<table><tr><th>A<th>B<th>C<tr><td><span class=chip>x <button>×</button></span><span class=chip>y, z</span>"
        "<td><ul><li>x<li>y</ul><td><select multiple><option selected>x<option selected>y</select>"
        "<tr><td>28 <select><option>days</select><td><input value=28><select><option>days</select>"
        "<td><label><input type=checkbox checked>x</label><label><input type=checkbox>y</label>"
        "<label><input type=checkbox checked>z</label></table>",
        (["A", "B", "C"], [["x; y, z", "x; y", "x; y"], ["28 days", "28 days", "x; z"]], None),
    ),
    "spans": (
        "<table><thead><tr><th rowspan=2>A<th colspan=2>Conditions<tr><th>B<th>C</thead>"
        "<tr><td rowspan=2>1<td>2<td>3<tr><td colspan=2>4<tr><td colspan=3>No more rows</table>",
        (["A", "B", "C"], [["1", "2", "3"], ["1", "4", "4"], ["No more rows"]], None),
    ),
    "without-header-cells": (
        "<table><tr><td>A<td>B<td>C<tr><td>1<td>2<td>3</table>",
        (["A", "B", "C"], [["1", "2", "3"]], None),
    ),
    "hidden-rows": (
        "<table><tr><th>A<th>B<tr style='display:none'><td>x<td>x<tr><td>1<td>2<i hidden>x</i>"
        "<tr style='visibility:collapse'><td>x<td>x<tfoot><tr><td>Sum<td>9</table>",
        (["A", "B"], [["1", "2"]], None),
    ),
    "header-in-its-own-table": (
        "<table><thead><tr><th>A<th>B</table><div><table><tr><td>1<td>2<tr><td>3<td>4</table></div>",
        (["A", "B"], [["1", "2"], ["3", "4"]], None),
    ),
    "header-of-texts-above-a-table": (
        f"<style>{COLUMNS}</style><div class=r><div>A</div><div>B <i>&nbsp;</i></div><div>C</div></div>"
        "<div><table><tr><td>1<td>2<td>3<tr><td>4<td>5<td>6</table></div>",
        (["A", "B", "C"], [["1", "2", "3"], ["4", "5", "6"]], None),
    ),
    "header-of-texts-above-rows-that-are-tables": (
        f"<style>{COLUMNS}</style><div><table><tr><td>A<td>B<td>C</table></div>"
        "<div><table><tr><td>1<td>2<td>3</table><table><tr><td>4<td>5<td>6</table></div>",
        (["A", "B", "C"], [["1", "2", "3"], ["4", "5", "6"]], None),
    ),
    "header-with-filters-below": (
        "<table><thead><tr><th>A<th>B<tr><th><input aria-label=A><a>×</a><th><input aria-label=B><a>×</a></thead><tr><td>1<td>2</table>",
        (["A", "B"], [["1", "2"]], None),
    ),
    "row-that-sets-the-widths": (
        "<table style='border-spacing:0'><tr><th>A<th>B<tr><td style='padding:0'><td style='padding:0'><tr><td>1<td>2</table>",
        (["A", "B"], [["1", "2"]], None),
    ),
    "header-copied-over-itself": (
        "<div role=treegrid><table role=presentation><thead><tr role=row aria-rowindex=1><th role=row aria-colindex=1>"
        "<th role=columnheader aria-colindex=2>A<tbody><tr role=row aria-rowindex=2><th role=rowheader aria-colindex=1>1"
        "<td role=gridcell aria-colindex=2>x</table><table role=presentation style='position:absolute'><thead><tr role=row "
        "aria-rowindex=1><th role=row aria-colindex=1><th role=columnheader aria-colindex=2>A</table></div>",
        (["", "A"], [["1", "x"]], None),
    ),
    "header-buttons": (
        "<table><tr><th><button>A</button><th>B <button>Sort</button><tr><td><button>x</button><td><a>y</a></table>",
        (["A", "B"], [["x", "y"]], None),
    ),
    "grid": (
        "<div role=grid aria-rowcount=201><div role=row><i role=columnheader>A</i><i role=columnheader>B</i></div>"
        "<div role=rowgroup><div role=row><i role=gridcell>1</i><i role=gridcell><b role=combobox>2</b></i></div></div></div>",
        (["A", "B"], [["1", "2"]], 200),
    ),
    "grid-in-parts": (
        "<div role=treegrid><div><div role=row aria-rowindex=3><i role=gridcell aria-colindex=1>3</i></div>"
        "<div role=row aria-rowindex=1><i role=columnheader aria-colindex=1>A</i></div>"
        "<div role=row aria-rowindex=2><i role=gridcell aria-colindex=1>1</i></div></div><div>"
        "<div role=row aria-rowindex=1><i role=columnheader aria-colindex=2>B</i></div>"
        "<div role=row aria-rowindex=2><i role=gridcell aria-colindex=2>2</i></div>"
        "<div role=row aria-rowindex=3><i role=gridcell aria-colindex=2>4</i></div></div></div>",
        (["A", "B"], [["1", "2"], ["3", "4"]], None),
    ),
    "pager": (
        "<table><tr><th>A<th>B<tr><td>1<td>2</table><p>Rows <select><option>50</select></p><p>1 - 50 of 1,200 <button>Next</button>",
        (["A", "B"], [["1", "2"]], None),
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_the_header_and_the_texts_of_its_cells(items, name):
    html, expected = TABLES[name]
    assert grids(items(html)) == [expected]


def test_a_table_for_the_layout_is_no_data(items):
    assert not grids(
        items(
            "<table><tr><td>A<td><input><tr><td>B<td><input></table><table><tr><th>C<td><input></table>"
            "<table role=presentation><tr><th>D<th>E<tr><td><input><td><input></table>"
            "<table><tr><td><h2>F</h2><td>x<td>y<tr><td>1<td>2<td>3</table>"
            "<table><tr><th>Setting<th>Value<tr><td>G<td><input></table>"
            "<table><tr><td>H:<td>1<td>I:<td>2<tr><td>J:<td>3<td>K:<td>4</table>"
            f"<style>{COLUMNS}</style><div class=r><div>L</div><div>M</div></div><table><tr><td>N<td>1<td>x</table>"
            "<div class=r><div>O</div><div>P</div><div>Q</div></div><table><tr><td>R<td><input><td>x</table>"
            "<p>S</p><table><tr><td>T<td>U<td>V</table>"
        )
    )


@pytest.mark.parametrize(
    ("switch", "taken"),
    [
        ("<input type=checkbox checked> Enabled", ("Link", "Yes", "switch")),
        ("<input type=checkbox> On", ("Link", "No", "switch")),
        # A toggle shows its state.
        ("<i role=switch aria-checked=false></i> Off", ("Link", "No", "switch")),
        ("<i role=switch aria-checked=true></i> Disabled", ("unread", "a tick for Disabled: Link")),
        ("<input type=checkbox checked> Disabled", ("unread", "a tick for Disabled: Link")),
        ("<input type=checkbox> No", ("unread", "a tick for No: Link")),
    ],
)
def test_a_tick_beside_the_opposite_is_no_value(seen, switch, taken):
    assert seen(f"<input aria-label=A><table><tr><th>Link<td>{switch}</table>")[1:] == [taken]


STATES = {
    "disabled": [
        *("<fieldset disabled><label>A <input value=1></label></fieldset>", "<label>A <select disabled><option>x</select></label>"),
        *("<div aria-disabled=true><label>A <input type=checkbox></label></div>", "<div class=x-item-disabled>A <input></div>"),
        "<fieldset><legend>A</legend><label><input type=radio name=a disabled checked>B</label><label><input type=radio name=a disabled>C</label></fieldset>",
    ],
    "readonly": ["<label>A <input readonly value=1></label>", "<div role=textbox aria-readonly=true aria-label=A>1</div>"],
    "required": ["<label>A <input required></label>", "<div role=combobox aria-required=true aria-label=A>1</div>"],
    "invalid": [
        *("<label>A <input aria-invalid=true></label>", "<div class='form-group has-error'><label>A <input></label></div>"),
        *("<label>A <input class='ng-invalid ng-touched'></label>", "<div class='MuiInput-root Mui-error'><input aria-label=A></div>"),
    ],
    "changed": [
        "<label>A <input class='ng-untouched ng-dirty'></label>",
        # Another field still has the value with which the page came.
        "<label>A <input id=a value=1></label><label>B <input value=1></label><script>a.value = 2</script>",
        "<label>A <select id=a><option selected>x<option>y</select></label><label>B <input value=1></label><script>a.selectedIndex = 1</script>",
        "<label>A <input type=checkbox id=a checked></label><label>B <input value=1></label><script>a.checked = false</script>",
        "<table><tr><td>A<td class=x-grid-dirty-cell><textarea>1</textarea></table>",
    ],
    "": [
        # Material Design Lite calls a field with a value dirty.
        "<div class='mdl-textfield is-dirty'><label>A <input value=1></label></div>",
        *("<label>A <input value=1></label>", "<label>A <input class='ng-invalid ng-pristine ng-untouched' placeholder=x></label>"),
        *("<label>A <input id=a value=1></label><script>a.value = 2</script>", "<div class=disabled><label>A <input></label><label>B <input></label></div>"),
        "<label>A <input role=combobox readonly value=x></label>",
    ],
}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_a_field_has_the_state_that_the_screen_shows(items, state):
    for html in STATES[state]:
        (first, *_others) = [one for one in items(html) if one["type"] == "field"]
        assert (html, first["label"], first["state"]) == (html, "A", [state] if state else [])


def test_a_drop_down_has_the_place_of_its_option(items):
    taken = items("<select><option>x<option selected>y</select><select></select>")
    assert [(one.get("option"), one["options"]) for one in taken] == [(1, 2), (None, 0)]


def test_the_arrow_of_a_drop_down_is_no_value(seen):
    arrow = "<div><input role=presentation tabindex=-1 readonly value='\u25bc '></div>"
    html = f"<label for=a>Bill</label><div>{arrow}<div><input id=a role=combobox value=B></div></div>"
    assert seen(html) == [("Bill", "B", "choice")]


#: What component libraries draw for "A" (or "A" and "B"), and what a person reads there. Real libraries are in test_browser_widgets.py.
WIDGETS = {
    "several texts in one": (
        "<label for=a>A</label><button id=a role=combobox aria-haspopup=listbox><span>x <em>inherited</em></span></button>",
        [("unread", "a drop-down that shows several texts: A")],
    ),
    "dojo": (
        "<label for=a>A</label><div role=combobox class='dijit dijitComboBox'><div role=presentation>"
        "<input value='\u25bc ' readonly role='button presentation'></div>"
        "<div><input value='\u03a7 ' role=presentation readonly></div><div><input role=textbox aria-haspopup=true id=a value=x>"
        "<input type=hidden value=1></div></div>",
        [("A", "x", "choice")],
    ),
    "extjs": (
        "<label for=a>A:</label><div class=x-form-trigger-wrap><div><input id=a role=combobox aria-haspopup=true class=x-form-text value=x></div>"
        "<div class=x-form-trigger role=presentation></div></div><label for=b>B:</label><div>"
        "<input id=b role=combobox class='x-form-text x-form-empty-field' value='Choose'></div>",
        [("A:", "x", "choice"), ("B:", "", "choice")],
    ),
    "primefaces": (
        # The drop-down is a hidden input; its value stands in a label of nothing.
        "<table><tr><td><label for=f>Location</label><td><div class='ui-selectonemenu'>"
        "<div style='position:absolute;width:1px;height:1px;overflow:hidden'><input id=f role=combobox aria-haspopup=listbox></div>"
        "<div style='position:absolute;width:1px;height:1px;overflow:hidden'><select aria-hidden=true><option value=''><option selected>ABCS</select></div>"
        "<label class=ui-selectonemenu-label>ABCS</label></div></table>",
        [("Location", "ABCS", "choice")],
    ),
    "select2": (
        "<style>.h {position: absolute; width: 1px; height: 1px; overflow: hidden; clip: rect(0 0 0 0)}</style>"
        "<label for=a>A</label><select class=h aria-hidden=true id=a><option>y<option selected>x</select><span class='select2 select2-container'>"
        "<span role=combobox "
        "aria-labelledby=t><span id=t role=textbox aria-readonly=true title=x><span class=select2-selection__clear>\u00d7</span>\nx</span></span></span>"
        "<label for=b>B</label><select class=h aria-hidden=true id=b><option><option>x</select><span class='select2 select2-container'>"
        "<span role=combobox aria-labelledby=u>"
        "<span id=u role=textbox aria-readonly=true><span class=select2-selection__placeholder>Choose</span></span></span></span>",
        [("A", "x", "choice"), ("B", "", "choice")],
    ),
    "antd": (
        "<label for=a>A</label><div class='ant-select ant-select-single'><div class=ant-select-content style='position:relative' title=x>x"
        "<input id=a role=combobox readonly autocomplete=new-password "
        "style='opacity:0;position:absolute;inset:0'></div><div class=ant-select-suffix><svg></svg></div></div>"
        "<label for=b>B</label><div class='ant-select'><div><div class=ant-select-placeholder>Choose</div><input id=b role=combobox></div></div>",
        [("A", "x", "choice"), ("B", "", "choice")],
    ),
    "antd-several": (
        "<label for=a>A</label><div class='ant-select ant-select-multiple'><div class=ant-select-content><div>"
        "<div class=ant-select-placeholder>Choose</div></div>"
        "<div><input id=a role=combobox></div></div></div>",
        [("A", [], "choices")],
    ),
    "primereact": (
        "<style>.h {position: absolute; width: 1px; height: 1px; overflow: hidden; clip: rect(0 0 0 0)}</style>"
        "<label for=a>A</label><input id=a value=2><div class='p-dropdown p-component'><div class=h><input readonly aria-haspopup=listbox value=days>"
        "</div><div class=h>"
        "<select><option selected>days</select></div><span class='p-dropdown-label p-inputtext'>days</span>"
        "<div role=button aria-haspopup=listbox aria-label='Please select'></div></div>"
        "<label for=b>B</label><div class='p-multiselect p-component'><div class=h><input id=b role=combobox readonly value='x, y'></div>"
        "<div class=p-multiselect-label>"
        "<div class=p-multiselect-token><span>x</span><svg></svg></div><div class=p-multiselect-token><span>y</span></div></div></div>",
        [("A", "2", "text"), ("A", "days", "choice"), ("B", ["x", "y"], "choices")],
    ),
    "react-select-in-a-cell": (
        "<table><tr><td>A<td><div><div style='display:grid'><div class=css-1-singleValue style='grid-area:1/1'>x</div><div style='grid-area:1/1'>"
        "<input role=combobox aria-label=A></div></div><div aria-hidden=true></div></div></table>",
        [("A", "x", "choice")],
    ),
    # The value is what names it.
    "jquery-ui": (
        "<p><label>A</label> <span role=combobox tabindex=0 aria-haspopup=true aria-labelledby=o>x</span></p><ul hidden><li id=o role=option>x</ul>",
        [("A", "x", "choice")],
    ),
    # The value is what describes its input.
    "atlaskit": (
        "<label for=a>A</label><div class=-control><div style='display:grid'><div class=-singleValue id=v style='grid-area:1/1'>x</div>"
        "<div style='grid-area:1/1'><input id=a role=combobox aria-describedby=v></div></div></div>",
        [("A", "x", "choice")],
    ),
    # The dates stand in the box of the input, which has no frame of its own.
    "ui5-tokens": (
        "<label for=a>A</label><div style='border:1px solid'><x-tokenizer role=listbox aria-label=Tokens><x-token role=option aria-selected=false>x</x-token>"
        "<x-token role=option aria-selected=false>y</x-token></x-tokenizer><input id=a style='border:0;background:none'></div>"
        "<label for=b>B <b class=badge>new</b></label><input id=b>",
        [("A", ["x", "y"], "choices"), ("B new", "", "text")],
    ),
    "ui5-select": (
        "<label for=a>A</label><div><span role=combobox aria-label=A style='display:block;width:90px;overflow:hidden'></span></div>",
        [("A", "", "choice")],
    ),
    "arrow": ("<p>A <button aria-haspopup=listbox>x \u25be</button>", [("A", "x", "choice")]),
    "counted": (
        "<p>A <div role=combobox aria-label=A>2 selected</div><div role=combobox aria-label=B><i class=chip>x</i><i class=chip>+2 more</i></div>",
        [("unread", "chosen entries that are only counted: A"), ("unread", "chosen entries that are only counted: B")],
    ),
}


@pytest.mark.parametrize("name", WIDGETS)
def test_a_component_shows_its_value_and_only_that(seen, name):
    html, expected = WIDGETS[name]
    assert [one for one in seen(html + ANY) if one[0] != "Any"] == expected


def test_a_component_in_a_cell_is_read_once(items):
    select = "<div><div style='display:grid'><div class=css-1-singleValue style='grid-area:1/1'>{}</div><div style='grid-area:1/1'>"
    "<input role=combobox aria-label=A></div></div></div>"
    taken = items(f"<table><tr><th>A<th>B<tr><td>{select.format('x')}<td>{select.format('y')}</table>")
    assert grids(taken) == [(["A", "B"], [["x", "y"]], None)]


@pytest.mark.parametrize(
    ("header", "sorted_by"),
    [
        ("<th>A<th aria-sort=ascending>B", "B"),
        ("<th aria-sort=none>A<th aria-sort=none>B", None),
        ("<th class='sorting'>A<th class='sorting sorting_desc'>B", "B"),
        ("<th class='x-column-header x-column-header-sort-ASC'>A<th>B", "A"),
        ("<th>A<th><button class='is-sorted-descending'>B</button>", "B"),
        ("<th class=description>A<th class='sortable'>B", None),
        ("<th>A<th>B \u25b2", "B"),
        ("<th>A \u25b2<th>B \u25b2", None),
        # The opposite direction is drawn pale.
        ("<th>A<th>B <i class=icon-asc></i><i class='icon-desc disabled'></i>", "B"),
        ("<th>A<th>B <svg width=8 height=8><path d='M4 0L8 8L0 8z'/></svg>", "B"),
        ("<th>A <input><th>B <input> <svg width=8 height=8><path d='M4 0L8 8L0 8z'/></svg>", "B"),
        ("<th><label><svg width=8 height=8></svg><input type=checkbox aria-label='Select all'></label><th>B", None),
        ("<th>A<i class='pi pi-sort-alt'></i><th>B<i class='pi pi-sort-amount-up-alt'></i>", "B"),
        *(
            (
                f"<style>th::before {{content: '\u25b2'}} th::after {{content: '\u25bc'}}</style><th class='{both}'>A<th class='{both}{more}'>B",
                found,
            )
            for both in ("dt-orderable-asc dt-orderable-desc",)
            for more, found in (("", None), (" dt-ordering-asc", "B"))
        ),
    ],
)
def test_a_table_says_by_which_column_it_is_sorted(items, header, sorted_by):
    (table,) = [one for one in items(f"<table><tr>{header}<tr><td>1<td>2</table>") if one["type"] == "table"]
    assert table.get("sorted") == sorted_by


def test_a_pager_shows_that_there_are_more_rows(items):
    table = "<table><tr><th>A<th>B<tr><td>1<td>2</table>"
    texts = {
        "<nav aria-label=Pagination><a>1</a> <a>2</a></nav>": "1 2",
        "<div class=pager>Page 1 of 4</div>": "Page 1 of 4",
        "<table><tr><td>Previous<td>1 to 50 of 200<td>Next</table>": "1 to 50 of 200",
        "<div><button>Load more</button></div>": "Load more",
        "<div><h2>Rules</h2><p>Showing 1-50 of 60 entries</div>": "Showing 1-50 of 60 entries",
    }
    for html, text in texts.items():
        assert [one["text"] for one in items(table + html) if one["type"] == "pager"] == [text]
    for html in (
        "<nav class=pagination><a>1</a></nav>",
        "<p>Between 1 and 3 of your branches",
        "<button>Show all</button>",
    ):
        assert [one for one in items(table + html) if one["type"] == "pager"] == []


DATA = "<table><tr><th>A<th>B<tr><td>1<td>2</table>"
#: What stands around a table, and what of it is in the capture.
AROUND = {
    "toolbar": (
        f"<h2>Map</h2><div><button>Add</button> <select><option>Main</select> <label>Search: <input type=search value=x></label></div>{DATA}",
        ["Add", ": Main", "Search: \u2026"],
    ),
    "pager": (
        f"{DATA}<p>Rows <select><option>50</select></p><p>Showing <b>1</b> to <b>50</b> of 1,200 <a href=#>1</a> <a href=#>2</a> <button>Next</button>",
        ["Rows: 50 / page", "Showing 1 to 50 of 1,200", "1", "2", "Next"],
    ),
    "number-of-a-page": (
        f"{DATA}<div style='display:flex'><span>Page</span><input value=1><span>of 3</span></div>",
        ["Page 1 of 3", "of 3"],
    ),
    "spans-in-a-line": (f"{DATA}<div style='display:flex'><i>1</i><i>/</i><i>3</i></div>", ["1 / 3"]),
    "icons": (
        f"<style>i {{display: inline-block; width: 16px; height: 16px; cursor: pointer}}</style>{DATA}<div><a href=#><svg width=9 height=9></svg></a>"
        "<button aria-label=Last><i class=material-icons>last_page</i></button><button><i class=material-icons>next_page</i></button></div>",
        ["", "Last"],
    ),
    "pictures": (f"{DATA}<div><i style='cursor:pointer;display:inline-block;width:16px;height:16px'></i></div>", [""]),
    "icons-of-a-text": (
        f"<style>i {{display: inline-block; width: 16px; height: 16px}}</style><p style='cursor:pointer'><i></i>Ann<i></i></p>{DATA}",
        ["Ann"],
    ),
    "disabled": (
        f"{DATA}<button disabled>a</button><ul><li class='page-item disabled'><a href=#>b</a></ul><i role=button aria-disabled=true>c</i>",
        [],
    ),
    "chips": (
        f"<div><i class=chip>Branch: Main <button aria-label=Remove>x</button></i></div>{DATA}",
        ["Branch: Main \u00d7"],
    ),
    "inside": (
        "<table><caption>Rules<tr><th>A<th>B<tr><th><input><th><select><option>x</select><tr><td>1<td>2<tr><td colspan=2><button>Load more</button>"
        "<tfoot><tr><td>1-25 of 60<td></table>",
        ["A:", "B: x", "Load more", "Rules", "1-25 of 60"],
    ),
    "grid": (
        "<div role=grid><div role=row><i role=columnheader>A</i><i role=columnheader>B</i></div><div role=row><i role=gridcell>1</i>"
        "<i role=gridcell>2</i></div><div class=foot>60 in total</div></div><nav aria-label=Pagination><a>1</a></nav><nav><a>Home</a></nav>",
        ["60 in total", "1"],
    ),
    "count-of-rows": ("<table><tr><th>A<th>B<tr><td>1<td>2<tr><td colspan=2>Total: 1 rows</table>", ["Total: 1 rows"]),
    "row-above-the-header": (
        "<table><tr><td colspan=2>Rules 1 of 2<tr><th>A<th>B<tr><td>1<td>2</table>",
        ["Rules 1 of 2"],
    ),
    "path": (f"<div id=breadcrumbs>Home \u203a Rules</div>{DATA}", []),
    "form": (
        f"<p>Far</p><h2>Form</h2><label>Name <input value=a></label><p>Near</p>{DATA}<p>Behind</p>Grace <input value=3><p>Far</p><h2>B</h2><p>Far",
        ["Near", "Behind"],
    ),
    "panel": (f"<p>Far</p><h1>X</h1><div><p>Two chips</p><h2>Y</h2>{DATA}</div><h2>Z</h2><p>Far", ["Two chips", "Y"]),
    "another-table": (
        f"{DATA}<p>Far</p><hr><table><tr><th>C<th>D<tr><td>1<td>2</table><p>Near",
        ["Far"],
    ),
    "page-size": (
        f"<p>Rows <select aria-label=Rows><option>10<option selected>25</select></p>{DATA}",
        ["Rows: 25 / page"],
    ),
    "words": (
        f"<p>{'x' * 301}</p><p>Once</p>{DATA}<p>Once</p><dl><dt>Password<dd>canary</dl>",
        [f"{'x' * 299}\u2026", "Once"],
    ),
}


@pytest.mark.parametrize("name", AROUND)
def test_a_table_has_the_texts_and_buttons_around_it(items, name):
    html, expected = AROUND[name]
    assert next(one["around"] for one in items(html + ANY) if one["type"] == "table") == expected


DOUBTS = {
    "changed": ["<tr><td class=x-grid3-dirty-cell>1<td>2"],
    "struck_through": ["<tr style='text-decoration:line-through'><td>1<td>2", "<tr><td><s>1</s><td>2",
                       "<style>.z td{position:relative}.z td::after{content:'';position:absolute;width:100%;top:50%;border-top:1px solid}</style>"
                       "<tr class=z><td>1<td>2"],
    "disabled": ["<tr aria-disabled=true><td>1<td>2", "<tr style='color:#aaa'><td>1<td><b>2</b>", "<tr class='is-disabled'><td>1<td>2",
                 "<tr style='opacity:.5'><td>1<td>2",
                 "<tr><td><input value=1><td>2<tr><td><input value=1 disabled><td>2"],
    "new": ["<tr><td><input><td><select><option></select>", "<tr><td><input value=1><td><button>Add</button>", "<tr><td><input value=1><td>2"],
    "group": ["<tr><td colspan=2>Main", "<tr class=dtrg-group><td>1<td>", "<tr aria-expanded=true><td colspan=2>1"],
    "hidden_part": ["<tr><td>1<td style='visibility:hidden'>2", "<tr><td>1<td><details><summary>2</summary>3</details>",
                    "<tr><td>1<td>2 <button aria-expanded=false>More</button>"],
}  # fmt: skip


@pytest.mark.parametrize("code", DOUBTS)
def test_a_row_that_may_be_none_is_doubtful(items, code):
    for rows in DOUBTS[code]:
        (table,) = [
            one for one in items(f"<table><tr><th>A<th>B<tr><td>x<td>y{rows}</table>") if one["type"] == "table"
        ]
        assert (rows, table["doubts"]) == (rows, [{"row": rows.count("<tr"), "code": code}])


def test_no_other_row_is_doubtful(items):
    for rows in (
        "<tr><td><input value=1><td><button>Delete</button><tr><td><input><td>2",
        "<tr style='opacity:.5'><td>1<td>2",
        "<tr><td><input disabled><td>2",
        "<tr><td><s></s>1<td>2<i style='display:none'>x</i>",
        "<tr><td>1<td>2<tr><td colspan=2><a href=#>Add another Row</a>",
    ):
        (table,) = [one for one in items(f"<table><tr><th>A<th>B{rows}</table>") if one["type"] == "table"]
        assert (rows, table["doubts"]) == (rows, [])


def test_a_map_of_200_rows_is_read_in_order(items):
    taken = items(
        "<p><script>const rows = Array.from({length: 200}, (none, at) => `<tr><td>${at + 1}<td><select>"
        "${Array.from({length: 30}, (none, type) => `<option>Type ${type}`).join('')}</select><td><select><option>Policy ${at}</select>`);"
        f"document.body.innerHTML = `<table>{HEADER}${{rows.join('')}}</table>`;"
        "document.querySelectorAll('td:nth-child(2) select').forEach((one, at) => (one.selectedIndex = at % 30));</script>"
    )
    assert grids(taken)[0][1] == [[str(at + 1), f"Type {at % 30}", f"Policy {at}", ""] for at in range(200)]


# ---------------------------------------------------------------------------------------------- the rest of a page


def test_what_a_person_does_not_see_is_never_read(browser, items):
    hidden = "<label>Secret <input value=canary></label><table><tr><th>canary<th>canary<tr><td>canary<td>canary</table>"
    places = (
        *("<div hidden>{}</div>", "<div style='display:none'>{}</div>", "<div style='visibility:hidden'>{}</div>"),
        *("<details><summary>More</summary>{}</details>", "<template>{}</template>", "<dialog>{}</dialog>"),
        *("<div aria-hidden=true>{}</div>", "<div inert>{}</div>", "<div style='height:0;overflow:hidden'>{}</div>"),
        *("<div style='position:absolute;left:-9999px'>{}</div>", "<div style='opacity:0'>{}</div>"),
        *("<nav>{}</nav>", "<div role=menu>{}</div>", "<div role=search>{}</div>"),
        *("<x-y>{}<template shadowrootmode=open></template></x-y>", "<iframe hidden srcdoc='{}'></iframe>"),
        "<div style='position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0)'>{}</div>",
    )
    controls = (
        "<label>P <input type=password value=canary></label><label>Password <input value=canary></label>"
        "<label>S <input type=search value=canary></label><input type=hidden value=canary><script>'canary'</script>"
        "<label>T <input value=canary autocomplete=current-password></label><dl><dt>Password<dd>canary</dl>"
        "<label>M <input value=canary style='-webkit-text-security:disc'></label>"
        "<table><tr><th>A<th>B<tr><td>1<i hidden>canary</i><td>2<input type=password value=canary></table>"
        "<!-- canary --><noscript>canary</noscript><textarea style='display:none'>canary</textarea>"
    )
    taken = items("".join(place.format(hidden) for place in places) + controls + ANY)
    assert "canary" not in json.dumps(taken)
    assert [one["label"] for one in taken if one["type"] == "field"] == ["Any"]
    # The head of a site has texts, but no fields and tables of the screen.
    head = items(f"<header>{hidden}</header>{ANY}")
    assert [(one["type"], one.get("label")) for one in head if one["type"] != "site"] == [("field", "Any")]


def test_frames_and_shadow_roots_are_read_in_place(browser, items):
    taken = items(
        "<title>T</title><label>A <input></label><iframe srcdoc='<h2>Inner</h2><label>B <input value=2></label>"
        '<iframe srcdoc="<label>C <input value=3></label>"></iframe>\'></iframe>'
        "<iframe sandbox srcdoc='<label>D <input value=canary></label>'></iframe><iframe src='https://example.invalid/'></iframe>"
        "<x-y><template shadowrootmode=open><label>E <input></label><slot></slot></template><label>F <input></label></x-y>"
    )
    assert [(one.get("label", one.get("text")), one.get("group")) for one in taken] == [
        *[("A", []), ("Inner", None), ("B", ["Inner"]), ("C", ["Inner"])],
        *[("a frame of another site", None), ("a frame of another site", None), ("E", []), ("F", [])],
    ]


#: Places where nobody sees a field, or only by closing something; and whether the capture says that something is there.
UNSEEN = {
    "moved": (
        "<div style='transform:translateX(-5000px)'>{}</div><div style='margin-top:-5000px;height:10px'>{}</div>",
        0,
    ),
    "off-canvas": (
        "<div style='width:200px;overflow:hidden;white-space:nowrap'><p style='display:inline-block;width:200px'></p>{}</div>",
        0,
    ),
    "fixed": ("<div style='position:fixed;right:-400px;width:300px'>{}</div>", 0),
    "transparent": ("<div style='opacity:.05'><p>{}</div>", 0),
    "covered": (
        "<div style='position:relative'>{}<div style='position:absolute;inset:0;background:red;height:300px'></div></div>",
        1,
    ),
    "behind a panel with a field": (
        "<div style='position:relative;height:60px'><div style='position:absolute'>{}</div>"
        "<div style='position:absolute;background:#fff'><label style='display:inline-block'>B <input></label>"
        "<p>C <input><p>D <input></div></div>",
        1,
    ),
    "behind a veil": (
        "<div style='position:relative'>{}<div style='position:absolute;inset:0;background:#fffb;pointer-events:none'></div></div>",
        1,
    ),
}


@pytest.mark.parametrize("name", UNSEEN)
def test_what_is_moved_out_or_covered_is_not_read(seen, name):
    html, mentioned = UNSEEN[name]
    field = "<label style='display:inline-block'>Other <input value=canary></label>"
    taken = seen(f"<p>{ANY}</p>{html.replace('{}', field)}")
    assert "canary" not in str(taken)
    assert [one for one in taken if one[0] == "unread"] == [
        ("unread", "a field behind something else: Other")
    ] * mentioned


def test_what_can_be_scrolled_into_view_is_read(seen):
    assert [one[:2] for one in seen(
        "<div style='width:100px;overflow:auto;height:30px'><p>x<p>y<p>z<p><label>A <input value=1></label></div><div style='height:5000px'></div>"
        "<label>B <input value=2></label><div style='position:fixed;bottom:0;height:40px;width:100%'><button>Save</button></div>"
        "<div style='position:absolute;left:4000px'><label>C <input value=3></label></div>"
    )] == [("A", "1"), ("B", "2"), ("C", "3")]  # fmt: skip


def test_only_an_open_dialog_is_read(seen):
    page = "<label>A <input value=canary></label>"
    for dialog in (
        "<div role=dialog aria-modal=true><h2>B</h2><label>C <input value=1></label></div>",
        "<dialog id=d><h2>B</h2><label>C <input value=1></label></dialog><script>d.showModal()</script>",
    ):
        assert seen(page + dialog) == [("heading", "B"), ("C", "1", "text", "B")]
    closed = "<div role=dialog aria-modal=true hidden><label>C <input value=1></label></div>"
    assert seen("<label>A <input></label>" + closed) == [("A", "", "text")]


@pytest.mark.parametrize("style", ["text-overflow:ellipsis;white-space:nowrap", "white-space:nowrap"])
def test_a_text_that_is_cut_off_says_so(items, style):
    cut = f"<div style='width:30px;overflow:hidden;{style}'>A long text</div>"
    taken = items(f"<dl><dt>A<dd>{cut}<dt>B<dd>Short</dl><table><tr><th>C<th>D<tr><td>{cut}<td>x</table>")
    assert [one["value"] for one in taken if one["type"] == "field"] == ["A long text\u2026", "Short"]
    assert grids(taken)[0][1] == [["A long text\u2026", "x"]]


UNITS = {
    "the next cell": "<table><tr><td>A<td><input value=2><td>days</table>",
    "before": "<label for=a>A</label><div><span>days</span><input id=a value=2></div>",
    "adornment": "<label for=a>A</label><div class=MuiInputBase-root><input id=a value=2><div class=MuiInputAdornment-root><p>days</p></div></div>",
    "German": "<label for=a>A</label><span><input id=a value=2><span class=ant-input-group-addon>days</span></span>",
    "nested table": "<table><tr><td>A<td><table><tr><td><input value=2><td>days</table></table>",
}


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_beside_a_number_belongs_to_it(seen, name):
    assert seen(UNITS[name]) == [("A", "2", "text"), ("A", "days", "static")]


def test_a_period_in_several_inputs_is_complete(seen):
    assert [one[:2] for one in seen(
        "<div>A <input value=2> days <input value=12> hours</div>"
        "<div>B <input value=2><select><option>days</select><input value=12><select><option>hours</select></div>"
    )] == [(label, value) for label in "AB" for value in ("2", "days", "12", "hours")]  # fmt: skip


PAIRS = {
    "label": "<div class=row><label>A</label> <span>x</span></div>",
    "colon": "<div><span>A:</span><span>x</span></div>",
    "classes": "<div class=row><div class=col-form-label>A</div><div class=col><div class=form-control-plaintext>x</div></div></div>",
    "bold": "<p><b>A</b> x</p>",
    "link": "<dl><dt>A<dd>x <a href=#>Edit</a></dl>",
    "link-in-line": "<p><b>A:</b> x <a href=#>Change</a></p>",
    "rows": "".join(
        f"<div class=row><div class=c4>{label}</div><div class=c8>{value}</div></div>"
        for label, value in ("Ax", "By", "Cz")
    ),
    "camel": "<div><div><div class=kvLabel---R>A</div><div class=kvValue---C>x</div></div></div>",
    "test-names": "<div><h3>A</h3><div data-testid=field.value><form><div role=presentation>x</div></form></div></div>",
    "actions": "<dl><dt>A<dd>x<dd><a href=#>Change</a></dl>",
    "edited-after-a-click": "".join(
        f"<div><div style='font-weight:600'>{label}</div><div role=button>{value}</div></div>"
        for label, value in ("Ax", "By", "Cz")
    ),
    "weights": "".join(
        f"<div><span style='font-weight:600'>{label}</span><span>{value}</span></div>" for label, value in ("Ax", "By")
    ),
}


@pytest.mark.parametrize("name", PAIRS)
def test_a_text_beside_a_label_is_a_value(seen, name):
    assert seen(PAIRS[name] + ANY)[0] == (PAIRS[name].count("A:") * "A:" or "A", "x", "static")


@pytest.mark.parametrize(
    "html",
    [
        "<div><span>A</span><span>x</span></div>",
        "".join(f"<div><span style='font-weight:{bold}'>{one}</span><span style='font-weight:{bold}'>{two}</span></div>" for bold, one, two in
                ((700, "A", "B"), (400, "x", "y"), (400, "z", "u"))),
        "<div><label>A <input type=hidden></label></div>",
        "".join(f"<div><div style='font-weight:600'>{one}</div><div role=button>Preview</div></div>" for one in "ABC"),
        "<p><b>A:</b> x <a href=#>History</a> y</p>",
        "<p><b>A:</b> <a href=#>Change</a></p>",
        "<div><label for=z>A</label> <small>Optional</small></div><div id=z></div>",
        "<label><div class=kvLabel>A</div><div class=kvValue>x</div></label>",
    ],
)  # fmt: skip
def test_texts_side_by_side_are_no_pair_without_a_sign(seen, html):
    assert seen(html + ANY) == [("Any", "1", "text")]


def test_a_blank_beside_a_button_that_edits_it_is_a_value(seen):
    page = "<div><i class=label>{}</i><div><b></b><button title='{}'>\u270e</button></div></div>"
    shown = seen(page.format("A", "Edit A") + page.format("B", "Yes") + ANY)
    assert shown == [("A", "", "static"), ("Any", "1", "text")]


BOXES = {
    "card": "<div class=card><div class=card-header>A</div><div class=card-body>{}</div></div>",
    "mui": "<div class=MuiCard-root><div class=MuiCardHeader-root><span class=MuiCardHeader-title>A</span></div><div class=MuiCardContent-root>{}"
    "</div></div>",
    "material": "<mat-card><mat-card-header><div><mat-card-title>A</mat-card-title></div></mat-card-header><mat-card-content>{}</mat-card-content>"
    "</mat-card>",
    "dojo": "<div role=group><div class=dijitTitlePaneTitle><div role=button>A</div></div><div class=x><div role=region>{}</div></div></div>",
    "extjs": "<fieldset aria-label='A field set'><legend><div>A</div></legend>{}</fieldset>",
    "bold": "<div class=b><p><b>A</b></p><div>{}</div></div><div class=b><p><b>C</b></p><div><label>D <input></label><label>E <input></label></div></div>",
    "view": "<div class=card><div class=card-header>A</div><div><dl><dt>B<dd>1</dl></div></div>",
}


@pytest.mark.parametrize("name", BOXES)
def test_the_title_of_a_box_is_a_group_of_its_fields(items, name):
    taken = items(BOXES[name].replace("{}", "<label>B <input value=1></label><label>C <input></label>"))
    field = next(one for one in taken if one.get("label") == "B")
    assert (field["value"], field["group"]) == ("1", ["A"])


def _placed(*labels: str, inputs: str) -> str:
    """Labels one below the other, and inputs to the right of the first ones, which come after them in the document."""
    at = "style='position:absolute;left:{}px;top:{}px'"
    texts = (f"<span {at.format(9, 30 * line)}>{one}</span>" for line, one in enumerate(labels))
    return "".join([*texts, *(f"<input {at.format(300, 30 * line)} value={one}>" for line, one in enumerate(inputs))])


HOSTILE = (
    *("Say \"no\" & 'yes' </script><script>alert(1)</script>", "{{ 7*7 }} {% raw %} ${x} `x`", "\\u0000 \\ %27 %0A"),
    *("השאלה רגילה (א) \u202eevil", "👩‍👩‍👧 \U0001f4da", "x" * 10_000, "=HYPERLINK(1)"),
)

# -------------------------------------------------------------------------------------- styles that nobody had tried before

BOLD = "<p><b>Restricted loans</b></p>"
HIDDEN_TEXT = "position:absolute;width:1px;height:1px;overflow:hidden"
STYLES = {
    "the head of a site above the heading is no title": (
        "<div class=header-1><div>WMS</div></div><main><h3>Loans</h3><p>A <input value=x></p></main>",
        [("heading", "Loans"), ("A", "x", "text", "Loans")],
    ),
    "a line that looks like a heading": (
        f"{BOLD}<p>A <input value=x></p><p>B <input value=y></p>",
        [("heading", "Restricted loans"), *((one, two, "text", "Restricted loans") for one, two in ("Ax", "By"))],
    ),
    "radio buttons behind their label on a line of a group": (
        "<fieldset><legend>Loan</legend><ol><li><span>A</span> <label>Yes <input type=radio name=a checked></label>"
        "<label>No <input type=radio name=a></label><li><label>B <input value=x></label></ol></fieldset>",
        [("A", "Yes", "choice", "Loan"), ("B", "x", "text", "Loan")],
    ),
    "a bold name of a button is no heading": (
        "<div><button><span style='font-weight:700;display:block'>Copy</span></button></div><p>A <input value=x></p><p>B <input value=y></p>",
        [("A", "x", "text"), ("B", "y", "text")],
    ),
    "a bold label is no heading": ("<p><b>A</b></p><input value=x>", [("A", "x", "text")]),
    "a description with fields": (
        "<dl><dt>ReShare<dd>A <input value=x><br>B <input value=y></dl>",
        [("heading", "ReShare"), ("A", "x", "text", "ReShare"), ("B", "y", "text", "ReShare")],
    ),
    "a heading with a smaller text": (
        "<h2>Loans <small>for all</small></h2>A <input value=x>",
        [("heading", "Loans"), ("A", "x", "text", "Loans")],
    ),
    "a label with a help text": (
        "<label for=a>A <span class=help>?</span> <small>explained</small></label><input id=a value=x>",
        [("A", "x", "text")],
    ),
    "texts beside labels among fields": (
        "<div class=r><div class=l>A</div><input value=x></div><div class=r><div class=l>B</div><div tabindex=0>y</div></div>",
        [("A", "x", "text"), ("B", "y", "static")],
    ),
    "a table of settings": (
        "<table><tr><th>Setting<th>Number<th>Unit<tr><td>A<td><input value=1><td><select><option>days</select></table>",
        [("A", "1", "text"), ("A", "days", "choice")],
    ),
    "a table of settings and their defaults": (
        "<table role=treegrid><tr><th>Setting<th>Default<th>Value<th>Notes<tr><th colspan=4>G<tr><td>A<td>y<td>x<td>z"
        "<tr><td>B<td>y<td><td><tr><td>C<td><td>u<td></table><label>D <input></label>",
        [("A", "x", "static", "G"), ("C", "u", "static", "G"), ("D", "", "text")],
    ),
    "two columns of values": (
        "<table><tr><th>Setting<th>Value<th>New value<tr><td>A<td>x<td>y</table>",
        [("table", [["A", "x", "y"]])],
    ),
    "values above their labels": (
        "<div><div><b>7 days</b><p>A</div><div><b>x</b><p>B</div><div><img alt=yes><p>C</div></div><label>D <input></label>",
        [("A", "7 days", "static"), ("B", "x", "static"), ("C", "Yes", "static"), ("D", "", "text")],
    ),
    "labels that are drawn above their controls": (
        "<style>div div {display:flex; flex-direction:column-reverse}</style><div><div><input value=x><span>A</span></div><div><p>"
        "<button aria-pressed=true>Yes</button><button aria-pressed=false>No</button></p><span>B</span><em>C</em></div>"
        "<div><input value=y><span>D</span></div></div><p><input value=z> <span>E</span></p>",
        [("A", "x", "text"), ("", "Yes", "choice"), ("D", "y", "text"), ("", "z", "text")],
    ),
    "labels and controls that are placed": (
        f"<div style='position:relative;height:99px'>{_placed('A', 'B', inputs='xy')}</div>"
        f"<div style='position:relative;height:99px'>{_placed('C', 'Restricted', 'D', inputs='z')}</div>",
        [("A", "x", "text"), ("B", "y", "text"), ("", "z", "text")],
    ),
    "a group that is a section": (
        "<fieldset><legend>A</legend><p><span>B</span> <label><input type=radio name=a checked>On</label><label><input type=radio name=a>Off"
        "</label></p></fieldset>",
        [("B", "On", "choice", "A")],
    ),
    "labels and values by turns": (
        "<table><tr><th>A<td>x<th>B<td><tr><th>C<td>y<th>D<td>z</table><input aria-label=E>",
        [("A", "x", "static"), ("B", "", "static"), ("C", "y", "static"), ("D", "z", "static"), ("E", "", "text")],
    ),
    "a grid for the layout": (
        "<table role=grid><tr role=row><td role=gridcell>A<td role=gridcell><input value=x>"
        "<tr role=row><td role=gridcell>B<td role=gridcell><input value=y></table>",
        [("A", "x", "text"), ("B", "y", "text")],
    ),
    "pressed buttons": (
        "<div role=group aria-label=A><button aria-pressed=false>Yes</button><button aria-pressed=true>No</button></div>"
        "<button aria-pressed=true>No Limit</button><span role=button aria-pressed=true aria-controls=part>Part</span><div id=part></div>",
        [("A", "No", "choice"), ("No Limit", "Yes", "switch")],
    ),
    "the limit of a label": (
        "<div><div>A</div><div><label><input type=checkbox> No Limit</label><input value=7></div></div>",
        [("No Limit", "No", "switch", "A"), ("A", "7", "text")],
    ),
    "what is being loaded": (
        "<div aria-busy=true>A <input value=x></div><label>B <input value=y></label>",
        [("unread", "a part being loaded"), ("B", "y", "text")],
    ),
    "a drop-down in its label": (
        "<label>A <button aria-haspopup=listbox>x</button></label><label>B <input value=y></label>",
        [("A", "x", "choice"), ("B", "y", "text")],
    ),
    "labels behind their controls": (
        "<div><input value=x><span>A</span></div><div><input value=y><span>B</span></div>",
        [("", "x", "text"), ("", "y", "text")],
    ),
    "a class that only says that there is a header": (
        "<section><div class='item has-header'><label>A</label> <span>x</span></div><div><label>B <input value=y></label></div></section>",
        [("A", "x", "static"), ("B", "y", "text")],
    ),
    "a header that is a label and a value": (
        "<div><div class=header><label>A</label> <span>x</span></div><p>B <input value=y></p></div>",
        [("A", "x", "static"), ("B", "y", "text")],
    ),
    "help between a label and its value": (
        f"<div><span class=form-label>A</span><div><button><svg role=img></svg><span style='{HIDDEN_TEXT}'>Help</span></button></div>"
        "<div><div>x</div></div></div><label>B <input value=y></label>",
        [("A", "x", "static"), ("B", "y", "text")],
    ),
    "buttons that show what was chosen": (
        "<label for=a>A</label><button id=a aria-expanded=false>x</button><p><b id=b>B</b></p><button aria-haspopup=menu aria-labelledby='b c' id=c>y"
        "</button><div><div><label>C</label></div><div><button aria-expanded=false><span>z</span><svg></svg></button></div></div>"
        "<div>D <button aria-expanded=false>More</button></div><button aria-haspopup=true>Actions</button><label>E <input></label>",
        [("A", "x", "choice"), ("B", "y", "choice"), ("C", "z", "choice"), ("E", "", "text")],
    ),
    "a drop-down with its value in its label": (
        "<label><div><span>always</span><input role=combobox readonly style='opacity:0'></div><div class=q-field__label>A</div></label>"
        "<label for=b><div><div>x</div><input id=b role=combobox readonly style='opacity:0'><div class=q-field__label>B</div></div></label>",
        [("A", "always", "choice"), ("B", "x", "choice")],
    ),
    "a switch with its state in its label": (
        "<label><input type=checkbox role=switch checked> <span>A</span> <span>Active</span></label><label>B <i>Off</i> <input type=checkbox></label>"
        "<label><span>Enable</span> <span>Active</span> <input type=checkbox checked></label><label><input type=checkbox checked> C <i>Inactive</i></label>",
        [
            (one, value, "switch")
            for one, value in (("A", "Yes"), ("B", "No"), ("Enable", "Yes"), ("C Inactive", "Yes"))
        ],
    ),
    "a label that is drawn twice": (
        "<label for=a style='visibility:hidden'>A</label><label for=a>A</label><input id=a value=x>",
        [("A", "x", "text")],
    ),
    "a currency beside an amount": (
        "<div>A <span>$</span><input value=1></div><table><tr><td>B<td>USD <input value=2><tr><td>C<td><input value=3> EUR</table>",
        [("A", "1", "text"), ("B", "2", "text"), ("C", "3", "text")],
    ),
    "a drop-down around a button with its value": (
        "<label>A</label><div><div role=combobox aria-haspopup=listbox><button><span>x</span><svg></svg></button></div></div><label>B <input></label>",
        [("A", "x", "choice"), ("B", "", "text")],
    ),
    "a drop-down around its label and a button with its value": (
        "<div role=combobox><label id=a>A</label><span><span role=button aria-haspopup=listbox aria-labelledby=a>x</span></span></div>"
        "<label id=b>B</label><button aria-haspopup=listbox aria-labelledby='b c' id=c>y</button>",
        [("A", "x", "choice"), ("B", "y", "choice")],
    ),
    "a drop-down whose only text is a unit": (
        "<label>A <input value=3></label><div><label><div><span>days</span><input role=combobox readonly style='opacity:0'></div></label></div>",
        [("A", "3", "text"), ("", "days", "choice")],
    ),
    "a native list whose choice is drawn beside it": (
        "<label for=a>A</label><div><select id=a style='opacity:.001'><option>x<option selected>y</select><div aria-hidden=true>y</div></div>"
        "<label>B <input></label>",
        [("A", "y", "choice"), ("B", "", "text")],
    ),
    "a default in the place of a choice": (
        "<label>A <select><option value=''>(institution default)<option>x</select></label><label>B <input></label>",
        [("A", "(institution default)", "choice"), ("B", "", "text")],
    ),
    "a default as the placeholder of a drop-down": (
        "<label for=a>A</label><div><input id=a role=combobox placeholder='Default: x'></div><label>B <input></label>",
        [("unread", "a default in the place of a choice: A"), ("B", "", "text")],
    ),
    "a switch with a label for its state beside its own": (
        "<label for=a>A</label><label for=a><input type=checkbox id=a checked> <span>Yes</span></label><label>B <input></label>",
        [("A", "Yes", "switch"), ("B", "", "text")],
    ),
    "a switch between its label and a label of something else": (
        "<div><div>A</div><div role=switch aria-checked=true></div></div><div><div>B</div><div><input value=x></div></div>",
        [("A", "Yes", "switch"), ("B", "x", "text")],
    ),
    "a unit with the arrow of its list": (
        "<div>A <input value=3> <span>weeks</span> <span>\u25be</span></div><label>B <input></label>",
        [("A", "3", "text"), ("A", "weeks", "static"), ("B", "", "text")],
    ),
    "a value with the arrow of a line that leads on": (
        "<dl><dt>A<dd>x \u203a<dt>B<dd>\u203a</dl>",
        [("A", "x", "static"), ("B", "", "static")],
    ),
    "a page with the name of its breadcrumbs": (
        "<main class=has-breadcrumbs><dl><dt>A<dd>x</dl></main>",
        [("A", "x", "static")],
    ),
    "a text that fades at the edge of its box": (
        "<label>A <input value=x style='mask-image:linear-gradient(to left,transparent,#000 1.25em)'></label><label>B <input></label>",
        [("A", "x", "text"), ("B", "", "text")],
    ),
    "a placeholder of the component around": (
        "<p id=l>A</p><x-select placeholder='e.g. Main'><div role=combobox aria-labelledby=l>e.g. Main</div></x-select><label>B <input></label>",
        [("A", "", "choice"), ("B", "", "text")],
    ),
    "a text that is typed while the list is open": (
        "<label>A <input role=combobox aria-expanded=true value=mai></label><label>B <input></label>",
        [("unread", "a list that is open: A"), ("B", "", "text")],
    ),
    "the only choice with the class of a chip": (
        "<p id=a>A</p><div><div class=selected-item>x</div><input role=combobox aria-labelledby=a readonly style='opacity:0'></div>"
        "<p id=b>B</p><div><div class='e-selected-item e-placeholder is-transparent'>Select</div>"
        "<input role=combobox aria-labelledby=b readonly style='opacity:0'></div>",
        [("A", "x", "choice"), ("B", "", "choice")],
    ),
    "units and currencies are no headings": (
        "<div>A <input value=1> <div style='font-weight:700'>days</div></div><div>B <input value=2> <div style='font-weight:700'>USD</div></div>"
        "<div>C <input value=3></div>",
        [("A", "1", "text"), ("A", "days", "static"), ("B", "2", "text"), ("C", "3", "text")],
    ),
    "values above their labels, with colons": (
        "<div><div class=t><b>x</b><p>A:</div><div class=t><b>y</b><p>B:</div></div><label>C <input></label>",
        [("A:", "x", "static"), ("B:", "y", "static"), ("C", "", "text")],
    ),
    "a table of numbers and their units": (
        "<table><tr><td>Setting<td>Value<td>Unit<tr><td>A<td>1<td>days<tr><td>B<td>2<td>weeks</table><label>C <input></label>",
        [(one, value, "static") for one, value in (("A", "1"), ("A", "days"), ("B", "2"), ("B", "weeks"))]
        + [("C", "", "text")],
    ),
    "a table in which each row is a table": (
        "<table><tr><th>A<th>B</table><table><tr><td colspan=2><table><tr><td>1<td><input value=x></table><tr><td colspan=2>"
        "<table><tr><td>2<td><input value=y></table><tr><td colspan=2><table><tr><td>3<td><input value=z></table></table>",
        [("table", [["1", "x"], ["2", "y"], ["3", "z"]])],
    ),
    "a header that is a table for the layout": (
        "<div class=k-grid-header><table role=presentation><tr><th role=columnheader>A<th role=columnheader>B</table></div>"
        "<table role=grid><tr role=row><td role=gridcell>1<td role=gridcell>2</table>",
        [("table", [["1", "2"]])],
    ),
    "radio buttons behind their labels": (
        "<fieldset><legend>Part</legend><div><label>A</label><div><label for=y>Yes</label><input type=radio name=a id=y checked><label for=n>No</label>"
        "<input type=radio name=a id=n></div></div><label>B <input></label></fieldset>",
        [("A", "Yes", "choice", "Part"), ("B", "", "text", "Part")],
    ),
    "an open tooltip": (
        "<label for=a>A <span role=tooltip>Default is 14 Days</span></label><input id=a value=x>",
        [("A", "x", "text")],
    ),
    "a number in a group without a name": (
        "<div><label>A</label><div role=group><input value=1><select><option>days</select></div></div>",
        [("A", "1", "text"), ("A", "days", "choice")],
    ),
    "a switch with its state as its label": (
        "<div><div><span>A</span></div><div><input type=checkbox id=i><label for=i>Yes</label></div></div>",
        [("A", "No", "switch")],
    ),
    "a switch with a sentence below its label": (
        "<div><div><div>A</div><div class=caption>Off by default.</div></div><div role=switch aria-checked=true>&nbsp;</div></div>",
        [("A", "Yes", "switch")],
    ),
    "radio buttons without a name, of which one is chosen": (
        "<label>A</label><div class=euiRadioGroup><div><input type=radio id=x><label for=x>x</label></div>"
        "<div><input type=radio id=y checked><label for=y>y</label></div></div>",
        [("A", "y", "choice")],
    ),
    "a list that opens, and one whose entries are not shown": (
        "<p id=a>A</p><div role=listbox aria-expanded=false aria-labelledby=a><div>x</div><div style='display:none'><i role=option>y</i></div></div>"
        "<p id=b>B</p><div role=listbox aria-labelledby=b>x</div><label>C <input></label>",
        [("A", "x", "choice"), ("unread", "a list whose entries are not shown: B"), ("C", "", "text")],
    ),
    "a radio button without a name that is chosen": (
        "<fieldset><legend>A</legend><input type=radio name=a checked><input type=radio name=a></fieldset><label>B <input></label>",
        [("unread", "radio buttons that do not state what is chosen: A"), ("B", "", "text")],
    ),
    "a value that is being loaded": (
        "<div><label>A</label> <div><div aria-busy=true></div></div></div>"
        "<dl><dt>B<dd><div style='background:#ccc;height:9px'></div></dl><label>C <input></label>",
        [("unread", "a value that is only drawn: A"), ("unread", "a value that is only drawn: B"), ("C", "", "text")],
    ),
    "a bold label above radio buttons": (
        "<div><div style='font-weight:700'>A</div><div><label><input type=radio name=a checked>x</label><label><input type=radio name=a>y</label></div></div>"
        "<div><label>B <input></label></div>",
        [("A", "x", "choice"), ("B", "", "text")],
    ),
    "a bold title with a line below it": (
        "<div style='font-weight:bold'>Long<div style='font-weight:normal'>Loan Policy</div></div><p><a>Edit</a></p><label>B <input></label>",
        [("heading", "Long Loan Policy"), ("B", "", "text", "Long Loan Policy")],
    ),
    "texts in a line that have room between them": (
        "<h2><span style='padding:4px'>Loans</span><span style='padding:4px'>Holds</span></h2><label>B <input></label>",
        [("heading", "Loans Holds"), ("B", "", "text", "Loans Holds")],
    ),
    "a large text before the fields": (
        "<div><span style='font-size:30px'>A</span><div><label>B <input></label></div></div>",
        [("heading", "A"), ("B", "", "text", "A")],
    ),
    "a dash that is only drawn": (
        "<dl><dt>A<dd><span aria-hidden=true>-</span><dt>B<dd><span aria-hidden=true>x</span></dl><label>C <input></label>",
        [("A", "", "static"), ("unread", "a value that is only drawn: B"), ("C", "", "text")],
    ),
    "several entries of a list that does not say that it can have them": (
        "<label id=l>A</label><ul role=listbox aria-labelledby=l><li role=option aria-selected=true>x<li role=option aria-selected=true>y</ul>",
        [("A", ["x", "y"], "choices")],
    ),
    "characters that nobody sees": (
        "<label id=l>A</label><div role=combobox aria-labelledby=l tabindex=0><span>&#8203;</span></div><label>B <input></label>",
        [("A", "", "choice"), ("B", "", "text")],
    ),
    "a table of settings with a header in French": (
        "<table><tr><th>Pr\u00e9f\u00e9rence<th>Valeur<tr><td>A<td>x<tr><td>B<td>y</table>",
        [("A", "x", "static"), ("B", "y", "static")],
    ),
    "a table in a table for the layout": (
        "<table><tr><td><b>Loans</b><br>Holds<td><table><tr><td>A:<td>x<tr><td>B:<td>y</table></table>",
        [("A:", "x", "static"), ("B:", "y", "static")],
    ),
    "labels and texts by turns": (
        "<div><p class=heading>A</p><p>x</p><p class=heading>B</p><p>y <a>more</a></p></div>",
        [("A", "x", "static"), ("B", "y\u2026", "static")],
    ),
    "paragraphs by turns": ("<div><p>A</p><div>x</div><p>B</p><div>y</div></div>" + ANY, [("Any", "1", "text")]),
    "rows that are tables in boxes, below a table for the header": (
        "<style>table{width:600px;table-layout:fixed}</style><div><table><tr><td>A<td>B<td>C</table>"
        + "".join(f"<div class=r><table><tr><td>{row}<td>b<td>c</table></div>" for row in "xyz")
        + "</div>",
        [("table", [[row, "b", "c"] for row in "xyz"])],
    ),
    "a glyph in a value": ("<dl><dt>A<dd>x<span class=material-icons>content_copy</span></dl>", [("A", "x", "static")]),
}


def test_thousands_of_labels_that_are_placed_are_read(browser, items):
    inputs = "".join(map(str, range(10))) * 200
    page = f"<div style='position:relative;height:99px'>{_placed(*inputs, inputs=inputs)}</div>"
    taken = items(page)
    assert [one["label"] for one in taken] == [one["value"] for one in taken] == [*inputs]


@pytest.mark.parametrize("name", STYLES)
def test_a_screen_of_another_style_is_read(seen, name):
    html, expected = STYLES[name]
    assert seen(html) == expected


def test_a_word_that_is_drawn_unlike_the_values_is_apart(items):
    """A link can be a name, and on a screen with one look nothing shows which texts are values."""
    page = (
        "<dl><dt>A<dd>x<dt>B<dd>y<dt>C<dd><i>None</i><dt>D<dd><i>None</i><dt>E<dd style='color:blue'><a>None</a></dl>"
    )
    assert [one["state"] for one in items(page)] == [[], [], ["apart"], ["apart"], []]
    assert all(not one["state"] for one in items("<dl><dt>A<dd>None<dt>B<dd><i>None</i></dl>"))


def test_what_stands_below_a_text_in_its_list_is_beside_it(items):
    page = "<dl><dt>A<dd>x</dd><p>Near</p><dt>B<dd>y</dl><p>Far</p>"
    assert [one.get("beside", []) for one in items(page)] == [["Near"], []]


def test_what_moves_a_row_is_no_text_of_it(items):
    page = "<table><tr><th>A<th>B<tr><td><a href=#>\u2725</a>x<td><a href=#>y</a></table>"
    assert items(page)[0]["rows"] == [["x", "y"]]


def test_what_is_in_a_table_is_not_beside_a_field(items):
    page = "<form><label>A</label><input value=x><table><thead><tr><th>B<th>C<tbody><tr><td>1<td>2<tfoot><tr><td>9<td>sum</table></form>"
    assert "beside" not in items(page)[0]


def test_texts_above_and_among_the_fields_are_notes_and_elsewhere_those_that_can_say_that_values_do_not_count(
    browser, tmp_path
):
    """Any text there can be about the screen: *Template*. The rest of a page is none of this tool's business."""
    drawn = "<style>form::before { content: 'As imported'; display: block } em { margin-right: 9px }</style>"
    above = "<p>Welcome, Jane</p><div><p>Proposed</p><h1>Loan Policy <small>Old</small></h1></div><p>Training copy</p><a href=#>Help</a>"
    above += "<button>Restore</button><button>Restore all defaults</button>"
    below = f"<label>Draft <input type=checkbox></label>{ANY}<p><em>Hello</em><em>there</em></p><p>You have unsaved changes.</p><p>0 = No Limit</p>"
    state = "<div><b id=r>Renewal</b> <button role=switch aria-labelledby=r aria-checked=false></button> <span>Disabled</span></div>"
    row = "<div role=row><i role=columnheader>Draft</i><i role=columnheader>B</i></div>"
    grid = f"<div style='display: flex'><div role=grid>{row}{row.replace('columnheader', 'gridcell')}</div></div><p>Bye</p>"
    html = f"<!doctype html><meta charset=utf-8>{drawn}{above}<form><div>{below}{state}</div></form>{grid}"
    PageBrowser(browser, tmp_path).open(html)
    notes = [one["text"] for one in capture(browser)["items"] if one["type"] == "note"]
    among = ["As imported", "Hello there", "You have unsaved changes.", "0 = No Limit"]
    assert notes == ["Proposed", "Old", "Training copy", "Restore", *among]


def test_the_texts_in_the_head_and_foot_of_a_site_stand_apart(browser, tmp_path):
    head = "<header><h2>Loans</h2><p>Pending approval</p><a href=#>Log out</a><p>Jane Miller</p></header><header>Ann Lee <b>Sandbox</b></header>"
    foot = "<footer><p>Offline: pages are served from this device</p><p>\u00a9 2026 Example</p></footer>"
    live = "<p>Hello</p><p>Renew Period will be changed in 8 s</p>"
    PageBrowser(browser, tmp_path).open(
        f"<!doctype html><meta charset=utf-8>{head}<h1>Loan Policy</h1>{ANY}{live}{foot}"
    )
    notes = [(one["type"], one["text"]) for one in capture(browser)["items"] if one["type"] in ("note", "site")]
    assert notes == [
        ("note", "Renew Period will be changed in 8 s"),
        ("note", "Pending approval"),
        ("site", "Jane Miller"),
        ("site", "Ann Lee Sandbox"),
        ("site", "Offline: pages are served from this device"),
        ("site", "\u00a9 2026 Example"),
    ]


def test_several_entries_of_a_list_that_are_drawn_as_chosen_are_a_note_if_the_form_shows_one(browser, tmp_path):
    def notes(*colours: str) -> list[str]:
        names = ["Four weeks", "Music scores", "One week", "Semester"]
        rows = "".join(f"<li style='background:{colour}'>{name}" for name, colour in zip(names, colours))
        form = f"<ul>{rows}</ul><label>Policy Name <input value='Music scores'></label>"
        PageBrowser(browser, tmp_path).open(f"<!doctype html><meta charset=utf-8>{form}{ANY}")
        return [one["text"] for one in capture(browser)["items"] if one["type"] == "note" and ":" in one["text"]]

    assert notes("none", "#06c", "#06c", "none") == ["marked in a list: Music scores, One week"]
    for other in (["none", "#06c", "none", "none"], ["none", "#eee", "none", "#eee"], ["#06c", "none", "none", "#06c"]):
        assert notes(*other) == []


def test_a_mark_whose_title_says_off_makes_its_row_doubtful(items):
    rows = "".join(f"<tr><td><i title={state}></i>{name}<td>x" for state, name in (("on", "A"), ("off", "B")))
    table = next(one for one in items(f"<table><tr><th>N<th>V{rows}</table>") if one["type"] == "table")
    assert table["doubts"] == [{"row": 1, "code": "disabled"}]


def test_a_list_that_holds_a_value_and_shows_none_is_not_blank(items):
    held = "<input aria-hidden=true readonly style='opacity:0' value={}>"
    list_box = f"<label id=l>A</label><div role=combobox aria-labelledby=l aria-haspopup=listbox>{held}</div>"
    taken = items(list_box.format("'2027-03-31'") + list_box.format("''") + ANY)
    assert [(one.get("label"), one.get("value")) for one in taken if one["type"] == "field"] == [
        ("A", ""),
        ("Any", "1"),
    ]


def test_what_stands_in_a_panel_or_in_the_form_of_the_fields_and_the_path_to_the_screen_are_notes(browser, items):
    panel = "<aside>Owen has this in hand</aside>"
    path = "<div class=crumbs><a href=#>Home</a><a href=#>Westfield</a><b>Loan Policy</b></div><p>Loans \u203a Westfield \u203a Periods</p>"
    items(
        f"{path}<h1>Loan Policy</h1><form>{ANY}<p>Your words stay here</p><p>host example</p></form><p>Elsewhere</p>{panel}"
    )
    assert [one["text"] for one in capture(browser)["items"] if one["type"] == "note"] == [
        *("Your words stay here", "Owen has this in hand"),
        *("Home \u203a Westfield \u203a Loan Policy", "Loans \u203a Westfield \u203a Periods"),
    ]


def test_a_text_with_buttons_that_confirm_it_alone_is_being_changed(items):
    buttons = "<button>\u2713</button><button>\u2715</button>"
    page = f"<dl><dt>A<dd>x</dl><div><label for=b>B</label><div><input id=b value=y>{buttons}</div></div>"
    assert [one["state"] for one in items(page)] == [[], ["changed"]]
    form = f"<form>{ANY}<label>B <input value=y></label><button>Save</button><button>Cancel</button></form>"
    assert [one["state"] for one in items(form)] == [[], []]


def test_two_buttons_without_a_name_lead_on(items):
    icon = "<button><svg width=9 height=9></svg></button>"
    assert next(one["around"] for one in items(f"<div>{DATA}{icon}{icon}</div>") if one["type"] == "table") == [
        "",
        "\u203a",
    ]


def test_values_are_texts_whatever_they_contain(browser, items):
    taken = items(
        "<p id=form></p><script>const values = JSON.parse(decodeURIComponent(location.hash.slice(1) || '[]'))</script>"
        + ANY
    )
    browser.execute_script(
        "for (const value of arguments[0]) { const row = document.createElement('p'); const input = document.createElement('input');"
        "input.setAttribute('aria-label', value.slice(0, 200)); input.value = value; row.append(input); document.body.append(row);"
        "const pair = document.createElement('dl'); pair.append(document.createElement('dt'), document.createElement('dd'));"
        "pair.firstChild.textContent = 'Static'; pair.lastChild.textContent = value; document.body.append(pair); }",
        [*HOSTILE, "y" * 10_001],
    )
    taken = capture(browser)["items"][1:]
    assert [one["value"] for one in taken if one["type"] == "field"] == [
        value for value in HOSTILE for _twice in (1, 2)
    ]
    # A text that is too long is mentioned, not cut.
    assert [one["text"] for one in taken if one["type"] == "unread"] == [
        *[f"a text of more than 10000 characters: {label}" for label in ("y" * 200, "Static")]
    ]


# ------------------------------------------------------------------------------------------------- taking a capture


def test_a_capture_has_a_format_and_no_query(browser, tmp_path):
    page = PageBrowser(browser, tmp_path).open(f"<title> Loan\n Policy </title>{ANY}")
    browser.get(f"{browser.current_url}?session=canary#canary")
    taken = capture(page.browser)
    assert (taken["format"], taken["version"], taken["title"]) == ("reshare.wms capture", 1, "Loan Policy")
    assert taken["address"] == (tmp_path / "page.html").as_uri()
    assert browser.execute_script("return Date.now() - Date.parse(arguments[0])", taken["at"]) < 600_000


def test_nothing_in_the_page_changes(browser, items):
    items(
        f"<h1>A</h1>{ANY}<select><option>x</select><table>{HEADER}<tr><td>1<td><input><td>x<td></table><iframe srcdoc='x'></iframe>"
    )
    browser.execute_script(
        "Object.assign(window, {seen: [], events: [], before: ''}); window.before = document.documentElement.outerHTML + Object.keys(window).sort();"
        "new MutationObserver((all) => seen.push(...all)).observe(document, {subtree: true, childList: true, attributes: true,"
        " characterData: true}); for (const name of ['input', 'change', 'focus', 'click', 'scroll', 'beforeunload'])"
        " window.addEventListener(name, (event) => events.push(event.type), true);"
        "for (const name of ['fetch', 'open', 'XMLHttpRequest', 'WebSocket']) window[name] = () => events.push(name);"
        "navigator.sendBeacon = () => events.push('beacon');"
    )
    capture(browser)
    assert browser.execute_script(
        "return [seen.length, events, document.documentElement.outerHTML + Object.keys(window).sort() === before, scrollY]"
    ) == [0, [], True, 0]


def test_a_page_without_fields_gets_a_message(browser, items):
    with pytest.raises(NoCapture, match="No capture was made. No field or table was found on this page"):
        items("<h1>Welcome</h1>")


def test_a_person_gets_a_file(browser, items, tmp_path):
    browser.execute_cdp_cmd("Page.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    items(f"<title>T</title><h1>Loan Policy: 'A' / B</h1>{ANY}")
    browser.execute_script("(0, eval)(arguments[0])", script("capture.js"))
    wait_until(lambda: list(tmp_path.glob("*.capture.json")))
    (file,) = tmp_path.glob("*.capture.json")
    assert file.name.startswith("Loan-Policy-A-B.20")
    taken = json.loads(file.read_text(encoding="utf-8"))
    assert [one.get("label", one.get("text")) for one in taken["items"]] == ["Loan Policy: 'A' / B", "Any"]


def test_a_person_is_told_if_nothing_can_be_delivered(browser, items):
    items(ANY)
    browser.execute_script(
        "window.shown = []; window.alert = (text) => shown.push(text); URL.createObjectURL = () => { throw Error() };"
        "Object.defineProperty(navigator, 'clipboard', {value: {writeText: () => window.allowed ? Promise.resolve() : Promise.reject()}});"
        "(0, eval)(arguments[0]); window.allowed = true;",
        script("capture.js"),
    )
    wait_until(lambda: browser.execute_script("return shown.length"))
    browser.execute_script("(0, eval)(arguments[0])", script("capture.js"))
    wait_until(lambda: browser.execute_script("return shown.length") == 2)
    neither, copied = browser.execute_script("return shown")
    assert "No capture: this page" in neither and "Allow downloads" in neither
    assert "on the clipboard" in copied
