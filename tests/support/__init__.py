# SPDX-License-Identifier: GPL-3.0-or-later

"""Helpers that test files, the benchmark and the soak test share."""
