# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action plugin of the module worksheet_mail."""

from __future__ import annotations

from ansible_collections.reshare.wms.plugins.modules.worksheet_mail import TASK
from ansible_collections.reshare.wms.plugins.plugin_utils._module_action import ModuleAction


class ActionModule(ModuleAction):
    """Runs the task of the module."""

    TASK = TASK
