# SPDX-License-Identifier: GPL-3.0-or-later

"""A become method that keeps the current user: Ansible runs the same code for the task, and no machine needs sudo."""

from __future__ import annotations

from ansible.plugins.become import BecomeBase

DOCUMENTATION = """
name: pretend
short_description: Become nobody else
description: Used by the integration tests of reshare.wms only.
author: the reshare.wms authors
options:
  become_user:
    description: Not used.
    default: root
    keyword:
      - name: become_user
  become_exe:
    description: Not used.
    keyword:
      - name: become_exe
  become_flags:
    description: Not used.
    default: ''
    keyword:
      - name: become_flags
  become_pass:
    description: Not used.
    vars:
      - name: ansible_become_password
"""


class BecomeModule(BecomeBase):
    name = "pretend"

    def build_become_command(self, cmd, shell):
        super().build_become_command(cmd, shell)
        return self._build_success_command(cmd, shell) if cmd else cmd
