# SPDX-License-Identifier: GPL-3.0-or-later

"""Fixtures of the attacks, which run against the sandbox like the integration tests."""

from support.sandbox_fixtures import controller, library, make, sandbox

__all__ = ["controller", "library", "make", "sandbox"]
