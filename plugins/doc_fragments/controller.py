# SPDX-License-Identifier: GPL-3.0-or-later

"""Documentation of modules that run on the controller."""

from .attributes import ModuleDocFragment as Attributes
from .failure import ModuleDocFragment as Failure


class ModuleDocFragment:
    """Attributes and notes, of modules that change something; as a part, of those that only read."""

    _CONTROLLER = r"""
notes:
  - Runs on the controller, without a connection.
attributes:
  action_group:
    description: Use C(group/reshare.wms.all) in C(module_defaults) to set this module's connection options once.
    support: none
    membership: []"""

    DOCUMENTATION: str = _CONTROLLER + Attributes.CHANGES
    INFO: str = _CONTROLLER + Attributes.READS
    RETURN: str = Failure.RETURN
