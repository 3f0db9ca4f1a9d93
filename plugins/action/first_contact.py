# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the module of the same name in Ansible's worker."""

from ansible_collections.reshare.wms.plugins.plugin_utils._action.module_action import ModuleAction


class ActionModule(ModuleAction):
    """The action plugin of the module."""
