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
from reshare_wms_sandbox.configuration.kinds import BY_PLURAL

from support.screen_examples import MARKUPS, QUOTES, ROWS, every_screen, screen_path, screens_seed
from support.system_client import SystemClient


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


def test_the_list_of_objects_has_their_names(shown):
    page = visible(fetch(shown, screen_path(shown.id, "loan_policies")))
    assert "Policy Name" in page and QUOTES in page


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
