# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""Loads the plugins that the variables of the roles use. Otherwise every worker would load them anew, with their documentation, and all
filters of this collection for one of them. Ansible's parent process imports the action plugins, which import this module, and the
workers inherit what was loaded."""

from __future__ import annotations

from contextlib import suppress

from ansible.plugins.loader import filter_loader, lookup_loader

for _lookup in ("reshare.wms.declared", "ansible.builtin.vars", "ansible.builtin.env"):
    lookup_loader.get(_lookup)
# A filter that cannot be loaded is reported where it is used.
with suppress(KeyError):
    filter_loader.get("reshare.wms.longer_period")
