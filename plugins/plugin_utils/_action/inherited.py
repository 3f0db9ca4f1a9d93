# SPDX-License-Identifier: GPL-3.0-or-later

"""Does once what every worker would otherwise do anew. Ansible's parent process imports the action plugins, which import this module, and
the workers inherit what was loaded: the plugins that the variables of the roles use, with their documentation, and what Python remembers of the
types of a request's parts."""

from __future__ import annotations

import gc
from contextlib import suppress

from ansible.plugins.loader import filter_loader, lookup_loader, test_loader

from ...module_utils._core.errors import TaskError
from ...module_utils._http import session

for _lookup in ("reshare.wms.role_configuration", "ansible.builtin.vars", "ansible.builtin.env"):
    lookup_loader.get(_lookup)
# The first filter and the first test load all of Ansible's own.
filter_loader.get("ansible.builtin.default")
test_loader.get("ansible.builtin.defined")
# A task reports what is missing.
with suppress(TaskError):
    session.prepare_any_request()
# What is there now is not garbage. Without this, the garbage collection of a worker would copy all the memory that it shares with its parent.
gc.collect()
gc.freeze()
# A worker runs one task. With Python's threshold of 700 objects, it would look for garbage twenty times while it reads a directory.
gc.set_threshold(50_000)
