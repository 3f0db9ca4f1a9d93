# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documentation of the attributes that modules have in common."""

from __future__ import annotations


class ModuleDocFragment:
    """Attributes: of modules that change something, and of those that only read (part ``info``)."""

    DOCUMENTATION = r"""
options: {}
attributes:
  check_mode:
    description: Can run in C(check_mode) and tell what would change, without changing anything.
    support: full
  diff_mode:
    description: Returns details on what has changed (or would have to change, in C(check_mode)) when in C(diff) mode.
    support: full
  idempotent:
    description: When run twice in a row outside check mode, with the same arguments, the second run changes and writes nothing.
    support: full
  action_group:
    description: Use C(group/reshare.wms.all) in C(module_defaults) to set the options of this module's connection once.
    support: full
    membership:
      - reshare.wms.all
"""

    INFO = r"""
options: {}
attributes:
  check_mode:
    description: Can run in C(check_mode). Nothing is ever changed.
    support: full
  diff_mode:
    description: Returns details on what has changed when in C(diff) mode.
    support: N/A
    details:
      - Nothing is ever changed.
  idempotent:
    description: When run twice in a row, the second run changes nothing.
    support: full
  action_group:
    description: Use C(group/reshare.wms.all) in C(module_defaults) to set the options of this module's connection once.
    support: full
    membership:
      - reshare.wms.all
"""
