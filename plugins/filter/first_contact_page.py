# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: first_contact_page
short_description: Write the findings of a first contact as a web page
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Returns the text of the page of the playbook C(reshare.wms.first_contact).
positional: _input
options:
  _input:
    description: The return value C(document) of M(reshare.wms.first_contact).
    type: dict
    required: true
  library:
    description: The name of the library.
    type: str
    required: true
  warnings:
    description: The warnings of the task, which the page shows beside its verdict.
    type: list
    elements: str
    default: []
"""

EXAMPLES = r"""
- name: Write the page of one library
  reshare.wms.output_files:
    files: "{{ {'contact.html': contact.document | reshare.wms.first_contact_page(inventory_hostname, contact.warnings | default([]))} }}"
"""

RETURN = r"""
_value:
  description: An HTML document without references to other files.
  type: str
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ansible.errors import AnsibleFilterError

from ..plugin_utils._filter import filter_module
from ..plugin_utils._first_contact.contact_page import html


def first_contact_page(document: Mapping[str, Any], library: str, warnings: Sequence[str] = ()) -> str:
    """The page."""
    try:
        return html(document, library, warnings)
    except ValueError as fault:
        raise AnsibleFilterError(
            f"first_contact_page: the input {fault}; pass the return value document of reshare.wms.first_contact"
        ) from None


FilterModule = filter_module(first_contact_page=first_contact_page)
