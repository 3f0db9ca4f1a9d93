# SPDX-License-Identifier: GPL-3.0-or-later

"""Where a value is written, and whether YAML read it as it is written.

Ansible notes the origin of every value that it reads from a file. It is not a public interface, and may be
missing or different in any release: then nothing is known of a value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache, partial
from pathlib import PurePath
from typing import Any

from ansible.module_utils.common.yaml import yaml_load
from ansible.parsing.dataloader import DataLoader

#: A file and a line, each None if it is not known.
Place = tuple[str | None, int | None]

NOWHERE: Place = (None, None)

#: The beginning of a file that ansible-vault encrypted.
VAULT = b"$ANSIBLE_VAULT"

_LINE_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
#: A number at its place in a file, perhaps with an anchor before it.
_NUMBER = re.compile(r"(?:&\S+\s+)?(?P<written>[\w.+-]+(?::\w+)*)")

try:
    from ansible._internal._datatag._tags import Origin
except ImportError:
    Origin = None


def reading(loader: DataLoader) -> Callable[[str], Any]:
    """A function that reads a file of variables without Ansible's cache: Ansible would not evaluate expressions in a file that was loaded for this first."""
    return partial(loader.load_from_file, cache="none")


def where_set(variables: Mapping[str, Any], name: str, load: Callable[[str], Any]) -> Place:
    """Where a variable of a library is set. load: reads a file of variables."""
    value = variables.get(name)
    path, line = place_of(value)
    key_path, key_line = place_of(next((key for key in variables if key == name), None))
    if path is not None:
        # A list or dictionary begins below its name.
        nested = isinstance(value, (Mapping, list)) and key_path == path
        return path, min(filter(None, (line, key_line)), default=None) if nested else line
    # Yes, no and null have no origin. The origin of the name can be another file that also sets the variable.
    if key_path is not None and _sets(load, key_path, name, value):
        return key_path, key_line
    return NOWHERE


def misread(value: Any, read: Callable[[str], str]) -> str | None:
    """The end of a sentence about the first part of a value that YAML did not read as it is written; None if there is none, or nothing is known.

    YAML reads 0012 as the octal number 10: a barcode would become another one. The message contains no value, which may be secret.
    read: returns the text of a file of variables; called for each number.
    """
    for scalar in _scalars(value):
        if isinstance(scalar, bool):
            return "contains the key yes or no (or on, off, true, false) without quotes, which YAML reads as a boolean; put it in quotes"
        if _is_misread(scalar, read):
            path, line = place_of(scalar)
            where = f"line {line} of {PurePath(str(path)).name}"
            return (
                f"contains a number in {where} that YAML reads as another one, for example 0012 as 10; put it in quotes"
            )
    return None


def _scalars(value: Any) -> Iterator[int]:
    """The whole numbers in a value, and the booleans among its keys."""
    parts = [value]
    # Every task checks all its arguments, and most parts are texts.
    for part in parts:
        if isinstance(part, str):
            continue
        if isinstance(part, dict):
            yield from (key for key in part if isinstance(key, int))
            parts += part.values()
        elif isinstance(part, list):
            parts += part
        elif isinstance(part, int) and not isinstance(part, bool):
            yield part


def _is_misread(number: int, read: Callable[[str], str]) -> bool:
    """Whether a number is written in another way in its file. It is not if the file cannot be read, or has something else at this place."""
    with suppress(Exception):
        tag = origin(number)
        line = _LINE_BREAK.split(read(str(tag.path)))[tag.line_num - 1]
        match = _NUMBER.match(line, tag.col_num - 1)
        return match is not None and match["written"] != str(number) and yaml_load(match["written"]) == number
    return False


def place_of(value: Any) -> Place:
    """Where a value is written."""
    place = origin(value)
    return NOWHERE if place is None or place.path is None else (str(place.path), place.line_num)


def origin(value: Any) -> Any:
    """The origin of a value as Ansible notes it, with its column or a description; None if nothing is known."""
    try:
        return Origin.get_tag(value)
    except Exception:  # pylint: disable=broad-exception-caught
        # Whatever a later release changes, a finding without a place is better than none.
        return None


@cache
def is_encrypted(path: str) -> bool:
    """Whether a file is encrypted as a whole."""
    try:
        with open(path, "rb") as file:
            return file.read(len(VAULT)) == VAULT
    except OSError:
        return False


def _sets(load: Callable[[str], Any], path: str, name: str, value: Any) -> bool:
    try:
        variables = load(path)
    except Exception:  # pylint: disable=broad-exception-caught
        # It can be any kind of inventory source.
        return False
    return isinstance(variables, Mapping) and name in variables and variables[name] is value
