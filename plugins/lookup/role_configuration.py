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
  - Merges configurations, such as those in C(roles/borrowing/vars/main.yml), in their order. For one kind, lists are concatenated, and
    of dictionaries, the later values apply. Two different shapes for one kind are an error.
  - It evaluates variables as Ansible does, but faster. In a variable of a library, V(null) means the default of the role if that is composed of other
    variables, such as C(borrowing_configuration).
  - The roles use this lookup. The variables of the roles have to be loaded (C(tasks_from=declared)).
options:
  _terms:
    description: >-
      The names of variables, each of which is a list of configurations, or a dictionary of the stops of a withdrawn library
      (C(reshare_settings_stops)). A stop that the playbook C(reshare.wms.withdraw) has set applies while the library is withdrawn. Afterwards, the
      value that it replaced applies, unless another one is declared.
    type: list
    elements: str
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
    msg: "{{ lookup('reshare.wms.role_configuration', 'borrowing_parts') }}"
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

from ..module_utils._core.errors import TaskError
from ..plugin_utils._roles.library_values import LibraryValues


class LookupModule(LookupBase):
    """Ansible's entry point."""

    def run(self, terms: list[str], variables: Any = None, **kwargs: Any) -> list[Any]:
        """A list with one configuration, merged from all parts."""
        self.set_options(var_options=variables, direct=kwargs)
        try:
            return [LibraryValues(variables, self._templar).role_configuration(terms)]
        except TaskError as fault:
            raise AnsibleError(str(fault)) from None
