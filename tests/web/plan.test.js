// SPDX-License-Identifier: GPL-3.0-or-later
// What a step needs on a screen: proposed on a form that is not known, and without a question afterwards.
import assert from "node:assert/strict";
import test from "node:test";
import { knownFrom } from "../../assistant/read/faces.js";
import { rowsAt } from "../../assistant/read/places.js";
import { afterFilling, planOf } from "../../assistant/read/plan.js";
import { ADAMS, BAKER, CATALOGUE, capture, control, form, text } from "./drawn_screen.js";

const UNITS = {
  units: ["hours", "days", "weeks"],
  bills: ["", "Fine", "Late"],
  patrons: ["", "All", "Staff", "Guests"],
};
const withLists = (seen, lists) => {
  const kinds = ["days", "hours", "weeks"];
  const items = seen.items.map((one) =>
    one.kind === "choice" ? { ...one, list: kinds.includes(one.drawn[0]) ? "units" : "bills" } : one,
  );
  return { ...seen, items: items.map((one) => ({ ...one, ...lists?.[one.name] })), lists: UNITS };
};
const field = (name, value, before = null) => ({ name, label: name, value, before });
const task = (fields, more = {}) => ({
  kind: "loan_policy",
  isNew: false,
  identity: { name: ["Std"] },
  fields,
  table: null,
  ...more,
});
const aboutOf = (seen, library, patches, chosen = {}) => ({
  known: knownFrom(patches, CATALOGUE, seen),
  library,
  catalogue: CATALOGUE,
  kinds: ["loan_policy", "loan_policy_map"],
  chosen,
});
const plan = (seen, given, { library = ADAMS, patches = [], chosen = {} } = {}) =>
  planOf(seen, given, aboutOf(seen, library, patches, chosen));
const settings = ({ fields }) =>
  Object.fromEntries(fields.map((one) => [one.name, one.code ?? one.settings.map(({ value }) => value)]));

const FIELDS = [
  field("loan_period", "3 weeks", "28 days"),
  field("renewal", "No", "Yes"),
  field("bill", "Late", "Fine"),
];

test("a form that is not known is proposed by its labels, and not without a click", () => {
  const made = plan(withLists(form(ADAMS)), task(FIELDS));
  assert.equal(made.code, null);
  assert.equal(made.isSure, false);
  assert.deepEqual(settings(made), { loan_period: ["3", "weeks"], renewal: [false], bill: ["Late"] });
});

/** The patch of a form that was filled: nothing moved. */
function filledOnce() {
  const seen = withLists(form(ADAMS));
  const given = task(FIELDS);
  const about = aboutOf(seen, ADAMS, []);
  const made = planOf(seen, given, about);
  const after = withLists(form(ADAMS, { number: "3", unit: "weeks", tick: "off", bill: "Late" }));
  const fields = FIELDS.map(({ name }) => ({ name, code: "filled" }));
  const result = { fields, capture: after, pairs: [...seen.items.keys()] };
  const said = () => ({
    id: "p",
    at: seen.at,
    by: "",
    library: "100101",
    origin: "https://worldcat.org",
    language: "en",
  });
  return afterFilling(made, seen, given, about, result, said);
}

test("the first filling teaches: the next one needs no click, of another object of another library", () => {
  const { patch, wrong } = filledOnce();
  assert.deepEqual(wrong, []);
  const seen = withLists(form(BAKER, { name: "Books", number: "1", unit: "hours", tick: "on", bill: "Fine" }));
  const more = task([field("loan_period", "5 weeks"), field("renewal", "No")], { identity: { name: ["Books"] } });
  const made = plan(seen, more, { library: BAKER, patches: [patch] });
  assert.equal(made.isSure, true);
  assert.deepEqual(settings(made), { loan_period: ["5", "weeks"], renewal: [false] });
});

test("what is read as something else than was filled in is named", () => {
  const seen = withLists(form(ADAMS));
  const given = task(FIELDS);
  const about = aboutOf(seen, ADAMS, []);
  const made = planOf(seen, given, about);
  const result = { fields: [{ name: "loan_period", code: "filled" }], capture: seen, pairs: [...seen.items.keys()] };
  assert.deepEqual(
    afterFilling(made, seen, given, about, result, () => ({})).wrong.map(({ name }) => name),
    ["loan_period"],
  );
});

test("another object, another kind, and a value that is not the one before are refused", () => {
  const seen = withLists(form(ADAMS));
  assert.equal(plan(seen, task(FIELDS, { identity: { name: ["Short"] } })).code, "another_object");
  assert.equal(plan(seen, task(FIELDS, { isNew: true, identity: { name: ["Short"] } })).code, "not_new");
  assert.equal(plan(seen, task([field("loan_period", "3 weeks", "27 days")])).code, "field_changed");
  assert.equal(
    planOf(seen, task(FIELDS), { ...aboutOf(seen, ADAMS, []), kinds: ["hold_limit_policy"] }).code,
    "not_this_screen",
  );
});

// ------------------------------------------------------------------------------- maps

const cell = (value, row, column) =>
  control("choice", "", value ? [value] : [], { cell: [0, row, column], list: column ? "bills" : "patrons" });
const table = (rows, lists = { patrons: ["", "All", "Staff"], bills: ["Std", "Short"] }) =>
  capture(
    [
      text("Loan Policy Map", { zone: "heading" }),
      ...["Patron", "Policy"].map((one, column) => text(one, { cell: [0, 0, column], header: true })),
      ...rows.flatMap((row, at) => row.map((value, column) => cell(value, at + 1, column))),
    ],
    { title: "Loan Policy Map", lists },
  );
const STAYS = [
  ["Staff", "Std"],
  ["All", "Std"],
];
const rowsTask = (...rows) => ({
  kind: "loan_policy_map",
  isNew: false,
  identity: {},
  fields: [],
  table: {
    ordered: true,
    rows: rows.map((one, number) => ({
      where: "there",
      number,
      isAsked: one.mark !== "stays",
      before: one.mark === "stays" ? one.cells : null,
      ...one,
    })),
  },
});
const stays = (cells) => ({ mark: "stays", cells });
const added = (cells) => ({ mark: "new", cells });

test("a new row is written into the blank one at its place, and nowhere else", () => {
  const wanted = rowsTask(stays(STAYS[0]), added(["Guests", "Short"]), stays(STAYS[1]));
  const made = plan(table([STAYS[0], ["", ""], STAYS[1]]), wanted);
  assert.equal(made.code, null);
  assert.deepEqual(
    made.fields.map(({ settings: [one] }) => one.at),
    [5, 6],
  );
  const below = plan(table([...STAYS, ["", ""]]), wanted);
  assert.equal(below.code, "wrong_place");
  assert.equal(below.words, 'Row 2 belongs between "Staff | Std" and "All | Std".');
  assert.equal(plan(table(STAYS), wanted).code, "row_missing");
  assert.equal(plan(table([STAYS[0], ["", ""]]), wanted).code, "place_not_shown");
});

test("a blank row that is left is named, and a row that stays is not written", () => {
  const wanted = rowsTask(stays(STAYS[0]), added(["Guests", "Short"]), stays(STAYS[1]));
  const made = plan(table([STAYS[0], ["", ""], STAYS[1], ["", ""]]), wanted);
  assert.deepEqual(
    made.notes.map(({ label, code }) => [label, code]),
    [["Row 4 on the screen", "spare_row"]],
  );
});

test("a blank cell is not all where its list has an entry for all", () => {
  const wanted = rowsTask(added(["All", "Short"]));
  const made = plan(table([["", ""]]), wanted);
  assert.deepEqual(
    made.fields.map((one) => one.settings[0]?.value),
    ["All", "Short"],
  );
  const without = plan(table([["", ""]], { patrons: ["", "Staff"], bills: ["Std", "Short"] }), wanted);
  assert.deepEqual(
    without.fields.map(({ code }) => code),
    ["already_so", undefined],
  );
});

test("a row with a cell that is not understood is not blank", () => {
  const columns = [{ name: "circulates", label: "Circulates?", form: "choice", choices: ["always", "never"] }];
  const rows = [{ mark: "new", before: null, cells: ["never"], isAsked: true }];
  assert.equal(rowsAt({ ordered: false, rows }, columns, [[undefined]], [true]).code, "row_missing");
  assert.deepEqual(rowsAt({ ordered: false, rows }, columns, [[""]], [true]).spare, []);
});

test("an entry of a list in a form is written into its blank row", () => {
  const entries = { name: "places", label: "Places", form: "rows", columns: CATALOGUE.loan_policy_map.columns };
  const inputs = [...CATALOGUE.loan_policy.inputs, entries];
  const catalogue = { ...CATALOGUE, loan_policy: { ...CATALOGUE.loan_policy, inputs } };
  const { items, lists } = table([STAYS[0], ["", ""]]);
  const seen = capture([control("text", "Policy Name", ["Std"]), ...items], { lists });
  const wanted = { ...rowsTask(added(["All", "Short"])), kind: "loan_policy", identity: { name: ["Std"] } };
  wanted.table = { ...wanted.table, name: "places", ordered: false };
  const about = { ...aboutOf(seen, ADAMS, []), catalogue };
  const made = planOf(seen, wanted, about);
  assert.deepEqual(
    made.fields.map(({ label, settings: [one] }) => [label, one.value]),
    [
      ["Row 2, Patron", "All"],
      ["Row 2, Policy", "Short"],
    ],
  );
  const other = { ...wanted, identity: { name: ["Short"] } };
  assert.equal(planOf(seen, other, about).code, "another_object");
});

test("the fields of a form and the entries of its lists are filled together; without blank rows, the list is named", () => {
  const entries = { name: "places", label: "Places", form: "rows", columns: CATALOGUE.loan_policy_map.columns };
  const inputs = [...CATALOGUE.loan_policy.inputs, entries];
  const catalogue = { ...CATALOGUE, loan_policy: { ...CATALOGUE.loan_policy, inputs } };
  const cellsOf = (rows) => {
    const { items, lists } = table(rows);
    return capture([control("text", "Policy Name", ["Std"]), control("text", "Bill", []), ...items], { lists });
  };
  const { rows } = rowsTask(added(["All", "Short"])).table;
  const lists = [{ name: "places", ordered: false, text: "All | Short", rows }];
  const made = (seen) =>
    planOf(seen, { ...task([field("bill", "Late", "")]), lists }, { ...aboutOf(seen, ADAMS, []), catalogue });
  const both = made(cellsOf([["", ""]]));
  assert.equal(both.code, null);
  assert.deepEqual(settings(both), { bill: ["Late"], "places.0.patron": ["All"], "places.0.policy": ["Short"] });
  const one = made(cellsOf([]));
  assert.deepEqual([one.code, settings(one)], [null, { bill: ["Late"], places: "row_missing" }]);
});

test("what stands in a drop-down that should be blank is its hint only if the page has no such entry", () => {
  const seen = form(ADAMS, { bill: "Choose one" });
  const [blank] = plan(seen, task([field("bill", "Late", "")])).fields;
  assert.equal(blank.settings[0].hint, "Choose one");
  assert.equal(plan(seen, task([field("bill", "Late", "Fine")])).code, "field_changed");
});

test("an object that only a heading names is not one whose name goes on", () => {
  const named = (heading) => capture([text(heading, { zone: "heading" }), control("text", "Bill", [])]);
  const code = (heading) => plan(named(heading), task([field("bill", "Late", "")])).code;
  assert.deepEqual(["Loan Policy: Std", "Std (edited)", "Loan Policy: Std 2", "Standard"].map(code), [
    null,
    null,
    "another_object",
    "another_object",
  ]);
  const library = { ...ADAMS, names: { loan_policy: ["Std", "Very Std"] } };
  const longer = plan(named("Very Std"), task([field("bill", "Late", "")]), { library });
  assert.equal(longer.code, "another_object");
});
