# SPDX-License-Identifier: GPL-3.0-or-later

"""A sandbox that simulates OCLC WMS and Project ReShare. It is not OCLC's or ReShare's software."""
