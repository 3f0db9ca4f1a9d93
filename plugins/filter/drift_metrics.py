# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: drift_metrics
short_description: Write a drift file as metrics for Prometheus
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Returns the C(drift_file) of the playbook C(reshare.wms.drift) in the text format of Prometheus, for the textfile collector of its node
    exporter. The playbook C(reshare.wms.alert) writes this file.
  - "The metrics are C(reshare_wms_drift_finished_timestamp_seconds), C(reshare_wms_drift_libraries),
    C(reshare_wms_drift_sandbox) (V(1) for a rehearsal), C(reshare_wms_drift_library_state) with
    the labels C(library) and C(state) (V(1) for the present state, V(0) for the others), C(reshare_wms_drift_library_drift_objects) and
    C(reshare_wms_drift_library_pending_objects) with the label C(library)."
positional: name
options:
  _input:
    description: The drift file, as text or data.
    type: raw
    required: true
  name:
    description: Its path, for messages.
    type: str
    default: the drift file
"""

EXAMPLES = r"""
- name: Write the metrics
  ansible.builtin.copy:
    content: "{{ lookup('ansible.builtin.file', 'drift.json') | reshare.wms.drift_metrics }}"
    dest: /var/lib/node_exporter/reshare_wms.prom
    mode: "0644"
"""

RETURN = r"""
_value:
  description: The metrics.
  type: str
"""

from datetime import datetime
from typing import Any

from ansible.errors import AnsibleFilterError

from ..plugin_utils._comparison.drift_changes import read
from ..plugin_utils._comparison.metrics import metrics
from ..plugin_utils._filter import filter_module


def drift_metrics(given: Any, name: str = "the drift file") -> str:
    """The metrics."""
    try:
        document = read(given, name)
        return metrics(document, datetime.fromisoformat(document["finished"]).timestamp())
    except (AttributeError, KeyError, TypeError, ValueError) as fault:
        raise AnsibleFilterError(str(fault)) from None


FilterModule = filter_module(drift_metrics=drift_metrics)
