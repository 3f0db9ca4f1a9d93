# SPDX-License-Identifier: GPL-3.0-or-later

"""The values of variables are those of Ansible."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest
from ansible.errors import AnsibleError, AnsibleUndefinedVariable
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar, trust_as_template
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.plugin_utils._roles.library_values import LibraryValues
from ansible_collections.reshare.wms.plugins.plugin_utils._variables.variable_values import Values


def trusted(value: Any) -> Any:
    """As if it were read from an inventory."""
    if isinstance(value, dict):
        return {key: trusted(one) for key, one in value.items()}
    if isinstance(value, list):
        return [trusted(one) for one in value]
    return trust_as_template(value) if isinstance(value, str) else value


def values_of(**variables: Any) -> tuple[Values, Templar]:
    templar = Templar(DataLoader(), variables=variables)
    return Values(variables, templar), templar


NAMES = ("a", "b", "c", "d")
#: The at sign stands for the name of a variable.
EXPRESSIONS = (
    *("{{ @ }}", "{{@}}", "{{  @  }}", "x{{ @ }}", "{{ @ }} ", "{{ @ }}{{ @ }}", "{{ [@] }}", "{{ @['b'] }}"),
    *("{{ @ | default('x') }}", "{{ @ | default('x', true) }}", "{{ @ | default(boolean=true) }}"),
    *(
        "{{ @.a }}",
        "{{ @.b | default('x') }}",
        "{{ @.keys() | list }}",
        "{{ @.items }}",
        "{{ @ if @ == 'a' else [@] }}",
    ),
    *("{{ @ | reshare.wms.barcodes }}", "{{ @ | default({}) | list }}", "{{ none }}", "{{ @ | reshare.wms.if_set }}"),
    *("{{ @ if true else missing }}", "{% if @ is defined %}y{% endif %}", "{# @ #}"),
    *("{{ missing }}", "{{ missing.a }}", "{{ omit }}", "{{ 1 + 1 }}"),
    *("28 days", "", "{", "a", "{{", "Ä"),
)


def written_with(names: Sequence[str]) -> st.SearchStrategy[Any]:
    """What can be written with references to these variables. Without a circle: for some, Ansible takes exponential time and memory."""
    expressions = st.builds(str.replace, st.sampled_from(EXPRESSIONS), st.just("@"), st.sampled_from(names))
    return st.recursive(
        expressions | st.none() | st.booleans() | st.integers(0, 9) | st.dates(date(2026, 1, 1), date(2026, 1, 9)),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=3),
        max_leaves=6,
    )


WRITTEN = written_with(NAMES)
VARIABLES = st.fixed_dictionaries(
    {name: written_with([*NAMES[number + 1 :], "missing"]) for number, name in enumerate(NAMES)}
)


def outcome(evaluate: Callable[[Any], Any], written: Any) -> Any:
    """The value, or the class of the error."""
    try:
        return evaluate(written)
    except (AnsibleError, RecursionError) as fault:
        return isinstance(fault, AnsibleUndefinedVariable) and "undefined"


@given(VARIABLES, WRITTEN)
def test_a_value_is_that_of_ansible(variables, written):
    values, templar = values_of(**trusted(variables))
    of_library = LibraryValues(trusted(variables), templar)
    expected = outcome(templar.template, trusted(written))
    assert [outcome(one.of, trusted(written)) for one in (values, of_library)] == [expected, expected]


@pytest.mark.parametrize(
    "variables",
    [{"a": "{{ a }}"}, {"a": "{{ b }}", "b": ["{{ a }}"]}, {"a": "{{ b | default('x') }}", "b": "x{{ a }}"}],
)
def test_variables_that_refer_to_each_other_have_no_value(variables):
    values, templar = values_of(**trusted(variables))
    for evaluate in (values.of, templar.template):
        with pytest.raises(AnsibleError, match="Recursive loop"):
            evaluate(trusted(["{{ a }}"]))


@given(VARIABLES, WRITTEN)
def test_a_value_that_refers_to_an_undefined_variable_cannot_be_evaluated(variables, written):
    values, templar = values_of(**trusted(variables))
    if list(values.undefined(trusted(written))):
        with pytest.raises((AnsibleError, RecursionError)):
            json.dumps(templar.template(trusted(written)), default=str)


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("{{ other }}/a/{{ missing }}", ["missing"]),
        ({"a": [{"b": "{{ through }}"}]}, ["deep"]),
        ("{{ missing | default('a') }}{{ through | default('a') }}{{ true }}{{ inventory }}", []),
        ("{{ missing.a['b'][0] }}", ["missing"]),
        ("{{ missing.a | default('b') }}{{ 'missing' }}", []),
        ("{{ missing }}{# a comment #}", []),
        ("{{ itself }}", []),
    ],
)
def test_an_undefined_variable_is_found_without_evaluating_anything(written, names):
    variables = {"other": "a", "through": "{{ inventory }}{{ deep }}", "inventory": {}, "itself": "{{ itself }}"}
    values, _templar = values_of(**trusted(variables))
    assert list(values.undefined(trusted(written))) == names


def test_an_untrusted_text_is_not_evaluated():
    values, _templar = values_of(hostile="{{ secret }}", shown=trust_as_template("{{ hostile }}"), secret="s")
    assert values["shown"] == "{{ secret }}"
    assert not list(values.undefined("{{ missing }}"))


def test_a_variable_that_refers_to_itself_is_an_error_of_ansible():
    values, _templar = values_of(**trusted({"one": "{{ other }}", "other": "{{ one }}"}))
    with pytest.raises((AnsibleError, RecursionError)):
        values["one"]


def test_a_missing_variable_is_named():
    values, _templar = values_of(one=trust_as_template("{{ borrowing_holding_location }}"))
    with pytest.raises(AnsibleError, match="'borrowing_holding_location' is undefined"):
        values["one"]
    with pytest.raises(AnsibleUndefinedVariable, match="'other' is undefined"):
        values["other"]
