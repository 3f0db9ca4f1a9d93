# SPDX-License-Identifier: GPL-3.0-or-later

"""Prepares the environment of every test, so that pytest needs nothing exported and works in any directory, and the
profiles of Hypothesis."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("support")

from support import environment, fuzzing  # noqa: E402

environment.prepare()
fuzzing.prepare()

# After the environment, which it reads, and before anything of the collection, for which it brings its own importer.
from ansible.plugins.loader import init_plugin_loader  # noqa: E402

init_plugin_loader()
