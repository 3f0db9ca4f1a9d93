# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the recognition of screens knows in both languages, here and in the scripts of the pages: words, patterns, limits, and the reasons why
something stays open. The pages get it as data.

Python and JavaScript read the patterns in the same way. They are compared with plain texts (labels.plain).
"""

from __future__ import annotations

from typing import Any

from .._core.values import UNITS

#: The limits of a capture, which the capture tool has as well, and of the part of a text that can be a label: it bounds the work on a
#: hostile capture.
MOST_ITEMS, LONGEST_TEXT, LONGEST_LABEL = 20_000, 10_000, 500
#: The texts around a table in a capture.
MOST_AROUND, LONGEST_AROUND = 50, 120

#: Between the parts of a heading or title, and before the name of a screen in it.
SEPARATORS = r"\s[-\u2013|>\u00b7\u203a\u00bb:]\s|:\s"
VERBS = r"^(?:(?:edit|create|new|add|view|update|modify)\s+)+"
#: The words in the heading of a form that was not saved yet.
NOT_SAVED = ("create", "new", "add")

#: In a pager: the number of pages, and any number. The text of a pager proves that a map is whole only if its numbers are those of the first
#: row, the last one and all rows.
PAGES = r"\bpage [0-9]+ (?:of|/) ([0-9]+)(?![0-9,.])"
NUMBER = r"[0-9][0-9,.]{0,12}"
#: The seconds within which the pages of a map were captured, and the labels of inputs that only show which page it is.
LONGEST_PAGING = 1800
PAGE_FIELDS = r"(?:^|[^a-z])(?:page|seite|pagina|p\u00e1gina)(?![a-z])"
#: The labels of inputs that choose which rows of a table are shown, and the texts with which they show all.
FILTERS = r"\b(?:filter|search|find)\b"
UNFILTERED = ("", "no", "all")

#: The switches beside a number, and their value that means No Limit (wms-circulation.md 6.16, 6.17).
UNLIMITED = {"no limit": "Yes", "enable limit": "No"}
#: The labels of the unit beside a number.
UNIT_LABELS = r"^(?:units?)?$|^unit"

#: The texts of a drop-down that mean that nothing is chosen, how those begin that can mean it, and the characters of a text such as ``--``.
NO_CHOICE = ("select", "select one", "please select", "choose", "choose one", "please choose", "no selection")
MAYBE_NO_CHOICE = (
    r"^n a$|^(?:please|bitte|select|choose|pick|w\u00e4hlen|ausw\u00e4hlen|choisir|choisissez|s\u00e9lectionner|s\u00e9lectionnez|seleccione"
    r"|seleccionar|elija|selezionare|scegli|kies|selecteer|velg|v\u00e6lg|v\u00e4lj"
    r"|no|none|not|nothing|undefined|unset|nicht|nichts|kein|keine|keinen|aucun|aucune|ninguno|ninguna|ning\u00fan|nessuno|nessuna|geen|ingen)"
    r"(?: |$)"
)
DASHES = "-\u2013\u2014_. \t\n\u00a0"

#: The types of values with numbers (FieldType.script_name), and a number that can be read in two ways: its mark can divide thousands, or
#: begin a fraction.
NUMBERS = ("number", "limit", "amount", "amount limit", "period")
THOUSANDS = r"[0-9][.,' \u00a0\u2009\u202f][0-9]{3}(?![0-9])"

#: The ends of a text that the screen cuts off.
CUT = ("\u2026", "...")

#: The headers of columns that only number or edit the rows.
NO_VALUE = (
    *("", "row", "#", "no", "no.", "number", "order"),
    *("action", "actions", "edit", "delete", "move", "remove", "select"),
)

#: Why something stays open, by code.
REASONS = {
    "several_screens": "it can be {names}",
    "other_screen": "it does not show {names}",
    "no_screen": "no heading is the name of a screen that is known here",
    "not_saved": "it was not saved yet; save it, open it again, then capture it",
    "other_form": "the list on this screen does not contain the name in the form; open the object alone",
    "several_tables": "the screen has more than one such table",
    "several_columns": "there is more than one such column",
    "no_column": "there is no such column",
    "no_row": "it has no row on the screen, which can still be loading; if it is empty, state so in the worksheet or questionnaire",
    "all_rows": "are these all rows ({count})? Nothing on the screen proves it; state it beside the capture in the worksheet or questionnaire",
    "sorted": "its rows are sorted by {column}, so that their order is unknown; end that, and show them in their own order",
    "some_rows": "the screen shows {shown} of {total} rows; show all rows on one page",
    "pager": "the pager is '{text}'; show all rows on one page, or capture all pages one after the other",
    "filter": "'{text}' above it can hide rows; clear it, and show all rows",
    "short_row": "it has fewer cells than the header",
    "long_row": "it has more cells than the header",
    "header": "is the label of a column",
    "lines": "has more than one line",
    "repeated": "is blank where other rows have {wildcard}, so that it can repeat the cell above",
    "no_value": "it has no {label}",
    "cut_off": "is cut off on the screen",
    "unclear": "can be a name, or mean that nothing is chosen",
    "several_values": "has several values on the screen",
    "thousands": "is '{text}', whose mark can divide thousands or begin a fraction; write the number on the worksheet or questionnaire",
    "disabled": "it is disabled, so that its value may not count; write the value on the worksheet or questionnaire",
    "shown_twice": "it is shown more than once: {values}",
    "listed_twice": "the list has it more than once, with different values",
}


#: What only the operator can do about it, by code.
HINTS = {
    "no_screen": "; see wms_screen_labels",
    "unclear": "; add it to wms_screen_labels.blank in the latter case",
}


def reason(code: str, **values: Any) -> str:
    """Why something stays open, for the operator."""
    return REASONS[code].format(**values) + HINTS.get(code, "")


#: The same for the scripts of the pages.
DATA: dict[str, Any] = {
    "limits": {"items": MOST_ITEMS, "text": LONGEST_TEXT, "label": LONGEST_LABEL, "paging": LONGEST_PAGING},
    "patterns": {
        "separators": SEPARATORS,
        "verbs": VERBS,
        "pages": PAGES,
        "number": NUMBER,
        "thousands": THOUSANDS,
        "pageFields": PAGE_FIELDS,
        "maybeNoChoice": MAYBE_NO_CHOICE,
        "filters": FILTERS,
        "unitLabels": UNIT_LABELS,
    },
    "unlimited": UNLIMITED,
    "notSaved": [*NOT_SAVED],
    "unfiltered": [*UNFILTERED],
    "units": [*UNITS],
    "cut": [*CUT],
    "noValue": [*NO_VALUE],
    "numbers": [*NUMBERS],
    "noChoice": [*NO_CHOICE],
    "dashes": DASHES,
    "reasons": REASONS,
}
