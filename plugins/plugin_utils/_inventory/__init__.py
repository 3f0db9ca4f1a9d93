# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks of the libraries, tags and variables of a run, before the first request."""
