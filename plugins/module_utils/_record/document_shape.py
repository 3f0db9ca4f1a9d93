# SPDX-License-Identifier: GPL-3.0-or-later

"""The shape of a record: its members and what each may have."""

from __future__ import annotations

import re

from .._core.evidence import ACCOUNT, CODES, FORMS, SEVERITIES
from .._core.json_shape import COUNT, Closed, Each, NumberRule, OneOf, TextRule
from .content import EVENTS, PAGES
from .sources import RECORDED

#: The schema of the file.
VERSION = 1

#: No value of a record needs more digits, and some operations of Python on long numbers fail or take long.
LONGEST_NUMBER = 40

_TEXT = TextRule()
_ATTRIBUTED = {"by": _TEXT, "at": _TEXT}
_SOURCE = {"how": OneOf(RECORDED), **_ATTRIBUTED}
_REASON = Closed({"remark": _TEXT, **_ATTRIBUTED})
ROWS = Closed({"rows": [dict]})
_CONFIRMED = Closed(
    _SOURCE,
    {"fields": dict, "absent": dict, "learnt": Each(Closed(_SOURCE))},
    either=("fields", "absent"),
    about={
        "fields": "the fields of the object, or the rows of a map",
        "absent": "the identity of an object that does not exist",
        "learnt": "fields that were learnt otherwise, or at another time",
    },
)
_PENDING = Closed(
    {"since": re.compile(r"\d{4}-\d{2}-\d{2}")},
    {
        "set": dict,
        "remove": dict,
        "impossible": _REASON,
        "confirmed": Closed(
            _SOURCE,
            {"seen": dict},
            about={"seen": "the rows of a map in its capture, if there are more than the step asks for"},
        ),
        "sent_back": _REASON,
    },
    either=("set", "remove"),
    about={
        "set": "the fields of the object, or the rows of a map",
        "remove": "the identity of the object to remove",
        "confirmed": "the confirmation that waits for approval",
        "sent_back": "why the latest confirmation was not approved",
    },
)
_FINDING = Closed(
    {"code": OneOf(CODES), "severity": OneOf(SEVERITIES), "file": _TEXT, "message": _TEXT},
    {
        **dict.fromkeys(("direction", "patron_type", "material_format", "loan_policy"), _TEXT),
        **dict.fromkeys(("expected", "barcode", "at", "last"), _TEXT),
        **{"row": COUNT, "count": COUNT},
    },
)
_ACCOUNT = Closed({"barcode": _TEXT}, {**dict.fromkeys(ACCOUNT[1:], _TEXT), "blocked": bool})
_EVIDENCE = Closed(
    {"file": _TEXT, "last": _TEXT, "imported": _TEXT},
    {
        **{"rows": COUNT, "unreadable": COUNT, "first": _TEXT, "since": _TEXT},
        **{"patron_types": Each(COUNT), "accounts": [_ACCOUNT]},
        **{"loans": Each(COUNT), "periods": Each(_TEXT), "findings": [_FINDING]},
    },
)
_SENT = Closed(
    {"to": _TEXT, "first": _TEXT, "at": _TEXT, "reminders": COUNT, "accepted": bool}, {"due": _TEXT, "steps": [_TEXT]}
)

#: Of a text in wms_screen_labels.
_PLACE = re.compile(r"blank|names|notes|[a-z_]+\.(?:screen|parts|fields\..+)")
_EVENT = Closed(
    {**_ATTRIBUTED, "event": OneOf(EVENTS), "what": _TEXT}, dict.fromkeys(("object", "remark", "step"), _TEXT)
)

#: The shape of a record. The kinds and fields of objects are checked by the catalogue.
SHAPE = Closed(
    {
        **{"version": NumberRule(VERSION), "library": _TEXT, "wms_registry_id": (_TEXT, int), "token": _TEXT},
        "confirmed": (Each(([_CONFIRMED], _CONFIRMED)), None),
        "pending": (Each(([_PENDING], _PENDING)), None),
        "history": ([_EVENT], None),
    },
    {
        "rehearsal": (bool, None),
        "withdrawn": Closed(_ATTRIBUTED, {"reason": _TEXT, "removed": Closed(_ATTRIBUTED), "former": Each(dict)}),
        "evidence": Each(_EVIDENCE, FORMS),
        "sent": Each(_SENT, [*PAGES]),
        "screen_labels": [Closed({"place": _PLACE, "text": _TEXT, **_ATTRIBUTED})],
    },
    about={
        "library": "the host",
        "confirmed": "by kind, plural: a list of objects, or one for a map or page",
        "pending": "by kind, plural: a list of objects, or one for a map or page",
        "withdrawn": "former: of each stop of the ReShare tenant, by its code, the configuration that it replaced",
        "sent": "the latest e-mail with each page",
        "screen_labels": "what persons stated beside captures; place: where wms_screen_labels would have the text",
    },
)
