# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Other choices where the behaviour of OCLC or ReShare is not known: edits of requests, of responses and of what is stored."""

from .choices import Contrary, check, choices

__all__ = ["Contrary", "check", "choices"]
