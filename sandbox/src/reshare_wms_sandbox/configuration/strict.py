# SPDX-License-Identifier: GPL-3.0-or-later

"""A strict JSON parser: it rejects what Python's parser accepts beyond the standard, and values that cannot be written
again."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from .problems import Problem


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError(f"{text} is too large")
    return number


def _no_constant(text: str) -> Any:
    raise ValueError(f"{text} is not JSON")


def loads(body: bytes) -> Any:
    """Parse a JSON text. Raises ValueError."""
    value = json.loads(body.decode("utf-8"), parse_float=_finite, parse_constant=_no_constant)
    if b"\\u" in body:
        # An unpaired surrogate, which no encoding can represent.
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    return value


class StrictRequest(Request):
    async def json(self) -> Any:
        try:
            return loads(await self.body())
        except (ValueError, RecursionError) as fault:
            raise Problem(400, f"The body is not JSON: {fault}") from None


class StrictRoute(APIRoute):
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler = super().get_route_handler()

        async def strict(request: Request) -> Response:
            try:
                return await handler(StrictRequest(request.scope, request.receive))
            except Problem as problem:
                return problem.response()

        return strict
