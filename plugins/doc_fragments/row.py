# SPDX-License-Identifier: GPL-3.0-or-later

"""Documentation of rows of ReShare's lending tables."""

from .changes import ModuleDocFragment as Changes
from .tenant import ModuleDocFragment as Tenant


class ModuleDocFragment:
    """The option ``state``, notes on codes, and the returned row."""

    DOCUMENTATION: str = (
        r"""
options:
  state:
    description:
      - V(present) creates the row, or changes the fields that are set.
      - V(absent) removes it. ReShare only hides a row that is in use. A hidden row counts as removed.
    type: str
    choices:
      - present
      - absent
    default: present"""
        + Tenant.NOTES
        + r"""  - A row is identified by its code. It cannot be renamed. A task with another code creates another row.
  - The task fails if the code differs from an existing one only in case, or if the code exists twice. Leading and trailing blanks of a code
    are ignored, because ReShare removes them (inferred).
  - ReShare creates rows automatically for new codes, so rows that are not in the inventory are normal. Rows that are not declared are never
    changed.
  - ReShare shows a hidden location again when it receives the location's code. A task with O(state=absent) then hides it again. A hidden
    shelving location stays hidden (as of mod-rs's source).
"""
    )

    RETURN: str = (
        Changes.RETURN
        + r"""
object:
  description:
    - The row after the task, with the fields that are set. V(null) if it was removed.
    - The keys are the options of this module.
  returned: success
  type: dict
"""
    )
