# SPDX-License-Identifier: GPL-3.0-or-later

"""The task that sends the pages of a library to its contact, and its options."""

from __future__ import annotations

from .._core import contacts
from .._core.errors import ValidationError
from .._http.deadline import valid_timeout
from .._mail.message import Sender
from .._mail.smtp import PORTS, MailServer
from .._task.task import Call, Result, task
from .mail import Mailing
from .record_options import for_people, record_file


@task(
    {
        "smtp_host": {"type": "str", "required": True},
        "smtp_port": {"type": "int"},
        "smtp_security": {"type": "str", "choices": list(PORTS), "default": "starttls"},
        "smtp_username": {"type": "str"},
        "smtp_password": {"type": "str", "no_log": True},
        "sender": {"type": "str", "required": True},
        "sender_name": {"type": "str"},
        "reply_to": {"type": "str"},
        "reminder_days": {"type": "int", "default": 0},
        "again": {"type": "bool", "default": False},
    }
)
def mail_task(call: Call) -> Result:
    """The work of worksheet_mail."""
    server, sender, people = _server(call), _sender(call), for_people(call)
    file = record_file(call)
    return Mailing(call, server, sender, people, file, file.load()).run()


def _server(call: Call) -> MailServer:
    params = call.params
    username, password = params["smtp_username"] or None, params["smtp_password"] or ""
    problems = (
        [] if params["smtp_host"].strip() else ["worksheet_smtp_host is empty; set it to the name of the mail server"]
    )
    if (username is None) != (not password):
        problems.append(
            "set worksheet_smtp_username and worksheet_smtp_password both, or neither for a server without a login"
        )
    if username is not None and params["smtp_security"] == "none":
        problems.append(
            "worksheet_smtp_security is none, but a login needs an encrypted connection; use starttls or tls"
        )
    if not f"{username}{password}".isascii():
        problems.append("worksheet_smtp_username and worksheet_smtp_password must have ASCII characters only")
    port = params["smtp_port"] or PORTS[params["smtp_security"]]
    if not 1 <= port <= 65535:
        problems.append(f"worksheet_smtp_port is {port}; use a number from 1 to 65535")
    if problems:
        raise ValidationError(
            *problems, fields=["smtp_host", "smtp_username", "smtp_password", "smtp_security", "smtp_port"]
        )
    return MailServer(
        host=params["smtp_host"],
        port=port,
        security=params["smtp_security"],
        timeout=valid_timeout(params["timeout"]),
        username=username,
        password=password,
        **{name: params[name] for name in ("validate_certs", "ca_path")},
    )


def _sender(call: Call) -> Sender:
    params = call.params
    problems = [
        f"{name} {problem}"
        for name in ("sender", "reply_to")
        if params[name] and (problem := contacts.address_problem(params[name]))
    ]
    if params["sender_name"] and (problem := contacts.name_problem(params["sender_name"])):
        problems.append(f"sender_name {problem}")
    if not 0 <= params["reminder_days"] <= 365:
        problems.append("reminder_days must be a number from 0 (no reminders) to 365")
    if problems:
        raise ValidationError(*problems, fields=["sender", "sender_name", "reply_to", "reminder_days"])
    return Sender(params["sender"], params["sender_name"], params["reply_to"])
