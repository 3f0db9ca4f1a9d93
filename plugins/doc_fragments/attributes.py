# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documentation of the attributes shared by all modules."""

from __future__ import annotations


class ModuleDocFragment:
    """Attributes of modules that change something; as parts, of those that only read, and of those that run on the controller."""

    DOCUMENTATION = r"""
options: {}
attributes:
  check_mode:
    description: Supports C(check_mode). Returns the changes that would be made, without making them.
    support: full
  diff_mode:
    description: Returns the changed fields before and after (in C(check_mode), the changes that would be made) in C(diff) mode.
    support: full
  idempotent:
    description: A second run with the same arguments outside check mode changes and writes nothing.
    support: full
"""

    INFO = r"""
options: {}
attributes:
  check_mode:
    description: Supports C(check_mode). The module never changes anything.
    support: full
  diff_mode:
    description: Returns details of changes in C(diff) mode.
    support: N/A
    details:
      - The module never changes anything.
  idempotent:
    description: A second run changes nothing.
    support: full
"""

    CONTROLLER = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/reshare.wms.all) in C(module_defaults) to set this module's connection options once.
    support: none
    membership: []
notes:
  - Runs on the controller, without a connection.
"""
