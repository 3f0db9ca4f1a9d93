# SPDX-License-Identifier: GPL-3.0-or-later

"""Worksheets and questionnaires as web pages for librarians and as Markdown for tickets.

The web pages are self-contained: no other file, no network. The same sheet always gives the same text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from .._core.json_shape import load
from .._core.texts import LARGEST_FILE, LONGEST_NAME, LONGEST_REMARK, counted, visible
from ._assets import ASSETS
from .environment import environment, in_words, render

if TYPE_CHECKING:
    import jinja2

#: A sheet, or a part of one: plain data.
Data = Mapping[str, Any]

#: The labels of the actions of a step, and of the marks of a row.
_ACTIONS = {"created": "Create", "updated": "Change", "removed": "Remove"}
#: The assistant's panel has the same limits.
LIMITS = {"name": LONGEST_NAME, "remark": LONGEST_REMARK, "file": LARGEST_FILE}
#: The oldest version of the assistant that can follow a worksheet.
OLDEST_ASSISTANT = "1.0.0"

_MARKS = {"new": "New", "changed": "Changed", "moved": "Moved", "stays": "Stays", "gone": "Remove"}


#: The first sentence, for people who have never heard of ReShare.
_WHY = (
    "Project ReShare is the interlibrary loan system of your consortium. It works together with OCLC WMS, your library system; "
    "this page is about the settings in WMS that this needs."
)


def worksheet_html(sheet: Data) -> str:
    """The page of a worksheet, with its confirmation form."""
    last = [step for group in sheet["last"] for step in group["steps"]]
    overview = _overview(sheet, "steps")
    sheet = {**sheet, "assistant": OLDEST_ASSISTANT}
    if last or sheet["locked"]:
        overview.append(("last", "Last: changes that go live", _span(last)))
    return _page("worksheet", "Changes for", sheet, total=sheet["count"], overview=overview, complete="done")


def questionnaire_html(sheet: Data) -> str:
    """The page of a questionnaire."""
    total, overview = sum(len(group["questions"]) for group in sheet["groups"]), _overview(sheet, "questions")
    return _page("questionnaire", "Questions about", sheet, total=total, overview=overview, complete="answered")


def _overview(sheet: Data, items: str) -> list[tuple[str, str, str]]:
    """The anchor and the name of each screen, and the numbers of its steps or questions."""
    groups = enumerate(sheet["groups"], start=1)
    return [(f"screen-{at}", group["screen"][-1], _span(group[items])) for at, group in groups]


def embedded(page: str) -> dict[str, Any]:
    """The sheet from which a page was made. Raises ValueError for any other text."""
    match = _EMBEDDED.search(page)
    if match is None:
        raise ValueError("it is not a worksheet or questionnaire")
    sheet: dict[str, Any] = load(match[1], _SHEET)
    return sheet


_EMBEDDED = re.compile(r'<script type="application/json" id="sheet">(.*?)</script>', re.DOTALL)
_REASON = ({"remark": str, "by": str, "at": str}, None)
_STEPS = (
    [{"name": str, "digest": str, "since": str, "title": str, "confirmed": (dict, None), "sent_back": _REASON}],
    None,
)
_GROUPS = [{"steps": _STEPS, "questions": ([{"name": str}], None)}]
#: The parts of a sheet that are read from a page.
_SHEET = {"library": str, "record": str, "groups": _GROUPS, "last": (_GROUPS, None)}


def _page(name: str, title: str, sheet: Data, **more: Any) -> str:
    title = f"{title} {sheet['display_name']}"
    style, script = ASSETS[f"{name}.css"], ASSETS[f"{name}.js"]
    progress = f"0 of {more['total']} {more['complete']}"
    template = templates().get_template(f"{name}.html")
    return render(template, style=style, script=script, title=title, sheet=sheet, progress=progress, why=_WHY, **more)


@cache
def templates() -> jinja2.Environment:
    """The templates of both pages."""
    made = environment({})
    made.globals.update(actions=_ACTIONS, marks=_MARKS, limits=LIMITS)
    made.filters.update(day=_day, summary=_summary, confirms=_confirms, denies=_denies)
    return made


def _span(items: Sequence[Data]) -> str:
    """The numbers of consecutive steps or questions, as a range."""
    numbers = [str(item["number"]) for item in items]
    return "\u2013".join([numbers[0], numbers[-1]][: len(numbers)]) if numbers else ""


def _day(text: str) -> str:
    """A date, or the date of a time, for people; unchanged if it has another format."""
    try:
        return in_words(date.fromisoformat(text[:10]))
    except ValueError:
        return text


def _summary(table: Data) -> str:
    """A summary of the changes in a table."""
    count = Counter(row["mark"] for row in table["rows"])
    verbs = (
        ("add", count["new"]),
        ("change", count["changed"]),
        ("move", count["moved"]),
        ("remove", len(table["gone"])),
    )
    actions = ", ".join(f"{verb} {_rows(number)}" for verb, number in verbs if number)
    stay = f" {_rows(count['stays']).capitalize()} {'stays as it is' if count['stays'] == 1 else 'stay as they are'}."
    return f"{actions.capitalize()}.{stay if count['stays'] else ''}"


def _confirms(question: Data) -> str:
    """The words of the tick with which a person confirms the values."""
    if question["recorded"] and question["recorded"]["there"]:
        return "It is still so, or I have corrected it here"
    if question["may_be_missing"]:
        return "It exists now" if question["recorded"] else "It exists"
    return "I have checked this"


def _denies(question: Data, label: str) -> str:
    """The words of the tick with which a person states that there is no such object."""
    return f"There is {'still no' if question['recorded'] and not question['recorded']['there'] else 'no'} such {label}"


def _rows(number: int) -> str:
    return counted(number, "row")


# -------------------------------------------------------------------------------------------------------- Markdown

_ACTIVE = re.compile(r"([\\`*_\[\]<&|~#$])")
_PUNCTUATION = re.compile(r"[^\w\s]", re.ASCII)
_REHEARSAL = "> **Rehearsal.** This was created with the sandbox, not with OCLC's systems. Change nothing at your library because of it."


def worksheet_markdown(sheet: Data) -> str:
    """The worksheet as text for a ticket."""
    changes = "this change" if sheet["count"] == 1 else f"these {sheet['count']} changes"
    number = _plain(sheet["registry_id"])
    lines = [
        *_heading("Changes for", sheet),
        f"Make {changes} in OCLC Service Configuration (https://worldcat.org/config/), signed in for institution "
        f"{number}, from top to bottom. Tick a change when you have saved it there; if a change cannot be made, "
        "write the reason below it. Then confirm here, with your name and the date. Nothing in this text changes "
        "WMS by itself."
        if sheet["count"]
        else "**There is nothing to do now.** All changes below are confirmed, and wait for the approval of a second person.",
        "",
    ]
    for group in sheet["groups"]:
        lines += _screen(group, "##")
    if sheet["last"] or sheet["locked"]:
        lines += ["## Last: changes that go live", "", *_last(sheet)]
    return _text(lines)


def _heading(title: str, sheet: Data) -> Iterator[str]:
    yield from (f"# {title} {_plain(sheet['display_name'])}", "", *([_REHEARSAL, ""] if sheet["rehearsal"] else []))
    yield from (f"WMS institution {_plain(sheet['registry_id'])}", "", _WHY, "")
    assignee = [f"For {_plain(sheet['assignee'])}"] if sheet["assignee"] else []
    due = [f"Due {_plain(_day(sheet['due']))}"] if sheet["due"] else []
    if assignee or due:
        yield from (". ".join([*assignee, *due]), "")


def _last(sheet: Data) -> Iterator[str]:
    if sheet["locked"]:
        yield from ("**Not yet.** These changes are on a later worksheet, once everything above is confirmed:", "")
        yield from (f"- {_plain(title)}" for title in sheet["locked"])
        yield from ("", "Change nothing there until then: saving on these screens makes the changes live at once.", "")
        return
    yield (
        "> **Changes that you save here are live at once, for patrons and partner libraries.** All earlier steps are "
        "confirmed. Make sure that the sender of this worksheet expects these changes to go live now."
    )
    yield ""
    for group in sheet["last"]:
        yield from _screen(group, "###")


def _screen(group: Data, heading: str) -> Iterator[str]:
    yield from (f"{heading} {_path(group['screen'])}", "")
    if group["cautions"]:
        yield from ("> **Notes on this screen**", ">")
        yield from (f"> - {_plain(caution)}" for caution in group["cautions"])
        yield ""
    for step in group["steps"]:
        yield f"- {'' if step['confirmed'] else '[ ] '}**{step['number']}. {_ACTIONS[step['action']]}: {_plain(step['title'])}**"
        yield from _indented(_instruction(step))


def _instruction(step: Data) -> Iterator[str]:
    yield from ("", f"{_plain(step['how'])} Asked for since {_plain(_day(step['since']))}.", "")
    for heading, name in (("This could not be done earlier", "impossible"), ("This was sent back", "sent_back")):
        if earlier := step[name]:
            yield from (f"{heading}: {_plain(earlier['remark'])} ({_who(earlier)})", "")
    if step["confirmed"]:
        yield from (f"**Confirmed ({_who(step['confirmed'])}). It waits for approval; there is nothing to do.**", "")
    for line in step["lines"]:
        yield from _line(line)
    if step["lines"]:
        yield ""
    if step["table"]:
        yield from _table(step["table"])


def _who(attribution: Data) -> str:
    return f"{_plain(attribution['by'])}, {_plain(_day(attribution['at']))}"


def _line(line: Data) -> Iterator[str]:
    label, value, before = _plain(line["label"]), line["value"], line["before"]
    if not re.search("[\r\n]", value + (before or "")):
        now = "" if before is None else f" (now: {_value(before)})"
        yield f"- {label}: {_value(value) if value else 'leave blank'}{now}"
        return
    yield from (f"- {label}:{'' if value else ' leave blank'}", *_indented(_fenced(value)))
    if before is not None:
        yield from ("", f"  now:{'' if before else ' blank'}", *_indented(_fenced(before)))


def _table(table: Data) -> Iterator[str]:
    yield from (_summary(table), "", *([_plain(table["why"]), ""] if table["why"] else []))
    columns = [_plain(label) for label in table["columns"]]
    if table["rows"]:
        yield from ("The rows after the change:", "")
        rows = [(str(at), _MARKS[row["mark"]], *_cells(row)) for at, row in enumerate(table["rows"], start=1)]
        yield from _grid(("Row", "This row", *columns), rows)
        yield from (
            f"- Row {at}: {_plain(row['where'])}" for at, row in enumerate(table["rows"], start=1) if row["where"]
        )
        yield ""
    if table["gone"]:
        yield from ("Rows to remove:", "")
        yield from _grid(columns, [[code_cell(text) for text in row] for row in table["gone"]])
    yield from ("A row on the screen that is not listed here stays as it is. Please mention it.", "")


def _cells(row: Data) -> Iterator[str]:
    for now, before in zip(row["cells"], row["before"] or row["cells"]):
        yield code_cell(now) if now == before else f"{code_cell(now)} (before: {code_cell(before)})"


def questionnaire_markdown(sheet: Data) -> str:
    """The questions as text for a ticket."""
    number = _plain(sheet["registry_id"])
    lines = [
        *_heading("Questions about", sheet),
        f"{'Please' if sheet['audit'] else 'Before anything is changed, please'} check these places in OCLC Service Configuration "
        f"(https://worldcat.org/config/), signed in for institution {number}, and "
        f"{'compare the values below with the screens' if sheet['audit'] else 'write down what the screens show'}. "
        "**Change nothing there.** Leave a field empty if it is blank on the screen. Then confirm here, with "
        "your name and the date. Nothing in this text changes WMS by itself.",
        "",
    ]
    for group in sheet["groups"]:
        lines += [f"## {_path(group['screen'])}", ""]
        for question in group["questions"]:
            lines += _question(question, group["label"])
    return _text(lines)


def _question(question: Data, label: str) -> Iterator[str]:
    title, recorded = f"**{question['number']}. {_plain(question['title'])}**", question["recorded"]
    if question["may_be_missing"]:
        yield from (f"- {title}", f"  - [ ] {_confirms(question)}", f"  - [ ] {_denies(question, _plain(label))}")
    else:
        yield f"- [ ] {title}: {_confirms(question)}"
    if recorded is not None:
        yield f"  - {_plain(recorded['how'])} on {_plain(_day(recorded['at']))} ({_plain(recorded['by'])})"
    for field in question["fields"]:
        yield from _field(field, None if recorded is None else recorded["values"][field["name"]])
    yield ""
    if question["columns"] is not None:
        yield from _indented(_rows_table(question["columns"], [] if recorded is None else recorded["rows"]))


def _field(field: Data, recorded: Any) -> Iterator[str]:
    label = f"  - {_plain(field['label'])}{_hint(field)}:"
    if recorded is None:
        yield label
    elif field["shape"] == "rows":
        yield label
        yield from (f"    - {'; '.join(_value(text) for text in row.values())}" for row in recorded)
    else:
        yield from _indented(_line({"label": field["label"], "value": recorded, "before": None}))


def _rows_table(columns: Sequence[Data], rows: Sequence[Data]) -> Iterator[str]:
    yield (
        "Write the rows in the screen's order. An empty cell means All in the columns that can be All, and blank in "
        "the others."
    )
    yield ""
    labels = [_plain(column["label"]) for column in columns]
    known = [[code_cell(row.get(column["name"], "")) for column in columns] for row in rows]
    blank = [[""] * len(labels)] * 3
    yield from _grid(("Row", *labels), [(str(at), *cells) for at, cells in enumerate([*known, *blank], start=1)])


def _hint(field: Data) -> str:
    if field["shape"] == "rows":
        return f" (each with {', '.join(_plain(column['label']) for column in field['columns'])})"
    if field["shape"] == "lines":
        return " (several)"
    return f" ({', '.join(map(_value, field['choices']))}, or blank)" if field["choices"] else ""


def _grid(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    for cells in (header, ["---"] * len(header), *rows):
        yield f"| {' | '.join(cells)} |"
    yield ""


def _path(screen: Sequence[str]) -> str:
    return " > ".join(_plain(part) for part in screen)


def _plain(text: str) -> str:
    """A text in one line in which nothing is markup."""
    return _ACTIVE.sub(r"\\\1", visible(" ".join(text.split())))


def _value(text: str) -> str:
    """A text of one line to enter, between more backticks than it contains in a row."""
    text = visible(text)
    if not text:
        return "blank"
    if text.isspace():
        return _entities(text)
    fence = "`" * (_longest_run(text) + 1)
    # One blank on either side belongs to the fence.
    pad = " " if text[0] in "` " or text[-1] in "` " else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def code_cell(text: str) -> str:
    """A text of a table as Markdown code. In a table, a bar or the end of a line ends a cell, even between backticks."""
    text = visible(text)
    return _entities(text) if "|" in text or "\n" in text else _value(text)


def _entities(text: str) -> str:
    escaped = _PUNCTUATION.sub(lambda match: f"&#{ord(match[0])};", text).replace("\n", "<br>")
    return f"<code>{escaped}</code>"


def _fenced(text: str) -> list[str]:
    """A text of several lines as a fenced block."""
    text = visible(text)
    if not text:
        return []
    fence = "`" * max(3, _longest_run(text) + 1)
    return ["", fence, *text.split("\n"), fence]


def _longest_run(text: str) -> int:
    return max(map(len, re.findall("`+", text)), default=0)


def _indented(lines: Iterator[str] | Sequence[str]) -> Iterator[str]:
    return (f"  {line}" if line else "" for line in lines)


def _text(lines: Sequence[str]) -> str:
    return "\n".join(lines).rstrip("\n") + "\n"
