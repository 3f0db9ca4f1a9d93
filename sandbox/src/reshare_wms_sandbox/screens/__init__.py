# SPDX-License-Identifier: GPL-3.0-or-later

"""The screens of Service Configuration, as a person would meet them, with the present state of a library.

OCLC's real pages were not seen. That they look like one of these is not documented: the five markups are our choice, to
keep the assistant independent of one markup. They show the same values (docs/developers/sandbox-choices.md).
"""
