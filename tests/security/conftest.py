# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fixtures of the attacks, which run against the sandbox like the integration tests."""

from support.sandbox_fixtures import controller, library, make, sandbox

__all__ = ["controller", "library", "make", "sandbox"]
