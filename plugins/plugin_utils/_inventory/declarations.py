# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The faults in the declared configuration of a library that are known without its systems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from ansible_collections.reshare.wms.plugins.module_utils._core.errors import ValidationError, quoted
from ansible_collections.reshare.wms.plugins.module_utils._core.objects import Declaration, Identity, Kind, named
from ansible_collections.reshare.wms.plugins.module_utils._jobs.applying import declare_all
from ansible_collections.reshare.wms.plugins.module_utils._jobs.wms import refuse_expired
from ansible_collections.reshare.wms.plugins.module_utils._reshare.objects.settings import refuse_pretence
from ansible_collections.reshare.wms.plugins.module_utils._wms.cases import read_cases
from ansible_collections.reshare.wms.plugins.module_utils._wms.expectations import DIFFERS, judge
from ansible_collections.reshare.wms.plugins.module_utils._wms.resolution import ItemLocation, declared_objects

from .findings import ERROR, WARNING

#: The similarity from which an undeclared name is probably a misspelt one.
_SIMILAR = 0.85


@dataclass(frozen=True)
class Fault:
    """A fault in a declaration."""

    severity: str
    code: str
    message: str
    remedy: str = ""


def parsed(configuration: Any, kinds: Sequence[Kind]) -> tuple[dict[str, Declaration], list[Fault]]:
    """The declarations of a configuration by kind, and what is malformed. A fault in one kind does not hide those of the others."""
    declared: dict[str, Declaration] = {}
    faults: list[Fault] = []
    parts = [configuration]
    if isinstance(configuration, Mapping):
        parts = [{plural: given} for plural, given in configuration.items()]
    for part in parts:
        try:
            declared |= declare_all(part, (), kinds)
        except ValidationError as fault:
            faults += [Fault(ERROR, "declaration", f"{problem.rstrip('.')}.") for problem in fault.problems]
    return declared, faults


def declaration_faults(configuration: Any, kinds: Sequence[Kind], today: str) -> list[Fault]:
    """All that is wrong in the configuration of a library in one system. today: in ISO format."""
    declared, faults = parsed(configuration, kinds)
    for refuse in (refuse_pretence, lambda wanted: refuse_expired(wanted, date.fromisoformat(today))):
        try:
            refuse(declared)
        except ValidationError as fault:
            faults += [Fault(ERROR, "declaration", f"{problem.rstrip('.')}.") for problem in fault.problems]
    by_name = {kind.name: kind for kind in kinds}
    faults += _references(declared, by_name)
    for name, declaration in declared.items():
        faults += [Fault(WARNING, "rows", f"{text}.") for text in by_name[name].declared_warnings(declaration)]
    return list(dict.fromkeys(faults))


def expectation_faults(cases: Any, configuration: Any, kinds: Sequence[Kind], temporary: ItemLocation) -> list[Fault]:
    """The cases of a truth table that the declared rows decide otherwise. Cases that they do not decide are no faults."""
    declared, _faults = parsed(configuration, kinds)
    try:
        judgements = judge(read_cases(cases), declared_objects(declared), temporary, complete=False)
    except ValidationError as fault:
        return [Fault(ERROR, "expectation", f"{problem.rstrip('.')}.") for problem in fault.problems]
    remedy = "Correct the case, or the declared rows and policies."
    return [Fault(ERROR, "expectation", f"{one.text}.", remedy) for one in judgements if one.state == DIFFERS]


def _references(declared: Mapping[str, Declaration], kinds: Mapping[str, Kind]) -> Iterator[Fault]:
    states: dict[str, dict[Identity, str]] = {}
    for name, declaration in declared.items():
        if kinds[name].listed:
            states[name] = {item.identity: item.state for item in declaration.items}
    for user, label, kind, identity in _uses(declared, kinds):
        known = states.get(kind, {})
        what = kinds[kind].described(identity) if kind in kinds else f"'{named(identity)}'"
        if known.get(identity) == "absent":
            remedy = "Declare it without state absent, or name another one."
            yield Fault(
                ERROR, "absent_reference", f"{user}: {label} names {what}, which is declared as absent.", remedy
            )
        elif identity not in known:
            close = _similar(identity, [one for one, state in known.items() if state != "absent"])
            if close:
                message = f"{user}: {label} names {what}, which is not declared. Similar: {quoted(close)}."
                yield Fault(WARNING, "similar_reference", message, "Correct it, unless the library has such an object.")


def _uses(declared: Mapping[str, Declaration], kinds: Mapping[str, Kind]) -> Iterator[tuple[str, str, str, Identity]]:
    """Each reference: the object that has it, the label of the field, and the kind and identity of the other object."""
    for name, declaration in declared.items():
        kind = kinds[name]
        for fields in kind.declared_objects(declaration):
            for use in kind.uses(fields):
                yield kind.described(kind.identify(fields)), use.label, use.kind, use.identity


def _similar(wanted: Identity, known: Sequence[Identity]) -> list[str]:
    """The names that are almost the wanted one; the other parts of an identity have to be equal."""
    *where, name = wanted
    names = {other[-1].casefold(): other[-1] for other in known if list(other[:-1]) == where}
    return [names[one] for one in get_close_matches(name.casefold(), list(names), 3, _SIMILAR)]
