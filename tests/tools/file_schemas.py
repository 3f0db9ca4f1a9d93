# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes docs/schemas of the shapes by which the collection parses these files.

file_schemas.py            write
file_schemas.py --check    report whether the schemas are current, and end with an error if not
"""

from __future__ import annotations

import json
import re
import sys
from typing import Any

from generated import ROOT, finish

from ansible_collections.reshare.wms.plugins.module_utils._answers import received
from ansible_collections.reshare.wms.plugins.module_utils._core.json_shape import (
    ANYTHING,
    Closed,
    Each,
    MaximumRule,
    NumberRule,
    OneOf,
    Rule,
    Shape,
    TextRule,
)
from ansible_collections.reshare.wms.plugins.module_utils._record import document_shape
from ansible_collections.reshare.wms.plugins.module_utils._screens import patches
from ansible_collections.reshare.wms.plugins.plugin_utils._account import alert, run_document
from ansible_collections.reshare.wms.plugins.plugin_utils._first_contact import assessment

FOLDER = ROOT / "docs/schemas"
HEAD = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://raw.githubusercontent.com/reshare-wms/reshare.wms/main/docs/schemas/{}.json",
}
#: The shape of each file, and what it is.
FILES: dict[str, tuple[Shape, str]] = {
    "alert": (alert.FILE.shape, "What was in the last alert, written by reshare.wms.alert: docs/watch.md"),
    "answers": (
        received.SHAPES[received.ANSWERS],
        "Made by a questionnaire, imported by reshare.wms.receive: docs/mail.md",
    ),
    "confirmation": (
        received.SHAPES[received.CONFIRMATION],
        "Made by a worksheet, imported by reshare.wms.receive: docs/mail.md",
    ),
    "files": (
        received.FILES_SHAPE,
        "Made by the assistant for a person who serves several libraries, imported by reshare.wms.receive: docs/assistant.md",
    ),
    "first-contact": (assessment.FILE.shape, "Written by reshare.wms.first_contact beside the page: docs/pilot.md"),
    "record": (document_shape.SHAPE, "The record of a library, as YAML: docs/record.md"),
    "screen": (
        tuple(patches.SHAPES[says] for says in (patches.TAUGHT, patches.ANSWERED, patches.REVIEWED, patches.REVOKED)),
        "A patch of a known screen, in the folder screens of the record directory, never edited: docs/assistant.md",
    ),
    "run": (
        run_document.FILE.shape,
        "The account of a run, written to run_file by every playbook for libraries: docs/watch.md",
    ),
}
WIDTH = 140
TYPES = {str: "string", int: "integer", float: "number", bool: "boolean", list: "array", dict: "object"}


def schema(shape: Shape) -> dict[str, Any]:
    """The JSON Schema of a shape."""
    match shape:
        case tuple():
            found = [schema(one) for one in shape]
            plain = all(one.keys() == {"type"} for one in found)
            return {"type": [one["type"] for one in found]} if plain else {"anyOf": found}
        case None:
            return {"type": "null"}
        case re.Pattern():
            return {"type": "string", "pattern": f"^{shape.pattern}$"}
        case list():
            return {"type": "array", "items": schema(shape[0])}
        case dict():
            return members(shape, [name for name, one in shape.items() if not allows_null(one)])
        case Closed():
            return closed(shape)
        case Each():
            names = {"propertyNames": {"enum": [*shape.names]}} if shape.names else {}
            return {"type": "object", **names, "additionalProperties": schema(shape.shape)}
        case MaximumRule():
            return {"type": "array", "maxItems": shape.most, "items": schema(shape.shape)}
        case OneOf():
            return {"enum": [*shape.values]} if len(shape.values) > 1 else {"const": shape.values[0]}
        case TextRule():
            longest = {} if shape.longest is None else {"maxLength": shape.longest}
            return {"type": "string", **({} if shape.blank else {"pattern": r"\S"}), **longest}
        case NumberRule():
            return {"const": shape.only} if shape.only is not None else {"type": "integer", "minimum": 0}
    return {} if shape is ANYTHING else {"type": TYPES[shape.type if isinstance(shape, Rule) else shape]}


def allows_null(shape: Shape) -> bool:
    """Whether the value may be null."""
    return shape is ANYTHING or shape is None or (isinstance(shape, tuple) and None in shape)


def members(shapes: Any, required: list[str]) -> dict[str, Any]:
    """The schema of an object with these members."""
    found: dict[str, Any] = {"type": "object", "properties": {name: schema(one) for name, one in shapes.items()}}
    return {**found, "required": required} if required else found


def closed(shape: Closed) -> dict[str, Any]:
    """The schema of an object without other members."""
    found = members({**shape.required, **shape.optional}, [*shape.required])
    for name, text in shape.about.items():
        found["properties"][name]["description"] = text
    either = {"oneOf": [{"required": [name]} for name in shape.either]} if shape.either else {}
    return {**found, "additionalProperties": False, **either}


def source(name: str) -> str:
    """The text of a schema."""
    shape, description = FILES[name]
    head = {key: text.format(name) for key, text in HEAD.items()}
    content = {**head, "title": name.replace("-", " ").capitalize(), "description": description, **schema(shape)}
    return written(content) + "\n"


def written(value: Any, indent: str = "") -> str:
    """JSON in which what fits into a line is in one."""
    line = json.dumps(value)
    if len(indent) + len(line) <= WIDTH or not isinstance(value, dict | list):
        return line
    inner = f"{indent}  "
    if isinstance(value, dict):
        parts = [f"{inner}{json.dumps(name)}: {written(one, inner)}" for name, one in value.items()]
    else:
        parts = [f"{inner}{written(one, inner)}" for one in value]
    first, last = "{}" if isinstance(value, dict) else "[]"
    return ",\n".join([f"{first}\n{parts[0]}", *parts[1:]]) + f"\n{indent}{last}"


def main() -> int:
    """Write, or check; the exit code."""
    return finish({FOLDER / f"{name}.json": source(name) for name in FILES})


if __name__ == "__main__":
    sys.exit(main())
