# SPDX-License-Identifier: GPL-3.0-or-later

"""OCLC's Identity Management API: a dialect of SCIM 2.0 (oclc-apis.md 2)."""
