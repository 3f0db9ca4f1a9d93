# SPDX-License-Identifier: GPL-3.0-or-later

"""mod-directory, and mod-rs's copy of it (reshare.md 2.4, 2.5, 4)."""

import re

import pytest

ENTRY, COPY = "/directory/entry", "/rs/directoryEntry"
ID = "local_institutionalPatronId"
ADMIN = {"username": "admin", "password": "right"}
DIRECTORY = [
    {"slug": "cons", "name": "Consortium", "type": "Consortium", "members": ["own-NN", "bkr"]},
    {"slug": "own-NN", "name": "Own", "status": "Managed", "symbols": ["RESHARE:OWN", "ISIL:US-OWN"]},
    {
        **{"slug": "own-main", "name": "Main", "type": "Branch", "status": "Managed"},
        **{"parent": "own-NN", "tags": ["pickup"]},
    },
    {
        **{"slug": "bkr", "name": "Baker", "symbols": ["RESHARE:BKR"], "in_use": True},
        "custom_properties": {ID: ["B1"], "policy.ill.loan_policy": ["lending_all_types"], "url": ["http://b.example"]},
    },
    {"slug": "cur", "name": "Curie", "symbols": ["RESHARE:CUR"], "custom_properties": {ID: ["C1", "C2"]}},
]


def tenant(make, *users, delay=0, **members):
    users = [ADMIN, *({"password": "right", **user} for user in users)]
    given = {"directory": DIRECTORY, "directory_delay": delay, "users": users, **members}
    return make(reshare={"tenant": "t-NN", **given})


@pytest.fixture
def library(make):
    return tenant(make)


def entry(library, slug, where=ENTRY):
    (found,) = library.get_rows(f"{where}?filters=slug=={slug}&fullEntry=true&full=true")
    return found


def values(shown, name=ID):
    return [one["value"] for one in shown["customProperties"].get(name, [])]


def put(library, slug, body, username="admin"):
    return library.call("PUT", f"{ENTRY}/{entry(library, slug)['id']}", body, username)


def authority(library, symbol):
    (found,) = library.get_rows(f"/directory/namingAuthority?filters=symbol=={symbol}")
    return {"id": found["id"]}


# Reading


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("filters=type.value==institution&filters=status.value==reference", ["bkr", "cur"]),
        ("filters=type.value==branch&filters=status.value==managed", ["own-main"]),
        ("filters=symbols.symbol==BKR", ["bkr"]),
        ("filters=symbols.symbol=BKR", ["bkr"]),
        ("filters=symbols.symbol==bkr", []),
        ("filters=symbols.authority.symbol==ISIL%26%26symbols.symbol==US-OWN", ["own-NN"]),
        ("filters=tags.value=i=Pickup", ["own-main"]),
        ("filters=parent.slug==own-NN", ["own-main"]),
        ("filters=members.slug==bkr", ["cons"]),
        ("filters=parent isNull&filters=lmsLocationCode isNull&term=cur&match=name&match=slug", ["cur"]),
        ("filters=status.value==Managed", []),
        # Dropped: the authority has no such property.
        ("filters=symbols.authority.value==ISIL&filters=type.value==branch", ["own-main"]),
    ],
)
def test_filters_select_entries(library, query, slugs):
    number = library.id[1:]
    found = library.get_rows(f"{ENTRY}?{query.replace('NN', number)}")
    assert [one["slug"] for one in found] == [slug.replace("NN", number) for slug in slugs]


def test_a_hundred_to_a_page(make):
    entries = [{"slug": f"i{one}", "name": f"I {one}", "custom_properties": {ID: [f"{one}"]}} for one in range(101)]
    library = tenant(make, directory=entries)
    assert len(library.get_rows(ENTRY)) == 10
    pages = [library.get_rows(f"{ENTRY}?perPage=1000&page={page}&fullEntry=true") for page in (1, 2)]
    assert [len(page) for page in pages] == [100, 1]
    assert len(library.get_rows(f"{COPY}?perPage=1000")) == 101
    newer = tenant(make, directory=entries, mod_directory="2.12.0-SNAPSHOT")
    assert len(newer.get_rows(f"{ENTRY}?perPage=1000")) == 101


def test_entries_are_found_by_symbols_if_the_gateway_forwards_it(make):
    lists = {"username": "lists", "permissions": ["directory.entry.collection.get"]}
    released, newer = tenant(make), tenant(make, lists, mod_directory="2.12.0")
    path = "/directory/entriesBySymbols?symbols=reshare:bkr,ISIL:US-OWN,ISIL:NOBODY"
    # No gateway forwards it for a module whose descriptor does not contain the route.
    assert released.call("GET", path).text.startswith("No suitable module found")
    assert [one["name"] for one in newer.get_rows(path, "lists")] == ["Baker", "Own"]
    assert newer.call("POST", path, {}).status_code == 404
    # Units are further items of the list, and the filter by type applies to them too.
    assert [one["name"] for one in newer.get_rows(f"{path}&units=yes")] == ["Baker", "Own", "Main"]
    assert [one["name"] for one in newer.get_rows(f"{path}&units=yes&type=institution")] == ["Baker", "Own"]
    assert [one["name"] for one in newer.get_rows(f"{path}&units=yes&type=branch")] == ["Main"]
    assert newer.get_rows(f"{path}&type=branch") == []


# Permissions


def test_without_permission_nothing_is_read(make):
    users = [
        {"username": "none", "permissions": ["rs.all"]},
        {"username": "lists", "permissions": ["directory.entry.collection.get"]},
        {"username": "reader", "permissions": ["directory.all.read"]},
    ]
    library = tenant(make, *users)
    refused = library.call("GET", ENTRY, username="none")
    assert (refused.status_code, refused.text.rpartition(" ")[2]) == (403, "directory.entry.collection.get")
    (found,) = library.get_rows(f"{ENTRY}?filters=slug==bkr", "lists")
    refused = library.call("GET", f"{ENTRY}/{found['id']}", username="lists")
    assert (refused.status_code, refused.text.rpartition(" ")[2]) == (403, "directory.entry.item.get")
    for path in ("entry", f"entry/{found['id']}", "symbol", "namingAuthority", "refdata", "custprops", "tags"):
        assert library.call("GET", f"/directory/{path}", username="reader").status_code == 200
    assert library.call("POST", ENTRY, {}, "reader").text.endswith("directory.entry.item.post")
    assert library.call("DELETE", f"{ENTRY}/{found['id']}", username="reader").text.endswith(
        "directory.entry.item.delete"
    )


def test_each_permission_level_allows_its_changes(make):
    read = "directory.entry.read"
    users = [
        {"username": "none", "permissions": [read]},
        {"username": "local", "permissions": [read, "directory.entry.item-local.put"]},
        {"username": "managed", "permissions": [read, "directory.entry.managed-item.put"]},
        {"username": "any", "permissions": [read, "directory.entry.item.put"]},
    ]
    library = tenant(make, *users)
    body = {
        "lmsLocationCode": "100",
        "customProperties": {ID: [{"value": "N1"}], "url": [{"value": "http://n.example"}]},
    }
    refused = put(library, "own-main", body, "none")
    assert (refused.status_code, refused.text) == (401, "")
    # Properties that are not local are dropped silently.
    kept = put(library, "own-main", body, "local")
    # A public property is accepted if the entry does not have it.
    assert (kept.status_code, values(kept.json()), values(kept.json(), "url")) == (200, ["N1"], ["http://n.example"])
    again = put(library, "own-main", {"customProperties": {"url": [{"value": "http://other.example"}]}}, "local")
    assert values(again.json(), "url") == ["http://n.example"]
    assert "lmsLocationCode" not in kept.json() and "pubLastUpdate" in kept.json()
    assert put(library, "bkr", {"name": "X"}, "managed").status_code == 401
    assert put(library, "own-main", {"lmsLocationCode": "100"}, "managed").json()["lmsLocationCode"] == "100"
    assert put(library, "bkr", {"name": "X"}, "any").json()["name"] == "X"
    assert put(library, "bkr", {"name": "Y"}).json()["name"] == "Y"


# Custom properties


def test_a_value_without_an_id_is_added(library):
    assert values(put(library, "bkr", {"customProperties": {ID: [{"value": "B2"}]}}).json()) == ["B1", "B2"]
    assert values(put(library, "bkr", {"customProperties": {ID: [{"value": "B2"}]}}).json()) == ["B1", "B2", "B2"]


def test_a_value_with_its_id_is_changed(library):
    (old,) = entry(library, "bkr")["customProperties"][ID]
    changed = put(library, "bkr", {"customProperties": {ID: [{"id": old["id"], "value": " B9 "}]}}).json()
    assert changed["customProperties"][ID] == [{**old, "value": "B9"}]
    assert values(changed, "url") == ["http://b.example"]  # not in the request, unchanged
    assert put(library, "bkr", entry(library, "bkr")).json()["customProperties"] == changed["customProperties"]


def test_a_value_is_removed_by_its_id(library):
    first, second = entry(library, "cur")["customProperties"][ID]
    body = {"customProperties": {ID: [{"id": first["id"], "_delete": True}]}}
    assert values(put(library, "cur", body).json()) == [second["value"]]
    assert values(put(library, "cur", body).json()) == [second["value"]]
    # Nothing but the boolean deletes.
    put(library, "cur", {"customProperties": {ID: [{"id": second["id"], "_delete": "true"}]}})
    put(library, "cur", {"customProperties": {ID: []}})
    assert values(entry(library, "cur")) == [second["value"]]


@pytest.mark.parametrize("form", ["text", "id", "value"])
def test_values_of_a_vocabulary_can_be_given_in_every_form(library, form):
    (vocabulary,) = library.get_rows("/directory/refdata?filters=desc==YNO")
    no = next(one for one in vocabulary["values"] if one["value"] == "no")
    given = {"text": "No", "id": {"id": no["id"]}, "value": {"value": "no"}}[form]
    shown = put(library, "bkr", {"customProperties": {"policy.ill.returns": [{"value": given}]}}).json()
    assert values(shown, "policy.ill.returns") == [no]


def test_wrong_custom_properties_are_rejected(library):
    wrong = put(library, "bkr", {"customProperties": {"policy.ill.loan_policy": [{"value": "sometimes"}]}})
    assert (wrong.status_code, wrong.json()["message"]) == (422, "sometimes is not a value of LoanPolicy")
    assert wrong.json()["path"] == f"{ENTRY}/{entry(library, 'bkr')['id']}"
    (old,) = entry(library, "bkr")["customProperties"][ID]
    assert put(library, "bkr", {"customProperties": {ID: [{"id": old["id"], "value": ""}]}}).status_code == 422
    ignored = put(library, "bkr", {"customProperties": {"unknown": [{"value": "x"}]}})
    assert "unknown" not in ignored.json()["customProperties"]


# mod-rs's copy


@pytest.mark.parametrize(("mod_rs", "full"), [("2.18.8", True), ("2.11.7", False)])
def test_the_copy_shows_custom_properties_only_in_full(make, mod_rs, full):
    library = tenant(make, mod_rs=mod_rs)
    more = {"customProperties", "services", "addresses", "announcements", "units", "friends"}
    (short,) = library.get_rows(f"{COPY}?filters=slug==bkr")
    assert not {*more, "symbols", "members"} & set(short)
    assert (short["name"], short["symbolSummary"]) == ("Baker", "RESHARE:BKR")
    found = entry(library, "bkr", COPY)
    assert (more <= set(found)) is full
    # Symbols are never shown.
    assert not {"symbols", "members"} & set(found)
    one = f"{COPY}/{found['id']}"
    assert (library.call("GET", one).json(), library.call("GET", f"{one}?full=true").json()) == (short, found)


def test_an_entry_in_use_stays_in_the_copy_under_another_name(library):
    for slug in ("bkr", "cur"):
        assert library.call("DELETE", f"{ENTRY}/{entry(library, slug)['id']}").status_code == 204
    (kept,) = (one for one in library.get_rows(f"{COPY}?full=true&perPage=1000") if "deleted" in one["tagSummary"])
    mark = kept["slug"].removesuffix("bkr")
    assert re.fullmatch(r"DELETED-\d{10}-", mark)
    assert (kept["name"], kept["symbolSummary"]) == (f"{mark}Baker", f"RESHARE:{mark}BKR")
    assert [library.get_rows(f"{COPY}?filters=slug=={slug}") for slug in ("bkr", "cur")] == [[], []]


def test_the_copy_ignores_several_values_if_it_has_none(library):
    old, extra = entry(library, "cur")["customProperties"][ID]
    put(library, "cur", {"customProperties": {ID: [{"id": extra["id"], "_delete": True}]}})
    assert values(entry(library, "cur", COPY)) == ["C1"]
    # The copy has a value, so it accepts the first, whatever the second is.
    put(library, "cur", {"customProperties": {ID: [{"value": "C3"}]}})
    assert values(entry(library, "cur", COPY)) == ["C1"]
    put(library, "cur", {"customProperties": {ID: [{"id": old["id"], "value": "C9"}]}})
    assert values(entry(library, "cur", COPY)) == ["C9"]


# FOAF


def test_a_refresh_overwrites_what_a_peer_publishes(library):
    published = {"custom_properties": {"bkr": {ID: ["theirs"]}}}
    assert library.control("foaf", published).json() == {"changed": ["bkr"]}
    assert values(entry(library, "bkr")) == ["theirs"]
    ratio = "policy.ill.InstitutionalLoanToBorrowRatio"
    several = {"bkr": {ID: ["first", "second"], ratio: ["1:1", "1:2"]}}
    library.control("foaf", {"custom_properties": several})
    shown = entry(library, "bkr")
    # The first of several, and none if there was no value.
    assert (values(shown), values(shown, ratio)) == (["first"], [])
    assert library.control("foaf", {"custom_properties": {"bkr": {"x": ["y"]}}}).status_code == 422


# Seeds and control


@pytest.mark.parametrize(
    "members",
    [
        {"directory": [{"slug": "a", "name": "A"}, {"slug": "a", "name": "B"}]},
        {"directory": [{"slug": "a", "name": "A", "parent": "b"}]},
        {"directory": [{"slug": "a", "name": "A", "symbols": ["X"]}]},
        {"directory": [{"slug": "a", "name": "A", "type": "Country"}]},
        {"directory": [{"slug": "a", "name": "A", "custom_properties": {"x": ["y"]}}]},
        {
            "directory": [
                {"slug": "a", "name": "A", "symbols": ["ISIL:A"]},
                {"slug": "b", "name": "B", "symbols": ["ISIL:a"]},
            ]
        },
        {"locations": [{"code": "A"}, {"code": "A"}]},
        {"sites": [{"location": "A", "shelving_location": "B"}]},
    ],
)
def test_wrong_seeds_are_rejected(library, members):
    seed = {**library.seed, "reshare": {**library.seed["reshare"], **members}}
    answer = library.http.post(f"{library.base}/_sandbox/libraries", json=seed)
    assert (answer.status_code, "error" in answer.json()) == (422, True)
    assert len(library.state()["reshare"]["directory"]) == len(DIRECTORY)


def test_the_seeded_consortium_has_typical_misconfigurations():
    from reshare_wms_sandbox import installation, seed, tenants
    from reshare_wms_sandbox.sandbox import Sandbox
    from reshare_wms_sandbox.state import State

    sandbox = Sandbox(State(":memory:"))
    installation.install_new(sandbox, seed.read(seed.bundled()).libraries)
    repeated, hidden = [], []
    for library in sandbox.libraries.values():
        state = tenants.export(sandbox, library)
        shown = {entry["slug"]: entry for entry in state["directory"]}
        members = next(entry["members"] for entry in shown.values() if entry["type"] == "Consortium")
        assert len(members) == 6
        assert [slug for slug in members if shown[slug]["status"] == "Managed"] == [library.name]
        pickups = [entry for entry in shown.values() if "pickup" in entry["tags"]]
        assert [entry["name"] for entry in pickups] == [branch.name for branch in library.branches]
        assert not any("lmsLocationCode" in entry for entry in pickups)
        codes = {branch.holding_code for branch in library.branches}
        assert {row["code"] for row in state["locations"]} <= codes
        repeated += [library.name for entry in shown.values() if len(entry["custom_properties"].get(ID, [])) > 1]
        hidden += [library.name for row in state["locations"] if row.get("hidden")]
    assert (repeated, hidden) == (["baker"], ["curie"])
