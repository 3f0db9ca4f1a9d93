# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


# This is a private part of the collection: it may change in any release.
"""Tasks over a library's ReShare tenant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .._core.errors import Invalid, similar
from .._core.reconcile import Reconciler
from .._reshare.catalogue import SECRET_KEYS
from .._reshare.settings import SETTING, refuse_pretence
from .connect import Connection
from .task import Call, Result, Task, outcome_result

#: What a tenant's configuration can declare.
KINDS = (SETTING,)

ALLOW_NONE = {"type": "bool", "default": False}


def setting_task() -> Task:
    """The work of reshare_setting."""
    arguments = {
        "key": {"type": "str", "required": True, "no_log": False},
        "value": {"type": "str"},
        "allow_none": ALLOW_NONE,
    }

    def perform(call: Call) -> Result:
        if "value" not in call.declared:
            raise Invalid(["say what the value is to be (value); null sets it back to its default"])
        key = call.params["key"]
        result = _reconcile(call, {key: call.declared["value"]})
        shown = SETTING.record[key].value
        return {**result, "object": {"key": key, "value": shown.show(shown.normalise(call.declared["value"]))}}

    return Task(arguments, perform, _setting_secrets)


def configuration_task() -> Task:
    """The work of reshare_configuration."""
    arguments = {"configuration": {"type": "dict", "required": True}, "allow_none": ALLOW_NONE}

    def perform(call: Call) -> Result:
        return _reconcile(call, _settings(call.declared["configuration"]))

    return Task(arguments, perform, _configuration_secrets)


def configuration_info_task() -> Task:
    """The work of reshare_configuration_info."""

    def perform(call: Call) -> Result:
        connection = Connection(call)
        current = Reconciler(KINDS, connection.settings).current(SETTING)
        return {"configuration": {SETTING.plural: SETTING.export(current)}, **connection.result()}

    return Task({}, perform)


def _reconcile(call: Call, settings: Mapping[str, Any]) -> Result:
    declaration = SETTING.declare(settings)
    if not call.params["allow_none"]:
        refuse_pretence(declaration)
    connection = Connection(call)
    outcome = Reconciler(KINDS, connection.settings).run({SETTING.name: declaration}, call.check_mode)
    for warning in outcome.warnings:
        call.warn(warning)
    return {**outcome_result(outcome), **connection.result()}


def _settings(configuration: Any) -> Mapping[str, Any]:
    if not isinstance(configuration, Mapping):
        raise Invalid(["configuration must be a dictionary"])
    for part in configuration:
        if part != SETTING.plural:
            raise Invalid([f"configuration has no '{part}'. {similar(str(part), [SETTING.plural])}"])
    settings = configuration.get(SETTING.plural) or {}
    if not isinstance(settings, Mapping):
        raise Invalid([f"{SETTING.plural} must be a dictionary of keys and values"])
    return settings


def _setting_secrets(declared: Mapping[str, Any]) -> set[str]:
    return _secrets({declared.get("key"): declared.get("value")})


def _configuration_secrets(declared: Mapping[str, Any]) -> set[str]:
    configuration = declared.get("configuration")
    settings = configuration.get(SETTING.plural) if isinstance(configuration, Mapping) else None
    return _secrets(settings) if isinstance(settings, Mapping) else set()


def _secrets(settings: Mapping[Any, Any]) -> set[str]:
    return {leaf for key, value in settings.items() if key in SECRET_KEYS for leaf in _leaves(value)}


def _leaves(value: Any) -> Iterator[str]:
    """The texts in a value, which may be a list or dictionary by mistake."""
    if isinstance(value, (list, tuple)):
        for part in value:
            yield from _leaves(part)
    elif isinstance(value, Mapping):
        yield from _leaves([*value.keys(), *value.values()])
    elif value not in (None, ""):
        yield str(value)
