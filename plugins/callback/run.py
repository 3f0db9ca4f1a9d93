# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: run
type: aggregate
short_description: Show the progress of a run, and write the account of one that does not come to its end
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - "While a task for many libraries takes long, shows how many of them have finished it, at most every ten seconds: C(Apply the configuration: 120 of 200
    libraries, 3 failed)."
  - If a run does not get to its last task, because all libraries failed or a person interrupted it, makes its account from the results so far, writes it to
    C(run_file), if that is set, and shows its last lines.
  - The account of a run that gets to its last task (M(reshare.wms.run_summary)) is the same with and without this callback.
requirements:
  - Enable the callback in C(callbacks_enabled) of the section C([defaults]) or with E(ANSIBLE_CALLBACKS_ENABLED).
seealso:
  - module: reshare.wms.run_summary
"""

EXAMPLES = r"""
# ansible.cfg
#
# [defaults]
# callbacks_enabled = reshare.wms.run
"""

import atexit
import os
import time
from typing import Any

from ansible.plugins.callback import CallbackBase

from ..plugin_utils._account import closing
from ..plugin_utils._account.progress import Progress
from ..plugin_utils._inventory.selection import our_playbook


class CallbackModule(CallbackBase):
    """Counts the libraries that finished each task, and closes the account."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "reshare.wms.run"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self, *arguments: Any, **options: Any):
        super().__init__(*arguments, **options)
        self._progress = Progress(self._display.display, time.monotonic)
        self._failed: set[str] = set()
        self._play: Any = None
        self._playbook: str | None = None
        self._closed = 0
        atexit.register(self._close, os.getpid())

    def v2_playbook_on_start(self, playbook: Any) -> None:
        """A playbook of the command line begins."""
        self._playbook, self._closed, self._play = our_playbook(playbook._file_name), closing.closed(), None
        self._failed.clear()

    def v2_playbook_on_play_start(self, play: Any) -> None:
        """A play begins."""
        self._play = play
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

    def v2_playbook_on_stats(self, stats: Any) -> None:
        """A playbook of the run ended."""
        self._close(os.getpid())

    def _close(self, process: int) -> None:
        """Close the account of a run that did not get to its last task. Does nothing in a worker process, which inherits this handler."""
        if self._play is not None and process == os.getpid():
            play, self._play = self._play, None
            # A playbook of another author can import ours.
            playbook = self._playbook or our_playbook(play.get_path().rpartition(":")[0])
            if playbook and closing.closed() == self._closed:
                variables = play.get_variable_manager().get_vars(play=play)
                closing.close_early(playbook, variables, self._failed, play.get_loader(), self._display)

    def _take(self, result: Any, failed: bool) -> None:
        task = result._task
        if failed:
            self._failed.add(result._host.get_name())
        if not task.run_once:
            self._progress.take(task.get_path(), task.get_name(), result._host.get_name(), failed)
