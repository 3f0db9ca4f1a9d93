# SPDX-License-Identifier: GPL-3.0-or-later

"""NCIP for resource sharing: ReShare's messages to the circulation system about borrowed and lent items (oclc-apis.md
3)."""
