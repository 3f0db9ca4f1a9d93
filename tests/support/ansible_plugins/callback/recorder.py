# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes the result of every task as a line of JSON to the file in RECORDER_FILE."""

from __future__ import annotations

import json
import os

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: recorder
type: notification
short_description: Results of tasks as lines of JSON
description: Used by the integration tests of reshare.wms only.
options: {}
"""


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "recorder"
    CALLBACK_NEEDS_ENABLED = True

    def _record(self, status, result):
        task = result._task
        self._write(
            host=result._host.get_name(), task=task.get_name(), status=status, result=result._result, args=task.args
        )

    def _write(self, **line):
        with open(os.environ["RECORDER_FILE"], "a", encoding="utf-8") as file:
            file.write(json.dumps(line, default=str) + "\n")

    def v2_runner_on_ok(self, result):
        self._record("ok", result)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self._record("ignored" if ignore_errors else "failed", result)

    def v2_runner_on_skipped(self, result):
        self._record("skipped", result)

    def v2_runner_on_unreachable(self, result):
        self._record("unreachable", result)

    def v2_playbook_on_stats(self, stats):
        for host in stats.processed:
            self._write(host=host, task=None, status="stats", result=stats.summarize(host))
