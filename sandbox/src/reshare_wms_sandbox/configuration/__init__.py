# SPDX-License-Identifier: GPL-3.0-or-later

"""The configuration service: the objects of WMS Service Configuration over HTTP.

OCLC offers no such interface (oclc-apis.md 6). This one is defined by this project, which publishes its OpenAPI
document.
"""
