// SPDX-License-Identifier: GPL-3.0-or-later
// Questions about a screen that is known: each is answered with one click, or by choosing the value.
import { made } from "../../web/pages/worksheet/parts.js";
import { byId } from "../../web/theme/dom.js";
import { inputIn } from "../read/faces.js";
import { guessed } from "../read/guess.js";
import { answered, named } from "../read/teach.js";
import { action, drawnText, valueEditor } from "./editors.js";
import { about, CATALOGUE, learn } from "./known.js";
import { newNames } from "./teaching.js";

/** Questions that are answered by confirming that a name or a person belongs to the library. */
const CLOSED = new Set(["new_person", "new_name"]);
/** Questions that a person answers by confirming the screen as it is now. */
const CHANGED = new Set([
  "unknown_screen",
  "two_screens",
  "new_text",
  "new_field",
  "missing",
  "unknown_states",
  "label",
]);

const WHY = {
  not_quiet: "The page was still changing. Wait, and read it again.",
  count: "Its rows are not those that the screen counts. Show all of them, and read it again.",
  other_name: "It names another object than its own field. Open the object again, and read it.",
  drawn_over: "It is covered, cut off, struck through or not valid. Show it as a whole, and read the screen again.",
  no_name: "The object has no name yet.",
};

/** The questions that only another proposal for the screen can answer. */
export const needsTeaching = ({ questions }) =>
  questions.some(({ scope, code }) => CHANGED.has(code) && scope === "screen");

/** Asks the open questions of a reading. expected: values of a kind's input. teach: shows the proposal. done: called after an answer. */
export function ask(capture, reading, { expected, teach, done }) {
  const { questions } = reading;
  const closed = questions.filter(({ code }) => CLOSED.has(code));
  const values = questions.filter(({ code, state }) => state && !CLOSED.has(code) && !WHY[code] && !CHANGED.has(code));
  const others = questions.filter((one) => !closed.includes(one) && !values.includes(one) && one.code !== "all_rows");
  const parts = [
    ...(closed.length ? [askNames(capture, reading, closed, done)] : []),
    ...(values.length ? [askValues(capture, reading, values, { expected, done })] : []),
    ...(others.length ? [showOthers(reading, others, teach)] : []),
  ];
  byId("learn").hidden = parts.length === 0;
  byId("learn").replaceChildren(
    ...(parts.length ? [made("h2", { tabindex: "-1" }, "Questions about this screen")] : []),
    ...parts,
  );
}

const labelOf = (kind, input) => (input ? inputIn(CATALOGUE, kind, input)?.label : null);

/** One question for all names and people that are new here. */
function askNames(capture, { kind, face }, questions, done) {
  const people = unique(questions.flatMap(({ code, text }) => (code === "new_person" ? [text] : [])));
  const kindOf = ({ input }) => (input && inputIn(CATALOGUE, kind, input).reference) ?? kind;
  const ofNames = questions.filter(({ code }) => code !== "new_person");
  const drawn = ofNames.flatMap((one) => one.text.split("; ").map((name) => [kindOf(one), name]));
  const others = ofNames.flatMap((one) => (one.others ?? []).map((name) => [kindOf(one), name]));
  const lists = Object.entries(namesBy(drawn)).map(
    ([reference, those]) => `${CATALOGUE[reference]?.label ?? reference.replaceAll("_", " ")}: ${those.join(", ")}`,
  );
  const shown = [...lists, ...(people.length ? [`People: ${people.join(", ")}`] : [])];
  const ticked = new Set();
  const { at, library } = about(capture);
  const patch = () => named({ at, library, names: namesBy([...drawn, ...ticked]), people });
  return made(
    "section",
    { "aria-label": `New names on the ${face} of ${kind}` },
    made("p", {}, "New here. Are these your library's?"),
    made("ul", {}, ...shown.map((text) => made("li", {}, text))),
    ...offerOthers(others, drawn, ticked),
    made(
      "p",
      { class: "actions" },
      action("Yes, all of them", () => learn([patch()]).then(() => done(capture))),
    ),
  );
}

/** How many names are offered at once. */
const MOST_OFFERED = 20;

/** The other entries of the lists with these names: a person ticks those that are names, and can search in a long list. */
function offerOthers(others, drawn, ticked) {
  const keys = new Set(drawn.map(String));
  const offered = [...new Map(others.map((one) => [String(one), one])).values()].filter(
    (one) => !keys.has(String(one)),
  );
  if (!offered.length) return [];
  const list = made("ul", { role: "list" });
  const search = made("input", { type: "search" });
  const show = () => {
    const sought = search.value.trim().toLowerCase();
    const fitting = offered.filter((one) => !ticked.has(one) && one[1].toLowerCase().includes(sought));
    const left = fitting.length - MOST_OFFERED;
    const more = left > 0 ? [made("li", { class: "soft" }, `and ${left} more: search for them`)] : [];
    list.replaceChildren(...[...ticked, ...fitting.slice(0, MOST_OFFERED)].map((one) => tickOf(one, ticked)), ...more);
  };
  search.addEventListener("input", show);
  show();
  const isLong = offered.length > MOST_OFFERED;
  return [
    made("p", {}, "Which of the others in the same lists are, too?"),
    ...(isLong ? [made("p", { class: "field" }, made("label", {}, "Search ", search))] : []),
    list,
  ];
}

function tickOf(one, ticked) {
  const box = made("input", { type: "checkbox" });
  box.checked = ticked.has(one);
  box.addEventListener("change", () => (box.checked ? ticked.add(one) : ticked.delete(one)));
  return made("li", {}, made("label", { class: "tick" }, box, ` ${one[1]}`));
}

const unique = (texts) => [...new Set(texts)];

/** Names by their kinds, given as pairs of a kind and a name. */
const namesBy = (pairs) =>
  Object.fromEntries(
    [...Map.groupBy(pairs, ([kind]) => kind)].map(([kind, those]) => [kind, unique(those.map(([, name]) => name))]),
  );

/** Asks what drawings mean that were not seen before. */
function askValues(capture, reading, questions, { expected, done }) {
  const { kind } = reading;
  const lines = questions.map(({ input, state, text }) => {
    const one = inputIn(CATALOGUE, kind, input);
    return { input, state, text, label: one.label, value: guessed(one, state, expected(kind, input)) };
  });
  const button = action("These are right", () => confirm(capture, reading, lines, done));
  const check = () => {
    button.disabled = lines.some(({ value }) => value === undefined);
  };
  check();
  const drawn = lines.map((line) => {
    const put = (value) => {
      line.value = value;
      check();
    };
    return made(
      "li",
      { "data-input": line.input },
      made("span", {}, made("strong", {}, line.label), `: ${drawnText(line.state)} \u2192 `),
      valueEditor(kind, line, put),
    );
  });
  return made(
    "section",
    { "aria-label": "Values" },
    made("p", {}, "What do these mean? Compare them with the screen."),
    made("ul", { class: "lines", role: "list" }, ...drawn),
    made("p", { class: "actions" }, button),
  );
}

async function confirm(capture, reading, lines, done) {
  const names = namesBy(
    lines.flatMap(({ input, value }) => {
      const one = inputIn(CATALOGUE, reading.kind, input);
      return newNames(one, value).map((name) => [one.reference, name]);
    }),
  );
  const what = about(capture);
  const { at, library } = what;
  const more = Object.keys(names).length ? [named({ at, library, names, people: [] })] : [];
  const values = lines.map(({ input, state, value }) => ({ input, state, value }));
  await learn([...more, answered(reading, values, what)]);
  done(capture);
}

/** Shows the questions that need another look at the screen. */
function showOthers({ kind }, questions, teach) {
  const items = questions.map(({ code, text, input }) => {
    const label = labelOf(kind, input);
    const what =
      CHANGED.has(code) || code === "missing"
        ? `'${text}' is ${code === "missing" ? "missing" : "new, or drawn in another way"}.`
        : "";
    return made("li", {}, `${label ? `${label}: ` : ""}${WHY[code] ?? what}`);
  });
  const canTeach = questions.some(({ code }) => CHANGED.has(code));
  return made(
    "section",
    { "aria-label": "What is open" },
    made("ul", {}, ...items),
    ...(canTeach ? [made("p", { class: "actions" }, action("Show what would be learnt", teach))] : []),
  );
}
