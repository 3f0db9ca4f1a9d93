# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""A period of days or weeks, and some days more."""

from __future__ import annotations

DOCUMENTATION = r"""
name: longer_period
short_description: Add days to a period
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - The role C(lending) uses this filter for the loan period of lenders, which covers the period of the borrowers and the transit.
positional: days
options:
  _input:
    description: The period, in days or weeks, for example V(16 weeks).
    type: str
    required: true
  days:
    description: The number of days to add.
    type: int
    required: true
"""

EXAMPLES = r"""
- name: Show the loan period of the lenders
  ansible.builtin.debug:
    msg: "{{ '16 weeks' | reshare.wms.longer_period(14) }}"  # 126 days
"""

RETURN = r"""
_value:
  description: The period in days, for example V(126 days).
  type: str
"""

from collections.abc import Callable
from typing import Any

from ansible.errors import AnsibleFilterError

from ansible_collections.reshare.wms.plugins.module_utils._core.values import Integer
from ansible_collections.reshare.wms.plugins.module_utils._wms.periods import longer


def longer_period(period: Any, days: Any) -> str:
    """The period, and the days more."""
    try:
        return longer(period, Integer().normalise(days) or 0)
    except ValueError as fault:
        raise AnsibleFilterError(f"the period or the number of days {fault}") from None


class FilterModule:
    """Ansible's entry point."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """The filters by name."""
        return {"longer_period": longer_period}
