# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes the change of a step on the screens, as a person does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..configuration import references
from ..configuration.kinds import BY_PLURAL, Shape
from ..configuration.values import NO_LIMIT
from . import rows
from .browser import Browser, Control, NotDone, Sent, sent_of
from .worksheets import Step

#: A kind whose objects are names in a cell of another screen: the step names the cell and the name.
_SHELVES = "shelving_locations"
#: A member of a declaration that is not a field.
_STATE = "state"


def follow(browser: Browser, step: Step) -> None:
    """Make the change of a step. Raises NotDone if the screens do not allow it."""
    [(plural, declared)] = step.declares.items()
    if plural == _SHELVES:
        for one in _objects(declared):
            _set_shelf(browser, one)
        return
    kind = BY_PLURAL.get(plural)
    if kind is None:
        raise NotDone("the sandbox has no such screen")
    if kind.shape is Shape.TABLE:
        if step.table is None:
            raise NotDone("the worksheet does not show the rows")
        rows.change(browser, plural, step.table)
    elif kind.shape is Shape.PAGE:
        sent = browser.open(plural)
        _save(browser, plural, sent, _filled(browser, sent, _object(declared)))
    else:
        for one in _objects(declared):
            _set_object(browser, plural, kind.identity, one)


def _set_object(browser: Browser, plural: str, identity: str, declared: Mapping[str, Any]) -> None:
    name = declared.get(identity)
    if not isinstance(name, str):
        raise NotDone("the worksheet does not name the object")
    browser.open(plural)
    exists = name in browser.names
    if declared.get(_STATE) == "absent":
        if exists:
            browser.open(plural, name=name, ask="delete")
            browser.save({}, "delete")
        return
    sent = browser.open(plural, **({"name": name} if exists else {"new": "1"}))
    filled = _filled(browser, sent, {key: value for key, value in declared.items() if key != _STATE})
    _save(browser, plural, sent, filled, name=name)


def _save(browser: Browser, plural: str, before: Sent, filled: Sent, **query: str) -> None:
    """Save a form, and look at the screen again: the form can have accepted a value without storing it."""
    browser.save(filled)
    shown = browser.open(plural, **query)
    entered = {name: values for name, values in filled.items() if any(values) and values != before.get(name)}
    if other := [name for name, values in entered.items() if shown.get(name, values) != values]:
        raise NotDone(f"after Save, the screen shows something else in {', '.join(other)}")


def _set_shelf(browser: Browser, declared: Mapping[str, Any]) -> None:
    code, name = declared.get("holding_code"), declared.get("name")
    if not (isinstance(code, str) and isinstance(name, str)):
        raise NotDone("the worksheet does not name the shelving location")
    sent = browser.open("holding_codes", name=code)
    names = [one for one in references.split(sent[_SHELVES][0]) if one != name]
    names += [] if declared.get(_STATE) == "absent" else [name]
    browser.save({**sent, _SHELVES: ["; ".join(names)]})


def _filled(browser: Browser, sent: Sent, declared: Mapping[str, Any], within: str = "") -> Sent:
    """The values of the form after these fields were filled in."""
    controls = {one["name"]: one for one in browser.controls if one["name"]}
    filled = dict(sent)
    for key, value in declared.items():
        name = within + key
        if f"{name}.unit" in controls:
            filled |= _period(name, value)
        elif f"{name}.no_limit" in controls:
            unlimited = value == NO_LIMIT
            filled |= {name: [_text("" if unlimited else value)], f"{name}.no_limit": ["Yes"] * unlimited}
        elif isinstance(value, dict):
            filled = _filled(browser, filled, value, f"{name}.")
        elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
            filled = rows.replaced(browser, filled, name, value)
        elif name in controls:
            filled[name] = _values(controls[name], value)
        elif within:
            # A label that the form does not have yet.
            filled[name] = ["Yes"] * value if isinstance(value, bool) else [_text(value)]
        elif value is not None:
            raise NotDone(f"the form has no field '{name}' that can be filled in")
    return filled


def _values(control: Control, value: Any) -> list[str]:
    """What a control sends if it has this value."""
    if isinstance(value, bool):
        return sent_of({**control, "values": ["Yes" if value else "No"]})
    if control["type"] == "choices":
        return [_text(one) for one in value or ()]
    if control["type"] == "radio":
        return [] if value is None else [_text(value)]
    return [_text(value)]


def _period(name: str, value: Any) -> Sent:
    """What the controls of a period send. A worksheet writes a period as ``28 days``."""
    if value is None:
        return {f"{name}.value": [""]}
    number, _space, unit = str(value).partition(" ")
    return {f"{name}.value": [number], f"{name}.unit": [unit]}


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _objects(declared: Any) -> list[Mapping[str, Any]]:
    if not isinstance(declared, list):
        raise NotDone("the worksheet does not list the objects")
    return [_object(one) for one in declared]


def _object(declared: Any) -> Mapping[str, Any]:
    if not isinstance(declared, dict):
        raise NotDone("the worksheet does not name the fields")
    return declared
