# SPDX-License-Identifier: GPL-3.0-or-later

"""The screens of Service Configuration show the state of a library."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any, get_args
from urllib.parse import urljoin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from reshare_wms_sandbox import seed
from reshare_wms_sandbox.configuration import store
from reshare_wms_sandbox.configuration.kinds import BY_PLURAL, KINDS, Kind, Shape
from reshare_wms_sandbox.sandbox import Sandbox
from reshare_wms_sandbox.screens import building, shapes
from reshare_wms_sandbox.screens.reading import entered
from reshare_wms_sandbox.screens.shapes import Field, Form
from reshare_wms_sandbox.screens.subjects import Subject
from reshare_wms_sandbox.state import State

from support.screen_examples import MARKUPS, ROWS, every_screen, screen_path, screens_seed
from support.system_client import SMALL_SEED, SystemClient


@pytest.fixture(scope="module")
def shown(base) -> SystemClient:
    return SystemClient(base, **screens_seed())


def fetch(library: SystemClient, address: str) -> str:
    """The source of a page, with those of its frames."""
    response = library.http.get(urljoin(library.base, address))
    assert response.status_code == 200, address
    frames = re.findall(r'<iframe[^>]* src="([^"]+)"', response.text)
    return response.text + "".join(fetch(library, urljoin(response.url, html.unescape(frame))) for frame in frames)


def texts(value: Any) -> Iterator[str]:
    """The texts and numbers in a value of the state that a screen has to show."""
    if isinstance(value, dict):
        for name, one in value.items():
            # The screens have no column for it.
            if name != "precedence":
                yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)
    elif not isinstance(value, bool):
        yield str(value)


def labels(model: type[Any], body: dict[str, Any]) -> Iterator[str]:
    """The labels of the fields with a value, and of their sections."""
    for name in body.keys() & model.model_fields.keys() - {"other_settings"}:
        yield model.model_fields[name].title
        sections = [one for one in get_args(model.model_fields[name].annotation) if hasattr(one, "model_fields")]
        if sections and isinstance(body[name], dict) and set(body[name]) != {"value", "unit"}:
            yield from labels(sections[0], body[name])


def visible(source: str) -> str:
    """The values in a page: decoded, with those that a script displays."""
    embedded = re.findall(r'<script type="application/json" id="state">(.*?)</script>', source, re.DOTALL)
    shown = [text for one in embedded for text in texts(json.loads(one))]
    return "\n".join([html.unescape(source), *shown])


@pytest.mark.parametrize("markup", MARKUPS)
def test_every_screen_shows_the_state_in_every_markup(shown, markup):
    for plural, name, body in every_screen(shown.configuration):
        source = fetch(shown, screen_path(shown.id, plural, name, markup=markup, noise=1))
        page = visible(source)
        wanted = [*texts(body), *labels(BY_PLURAL[plural].fields, body)]
        assert [text for text in wanted if text not in page] == [], (plural, name)
        # Whatever the values contain, they end no element and start none.
        assert "<b>1</b>" not in source


def test_a_map_has_all_rows_or_those_of_a_page(shown):
    whole = fetch(shown, screen_path(shown.id, "loan_policy_map"))
    assert whole.count("<tr data-row>") == ROWS + 1 and " of " not in re.sub(
        r"<(style|script)>.*?</\1>", "", whole, flags=re.DOTALL
    )
    page = fetch(shown, screen_path(shown.id, "loan_policy_map", page=4))
    assert page.count("<tr data-row>") == 50 and f"151 - {ROWS} of {ROWS}" in page


def test_the_index_leads_to_every_screen(shown):
    page = fetch(shown, f"/screens/{shown.id}")
    addresses = {html.unescape(one) for one in re.findall(r'href="(/screens/[^"]+)"', page)}
    for plural, name, _body in every_screen(shown.configuration):
        for markup in MARKUPS:
            assert screen_path(shown.id, plural, name, markup=markup) in addresses


@pytest.mark.parametrize(
    "address",
    [
        "/screens/1",
        "/screens/1/loan_policies",
        "{}/nothing",
        "{}/loan_policies?name=Nothing",
        "{}/loan_policies?markup=other",
        "{}/loan_policies?markup=plain&frame=menu",
        "{}/loan_policies?markup=frames&frame=../index",
        "{}/ill_settings?name=ReShare",
        "{}/loan_policy_map?name=All",
        "{}/loan_policy_map?page=5",
        "{}/loan_policy_map?page=0",
        "{}/loan_policy_map?page=x",
        "{}/ill_settings?page=1",
    ],
)
def test_what_does_not_exist_has_an_error_page(shown, address):
    response = shown.http.get(shown.base + address.format(f"/screens/{shown.id}"))
    assert response.status_code == 404 and "Screen not found" in response.text


def test_a_screen_shows_no_secret(shown):
    assert shown.secret not in shown.http.get(shown.base + screen_path(shown.id, "ill_settings", noise=1)).text


# Whatever the fields of an object are: the form shows them, and what it sends has the same values


lines = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=30).filter(
    lambda text: text == text.strip(" ")
)
blocks = st.lists(lines, min_size=1, max_size=3).map("\n".join)
money = st.decimals(0, 10_000, places=2).map(lambda one: f"{one:.2f}")
labelled = st.dictionaries(lines, st.one_of(lines, blocks, st.integers(-9, 10**9), st.booleans()), max_size=3)


def values(field: Field) -> st.SearchStrategy[Any]:
    """Valid values of a field, as the configuration service has them."""
    chosen = st.sampled_from(field.options) if field.options else lines
    return {
        Form.ROWS: lambda: st.lists(bodies(field.fields), max_size=3),
        Form.SECTION: lambda: bodies(field.fields),
        Form.SWITCHES: lambda: st.dictionaries(lines, st.booleans(), max_size=3),
        Form.SETTINGS: lambda: labelled,
        Form.PERIOD: lambda: st.fixed_dictionaries({"value": st.integers(0, 99_999), "unit": chosen}),
        Form.LIMIT: lambda: st.one_of(st.just("No Limit"), st.integers(0, 10**9 - 1) if field.whole else money),
        Form.YES_NO: st.booleans,
        Form.SEVERAL: lambda: st.lists(
            st.dates().map(str) if "dates" in field.name else lines, max_size=3, unique=True
        ),
        Form.CHOICE: lambda: chosen,
        Form.TEXT: lambda: money if "amount" in field.name else lines,
        Form.LINES: lambda: blocks,
    }[field.form]()


def bodies(fields: tuple[Field, ...]) -> st.SearchStrategy[dict[str, Any]]:
    needed = {one.name: values(one) for one in fields if one.required}
    return st.fixed_dictionaries(needed, optional={one.name: values(one) for one in fields if not one.required})


def as_saved(fields: tuple[Field, ...], body: dict[str, Any]) -> dict[str, Any]:
    """The fields after Save: a yes/no is never blank."""
    found = dict(body)
    for one in fields:
        value = body.get(one.name)
        if one.form is Form.YES_NO:
            found[one.name] = bool(value)
        elif one.form is Form.SECTION:
            found[one.name] = as_saved(one.fields, value or {})
        elif one.form is Form.ROWS and value:
            found[one.name] = [as_saved(one.fields, row) for row in value]
    return found


@pytest.fixture(scope="module")
def sandbox() -> Sandbox:
    sandbox = Sandbox(State(":memory:"))
    library = {**SMALL_SEED, "registry_id": "1"}
    sandbox.register(seed.Library.model_validate(library))
    return sandbox


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.plural)
@settings(max_examples=20)
@given(data=st.data())
def test_a_form_sends_what_it_shows(sandbox, kind: Kind, data):
    is_table = kind.shape is Shape.TABLE
    fields = shapes.fields(kind)
    body = {"rows": data.draw(st.lists(bodies(fields), max_size=3))} if is_table else data.draw(bodies(fields))
    try:
        body = store.tidy(kind, body)
    except ValidationError:
        return
    document = sandbox.state.insert("1", kind.plural, body)
    subject = Subject(sandbox.state, "1", kind, None if not kind.listed else body[kind.identity])
    try:
        sent = building.form(sandbox, "1", subject).sent
        new = entered(kind, sent, {}, {}, is_table)
        again = store.tidy(kind, entered(kind, sent, sent, body, is_table))
    finally:
        sandbox.state.delete(document)
    fixed = {name: body[name] for name in kind.fixed if name in body}
    wanted = body if is_table else as_saved(fields, body)
    assert again == store.tidy(kind, wanted)
    assert store.tidy(kind, {**new, **fixed}) == store.tidy(kind, texts_of_settings(wanted))


def texts_of_settings(body: Any) -> Any:
    """On a new form, a setting whose label no schema has is a text, and a switch is there if it is on."""
    if not isinstance(body, dict):
        return body
    written = {label: _written(value) for label, value in body.get("other_settings", {}).items()}
    inner = {name: texts_of_settings(value) for name, value in body.items()}
    if "notification_types" in body:
        inner["notification_types"] = {label: True for label, is_on in body["notification_types"].items() if is_on}
    return {**inner, **({"other_settings": written} if written else {})}


def _written(value: Any) -> Any:
    if isinstance(value, bool):
        return "Yes" if value else None
    return str(value)
