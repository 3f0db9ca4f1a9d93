# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The configuration service: the objects of WMS Service Configuration over HTTP.

OCLC offers no such interface (oclc-apis.md 6). This one is defined by this project, which publishes its OpenAPI
document.
"""
