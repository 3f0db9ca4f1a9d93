# SPDX-License-Identifier: GPL-3.0-or-later

"""The variables of this collection, read from the files that declare them: roles, playbooks and connection options."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ansible.module_utils.common.yaml import yaml_load

from ...module_utils._task.arguments import CONNECTION, CREDENTIALS, RESHARE, VARIABLES

COLLECTION = Path(__file__).resolve().parents[3]
#: The modules with which a playbook declares its variables.
VALIDATE = ("reshare.wms.validate_variables", "reshare.wms.validate_inventory")
_SET_FACT = "ansible.builtin.set_fact"

_IMPORTING = ("onboard",)

#: Variables of the plugins, by name, as in Ansible's argument specs.
_PLUGINS: dict[str, dict[str, Any]] = {
    "reshare_wms_libraries": {"type": "raw"},
    "reshare_wms_inline": {"type": "bool"},
    "reshare_wms_own_variables": {"type": "list", "elements": "str"},
    "reshare_wms_extra_variables": {"type": "list", "elements": "str"},
    "run_file": {"type": "path"},
    "reshare_slug": {"type": "str"},
    "reshare_name": {"type": "str"},
    "reshare_symbols": {"type": "list", "elements": "str"},
    "reshare_consortia": {"type": "list", "elements": "str"},
}

#: The roles that need these connection options besides their own, from variables or the environment.
_CONNECTION_OF = {"onboard": ("wms_key", "wms_secret", *CREDENTIALS[RESHARE])}

#: The roles whose variables describe a run, not a library, by the playbook that uses them.
_ROLES_OF_RUNS = {"onboard": ("plan",)}
_IMPORT = "ansible.builtin.import_playbook"

#: The type of the dates on which accounts expire.
EXPIRATION_DATE = "expiration_date"
#: Types that do not exist in Ansible's argument specs, by the ending of the variable's name.
_TYPES = {
    "consortium_loan_period": "period_of_days",
    "_reshelving_period": "period",
    "_period": "period_above_zero",
    "_notice": "notice",
    "lending_account_expires": EXPIRATION_DATE,
    "preflight_authorisation_form": "past_date",
    "preflight_waivers": "waivers",
    "consortium_exceptions": "exceptions",
    "lending_account_pattern": "account_pattern",
    "lending_accounts": "accounts",
    "wms_identity_url": "identity_url",
    "_url": "url",
    "_registry_id": "registry_id",
    "wms_main_branch": "registry_id",
    "reshare_settings_pickup_entries": "pickup_entries",
    "library_contact": "contact",
    "library_display_name": "display_name",
    "lending_account_email": "address",
    "worksheet_sender": "address",
    "worksheet_reply_to": "address",
    "run_file": "run_file",
    "wms_record_dir": "record_folder",
    "circulation_expectations": "expectations",
    "circulation_expectations_file": "expectations_file",
}


#: Variables that make one of the connection options unnecessary.
INSTEAD = {"wms_key": "reshare_settings_wms_key", "wms_secret": "reshare_settings_wms_secret"}


@dataclass(frozen=True)
class Specification:
    """The variables of the collection.

    options: the variables that can be set, by name, as in an argument spec. required: by role, the names of its required options.
    results: names of task results and facts, which only the tasks of the collection set. internal: variables of plays, tasks and roles that are not options.
    defaults: of the roles, as written. of_playbooks: the options that only playbooks have. of_runs: by playbook, the options that describe its
    run, not a library.
    """

    options: dict[str, dict[str, Any]] = field(default_factory=dict)
    required: dict[str, frozenset[str]] = field(default_factory=dict)
    results: frozenset[str] = frozenset()
    internal: frozenset[str] = frozenset()
    defaults: dict[str, Any] = field(default_factory=dict)
    of_playbooks: frozenset[str] = frozenset()
    of_runs: dict[str, frozenset[str]] = field(default_factory=dict)

    def required_by(self, roles: Iterable[str]) -> set[str]:
        """The variables that these roles need, with those of the connection."""
        return set().union(*(self.required[role].union(_CONNECTION_OF.get(role, ())) for role in roles))

    def used_by(self, roles: Collection[str], options: Iterable[str]) -> set[str]:
        """The variables that a play with these roles and options uses: all but the options of other playbooks, whose secrets may be in files that
        only they load. Without roles, only the place of the account."""
        return self.options.keys() - (self.of_playbooks - set(options)) if roles else {"run_file"}


@cache
def specification() -> Specification:
    """The variables of the installed collection. They are read once; Ansible's worker processes inherit them."""
    specs: dict[str, dict[str, Any]] = {
        path.parents[1].name: load(path)["argument_specs"]["main"]["options"]
        for path in sorted((COLLECTION / "roles").glob("*/meta/argument_specs.yml"))
    }
    tasks = [task for path in _task_files() for task in _mappings(load(path))]
    defaults = _role_variables("defaults")
    options: dict[str, dict[str, Any]] = {}
    # Roles that import others come first, since they only refer to the descriptions there.
    roles = sorted(specs, key=lambda role: role not in _IMPORTING)
    connection = {name: {**CONNECTION[option], "required": False} for option, name in VARIABLES.items()}
    del connection[VARIABLES["library"]]
    of_libraries = [_PLUGINS, connection, *(specs[role] for role in roles)]
    for some in (*of_libraries, *_playbook_options(tasks)):
        options |= {name: _typed(name, option) for name, option in some.items()}
    results = {str(task["register"]) for task in tasks if "register" in task}
    results |= {str(name) for task in tasks for name in task.get(_SET_FACT) or ()}
    internal = {*_role_variables("vars"), *(str(name) for task in tasks for name in task.get("vars") or ())}
    internal |= {str(name) for path in (COLLECTION / "playbooks/vars").glob("*.yml") for name in load(path)}
    required = {
        role: frozenset(name for name, option in spec.items() if option.get("required")) for role, spec in specs.items()
    }
    of_playbooks = frozenset(options.keys() - {name for some in of_libraries for name in some})
    of_runs = {path.stem: _run_options(path, specs) for path in (COLLECTION / "playbooks").glob("*.yml")}
    return Specification(
        options, required, frozenset(results), frozenset(internal - options.keys()), defaults, of_playbooks, of_runs
    )


def in_environment() -> set[str]:
    """The connection options that environment variables set, by the names of their variables."""
    names = {variable: CONNECTION[name].get("fallback", (None, []))[1] for name, variable in VARIABLES.items()}
    return {name for name, variables in names.items() if any(variable in os.environ for variable in variables)}


def _typed(name: str, option: dict[str, Any]) -> dict[str, Any]:
    special = next((type_ for ending, type_ in _TYPES.items() if name.endswith(ending)), None)
    return {**option, "type": special} if special else option


def _playbook_options(tasks: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, dict[str, Any]]]:
    for task in tasks:
        for module in VALIDATE:
            options = (task.get(module) or {}).get("options")
            # In the task for all libraries, the options are an expression for those of the playbook.
            if isinstance(options, dict):
                yield options


def _run_options(path: Path, specs: Mapping[str, Mapping[str, Any]]) -> frozenset[str]:
    """The options of a playbook, of its roles for runs, and of the playbooks that it imports."""
    parts = list(_mappings(load(path)))
    roles = [specs[role] for role in _ROLES_OF_RUNS.get(path.stem, ())]
    own = frozenset(name for some in (*roles, *_playbook_options(parts)) for name in some)
    return own.union(*(_run_options(path.parent / part[_IMPORT], specs) for part in parts if _IMPORT in part))


def _task_files() -> Iterator[Path]:
    yield from (COLLECTION / "roles").glob("*/tasks/*.yml")
    yield from (COLLECTION / "playbooks").glob("*.yml")
    yield from (COLLECTION / "playbooks/tasks").glob("*.yml")


def _role_variables(part: str) -> dict[str, Any]:
    """The variables in the defaults or vars of all roles, as written."""
    paths = (COLLECTION / "roles").glob(f"*/{part}/main.yml")
    return {name: value for path in paths for name, value in (load(path) or {}).items()}


def load(path: Path) -> Any:
    """The content of a YAML file of the collection."""
    return yaml_load(path.read_text(encoding="utf-8"))


def _mappings(value: Any) -> Iterator[dict[str, Any]]:
    """Every mapping in a file of tasks: plays, blocks and tasks."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _mappings(item)
