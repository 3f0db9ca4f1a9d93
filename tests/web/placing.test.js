// SPDX-License-Identifier: GPL-3.0-or-later
// Where the first filling of a form puts a value, by what is drawn: in the control that the label means, in the way in which the page writes, or nowhere.
import assert from "node:assert/strict";
import test from "node:test";
import { knownFrom } from "../../assistant/read/faces.js";
import { rowsAt } from "../../assistant/read/places.js";
import { planOf } from "../../assistant/read/plan.js";
import { ADAMS, capture, control, text } from "./drawn_screen.js";

const INPUTS = [
  { name: "bill", label: "Bill", form: "text", reference: "bill_structure" },
  { name: "other_bill", label: "Other Bill", form: "text", reference: "bill_structure" },
  { name: "renewal", label: "Renewal", form: "yesno", choices: ["Yes", "No"], unset: "No" },
  { name: "lost", label: "Claimed lost", form: "limit" },
  { name: "period", label: "Loan Period", form: "period" },
  { name: "value", label: "Value", form: "amount limit" },
  { name: "day", label: "Day", form: "day" },
  { name: "available", label: "Availability", form: "choice", choices: ["Available", "Unavailable"] },
  { name: "reshare.enable", label: "Enable", section: "ReShare", form: "yesno", choices: ["Yes", "No"], unset: "No" },
  { name: "relais.enable", label: "Enable", section: "Relais", form: "yesno", choices: ["Yes", "No"], unset: "No" },
];
const LISTS = {
  bills: ["Fine", "Late"],
  units: ["hours", "days", "weeks"],
  yesno: ["", "Yes", "No"],
  limits: ["Inherit", "No Limit", "Limit to"],
  numbers: ["No Limit", "1", "5"],
  available: ["Unavailable", "Available on request"],
};

/** What is set, or why it is not, of one field. drawn: the items of the form. */
function placed(drawn, name, value, before = null) {
  const seen = capture(drawn, { lists: LISTS });
  const catalogue = { policy: { identity: [], inputs: INPUTS } };
  const about = { known: knownFrom([], catalogue, seen), library: ADAMS, catalogue, kinds: ["policy"], chosen: {} };
  const { label } = INPUTS.find((one) => one.name === name);
  const task = { kind: "policy", isNew: false, identity: {}, fields: [{ name, label, value, before }], table: null };
  const [field] = planOf(seen, task, about).fields;
  return field.code ?? field.settings.map((one) => [one.at, one.value]);
}

const bill = (name = "", more = {}) => control("choice", name, ["Fine"], { list: "bills", step: [2, 2], ...more });
const tick = (name, flag, more = {}) => control("tick", name, [], { flags: [flag], step: [1, 1], ...more });
const heading = (words) => text(words, { zone: "heading", step: [1, 1] });

test("a label is that of the control before it, where only this one shares its part of the page", () => {
  const below = [bill(), text("Bill", { of: 0, step: [1, 1] }), bill(), text("Other Bill", { of: 2, step: [1, 1] })];
  assert.deepEqual(placed(below, "bill", "Late", "Fine"), [[0, "Late"]]);
  assert.deepEqual(placed(below, "other_bill", "Late", "Fine"), [[2, "Late"]]);
});

test("a text between two controls without names is that of neither, if it is not nearer to one", () => {
  const ticks = [tick("", "off"), text("Renewal", { step: [1, 0] }), tick("", "off", { step: [0, 1] }), text("More")];
  assert.equal(placed(ticks, "renewal", "Yes", "No"), "field_missing");
});

test("a label that is there twice is a question, whether it is drawn or only a name; in a dialog, only its own fields count", () => {
  const twice = [heading("Reserves"), bill("Bill"), heading("Loans"), bill("Bill")];
  assert.equal(placed(twice, "bill", "Late", "Fine"), "field_ambiguous");
  const dialog = [bill("Bill"), bill("Bill", { zone: "dialog" })];
  assert.deepEqual(placed(dialog, "bill", "Late", "Fine"), [[1, "Late"]]);
});

test("a section ends at the next one, and closed ones have no fields", () => {
  const enable = tick("Enable", "off");
  const both = [text("ReShare and Relais together"), heading("Relais"), enable, heading("ReShare"), enable];
  assert.deepEqual(placed(both, "reshare.enable", "Yes", "No"), [[4, true]]);
  assert.equal(placed([heading("ReShare"), heading("Relais"), enable], "reshare.enable", "Yes", "No"), "field_missing");
  assert.equal(
    placed([heading("ReShare"), text("None"), heading("Relais"), enable], "reshare.enable", "Yes", "No"),
    "field_missing",
  );
});

test("a tick for another purpose is not that of the label in its row", () => {
  const at = (column) => ({ cell: [0, 1, column] });
  const row = [
    text("Renewal", at(0)),
    tick("Override Renewal", "off", at(1)),
    control("choice", "Value", ["No"], at(2)),
  ];
  assert.equal(placed(row, "renewal", "Yes", "No"), "field_missing");
});

test("what pages add to a label does not count", () => {
  for (const label of ["* Bill", "3. Bill:", "Bill *"])
    assert.deepEqual(placed([bill(label)], "bill", "Late", "Fine"), [[0, "Late"]]);
  for (const label of ["Bill (required)", "Bill (interlibrary loan)"])
    assert.equal(placed([bill(label)], "bill", "Late", "Fine"), "field_missing");
});

test("a limit is set only if it is known what says that there is none", () => {
  const number = (drawn, more = {}) => control("text", "Claimed lost", drawn, { step: [1, 1], ...more });
  const set = (value, ...drawn) => placed(drawn, "lost", value);
  assert.deepEqual(set("5", number(["0"]), tick("No Limit", "on")), [
    [1, false],
    [0, "5"],
  ]);
  for (const unknown of ["Unlimited", "Limit to", "enforced"]) {
    assert.equal(set("5", number([]), tick(unknown, "on")), "cannot_set");
    assert.equal(set("5", tick(unknown, "off"), number([])), "cannot_set");
  }
  assert.equal(set("No Limit", number(["3"])), "cannot_set");
  assert.equal(set("5", control("choice", "Claimed lost", ["Inherit"], { list: "limits" }), number([])), "cannot_set");
  assert.deepEqual(set("5", control("choice", "Claimed lost", ["1"], { list: "numbers" })), [[0, "5"]]);
});

test("the unit of a period is that beside its number: a drop-down of any name, or one fixed unit", () => {
  const number = control("text", "Loan Period", ["28"], { step: [1, 1] });
  const unit = control("choice", "Unit of the period", ["days"], { list: "units", step: [1, 1] });
  assert.deepEqual(placed([number, unit], "period", "3 weeks", "28 days"), [
    [0, "3"],
    [1, "weeks"],
  ]);
  const days = text("days", { of: 0, step: [1, 0] });
  const note = text("(not in hours)", { of: 0, step: [1, 0] });
  assert.deepEqual(placed([number, days], "period", "21 days"), [[0, "21"]]);
  assert.equal(placed([number, days], "period", "3 weeks"), "cannot_set");
  assert.equal(placed([number, days, note], "period", "21 days"), "cannot_set");
});

test("a number or day is written as the page writes the one before, or not at all", () => {
  const set = (name, drawn, value, before) =>
    placed([control("text", INPUTS.find((one) => one.name === name).label, [drawn])], name, value, before);
  assert.deepEqual(set("value", "50,00", "75.50", "50.00"), [[0, "75,50"]]);
  assert.deepEqual(set("value", "50", "75.50", "50.00"), [[0, "75.50"]]);
  assert.equal(set("value", "1.250,50", "75.50", "1250.50"), "cannot_set");
  assert.equal(set("day", "31.12.2026", "2027-06-30", "2026-12-31"), "cannot_set");
  assert.deepEqual(set("day", "2026-12-31", "2027-06-30", "2026-12-31"), [[0, "2027-06-30"]]);
});

test("a blank entry beside Yes and No is neither, and an entry with the word in it is another one", () => {
  const list = control("choice", "Renewal", ["Default"], { list: "yesno", flags: ["first_blank"] });
  assert.deepEqual(placed([list], "renewal", "No"), [[0, "No"]]);
  const availability = control("choice", "Availability", ["Unavailable"], { list: "available" });
  assert.deepEqual(placed([availability], "available", "Available", "Unavailable"), [[0, "Available"]]);
});

test("a row below the header that filters the others is not taken for the blank row", () => {
  const columns = [{ wildcard: "All" }, {}];
  const rows = [{ cells: ["Guests", "Short"], mark: "new", isAsked: true, before: null, where: "" }];
  const screen = [
    ["All", ""],
    ["Staff", "Std"],
    ["All", ""],
  ];
  const { places, spare } = rowsAt({ ordered: false, rows }, columns, screen, [true, false, true]);
  assert.deepEqual([places[0].place, spare], [2, [0]]);
});
