# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: run_alert
short_description: Find what changed since the last alert
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Reads the account of a run (C(run_file)), and returns what changed since the last alert, and the run as metrics. The playbook C(reshare.wms.alert) uses
    this filter.
  - A library has changed if its state, its reasons, its link, its objects that differ, or its checks that did not pass have changed. The time and the text of
    messages do not count.
positional: last
options:
  _input:
    description: The path of the account, or of a folder, whose newest account is read.
    type: path
    required: true
  last:
    description: The path of the file with the memory of the last alert. Without this file, the alert is the first one.
    type: path
    required: true
"""

EXAMPLES = r"""
- name: Show what changed
  ansible.builtin.debug:
    msg: "{{ ('runs/' | reshare.wms.run_alert('record/alert.json')).text }}"
"""

RETURN = r"""
_value:
  description:
    - "C(changed) is whether something changed, V(true) for the first alert. C(state) is the state of the run. C(text) is a message for
      people, and C(chat_text) the same for a chat system, which finds no mention, link or address in it."
    - "C(libraries) has the libraries that changed, each with C(library), C(state), C(reasons), C(link), C(before) (the state before), C(appeared) and C(gone)
      (titles of objects and checks). C(memory) is what to keep for the next alert."
    - "C(metrics) is the run in the text format of Prometheus, for the textfile collector of its node exporter: C(reshare_wms_finished_timestamp_seconds),
      C(reshare_wms_libraries), C(reshare_wms_sandbox) (V(1) for a rehearsal), C(reshare_wms_library_state) with the labels C(library) and C(state)
      (V(1) for the present state, V(0) for the others), C(reshare_wms_library_reason) with the labels C(library) and C(reason),
      C(reshare_wms_library_drift_objects) and C(reshare_wms_library_pending_objects) with the label C(library)."
  type: dict
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ansible.errors import AnsibleFilterError

from ..module_utils._core.errors import TaskError
from ..module_utils._core.files import absolute, read_regular
from ..plugin_utils._account import metrics, run_document
from ..plugin_utils._account.alert import FILE as MEMORY
from ..plugin_utils._account.alert import alert
from ..plugin_utils._account.folder import newest
from ..plugin_utils._file_format import FileFormat
from ..plugin_utils._filter import filter_module


def run_alert(given: str, last: str) -> dict[str, Any]:
    """The alert, and the metrics."""
    path, memory = absolute(str(given)), absolute(str(last))
    try:
        document = newest(path, datetime.now(UTC)) if path.is_dir() else _read(path, run_document.FILE)
        before = _read(memory, MEMORY) if memory.exists() else None
        return {**alert(document, before), "metrics": metrics.metrics(document)}
    except (TaskError, ValueError) as fault:
        raise AnsibleFilterError(str(fault)) from None


def _read(path: Path, of: FileFormat) -> dict[str, Any]:
    try:
        return of.read(read_regular(path, run_document.LARGEST))
    except OSError as fault:
        raise ValueError(f"{path} cannot be read: {fault.strerror}") from None
    except ValueError as fault:
        raise ValueError(f"{path} {fault}") from None


FilterModule = filter_module(run_alert=run_alert)
