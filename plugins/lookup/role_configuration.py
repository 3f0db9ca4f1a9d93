# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: role_configuration
short_description: The configuration that roles declare for a library
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Returns one configuration, made of the variables of the roles C(borrowing), C(lending) or C(reshare_settings) for the library. C(borrowing_configuration),
    C(lending_configuration) and C(reshare_settings_configuration), if set, replace the objects that are the same for every library. Those whose number
    depends on the library are added, such as notices, accounts, rows for patron types, and objects with a former name, and finally C(borrowing_more),
    C(lending_more) and C(reshare_settings_more).
  - The roles use this lookup. The variables of the roles have to be loaded (C(tasks_from=declared)).
options:
  _terms:
    description: The roles.
    type: list
    elements: str
    choices: [borrowing, lending, reshare_settings]
    required: true
seealso:
  - module: reshare.wms.circulation_configuration
  - module: reshare.wms.reshare_configuration
"""

EXAMPLES = r"""
- name: Load the variables of the role borrowing
  ansible.builtin.import_role:
    name: reshare.wms.borrowing
    tasks_from: declared

- name: Show what the role borrowing declares
  ansible.builtin.debug:
    msg: "{{ lookup('reshare.wms.role_configuration', 'borrowing') }}"
"""

RETURN = r"""
_raw:
  description: One configuration, in the format of the module that applies it.
  type: list
  elements: dict
"""

from typing import Any

from ansible.errors import AnsibleError
from ansible.plugins.lookup import LookupBase

from ..module_utils._core.errors import TaskError, quoted
from ..plugin_utils._roles.library_values import ROLES, LibraryValues


class LookupModule(LookupBase):
    """Ansible's entry point."""

    def run(self, terms: list[str], variables: Any = None, **kwargs: Any) -> list[Any]:
        """One configuration of all these roles."""
        self.set_options(var_options=variables, direct=kwargs)
        if not terms or not set(terms) <= ROLES.keys():
            raise AnsibleError(f"the roles are {quoted(terms) or 'missing'}; use {quoted(ROLES)}")
        try:
            return [LibraryValues(variables, self._templar).role_configuration(terms)]
        except TaskError as fault:
            raise AnsibleError(str(fault)) from None
