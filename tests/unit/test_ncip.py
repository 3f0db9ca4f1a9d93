# SPDX-License-Identifier: GPL-3.0-or-later

"""NCIP: the messages, including the order of elements, and the evaluation of any response (oclc-apis.md 3)."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reshare_wms_sandbox.modrs import messages

from ansible_collections.reshare.wms.plugins.module_utils._core.errors import CallFailed, ValidationError, WriteConflict
from ansible_collections.reshare.wms.plugins.module_utils._http.response import Response
from ansible_collections.reshare.wms.plugins.module_utils._wms import due_dates, ncip, ncip_problems
from support import fuzzing

URL = "https://ncip.example/ncip"
NS = "{http://www.niso.org/2008/ncip}"
OCLC = "http://oclc.org/ncip/schemes/"
NISO = "http://www.niso.org/ncip/v1_0/imp1/schemes/"

XML = {"Content-Type": "application/xml"}


class FakeSession:
    """Returns the same response to every message, and records the messages."""

    def __init__(self, text: str, status: int = 200, headers: dict[str, str] | None = None):
        self.calls: list[tuple[str, str, dict[str, Any]]] = []
        self._answer = Response(f"POST {URL}", status, XML if headers is None else headers, text, {})

    def write(self, method: str, url: str, **options: Any) -> Response:
        self.calls.append((method, url, options))
        return self._answer


class LosingSession:
    """Processes a call, and loses the response."""

    def write(self, method: str, url: str, **options: Any) -> Response:
        reason = f"{method} {url}: no answer within 30 s"
        raise WriteConflict(f"{reason}; ...", uncertain=True, may_repeat=options["may_repeat"], reason=reason)


class FakeTokens:
    """Authorises every call."""

    def authorised(self, send, method, url, headers=None, **options):
        return send(method, url, headers={"Authorization": "Bearer tk_1", **(headers or {})}, **options)


def client(session) -> ncip.Ncip:
    return ncip.Ncip(session, FakeTokens(), URL, "128850", "128851", "91475")


def message(content: str, version: str = "2_02") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><n:NCIPMessage xmlns:n="{NS[1:-1]}" '
        f'n:version="http://www.niso.org/schemas/ncip/v{version}/ncip_v{version}.xsd">{content}</n:NCIPMessage>'
    )


def response(kind: str, content: str) -> str:
    header = (
        "<n:ResponseHeader><n:FromAgencyId><n:AgencyId>128851</n:AgencyId></n:FromAgencyId>"
        "<n:ToAgencyId><n:AgencyId>128850</n:AgencyId></n:ToAgencyId></n:ResponseHeader>"
    )
    return message(f"<n:{kind}Response>{header}{content}</n:{kind}Response>")


def known_by(name: str, value: str) -> str:
    stem = name.removesuffix("Id")
    return f"<n:{name}><n:{stem}IdentifierValue>{escape(value)}</n:{stem}IdentifierValue></n:{name}>"


def problem(type: str, detail: str = "", element: str = "", value: str = "") -> str:
    parts = [("Type", type), ("Detail", detail), ("Element", element), ("Value", value)]
    return (
        f"<n:Problem>{''.join(f'<n:Problem{n}>{escape(text)}</n:Problem{n}>' for n, text in parts if text)}</n:Problem>"
    )


ITEM, USER = known_by("ItemId", "I-1"), known_by("UserId", "P-1")
DUE = "<n:DateDue>2026-12-24T23:59:00Z</n:DateDue>"

#: A correct response to each call.
ACCEPTED = response("AcceptItem", known_by("RequestId", "ReShareRequestR-1") + ITEM)
LENT = response("CheckOutItem", ITEM + USER + DUE)
RETURNED = response("CheckInItem", ITEM)


def accept(session) -> None:
    return client(session).accept_item("P-1", "I-1", "R-1", "128860", "Moby-Dick & Co.")


def check_out(session) -> str | None:
    return client(session).check_out("P-1", "I-1", "R-1")


def check_in(session) -> None:
    return client(session).check_in("I-1")


CALLS = {"AcceptItem": (accept, ACCEPTED), "CheckOutItem": (check_out, LENT), "CheckInItem": (check_in, RETURNED)}
DONE = {
    "AcceptItem": "the temporary item 'I-1' was made",
    "CheckOutItem": "the item 'I-1' was checked out",
    "CheckInItem": "the item 'I-1' was checked in",
}


def fault(text: str, status: int = 200, headers: dict[str, str] | None = None, call=check_in) -> CallFailed:
    with pytest.raises(CallFailed) as caught:
        call(FakeSession(text, status, headers))
    return caught.value


# Messages

#: The order of elements in ncip_v2_02.xsd, as far as the messages use it; a star marks required elements.
SEQUENCES = {
    "AcceptItem": (
        "InitiationHeader MandatedAction *RequestId *RequestedActionType UserId ItemId DateForReturn "
        "IndeterminateLoanPeriodFlag NonReturnableFlag RenewalNotPermitted FiscalTransactionInformation "
        "ItemOptionalFields UserOptionalFields PickupLocation PickupExpiryDate Ext"
    ),
    "CheckOutItem": (
        "InitiationHeader MandatedAction *UserId *ItemId RequestId AcknowledgedFeeAmount PaidFeeAmount "
        "AcknowledgedItemUseRestrictionType ShippingInformation ResourceDesired DesiredDateDue ItemElementType "
        "UserElementType Ext"
    ),
    "CheckInItem": "InitiationHeader MandatedAction *ItemId ItemElementType UserElementType Ext",
    "InitiationHeader": (
        "FromSystemId FromSystemAuthentication *FromAgencyId FromAgencyAuthentication OnBehalfOfAgency ToSystemId "
        "*ToAgencyId ApplicationProfileType Ext"
    ),
    "FromAgencyId": "*AgencyId Ext",
    "ToAgencyId": "*AgencyId Ext",
    "RequestId": "AgencyId RequestIdentifierType *RequestIdentifierValue Ext",
    "UserId": "AgencyId UserIdentifierType *UserIdentifierValue Ext",
    "ItemId": "AgencyId ItemIdentifierType *ItemIdentifierValue Ext",
    "ItemOptionalFields": (
        "BibliographicDescription ItemUseRestrictionType CirculationStatus HoldQueueLength ItemDescription Location "
        "PhysicalCondition ElectronicResource SecurityMarker SensitizationFlag DateDue Ext"
    ),
    "ItemDescription": "CallNumber CopyNumber ItemDescriptionLevel HoldingsInformation NumberOfPieces",
    "BibliographicDescription": (
        "Author AuthorOfComponent BibliographicItemId BibliographicRecordId ComponentId Edition Pagination "
        "PlaceOfPublication PublicationDate PublicationDateOfComponent Publisher SeriesTitleNumber Title "
        "TitleOfComponent BibliographicLevel SponsoringBody ElectronicDataFormatType Language MediumType Ext"
    ),
}
#: Elements of type SchemeValuePair, which can have a Scheme; and plain texts, which cannot.
PAIRS = {
    *("FromSystemId", "ToSystemId", "AgencyId", "ApplicationProfileType", "RequestIdentifierType"),
    *("RequestedActionType", "UserIdentifierType", "ItemIdentifierType", "PickupLocation", "ItemElementType"),
}
TEXTS = {*("RequestIdentifierValue", "UserIdentifierValue", "ItemIdentifierValue", "Author", "Title", "CallNumber")}


def check_structure(element: ElementTree.Element) -> None:
    """Assert that an element has the structure of the schema."""
    assert element.tag.startswith(NS)
    name = element.tag.removeprefix(NS)
    if name not in SEQUENCES:
        assert name in PAIRS | TEXTS and len(element) == 0 and element.text
        assert set(element.keys()) <= ({f"{NS}Scheme"} if name in PAIRS else set())
        return
    assert not element.keys() and not element.text
    allowed = SEQUENCES[name].split()
    places = [[one.lstrip("*") for one in allowed].index(child.tag.removeprefix(NS)) for child in element]
    assert places == sorted(set(places)), name
    assert {place for place, one in enumerate(allowed) if one.startswith("*")} <= set(places), name
    for child in element:
        check_structure(child)


def sent(kind: str) -> ElementTree.Element:
    call, answer = CALLS[kind]
    session = FakeSession(answer)
    call(session)
    ((method, url, options),) = session.calls
    assert (method, url) == ("POST", URL)
    assert options["may_repeat"] is False
    assert options["headers"]["Authorization"] == "Bearer tk_1"
    assert options["headers"]["Content-Type"] == "application/xml; charset=utf-8"
    assert options["data"].startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    return ElementTree.fromstring(options["data"])


@pytest.mark.parametrize("kind", CALLS)
def test_a_message_has_the_structure_of_the_schema(kind):
    root = sent(kind)
    assert root.tag == f"{NS}NCIPMessage"
    assert root.attrib == {f"{NS}version": "http://www.niso.org/schemas/ncip/v2_02/ncip_v2_02.xsd"}
    (content,) = root
    assert content.tag == NS + kind
    check_structure(content)


HEADER = {
    "InitiationHeader/FromSystemId": ("ReShare", f"{OCLC}systemid/oclcsystemid.scm"),
    "InitiationHeader/FromAgencyId/AgencyId": ("128850", f"{OCLC}agencyid/institutionid.scm"),
    "InitiationHeader/ToSystemId": ("WMS Circ", f"{OCLC}systemid/oclcsystemid.scm"),
    "InitiationHeader/ToAgencyId/AgencyId": ("128851", f"{OCLC}agencyid/institutionid.scm"),
    "InitiationHeader/ApplicationProfileType": (
        "2.00",
        f"{OCLC}applicationprofiletype/circillapplicationprofiletype.scm",
    ),
}
REQUEST_ID = {
    "RequestId/RequestIdentifierType": (
        "ILL Request Id",
        f"{OCLC}requestidentifiertype/circillrequestidentifiertype.scm",
    ),
    "RequestId/RequestIdentifierValue": ("ReShareRequestR-1", None),
}
USER_ID = {
    "UserId/UserIdentifierType": ("Barcode", f"{NISO}visibleuseridentifiertype/visibleuseridentifiertype.scm"),
    "UserId/UserIdentifierValue": ("P-1", None),
}
ITEM_ID = {
    "ItemId/ItemIdentifierType": ("Barcode", f"{NISO}visibleitemidentifiertype/visibleitemidentifiertype.scm"),
    "ItemId/ItemIdentifierValue": ("I-1", None),
}
CONTENTS = {
    "AcceptItem": {
        **HEADER,
        **REQUEST_ID,
        "RequestedActionType": (
            "Hold For Fulfillment",
            "http://www.oclc.org/ncip/schemes/ws-illv1_0requestedactiontype/requestedactiontype.scm",
        ),
        **USER_ID,
        "ItemId/AgencyId": ("91475", f"{OCLC}agencyid/institutionid.scm"),
        **ITEM_ID,
        "ItemOptionalFields/BibliographicDescription/Author": ("ReShare", None),
        "ItemOptionalFields/BibliographicDescription/Title": ("Moby-Dick & Co.", None),
        "ItemOptionalFields/ItemDescription/CallNumber": ("ReShare test", None),
        "PickupLocation": ("128860", f"{OCLC}pickuplocation/branchid.scm"),
    },
    "CheckOutItem": {**HEADER, **USER_ID, **ITEM_ID, **REQUEST_ID},
    "CheckInItem": {
        **HEADER,
        **ITEM_ID,
        "ItemElementType": (
            "Bibliographic Description",
            "http://www.niso.org/ncip/v1_0/schemes/itemelementtype/itemelementtype.scm",
        ),
    },
}


def contents(element: ElementTree.Element, path: str = "") -> dict[str, tuple[str | None, str | None]]:
    found = {}
    for child in element:
        place = path + child.tag.removeprefix(NS)
        more = contents(child, f"{place}/")
        found |= more or {place: (child.text, child.get(f"{NS}Scheme"))}
    return found


#: The same messages as the sandbox's mod-rs sends.
SETTINGS = {"ncip_from_agency": "128850", "ncip_to_agency": "128851", "wms_registry_id": "91475"}
GIVEN = {
    **{"requestId": "R-1", "userId": "P-1", "borrowerBarcode": "P-1", "itemBarcode": "I-1", "author": "ReShare"},
    **{"title": "Moby-Dick & Co.", "callNumber": "ReShare test", "pickupLocation": "128860"},
}
OF_RESHARE = {
    "AcceptItem": messages.accept_item,
    "CheckOutItem": messages.check_out_item,
    "CheckInItem": messages.check_in_item,
}


@pytest.mark.parametrize("kind", CALLS)
def test_a_message_says_what_the_client_of_reshare_says(kind):
    """Our messages and those of the simulated client are compared with one list of paths, texts and schemes."""
    (ours,) = sent(kind)
    for message in (ours, OF_RESHARE[kind](SETTINGS, GIVEN)):
        found = contents(message)
        assert found == CONTENTS[kind]
        assert list(found) == list(CONTENTS[kind])


@pytest.mark.parametrize("barcode", ["", " ", "A\0", "A\x1b", "A\ufffe", "\ud800"])
def test_values_that_xml_cannot_contain_are_rejected_before_sending(barcode):
    session = FakeSession(RETURNED)
    with pytest.raises(ValidationError, match="ItemIdentifierValue"):
        client(session).check_in(barcode)
    assert not session.calls


@given(text=st.text(min_size=1, max_size=20))
def test_any_barcode_arrives_or_is_refused(text):
    session = FakeSession(RETURNED)
    with suppress(ValidationError, CallFailed):
        client(session).check_in(text)
    for _method, _url, options in session.calls:
        value = ElementTree.fromstring(options["data"]).find(f".//{NS}ItemIdentifierValue")
        assert value is not None and value.text is not None
        assert value.text.split() == text.split()


# Responses


def test_correct_responses_are_read():
    accept(FakeSession(ACCEPTED))
    assert check_out(FakeSession(LENT)) == "2026-12-24T23:59:00Z"
    check_in(FakeSession(RETURNED))


def test_an_answer_may_leave_out_what_the_schema_lets_it():
    accept(FakeSession(response("AcceptItem", known_by("RequestId", "ReShareRequestR-1"))))
    for flag in ("IndeterminateLoanPeriodFlag", "NonReturnableFlag"):
        assert check_out(FakeSession(response("CheckOutItem", f"{ITEM}{USER}<n:{flag}/>"))) is None


@pytest.mark.parametrize(
    "kind, content, about",
    [
        ("AcceptItem", known_by("RequestId", "R-1") + ITEM, "RequestId 'R-1' instead of 'ReShareRequestR-1'"),
        ("AcceptItem", ITEM, "no RequestId"),
        (
            "AcceptItem",
            known_by("RequestId", "ReShareRequestR-1") + known_by("ItemId", "I-2"),
            "ItemId 'I-2' instead of 'I-1'",
        ),
        ("CheckOutItem", known_by("ItemId", "I-10") + USER + DUE, "ItemId 'I-10' instead of 'I-1'"),
        ("CheckOutItem", ITEM + known_by("UserId", "p-1") + DUE, "UserId 'p-1' instead of 'P-1'"),
        ("CheckOutItem", ITEM + DUE, "no UserId"),
        ("CheckOutItem", ITEM + USER, "no DateDue"),
        ("CheckInItem", known_by("ItemId", "I-1 I-1"), "ItemId 'I-1 I-1' instead of 'I-1'"),
        ("CheckInItem", "<n:ItemId/>", "no ItemId"),
        ("CheckInItem", "", "no ItemId"),
    ],
)
def test_an_answer_about_something_else_is_refused(kind, content, about):
    wrong = fault(response(kind, content), call=CALLS[kind][0])
    assert isinstance(wrong, ncip_problems.UnknownOutcome)
    assert str(wrong) == (f"POST {URL} returned {about}. It is unknown whether {DONE[kind]}; check the item in WMS.")


LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij"))
    + "]>"
)
EXTERNAL = '<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x.dtd"> %p;]>'
QUADRATIC = f'<!DOCTYPE x [<!ENTITY j "{"x" * 100_000}">]>'


def with_dtd(dtd: str, content: str = "&j;" * 1000) -> str:
    return response("CheckInItem", known_by("ItemId", "I-1")).replace("?>", f"?>{dtd}", 1).replace("I-1", content)


@pytest.mark.parametrize(
    "text, words",
    [
        ("", "an empty body instead of an NCIP 2 message"),
        (" \n", "an empty body instead"),
        ("{}", "'{}' instead"),
        ("<!DOCTYPE html><html><head><title>Sign\n in</title></head></html>", "an HTML page ('Sign in') instead"),
        ("<html></html>", "an HTML page instead"),
        (RETURNED[:-20], "instead of an NCIP 2 message"),
        (RETURNED + "<", "instead of an NCIP 2 message"),
        (with_dtd(LAUGHS), "instead of an NCIP 2 message"),
        (with_dtd(EXTERNAL), "instead of an NCIP 2 message"),
        (with_dtd(PARAMETER), "instead of an NCIP 2 message"),
        (with_dtd(QUADRATIC), "instead of an NCIP 2 message"),
        (with_dtd("<!DOCTYPE x>", "I-1"), "instead of an NCIP 2 message"),
        (with_dtd("", "&nbsp;"), "instead of an NCIP 2 message"),
        (with_dtd("", "\ud800"), "instead of an NCIP 2 message"),
        (with_dtd("", "\0"), "instead of an NCIP 2 message"),
        ("<a>" * 100_000, "instead of an NCIP 2 message"),
        (message("<n:Ext>" * 50_000 + "</n:Ext>" * 50_000), "Ext instead of CheckInItemResponse"),
        ("<title" * 160_000, "instead of an NCIP 2 message"),
        ("x" * 1_000_001, "1000001 characters, more than any NCIP message has"),
        ("<NCIPMessage/>", "'<NCIPMessage/>' instead of an NCIP 2 message"),
        ("<x:NCIPMessage xmlns:x='urn:x'/>", "xmlns:x='urn:x'/>' instead of an NCIP 2 message"),
        (message(""), "nothing instead of CheckInItemResponse"),
        (LENT, "CheckOutItemResponse instead of CheckInItemResponse"),
        (message("<CheckInItemResponse/>"), "CheckInItemResponse instead of CheckInItemResponse"),
    ],
    ids=range(24),
)
def test_an_invalid_response_is_explained_quickly(text, words):
    # Processor time, which does not depend on other load.
    started = time.thread_time()
    wrong = fault(text)
    assert time.thread_time() - started < 3
    assert isinstance(wrong, ncip_problems.UnknownOutcome)
    assert str(wrong).startswith(f"POST {URL} returned ") and words in str(wrong)
    assert "; check wms_ncip_url, and whether a proxy responds instead of WMS." in str(wrong)
    assert str(wrong).endswith("It is unknown whether the item 'I-1' was checked in; check the item in WMS.")
    assert len(str(wrong)) < 900


def test_without_being_told_the_encoding_the_xml_tells_it():
    for encoding in ("UTF-8", "ISO-8859-1", "UTF-16"):
        written = response("CheckInItem", problem("Störung")).replace("UTF-8", encoding).encode(encoding)
        # requests uses Latin-1 for text/* without a charset.
        wrong = fault(written.decode("iso-8859-1"), headers={"Content-Type": "text/xml"})
        assert "WMS rejected the message: Störung." in str(wrong)


@pytest.mark.parametrize("headers", [{"Content-Type": "application/xml"}, {"Content-Type": "text/xml; charset=x"}, {}])
def test_a_text_that_was_decoded_is_taken_as_it_is(headers):
    text = response("CheckInItem", problem("Störung")).replace("UTF-8", "no-such-encoding")
    assert "WMS rejected the message: Störung." in str(fault(text, headers=headers))


@pytest.mark.parametrize("encoding", ["no-such-encoding", "UTF-16", "ASCII"])
def test_an_encoding_that_is_not_that_is_explained(encoding):
    text = response("CheckInItem", problem("Störung")).replace("UTF-8", encoding)
    wrong = fault(text.encode().decode("iso-8859-1"), headers={"Content-Type": "text/xml"})
    assert "instead of an NCIP 2 message" in str(wrong)


# Problems


@pytest.mark.parametrize(
    "parts, words",
    [
        (
            ("Unknown Item", "UNKNOWN_ITEM", "", "91475/I-1"),
            "WMS rejected the message: Unknown Item (UNKNOWN_ITEM, 91475/I-1). WMS has no item with this barcode",
        ),
        (("Unknown User", "UNKNOWN_USER"), "WMS has no account with this barcode"),
        (("Item Not Checked Out", "ITEM_NOT_CHECKED_OUT"), "there is nothing to check in"),
        (("9022",), "there is nothing to check in"),
        (("Resource Cannot Be Provided", "See Use Restrictions"), "cannot be checked out now"),
        (
            ("Element Rule Violated", "X", "PickupLocation", "1"),
            "Element Rule Violated (X, PickupLocation, 1). WMS rejected a value in the message",
        ),
        (("Element Rule Violated", "NO_HOLDABLE_ITEMS"), "A hold cannot be placed"),
        (("User Blocked", "PATRON_BLOCKED"), "whether the account is blocked or has expired"),
        (("User Blocked", "PATRON_REQUIRES_MEMBERSHIP"), "requires a membership"),
        (("USER\n BLOCKED",), "whether the account is blocked or has expired"),
        (("Cannot Accept Item", "X"), "WMS did not create the temporary item"),
        (("Maximum Check Outs Exceeded",), "Lending accounts need No Limit"),
        (("Item Does Not Circulate",), "only with an override"),
        (("Unknown Agency",), "Check from_agency and to_agency"),
        (("Agency Authentication Failed",), "ask OCLC which one applies"),
        (("Unauthorized Service For Agency",), "signed authorisation form"),
        (("System Authentication Failed",), "signed authorisation form"),
        (("Unsupported Service",), "check wms_ncip_url"),
        (
            ("Mercury Retrograde", "SOME_CODE", "Ext", "7"),
            "WMS rejected the message: Mercury Retrograde (SOME_CODE, Ext, 7). This problem type is unknown; check OCLC's documentation.",
        ),
        (
            (" ",),
            "WMS rejected the message: a problem without a type. This problem type is unknown; check OCLC's documentation.",
        ),
        (("\n".join("long" * 100 for _unused in range(9)),), "..."),
    ],
)
@pytest.mark.parametrize("place", ["inside", "instead"])
def test_a_problem_has_a_remedy(parts, words, place):
    text = response("CheckInItem", problem(*parts)) if place == "inside" else message(problem(*parts))
    refused = fault(text)
    assert isinstance(refused, ncip_problems.NcipProblem)
    assert words in str(refused)
    assert len(str(refused)) < 600


@pytest.mark.parametrize("status", [200, 400, 403, 404, 409, 500, 503])
def test_a_problem_counts_whatever_the_status(status):
    refused = fault(response("CheckInItem", problem("Unknown Item")), status)
    assert isinstance(refused, ncip_problems.NcipProblem) and refused.status == status


def test_each_problem_is_explained():
    def refused(*problems: str) -> ncip_problems.NcipProblem:
        found = fault(response("CheckInItem", "".join(problems)))
        assert isinstance(found, ncip_problems.NcipProblem)
        return found

    gone, in_place = problem("Unknown Item"), problem("x", "ITEM_NOT_CHECKED_OUT")
    assert refused(gone).means(ncip_problems.UNKNOWN_ITEM) and not refused(gone).means(ncip_problems.NOT_ON_LOAN)
    assert refused(in_place).means(ncip_problems.NOT_ON_LOAN) and not refused(in_place).means(
        ncip_problems.UNKNOWN_ITEM
    )
    assert not refused(gone, in_place).means(ncip_problems.UNKNOWN_ITEM)
    assert "WMS has no item" in str(refused(gone, in_place)) and "nothing to check in" in str(refused(gone, in_place))


def test_conditions_of_the_lender_are_reported():
    # As in OCLC's sample.
    asked = (
        "<n:RequiredFeeAmount><n:CurrencyCode>EUR</n:CurrencyCode><n:MonetaryValue>500</n:MonetaryValue>"
        "</n:RequiredFeeAmount><n:RequiredItemUseRestrictionType>In Library Use Only</n:RequiredItemUseRestrictionType>"
    )
    refused = fault(response("CheckOutItem", problem("Resource Cannot Be Provided") + asked), call=check_out)
    assert str(refused).endswith(" It asks for a fee of 500 EUR (smallest unit), use 'In Library Use Only'.")


# Failed calls


@pytest.mark.parametrize(
    "status, text, words",
    [
        (400, "No message", "HTTP 400: 'No message'."),
        (401, '{"message": "Unauthorized"}', "HTTP 401: Unauthorized. OCLC rejected a token that it had just issued"),
        (
            403,
            '{"message": "Forbidden"}',
            "HTTP 403: Forbidden. Possible causes: (1) wms_key or wms_registry_id is that of another library",
        ),
        (404, "<title>Not here</title>", "HTTP 404: an HTML page ('Not here'). Possible causes: (1) A proxy"),
        (403, RETURNED, "HTTP 403: '<?xml"),
    ],
)
def test_a_refused_call_surely_did_nothing(status, text, words):
    failed = fault(text, status)
    assert not isinstance(failed, (ncip_problems.UnknownOutcome, ncip_problems.NcipProblem))
    assert failed.status == status
    assert words in str(failed)


@pytest.mark.parametrize("status, text", [(500, "Oops"), (502, ""), (503, RETURNED), (202, RETURNED), (204, "")])
def test_a_call_that_may_have_done_it_says_so(status, text):
    failed = fault(text, status)
    assert isinstance(failed, ncip_problems.UnknownOutcome)
    assert f"returned HTTP {status}" in failed.reason
    assert "It is unknown whether the item 'I-1' was checked in" in str(failed)


def test_no_message_is_sent_twice():
    sender = client(LosingSession())
    with pytest.raises(ncip_problems.UnknownOutcome) as caught:
        sender.check_out("P-1", "I-1", "R-1")
    assert str(caught.value) == (
        f"POST {URL}: no answer within 30 s. It is unknown whether the item 'I-1' was checked out; check the item in WMS."
    )
    assert sender.sent == 1


# Any response

NAMES = st.sampled_from(
    [
        *(
            "NCIPMessage",
            "CheckOutItemResponse",
            "ResponseHeader",
            "ItemId",
            "ItemIdentifierValue",
            "UserId",
            "DateDue",
        ),
        *("UserIdentifierValue", "Problem", "ProblemType", "RequiredFeeAmount", "MonetaryValue", "Ext"),
    ]
)
TREES = st.recursive(
    st.text(max_size=8).map(escape),
    lambda inner: st.builds(
        lambda name, parts: f"<n:{name}>{''.join(parts)}</n:{name}>", NAMES, st.lists(inner, max_size=4)
    ),
    max_leaves=12,
)
PIECES = st.sampled_from(
    ["<", ">", "&", "]]>", "<!--", "<![CDATA[", "<?x ?>", "\0", "\ufffe", "\ud800", "&j;", LAUGHS, ""]
)
TORN = st.builds(
    lambda text, start, length, piece: text[:start] + piece + text[start + length :],
    st.sampled_from([LENT, response("CheckOutItem", problem("Unknown User", "UNKNOWN_USER"))]),
    st.integers(0, len(LENT)),
    st.integers(0, 60),
    PIECES | st.text(max_size=5),
)
BODIES = (
    TORN
    | TREES.map(message)
    | TREES.map(lambda content: response("CheckOutItem", content))
    | st.binary(max_size=80).map(lambda raw: raw.decode("utf-8", "replace"))
    | st.binary(max_size=80).map(lambda raw: raw.decode("iso-8859-1"))
)


@fuzzing.times(3)
@given(
    text=BODIES,
    status=st.sampled_from([200, 200, 200, 202, 400, 403, 500]),
    kind=st.sampled_from(["application/xml", "text/xml", "text/xml; charset=utf-8", ""]),
)
def test_any_response_gives_a_result_or_an_error(text, status, kind):
    try:
        date_due = check_out(FakeSession(text, status, {"Content-Type": kind}))
        assert status == 200
        assert date_due is None or due_dates.parse_due_date(date_due).moment
    except CallFailed as failed:
        assert str(failed).strip()
