# SPDX-License-Identifier: GPL-3.0-or-later

"""NCIP messages as XML: safe parsing, and the responses (oclc-apis.md 3.2, 3.3; the schema ncip_v2_02.xsd)."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError, SubElement, register_namespace, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from . import problems
from .problems import NcipProblem

NAMESPACE = "http://www.niso.org/2008/ncip"
VERSION = "http://www.niso.org/schemas/ncip/v2_02/ncip_v2_02.xsd"
_ERRORS = "http://www.niso.org/ncip/v1_0/schemes/processingerrortype/"
register_namespace("ncip", NAMESPACE)

#: The elements that the schema allows in a message, in order.
_SEQUENCES = {
    "AcceptItem": (
        *("InitiationHeader", "MandatedAction", "RequestId", "RequestedActionType", "UserId", "ItemId"),
        *("DateForReturn", "IndeterminateLoanPeriodFlag", "NonReturnableFlag", "RenewalNotPermitted"),
        *("FiscalTransactionInformation", "ItemOptionalFields", "UserOptionalFields", "PickupLocation"),
        *("PickupExpiryDate", "Ext"),
    ),
    "CheckOutItem": (
        *("InitiationHeader", "MandatedAction", "UserId", "AuthenticationInput", "ItemId", "RequestId"),
        *("AcknowledgedFeeAmount", "PaidFeeAmount", "AcknowledgedItemUseRestrictionType", "ShippingInformation"),
        *("ResourceDesired", "DesiredDateDue", "ItemElementType", "UserElementType", "Ext"),
    ),
    "CheckInItem": ("InitiationHeader", "MandatedAction", "ItemId", "ItemElementType", "UserElementType", "Ext"),
}
_REPEATED = {"AuthenticationInput", "AcknowledgedItemUseRestrictionType", "ItemElementType", "UserElementType"}


class NotNcip(Exception):
    """The body is not an NCIP 2 message."""


@dataclass(frozen=True)
class Term:
    """A value and its scheme."""

    value: str
    scheme: str | None = None


@dataclass(frozen=True)
class Identifier:
    """The identifier of a request, an item or a user."""

    value: str
    type: Term | None
    agency: Term | None

    def is_of_type(self, *names: str) -> bool:
        """Whether its type is one of these; an identifier without a type is a barcode."""
        return (self.type.value if self.type else "Barcode") in names


@dataclass(frozen=True)
class Header:
    """The sender and the receiver of a message."""

    from_system: Term | None
    from_agency: Term | None
    to_system: Term | None
    to_agency: Term | None


class Message:
    """A message that was received. kind: its name."""

    def __init__(self, element: Element):
        self.kind = _name(element)
        self._element = element
        self.header = _header(element.find(_tag("InitiationHeader")))

    def term(self, *path: str) -> Term | None:
        """The value at a path of element names; None if there is none."""
        return _term(self._element.find("/".join(map(_tag, path))))

    def text(self, *path: str) -> str:
        term = self.term(*path)
        return term.value if term else ""

    def needed(self, *path: str) -> str:
        """A value that the message requires."""
        value = self.text(*path)
        if not value:
            raise problems.missing(path[-1])
        return value

    def identifier(self, name: str) -> Identifier:
        """RequestId, UserId or ItemId; the message requires it."""
        stem = name.removesuffix("Id")
        value = self.needed(name, f"{stem}IdentifierValue")
        return Identifier(value, self.term(name, f"{stem}IdentifierType"), self.term(name, "AgencyId"))


def parse(body: bytes) -> Message:
    """Parse the message in the body of a request."""
    root = _root(body)
    version = root.get(_tag("version"), root.get("version", ""))
    if root.tag != _tag("NCIPMessage") or "/ncip_v2_" not in version:
        raise NotNcip("The body is not an NCIPMessage of version 2.")
    found = list(root)
    if len(found) != 1 or not found[0].tag.startswith(_tag("")):
        raise NotNcip("An NCIPMessage must contain exactly one message.")
    _check_sequence(found[0])
    return Message(found[0])


def kind_of(body: bytes) -> str | None:
    """The name of the message in a body; None if it is not a message."""
    try:
        return parse(body).kind
    except NotNcip:
        return None


def answer(message: Message, *parts: Element) -> bytes:
    """The response: the header of the request with sender and receiver exchanged, then the parts."""
    response = Element(_tag(f"{message.kind}Response"))
    if message.header is not None:
        response.append(_response_header(message.header))
    response.extend(parts)
    return _written(response)


def refusal(message: Message, problem: NcipProblem) -> bytes:
    """The response with a Problem; a message outside the profile has no response element of its own."""
    known = message.kind in _SEQUENCES
    part = _problem(problem, "general" if problem.general else message.kind.lower())
    return answer(message, part) if known else _written(part)


def identifier(name: str, given: Identifier) -> Element:
    """An identifier exactly as it was sent, so that the client recognises it."""
    stem = name.removesuffix("Id")
    element = Element(_tag(name))
    _add(element, "AgencyId", given.agency)
    _add(element, f"{stem}IdentifierType", given.type)
    _add(element, f"{stem}IdentifierValue", Term(given.value))
    return element


def simple(name: str, value: str) -> Element:
    element = Element(_tag(name))
    element.text = value
    return element


def _root(body: bytes) -> Element:
    try:
        return fromstring(body, forbid_dtd=True)
    except DefusedXmlException:
        raise NotNcip("A message must not contain a document type or entities.") from None
    # An encoding that is unknown or cannot be decoded raises LookupError or ValueError.
    except (ParseError, LookupError, ValueError) as fault:
        raise NotNcip(f"The body is not well-formed XML: {fault}") from None


def _check_sequence(message: Element) -> None:
    """Check the order of elements, which the schema fixes (3.3)."""
    sequence = _SEQUENCES.get(_name(message))
    if sequence is None:
        return
    before = ""
    for name in map(_name, message):
        position = sequence.index(name) if name in sequence else -1
        last = sequence.index(before) if before else -1
        if position < last or position < 0 or (name == before and name not in _REPEATED):
            raise NotNcip(f"{name} is not allowed at this position in {_name(message)}.")
        before = name


def _header(element: Element | None) -> Header | None:
    if element is None:
        return None
    places = ("FromSystemId",), ("FromAgencyId", "AgencyId"), ("ToSystemId",), ("ToAgencyId", "AgencyId")
    return Header(*(_term(element.find("/".join(map(_tag, path)))) for path in places))


def _response_header(header: Header) -> Element:
    element = Element(_tag("ResponseHeader"))
    for direction, system, agency in (
        ("From", header.to_system, header.to_agency),
        ("To", header.from_system, header.from_agency),
    ):
        _add(element, f"{direction}SystemId", system)
        if agency is not None:
            _add(SubElement(element, _tag(f"{direction}AgencyId")), "AgencyId", agency)
    return element


def _problem(problem: NcipProblem, scheme: str) -> Element:
    element = Element(_tag("Problem"))
    _add(element, "ProblemType", Term(problem.type, f"{_ERRORS}{scheme}processingerror.scm"))
    for name, text in (
        ("ProblemDetail", problem.detail),
        ("ProblemElement", problem.element),
        ("ProblemValue", problem.value),
    ):
        _add(element, name, Term(text) if text else None)
    return element


def _written(content: Element) -> bytes:
    root = Element(_tag("NCIPMessage"), {_tag("version"): VERSION})
    root.append(content)
    text: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def _add(parent: Element, name: str, term: Term | None) -> None:
    if term is not None:
        attributes = {} if term.scheme is None else {_tag("Scheme"): term.scheme}
        SubElement(parent, _tag(name), attributes).text = term.value


def _term(element: Element | None) -> Term | None:
    if element is None:
        return None
    # The schema qualifies attributes; mod-rs's own templates write them without a prefix.
    return Term((element.text or "").strip(), element.get(_tag("Scheme"), element.get("Scheme")))


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _name(element: Element) -> str:
    return element.tag.removeprefix(_tag(""))
