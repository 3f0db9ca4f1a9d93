# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of each module are the arguments that it accepts, and those of an object have every field of its spec."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from ansible.plugins.loader import fragment_loader
from ansible.utils.plugin_docs import get_docstring

from ansible_collections.reshare.wms.plugins.module_utils._core.fields import Schema
from ansible_collections.reshare.wms.plugins.module_utils._core.objects import Kind
from ansible_collections.reshare.wms.plugins.module_utils._reshare.objects.patron_ids import PATRON_IDS
from ansible_collections.reshare.wms.plugins.module_utils._reshare.objects.settings import SETTING
from ansible_collections.reshare.wms.plugins.module_utils._reshare.tenant_catalogue import DECLARABLE as OF_RESHARE
from ansible_collections.reshare.wms.plugins.module_utils._task.arguments import Arguments
from ansible_collections.reshare.wms.plugins.module_utils._task.task import Task
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.patrons import PATRON_ACCOUNT
from support.environment import ROOT

#: Their options are not fields: the settings and the partners have names that only a library knows.
WITHOUT_FIELDS = (SETTING, PATRON_IDS)
KINDS = tuple(kind for kind in (*DECLARABLE, *OF_RESHARE) if kind not in WITHOUT_FIELDS)
#: Fields that only this collection writes.
COMPUTED = {PATRON_ACCOUNT.name: ["mark"]}
#: What is compared, with the value of what is not stated.
_PARTS = {"type": "str", "elements": None, "required": False, "default": None, "choices": None}


def task_of(module: str) -> Task:
    return importlib.import_module(f"ansible_collections.reshare.wms.plugins.modules.{module}").TASK


def options_of(module: str) -> dict[str, Any]:
    path = ROOT / f"plugins/modules/{module}.py"
    return get_docstring(str(path), fragment_loader, plugin_type="module")[0]["options"]


def differences(arguments: Arguments, options: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    """The arguments that are not documented, or otherwise, and the options that are no arguments."""
    for name in sorted({*arguments, *options}):
        if name not in options:
            yield f"{prefix}{name} has no option"
        elif name not in arguments:
            yield f"{prefix}{name} is no argument"
        else:
            argument, option = arguments[name], options[name]
            for part, unstated in _PARTS.items():
                sides = [one.get(part, unstated) for one in (argument, option)]
                if sides[0] != sides[1]:
                    yield f"{prefix}{name} has the {part} {sides[0]!r}, documented as {sides[1]!r}"
            yield from differences(argument.get("options", {}), option.get("suboptions", {}), f"{prefix}{name}.")


MODULES = sorted(
    path.stem for path in (ROOT / "plugins/modules").glob("*.py") if "\nTASK = " in path.read_text("utf-8")
)


@pytest.mark.parametrize("module", MODULES)
def test_the_options_are_the_arguments(module):
    assert list(differences(task_of(module).argument_spec, options_of(module))) == []


def fields(arguments: Arguments, kind: Kind) -> Arguments:
    """The arguments for the fields of an object, or of a row."""
    return arguments["rows"]["options"] if kind.columns else arguments


def unsettable(arguments: Arguments, schema: Schema) -> Iterator[str]:
    """The fields for which there is no argument, those of sections and lists included."""
    for field in schema:
        if field.name not in arguments:
            yield field.name
        elif field.name in schema.nested:
            inner = unsettable(arguments[field.name].get("options", {}), schema.nested[field.name])
            yield from (f"{field.name}.{name}" for name in inner)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_field_of_a_spec_has_an_option(kind):
    arguments = fields(task_of(kind.name).argument_spec, kind)
    assert list(unsettable(arguments, kind.schema)) == COMPUTED.get(kind.name, [])
