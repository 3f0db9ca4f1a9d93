# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds the faults in a library's declared configuration that show without its systems, and the variables that cause them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import Any

from ...module_utils._core.errors import ValidationError, quoted
from ...module_utils._core.objects import Declaration, Identity, Kind, named
from ...module_utils._module_tasks.account_dates import refuse_expired
from ...module_utils._module_tasks.applying import declare_all
from ...module_utils._module_tasks.excepted import LibraryException, withheld_of
from ...module_utils._module_tasks.wms import compared_page
from ...module_utils._reshare import tenant_catalogue as reshare
from ...module_utils._reshare.objects.settings import refuse_pretence
from ...module_utils._wms import catalogue
from ...module_utils._wms.cases import read_cases
from ...module_utils._wms.expectations import DIFFERS, judge_cases
from ...module_utils._wms.resolution import ItemLocation, declared_objects
from .findings import WARNING, Finding, error
from .option_types import check
from .variables import Unevaluated
from .walk import Variables, Walk

#: The declarations of a library, with the kinds that they can contain: those of the roles, and those of the playbook apply.
_CIRCULATION = "enable_reshare_circulation"
_OF_ROLES = {_CIRCULATION: catalogue.DECLARABLE, "reshare_settings_declared": reshare.DECLARABLE}
_OF_APPLY = {"circulation_configuration": catalogue.DECLARABLE, "reshare_configuration": reshare.DECLARABLE}
#: The prefixes of the variables that end up in declarations, and the ending of those with additional objects, which are tried first.
_INPUTS = ("borrowing_", "consortium_", "lending_", "reshare_settings_", "wms_main_branch")
_MORE = "_more"
#: The variables with the cases of a truth table.
EXPECTATIONS = ("circulation_expectations", "circulation_expectations_file")
EXCEPTIONS = "consortium_exceptions"
CORRECT = "Correct the variable."
#: The similarity from which an undeclared name is probably a misspelt one.
_SIMILAR = 0.85


class LibraryDeclarations:
    """The declarations of a library of an inventory. options: the names of all variables of the collection. today: in ISO format. blamed: by fault, the
    variable and its value that caused it in the declarations of another library: libraries often have the same fault from a variable of their group."""

    def __init__(
        self, walk: Walk, library: str, options: Collection[str], today: str, blamed: dict[Finding, tuple[str, Any]]
    ):
        self._walk, self._library, self._today, self._blamed = walk, library, today, blamed
        self._given, self._variables = walk.public[library], walk.variables(library)
        #: Whether the library has a whole configuration, for the playbook apply, instead of the variables of the roles.
        self.are_whole = "circulation_configuration" in self._given
        inputs = [name for name in self._given if name in options and name.startswith(_INPUTS)]
        #: The variables that end up in declarations.
        self.inputs = sorted(inputs, key=lambda name: (not name.endswith(_MORE), name))

    @property
    def kinds(self) -> list[str]:
        """The kinds of objects in WMS that the library declares."""
        whole = self._variables.value("circulation_configuration") if self.are_whole else None
        contained = [kind for kind in catalogue.DECLARABLE if isinstance(whole, Mapping) and whole.get(kind.plural)]
        return [kind.name for kind in (contained if self.are_whole else catalogue.DECLARABLE)]

    def findings(self, wrong: Collection[str]) -> Iterator[Finding]:
        """The faults in the declarations. wrong: the variables that were already reported."""
        for name, kinds in (_OF_APPLY if self.are_whole else _OF_ROLES).items():
            if name not in self._variables.written:
                continue
            try:
                faults = self._faults(self._variables, name, kinds)
            except Unevaluated as fault:
                faults = [error("declaration", None, f"The declared configuration {fault}.", "Correct the variables.")]
            for finding in faults:
                variable = name if self.are_whole else self._cause(name, kinds, finding, len(faults))
                # A wrong value was reported with its variable; a fault without a variable probably follows from a wrong input.
                if variable not in wrong and (variable or not any(name.startswith(_INPUTS) for name in wrong)):
                    yield replace(finding, variable=variable, remedy=finding.remedy or CORRECT)

    def _faults(self, variables: Variables, name: str, kinds: Sequence[Kind]) -> list[Finding]:
        """All that is wrong in a declaration of the library with these variables. Raises Unevaluated."""
        configuration = variables.of(name)
        faults = declaration_faults(configuration, kinds, self._today)
        if name == _CIRCULATION and variables.of("enable_reshare_state") == "enabled":
            try:
                # As the role onboard compares it in the same task.
                compared_page({"reshare": variables.of("enable_reshare_section")["enabled"]}, configuration)
            except ValidationError as fault:
                faults += _problems("declaration", fault)
        return faults

    def exceptions(self) -> Iterator[Finding]:
        """The exceptions of the library that have ended, or have no effect."""
        given = exceptions_of(self._variables, self._library)
        variable, *_others = _OF_APPLY if self.are_whole else _OF_ROLES
        configuration = self._variables.value(variable) if given else None
        declared = {} if configuration is None else _parsed(configuration, catalogue.DECLARABLE)[0]
        removed, covered = self._variables.value("enable_reshare_state") == "removed", set[str]()
        for exception in given:
            fields = {each["title"] for each in withheld_of(declared, [exception])} or {exception.title}
            refusal = None if configuration is None else exception.refusal(declared)
            reasons = {
                "is not needed: the library is removed": removed,
                "is there twice": covered & fields,
                f"ended on {exception.until}. Without it, the library is asked again": exception.ended(self._today),
                f"has no effect: it {refusal}": refusal,
            }
            covered |= fields
            if reason := next((text for text, holds in reasons.items() if holds), None):
                code = "expired" if reason.startswith("ended") else "invalid"
                remedy = "Remove it, or correct it."
                yield error(
                    code, EXCEPTIONS, f"The exception of {exception.library} ({exception.title}) {reason}.", remedy
                )

    def expectations(self) -> Iterator[Finding]:
        """The cases of the truth table that contradict the declared configuration."""
        value = self._variables.value
        given = next((name for name in EXPECTATIONS if value(name)), None)
        cases = value("preflight_expectations") if given else None
        configuration = value(_CIRCULATION) if cases else None
        if configuration is not None:
            temporary = value("borrowing_holding_location"), value("borrowing_shelving_location")
            for fault in expectation_faults(cases, configuration, temporary):
                yield replace(fault, variable=given, remedy=fault.remedy or CORRECT)

    def _cause(self, name: str, kinds: Sequence[Kind], fault: Finding, count: int) -> str | None:
        """The variable without which a fault disappears. count: the number of all faults."""
        variable, value = self._blamed.get(fault, (None, None))
        if variable in self._given and self._given[variable] == value:
            return variable
        for candidate in self.inputs:
            variables = self._walk.library(self._library, without=(candidate,))
            try:
                left = self._faults(variables, name, kinds)
            except Unevaluated:
                continue
            if fault not in left and len(left) < count:
                self._blamed[fault] = candidate, self._given[candidate]
                return candidate
        return None


def exceptions_of(variables: Variables, library: str | None = None) -> list[LibraryException]:
    """The exceptions in these variables: those of one library, or all. Empty if the variable is wrong, which is reported elsewhere."""
    try:
        check({"type": "exceptions"}, given := variables.value(EXCEPTIONS, []))
    except ValueError:
        return []
    return [LibraryException(**exception) for exception in given if library in (None, exception["library"])]


def _parsed(configuration: Any, kinds: Sequence[Kind]) -> tuple[dict[str, Declaration], list[Finding]]:
    """The declarations of a configuration by kind, and what is malformed. A fault in one kind does not hide those of the others."""
    declared: dict[str, Declaration] = {}
    faults: list[Finding] = []
    parts = [configuration]
    if isinstance(configuration, Mapping):
        parts = [{plural: given} for plural, given in configuration.items()]
    for part in parts:
        try:
            declared |= declare_all(part, (), kinds)
        except ValidationError as fault:
            faults += _problems("declaration", fault)
    return declared, faults


def declaration_faults(configuration: Any, kinds: Sequence[Kind], today: str) -> list[Finding]:
    """All that is wrong in the configuration of a library in one system. today: in ISO format."""
    declared, faults = _parsed(configuration, kinds)
    for refuse in (refuse_pretence, lambda some: refuse_expired(some, date.fromisoformat(today))):
        try:
            refuse(declared)
        except ValidationError as fault:
            faults += _problems("declaration", fault)
    by_name = {kind.name: kind for kind in kinds}
    faults += _references(declared, by_name)
    for name, declaration in declared.items():
        warnings = by_name[name].declared_warnings(declaration)
        faults += [Finding(WARNING, "rows", None, None, f"{text}.") for text in warnings]
    return list(dict.fromkeys(faults))


def expectation_faults(cases: Any, configuration: Any, temporary: ItemLocation) -> list[Finding]:
    """The cases of a truth table that contradict the declared rows. Cases that the rows do not decide are not faults."""
    declared, _faults = _parsed(configuration, catalogue.DECLARABLE)
    try:
        judgements = judge_cases(read_cases(cases), declared_objects(declared), temporary, complete=False)
    except ValidationError as fault:
        return _problems("expectation", fault)
    remedy = "Correct the case, or the declared rows and policies."
    return [
        error("expectation", None, f"{judgement.text}.", remedy)
        for judgement in judgements
        if judgement.state == DIFFERS
    ]


def _problems(code: str, fault: ValidationError) -> list[Finding]:
    return [error(code, None, f"{problem.rstrip('.')}.") for problem in fault.problems]


def _references(declared: Mapping[str, Declaration], kinds: Mapping[str, Kind]) -> Iterator[Finding]:
    states: dict[str, dict[Identity, str]] = {}
    for name, declaration in declared.items():
        if kinds[name].listed:
            states[name] = {item.identity: item.state for item in declaration.items}
    for user, label, kind, identity in _uses(declared, kinds):
        known = states.get(kind, {})
        what = kinds[kind].described(identity) if kind in kinds else f"'{named(identity)}'"
        if known.get(identity) == "absent":
            remedy = "Declare it without state absent, or name another one."
            yield error("absent_reference", None, f"{user}: {label} names {what}, which is declared as absent.", remedy)
        elif identity not in known:
            close = _similar(identity, [other for other, state in known.items() if state != "absent"])
            if close:
                message = f"{user}: {label} names {what}, which is not declared. Similar: {quoted(close)}."
                remedy = "Correct it, unless the library has such an object."
                yield Finding(WARNING, "similar_reference", None, None, message, remedy)


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
    return [names[match] for match in get_close_matches(name.casefold(), list(names), 3, _SIMILAR)]
