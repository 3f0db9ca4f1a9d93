# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: progress
type: aggregate
short_description: Show how far a long task is
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - "While a task for many libraries takes long, shows how many of them are through it, at most every ten seconds: C(Apply the configuration: 120 of 200
    libraries, 3 failed)."
  - It writes no file and changes no result. The account of a run (C(run_file)) is the same with and without it.
requirements:
  - Enable the callback in C(callbacks_enabled) of the section C([defaults]) or with E(ANSIBLE_CALLBACKS_ENABLED).
seealso:
  - module: reshare.wms.run_summary
"""

EXAMPLES = r"""
# ansible.cfg
#
# [defaults]
# callbacks_enabled = reshare.wms.progress
"""

import time
from typing import Any

from ansible.plugins.callback import CallbackBase

from ..plugin_utils._account.progress import Progress


class CallbackModule(CallbackBase):
    """Counts the libraries that are through each task."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "reshare.wms.progress"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self, *arguments: Any, **options: Any):
        super().__init__(*arguments, **options)
        self._progress = Progress(self._display.display, time.monotonic)

    def v2_playbook_on_play_start(self, play: Any) -> None:
        """A play begins."""
        self._progress.begin(len(play.get_variable_manager().get_vars(play=play)["ansible_play_hosts_all"]))

    def v2_runner_on_ok(self, result: Any) -> None:
        """A task succeeded."""
        self._take(result, False)

    def v2_runner_on_failed(self, result: Any, ignore_errors: bool = False) -> None:
        """A task failed."""
        self._take(result, not ignore_errors)

    def v2_runner_on_unreachable(self, result: Any) -> None:
        """A library could not be reached."""
        self._take(result, True)

    def v2_runner_on_skipped(self, result: Any) -> None:
        """A task was skipped for a library."""
        self._take(result, False)

    def _take(self, result: Any, failed: bool) -> None:
        task = result._task
        if not task.run_once:
            self._progress.take(task.get_path(), task.get_name(), result._host.get_name(), failed)
