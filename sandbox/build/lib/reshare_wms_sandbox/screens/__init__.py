# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The screens of Service Configuration, as a person would meet them, with the present state of a library.

OCLC's real pages were not seen. That they look like one of these is not documented: the five markups are our choice, to
keep the capture tool independent of one markup. They show the same values (docs/sandbox-choices.md).
"""
