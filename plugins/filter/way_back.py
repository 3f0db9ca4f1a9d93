# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: way_back
short_description: Declare what was in place before runs since a day
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Reads the accounts of runs (C(run_file)) in a folder, and returns the declarations that bring back what the runs since a day replaced. What they created,
    including rows of a map, is declared with C(state=absent). The playbook C(reshare.wms.restore) uses this filter.
  - Only what C(onboard), C(advance) and C(apply) changed is brought back. The link, patron accounts and patron IDs are left alone, and so is an earlier value
    that is a secret.
positional: since
options:
  _input:
    description: The folder with the accounts.
    type: path
    required: true
  since:
    description: The first day of the runs, in UTC, such as V(2026-11-27).
    type: str
    required: true
"""

EXAMPLES = r"""
- name: Show the declarations of a library
  ansible.builtin.debug:
    msg: "{{ ('runs' | reshare.wms.way_back('2026-11-27')).libraries.adams.circulation_configuration }}"
"""

RETURN = r"""
_value:
  description:
    - C(libraries) has C(circulation_configuration) and C(reshare_configuration) by library, in the format of the playbook C(reshare.wms.apply), and
      C(left_alone), the titles of objects that are not brought back, with the reasons. C(left_out) has the files that were not used, with the reasons.
  type: dict
"""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from ansible.errors import AnsibleFilterError

from ..module_utils._core.errors import TaskError
from ..module_utils._core.files import absolute
from ..plugin_utils._account.folder import accounts
from ..plugin_utils._account.going_back import made
from ..plugin_utils._account.going_back import way_back as of_runs
from ..plugin_utils._filter import filter_module


def way_back(folder: str, since: str) -> dict[str, Any]:
    """The way back of each library."""
    try:
        runs, left_out = accounts(absolute(str(folder)), datetime.now(UTC), made(str(since)))
        libraries = {name: asdict(back) for name, back in of_runs(runs).items()}
    except TaskError as fault:
        raise AnsibleFilterError(str(fault)) from None
    return {"libraries": libraries, "left_out": {left.file: left.reason for left in left_out}}


FilterModule = filter_module(way_back=way_back)
