# SPDX-License-Identifier: GPL-3.0-or-later

"""`make bench`: the cost of applying the configuration of N libraries, compared with other ways of doing the same work."""
