# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Refusals: a Problem inside HTTP 200 (oclc-apis.md 3.4). Where OCLC's word is not known, a type is NISO's and a
detail this project's."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """element, value: what in the message is meant. general: its type is of no message of its own."""

    type: str
    detail: str
    element: str = ""
    value: str = ""
    general: bool = False


class Refused(Exception):
    """Why a message isn't carried out."""

    def __init__(self, type: str, detail: str, element: str = "", value: str = "", general: bool = False):
        super().__init__(detail)
        self.problem = Problem(type, detail, element, value, general)


def missing(element: str) -> Refused:
    return Refused("Needed Data Missing", "NEEDED_DATA_MISSING", element, general=True)
