# SPDX-License-Identifier: GPL-3.0-or-later

"""Tables that a librarian pastes into a questionnaire."""

from __future__ import annotations

from html import escape

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._pages.page import questionnaire_html
from support.librarian import Librarian, questions, tabbed
from support.page_browser import LAPTOP
from support.scripts import in_page
from support.waiting import wait_until

MAP = [
    "Patron Policy",
    "Material Format",
    "Holding Location",
    "Shelving Location",
    "Loan Policy",
    "Long Overdue and Lost Policy",
]
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


SCRIPT = """
export { htmlTables } from "./web/pages/questionnaire/copied_tables.js";
export { Doubt } from "./web/pages/questionnaire/grid.js";
"""


def test_html_becomes_cells(desk):
    """Texts are tested in tests/web."""
    cells, spans = desk.open("").script(
        f"""{in_page(SCRIPT)}
        const {{ Doubt, htmlTables }} = tested;
        const [cells, spans] = arguments;
        const marked = (cell) => (cell instanceof Doubt ? `?${{cell.text}}` : cell);
        const of = ([cell, text]) => marked(htmlTables(`<table><tr><td>${{cell}}</td></tr></table>`, text)[0][0][0]);
        const shown = (tables) => tables.map((rows) => rows.map((cells) => cells.map(marked)));
        return [cells.map(of), shown(htmlTables(spans, ""))];""",
        CELLS,
        "<table><tr><td><table><tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td>d</table></table>",
    )
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


def confirm_names(desk: Librarian) -> None:
    """One click for all names that are new."""
    desk.script("document.querySelector('[data-names]:not([hidden])')?.click()")


def pasted_rows(desk: Librarian, html: str) -> list[str]:
    empty(desk)
    desk.paste("[data-column=loan_policy]", html=html)
    confirm_names(desk)
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
        shown = desk.each("td.misfit", "textContent")
        assert [doubt in text for doubt, text in zip(doubts, shown, strict=True)] == [True] * len(doubts), (name, shown)
        desk.click("#finish button")
        assert desk.text("#message") == "Answer 2 has rows that do not fit. See the last column there.", name


def open_map(desk: Librarian) -> Librarian:
    return desk.open(questionnaire_html(questions({"loan_policy_map": [{"loan_policy": "A"}]})))


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


#: What is drawn where the header of the table is, after scrolling to its last row; and whether it is in the window.
HEADER_AND_ABOVE = """
document.querySelector("tbody tr:last-child").scrollIntoView({ block: "end", behavior: "instant" });
const { left, top, height } = document.querySelector("thead th").getBoundingClientRect();
return [document.elementFromPoint(left + 5, top + height / 2).tagName, top >= 0];
"""


def test_a_table_of_60_rows_is_pasted_in_three_ways(desk):
    files = []
    for text in (tabbed(HEADER, ROWS), commas(HEADER, ROWS), None):
        open_map(desk)
        if text is None:
            desk.copy(markup(HEADER, ROWS))
            open_map(desk)
        desk.click(".add")
        if text is None:
            desk.click("[data-column=loan_policy]")
            desk.chord("v")
        else:
            desk.paste("[data-column=loan_policy]", plain=text)
        wait_until(lambda: "60 rows are pasted." in desk.text(".pasted"))
        assert "not fit" not in desk.text(".pasted") and desk.text(".names").startswith("New names: ")
        desk.click("[data-names]")
        assert not desk.one(".misfit").is_displayed()
        # The header stays, also below the progress.
        for width in (LAPTOP, 900):
            with desk.media(width):
                assert desk.script(HEADER_AND_ABOVE) == ["TH", True], width
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
    start = "2 rows are pasted. 1 row does not fit: see the last column. Not used: Colour, Notes."
    assert desk.text(".pasted span") == start
    misfits = desk.each("td.misfit", "textContent")
    assert misfits[0] == ""
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
    assert desk.text("#message") == "Answer 2 has rows that do not fit. See the last column there."
    # The focus is at the first cell that does not fit, and an answer with such a row does not look like one.
    assert desk.focus().get_attribute("data-column") == "holding_location"
    assert not desk.all(".question.answered") and desk.text("#count") == "0 of 2 answered"
    for column, text in (("loan_policy", "A"), ("holding_location", "MAIN")):
        desk.one(f"[data-column={column}]").send_keys(f"{text}\t")
    assert desk.text("td.misfit") == ""
    desk.click("[data-names]")
    assert desk.text("#count") == "1 of 2 answered"
    (row,) = desk.content("adams.answers.json")["answers"]["loan_policy_map"]
    assert row["loan_policy"] == "A"


@pytest.mark.parametrize("is_pasted", [True, False])
def test_a_name_that_nobody_knows_is_never_sent_unless_a_person_says_that_it_is_one(desk, is_pasted):
    open_map(desk)
    # The object of another answer is known.
    desk.click("[value=there]")
    desk.click(".add")
    if is_pasted:
        desk.paste("[data-column=loan_policy]", plain=tabbed(MAP, [["All", "All", "All", "All", "A", "None"]]))
    else:
        desk.one("[data-column=loan_policy]").send_keys("A")
        desk.one("[data-column=long_overdue_policy]").send_keys("None")
    desk.click("[value=looked]")
    assert desk.text(".names span") == "New names: None."
    desk.script("arguments[0].value = 'Jane'", desk.one("#name"))
    desk.click("#finish button")
    assert desk.text("#message") == "Answer 2 has new names. Confirm or correct them."
    assert desk.focus() == desk.one("[data-names]")
    # What was written is still there after another start, and so is the question.
    desk.reload()
    desk.click("[data-names]")
    desk.reload()
    assert not desk.one(".names").is_displayed()
    row = desk.content("adams.answers.json")["answers"]["loan_policy_map"][0]
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
