# SPDX-License-Identifier: GPL-3.0-or-later

"""The file of variables of a new library: its path below host_vars, and its text."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ansible import constants

from ...module_utils._core.errors import FileError
from ...module_utils._core.texts import one_line
from .._variables.variables_yaml import variables_yaml
from .new_library import Variable

_HEADER = (
    "{}. Written by reshare.wms.add_library from OCLC's Metadata API and the ReShare directory, and never changed by it: edit this file. Append wms_key, "
    "wms_secret and reshare_password, unless they are set elsewhere, and only encrypted (ansible-vault encrypt_string --stdin-name wms_key)."
)
#: The maximum length of a line with a comment, and of one with a note after a value.
_WIDTH, _LONGEST = 120, 158


def new_path(folder: Path, library: str) -> Path:
    """The path of the library's file. Raises FileError if Ansible already reads one: it reads either a file or the files of a folder."""
    inner = folder / library
    path = inner / "library.yml" if inner.is_dir() else folder / f"{library}.yml"
    for file in (path, *(folder / f"{library}{ending}" for ending in ("", *constants.YAML_FILENAME_EXTENSIONS))):
        if os.path.lexists(file) and not file.is_dir():
            remedy = f"If it has only secrets, move it to {inner / 'vault.yml'}. To look its variables up again, move it elsewhere"
            raise FileError(f"{file} exists, and an existing file is never changed. {remedy}", str(file))
    return path


def text(title: str, entered: Mapping[str, Any], variables: Mapping[str, Variable | Mapping[str, Variable]]) -> str:
    """The text of the file. entered: the variables that a person entered. variables: those that were looked up."""
    lines = ["---", *_comment(_HEADER.format(title))]
    for name, value in entered.items():
        # Numbers become texts: a registry ID is a text.
        lines += _yaml({name: value if isinstance(value, (str, Mapping, list)) else str(value)})
    for name, variable in variables.items():
        if isinstance(variable, Variable):
            lines += _assignment(name, variable)
        else:
            lines += [
                f"{name}:",
                *(f"  {line}" for slug, entry in variable.items() for line in _assignment(slug, entry)),
            ]
    return "\n".join(lines) + "\n"


def _assignment(name: str, variable: Variable) -> Iterator[str]:
    """The lines of a variable. Without a value, it is null, which reshare.wms.validate reports, and the candidates are comments."""
    undecided = variable.candidates if variable.value is None else {}
    if variable.remark:
        yield from _comment(f"{name}: {variable.remark}{' Replace null by one of these values:' if undecided else ''}")
    for value, note in undecided.items():
        yield from (f"# {line}" for line in _yaml([value], note))
    yield from _yaml({name: variable.value}, variable.candidates.get(variable.value or "", ""))


def _yaml(data: Any, note: str = "") -> list[str]:
    lines = variables_yaml(data).removeprefix("---\n").removesuffix("\n").split("\n")
    if note:
        lines[-1] += f"  # {_shown(note, max(_LONGEST - len(lines[-1]), 20))}"
    return lines


def _comment(sentence: str) -> list[str]:
    return textwrap.wrap(_shown(sentence), _WIDTH, initial_indent="# ", subsequent_indent="# ")


def _shown(given: str, longest: int = 1000) -> str:
    """A text for a comment: one line, without characters that YAML does not allow."""
    line = "".join(character if character.isprintable() else ascii(character)[1:-1] for character in one_line(given))
    return line if len(line) <= longest else f"{line[: longest - 3]}..."
