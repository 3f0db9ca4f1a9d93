# SPDX-License-Identifier: GPL-3.0-or-later

"""A capture of each screen of the sandbox, in each markup and with other content around it, has the values of the state, and is
recognised with these values or stays open.

The expected labels and values are those of the collection's specs, not of the sandbox.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from ansible_collections.reshare.wms.plugins.module_utils._answers.comparison import as_known
from ansible_collections.reshare.wms.plugins.module_utils._core import values
from ansible_collections.reshare.wms.plugins.module_utils._core.fields import Field, ListOf, Schema, Section
from ansible_collections.reshare.wms.plugins.module_utils._core.objects import Kind
from ansible_collections.reshare.wms.plugins.module_utils._screens.capture import parse
from ansible_collections.reshare.wms.plugins.module_utils._screens.grid import cell
from ansible_collections.reshare.wms.plugins.module_utils._screens.inputs import value_at, value_of
from ansible_collections.reshare.wms.plugins.module_utils._screens.labels import ScreenLabels
from ansible_collections.reshare.wms.plugins.module_utils._screens.recognition import recognise
from ansible_collections.reshare.wms.plugins.module_utils._screens.words.reasons import reason
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE, KINDS
from support.captures import capture
from support.library import Library
from support.screen_examples import MARKUPS, QUOTES, ROWS, every_screen, screen_path, screens_seed
from support.seeds import changed_seed

#: A person stated what the sentences beside the maps mean.
NOTES = {"notes": ["Another noise user opened this screen 3 minutes ago.", "This noise site uses cookies."]}
#: The ends of the reasons why something on these screens stays open.
AMBIGUOUS = (reason("cut_off"), reason("unclear"))
UNLIMITED = "No Limit"
KIND = {kind.plural: kind for kind in KINDS}
#: A field: its section, its label and its value.
Seen = tuple[str, str, Any]


@pytest.fixture(scope="module")
def shown(sandbox) -> Library:
    return Library(sandbox, seed={**changed_seed(), **screens_seed()})


@dataclass
class Screen:
    """The values in the state, and those in a capture."""

    expected: Counter[str] = field(default_factory=Counter)
    captured: Counter[str] = field(default_factory=Counter)

    @property
    def missing(self) -> Counter[str]:
        return self.expected - self.captured

    @property
    def wrong(self) -> Counter[str]:
        """Values that are not in the state, or not with this label."""
        return self.captured - self.expected


def folded(label: str) -> str:
    return " ".join(label.split()).rstrip(":*? ").casefold()


def shown_fields(schema: Schema, body: dict[str, Any], section: str = "") -> Iterator[Seen]:
    """The fields on a screen with these values."""
    for one in schema:
        value = body.get(one.name)
        if isinstance(one.value, Section):
            yield from shown_fields(one.value.schema, value or {}, folded(one.label))
        elif isinstance(one.value, values.FreeFields):
            yield from ((section, folded(label), text(given)) for label, given in (value or {}).items())
        elif not isinstance(one.value, ListOf):
            yield from ((section, label, shown) for label, shown in _controls(one, value))


def _controls(one: Field, value: Any) -> Iterator[tuple[str, Any]]:
    label = folded(one.label)
    if isinstance(one.value, values.Duration):
        yield label, str(value["value"]) if value else ""
        yield f"{label} unit", value["unit"] if value else "days"
    elif isinstance(one.value, (values.Limit, values.MoneyLimit)):
        yield label, "" if value == UNLIMITED else text(value)
        yield f"{label} {UNLIMITED}", text(value == UNLIMITED)
    elif isinstance(one.value, values.SetOf):
        yield label, value or []
    else:
        yield label, text(bool(value) if isinstance(one.value, values.YesNo) else value)


def text(value: Any) -> str:
    """A value as a person sees it."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return "" if value is None else str(value).strip()


def captured_fields(items: list[dict[str, Any]], sections: set[str]) -> Iterator[Seen]:
    """The fields in a capture. A unit and a No Limit have the label of the field before them."""
    before = ""
    for item in items:
        if item["type"] != "field":
            continue
        label, value = folded(item["label"]), item["value"]
        group = [folded(one) for one in item["group"]]
        section = next((one for one in group if one in sections), "")
        if value in values.UNITS and (label in ("", before) or label.startswith("unit")):
            label = f"{before} unit"
        elif label == folded(UNLIMITED):
            label = f"{group[-1] if group else before} {UNLIMITED}"
        else:
            before = label
        yield section, label, value


def shown_tables(schema: Schema, body: dict[str, Any]) -> Iterator[tuple[Schema, list[dict[str, Any]]]]:
    """The tables on a screen: the columns, and the rows in the state."""
    if "rows" in body:
        yield schema, body["rows"]
    for one in schema:
        if isinstance(one.value, ListOf):
            yield one.value.schema, body.get(one.name) or []


def shown_rows(schema: Schema, rows: list[dict[str, Any]]) -> Iterator[dict[str, str]]:
    columns = [one for one in schema if one.name != "precedence"]
    for row in rows:
        yield {folded(one.label): _cell(one, row.get(one.name)) for one in columns}


def _cell(one: Field, value: Any) -> str:
    if isinstance(one.value, values.SetOf):
        return "; ".join(value or [])
    return text(one.value.normalise(value))


def captured_rows(items: list[dict[str, Any]], schema: Schema) -> Iterator[dict[str, str]]:
    """The rows of the tables that have all columns; other columns are left out."""
    wanted = {folded(one.label) for one in schema if one.name != "precedence"}
    for item in items:
        header = [folded(one) for one in item.get("header", ())]
        if item["type"] == "table" and wanted <= set(header):
            for row in item["rows"]:
                yield {label: cell for label, cell in zip(header, row) if label in wanted}


def compare(kind: Kind, body: dict[str, Any], items: list[dict[str, Any]]) -> Screen:
    sections = {folded(one.label) for one in kind.schema if isinstance(one.value, Section)}
    screen = Screen()
    if "rows" not in body:
        screen.expected.update(map(repr, shown_fields(kind.schema, body)))
    screen.captured.update(map(repr, captured_fields(items, sections)))
    for schema, rows in shown_tables(kind.schema, body):
        screen.expected.update(f"row {number}: {row}" for number, row in enumerate(shown_rows(schema, rows), 1))
        screen.captured.update(f"row {number}: {row}" for number, row in enumerate(captured_rows(items, schema), 1))
    return screen


def captured(browser: Any, library: Library, plural: str, name: str | None = None, **query: Any) -> dict[str, Any]:
    browser.get(library.base + screen_path(library.id, plural, name, noise=1, **query))
    WebDriverWait(browser, 60).until(
        lambda page: page.find_element(By.TAG_NAME, "html").get_attribute("data-ready") == "1"
    )
    return capture(browser)


def stated_whole(item: dict[str, Any]) -> dict[str, Any]:
    """A part of a capture after a person has stated that the rows of a table are all that there are."""
    return {**item, "all_rows": True} if item["type"] == "table" else item


@dataclass
class Recognised:
    """The inputs and rows of the screens in one markup, by what the recognition makes of their captures."""

    labels: ScreenLabels
    recognised: int = 0
    open: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, kind: Kind, body: dict[str, Any], seen: dict[str, Any]) -> None:
        """Compare the reading of a capture with the object in the state."""
        there = kind.canonical(body)
        if kind.columns:
            # The screens of the sandbox do not count the rows of a map, and have texts beside it that say nothing of them.
            asked = recognise(parse(seen), DECLARABLE, self.labels, {})
            question = reason("all_rows", count=len(there["rows"])).partition("?")[0]
            assert any(one.reason.startswith(question) for one in asked.open)
            seen = {**seen, "items": [stated_whole(item) for item in seen["items"]]}
        reading = recognise(parse(seen), DECLARABLE, self.labels, {kind.name: [there]})
        self.open.update(f"{kind.name}: {one.label}: {one.reason}" for one in reading.open)
        for one in reading.objects:
            if one.kind is not kind or one.identity != kind.identify(there):
                self.wrong.append(one.title)
            elif kind.columns:
                self._rows(kind, one.fields["rows"], there["rows"])
            else:
                # As the record takes it: the type of a free setting is not on the screen.
                self._inputs(kind, as_known(kind, one.fields, there), there)

    def _rows(self, kind: Kind, found: list[Any], there: list[Any]) -> None:
        for number, (mine, theirs) in enumerate(zip_longest(found, there, fillvalue={}), start=1):
            same = all(cell(mine, column) == cell(theirs, column) for column in kind.columns)
            self.recognised += same
            self.wrong += [] if same else [f"{kind.label}, row {number}"]

    def _inputs(self, kind: Kind, found: Any, there: Any) -> None:
        for one in kind.schema.inputs([found]):
            mine, theirs = value_at(found, one.name), value_of(one, there)
            if mine is not ...:
                same = one.value.same(mine, theirs) or one.value.same(one.value.read(theirs), mine)
                self.recognised += same
                self.wrong += [] if same else [f"{kind.name}: {one.title}: {mine!r}, not {theirs!r}"]


def check(browser: Any, library: Library, markup: str, wanted: Callable[[str, str | None], bool]) -> None:
    name = library.seed.get("institution_name") or library.name
    problems, found = {}, Recognised(ScreenLabels(DECLARABLE, NOTES, name, library.id))
    for plural, name, body in every_screen(library.configuration):
        if not wanted(plural, name):
            continue
        kind = KIND[plural]
        seen = captured(browser, library, plural, name, markup=markup)
        screen = compare(kind, body, seen["items"])
        if kind in DECLARABLE:
            found.add(kind, body, seen)
        if screen.missing or screen.wrong:
            problems[plural, name] = {"missing": list(screen.missing), "wrong": list(screen.wrong)}
        # Only the other tables contain it.
        assert "noise" not in json.dumps([item for item in seen["items"] if item["type"] != "table"])
        headings = {folded(item["text"]).removeprefix("edit ") for item in seen["items"] if item["type"] == "heading"}
        assert headings & {folded(kind.label), folded(kind.screen_path[-1])}
    assert problems == {}
    print(f"{markup}: {found.recognised} recognised, {found.open.total()} open, {len(found.wrong)} wrong")
    assert (found.wrong, found.recognised > 0) == ([], True)
    # Only what is ambiguous on a screen stays open.
    assert {one for one in found.open if not one.endswith(AMBIGUOUS)} == set()


@pytest.mark.parametrize("markup", MARKUPS)
def test_a_capture_has_the_values_of_an_object_a_map_and_a_page(browser, shown, markup):
    some = {("loan_policies", QUOTES), ("loan_policy_map", None), ("ill_settings", None)}
    check(browser, shown, markup, lambda *screen: screen in some)


@pytest.mark.long
@pytest.mark.parametrize("markup", MARKUPS)
def test_a_capture_has_the_values_of_every_screen(browser, shown, markup):
    check(browser, shown, markup, lambda *screen: True)


@pytest.mark.parametrize("markup", MARKUPS)
def test_a_page_of_a_map_has_its_pager(browser, shown, markup):
    seen = captured(browser, shown, "loan_policy_map", markup=markup, page=2)
    pagers = [item["text"] for item in seen["items"] if item["type"] == "pager"]
    totals = {item.get("total") for item in seen["items"] if item["type"] == "table" and len(item["rows"]) == 50}
    assert any(f"51 - 100 of {ROWS}" in one for one in pagers) or totals == {ROWS}
