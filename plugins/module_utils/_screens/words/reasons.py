# SPDX-License-Identifier: GPL-3.0-or-later

"""Why something on a screen stays open."""

from __future__ import annotations

from typing import Any

#: Why something stays open, by code.
REASONS = {
    "several_screens": "it can be {names}",
    "other_screen": "it does not show {names}",
    "no_screen": "no heading is the name of a screen that is known here",
    "status": "the screen says '{text}'; show the saved and present state, then capture it",
    "screen_texts": "the screen also says {texts}. Does it show the saved and present settings of this library? State it beside the capture in the worksheet "
    "or questionnaire; if it does not, show those, and capture them",
    "hint": "'{text}' on the screen can mean that it is another number; write it on the worksheet or questionnaire",
    "not_saved": "it was not saved yet; save it, open it again, then capture it",
    "other_form": "the list on this screen does not contain the name in the form; open the object alone",
    "several_tables": "the screen has more than one such table",
    "several_columns": "there is more than one such column",
    "no_column": "there is no such column",
    "inactive": "its rows differ in the column {column}, so that some may not count",
    "no_row": "it has no row on the screen, which can still be loading; if it is empty, state so in the worksheet or questionnaire",
    "all_rows": "are these all rows ({count})? Nothing on the screen proves it; state it beside the capture in the worksheet or questionnaire",
    "all_rows_unsure": "are these all rows ({count})? {text} beside it can lead to more: show all rows, or capture the next page; or state beside the capture "
    "in the worksheet or questionnaire that these are all",
    "sorted": "its rows are sorted by {column}; is that their own order? State it beside the capture in the worksheet or questionnaire, or end the sorting",
    "pages": "it has several pages; not captured: {text}. Capture all pages one after the other, within half an hour",
    "some_rows": "the screen shows {shown} of {total} rows; show all rows on one page",
    "pager": "the pager is {text}; show all rows on one page, or capture all pages one after the other",
    "filter": "'{text}' above it can hide rows; clear it, and show all rows",
    "row_struck_through": "it is struck through, so that it may not count",
    "row_disabled": "it is disabled, so that it may not count",
    "row_changed": "it was changed on the screen and may not be saved",
    "row_new": "it is for a new row, and may not be saved",
    "row_group": "it can be a heading of the rows below it",
    "row_hidden_part": "a part of it is not shown",
    "short_row": "it has fewer cells than the header",
    "long_row": "it has more cells than the header",
    "header": "is the label of a column",
    "label": "its name is the label of a field",
    "lines": "has more than one line",
    "repeated": "is blank where other rows have {wildcard}, so that it can repeat the cell above",
    "no_value": "it has no {label}",
    "cut_off": "is cut off on the screen",
    "unclear": "can be a name, or mean that nothing is chosen",
    "remark": "can be a name, or a name and what is said of it",
    "other_part": "it is below the heading '{group}', so that it can be another field",
    "beside": "'{text}' beside it can change what it means; write the value on the worksheet or questionnaire",
    "goes_on": "what is in '{label}' behind it can belong to it, too; write the value on the worksheet or questionnaire",
    "changed": "it was changed on the screen and may not be saved; save it, open the screen again, then capture it",
    "invalid": "the screen says that it is not valid",
    "commas": "can be one name with a comma, or several; write them with semicolons between them",
    "several_values": "has several values on the screen",
    "thousands": "is '{text}', whose mark can divide thousands or begin a fraction; write the number on the worksheet or questionnaire",
    "disabled": "it is disabled, so that its value may not count; write the value on the worksheet or questionnaire",
    "shown_twice": "it is shown more than once: {values}",
    "listed_twice": "the list has it more than once, with different values",
}
#: What only the operator can do about it, by code.
HINTS = {
    "no_screen": "; see wms_screen_labels",
    "screen_texts": "; or add the texts to wms_screen_labels.notes",
    "unclear": "; add it to wms_screen_labels.names or wms_screen_labels.blank",
    "remark": "; add it to wms_screen_labels.names if it is one name",
    "other_part": "; if not, add it to the parts of the screen in wms_screen_labels",
}


def reason(code: str, **values: Any) -> str:
    """Why something stays open, for the operator."""
    return REASONS[code].format(**values) + HINTS.get(code, "")
