# SPDX-License-Identifier: GPL-3.0-or-later

"""Other choices where the behaviour of OCLC or ReShare is not known: edits of requests, of responses and of what is stored."""

from .choices import Contrary, check, choices

__all__ = ["Contrary", "check", "choices"]
