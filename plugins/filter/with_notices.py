# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""The notices of a role, as objects of its configuration."""

from __future__ import annotations

DOCUMENTATION = r"""
name: with_notices
short_description: Add notices to a circulation configuration
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Adds a legacy Notification Policy or a Next-Generation template for each notice, and assigns it in the policies that send it. The
    Next-Generation types are enabled in C(notification_settings), which are written last. The roles C(borrowing) and C(lending) use this
    filter.
  - With V(next_generation), the fields for legacy notices are cleared.
positional: texts
options:
  _input:
    description: The configuration, in the format of O(reshare.wms.circulation_configuration#module:configuration).
    type: dict
    required: true
  texts:
    description:
      - The texts by notice (C(pickup), C(shelf_expiry), C(overdue), C(recall), C(bill)), each with C(subject), C(start_text) and
        C(end_text). A notice without texts (V(null) or V({\})) is not sent; its fields are cleared.
    type: dict
    required: true
  name:
    description: The name of the policies that send the notices, and the beginning of the names of the notices.
    type: str
    required: true
  notifications:
    description: The kind of notifications.
    type: str
    choices: [legacy, next_generation]
    default: legacy
  patron_types:
    description: The patron types whose Patron Type Policy sends the bill notice.
    type: list
    elements: str
    default: []
  labels:
    description:
      - The labels on the library's screens of the templates for C(pickup) and C(shelf_expiry), which were not seen in OCLC's documentation.
        Without a label, the notice remains a legacy one.
    type: dict
    default: {}
  former:
    description: With V(legacy), the Notification Policies that a template replaces are removed.
    type: list
    elements: str
    default: []
"""

EXAMPLES = r"""
- name: Show the objects for an overdue notice
  ansible.builtin.debug:
    msg: "{{ {} | reshare.wms.with_notices({'overdue': {'subject': 'Overdue'}}, name='ReShare borrowing') }}"
"""

RETURN = r"""
_value:
  description: The configuration with the notices.
  type: dict
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Optional

from ansible.errors import AnsibleFilterError

from ansible_collections.reshare.wms.plugins.module_utils._core.errors import quoted
from ansible_collections.reshare.wms.plugins.module_utils._wms import notices


def with_notices(
    configuration: Mapping[str, Any],
    texts: Mapping[str, Any],
    name: str,
    notifications: str = notices.LEGACY,
    patron_types: Sequence[str] = (),
    labels: Optional[Mapping[str, str]] = None,  # noqa: UP045
    former: Sequence[str] = (),
) -> dict[str, Any]:
    """The configuration with the notices."""
    kinds = (notices.LEGACY, notices.NEXT_GENERATION)
    if notifications not in kinds:
        raise AnsibleFilterError(f"notifications is {str(notifications)!r}; use one of {quoted(kinds)}")
    unseen = [word for word, notice in notices.NOTICES.items() if notice.template_type is None]
    for word in labels or ():
        if word not in unseen:
            raise AnsibleFilterError(f"labels contains {str(word)!r}; use {quoted(unseen)}")
    for word, text in texts.items():
        if word not in notices.NOTICES:
            raise AnsibleFilterError(f"{str(word)!r} is not a notice; use one of {quoted(notices.NOTICES)}")
        problem = notices.text_problem(text)
        if problem:
            raise AnsibleFilterError(f"the {word} notice {problem}")
    return notices.with_notices(configuration, texts, name, notifications, patron_types, labels, former)


class FilterModule:
    """Ansible's entry point."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """The filters by name."""
        return {"with_notices": with_notices}
