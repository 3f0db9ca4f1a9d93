# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: report_summary
short_description: Summarise a report as Markdown
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Returns the headline of a report, its problems, and its changes with the libraries to which they apply, as Markdown of at most 40 lines.
    Equal changes of several libraries are one line. The playbook C(reshare.wms.summary) writes it to a file.
  - Texts from libraries and systems are shown as code, so they cannot be markup, links, or mentions of people.
positional: _input
options:
  _input:
    description: The report, from the JSON file of P(reshare.wms.report#callback).
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: Show the summary of a report
  ansible.builtin.debug:
    msg: "{{ lookup('ansible.builtin.file', 'reports/check.json') | from_json | reshare.wms.report_summary }}"
"""

RETURN = r"""
_value:
  description: The summary, as Markdown in the flavour of GitHub and GitLab.
  type: str
"""

from collections.abc import Mapping
from typing import Any

from ansible.errors import AnsibleFilterError

from ..plugin_utils._filter import filter_module
from ..plugin_utils._report.summary import markdown


def report_summary(report: Mapping[str, Any]) -> str:
    """The summary."""
    try:
        return markdown(report)
    except ValueError as fault:
        raise AnsibleFilterError(
            f"this is not the JSON file of the callback reshare.wms.report ({fault}); run the playbook again with this version"
        ) from fault


FilterModule = filter_module(report_summary=report_summary)
