# SPDX-License-Identifier: GPL-3.0-or-later

"""Which accounts are changed without state adopted, over random accounts and declarations: only those that this collection wrote and in which
nothing is a person's."""

from __future__ import annotations

import copy
import random
import unicodedata
from typing import Any

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._core.objects import CurrentObject, Declaration, Owner
from ansible_collections.reshare.wms.plugins.module_utils._wms import account_marks
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.patrons import PATRON_ACCOUNT
from ansible_collections.reshare.wms.plugins.module_utils._wms.scim_user import (
    ADDITIONAL,
    CORRELATION,
    PERSONA,
    comparable,
    flat,
    laid_over,
)

US = Owner("100101", "RESHARE:ADM")
OTHERS = [Owner("100201", "RESHARE:ADM"), Owner("100101", "RESHARE:BKR"), Owner("10010", "1 RESHARE:ADM")]
FIELDS = {
    "barcode": "LEND-1",
    "patron_type": "ReShare lending",
    "home_branch": "100111",
    "family_name": "ReShare lending",
    "expires": "2031-12-31",
}
#: What only the account of a person has.
PERSONAL: list[dict[str, Any]] = [
    {"name": {"familyName": "Ames"}},
    {"name": {"familyName": "ReShare lending", "givenName": "Ada"}},
    {"name": {"familyName": "ReShare lending", "middleName": "Ada"}},
    {"name": {"familyName": "ReShare lending", "honorificPrefix": "Dr."}},
    {"emails": [{"value": "ada@adams.example", "primary": True}]},
    {"emails": [{"value": "ill@adams.example", "primary": True}, {"value": "ada@adams.example"}]},
    {"phoneNumbers": [{"value": "555-0100", "type": "home"}]},
    {"addresses": [{"streetAddress": "1 Elm Street", "type": "home", "primary": False}]},
    {"addresses": {"locality": "Adams"}},
    {PERSONA: {"institutionId": "100101", "dateOfBirth": "2001-02-03"}},
    {PERSONA: {"institutionId": "100101", "gender": "FEMALE"}},
    {CORRELATION: {"correlationInfo": [{"sourceSystem": "urn:mace:oclc:idm:adams", "idAtSource": "aames"}]}},
    {CORRELATION: {"correlationInfo": {"sourceSystem": "ldap", "idAtSource": "aames"}}},
]
#: What OCLC writes itself, or what says nothing about a person.
HARMLESS: list[dict[str, Any]] = [
    {},
    {"emails": [{"value": "ill@adams.example", "primary": True}]},
    {"name": {"familyName": "ReShare lending", "givenName": "", "middleName": " ", "honorificPrefix": None}},
    {"phoneNumbers": [], "addresses": [{"streetAddress": "", "country": "US", "type": "home", "primary": True}]},
    {PERSONA: {"institutionId": "100101", "gender": "UNKNOWN", "nameInfoCanSelfEdit": False, "oclcUsername": "LEND-1"}},
    {
        CORRELATION: {
            "correlationInfo": [
                {"sourceSystem": "urn:mace:oclc:idm:adams", "idAtSource": "069cc81f-395d-4272-86f2-99b54d8fbc29"}
            ]
        }
    },
]


def written(owner: Owner, **more: Any) -> dict[str, Any]:
    """A SCIM user as this collection writes it."""
    fields = {**FIELDS, **more}
    return {"id": "1", **laid_over({"schemas": []}, {**fields, "mark": account_marks.mark(owner, fields)})}


def plan(user: dict[str, Any], declared: dict[str, Any], owner: Owner | None = US) -> tuple[bool, bool]:
    """Whether a task changes the account, and whether it is refused."""
    items = PATRON_ACCOUNT.declare([declared]).items
    found = PATRON_ACCOUNT.plan([CurrentObject("1", None, flat(user))], Declaration(items, owner=owner)).changes
    return bool(found), any(change.unowned for change in found)


def some(rng: random.Random) -> dict[str, Any]:
    """A declaration without state adopted that differs from every account here."""
    fields = {**FIELDS, "expires": "2032-12-31", "blocked": rng.random() < 0.5}
    names = rng.sample([name for name in fields if name not in ("barcode", "expires")], rng.randrange(5))
    declared = {name: value for name, value in fields.items() if name in ("barcode", "expires", *names)}
    kept = {} if rng.random() < 0.5 else {"former_symbols": [rng.choice(["RESHARE:OLD", "RESHARE:BKR"])]}
    return {**declared, **kept, "state": rng.choice(["present", "absent", "existing"])}


@pytest.mark.parametrize("seed", range(20))
def test_a_random_account_with_data_of_a_person_is_never_changed_without_state_adopted(seed):
    rng = random.Random(seed)
    for _one in range(50):
        user = written(rng.choice([US, *OTHERS]), **({"email": "ill@adams.example"} if rng.random() < 0.5 else {}))
        for part in rng.sample(PERSONAL, rng.randrange(1, 4)):
            user |= copy.deepcopy(part)
        declared = some(rng)
        if rng.random() < 0.5:
            declared["patron_type"] = user["patron_type"] = "Student"
        assert plan(user, declared, rng.choice([US, None])) == (True, True), (user, declared)
        adopted = plan(user, {**FIELDS, "state": "adopted"})
        assert adopted == (True, False) or adopted == (False, False)


@pytest.mark.parametrize("seed", range(5))
def test_an_account_that_this_collection_wrote_is_changed_and_no_other(seed):
    rng = random.Random(seed)
    for _one in range(20):
        harmless = rng.choice(HARMLESS)
        email = {"email": "ill@adams.example"} if "emails" in harmless else {}
        declared = {**some(rng), "former_symbols": []}
        assert plan({**written(US, **email), **copy.deepcopy(harmless)}, declared) == (True, False), harmless
        for owner in OTHERS:
            assert plan(written(owner, **email), declared) == (True, True), owner


@pytest.mark.parametrize(
    "text", ["", "reshare.wms", "reshare.wms 100101 RESHARE:ADM", "reshare.wms 100101 RESHARE:ADM 00000000"]
)
def test_a_text_that_is_no_mark_of_this_account_proves_nothing(text):
    user = laid_over(written(US), {**FIELDS, "mark": text or None})
    if not text:
        user.pop("urn:mace:oclc.org:eidm:schema:persona:additionalinfo:20180501")
    assert plan(user, {**FIELDS, "expires": "2032-12-31"}) == (True, True)


def test_a_written_account_is_as_declared_and_keeps_other_custom_data():
    user = written(US)
    user[(place := "urn:mace:oclc.org:eidm:schema:persona:additionalinfo:20180501")]["oclcKeyValuePairs"].insert(
        0, {"businessContext": "Circulation_Info", "key": "customdata1", "value": "Group A"}
    )
    assert plan(user, FIELDS) == (False, False)
    assert plan(user, {**FIELDS, "state": "adopted"}) == (False, False)
    again = laid_over(user, {**FIELDS, "mark": "another"})
    assert [entry["value"] for entry in again[place]["oclcKeyValuePairs"]] == ["Group A", "another"]


#: What a system makes of a text that it stores.
REWRITTEN = {
    "as sent": lambda text: text,
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "entities": lambda text: text.replace("&", "&amp;").replace("\u00fc", "&#252;"),
    "spaces": lambda text: text.replace(" ", "\u00a0 "),
    "capitals": lambda text: text.upper(),
    "lower case": lambda text: text.lower(),
    "all": lambda text: unicodedata.normalize("NFD", text.upper()).replace("&", "&amp;amp;"),
}
BOOKS = {"family_name": "B\u00fccher & S\u00f6hne", "given_name": "Stra\u00dfe 7", "email": "Ill@Adams.example"}


def stored(system: str, user: dict[str, Any]) -> dict[str, Any]:
    """A SCIM user as a system stores it. Custom data, names and addresses are texts."""
    rewrite, found = REWRITTEN[system], copy.deepcopy(user)
    found["name"] = {name: rewrite(text) for name, text in found["name"].items()}
    found["emails"] = [{**one, "value": rewrite(one["value"])} for one in found["emails"]]
    for entry in found[ADDITIONAL]["oclcKeyValuePairs"]:
        entry["value"] = rewrite(entry["value"])
    return found


def lost_fields(wanted: dict[str, Any], user: dict[str, Any]) -> list[str]:
    """The fields that an account has not as wanted."""
    there, sent = comparable(flat(user)), comparable(wanted)
    return [name for name in wanted if there.get(name) != sent[name]]


@pytest.mark.parametrize("system", REWRITTEN)
def test_an_account_is_recognised_whatever_its_system_makes_of_texts(system):
    user = stored(system, written(US, **BOOKS))
    declared = {**FIELDS, **BOOKS}
    assert lost_fields({**declared, "mark": account_marks.mark(US, declared)}, user) == []
    assert plan(user, declared) == (False, False)
    assert plan(user, {**declared, "state": "adopted"}) == (False, False)
    assert plan(user, {**declared, "expires": "2032-12-31"}) == (True, False)
    assert plan(user, {**declared, "state": "absent"}) == (True, False)
    for owner in OTHERS:
        assert plan(stored(system, written(owner, **BOOKS)), {**declared, "expires": "2032-12-31"}) == (True, True)


@pytest.mark.parametrize("system", REWRITTEN)
def test_another_spelling_of_a_name_is_written_once(system):
    declared = {**FIELDS, **BOOKS, "family_name": "b\u00dccher & S\u00f6hne"}
    assert plan(stored(system, written(US, **BOOKS)), declared) == (True, False)
    assert plan(stored(system, written(US, **{**BOOKS, **declared})), declared) == (False, False)


@pytest.mark.parametrize("system", REWRITTEN)
def test_the_account_of_a_person_with_the_same_name_in_another_form_is_not_taken_over(system):
    declared = {**FIELDS, **BOOKS, "expires": "2032-12-31"}
    user = stored(system, written(US, **BOOKS))
    user[ADDITIONAL]["oclcKeyValuePairs"] = []
    (change,) = PATRON_ACCOUNT.plan(
        [CurrentObject("1", None, flat(user))], Declaration(PATRON_ACCOUNT.declare([declared]).items, owner=US)
    ).changes
    assert "it has no mark of this collection" in str(change.unowned)
    assert "data of a person" not in str(change.unowned)
    # Of the same bytes nobody can tell the difference.
    same = user["name"] == {"familyName": BOOKS["family_name"], "givenName": BOOKS["given_name"]}
    for owner in (US, OTHERS[0], None):
        assert plan(user, {**FIELDS, **BOOKS}, owner) == (not same, not same)


@pytest.mark.parametrize("other", ["LEND-2", "lend-1", "LEND- 1", "LEND&#45;1"])
def test_a_copied_mark_proves_nothing_of_an_account_with_another_barcode(other):
    user = written(US, **BOOKS)
    fields = {**flat(user), "barcode": other}
    assert "its mark was made for another Barcode" in str(account_marks.theirs(fields))
    assert lost_fields({**BOOKS, "barcode": other}, user) == ["barcode"]


def test_a_name_that_somebody_else_wrote_is_named_as_the_reason():
    fields = {**flat(written(US, **BOOKS)), "given_name": "Ada"}
    assert "its mark was made for another Barcode, Last Name, First Name or Email" in str(account_marks.theirs(fields))


def test_what_is_taken_over_is_told_and_how_only_where_it_helps():
    user = {**written(OTHERS[0]), "name": {"familyName": "Ames"}}

    def planned(state: str) -> Any:
        declared = PATRON_ACCOUNT.declare([{**FIELDS, "expires": "2032-12-31", "state": state}])
        return PATRON_ACCOUNT.plan([CurrentObject("1", None, flat(user))], Declaration(declared.items, owner=US))

    (warning,) = planned("adopted").warnings
    assert (
        "is taken over (state adopted)" in warning and "Overwritten: Last Name, " in warning and "Ames" not in warning
    )
    assert planned("present").warnings == planned("absent").warnings == []
    reasons = {state: planned(state).changes[0].unowned for state in ("adopted", "present", "absent", "existing")}
    assert reasons.pop("adopted") is None
    assert [("set state to 'adopted'" in text, "change it on the screen" in text) for text in reasons.values()] == [
        (True, False),
        (False, True),
        (False, True),
    ]
