# SPDX-License-Identifier: GPL-3.0-or-later

"""Worksheets as pages and as Markdown: complete, safe with any content, and answered in the format that is imported."""

from __future__ import annotations

import copy
import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.module_utils._answers import received
from ansible_collections.reshare.wms.plugins.module_utils._core.texts import LONGEST_NAME, LONGEST_REMARK, visible
from ansible_collections.reshare.wms.plugins.module_utils._pages.page import (
    OLDEST_ASSISTANT,
    questionnaire_html,
    questionnaire_markdown,
    worksheet_html,
    worksheet_markdown,
)
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.patrons import without_limits
from support.worksheet_examples import (
    DECLARED,
    KEPT,
    LIVE,
    SIGNED,
    RecordedLibrary,
    library_going_live,
    library_preparing,
    steps_of,
)

NASTY = "</script><b>\"'&amp;{{ 7 * 7 }}<!--\\`|\u2028"
VOID = {"meta", "link", "input", "br"}


class Page(HTMLParser):
    """The content of a page: its tags, its texts, and the texts of its scripts."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.text = ""
        self.scripts: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag == "script":
            self.scripts.append("")
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "script":
            self.scripts[-1] += data
        elif self._open and self._open[-1] != "style":
            self.text += data

    def values(self, name: str) -> list[str]:
        """The values of an attribute."""
        return [value for _tag, attribute, value in self.attributes if attribute == name]

    @property
    def sheet(self) -> Any:
        """The data for the script."""
        return json.loads(self.scripts[1])


def questions(name: str = "adams") -> dict[str, Any]:
    return RecordedLibrary(name).questions({**DECLARED, **LIVE})


BOTH = pytest.mark.parametrize(
    "render, make",
    [(worksheet_html, lambda name: library_preparing(name).sheet()), (questionnaire_html, questions)],
    ids=["worksheet", "questionnaire"],
)
Render, Make = Callable[[Any], str], Callable[[str], dict[str, Any]]


# ------------------------------------------------------------------------------------------------------ web pages


@BOTH
def test_a_page_carries_its_sheet(render: Render, make: Make):
    sheet = make("adams")
    carried = Page(render(sheet)).sheet
    assert {name: carried[name] for name in sheet} == sheet


@BOTH
def test_nothing_in_a_sheet_becomes_part_of_the_page(render: Render, make: Make):
    calm, page = Page(render(make("adams"))), Page(render(make(NASTY)))
    assert page.tags == calm.tags
    assert page.scripts[0] == calm.scripts[0] and page.scripts[2] == calm.scripts[2]
    assert page.sheet["library"] == NASTY
    assert f"{visible(NASTY)}." in page.text


@BOTH
def test_only_the_pages_own_scripts_may_run_and_nothing_comes_from_elsewhere(render: Render, make: Make):
    page = Page(render(make("adams")))
    early, data, script = page.scripts
    hashes = re.findall(r"'sha256-([^']+)'", page.values("content")[0])
    assert hashes == [b64encode(sha256(one.encode()).digest()).decode() for one in (early, script)]
    assert page.values("content")[0].startswith("default-src 'none';")
    assert page.values("type").count("application/json") == 1
    elsewhere = {link for link in page.values("href") if not link.startswith("#")}
    assert elsewhere == {"data:,", "https://worldcat.org/config/"}
    assert page.values("src") == [] and page.values("action") == []
    assert not {name for _tag, name, _value in page.attributes if name.startswith("on") or name == "style"}


@BOTH
def test_a_page_is_ascii_but_for_what_stands_in_the_sheet(render: Render, make: Make):
    assert render(make("adams")).replace("\u2013", "-").isascii()


@BOTH
def test_every_id_is_there_once_and_what_is_pointed_at_is_there(render: Render, make: Make):
    page = Page(render(make("adams")))
    ids = page.values("id")
    assert len(set(ids)) == len(ids)
    named = [one for name in ("for", "aria-labelledby", "data-copy") for one in page.values(name)]
    assert set(named) | {link[1:] for link in page.values("href") if link.startswith("#")} <= set(ids)


texts = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=60)


@given(texts, texts, texts)
def test_any_text_stays_a_text(library, value, remark):
    sheet = _with(library, value, remark)
    page, calm = Page(worksheet_html(sheet)), Page(worksheet_html(_with("a", "b" if value else "", "c")))
    assert page.tags == calm.tags and page.sheet == {**sheet, "assistant": OLDEST_ASSISTANT}
    assert visible(value) in page.text and visible(remark) in page.text


def test_every_step_is_on_the_page_with_all_that_is_to_be_entered():
    for library in (library_preparing(), library_going_live()):
        sheet = library.sheet()
        page = Page(worksheet_html(sheet))
        for text in _texts(sheet):
            assert text in page.text


def test_what_is_to_be_left_blank_has_nothing_to_copy():
    (step,) = (
        one for one in steps_of(library_preparing().sheet()) if one["title"] == "Loan Policy 'ReShare borrowing'"
    )
    assert [line["value"] for line in step["lines"]].count("") == 1
    page = Page(worksheet_html(library_preparing().sheet()))
    values = [one for one in page.values("id") if one.startswith(f"value-{step['number']}-")]
    assert len(values) == len(step["lines"]) - 1
    assert "leave blank" in page.text


def test_what_goes_live_is_named_but_not_explained_while_other_steps_wait():
    sheet = library_preparing().sheet()
    assert sheet["locked"] == ["ILL Settings"] and sheet["last"] == []
    page, markdown = Page(worksheet_html(sheet)), worksheet_markdown(sheet)
    for text in (page.text, markdown):
        last = text[text.index("Not yet.") :]
        assert "ILL Settings" in last and "Temporary Item" not in last
        assert "on a later worksheet, once everything above is confirmed" in last
    assert "- [ ]" not in markdown[markdown.index("Not yet.") :]
    assert page.tags.count("article") == len(steps_of(sheet))


def test_what_goes_live_stands_alone_with_a_warning():
    sheet = library_going_live().sheet()
    assert sheet["groups"] == [] and sheet["locked"] == []
    page, markdown = Page(worksheet_html(sheet)), worksheet_markdown(sheet)
    for text in (page.text, markdown):
        assert text.index("Changes that you save here are live at once") < text.index("Temporary Item Holding Location")
        assert "Not yet." not in text
    assert page.tags.count("article") == 1


@BOTH
def test_a_page_says_that_it_is_a_rehearsal_where_it_is_one(render: Render, make: Make):
    markdown = {worksheet_html: worksheet_markdown, questionnaire_html: questionnaire_markdown}[render]
    sheet = make("adams")
    for rehearsal in (True, False):
        sheet["rehearsal"] = rehearsal
        assert ("Rehearsal." in Page(render(sheet)).text) is rehearsal
        assert ("**Rehearsal.**" in markdown(sheet)) is rehearsal


@BOTH
def test_names_and_remarks_end_where_the_import_refuses_more(render: Render, make: Make):
    page = Page(render(make("adams")))
    limits = set(page.values("maxlength"))
    assert limits == {str(LONGEST_NAME), str(LONGEST_REMARK)}


def test_a_day_that_somebody_wrote_otherwise_stays_so():
    sheet = library_preparing().sheet()
    sheet["groups"][0]["steps"][0]["since"] = "last week"
    assert "Asked for since last week" in Page(worksheet_html(sheet)).text


def test_every_question_is_on_both_questionnaires():
    sheet = questions()
    page, markdown = Page(questionnaire_html(sheet)), questionnaire_markdown(sheet).replace("\\", "")
    for group in sheet["groups"]:
        for question in group["questions"]:
            for text in (page.text, markdown):
                assert question["title"] in text
                labels = [field["label"] for field in question["fields"]] + [
                    column["label"] for column in question["columns"] or ()
                ]
                assert all(label in text for label in labels)
    assert page.values("type").count("radio") == 2 * markdown.count("- [ ] It exists")
    assert page.values("type").count("checkbox") == markdown.count("I have checked this")


# ------------------------------------------------------------------------------------------------------- Markdown


def test_markdown_is_the_same_each_time_and_complete():
    sheet = library_preparing().sheet()
    markdown = worksheet_markdown(sheet)
    assert markdown == worksheet_markdown(copy.deepcopy(sheet))
    assert markdown.count("- [ ] ") == sheet["count"]
    plain = markdown.replace("\\", "")
    for text in _texts(sheet):
        assert all(line in plain for line in text.split("\n"))
    assert not re.search("button|download|copy ", plain.replace("Copy the cell", ""), re.IGNORECASE)


@pytest.mark.parametrize(
    "value, written",
    [("28 days", "`28 days`"), ("a`b", "``a`b``"), ("`a``b`", "``` `a``b` ```"), (" a", "`  a `"), ("a|b", "`a|b`")],
)
def test_a_value_is_a_code_span_that_nothing_in_it_ends(value, written):
    assert f"- A label: {written}\n" in worksheet_markdown(_with("adams", value, "r"))


def test_a_value_of_several_lines_keeps_them():
    markdown = worksheet_markdown(_with("adams", "one\n```\n two", "r"))
    assert "  - A label:\n\n    ````\n    one\n    ```\n     two\n    ````\n" in markdown


@pytest.mark.parametrize(
    "cell, written",
    [("a`b", "``a`b``"), ("a|*b*", "<code>a&#124;&#42;b&#42;</code>"), ("a\nb", "<code>a<br>b</code>"), ("", "blank")],
)
def test_a_cell_stays_one_cell(cell, written):
    sheet = library_preparing().sheet()
    (table,) = (step["table"] for step in steps_of(sheet) if step["name"] == "loan_policy_map")
    table["rows"][0]["cells"][5] = cell
    (row,) = (
        line for line in worksheet_markdown(sheet).splitlines() if line.startswith("  | 1 | New | `All` | `All` |")
    )
    assert row.endswith(f"| {written} |") and row.count(" | ") == len(table["columns"]) + 2


@given(texts.filter(lambda text: text.strip() and "\t" not in text))  # Markdown treats a tab as blanks
@example("`")
@example("```")
@example("\\")
@example("- a\n# b")
def test_markdown_shows_any_value_as_it_is(value):
    # Installed with the linters: without it the examples above have to suffice.
    markdown_it = pytest.importorskip("markdown_it")
    tokens = list(_flat(markdown_it.MarkdownIt("commonmark").parse(worksheet_markdown(_with(value, value, value)))))
    code = [token.content for token in tokens if token.type in ("code_inline", "fence")]
    shown = visible(value)
    assert code == [f"{shown}\n" if "\n" in shown else shown]
    assert [token.type for token in tokens].count("heading_open") == 2
    assert not [
        token for token in tokens if token.type in ("html_block", "html_inline", "link_open", "image", "em_open")
    ]


def _flat(tokens: list[Any]) -> Iterator[Any]:
    for token in tokens:
        yield token
        yield from _flat(token.children or [])


def _with(library: str, value: str, remark: str) -> dict[str, Any]:
    """A worksheet with one step that contains these texts."""
    step = {
        "number": 1,
        "name": f"loan_policies/{value}",
        "digest": "0123456789abcdef",
        "title": f"Loan Policy '{value}'",
        "action": "created",
        "how": "Fill in.",
        "since": "2026-11-25",
        "lines": [{"label": "A label", "value": value, "before": None}],
        "table": None,
        **dict.fromkeys(("impossible", "sent_back"), {"remark": remark, "by": remark, "at": "2026-11-25T09:30:00Z"}),
        "confirmed": None,
        "asked": [value],
        "declares": {"loan_policies": [{"name": value}]},
    }
    group = {"screen": ["Menu", "Screen"], "label": "Loan Policy", "cautions": [], "steps": [step]}
    identity = {"library": library, "registry_id": "100101", "record": "0" * 32, "rehearsal": False}
    identity |= {"display_name": remark, "assignee": remark or "A", "due": "2026-12-10"}
    identity["digest"] = "0123456789abcdef"
    return {**identity, "count": 1, "groups": [group], "last": [], "locked": []}


def _texts(sheet: dict[str, Any]) -> Iterator[str]:
    """All texts that a person has to read."""
    yield from (sheet["library"], sheet["registry_id"], *sheet["locked"])
    for group in (*sheet["groups"], *sheet["last"]):
        yield from (*group["screen"], *group["cautions"])
        for step in group["steps"]:
            yield from (step["title"], step["how"])
            for line in step["lines"]:
                yield from (line["label"], line["value"], line["before"] or "")
            if step["table"]:
                yield from step["table"]["columns"]
                yield from (text for row in step["table"]["rows"] for text in (*row["cells"], row["where"]))
                yield from (cell for row in step["table"]["gone"] for cell in row)


# -------------------------------------------------------------------------------------------------------- answers

#: The file of the questionnaire for a library that has some of the declared objects.
ANSWERS: dict[str, Any] = {
    "borrower_categories/ReShare lending": {"description": None},
    "notification_policies/Overdue": {"subject": None, "start_text": "Please return\nthis item:"},
    "patron_type_policies/ReShare lending": {**without_limits()},
    # Only referred to by a row.
    "patron_type_policies/Faculty": {},
    "loan_policies/Four weeks": {"loan_period": "28 days"},
    "loan_policies/ReShare borrowing": None,
    "loan_policies/ReShare lending": {"loan_period": None, "other_settings.Recall?": "Yes"},
    "loan_policy_map": [{"patron_policy": "Faculty", "loan_policy": "One year"}, {"loan_policy": "Four weeks"}],
    "hold_limit_policies/ReShare lending": {"verified_hold_count_limit": "5"},
    "hold_limit_matrix": [],
    "hold_request_policies/ReShare borrowing": {
        "hold_fixed_due_dates": ["2027-01-31", "2026-12-24"],
        "forwarding_policy": None,
    },
    "collection_type_policies/ReShare borrowing": {
        "locations": [{"holding_location": "ADMM", "shelving_location": "Stacks"}, {"holding_location": "ADMM"}],
        "default_availability": "Unavailable",
    },
    "ill_settings": {
        "reshare.enable": "No",
        "reshare.temporary_item_holding_location": None,
        "reshare.temporary_item_shelving_location": None,
    },
}


def test_what_the_questionnaire_sends_is_taken(tmp_path: Path):
    library = RecordedLibrary()
    assert _names(library.questions({**DECLARED, **LIVE})) == list(ANSWERS)
    path = tmp_path / "adams.answers.json"
    path.write_text(json.dumps({"format": received.ANSWERS, **SIGNED, "answers": ANSWERS}))
    library.adopt(path)
    # Objects that do not exist are recorded too.
    assert _names(library.questions({**DECLARED, **LIVE})) == []
    known = {kind.plural: library.content.known(kind) for kind in KEPT}
    assert known["loan_policies"][("ReShare lending",)]["loan_period"] is None
    assert known["hold_limit_matrix"] == {(): {"rows": []}}
    assert [row["patron_policy"] for row in known["loan_policy_map"][()]["rows"]] == ["Faculty", "All"]


def _names(sheet: dict[str, Any]) -> list[str]:
    return [question["name"] for group in sheet["groups"] for question in group["questions"]]


def test_the_data_for_the_assistant_do_not_grow_with_the_steps():
    sizes = []
    for count in (1, 60):
        library = RecordedLibrary()
        library.declare({"loan_policies": [{"name": f"Policy {at}", "loan_period": "28 days"} for at in range(count)]})
        sizes.append(len(json.dumps(library.sheet()["screens"]["catalogue"])))
    assert sizes[0] == sizes[1]


def test_a_switch_that_is_turned_off_is_wanted_as_no():
    library = RecordedLibrary(found={"notification_settings": {"notification_types": {"Loan Overdue": True}}})
    library.declare({"notification_settings": {"notification_types": {"Loan Overdue": False}}})
    ((step,),) = [group["steps"] for group in library.sheet()["groups"]]
    assert step["lines"] == [
        {"name": "notification_types.Loan Overdue", "label": "Loan Overdue", "value": "No", "before": "Yes"}
    ]
