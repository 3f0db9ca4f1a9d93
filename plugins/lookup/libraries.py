# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: libraries
short_description: Select the libraries of a play, and fail if no library is selected
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - For the keyword C(hosts) of a play. Returns the host pattern in the variable C(reshare_wms_libraries), V(all) by default. Set the
    variable on the command line, because Ansible selects hosts before it reads the variables of hosts and groups.
  - Ansible skips a play without hosts or tasks and reports success. This lookup fails before the first task if an inventory does not exist,
    if the inventory plugin P(reshare.wms.directory#inventory) failed, if the pattern or C(--limit) selects no host, if a tag of C(--tags)
    or C(--skip-tags) does not exist in the playbook, or if no task is selected.
  - If your own playbook imports a playbook of this collection, C(--limit) and C(--tags) can be meant for other plays. C(--limit) is not checked
    in this case, and a tag only fails if it is similar to one of the imported playbook and no file of yours contains it.
  - With O(named), also fails unless the play is for the libraries that a person named.
  - Also fails with C(--skip-tags always), if the tasks of the play have tags, and with C(--start-at-task), because both skip the checks before the first write.
  - Also fails if C(onboard_waves) is not a list of positive numbers and percentages, or if C(onboard_stop_after) is not a positive number.
options:
  _terms:
    description: The tags of the play's tasks.
    type: list
    elements: str
  reshare_wms_libraries:
    description: The host pattern.
    default: all
    vars:
      - name: reshare_wms_libraries
  named:
    description:
      - The name of a variable, for a playbook that ends something. It has to have the names of all libraries of the play, and no others, as a
        list or a text with commas. Set the variable on the command line.
    type: str
  named_required:
    description: Whether the variable O(named) has to be set.
    type: bool
    default: true
"""

EXAMPLES = r"""
- name: Onboard the libraries
  hosts: "{{ lookup('reshare.wms.libraries', 'circulation', 'reshare_settings', 'enable_reshare') }}"
  gather_facts: false
  tasks: []
"""

RETURN = r"""
_raw:
  description: The host pattern.
  type: list
  elements: str
"""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ansible import context
from ansible.errors import AnsibleError
from ansible.inventory.manager import InventoryManager, split_host_pattern
from ansible.plugins.lookup import LookupBase

from ..module_utils._core.errors import TaskError, similar
from ..plugin_utils._account import closing
from ..plugin_utils._inventory import inventory_sources, selection
from ..plugin_utils._inventory.extra_variables import misspelt_tags
from ..plugin_utils._inventory.received_places import places
from ..plugin_utils._inventory.unused_files import unreadable_files
from ..plugin_utils._variables.origin import reading

_NUMBER = re.compile(r"[1-9]\d{0,5}")
#: The size of a wave: a number of libraries, or a percentage of all libraries.
_WAVE = re.compile(rf"{_NUMBER.pattern}|(100|[1-9]\d?)%")
#: With these options of ansible-playbook nothing runs, and no inventory is needed.
_NOTHING_RUNS = ("syntax", "listtags", "listtasks")


class LookupModule(LookupBase):
    """Checks that there is something to do, and returns the host pattern."""

    def run(self, terms: list[str], variables: Any = None, **kwargs: Any) -> list[str]:
        """Ansible's entry point."""
        self.set_options(var_options=variables, direct=kwargs)
        pattern = self.get_option("reshare_wms_libraries")
        if not any(context.CLIARGS.get(option) for option in _NOTHING_RUNS):
            problems = self._problems(pattern, terms, variables) or self._unnamed(pattern, variables)
            if problems:
                text = f"Nothing was run. {' '.join(problems)}"
                raise AnsibleError(" ".join([text, *self._unwritten(text, variables)]))
        return [pattern]

    @staticmethod
    def _unwritten(reason: str, variables: Mapping[str, Any]) -> Iterator[str]:
        """Write the reason to the account of the run: a program must not read the account of an earlier run. Yields why it cannot be written."""
        try:
            closing.close_without_libraries(reason, variables)
        except TaskError as fault:
            yield f"{fault}."

    def _problems(self, pattern: str, tags: list[str], variables: Mapping[str, Any]) -> list[str]:
        playbooks = context.CLIARGS.get("args") or ()
        imported = not any(map(selection.our_playbook, playbooks))
        sources = variables.get("ansible_inventory_sources") or ()
        unread = [
            *inventory_sources.source_problems(sources),
            *unreadable_files(places(variables), variables["groups"], reading(self._loader)),
        ]
        if not variables["groups"]["all"]:
            return unread or inventory_sources.without_host(sources, self._loader)
        return [
            *unread,
            *self._host_problems(pattern, variables, imported),
            *(
                selection.tag_problems(tags, *_tags(variables))
                if all(map(selection.our_playbook, playbooks))
                else misspelt_tags(tags, variables, playbooks)
            ),
            *_skipping_problems(tags, variables, imported),
            *_wave_problems(variables.get("onboard_waves", [1]), variables.get("onboard_stop_after", 1)),
        ]

    def _unnamed(self, pattern: str, variables: Mapping[str, Any]) -> list[str]:
        """The problem if the named libraries of a run that ends something are not its libraries."""
        variable = self.get_option("named")
        given = self._templar.template(variables.get(variable)) if variable else None
        if not variable or not (given or self.get_option("named_required")):
            return []
        hosts = {host.name for host in self._manager(variables["groups"]).get_hosts(pattern)}
        libraries = [name for name in variables["ansible_play_hosts_all"] if name in hosts]
        problem = selection.named_problem(variable, given, libraries)
        return [problem] if problem else []

    def _host_problems(self, pattern: str, variables: Mapping[str, Any], imported: bool) -> list[str]:
        groups = variables["groups"]
        manager = self._manager(groups)
        limit = [] if imported else split_host_pattern(variables.get("ansible_limit") or "")
        unmatched = [
            f"{option} {part}: no such host or group. {similar(part.lstrip('!&'), {*groups, *groups['all']})}"
            for option, parts in (("reshare_wms_libraries", split_host_pattern(pattern)), ("--limit", limit))
            for part in parts
            if not part.startswith("@") and not manager.get_hosts(part.lstrip("!&"))
        ]
        if unmatched:
            return unmatched
        hosts = {host.name for host in manager.get_hosts(pattern)}
        # While the hosts of a play are an expression, this variable has all hosts that --limit leaves.
        left = set(groups["all"] if imported else variables["ansible_play_hosts_all"])
        if hosts & left:
            return []
        return [
            f"reshare_wms_libraries {pattern}"
            + (f" with --limit {','.join(limit)}" if limit else "")
            + " leaves no host."
        ]

    def _manager(self, groups: Mapping[str, list[str]]) -> InventoryManager:
        """Ansible's inventory manager, which finds the hosts of a pattern."""
        manager = InventoryManager(self._loader, parse=False)
        for group, hosts in groups.items():
            manager.add_group(group)
            for host in hosts:
                manager.add_host(host, group=group)
        return manager


def _skipping_problems(tags: Collection[str], variables: Mapping[str, Any], imported: bool) -> list[str]:
    """A problem for each option of the command line that skips the checks before the first write: they have the tag always, and are the first
    tasks. In a playbook of the caller, --start-at-task can be meant for another play, unless a plan is to be applied."""
    given = {
        "--skip-tags always": tags and "always" in _tags(variables)[1],
        "--start-at-task": context.CLIARGS.get("start_at_task") and (not imported or "plan" in variables),
    }
    return [
        f"{option} skips the checks before the first write. Leave it out." for option, used in given.items() if used
    ]


def _wave_problems(waves: Any, stop_after: Any) -> Iterator[str]:
    """Ansible accepts any text as the number of hosts, and takes all hosts at once for 0. If a run stopped after 0 failures, no wave would start."""
    if not (isinstance(waves, list) and waves and all(_WAVE.fullmatch(str(wave)) for wave in waves)):
        yield (
            'onboard_waves must be a list of positive numbers and percentages: -e \'{"onboard_waves": [1, 5, "25%"]}\'.'
        )
    if not _NUMBER.fullmatch(str(stop_after)):
        yield "onboard_stop_after must be a positive number of failed libraries: -e onboard_stop_after=1."


def _tags(variables: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    return list(variables.get("ansible_run_tags") or ["all"]), list(variables.get("ansible_skip_tags") or [])
