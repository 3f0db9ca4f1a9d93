# SPDX-License-Identifier: GPL-3.0-or-later

"""Documentation of modules that refer to objects of an earlier task."""

from __future__ import annotations


class ModuleDocFragment:
    """The option ``earlier_diff``."""

    DOCUMENTATION = r"""
options:
  earlier_diff:
    description:
      - The RV(reshare.wms.circulation_configuration#module:diff) of an earlier task M(reshare.wms.circulation_configuration) of the same play.
      - In C(check_mode), that task has created nothing. With this option, references to the shelving locations that it would create are valid.
        Without it, the task issues a warning that they do not exist. Outside C(check_mode), this option is ignored.
    type: dict
"""
