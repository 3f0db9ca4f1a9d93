# SPDX-License-Identifier: GPL-3.0-or-later

"""Error responses: a Problem in an HTTP response 200 (oclc-apis.md 3.4). Where OCLC's value is not known, the type is
NISO's and the detail is this project's."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class NcipProblem:
    """element, value: the part of the message that the problem is about. general: the type belongs to no single
    message."""

    type: str
    detail: str
    element: str = ""
    value: str = ""
    general: bool = False


class RejectedMessage(Exception):
    """A message that is rejected with a Problem."""

    def __init__(self, type: str, detail: str, element: str = "", value: str = "", general: bool = False):
        super().__init__(detail)
        self.problem = NcipProblem(type, detail, element, value, general)


def missing(element: str) -> RejectedMessage:
    return RejectedMessage("Needed Data Missing", "NEEDED_DATA_MISSING", element, general=True)
