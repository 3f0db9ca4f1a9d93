# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: capture_tool
short_description: Return the files with which a person installs the capture tool and the assistant
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - The capture tool reads what a person sees on a screen of OCLC Service Configuration into a file. It changes nothing and sends nothing
    anywhere.
  - The assistant is a browser extension that contains the capture tool, and fills forms from a worksheet if O(reshare.wms.loan_policy#module:wms_fill) is set.
  - The playbook C(reshare.wms.capture) writes these files.
options:
  _terms:
    description: Not used.
    type: list
    elements: str
    default: []
"""

EXAMPLES = r"""
- name: Write the page with the bookmark
  ansible.builtin.copy:
    content: "{{ (query('reshare.wms.capture_tool') | first).content }}"
    dest: capture.html
    mode: "0644"
"""

RETURN = r"""
_raw:
  description: The files, the page first.
  type: list
  elements: dict
  contains:
    path:
      description: The path of the file, relative to the folder of the tool.
      type: str
    content:
      description: The text of the file.
      type: str
"""

from typing import Any

from ansible.plugins.lookup import LookupBase

from ..plugin_utils._assistant.installation import installation


class LookupModule(LookupBase):
    """Ansible's entry point."""

    def run(self, terms: list[str], variables: Any = None, **kwargs: Any) -> list[dict[str, str]]:
        """The files."""
        return [{"path": path, "content": content} for path, content in installation().items()]
