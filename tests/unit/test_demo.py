# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The answers of the simulated librarian of examples/demo."""

from __future__ import annotations

from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from typing import Any

import pytest

from support.environment import ROOT


def question(name: str, columns: Any = None) -> dict[str, Any]:
    return {"name": name, "columns": columns, "fields": [{"name": "loan_period"}, {"name": "reshare.enable"}]}


@pytest.mark.parametrize("policies", [{}, {"loan_policies": []}, {"loan_policies": [{"name": "B"}]}])
def test_an_object_that_does_not_exist_is_not_a_blank_one(monkeypatch, policies):
    loader = SourceFileLoader("demo", str(ROOT / "examples/demo"))
    demo = module_from_spec(spec_from_loader(loader.name, loader))
    # No file beside the script.
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    loader.exec_module(demo)
    monkeypatch.setattr(demo, "ask", lambda address: {"configuration": policies})
    asked = [question("loan_policies/A"), question("loan_policy_map", ["loan_policy"]), question("ill_settings")]
    sheet = {"library": "adams", "registry_id": "1", "record": "x", "rehearsal": True, "groups": [{"questions": asked}]}
    assert demo.answer("", sheet)["answers"] == {
        "loan_policies/A": None,
        "loan_policy_map": [],
        "ill_settings": {"loan_period": None, "reshare.enable": None},
    }
