# SPDX-License-Identifier: GPL-3.0-or-later

"""What the validation of an inventory passes, onboard accepts: wrong inventories, made from the example inventory."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import yaml
from ansible.parsing.dataloader import DataLoader
from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.module_utils._reshare import tenant_catalogue
from ansible_collections.reshare.wms.plugins.module_utils._wms import catalogue
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.specification import specification
from support.environment import ROOT
from support.first_request import results
from support.offline_validation import loaded, validation

EXAMPLES = ROOT / "examples/inventory"
MODES = {
    "record": {"wms_record_dir": "/nonexistent/record"},
    "service": {"wms_configuration_url": "https://wms.example.org/configuration/v1"},
}
#: The variables that onboard uses.
NAMES = sorted(specification().used_by(["onboard"], ()))
VALUES: tuple[Any, ...] = (
    *(None, "", " ", "x", "NO", "ADM", " padded ", "28", "28 days", "0 days", "-3 days", "no limit", "none"),
    *(
        "2020-01-01",
        "2031-02-31",
        "2999-01-01",
        "2031-12-31T10:20:00Z",
        "2020-01-01 10:20",
        date(2031, 12, 31),
        datetime(2999, 12, 31, 10, 20),
        datetime(2020, 12, 31, 10, 20, tzinfo=UTC),
        "1120 days",
        "9999999 days",
        {"value": 9999999, "unit": "days"},
        "http://",
        "https://example.org",
        "{{ nme }}",
        "{{ oops",
        "{{ wms_main_branch }}",
    ),
    *(
        0,
        1,
        -1,
        5,
        10**7,
        1.5,
        True,
        False,
        [],
        ["x"],
        [None],
        [{"a": "b"}],
        {},
        {"a": "b"},
        {"a": {"b": []}},
        {"name": "X"},
    ),
)


def example_variables() -> dict[str, Any]:
    """The variables of a library of the example inventory, with addresses as in production."""
    shared, own = (
        yaml.safe_load((EXAMPLES / name).read_text(encoding="utf-8"))
        for name in ("group_vars/all.yml", "host_vars/adams.yml")
    )
    found = {name: value for name, value in {**shared, **own}.items() if not name.startswith(("ansible_", "sandbox_"))}
    return {
        name: value.replace("{{ sandbox_url }}", "https://example.org") if isinstance(value, str) else value
        for name, value in found.items()
        if name != "wms_configuration_url"
    } | {"lending_partner_symbols": ["RESHARE:BAK"]}


EXAMPLE = example_variables()
#: A variable whose value only a run knows.
UNREAD = ("wrong", "worksheet_sender", "{{ lookup('ansible.builtin.env', 'NOT_SET', default='ill@library.example') }}")
#: Additional objects, beside those that the roles declare, in their shape and in others.
ROWS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "name": st.sampled_from(["ReShare borrowing", "X"]),
            "holding_location": st.sampled_from(["ADMM", "All", None]),
            "shelving_location": st.just("Interlibrary Loan"),
            "patron_policy": st.sampled_from(["Student", "ReShare lending"]),
            "loan_policy": st.just("ReShare borrowing"),
            "loan_period": st.sampled_from(VALUES),
            "state": st.sampled_from(["present", "absent"]),
        },
    ),
    max_size=2,
)
KINDS = [kind.plural for kind in (*catalogue.DECLARABLE, *tenant_catalogue.DECLARABLE)]
OBJECTS = st.dictionaries(
    st.sampled_from(KINDS),
    st.one_of(
        ROWS, ROWS.map(lambda rows: {"rows": rows}), st.just({"reshare": {"enable": True}}), st.sampled_from(VALUES)
    ),
    max_size=2,
)
MORE = ("borrowing_more", "lending_more", "reshare_settings_more")
mutations = st.one_of(
    st.tuples(st.just("wrong"), st.sampled_from(MORE), OBJECTS),
    st.tuples(st.just("missing"), st.sampled_from(sorted(EXAMPLE)), st.none()),
    st.tuples(st.just("misspelt"), st.sampled_from(sorted(EXAMPLE)), st.none()),
    st.tuples(st.just("wrong"), st.sampled_from(NAMES), st.sampled_from(VALUES)),
    st.tuples(st.just("wrong"), st.sampled_from(sorted(EXAMPLE)), st.sampled_from(VALUES)),
)


def mutated(mode: str, changes: list[tuple[str, str, Any]]) -> dict[str, Any]:
    variables = {**EXAMPLE, **MODES.get(mode, {})}
    if mode == "both":
        variables |= {**MODES["record"], **MODES["service"]}
    for what, name, value in changes:
        if what == "wrong":
            variables[name] = value
        elif name in variables:
            old = variables.pop(name)
            if what == "misspelt":
                variables[name[:-2] + name[-1]] = old
    return variables


def variables_of(inventory: Path, library: str) -> tuple[dict[str, Any], DataLoader]:
    """The variables of a task, without those of the roles."""
    _manager, hostvars, loader = loaded(inventory)
    return {**hostvars.raw_get(library), "hostvars": hostvars}, loader


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["record", "service", "both", "neither"]), st.lists(mutations, max_size=2))
@example("both", [])
@example("neither", [])
@example("record", [("wrong", "wms_record_dir", "")])
@example("record", [("wrong", "reshare_symbol", "RESHARE:ADM ")])
@example("record", [("wrong", "preflight_authorisation_form", "2999-01-01")])
@example("record", [])
@example("record", [("wrong", "lending_accounts", 5)])
@example("record", [("missing", "wms_secret", None)])
@example("record", [("wrong", "wms_key", "{{ oops")])
@example("record", [("wrong", "borrowing_holding_location", "{{ oops")])
@example("record", [("wrong", "reshare_settings_connector", "")])
@example("record", [("wrong", "borrowing_hold_shelf_period", "9999999 days")])
@example("record", [("wrong", "consortium_transit_days", 9999999)])
@example("record", [("wrong", "lending_account_expires", "2031-12-31 10:20")])
@example("record", [("wrong", "borrowing_more", {"ill_settings": {"reshare": {"enable": True}}})])
@example("record", [UNREAD, ("wrong", "borrowing_more", {"loan_policy_map": {"rows": []}})])
def test_what_the_validation_passes_onboard_accepts(mode, changes):
    variables = mutated(mode, changes)
    with tempfile.TemporaryDirectory() as folder:
        inventory = Path(folder, "hosts.yml")
        hosts = {"adams": variables, "baker": {"reshare_symbol": "RESHARE:BAK"}}
        inventory.write_text(yaml.safe_dump({"all": {"hosts": hosts}}), encoding="utf-8")
        found = validation(inventory, "adams").findings()
        messages = [one.message.rstrip(".") for one in found]
        # A run names what a role makes of the variable, and the same cause.
        messages += [
            one.partition("cannot be evaluated: ")[2] for one in messages if "cannot be evaluated: Syntax error" in one
        ]
        event(f"{len(messages)} findings")
        doubted = {f"{one.message} {one.remedy}" for one in found if one.code == "period_long"}
        for result in results(*variables_of(inventory, "adams")):
            if not result.get("failed"):
                assert doubted.issuperset(result.get("warnings", ()))
                continue
            problems = [one["message"] for one in result.get("problems", [])] or [result["msg"]]
            for problem in problems:
                assert any(one in problem or problem.rstrip(".") in one for one in messages), (problem, messages)
