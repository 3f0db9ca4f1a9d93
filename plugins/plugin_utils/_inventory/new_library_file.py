# SPDX-License-Identifier: GPL-3.0-or-later

"""The file of variables of a new library: its text, and its path below host_vars."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ...module_utils._core.texts import one_line
from .._variables.variables_yaml import variables_yaml
from .new_library import HOLDING_LOCATION, PICKUP_ENTRIES, NewLibrary, Variable

#: The name of the file in the folder of the library: files with secrets can be beside it.
FILE = "library.yml"
#: The endings of a file that Ansible reads for a host.
_ENDINGS = ("", ".yml", ".yaml", ".json")
_SHELVING_LOCATION = "borrowing_shelving_location"
_WIDTH = 120
#: The longest line with a note.
_LONGEST = 158


def file_of(folder: Path, library: str) -> tuple[Path, bool]:
    """The path of the library's file, and whether it exists. Ansible reads either one file or a folder with the name of a host."""
    for ending in _ENDINGS:
        path = folder / f"{library}{ending}"
        if path.is_file():
            return path, True
    path = folder / library / FILE
    return path, path.exists() or path.is_symlink()


def text(library: str, new: NewLibrary, missing: Mapping[str, str], shelving_location: str) -> str:
    """The text of the file. missing: variables that no system has, with their descriptions."""
    title = f"{library}, {new.facts.name}" if new.facts.name else library
    lines = [
        "---",
        *_comment(
            f"{title}. Written by reshare.wms.add_library from OCLC's Metadata API and the ReShare directory, and never "
            "changed by it again: edit this file. Keep wms_key, wms_secret and reshare_password encrypted, for example in vault.yml "
            "in this folder.",
        ),
        *_assignments(new, shelving_location),
    ]
    for one in new.undecided():
        sentence = "Decide on {}: {} Uncomment one line:" if one.choices else "{} is not known: {}"
        lines += [*_comment(sentence.format(one.name, one.reason)), *_choices(one)]
    for name, description in missing.items():
        lines += [*_comment(f"No system has {name}. {description}"), f"# {name}:"]
    return "\n".join(lines) + "\n"


def _assignments(new: NewLibrary, shelving_location: str) -> Iterator[str]:
    notes = {one.name: one for one in new.scalars}
    for name, value in new.written().items():
        if name == PICKUP_ENTRIES and isinstance(value, Mapping):
            yield from _pickup_entries(value, new)
            continue
        yield _assignment(name, value, notes[name].note(value) if name in notes else "")
        if name == HOLDING_LOCATION and shelving_location in new.facts.shelving_locations(value):
            yield from _comment(
                f"{value} already has the shelving location '{shelving_location}'. If the library has items there, choose another name "
                "for that of borrowed items:"
            )
            yield f"# {_SHELVING_LOCATION}:"


def _pickup_entries(value: Mapping[str, Any], new: NewLibrary) -> Iterator[str]:
    branches = {one.name: one for one in new.facts.pickup_entries()}
    yield f"{PICKUP_ENTRIES}:"
    for slug, branch in value.items():
        line = _assignment(str(slug), branch, branches[slug].note(branch) if slug in branches else "")
        yield "  " + line.replace("\n", "\n  ")


def _choices(variable: Variable) -> Iterable[str]:
    """The possible values of a variable, as comments."""
    name = variable.name
    if name.startswith(f"{PICKUP_ENTRIES}."):
        # A line of the dictionary.
        name = name.removeprefix(f"{PICKUP_ENTRIES}.")
        indent = "#   "
    else:
        indent = "# "
    for choice in variable.choices or ():
        yield indent + _assignment(name, choice.value, choice.note).replace("\n", f"\n{indent}")
    if not variable.choices:
        yield f"{indent}{_shown(name)}:"


def _assignment(name: str, value: Any, note: str) -> str:
    """A line of YAML. Numbers are texts: a registry ID is one."""
    plain = value if isinstance(value, (str, Mapping, list)) else str(value)
    line = variables_yaml({name: plain}).removeprefix("---\n").rstrip("\n")
    return f"{line}  # {_shown(note, max(_LONGEST - len(line) - 8, 20))}" if note else line


def _comment(sentence: str) -> list[str]:
    return textwrap.wrap(_shown(sentence), _WIDTH, initial_indent="# ", subsequent_indent="# ")


def _shown(given: str, longest: int = 1000) -> str:
    """A text for a comment: one line, without characters that YAML does not allow."""
    line = "".join(one if one.isprintable() else ascii(one)[1:-1] for one in one_line(given))
    return line if len(line) <= longest else f"{line[: longest - 3]}..."
