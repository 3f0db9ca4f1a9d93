# SPDX-License-Identifier: GPL-3.0-or-later

"""Files compared with the published JSON Schemas."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from support.environment import ROOT

SCHEMAS = ROOT / "docs/schemas"


@cache
def validator(name: str) -> Draft202012Validator:
    """The validator of docs/schemas/NAME.json."""
    schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def conforming(name: str, content: Any) -> Any:
    """The content of a file, which has to conform to the schema."""
    assert [f"{error.json_path}: {error.message[:300]}" for error in validator(name).iter_errors(content)] == []
    return content
