# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fixtures of the tests against the sandbox."""

from support.sandbox_fixtures import clock, controller, library, make, sandbox

__all__ = ["clock", "controller", "library", "make", "sandbox"]
