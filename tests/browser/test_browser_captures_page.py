# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""Captures and pasted tables on the pages, in a librarian's browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from random import Random
from typing import Any

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from ansible_collections.reshare.wms.plugins.module_utils._answers import worksheet
from ansible_collections.reshare.wms.plugins.module_utils._answers.captures import knowing
from ansible_collections.reshare.wms.plugins.module_utils._pages._assets import ASSETS
from ansible_collections.reshare.wms.plugins.module_utils._pages.page import questionnaire_html, worksheet_html
from ansible_collections.reshare.wms.plugins.module_utils._record.sources import CAPTURE
from ansible_collections.reshare.wms.plugins.module_utils._screens.capture import parse
from ansible_collections.reshare.wms.plugins.module_utils._screens.labels import ScreenLabels
from ansible_collections.reshare.wms.plugins.module_utils._screens.page_data import screens
from ansible_collections.reshare.wms.plugins.module_utils._screens.recognition import recognise
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE
from support.drawn_captures import (
    AT,
    CASES,
    as_shown,
    capture,
    capture_of,
    changed,
    drawn,
    field,
    pages_of,
    whole_table,
)
from support.page_browser import LAPTOP, UPRIGHT, PageBrowser, assert_accessible, assert_contrast
from support.waiting import wait_until
from support.worksheet_examples import KEPT, RecordedLibrary, library_preparing, steps_of

RECOGNITION = "".join(ASSETS[f"{name}.js"] for name in ("look", "values", "grid", "whole", "joining", "recognise"))

MAP = [
    "Patron Policy",
    "Material Format",
    "Holding Location",
    "Shelving Location",
    "Loan Policy",
    "Long Overdue and Lost Policy",
]
MATRIX = ["Patron Policy", "Material Format", "Hold Limits Policy"]
#: 60 rows, their columns in another order than on the screen, with the number of the row.
HEADER = [
    "#",
    "Loan Policy",
    "Patron Policy",
    "Material Format",
    "Holding Location",
    "Shelving Location",
    "Long Overdue and Lost Policy",
]
ROWS = [
    [
        str(number),
        f'Policy "{number % 7}", {number}',
        f"Type {number % 5} & co",
        ("All", "Book", "DVD")[number % 3],
        "MAIN",
        f"Shelf {number}",
        "",
    ]
    for number in range(1, 60)
] + [["60", "Regular", "All", "All", "", "", ""]]


class Librarian(PageBrowser):
    """A librarian's browser."""

    def chord(self, letter: str) -> None:
        """Press a letter with the control key."""
        ActionChains(self.browser).key_down(Keys.CONTROL).send_keys(letter).key_up(Keys.CONTROL).perform()

    def copy(self, html: str) -> None:
        """Open a page and copy all of it, as a person does."""
        self.open(f"<!doctype html><body>{html}", "copied.html")
        self.chord("a")
        assert self.script("return document.execCommand('copy')")

    def choose_file(self, selector: str, name: str, text: str) -> None:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        self.one(selector).send_keys(str(path))

    def add(self, *captures: dict[str, Any]) -> None:
        """Add captures as one file."""
        self.script("document.querySelector('#captured').textContent = ''")
        self.choose_file("#capture-files", "screen.capture.json", json.dumps(captures))
        wait_until(lambda: self.text("#captured") != "")

    def remove_captures(self) -> None:
        """Remove all captures, one after the other."""
        self.script("let one; while ((one = document.querySelector('#capture-list button'))) one.click()")

    def sent(self, name: str) -> Path:
        """The file that the page makes."""
        path = self.folder / name
        path.unlink(missing_ok=True)
        self.script("arguments[0].value = 'Jane'", self.one("#name"))
        self.click("#finish button")
        wait_until(lambda: path.exists() and not list(self.folder.glob("*.crdownload")))
        return path

    def content(self, name: str) -> dict[str, Any]:
        """The content of the file that the page makes."""
        return json.loads(self.sent(name).read_text(encoding="utf-8"))


@pytest.fixture
def desk(browser: Any, tmp_path: Path) -> Iterator[Librarian]:
    browser.set_window_size(LAPTOP, 1000)
    browser.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    yield Librarian(browser, tmp_path)
    browser.execute_script("try { localStorage.clear() } catch { }")
    browser.get("about:blank")


def matrix_table(*rows: list[str]) -> dict[str, Any]:
    return whole_table(MATRIX, list(rows))


def policy(name: str, *items: dict[str, Any], at: str = AT) -> dict[str, Any]:
    return capture([field("Policy Name", name), *items], "Loan Policy", at=at)


# ---------------------------------------------------------------------------------------------------- recognition


def read_by_page(desk: Librarian, cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the page recognises. cases: each a capture (given) and the screens of its page."""
    return desk.open("").script(
        f"""let sheet; {RECOGNITION}
        return arguments[0].map(({{ given, screens }}) => {{
          sheet = {{ screens }};
          const capture = parseCapture(given);
          stated.labels = capture.labels;
          const {{ screen, objects, open, unplaced }} = recognise(capture, screens.kinds);
          return {{ kind: screen?.kind ?? null, open: [...new Set(open.map(({{ label }}) => label))].sort(), unplaced,
            objects: objects.map(({{ key, fields }}) => screen.columns
              ? {{ key, rows: fields.rows.map((row) => screen.columns.map(({{ name }}) => row[name])) }}
              : {{ key, fields }}) }};
        }});""",
        cases,
    )


def test_the_page_recognises_captures_as_the_import_does(desk):
    cases = []
    for case in CASES:
        objects = [(kind, fields) for kind in DECLARABLE for fields in case.get("known", {}).get(kind.name, [{}])]
        shown = screens(objects, ScreenLabels(DECLARABLE, case.get("labels")).knowing(case.get("names", {})))
        cases.append({"given": capture_of(case), "screens": shown})
    for case, one in zip(CASES, read_by_page(desk, cases), strict=True):
        wanted = {
            "kind": case["kind"],
            "objects": case["objects"],
            "open": sorted(set(case["open"])),
            "unplaced": case["unplaced"],
        }
        assert (case["name"], one) == (case["name"], wanted)


@pytest.mark.parametrize("seed", range(2))
def test_the_page_says_the_same_of_captures_drawn_at_random_as_the_import(desk, seed):
    chance = Random(seed)
    labels = ScreenLabels(DECLARABLE)
    made = [capture_of(case) for case in CASES if not {"labels", "known"} & set(case)]
    drawn = [changed(chance, chance.choice(made)) for _number in range(400)]
    shown = screens(((kind, {}) for kind in DECLARABLE), labels)
    found = read_by_page(desk, [{"given": one, "screens": shown} for one in drawn])
    for given, one in zip(drawn, found, strict=True):
        capture = parse(given)
        reading = recognise(capture, DECLARABLE, labels.stated(capture.labels), {})
        wanted = {
            "kind": reading.kind.name if reading.kind else None,
            "objects": [as_shown(sighting) for sighting in reading.objects],
            "open": sorted({open.label for open in reading.open}),
            "unplaced": reading.unplaced,
        }
        assert one == wanted, given


@pytest.mark.parametrize("kind", DECLARABLE, ids=lambda kind: kind.name)
def test_the_scripts_know_every_type_of_field(kind):
    for value in [one.value for one in kind.schema.inputs()] + [one.value for one in kind.columns]:
        form = value.script["form"]
        assert re.search(rf'^  "?{form}"?[:(]|form === "{form}"', RECOGNITION, re.MULTILINE)


# ---------------------------------------------------------------------------------------------------------- paste

#: Texts and the cells that are found with each of the delimiters tab, semicolon and comma (None: not of interest). ?: before a doubtful text.
TEXTS: dict[str, tuple[Any, Any, Any]] = {
    "A\tB\n1\t2\n": ([["A", "B"], ["1", "2"]], None, None),
    '\ufeffA,B\r\n"1,5","say ""yes"""\r\n\r\n': (None, None, [["A", "B"], ["1,5", 'say "yes"']]),
    'A;B\r"two\rlines";': (None, [["A", "B"], ["two\nlines", ""]], None),
    '"A" policy\t5" disk\n"tab\tinside"\t"open': ([['"A" policy', '?5" disk'], ["?tab\tinside", '?"open']], None, None),
    "": ([], [], []),
}
#: Cells of HTML, the plain text of the clipboard, and the text of the cell; None: the value is not known; ?: before a doubtful text.
CELLS: list[tuple[str, str, str | None]] = [
    (" a <b>b</b>\n c", "", "a b c"),
    ("a<br>b", "", "a\nb"),
    ("<ul><li>a</li><li>b</li></ul>", "", "a; b"),
    ("<select><option>a<option selected>b</select>", "x\nb\n", "b"),
    ("<select><option>a<option>b</select>", "a", "a"),
    # A script or a person chose another one, which the HTML does not have.
    ("<select><option selected>a<option>b</select>", "b", None),
    ("<select><option selected>a</select>", "", None),
    ("<select multiple><option selected>a<option selected>b<option>c</select>", "a\nb", "a; b"),
    ("<input value='4'> <select><option>weeks<option selected>days</select>", "4\ndays", "4\ndays"),
    ("<input value='old'>", "new", None),
    ("<input value=''><input>", "", None),
    ("<input value=''><input value=a>", "a", "a"),
    ("<input type=checkbox checked><input type=hidden value=x>", "", None),
    ("<input type=radio checked>a", "a", None),
    ("<textarea>a\nb</textarea>", "a\nb", "a b"),
    ("a<button>Edit</button><span hidden>x</span><script>x</script><svg><title>x</title></svg>", "", "a"),
    ("&lt;img src=x onerror=alert(1)&gt;", "", "<img src=x onerror=alert(1)>"),
    # What a person does not see is no text, whether the styles are in the clipboard or not.
    ("a<i style='display:none'>x</i><i style='visibility:hidden'>x</i><noscript>x</noscript>", "a", "a"),
    ("<p style='visibility:hidden'>x<b style='visibility:visible'>a</b></p>", "a", "a"),
    (
        "a<i style='opacity:0'>x</i><i style='font-size:0'>x</i><i style='position:absolute;left:-9999px'>x</i>",
        "axxx",
        "a",
    ),
    (
        "a<i style='clip:rect(0px, 0px, 0px, 0px)'>x</i><i style='width:1px;height:1px;overflow:hidden'>x</i>",
        "axx",
        "a",
    ),
    ("a<i class=sr-only>x</i><mat-icon>edit</mat-icon><i class='material-icons'>edit</i>", "a x edit edit", "a"),
    ("a<i class=hidden-by-a-style-sheet>x</i>", "a", "?ax"),
    ("a<i aria-hidden=true>edit</i>", "a edit", "?aedit"),
    ("<b style='text-transform:uppercase'>a</b><ul><li>b</ul>", "A\n\u2022 b", "a; b"),
    # What is not a text may be the value.
    ("<button>a</button>", "a", "?a"),
    ("<img src=x alt=Yes>", "", None),
    ("<mat-icon>check</mat-icon>", "check", None),
    ("<b role=switch>a</b>", "a", None),
    ("<s>a</s>", "a", "?a"),
    ("a<b style='text-decoration:line-through'>b</b>", "ab", "?ab"),
    ("a<table><tr><td>b</table>", "ab", "?a"),
    ("a\u200bb", "a\u200bb", "?a\u200bb"),
    ("a" * 1001, "", "?" + "a" * 1001),
]


def test_texts_and_html_become_cells(desk):
    texts, cells, spans = desk.open("").script(
        f"""{RECOGNITION.replace('"use strict";', "")}
        const [texts, cells, spans] = arguments;
        const marked = (cell) => (cell instanceof Doubt ? `?${{cell.text}}` : cell);
        const of = ([cell, text]) => marked(htmlTables(`<table><tr><td>${{cell}}</td></tr></table>`, text)[0][0][0]);
        const shown = (tables) => tables.map((rows) => rows.map((cells) => cells.map(marked)));
        return [texts.map((text) => shown(textTables(text))), cells.map(of), shown(htmlTables(spans, ""))];""",
        list(TEXTS),
        CELLS,
        "<table><tr><td><table><tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td>d</table></table>",
    )
    for (given, expected), found in zip(TEXTS.items(), texts, strict=True):
        assert [one if wanted is not None else None for one, wanted in zip(found, expected)] == list(expected), given
    assert [(*given, found) for (*given, _text), found in zip(CELLS, cells, strict=True)] == CELLS
    assert spans == [[["?"]], [["a", "b", None], ["a", "c", "d"]]]


def heads(form: str, labels: list[str] | None = None) -> str:
    return f"<tr>{''.join(form.format(label) for label in labels or MAP)}</tr>"


def cells(policy: str, more: str = "") -> str:
    return f"<tr><td>All<td>All<td>MAIN<td>All<td>{policy}<td>{more}"


HEAD = heads("<th>{}</th>")
#: Tables as web pages copy them, and the texts in the rows of the editor: ? before a cell that is open.
TABLES: dict[str, tuple[str, list[str]]] = {
    "buttons of Angular": (heads("<th><div role=button>{}<div><svg></svg></div></div></th>") + cells("A"), ["All All MAIN All A "]),
    "buttons of MUI": (heads("<th><button>{}</button><mat-icon>north</mat-icon></th>") + cells("A"), ["All All MAIN All A "]),
    "second header": (HEAD + cells("A") + HEAD + cells("B"), ["All All MAIN All A ", f"?{' ?'.join(MAP)}", "All All MAIN All B "]),
    "filters below the header": (HEAD + heads("<th>any</th>") + cells("A"), [" ".join(["?any"] * 6), "All All MAIN All A "]),
    "group": (HEAD + "<tr><td colspan=6>Main Library" + cells("A"), ["Main Library ? ? ? ? ?", "All All MAIN All A "]),
    "footer": (HEAD + cells("A") + "<tfoot><tr><td>1 row", ["All All MAIN All A ", "1 row ? ? ? ? ?"]),
    "hidden row": (HEAD + cells("A").replace("<tr>", "<tr style='display:none'>") + cells("B"), ["All All MAIN All B "]),
    "disabled row": (HEAD + cells("A").replace("<tr>", "<tr aria-disabled=true>"), ["?All ?All ?MAIN ?All ?A "]),
    "cells without a header": (HEAD + cells("A", "<td>B"), ["?All All MAIN All A "]),
    "buttons without a header": (HEAD + cells("A", "<td><button>Edit</button>"), ["All All MAIN All A "]),
}  # fmt: skip
GRID = "<div role=row>{}</div>"


def empty(desk: Librarian) -> None:
    """Leave one empty row in the editor."""
    desk.script("for (const one of document.querySelectorAll('[data-remove]')) one.click()")
    desk.click(".add")


def pasted_rows(desk: Librarian, html: str) -> list[str]:
    empty(desk)
    desk.paste("[data-column=loan_policy]", html=html)
    return desk.script(
        "return [...document.querySelectorAll('.editor tbody tr')].map((row) => [...row.querySelectorAll('[data-column]')]"
        ".map((cell) => ('open' in cell.dataset ? '?' : '') + cell.value).join(' '))"
    )


def test_rows_of_web_pages_are_rows_or_questions(desk):
    open_map(desk)
    assert {name: pasted_rows(desk, f"<table>{html}</table>") for name, (html, _rows) in TABLES.items()} == {
        name: rows for name, (_html, rows) in TABLES.items()
    }
    labels = "".join(f"<span role=columnheader>{label}</span>" for label in MAP)
    row = "".join(f"<span role=gridcell>{text}</span>" for text in ["All"] * 4 + ["A", ""])
    assert pasted_rows(desk, GRID.format(labels) + GRID.format(row)) == ["All All All All A "]
    # The order of a sorted table is not that of the map.
    for sorted_ in ("<th aria-sort=ascending>{}</th>", "<th>{} \u25b2</th>"):
        head = heads("<th>{}</th>").replace("<th>Loan Policy</th>", sorted_.format("Loan Policy"))
        assert pasted_rows(desk, f"<table>{head}{cells('A')}</table>") == ["     "]
        assert "its rows are sorted by Loan Policy" in desk.text(".pasted")


def test_what_is_copied_is_bounded(desk):
    open_map(desk)
    spans = HEAD + "<tr>" + "<td rowspan=1000 colspan=1000>x" * 6
    for html, plain in (
        (f"<table>{HEAD}{spans * 500}</table>", "x"),
        ("", "\t".join(MAP) + '\n"' + "x\n" * 50_000),
        ("", "\t".join(MAP) + "\n" + "x\t" * 1_100_000),
    ):
        empty(desk)
        desk.paste("[data-column=loan_policy]", html=html, plain=plain)
        assert "What was copied has more than" in desk.text(".pasted")


#: Rows below the header, and what is said of them: nothing of them is sent, and no row is lost.
DOUBTFUL: dict[str, tuple[str, list[str]]] = {
    "newline": ('All\tAll\tMAIN\tAll\t"A\nB"\t', ["Loan Policy: 'A\nB' has more than one line"]),
    "open quote": ('All\tAll\tMAIN\tAll\t"A\t\nAll\tAll\tMAIN\tAll\tB\t', ["Loan Policy: '\"A' has a quotation mark without another one", ""]),
    "quote over rows": ('All\t"All\tA\t\nAll\tAll"\tMAIN\tAll\tB\t', ["Material Format: 'All\tA\t\nAll\tAll' has a character"]),
    "second header": ("\t".join(MAP[:3]) + "\t\t\t", ["Patron Policy: 'Patron Policy' is the label of a column"]),
    "too long": ("All\tAll\tMAIN\tAll\tA\tB\t", ["it has more cells than the header"]),
    "too short": ("All\tAll\tMAIN\tAll\tA", ["it has fewer cells than the header"]),
    "repeated": (
        "Student\tAll\tMAIN\tAll\tA\t\n\tBook\tMAIN\tAll\tA\t\nAll\tAll\tMAIN\tAll\tA\t",
        ["", "Patron Policy: it is blank where other rows have All", ""],
    ),
    "cut off": ("All\tAll\tMAIN\tAll\tRegular loa...\t", ["Loan Policy: 'Regular loa...' is cut off"]),
}  # fmt: skip


def test_a_doubtful_cell_is_named_and_never_sent(desk):
    open_map(desk).script("arguments[0].value = 'Jane'", desk.one("#name"))
    desk.click("[value=looked]")
    for name, (rows, doubts) in DOUBTFUL.items():
        empty(desk)
        desk.paste("[data-column=loan_policy]", plain="\t".join(MAP) + f"\n{rows}\n")
        told = desk.each("td.misfit", "textContent")
        assert [doubt in text for doubt, text in zip(doubts, told, strict=True)] == [True] * len(doubts), (name, told)
        desk.click("#finish button")
        assert desk.text("#told") == "Answer 2 has rows that do not fit. See the last column there.", name


def questions(config: dict[str, Any]) -> dict[str, Any]:
    return RecordedLibrary().questions(config)


def open_map(desk: Librarian) -> Librarian:
    return desk.open(questionnaire_html(questions({"loan_policy_map": [{"loan_policy": "A"}]})))


def tabbed(header: list[str], rows: list[list[str]]) -> str:
    quoted = (
        [f'"{cell.replace(chr(34), chr(34) * 2)}"' if '"' in cell else cell for cell in row] for row in [header, *rows]
    )
    return "\n".join("\t".join(row) for row in quoted) + "\n"


def commas(header: list[str], rows: list[list[str]]) -> str:
    quoted = ([f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in [header, *rows])
    return "\ufeff" + "\r\n".join(",".join(row) for row in quoted)


def markup(header: list[str], rows: list[list[str]]) -> str:
    """The table of a web page, with drop-downs, inputs and buttons."""

    def cell(at: int, text: str) -> str:
        if at == 1:
            return f"<td><select><option>Other</option><option selected>{escape(text)}</option></select></td>"
        if at == 4:
            return f'<td><input value="{escape(text)}"><button>Find</button></td>'
        return f"<td><span>{escape(text)}</span></td>"

    body = "".join(
        f"<tr>{''.join(cell(at, text) for at, text in enumerate(row))}<td><button>Edit</button></td></tr>"
        for row in rows
    )
    head = "".join(f"<th>{text}</th>" for text in header)
    menu = "<script>window.intruded = true</script><img src=x onerror='window.intruded = true'><table><tr><td>Menu</td></tr></table>"
    return f"{menu}<table><tr>{head}<th></th></tr>{body}</table>"


def test_a_table_of_60_rows_is_pasted_in_three_ways(desk):
    files = []
    for way in ("tabs", "html", "csv"):
        open_map(desk)
        if way == "tabs":
            desk.click(".add")
            desk.paste("[data-column=loan_policy]", plain=tabbed(HEADER, ROWS))
        elif way == "html":
            desk.copy(markup(HEADER, ROWS))
            open_map(desk)
            desk.click(".add")
            desk.click("[data-column=loan_policy]")
            desk.chord("v")
        else:
            desk.script("arguments[0].open = true", desk.one(".paste"))
            desk.choose_file(".paste [type=file]", "map.csv", commas(HEADER, ROWS))
        wait_until(lambda: "60 rows are pasted." in desk.text(".pasted"))
        assert "not fit" not in desk.text(".pasted") and not desk.one(".misfit").is_displayed()
        desk.click("[value=looked]")
        content = desk.content("adams.answers.json")
        files.append(content["answers"]["loan_policy_map"])
        desk.script("localStorage.clear()")
    assert desk.script("return window.intruded") is None
    assert files[0] == files[1] == files[2] and len(files[0]) == 60
    assert files[0][0] == {
        "patron_policy": "Type 1 & co",
        "material_format": "Book",
        "holding_location": "MAIN",
        "shelving_location": "Shelf 1",
        "loan_policy": 'Policy "1", 1',
    }
    assert content["sources"] == {"loan_policy_map": "answer"}


def test_what_does_not_fit_is_shown_beside_its_row(desk):
    open_map(desk)
    header = [*MAP, "Colour", "Notes"]
    rows = [
        ["All", "All", "MAIN", "All", "Regular", "", "red", ""],
        ["All", "All", "All", "Stacks", "", "None", "", ""],
    ]
    desk.click(".add")
    desk.paste("[data-column=loan_policy]", plain=tabbed(header, rows))
    assert (
        desk.text(".pasted span")
        == "2 rows are pasted. 1 row does not fit: see the last column. Not used: Colour, Notes."
    )
    misfits = desk.each("td.misfit", "textContent")
    assert misfits[0] == ""
    assert "Long Overdue and Lost Policy: 'None' can be a name" in misfits[1]
    assert "Shelving Location 'Stacks' requires Holding Location" in misfits[1]
    assert "it has no Loan Policy" in misfits[1]
    # A value that a script set is not in the clipboard: it stays open.
    desk.paste(
        "[data-column=loan_policy]", html=markup(HEADER, [["1", "A", *["All"] * 4, ""]]).replace(" selected", "")
    )
    assert "The table here has 2 rows already; 1 row was pasted." in desk.text(".pasted")
    desk.click("[data-replace]")
    assert "Loan Policy: its value is not in what was copied" in desk.text("td.misfit")
    # Nothing that is open is sent, also after another cell was changed and the page was opened again.
    desk.click("[value=looked]")
    desk.one("[data-column=patron_policy]").send_keys("B\t")
    desk.browser.refresh()
    assert "Loan Policy: its value is not in what was copied" in desk.each("td.misfit", "textContent")[0]
    desk.script("arguments[0].value = 'Jane'", desk.one("#name"))
    desk.click("#finish button")
    assert desk.text("#told") == "Answer 2 has rows that do not fit. See the last column there."
    for column, text in (("loan_policy", "A"), ("holding_location", "MAIN")):
        desk.one(f"[data-column={column}]").send_keys(f"{text}\t")
    assert desk.text("td.misfit") == ""
    (row,) = desk.content("adams.answers.json")["answers"]["loan_policy_map"]
    assert row["loan_policy"] == "A"


def test_a_text_that_can_mean_nothing_is_a_name_only_if_a_person_writes_it(desk):
    open_map(desk)
    desk.click(".add")
    desk.paste("[data-column=loan_policy]", plain=tabbed(MAP, [["All", "All", "All", "All", "Regular", "None"]]))
    assert "'None' can be a name, or mean that nothing is chosen; write it again" in desk.text("td.misfit")
    desk.click("[value=looked]")
    desk.script("arguments[0].value = 'Jane'", desk.one("#name"))
    desk.click("#finish button")
    assert desk.text("#told") == "Answer 2 has rows that do not fit. See the last column there."
    cell = desk.one("[data-column=long_overdue_policy]")
    cell.clear()
    cell.send_keys("None\t")
    assert desk.text("td.misfit") == ""
    (row,) = desk.content("adams.answers.json")["answers"]["loan_policy_map"]
    assert row["long_overdue_policy"] == "None"


def test_a_table_without_rows_changes_nothing(desk):
    open_map(desk)
    desk.click(".add")
    desk.one("[data-column=loan_policy]").send_keys("Typed")
    desk.paste("[data-column=loan_policy]", plain=tabbed(MAP, [[""] * 6]))
    assert "No row with a value was found below the header." in desk.text(".pasted")
    assert desk.each("[data-column=loan_policy]", "value") == ["Typed"]


def test_a_table_without_the_labels_changes_nothing_and_a_paste_can_be_undone(desk):
    open_map(desk)
    desk.click(".add")
    desk.one("[data-column=loan_policy]").send_keys("Typed")
    desk.paste("[data-column=loan_policy]", plain="All\tAll\tMAIN\nAll\tBook\tMAIN\n")
    assert (
        "No header row was found. The first row has to contain these labels, in any order: Patron Policy"
        in desk.text(".pasted")
    )
    desk.paste("[data-column=loan_policy]", plain=tabbed(MAP[:5], [["All"] * 5]))
    assert "There is no column, or more than one, with the label Long Overdue and Lost Policy." in desk.text(".pasted")
    desk.paste("[data-column=loan_policy]", plain=tabbed(MAP, [["All"] * 5 + [""]]))
    desk.click("[data-keep]")
    assert desk.each("[data-column=loan_policy]", "value") == ["Typed"]
    desk.paste("[data-column=loan_policy]", plain=tabbed(MAP, [["All"] * 5 + [""], ["All"] * 5 + [""]]))
    desk.click("[data-replace]")
    assert desk.each("[data-column=loan_policy]", "value") == ["All", "All"]
    desk.click("[data-undo]")
    assert desk.each("[data-column=loan_policy]", "value") == ["Typed"]
    # The next page of a map.
    desk.paste("[data-column=loan_policy]", plain=tabbed(MAP, [["All"] * 4 + ["Regular", ""]]))
    desk.click("[data-append]")
    assert desk.each("[data-column=loan_policy]", "value") == ["Typed", "Regular"]
    desk.click("[data-undo]")
    # The text of one cell is not a table.
    assert (
        desk.script("return document.querySelector('.pasted span').textContent") == "The rows are as they were before."
    )
    desk.paste("[data-column=loan_policy]", plain="Regular")
    assert (
        desk.script("return document.querySelector('.pasted span').textContent") == "The rows are as they were before."
    )


def test_a_csv_file_of_this_collection_is_read(desk):
    open_map(desk)
    desk.script("arguments[0].open = true", desk.one(".paste"))
    names = [
        "patron_policy",
        "material_format",
        "holding_location",
        "shelving_location",
        "loan_policy",
        "long_overdue_policy",
    ]
    path = desk.folder / "loan_policy_map.csv"
    path.write_bytes(commas(names, [["'=1+1", "''+a", "'a", "", "Regular", ""]]).encode("utf-16"))
    desk.one(".paste [type=file]").send_keys(str(path))
    wait_until(lambda: "1 row is pasted." in desk.text(".pasted"))
    assert desk.each("tbody [data-column]", "value") == ["=1+1", "'+a", "'a", "All", "Regular", ""]
    path.write_bytes("Loan Policy;Patron Policy\nB\u00fccher;All".encode("latin-1"))
    desk.one(".paste [type=file]").send_keys(str(path))
    wait_until(lambda: "is not in UTF-8" in desk.text(".pasted"))


# ------------------------------------------------------------------------------------------- captures: questionnaire

ASKED = {
    "loan_policies": [
        {"name": "A", "loan_period": "28 days", "automatic_renewal": True},
        {"name": "B", "loan_period": "7 days", "renew_period": "1 week"},
    ],
    "hold_limit_matrix": [{"hold_limit_policy": "A"}],
}


def test_captures_fill_in_the_questionnaire(desk):
    library = RecordedLibrary()
    sheet = library.questions(ASKED)
    desk.open(questionnaire_html(sheet))
    number = {question["name"]: question["number"] for group in sheet["groups"] for question in group["questions"]}
    first, second, matrix = (
        f"#question-{number[name]}" for name in ("loan_policies/A", "loan_policies/B", "hold_limit_matrix")
    )
    desk.add(
        policy(
            "A",
            field("Regular Loan Period", "21"),
            field("Unit", "days", "choice"),
            field("Automatic Renewal", "No", "switch"),
            field("Colour", "red"),
        ),
        policy("B", field("Regular Loan Period", "7 days"), field("Renew Period", "sometimes")),
        capture([matrix_table(["All", "Book", "A"], ["", "", "B"])], "Hold Limit Matrix"),
        capture([field("Opening", "9")], "Calendar"),
        policy("C"),
    )
    cards = desk.each("#capture-list > li", "textContent")
    assert "Question" in cards[0] and "everything was seen" in cards[0] and "Not used: Colour" in cards[0]
    assert "not seen: Renew Period" in cards[1] and "Open: Renew Period: is 'sometimes'" in cards[1]
    assert "Not recognised" in cards[3] and "This page does not ask about it." in cards[4]
    assert desk.text("#count").startswith("2 of ")
    assert desk.text(f"{first} .source") == desk.text(f"{matrix} .source") == "seen on the screen"
    # B is there, but not everything that is asked for was seen.
    assert not desk.one(f"{second} [value=there]").is_selected()
    assert desk.one(f"{second} .found").is_displayed()
    desk.click(f"{second} [value=there]")
    assert desk.text(f"{second} .source") == "stated by a person"
    desk.reload()
    file = desk.sent("adams.answers.json")
    content = json.loads(file.read_text(encoding="utf-8"))
    assert content["version"] == 1 and len(content["captures"]) == 5
    assert content["answers"]["loan_policies/A"] == {"loan_period": "21 days", "automatic_renewal": "No"}
    assert content["answers"]["hold_limit_matrix"][1] == {
        "patron_policy": "All",
        "material_format": "All",
        "hold_limit_policy": "B",
    }
    assert content["sources"] == {
        "loan_policies/A": "capture",
        "loan_policies/B": "answer",
        "hold_limit_matrix": "capture",
    }


def test_a_capture_does_not_replace_what_a_person_wrote(desk):
    desk.open(questionnaire_html(questions({"loan_policies": [{"name": "A", "loan_period": "28 days"}]})))
    desk.click("[value=there]")
    desk.one(".ask textarea").send_keys("28 days")
    desk.add(policy("A", field("Regular Loan Period", "21 days")))
    assert "The screen shows: 21 days." in desk.text(".ask .seen")
    assert "The screen contradicts this answer: Regular Loan Period." in desk.text(".verdict")
    desk.one("#name").send_keys("Jane")
    desk.click("#finish button")
    assert "A capture contradicts answer 1." in desk.text("#told")
    desk.click(".seen button")
    assert desk.content("adams.answers.json")["sources"] == {"loan_policies/A": "capture"}
    # A newer capture counts, and without captures a person has to answer.
    desk.add(policy("A", field("Regular Loan Period", "14 days"), at="2026-11-25T10:00:00Z"))
    assert desk.each(".ask textarea", "value") == ["14 days"]
    desk.remove_captures()
    assert desk.text("#count") == "0 of 1 answered"
    desk.click("[value=missing]")
    desk.script(
        "const area = document.querySelector('#capture-text'); area.value = arguments[0];"
        "document.querySelector('#capture-add').click()",
        json.dumps(policy("A")),
    )
    assert "The screen contradicts this answer: a capture shows it." in desk.text(".verdict")


def test_a_file_that_is_no_capture_is_refused(desk):
    desk.open(questionnaire_html(questions({"loan_policies": [{"name": "A"}]})))
    for text, told in [
        ("{", "is not a capture"),
        ('{"format": "x"}', "is not a capture"),
        (json.dumps(policy("A") | {"items": [{"type": "x"}]}), "is damaged"),
        (json.dumps([policy("A"), policy("A") | {"version": 2}]), "another version"),
        (
            json.dumps([policy("A" * 9000, at=f"2026-11-25T{at // 60:02}:{at % 60:02}:00Z") for at in range(450)]),
            "too large",
        ),
    ]:
        desk.script("document.querySelector('#captured').textContent = ''")
        desk.choose_file("#capture-files", "x.json", text)
        wait_until(lambda: desk.text("#captured") != "")
        assert told in desk.text("#captured") and desk.all("#capture-list > li") == []


# ------------------------------------------------------------------------------------------------ captures: worksheet

WANTED = {
    "loan_policies": [
        {"name": "A", "loan_period": "28 days"},
        {"name": "B", "loan_period": "7 days", "fixed_due_dates": ["2027-01-31", "2026-12-24"]},
    ],
    "hold_limit_policies": [{"name": "A"}],
    "hold_limit_matrix": [{"material_format": "Book", "hold_limit_policy": "A"}],
}


def test_captures_are_compared_with_the_steps(desk):
    library = RecordedLibrary(found={"loan_policies": [{"name": "A", "loan_period": "14 days"}, {"name": "C"}]})
    library.declare({**WANTED, "loan_policies": [*WANTED["loan_policies"], {"name": "C", "state": "absent"}]})
    sheet = library.sheet()
    number = {step["name"]: step["number"] for step in steps_of(sheet)}
    changed, created, gone, matrix = (
        f"#step-{number[name]}"
        for name in ("loan_policies/A", "loan_policies/B", "loan_policies/C", "hold_limit_matrix")
    )
    desk.open(worksheet_html(sheet))
    desk.click(f"{changed} [data-done]")
    assert desk.text(f"{changed} .source") == "stated by a person"
    desk.add(
        policy("A", field("Regular Loan Period", "21 days"), {"type": "unread", "text": "a frame of another site"}),
        policy("B", field("Regular Loan Period", "7 days"), field("Fixed due date(s)", "2026-12-24; 2027-01-31")),
        policy("C"),
        capture([matrix_table(["All", "Book", "B"])], "Hold Limit Matrix"),
    )
    assert "Not read: a frame of another site" in desk.text("#capture-list")
    assert desk.text(f"{created} .verdict") == "Seen on the screen: this step is done."
    assert desk.text(f"{created} .source") == "seen on the screen"
    assert "Regular Loan Period: 21 days, wanted 28 days" in desk.text(f"{changed} .verdict")
    assert "This contradicts your answer." in desk.text(f"{changed} .verdict")
    assert "When it was captured, it was still there." in desk.text(f"{gone} .verdict")
    assert "Not on the screen: All | Book | A\nNot on this worksheet: All | Book | B" in desk.text(f"{matrix} .verdict")
    assert [desk.one(f"{one} [data-done]").is_selected() for one in (changed, created, gone, matrix)] == [
        True,
        True,
        False,
        False,
    ]
    assert_contrast(desk, "light")
    assert_contrast(desk, "dark")
    desk.one("#name").send_keys("Jane")
    desk.click("#finish button")
    assert f"A capture contradicts your answer to step {changed.rpartition('-')[2]}." in desk.text("#told")
    desk.add(policy("A", field("Regular Loan Period", "4 weeks"), field("Renew Period", ""), at="2026-11-25T10:00:00Z"))
    assert "4 weeks, wanted 28 days" in desk.text(f"{changed} .verdict")
    desk.add(policy("A", field("Regular Loan Period", "28 days"), at="2026-11-25T11:00:00Z"))
    desk.click(f"{matrix} [data-done]")
    assert "contradicts" in desk.text(f"{matrix} .verdict")
    desk.click(f"{matrix} [data-done]")
    desk.reload()
    file = desk.sent("adams.confirmation.json")
    content = json.loads(file.read_text(encoding="utf-8"))
    assert {one["step"]: one["source"] for one in content["steps"]} == {
        "loan_policies/A": "capture",
        "loan_policies/B": "capture",
    }
    assert len(content["captures"]) == 6 and content["version"] == 1
    assert [one.key for one in library.confirm(file).confirmed] == ["loan_policies/A", "loan_policies/B"]
    # What the browser kept may be damaged.
    desk.script(
        "for (const key of Object.keys(localStorage)) if (key.includes('captures'))"
        " localStorage[key] = localStorage[key].replace('reshare.wms capture', 'x')"
    )
    desk.reload()
    assert len(desk.all("#capture-list > li")) == 5
    # Without its captures, a step has to be ticked by a person.
    desk.remove_captures()
    assert not [one for one in desk.all("[data-done]") if one.is_selected()]
    assert desk.all("#capture-list > li") == []


def test_that_a_map_is_whole_is_asked_and_stated_with_one_click(desk):
    library = RecordedLibrary()
    library.declare({name: WANTED[name] for name in ("hold_limit_policies", "hold_limit_matrix")})
    sheet = library.sheet()
    number = next(step["number"] for step in steps_of(sheet) if step["name"] == "hold_limit_matrix")
    desk.open(worksheet_html(sheet))
    table = {**matrix_table(["All", "Book", "A"]), "all_rows": None}
    desk.add(capture([table, {"type": "pager", "text": "1 - 1 of 60"}], "Hold Limit Matrix"))
    assert "the pager is '1 - 1 of 60'; show all rows on one page" in desk.text("#capture-list")
    assert not desk.all("#capture-list ul button")
    desk.remove_captures()
    desk.add(capture([table], "Hold Limit Matrix"))
    assert "are these all rows (1)?" in desk.text("#capture-list")
    assert desk.text(f"#step-{number} .verdict") == ""
    assert_accessible(desk)
    desk.click("#capture-list ul button")
    assert desk.text(f"#step-{number} .verdict") == "Seen on the screen: this step is done."
    (sent,) = desk.content("adams.confirmation.json")["captures"]
    assert sent["items"][-1]["all_rows"] is True


def test_the_pages_of_a_map_are_one_map(desk):
    library = RecordedLibrary()
    rows = [{"material_format": f"Format {number}", "hold_limit_policy": "A"} for number in range(7)]
    library.declare({"hold_limit_policies": WANTED["hold_limit_policies"], "hold_limit_matrix": rows})
    sheet = library.sheet()
    number = next(step["number"] for step in steps_of(sheet) if step["name"] == "hold_limit_matrix")
    first, second, third = pages_of("hold_limit_matrix", rows, 3)
    desk.open(worksheet_html(sheet))
    desk.add(drawn("hold_limit_policy", WANTED["hold_limit_policies"][0], whole=True))
    desk.add(third, first)
    assert "it has several pages; not captured: rows 4 - 6 of 7" in desk.text("#capture-list")
    assert desk.text(f"#step-{number} .verdict") == ""
    desk.add(second)
    assert "3 pages of one map." in desk.text("#capture-list")
    assert desk.text(f"#step-{number} .verdict") == "Seen on the screen: this step is done."
    file = desk.sent("adams.confirmation.json")
    assert "hold_limit_matrix" in [one.key for one in library.confirm(file).confirmed]
    (matrix,) = library.content.confirmed["hold_limit_matrix"].values()
    assert (matrix.source.how, len(matrix.fields["rows"])) == (CAPTURE, 7)
    desk.click("#capture-list li:last-child button")
    assert len(desk.all("#capture-list > li")) == 1


def test_what_a_text_means_is_asked_once_and_counts_for_all_captures(desk):
    library = RecordedLibrary()
    named = {"overdue_notification_policy": "No fines", "loan_period": "7 days"}
    library.declare(
        {
            "notification_policies": [{"name": "No fines", "notification_type": "Overdue"}],
            "loan_policies": [
                {"name": "A", **named},
                {"name": "B", "overdue_periodic_bill": None, "loan_period": "7 days"},
            ],
        }
    )
    labels = knowing(library.store(), KEPT, ScreenLabels(DECLARABLE))
    sheet = worksheet.sheet(library.content, library.steps(), labels)
    desk.open(worksheet_html(sheet))
    names = {step["name"]: f"#step-{step['number']} .verdict" for step in steps_of(sheet)}
    bill = field("Overdue Periodic Bill", "Kein Entgelt", "choice")
    notice = field("Overdue Notification Policy", "No fines", "choice")
    days = field("Regular Loan Period", "7 days")
    desk.add(policy("A", notice, bill, days), policy("B", bill, days))
    # The name of something that is known is not asked for.
    assert desk.text(names["loan_policies/A"]) == "Seen on the screen: this step is done."
    assert [one.text for one in desk.all("#capture-list ul button")] == ["It is a name", "Nothing is chosen"] * 2
    desk.click("#capture-list ul button + button")
    assert not desk.all("#capture-list ul button")
    assert "'Kein Entgelt'" not in desk.text("#capture-list")
    file = desk.sent("adams.confirmation.json")
    given = json.loads(file.read_text(encoding="utf-8"))["captures"]
    assert [one["labels"] for one in given] == [{"blank": ["Kein Entgelt"]}] * 2
    assert [one.key for one in library.confirm(file).confirmed] == ["loan_policies/A", "loan_policies/B"]
    (kept,) = library.content.screen_labels
    assert (kept.place, kept.text) == ("blank", "Kein Entgelt")


def test_captures_of_all_screens_tick_a_whole_worksheet_and_the_import_agrees(desk):
    library = library_preparing()
    sheet = library.sheet()
    desk.open(worksheet_html(sheet))
    there = [step for step in library.steps() if not library.store().readable(step.kind)]
    desk.add(*(drawn(step.kind.name, step.kind.show(step.wanted)) for step in there))
    done = [step.key for step in there if not step.goes_live]
    assert desk.text("#count") == f"{len(done)} of {sheet['count']} done"
    assert set(desk.each(".by-capture .source", "textContent")) == {"seen on the screen"}
    file = desk.sent("adams.confirmation.json")
    assert [one.key for one in library.confirm(file).confirmed] == done
    assert library.content.confirmed["loan_policies"][("ReShare lending",)].source.how == CAPTURE


def test_other_labels_of_a_library_are_known_to_the_page(desk):
    library = RecordedLibrary()
    library.declare({"loan_policies": [{"name": "A", "loan_period": "28 days"}]})
    labels = ScreenLabels(DECLARABLE, {"loan_policy": {"screen": ["Rules"], "fields": {"loan_period": ["Lend for"]}}})
    desk.open(worksheet_html(worksheet.sheet(library.content, library.steps(), labels)))
    desk.paste("body", plain=json.dumps(capture([field("Policy Name", "A"), field("Lend for", "28 days")], "Rules")))
    assert desk.text(".verdict") == "Seen on the screen: this step is done."


def test_captures_are_accessible_and_not_printed(desk):
    desk.open(questionnaire_html(questions(ASKED)))
    desk.add(policy("A", field("Regular Loan Period", "21 days"), field("Automatic Renewal", "No", "switch")))
    for detail in desk.all("details"):
        desk.script("arguments[0].open = true", detail)
    desk.click(".add")
    desk.paste("[data-column=hold_limit_policy]", plain=tabbed(MATRIX, [["All", "All", ""]]))
    assert_accessible(desk)
    for scheme in ("light", "dark"):
        assert_contrast(desk, scheme)
    link = desk.one(".captures .bookmarklet")
    assert link.get_attribute("href").startswith("javascript:")
    assert desk.one("label[for=capture-files]").is_displayed()
    with desk.media(UPRIGHT, "print"):
        assert not desk.one("#captures").is_displayed()
        assert not [one for one in desk.all(".paste, .pasted, .seen, .source, .verdict") if one.is_displayed()]
        assert desk.browser.find_elements(By.CSS_SELECTOR, ".box")
