# SPDX-License-Identifier: GPL-3.0-or-later

"""NCIP 2 for resource sharing, as ReShare's WMS2 client uses it with WMS (oclc-apis.md 3, wms-circulation.md 5.3).

Messages have the structure of NISO's ncip_v2_02.xsd, in which all elements and attributes are qualified. The known responses
of WMS are those in OCLC's samples and in that client; any other response is quoted, not interpreted.
"""

from __future__ import annotations

import re
from dataclasses import replace
from operator import methodcaller
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, ParseError, tostring

from .._core.addresses import shown
from .._core.errors import CallFailed, ValidationError, WriteConflict
from .._http.response import Response, kind_of_text
from .._http.session import Session
from .ncip_problems import NcipProblem, ProblemElement, UnknownOutcome
from .oauth import TOKEN_REJECTED, TokenSource, key_causes

try:
    import defusedxml.ElementTree as defused
except ImportError:
    if TYPE_CHECKING:
        raise
    else:
        defused = None  # reported by require_libraries

#: The scope that ReShare's client requests too (oclc-apis.md 1.4).
SCOPE = "WMS_NCIP"

NAMESPACE = "http://www.niso.org/2008/ncip"
VERSION = "http://www.niso.org/schemas/ncip/v2_02/ncip_v2_02.xsd"


#: The maximum number of characters that are parsed; an NCIP response has a few thousand.
_LONGEST = 1_000_000

# oclc-apis.md 3.2. The scheme of the requested action is the one that ReShare's client uses.
_SYSTEM = "http://oclc.org/ncip/schemes/systemid/oclcsystemid.scm"
_AGENCY = "http://oclc.org/ncip/schemes/agencyid/institutionid.scm"
_PROFILE = "http://oclc.org/ncip/schemes/applicationprofiletype/circillapplicationprofiletype.scm"
_REQUEST = "http://oclc.org/ncip/schemes/requestidentifiertype/circillrequestidentifiertype.scm"
_ACTION = "http://www.oclc.org/ncip/schemes/ws-illv1_0requestedactiontype/requestedactiontype.scm"
_USER = "http://www.niso.org/ncip/v1_0/imp1/schemes/visibleuseridentifiertype/visibleuseridentifiertype.scm"
_ITEM = "http://www.niso.org/ncip/v1_0/imp1/schemes/visibleitemidentifiertype/visibleitemidentifiertype.scm"
_PICKUP = "http://oclc.org/ncip/schemes/pickuplocation/branchid.scm"
_WANTED = "http://www.niso.org/ncip/v1_0/schemes/itemelementtype/itemelementtype.scm"

_TYPES = {"Content-Type": "application/xml; charset=utf-8", "Accept": "application/xml"}

#: ReShare sends both for a borrowed item; for a test item, they show staff that it is a test.
_AUTHOR, _CALL_NUMBER = "ReShare", "ReShare test"


class Ncip:
    """Sends one library's messages. No message is sent twice, because all of them are transactions.

    from_agency, to_agency: ReShare's settings for them. ReShare's page requires the Registry ID of the main branch, but
    ReShare's client labels it as that of an institution (oclc-apis.md 3.3: conflict). registry_id: of the institution.
    """

    def __init__(
        self, session: Session, tokens: TokenSource, url: str, from_agency: str, to_agency: str, registry_id: str
    ):
        self._session = session
        self._tokens = tokens
        self._url = url
        self._from_agency = from_agency
        self._to_agency = to_agency
        self._registry_id = registry_id
        #: How many messages were sent, successful or not.
        self.sent = 0

    def accept_item(self, patron: str, item: str, request: str, pickup_branch: str, title: str) -> None:
        """Create a temporary item, with a hold for the patron. Its location comes from ILL Settings, and its loan period from the
        loan policy: ReShare sends neither.

        Raises NcipProblem or UnknownOutcome, or CallFailed if it certainly was not created. The other methods raise the same.
        """
        message = _element(
            "AcceptItem",
            self._header(),
            _request(request),
            _element("RequestedActionType", text="Hold For Fulfillment", scheme=_ACTION),
            _user(patron),
            _item(item, self._registry_id),
            _element(
                "ItemOptionalFields",
                _element("BibliographicDescription", _element("Author", text=_AUTHOR), _element("Title", text=title)),
                _element("ItemDescription", _element("CallNumber", text=_CALL_NUMBER)),
            ),
            _element("PickupLocation", text=pickup_branch, scheme=_PICKUP),
        )
        what = f"the temporary item '{item}' was made"
        response = self._send(message, what)
        # By the schema, a response may omit the item, but not the request.
        self._same(response, "RequestId", _number(request), what)
        if response.find(_tag("ItemId")) is not None:
            self._same(response, "ItemId", item, what)

    def check_out(self, user: str, item: str, request: str) -> str | None:
        """Check out an item to a patron, or to a lending account, for the period of the loan policy. Returns the due date as
        received; None if WMS reports a loan without a due date."""
        message = _element("CheckOutItem", self._header(), _user(user), _item(item), _request(request))
        what = f"the item '{item}' was checked out"
        response = self._send(message, what)
        self._same(response, "ItemId", item, what)
        self._same(response, "UserId", user, what)
        due = response.find(_tag("DateDue"))
        if due is None and not any(response.find(_tag(flag)) is not None for flag in _NEVER_DUE):
            raise UnknownOutcome(f"POST {shown(self._url)} returned no DateDue", what)
        return None if due is None else _text(due)

    def check_in(self, item: str) -> None:
        """Check in an item. A temporary item with a pending hold goes to the hold shelf instead (inferred)."""
        what = f"the item '{item}' was checked in"
        wanted = _element("ItemElementType", text="Bibliographic Description", scheme=_WANTED)
        response = self._send(_element("CheckInItem", self._header(), _item(item), wanted), what)
        self._same(response, "ItemId", item, what)

    def _header(self) -> Element:
        return _element(
            "InitiationHeader",
            # So that WMS treats the messages of the verification like those of ReShare.
            _element("FromSystemId", text="ReShare", scheme=_SYSTEM),
            _element("FromAgencyId", _element("AgencyId", text=self._from_agency, scheme=_AGENCY)),
            _element("ToSystemId", text="WMS Circ", scheme=_SYSTEM),
            _element("ToAgencyId", _element("AgencyId", text=self._to_agency, scheme=_AGENCY)),
            _element("ApplicationProfileType", text="2.00", scheme=_PROFILE),
        )

    def _send(self, message: Element, what: str) -> Element:
        """The response to a message. what: the action, for messages."""
        root = Element(_tag("NCIPMessage"), {_tag("version"): VERSION})
        root.append(message)
        body = tostring(root, encoding="utf-8", xml_declaration=True)
        try:
            answer = self._tokens.authorised(self._write, "POST", self._url, _TYPES, may_repeat=False, data=body)
        except WriteConflict as lost:
            # UnknownOutcome adds the action and the item to the text.
            raise UnknownOutcome(lost.reason, what, lost=True) from None
        return _response(answer, f"{_name(message)}Response", what)

    def _write(self, method: str, url: str, **options: Any) -> Response:
        self.sent += 1
        return self._session.write(method, url, **options)

    def _same(self, response: Element, name: str, wanted: str, what: str) -> None:
        """Refuse a response about another request, item or user."""
        value = response.find(f"{_tag(name)}/{_tag(name.removesuffix('Id') + 'IdentifierValue')}")
        text = "" if value is None else _text(value)
        if text != wanted.strip():
            about = f"{name} '{_short(text)}' instead of '{wanted}'" if text else f"no {name}"
            raise UnknownOutcome(f"POST {shown(self._url)} returned {about}", what)


#: The elements that a response may have instead of DateDue.
_NEVER_DUE = ("IndeterminateLoanPeriodFlag", "NonReturnableFlag")


# ------------------------------------------------------------------------------------------------------- writing


def _number(request: str) -> str:
    return f"ReShareRequest{request}"


def _request(request: str) -> Element:
    return _identifier("Request", _number(request), _REQUEST, type="ILL Request Id")


def _user(barcode: str) -> Element:
    return _identifier("User", barcode, _USER)


def _item(barcode: str, agency: str | None = None) -> Element:
    """agency: only sent with AcceptItem."""
    owner = [] if agency is None else [_element("AgencyId", text=agency, scheme=_AGENCY)]
    return _identifier("Item", barcode, _ITEM, *owner)


def _identifier(what: str, value: str, scheme: str, *before: Element, type: str = "Barcode") -> Element:
    kind = _element(f"{what}IdentifierType", text=type, scheme=scheme)
    return _element(f"{what}Id", *before, kind, _element(f"{what}IdentifierValue", text=value))


def _element(name: str, *children: Element, text: str | None = None, scheme: str | None = None) -> Element:
    element = Element(_tag(name), {} if scheme is None else {_tag("Scheme"): scheme})
    element.extend(children)
    if text is not None:
        element.text = text.strip()
        if not element.text or _UNWRITABLE.search(element.text):
            raise ValidationError(
                f"{name} cannot be {element.text!r}: set it to a text that is not empty and that XML allows"
            )
    return element


#: Characters that XML 1.0 does not allow.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _name(element: Element) -> str:
    return element.tag.removeprefix(_tag(""))


# ------------------------------------------------------------------------------------------------------- reading


def _response(answer: Response, name: str, what: str) -> Element:
    """The element *name* in a response.

    A problem can be inside the element; WMS can also return it instead of the element. Its HTTP status is not documented by OCLC
    (oclc-apis.md 3, 10), so it counts with any status.
    """
    try:
        root = _root(answer)
        response = root.find(_tag(name))
        problems = [
            *root.findall(_tag("Problem")),
            *(() if response is None else response.findall(_tag("Problem"))),
        ]
        if problems:
            raise NcipProblem(map(_problem, problems), _asked(response), answer.status)
        if response is None:
            raise ValueError(f"{_short(', '.join(map(_name, root))) or 'nothing'} instead of {name}")
    except ValueError as wrong:
        if answer.status == 200:
            text = f"{answer.call} returned HTTP {answer.status} with {wrong}; check wms_ncip_url, and whether a proxy responds instead of WMS"
            raise UnknownOutcome(text, what, answer.status) from None
        raise _failure(answer, what) from None
    if answer.status != 200:
        raise _failure(answer, what)
    return response


def problem_places(answer: Response) -> tuple[list[str], list[tuple[str, ProblemElement]]]:
    """The names of the elements of a message, and each problem with the name of its parent element. Raises ValueError for anything but an
    NCIP message."""
    root = _root(answer)
    problems = [(_name(outer), _problem(inner)) for outer in (root, *root) for inner in outer.findall(_tag("Problem"))]
    return [_name(element) for element in root], problems


def _failure(answer: Response, what: str) -> CallFailed:
    failed = replace(answer, text=answer.beginning).failure(_words, _STATUSES)
    return failed if 400 <= answer.status < 500 else UnknownOutcome(str(failed), what, answer.status)


def _root(answer: Response) -> Element:
    """The message in a response. Raises ValueError with a description of the content if it is not one."""
    if len(answer.text) > _LONGEST:
        raise ValueError(f"{len(answer.text)} characters, more than any NCIP message has")
    try:
        root: Element = defused.fromstring(_source(answer), forbid_dtd=True)
        if root.tag == _tag("NCIPMessage"):
            return root
    # Forbidden XML and text that cannot be encoded raise ValueError; an unknown encoding raises LookupError.
    except (ParseError, ValueError, LookupError):
        pass
    raise ValueError(f"{kind_of_text(answer.beginning)} instead of an NCIP 2 message")


def _source(answer: Response) -> str | bytes:
    """The text; its bytes if the library requests had to assume Latin-1, so that the encoding declared in the XML is used."""
    kind = answer.headers.get("Content-Type", "").casefold()
    assumed = kind.startswith("text/") and "charset" not in kind
    return answer.text.encode("iso-8859-1") if assumed else answer.text


def _problem(element: Element) -> ProblemElement:
    parts = [element.find(_tag(f"Problem{part}")) for part in ("Type", "Detail", "Element", "Value")]
    return ProblemElement(*("" if part is None else _short(_text(part)) for part in parts))


def _asked(response: Element | None) -> str:
    """A sentence with the conditions of a rejected checkout, such as a fee; may be empty (oclc-apis.md 3.4)."""
    if response is None:
        return ""
    fee = [
        _short(_text(part))
        for name in ("MonetaryValue", "CurrencyCode")
        for part in response.findall(f"{_tag('RequiredFeeAmount')}/{_tag(name)}")
    ]
    uses = [_short(_text(part)) for part in response.findall(_tag("RequiredItemUseRestrictionType"))]
    # The amount is in the currency's smallest unit (oclc-apis.md 3.3).
    conditions = ([f"a fee of {' '.join(fee)} (smallest unit)"] if fee else []) + [f"use '{use}'" for use in uses]
    return f" It asks for {', '.join(conditions)}." if conditions else ""


def _text(element: Element) -> str:
    return (element.text or "").strip()


def _short(text: str) -> str:
    """The text in one line, shortened for a message."""
    line = " ".join(text.split())
    return line if len(line) <= 200 else f"{line[:197]}..."


#: The gateway's error text; whether it has one is not documented by OCLC.
_words = methodcaller("error_text", "message")

_STATUSES = {
    401: (TOKEN_REJECTED,),
    403: (
        *key_causes(SCOPE),
        "OCLC does not have the signed authorisation form for ReShare, which covers the scope: ask OCLC.",
    ),
    404: ("Check wms_ncip_url.",),
    405: ("Check wms_ncip_url.",),
}
