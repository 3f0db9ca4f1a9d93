# SPDX-License-Identifier: GPL-3.0-or-later

"""Fetches the answers of all libraries at once: the mailbox is the consortium's, so this has no module to run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from functools import cache, partial
from typing import Any

from ansible.errors import AnsibleError

from ..module_utils._core.contacts import same_address
from ..module_utils._core.errors import ValidationError
from ..module_utils._core.files import absolute
from ..module_utils._core.texts import LONGEST_REMARK, counted
from ..module_utils._http.deadline import valid_timeout
from ..module_utils._http.state_dir import StateDirectory
from ..module_utils._mail.imap import PORT, Mailbox
from ..module_utils._record.content import RecordData
from ..module_utils._task.arguments import CONNECTION
from ..plugin_utils._action.controller_action import ControllerAction
from ..plugin_utils._fetching.fetching import Fetching, FetchOutcome, Library
from ..plugin_utils._fetching.settled import DIGEST, Settled
from ..plugin_utils._variables.library_record import record_dir, record_file


class ActionModule(ControllerAction):
    """The action plugin of fetch_answers."""

    ARGUMENTS = {
        "folder": {"type": "path", "required": True},
        "libraries": {"type": "list", "elements": "str", "required": True},
        "source": {"type": "path"},
        "imap_host": {"type": "str"},
        "imap_port": {"type": "int", "default": PORT},
        "imap_username": {"type": "str"},
        "imap_password": {"type": "str", "no_log": True},
        "imap_mailbox": {"type": "str", "default": "INBOX"},
        "settled": {"type": "dict", "default": {}},
        "optional": {"type": "bool", "default": False},
        **{name: CONNECTION[name] for name in ("timeout", "validate_certs", "ca_path", "state_dir")},
    }

    def perform(self, given: Mapping[str, Any], task_vars: Mapping[str, Any]) -> dict[str, Any]:
        mailbox, folder = _mailbox(given), absolute(given["folder"])
        hosts = task_vars["hostvars"]
        libraries = {name: _library(name, hosts[name]) for name in given["libraries"] if name in hosts}
        settled = Settled(folder, self._task.check_mode)
        run = Fetching(folder, libraries, settled, _by_person(given["settled"]), self._task.check_mode)
        try:
            if mailbox is not None:
                run.from_mailbox(mailbox, StateDirectory(given["state_dir"]))
            elif given["source"]:
                run.from_folder(absolute(given["source"]))
        finally:
            # Also if the connection was lost: the files fetched before are complete.
            self.result |= {**asdict(run.outcome), "changed": bool(run.outcome.fetched)}
            self.result["warnings"] = _warnings(run.outcome)
        paths = "".join(f"{file['path']}\n" for file in run.outcome.fetched)
        return {"diff": {"before": "", "after": paths}} if self._task.diff else {}


def _mailbox(given: Mapping[str, Any]) -> Mailbox | None:
    """The mailbox; None if a folder or nothing is set."""
    host, username, password = (given[name] or "" for name in ("imap_host", "imap_username", "imap_password"))
    if bool(host) == bool(given["source"]) and (host or not given["optional"]):
        raise ValidationError(
            "set either fetch_answers_imap_host or fetch_answers_source", fields=["imap_host", "source"]
        )
    if not host:
        return None
    problems = [
        f"fetch_answers_{name} is missing or has a character that cannot be seen"
        for name, value in (
            ("imap_username", username),
            ("imap_password", password),
            ("imap_mailbox", given["imap_mailbox"]),
        )
        if not value or not value.isprintable()
    ]
    if not given["imap_mailbox"].isascii():
        problems.append("fetch_answers_imap_mailbox has other characters than ASCII; use a mailbox with another name")
    if not 1 <= given["imap_port"] <= 65535:
        problems.append(f"fetch_answers_imap_port is {given['imap_port']}; use a number from 1 to 65535")
    if problems:
        raise ValidationError(*problems, fields=["imap_username", "imap_password", "imap_mailbox", "imap_port"])
    return Mailbox(
        host=host,
        port=given["imap_port"],
        timeout=valid_timeout(given["timeout"]),
        username=username,
        password=password,
        name=given["imap_mailbox"],
        **{name: given[name] for name in ("validate_certs", "ca_path")},
    )


def _by_person(given: Mapping[str, Any]) -> dict[str, str]:
    """A person's reasons for settling e-mails, by the digests of the e-mails."""
    reasons = {str(key): reason for key, reason in given.items()}
    for key, reason in reasons.items():
        if not (DIGEST.fullmatch(key) and isinstance(reason, str) and 0 < len(reason.strip()) <= LONGEST_REMARK):
            text = f"fetch_answers_settled has to have digests from unsettled, each with a reason of at most {LONGEST_REMARK} characters; correct '{key}'"
            raise ValidationError(text, fields=["settled"])
    return reasons


def _warnings(outcome: FetchOutcome) -> list[str]:
    texts = []
    if outcome.unsettled_count:
        unsettled = counted(outcome.unsettled_count, "e-mail or file is", "e-mails or files are")
        texts.append(f"{unsettled} not settled: see unsettled. Correct the cause, or use fetch_answers_settled")
    if outcome.left:
        left = counted(outcome.left, "e-mail was", "e-mails were")
        texts.append(f"{left} not looked at, because the time ran out or the connection ended; run it again")
    return texts


def _library(name: str, variables: Mapping[str, Any]) -> Library:
    try:
        return _evaluated(name, variables)
    except AnsibleError as fault:
        raise ValidationError(
            f"a variable of {name} cannot be evaluated ({fault}). No e-mail was looked at", fields=["libraries"]
        ) from None


def _evaluated(name: str, variables: Mapping[str, Any]) -> Library:
    contact = variables.get("library_contact") or {}
    deputy = contact.get("deputy") or {}
    senders = [contact.get("email"), deputy.get("email"), *(variables.get("fetch_answers_senders") or [])]
    addresses = frozenset(same_address(str(sender)) for sender in senders if sender)
    return Library(addresses, cache(partial(_record, name, variables)))


def _record(name: str, variables: Mapping[str, Any]) -> RecordData:
    if not record_dir(variables):
        raise ValidationError(f"{name} has no record; set wms_record_dir", fields=["wms_record_dir"])
    return record_file(name, variables).load()
