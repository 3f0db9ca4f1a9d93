# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: person
short_description: The person who runs Ansible
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Returns the user of the automation controller who started the job. Without a controller, the name of the user who runs Ansible, from the environment
    (C(LOGNAME), C(USER), C(LNAME), C(USERNAME)) or else from the system; for a user without a name, such as in some containers, V(uid 1000) with the
    number of the user.
  - The roles use it as the default of C(enable_reshare_by) and C(plan_by). Nothing is approved by default; an approval needs a name that somebody wrote.
options:
  controller_user:
    description: The user of the automation controller. A job that a schedule started has none.
    type: str
    vars:
      - name: tower_user_name
      - name: awx_user_name
"""

EXAMPLES = r"""
- name: Show the person
  ansible.builtin.debug:
    msg: "{{ lookup('reshare.wms.person') }}"
"""

RETURN = r"""
_raw:
  description: The name of the person.
  type: list
  elements: str
"""

import getpass
import os
from typing import Any

from ansible.plugins.lookup import LookupBase


class LookupModule(LookupBase):
    """Ansible's entry point."""

    def run(self, terms: list[str], variables: Any = None, **kwargs: Any) -> list[str]:
        """The name of one person."""
        self.set_options(var_options=variables, direct=kwargs)
        return [str(self.get_option("controller_user") or "").strip() or _user()]


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        # The exception depends on the release of Python.
        return f"uid {os.getuid()}"
