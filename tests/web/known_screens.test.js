// SPDX-License-Identifier: GPL-3.0-or-later
// Known screens: taught once, and then read.
import assert from "node:assert/strict";
import test from "node:test";
import { drawingOf } from "../../assistant/read/drawing.js";
import { knownFrom } from "../../assistant/read/faces.js";
import { ranks } from "../../assistant/read/rank.js";
import { readingOf, withAllRows } from "../../assistant/read/reading.js";
import { joined } from "../../assistant/read/rows.js";
import { filled, patternOf } from "../../assistant/read/slots.js";
import { canonicalOf, fact, stateOf } from "../../assistant/read/states.js";
import { answered, idOf, othersOf, proposal, taught } from "../../assistant/read/teach.js";
import { ADAMS, BAKER, CATALOGUE, control, FREE, form, map, text, VALUES, view } from "./drawn_screen.js";

const about = (id, more = {}) => ({
  id,
  at: "2026-12-01T16:00:00Z",
  by: "Jane Doe",
  library: "100101",
  origin: "https://worldcat.org",
  language: "en",
  ...more,
});
const teach = (id, seen, given, library = ADAMS, more = {}) =>
  taught(proposal(seen, { kind: "loan_policy", free: FREE, ...given }, library, CATALOGUE), about(id, more));

/** That nothing else is drawn than ticks that are on proves nothing: the second object is off. */
const TAUGHT = [
  teach("p1", form(ADAMS), { face: "edit", values: VALUES }),
  teach("p2", form(ADAMS, { name: "Short", number: "2", unit: "hours", tick: "off", bill: "- none -" }), {
    face: "edit",
    values: { name: "Short", loan_period: "2 hours", renewal: "No", bill: "" },
  }),
];
const read = (seen, library = BAKER, patches = TAUGHT) =>
  readingOf(seen, knownFrom(patches, CATALOGUE), library, CATALOGUE);
const valuesOf = ({ values }) => Object.fromEntries(values.map(({ input, value }) => [input, value]));
const questionsOf = ({ questions }) => questions.map(({ scope, code, text }) => [scope, code, text]);
const OTHER = { name: "Books", number: "1", unit: "hours", tick: "off", bill: "Late" };

test("another library's screen is read without a question", () => {
  const reading = read(form(BAKER, OTHER));
  assert.deepEqual(questionsOf(reading), []);
  assert.deepEqual(valuesOf(reading), { name: "Books", loan_period: "1 hour", renewal: "No", bill: "Late" });
});

/** What is put where on the page of the twin above, and what is asked about it. */
const CHANGES = {
  "a note": [(seen) => seen.items.splice(3, 0, text("What-if")), ["screen", "new_text", "What-if"]],
  "another title": [(seen) => (seen.title = "Proposed: Loan Policy"), ["screen", "new_text", "Proposed: Loan Policy"]],
  "another library": [(seen) => (seen.items[0].text = "Carver"), ["screen", "new_text", "Carver"]],
  "another person": [(seen) => (seen.items[1].text = "Signed in as X Y"), ["screen", "new_person", "X Y"]],
  "another object in the heading": [(seen) => (seen.items[2].text = "Loan Policy: A"), ["screen", "other_name", "A"]],
  "a field of its own": [
    (seen) => seen.items.push(control("text", "Branch", ["A"])),
    ["screen", "new_field", "Branch"],
  ],
  "a page that still changes": [(seen) => (seen.quiet = false), ["screen", "not_quiet", "Loan Policy"]],
  "a text beside a control": [
    (seen) => seen.items.push(text("(default)", { of: 10 })),
    ["input", "new_text", "(default)"],
  ],
  "an unknown unit": [(seen) => (seen.items[6].drawn = ["terms"]), ["input", "value", "1 terms"]],
  "an unknown name": [(seen) => (seen.items[10].drawn = ["Inherit"]), ["input", "new_name", "Inherit"]],
  "a placeholder": [
    (seen) => Object.assign(seen.items[5], { drawn: [], flags: ["placeholder"] }),
    ["input", "state", " hours"],
  ],
  "a value that is struck through": [(seen) => (seen.items[5].flags = ["struck"]), ["input", "drawn_over", "1 hours"]],
  "a value that nobody can change": [
    (seen) => Object.assign(seen.items[5], { flags: ["disabled"] }),
    ["input", "state", "1 hours"],
  ],
  "a label that is pale": [(seen) => Object.assign(seen.items[9], { flags: ["pale"] }), ["input", "label", "Late"]],
  "a tick that is neither": [(seen) => (seen.items[7].flags = ["mixed"]), ["input", "drawn_over", ""]],
};

for (const [name, [change, question]] of Object.entries(CHANGES))
  test(`${name} is a question`, () => {
    const seen = form(BAKER, OTHER);
    change(seen);
    const reading = read(seen);
    assert.deepEqual(questionsOf(reading)[0], question);
    assert.equal(reading.values.length, question[0] === "screen" ? 0 : 3);
  });

test("a screen that nobody taught is a question", () => {
  assert.deepEqual(questionsOf(read(form(BAKER), BAKER, [])), [["screen", "unknown_screen", "Loan Policy"]]);
});

test("a text that never changes proves nothing", () => {
  assert.deepEqual(questionsOf(read(form(BAKER, { bill: "Late", tick: "on" }), BAKER, TAUGHT.slice(0, 1))), [
    ["input", "only_one", ""],
  ]);
});

test("two meanings of one drawing are read as neither, and both patches are named", () => {
  const wrong = answered(
    { kind: "loan_policy", face: "edit" },
    [{ input: "renewal", state: [["tick", ["off"], []]], value: "Yes" }],
    about("p3"),
  );
  const known = knownFrom([...TAUGHT, wrong], CATALOGUE);
  assert.deepEqual(questionsOf(readingOf(form(BAKER, OTHER), known, BAKER, CATALOGUE)), [["input", "value", ""]]);
  assert.deepEqual(
    known.meanings.conflicts.map(({ patches }) => patches),
    [
      ["p2", "p3"],
      ["p2", "p3"],
    ],
  );
});

test("an answer is learnt for all inputs of the form", () => {
  const state = [
    ["text", [], ["3"]],
    ["choice", [], ["terms"]],
  ];
  const answer = answered(
    { kind: "loan_policy", face: "edit" },
    [{ input: "loan_period", state, value: "3 months" }],
    about("p3"),
  );
  const reading = read(form(BAKER, { ...OTHER, number: "1", unit: "terms" }), BAKER, [...TAUGHT, answer]);
  assert.equal(valuesOf(reading).loan_period, "1 month");
});

test("what rests on a revoked patch is not read", () => {
  const patches = [...TAUGHT, { id: "r", says: "revoked", by: "Max Roe", patches: ["p2"] }];
  assert.equal(read(form(BAKER, OTHER), BAKER, patches).values.length, 2);
});

test("the rank follows from the patches", () => {
  const one = ranks(TAUGHT.slice(0, 1), CATALOGUE);
  assert.deepEqual(one.inputs, {
    "loan_policy name": "stated",
    "loan_policy loan_period": "seen",
    "loan_policy renewal": "stated",
    "loan_policy bill": "seen",
  });
  assert.deepEqual(one.screens, { "loan_policy edit": "stated" });
  const other = { ...TAUGHT[1], object: "Short" };
  assert.equal(ranks([TAUGHT[0], other], CATALOGUE).inputs["loan_policy renewal"], "seen");
  assert.equal(ranks([TAUGHT[0], other], CATALOGUE).screens["loan_policy edit"], "seen");
});

const VIEWS = [
  teach("p1", view(ADAMS), { face: "view", values: VALUES }),
  teach("p2", view(ADAMS, { name: "Short", period: "", renewal: "No", bill: "Not set" }), {
    face: "view",
    values: { name: "Short", loan_period: "", renewal: "No", bill: "" },
  }),
];

test("a view is read by the places behind its labels", () => {
  const reading = read(view(BAKER, { name: "Books", period: "3 days", renewal: "No", bill: "Late" }), BAKER, VIEWS);
  assert.deepEqual(valuesOf(reading), { name: "Books", loan_period: "3 days", renewal: "No", bill: "Late" });
  const blank = read(view(BAKER, { name: "Books", period: "", renewal: "Yes", bill: "Not set" }), BAKER, VIEWS);
  assert.deepEqual(valuesOf(blank), { name: "Books", loan_period: "", renewal: "Yes", bill: "" });
});

test("a word that stands for a blank is no value of a text", () => {
  const reading = read(view(BAKER, { name: "Not set", period: "3 days" }), BAKER, VIEWS);
  assert.equal(valuesOf(reading).name, undefined);
});

test("labels that others use are not taken as values", () => {
  const made = proposal(
    view(ADAMS, { bill: "" }),
    { kind: "loan_policy", face: "view", values: { ...VALUES, bill: "Fine" }, free: [] },
    ADAMS,
    CATALOGUE,
  );
  assert.deepEqual(made.unplaced, [{ input: "bill", label: "Bill" }]);
});

// ------------------------------------------------------------------------------------------------------------ maps

const MAP = [
  teach(
    "p1",
    map(
      ADAMS,
      [
        ["Staff", "Std"],
        ["All", "Short"],
      ],
      1,
      4,
    ),
    {
      kind: "loan_policy_map",
      face: "view",
      rows: [
        ["Staff", "Std"],
        ["All", "Short"],
      ],
      first: 1,
      total: 4,
      free: ["1-2 of 4"],
    },
  ),
];
const rowsOf = ({ rows }) => rows?.map(({ cells }) => cells.map(({ value }) => value));

test("the pages of a map are joined by the numbers that count their rows", () => {
  const pages = [
    [
      ["All", "Books"],
      ["Guests", "Books"],
    ],
    [["All", "Books"]],
  ];
  const readings = pages.map((rows, at) => ({
    ...read(map(BAKER, rows, at * 2 + 1, 3), BAKER, MAP),
    at: "2026-12-01T16:00:00Z",
  }));
  assert.deepEqual(rowsOf(joined(readings)), pages.flat());
  assert.equal(joined(readings.slice(1)).question, "pages");
  assert.equal(joined([readings[0], { ...readings[1], at: "2026-12-01T16:31:00Z" }]).question, "pages");
});

for (const [name, rows, total, code] of [
  ["an unknown name", [["Guests (draft)", "Books"]], 1, "new_name"],
  ["a blank cell that nobody taught", [["", "Books"]], 1, "state"],
])
  test(`${name} leaves the map open`, () => {
    const reading = read(map(BAKER, rows, 1, total), BAKER, MAP);
    assert.equal(reading.rows, null);
    assert.equal(reading.questions[0].code, code);
  });

test("a count that does not fit the rows leaves the map open", () => {
  const seen = map(BAKER, [["All", "Books"]], 1, 1);
  seen.items.at(-1).text = "1-2 of 2";
  assert.deepEqual(questionsOf(read(seen, BAKER, MAP)), [["screen", "count", "1-2: 1"]]);
});

// ----------------------------------------------------------------------------------------------------------- texts

test("the names of a library, people and numbers are slots", () => {
  const pattern = patternOf({ text: "Adams College (ADM), Jane Doe, 3 December 2025", zone: "head" }, ADAMS, {
    free: true,
  });
  assert.equal(pattern, "⟦library⟧ (⟦symbol⟧), ⟦person⟧, ⟦date⟧");
  assert.deepEqual(filled(pattern, "Baker University (BKR), Max Roe, 14 January 2026", BAKER).people, ["Max Roe"]);
  assert.equal(filled(pattern, "Adams College (ADM), Max Roe, 14 January 2026", BAKER), null);
  assert.equal(
    patternOf({ text: "Regular Loan Period", zone: "form" }, ADAMS, { object: "Regular" }),
    "Regular Loan Period",
  );
});

const AMOUNT = { form: "amount limit" };
for (const [drawn, value] of [
  ["1.234,50", "1234.50"],
  ["12,5", "12.50"],
  ["7", "7.00"],
  ["1,500", null],
])
  test(`the amount ${drawn} is ${value}`, () => {
    const state = stateOf([control("text", "", [drawn])]);
    const { means } = fact(stateOf([control("text", "", ["10,50"])]), "10.50", AMOUNT, ",");
    assert.equal(canonicalOf(state, means, AMOUNT, ","), value);
  });

test("a day is read by the places of its numbers, if they are clear", () => {
  const state = stateOf([text("31.12.2026")]);
  const { means } = fact(state, "2026-12-31", { form: "day" }, "");
  assert.equal(canonicalOf(stateOf([text("05.06.2027")]), means, { form: "day" }, ""), "2027-06-05");
  assert.equal(fact(stateOf([text("05.05.2026")]), "2026-05-05", { form: "day" }, "").means, "2026-05-05");
});

// ---------------------------------------------------------------------------------------------- neighbours of readings

test("another site, or another language, is another screen", () => {
  for (const more of [{ address: "https://rehearsal.org/config" }, { language: "fr" }]) {
    const seen = { ...form(BAKER, OTHER), ...more };
    const reading = readingOf(seen, knownFrom(TAUGHT, CATALOGUE, seen), BAKER, CATALOGUE);
    assert.deepEqual(questionsOf(reading), [["screen", "unknown_screen", "Loan Policy"]]);
  }
});

test("a switch that means the opposite is not read by what others mean", () => {
  const catalogue = structuredClone(CATALOGUE);
  catalogue.loan_policy.inputs.push({ name: "stops", label: "Stops", form: "yesno", choices: ["Yes", "No"] });
  const seen = (library, more, tick) => {
    const made = form(library, more);
    made.items.push(control("tick", "Never stop", [], { flags: [tick] }));
    return made;
  };
  const given = { kind: "loan_policy", face: "edit", free: FREE, labels: { stops: "Never stop" } };
  const patches = [
    taught(
      proposal(seen(ADAMS, {}, "on"), { ...given, values: { ...VALUES, stops: "No" } }, ADAMS, catalogue),
      about("p1"),
    ),
    TAUGHT[1],
  ];
  const known = knownFrom(patches, catalogue);
  const other = { name: "Books", bill: "Late", tick: "on" };
  const same = readingOf(seen(BAKER, other, "on"), known, BAKER, catalogue);
  assert.equal(valuesOf(same).stops, "No");
  const off = readingOf(seen(BAKER, other, "off"), known, BAKER, catalogue);
  assert.equal(valuesOf(off).stops, undefined);
  assert.equal(valuesOf(off).loan_period, "28 days");
});

test("a note in the place of a value that is blank is a note", () => {
  const placed = (seen, at, step) => {
    seen.items[at].step = step;
    return seen;
  };
  const patches = [
    teach("p1", placed(view(ADAMS), 10, [1, 1]), { face: "view", values: VALUES }),
    teach("p2", view(ADAMS, { name: "Short", period: "2 days", renewal: "No", bill: "" }), {
      face: "view",
      values: { name: "Short", loan_period: "2 days", renewal: "No", bill: "" },
    }),
  ];
  const seen = view(BAKER, { name: "Books", period: "3 days", bill: "" });
  seen.items.push(text("Late", { step: [3, 1] }));
  const reading = read(seen, BAKER, patches);
  assert.deepEqual(questionsOf(reading), [
    ["screen", "new_text", "Late"],
    ["input", "state", ""],
  ]);
});

test("without a field for it, the name in the heading is one that is known", () => {
  const without = (seen) => {
    seen.items.splice(3, 1);
    for (const one of seen.items) if (one.of) one.of -= 1;
    return seen;
  };
  const patches = TAUGHT.map((one) => ({ ...one, elements: one.elements.filter(({ input }) => input !== "name") }));
  assert.deepEqual(questionsOf(read(without(form(BAKER, OTHER)), BAKER, patches)), []);
  assert.deepEqual(questionsOf(read(without(form(BAKER, { ...OTHER, name: "Books (draft)" })), BAKER, patches)), [
    ["screen", "other_name", "Books (draft)"],
  ]);
});

const withColumn = (seen, texts) => {
  const cell = (one, row) => text(one, { cell: [0, row, 2], ...(row ? {} : { header: true }) });
  seen.items.push(...texts.map(cell));
  return seen;
};

test("a column that is no input has only what it had", () => {
  const rows = [["Staff", "Std"]];
  const given = { kind: "loan_policy_map", face: "view", rows, first: 1, total: 1, free: ["1-1 of 1"] };
  const seen = (library, own, word) => withColumn(map(library, own, 1, 1), ["State", word]);
  const patches = [teach("p1", seen(ADAMS, rows, "Active, row 1"), given)];
  const mine = [["Guests", "Books"]];
  assert.deepEqual(rowsOf(read(seen(BAKER, mine, "Active, row 7"), BAKER, patches)), mine);
  assert.equal(read(seen(BAKER, mine, "Archived"), BAKER, patches).rows, null);
});

test("a table that is sorted is another one", () => {
  const seen = map(BAKER, [["Guests", "Books"]], 1, 1);
  seen.items.find(({ header }) => header).flags = ["sorted"];
  assert.equal(read(seen, BAKER, MAP).rows, null);
});

test("a menu of the library's objects has their names, and new ones are asked", () => {
  const seen = (library, names, more) => {
    const made = form(library, more);
    made.items.push(...names.map((one) => text(one, { zone: "side" })));
    return made;
  };
  const patches = [
    teach("p1", seen(ADAMS, ["Std", "Short"]), { face: "edit", values: VALUES }),
    teach("p2", seen(ADAMS, ["Std", "Short"], { name: "Short", number: "2", unit: "hours", tick: "off" }), {
      face: "edit",
      values: { name: "Short", loan_period: "2 hours", renewal: "No", bill: "Fine" },
    }),
  ];
  assert.deepEqual(questionsOf(read(seen(BAKER, ["Books"], OTHER), BAKER, patches)), []);
  assert.deepEqual(questionsOf(read(seen(BAKER, ["Books", "Maps"], OTHER), BAKER, patches)), [
    ["screen", "new_name", "Maps"],
  ]);
});

test("what stands behind a label that a person said is free has other numbers elsewhere, and no other words", () => {
  const seen = (library, changed, more) => {
    const made = form(library, more);
    made.items.push(text("Last change", { zone: "foot" }), text(changed, { zone: "foot" }));
    return made;
  };
  const given = { face: "edit", values: VALUES, free: [...FREE, "Last change"] };
  const patches = [teach("p1", seen(ADAMS, "3 December 2025, 14:03 by Jane Doe"), given), TAUGHT[1]];
  assert.deepEqual(questionsOf(read(seen(BAKER, "14 March 2026, 9:30 by Max Roe", OTHER), BAKER, patches)), []);
  assert.deepEqual(questionsOf(read(seen(BAKER, "14 March 2026, 9:30 by Max Roe (draft)", OTHER), BAKER, patches)), [
    ["screen", "new_person", "Max Roe (draft)"],
  ]);
});

test("marks of a slot on a page are no slot", () => {
  assert.equal(patternOf({ text: "a ⟦person⟧", zone: "form" }, ADAMS), "a person");
});

for (const [input, kinds, value, drawn] of [
  ["loan_period", ["text", "choice"], "1 day", ["1", "days"]],
  ["loan_period", ["text", "choice"], "12 hours", ["12", "hours"]],
  ["name", ["text"], "Books", ["Books"]],
  ["bill", ["choice"], "Late", ["Late"]],
  ["bill", ["choice"], "", ["- none -"]],
  ["loan_period", ["text", "choice"], "2 weeks", null],
  ["loan_period", ["text"], "2 days", null],
])
  test(`${value || "a blank"} of ${input} in ${kinds} is set as ${drawn}`, () => {
    const { meanings } = knownFrom(TAUGHT, CATALOGUE);
    const about = CATALOGUE.loan_policy.inputs.find(({ name }) => name === input);
    const state = drawingOf(value, { kind: "loan_policy", input, about, kinds }, meanings);
    assert.deepEqual(state?.flatMap(([, , texts]) => texts) ?? null, drawn);
  });

test("a tick is set as it was drawn for its value", () => {
  const { meanings } = knownFrom(TAUGHT, CATALOGUE);
  const [, , about] = CATALOGUE.loan_policy.inputs;
  const place = { kind: "loan_policy", input: "renewal", about, kinds: ["tick"] };
  assert.deepEqual(drawingOf("No", place, meanings), [["tick", ["off"], []]]);
});

test("two known screens that fit with different values are a question", () => {
  const catalogue = {
    ...CATALOGUE,
    other: { identity: [], inputs: [{ name: "period", label: "Loan Period", form: "period" }] },
  };
  const given = { kind: "other", face: "edit", values: { period: "28 days" }, free: FREE };
  const other = taught(proposal(form(ADAMS), given, ADAMS, catalogue), about("p3"));
  // What is no input there is drawn as it was.
  const seen = form(ADAMS, { number: "3" });
  const reading = readingOf(seen, knownFrom([...TAUGHT, other], catalogue), ADAMS, catalogue);
  assert.deepEqual(questionsOf(reading), [["screen", "two_screens", "loan_policy, other"]]);
});

test("the ID of a patch has its time, library and digest, and stays if the name of the person is erased", async () => {
  const id = await idOf(TAUGHT[0]);
  assert.match(id, /^2026-12-01T16-00-00Z-100101-[0-9a-f]{12}$/);
  assert.equal(await idOf({ ...TAUGHT[0], id, by: "somebody", names: {} }), id);
  assert.notEqual(await idOf({ ...TAUGHT[0], language: "fr" }), id);
});

test("the rows of a table with a header are labels and values in a view", () => {
  const withHead = (seen) => {
    const head = ["Setting", "Value"].map((one, column) => text(one, { cell: [0, -1, column], header: true }));
    return { ...seen, items: [...seen.items.slice(0, 3), ...head, ...seen.items.slice(3)] };
  };
  const patches = [
    teach("p1", withHead(view(ADAMS)), { face: "view", values: VALUES }),
    teach("p2", withHead(view(ADAMS, { name: "Short", renewal: "No" })), {
      face: "view",
      values: { ...VALUES, name: "Short", renewal: "No" },
    }),
  ];
  const seen = withHead(view(BAKER, { name: "Books", period: "3 days", bill: "Late" }));
  assert.deepEqual(valuesOf(read(seen, BAKER, patches)), {
    name: "Books",
    loan_period: "3 days",
    renewal: "Yes",
    bill: "Late",
  });
  seen.items.splice(6, 0, text("Superseded", { cell: [0, 4, 0] }));
  assert.deepEqual(read(seen, BAKER, patches).values, []);
});

test("without a text that counts the rows, a person says that they are all", () => {
  const uncounted = (seen) => ({ ...seen, items: seen.items.slice(0, -1) });
  const rows = [["Staff", "Std"]];
  const given = { kind: "loan_policy_map", face: "view", rows, first: 1, total: 1, free: [] };
  const patches = [teach("p1", uncounted(map(ADAMS, rows, 1, 1)), given)];
  const reading = read(uncounted(map(BAKER, [["Guests", "Books"]], 1, 1)), BAKER, patches);
  assert.deepEqual(questionsOf(reading), [["screen", "all_rows", "1"]]);
  assert.equal(reading.rows, null);
  assert.deepEqual(rowsOf(joined([withAllRows(reading)])), [["Guests", "Books"]]);
});

test("that one column can be blank says nothing about others", () => {
  const rows = [
    ["", "Std"],
    ["Staff", "Short"],
  ];
  const given = { kind: "loan_policy_map", face: "view", rows, first: 1, total: 2, free: ["1-2 of 2"] };
  const patches = [teach("p1", map(ADAMS, rows, 1, 2), given)];
  assert.deepEqual(rowsOf(read(map(BAKER, [["", "Books"]], 1, 1), BAKER, patches)), [["", "Books"]]);
  assert.equal(read(map(BAKER, [["Guests", ""]], 1, 1), BAKER, patches).rows, null);
});

test("an unknown text is a question wherever it stands", () => {
  const shifted = (items, from) => items.map((one) => (one.of >= from ? { ...one, of: one.of + 1 } : one));
  const screens = [
    [form(BAKER, OTHER), TAUGHT],
    [view(BAKER, { name: "Books", period: "3 days", renewal: "No", bill: "Late" }), VIEWS],
    [map(BAKER, [["Guests", "Books"]], 1, 1), MAP],
  ];
  for (const [seen, patches] of screens) {
    assert.deepEqual(questionsOf(read(seen, BAKER, patches)), []);
    for (const at of seen.items.keys()) {
      const items = shifted(seen.items, at);
      items.splice(at, 0, { ...seen.items[at], is: "text", text: "What-if", flags: undefined, of: undefined });
      const reading = read({ ...seen, items }, BAKER, patches);
      assert.notEqual(reading.questions.length, 0, `before item ${at}`);
      const whole = valuesOf(read(seen, BAKER, patches));
      for (const { input, value } of reading.values) assert.equal(value, whole[input], `${input} before item ${at}`);
    }
  }
});

test("what was taught by another meaning of the capture format is provisional", () => {
  const [first, second] = TAUGHT.map((one, at) => ({ ...one, object: `${at}` }));
  assert.equal(ranks([first, second], CATALOGUE).screens["loan_policy edit"], "seen");
  assert.equal(ranks([first, second], CATALOGUE, 2).screens["loan_policy edit"], "stated");
  assert.equal(ranks([first, second], CATALOGUE, 2).inputs["loan_policy loan_period"], "stated");
});

test("a person reads the texts first that other captures do not have, then those with words of danger", () => {
  const seen = form(ADAMS);
  seen.items.push(text("Help", { zone: "foot" }), text("Draft saved", { zone: "foot" }));
  const other = structuredClone(seen);
  seen.items.push(text("Branch only", { zone: "foot" }));
  const given = { kind: "loan_policy", face: "edit", values: VALUES, free: FREE };
  const { faces } = knownFrom([teach("p1", other, given)], CATALOGUE);
  const texts = othersOf(proposal(seen, given, ADAMS, CATALOGUE), faces).map(({ text }) => text);
  assert.deepEqual(texts.slice(0, 3), ["Branch only", "Draft saved", "Adams College"]);
});

test("a label that stands there twice is named", () => {
  const seen = form(ADAMS);
  seen.items.push(text("Bill"));
  const made = proposal(seen, { kind: "loan_policy", face: "edit", values: VALUES, free: FREE }, ADAMS, CATALOGUE);
  assert.deepEqual(
    made.lines.filter(({ isTwice }) => isTwice).map(({ input }) => input),
    ["bill"],
  );
});

test("a blank field of a page that a script filled is blank, and one that differs elsewhere is a question", () => {
  const differs = { flags: ["differs"] };
  const scripted = TAUGHT.map((one) => ({
    ...one,
    values: one.values.map((own) =>
      own.input === "name" ? { ...own, state: own.state.map(([kind, , texts]) => [kind, ["differs"], texts]) } : own,
    ),
  }));
  const { meanings } = knownFrom(scripted, CATALOGUE);
  const [about] = CATALOGUE.loan_policy.inputs;
  assert.equal(meanings.of("loan_policy", "name", about, stateOf([control("text", "", [])])).means, "{*}");
  assert.equal(meanings.of("loan_policy", "name", about, stateOf([control("text", "", ["A"])])), null);
  const plain = knownFrom(TAUGHT, CATALOGUE).meanings;
  assert.equal(plain.of("loan_policy", "name", about, stateOf([control("text", "", ["A"], differs)])), null);
});

test("a written text of a view counts after a blank was confirmed, and where no other input has it", () => {
  const catalogue = structuredClone(CATALOGUE);
  catalogue.loan_policy.inputs[3] = { name: "bill", label: "Bill", form: "text" };
  const patch = (id, more, values) =>
    taught(
      proposal(
        view(ADAMS, more),
        { kind: "loan_policy", face: "view", values: { ...VALUES, ...values }, free: [] },
        ADAMS,
        catalogue,
      ),
      about(id),
    );
  const first = patch("p1", {}, {});
  const others = [patch("p2", { renewal: "No" }, { renewal: "No" })];
  const seen = (bill, period = "3 days") => view(BAKER, { name: "Books", period, bill });
  const bill = (patches, given) => valuesOf(readingOf(given, knownFrom(patches, catalogue), BAKER, catalogue)).bill;
  assert.equal(bill([first, ...others], seen("None")), undefined);
  // Two patches confirmed this text as it is.
  assert.equal(bill([first], seen("Fine")), undefined);
  assert.equal(bill([first, ...others], seen("Fine")), "Fine");
  const blank = patch("p3", { bill: "" }, { bill: "" });
  assert.equal(bill([first, ...others, blank], seen("Late")), "Late");
  assert.equal(bill([first, ...others, blank], seen("None", "None")), undefined);
});

test("one day and two days are one meaning", () => {
  const period = (number, value) => ({
    input: "loan_period",
    state: [
      ["text", [], [number]],
      ["choice", [], ["days"]],
    ],
    value,
  });
  const answers = answered(
    { kind: "loan_policy", face: "edit" },
    [period("1", "1 day"), period("2", "2 days")],
    about("p3"),
  );
  const { meanings } = knownFrom([answers], CATALOGUE);
  assert.deepEqual(meanings.conflicts, []);
});

test("the symbol of a library in the head of a screen is that of the library", () => {
  const seen = (library, symbol = library.symbol, more = undefined) => {
    const made = form(library, more);
    made.items.push(text(`(${symbol})`, { zone: "head" }));
    return made;
  };
  const patches = [teach("p1", seen(ADAMS), { face: "edit", values: VALUES }), TAUGHT[1]];
  assert.deepEqual(questionsOf(read(seen(BAKER, "BKR", OTHER), BAKER, patches)), []);
  assert.notDeepEqual(questionsOf(read(seen(BAKER, "CVL", OTHER), BAKER, patches)), []);
});

test("the name of an object is known on its own screen, and other new names are asked with the rest of their list", () => {
  const catalogue = structuredClone(CATALOGUE);
  catalogue.loan_policy.inputs[0].reference = "policy_name";
  const seen = form(BAKER, OTHER);
  seen.items[10] = { ...seen.items[10], drawn: ["Lost"], list: "a" };
  seen.lists = { a: ["- none -", "Late", "Lost", "Inherit"] };
  const { questions } = readingOf(seen, knownFrom(TAUGHT, catalogue), BAKER, catalogue);
  assert.deepEqual(
    questions.map(({ code, text, others }) => [code, text, others]),
    [["new_name", "Lost", ["Inherit"]]],
  );
});

/** A screen as another role sees it: without some of its items. */
function without(seen, gone) {
  const stays = seen.items.flatMap((_one, at) => (gone.has(at) ? [] : [at]));
  const moved = ({ of, ...one }) => (of === undefined || gone.has(of) ? one : { ...one, of: stays.indexOf(of) });
  return { ...seen, items: stays.map((at) => moved(seen.items[at])) };
}
/** All sets of the items of its form. */
const subsets = ({ items }) =>
  [...items.keys()]
    .filter((at) => items[at].zone === "form")
    .reduce((sets, at) => sets.concat(sets.map((one) => new Set([...one, at]))), [new Set()]);

const ROLES = {
  form: {
    patches: TAUGHT,
    seen: form(BAKER, OTHER),
    values: { name: "Books", loan_period: "1 hour", renewal: "No", bill: "Late" },
    // Without the tick and its label, and without the last change.
    gone: new Set([7, 8, 11]),
    given: { face: "edit", values: VALUES },
    own: form(ADAMS),
  },
  view: {
    patches: VIEWS,
    seen: view(BAKER, { name: "Books", period: "3 days", renewal: "No", bill: "Late" }),
    values: { name: "Books", loan_period: "3 days", renewal: "No", bill: "Late" },
    // Without the row of the renewal.
    gone: new Set([7, 8]),
    given: { face: "view", values: VALUES },
    own: view(ADAMS),
  },
};
for (const [name, { patches, seen, values, gone, given, own }] of Object.entries(ROLES))
  test(`roles are no part of a screen's key: a ${name} without parts of it is read right, or not at all, and each role's is taught once`, () => {
    // Nothing at all behind a label was taught as a blank: that is one, whatever the role is.
    const isBlank = ({ value, items }) => value === "" && items.length === 0;
    const isRight = (reading) => reading.values.every((one) => values[one.input] === one.value || isBlank(one));
    const both = [...patches, teach("r1", without(own, gone), given)];
    for (const known of [patches, both].map((those) => knownFrom(those, CATALOGUE)))
      for (const parts of subsets(seen)) {
        const reading = readingOf(without(seen, parts), known, BAKER, CATALOGUE);
        assert.ok(isRight(reading), JSON.stringify([[...parts], valuesOf(reading)]));
      }
    const asOther = without(seen, gone);
    assert.notDeepEqual(questionsOf(read(asOther, BAKER, patches)), []);
    const { renewal, ...rest } = values;
    assert.deepEqual(valuesOf(read(asOther, BAKER, both)), rest);
    assert.deepEqual(valuesOf(read(seen, BAKER, both)), values);
  });
