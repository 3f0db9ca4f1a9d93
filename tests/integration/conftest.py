# SPDX-License-Identifier: GPL-3.0-or-later

"""Fixtures of the tests against the sandbox."""

from support.sandbox_fixtures import clock, controller, library, make, sandbox

__all__ = ["clock", "controller", "library", "make", "sandbox"]
