# SPDX-License-Identifier: GPL-3.0-or-later

from ..plugin_utils._action.module_action import action_of

ActionModule = action_of(__name__)
