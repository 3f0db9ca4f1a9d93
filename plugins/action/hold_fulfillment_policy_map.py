# SPDX-License-Identifier: GPL-3.0-or-later

from ..plugin_utils._action.module_action import ModuleAction


class ActionModule(ModuleAction):
    """Runs the module of the same name in Ansible's worker."""
