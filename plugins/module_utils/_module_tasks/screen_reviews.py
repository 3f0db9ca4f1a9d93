# SPDX-License-Identifier: GPL-3.0-or-later

"""Imports people's options about the patches of known screens: that a person agrees with them, or that they do not count any more."""

from __future__ import annotations

from collections.abc import Sequence

from .._core.errors import ValidationError, first_of, similar
from .._record import seen_values
from .._record.record_store import RecordStore
from .._screens.patches import FORMAT, REVIEWED, REVOKED, VERSION, id_of
from .._task.arguments import Arguments
from .._task.task import Call
from . import persons, record_options

ARGUMENTS: Arguments = {
    "reviewed": {"type": "list", "elements": "str", "default": []},
    "revoked": {"type": "list", "elements": "str", "default": []},
}


def take(call: Call, store: RecordStore) -> None:
    """Add patches for these options. Raises ValidationError for an unknown patch, before anything is saved."""
    for says in (REVIEWED, REVOKED):
        given = call.params[says]
        if given and (names := _names(says, given, store, persons.attribution(call).by)):
            _add(call, store, says, names)
    if call.params[REVOKED]:
        store.reopened += seen_values.reopen(store.content, record_options.recorded_kinds(call), store.patches)


def _names(option: str, given: Sequence[str], store: RecordStore, by: str) -> list[str]:
    """The IDs of the patches that are not reviewed by this person, or not revoked, yet."""
    patches, names = store.patches, dict[str, None]()
    for name in given:
        if own := patches.by(name) if option == REVOKED else []:
            names |= dict.fromkeys(own)
        elif name in patches.counting:
            names[name] = None
        elif name not in patches.revoked:
            person = " and no person with a patch that counts" if option == REVOKED else ""
            text = f"option '{option}': '{name}' is not a patch of a known screen{person}. {similar(name, list(patches.counting))}"
            raise ValidationError(text, about=name, fields=[option])
    if option == REVOKED:
        return [*names]
    if mine := [name for name in names if patches.counting[name].get("by") == by]:
        text = f"option '{option}': {first_of(mine, 3)} is of {by}; another person has to agree with it"
        raise ValidationError(text, about=mine[0], fields=[option])
    return [name for name in names if by not in patches.reviewers.get(name, ())]


def _add(call: Call, store: RecordStore, says: str, names: Sequence[str]) -> None:
    person = persons.attribution(call)
    about = {"at": person.at, "by": person.by, "library": store.content.registry_id, "patches": [*names]}
    patch = {"format": FORMAT, "version": VERSION, "meaning": 1, "says": says, **about}
    store.learn({}, [{**patch, "id": id_of(patch)}])
