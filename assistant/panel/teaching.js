// SPDX-License-Identifier: GPL-3.0-or-later
// Teaching a screen: what stands where, as the tool would learn it. A person corrects what is wrong, and confirms it with one click.
import { made } from "../../web/pages/worksheet/parts.js";
import { all, byId } from "../../web/theme/dom.js";
import { elementsOf } from "../read/elements.js";
import { inputIn } from "../read/faces.js";
import { countOf, guessed } from "../read/guess.js";
import { named, othersOf, placesOf, proposal, taught } from "../read/teach.js";
import { drawPlaces, placeButtons } from "./assigning.js";
import { action, drawnText, valueEditor } from "./editors.js";
import { about, CATALOGUE, knownFor, learn, library } from "./known.js";

const FACES = { view: "its values as texts", edit: "its values in a form" };

// capture, reading: of the screen. kind, face: what it is. values: what the person wrote, by drawing. people: their names. expected: of steps and questions.
let taughtNow = null;

/** Shows the proposal for a screen. kinds: those that it can show, the likeliest first. expected: values of a kind's input. done: called when it was learnt. */
export function openTeaching(capture, reading, { kinds, expected, done }) {
  const isKnown = Boolean(reading.known);
  const kind = isKnown ? reading.kind : kinds[0];
  const from = isKnown ? placesOf(reading) : { places: {}, free: [], optional: [] };
  taughtNow = {
    capture,
    reading,
    kinds,
    expected,
    done,
    values: new Map(),
    people: [],
    assigning: null,
    ...from,
    kind,
  };
  taughtNow.face = isKnown ? reading.face : null;
  draw();
  byId("learn").hidden = false;
}

export function closeTeaching() {
  taughtNow = null;
  byId("learn").hidden = true;
  byId("learn").replaceChildren();
}

const keyOf = (input, state) => JSON.stringify([input, state]);

function proposed() {
  const { capture, kind, values, places, free, optional, expected, people } = taughtNow;
  const isMap = Boolean(CATALOGUE[kind].columns);
  const guess = (one, state) => {
    const key = keyOf(one.name, state);
    return values.has(key) ? values.get(key) : guessed(one, state, expected(kind, one.name));
  };
  const table = isMap ? elementsOf(capture, () => true).find(({ is }) => is === "table") : null;
  const count = table ? countOf(capture, table.rows.length) : null;
  const there = library();
  const given = {
    kind,
    face: "view",
    places,
    guess,
    ...(count ?? {}),
    free: [...free, ...(count ? [count.text] : [])],
    optional,
  };
  const made = proposal(capture, given, { ...there, people: [...there.people, ...people] }, CATALOGUE);
  return { ...made, face: taughtNow.face ?? faceOf(made, isMap) };
}

/** A form has a control that can be changed. */
function faceOf({ lines }, isMap) {
  const isControl = ([kind, flags]) => /^(text|choice|tick)$/.test(kind) && !flags.includes("disabled");
  return !isMap && lines.some(({ state }) => state.some(isControl)) ? "edit" : "view";
}

// ------------------------------------------------------------------------------- drawing

function draw() {
  const focused = document.activeElement?.getAttribute("aria-label");
  const made_ = proposed();
  const isOpen = made_.lines.some(({ value }) => value === undefined);
  const ready = action(taughtNow.reading.known ? "Learn these changes" : "Learn this screen", () => confirm(made_), {
    id: "learn-it",
  });
  ready.disabled = isOpen || made_.lines.length === 0;
  byId("learn").replaceChildren(
    made(
      "h2",
      { tabindex: "-1" },
      taughtNow.reading.known ? "This screen is not as it was" : "This screen is not known yet",
    ),
    ...differences(),
    ...(taughtNow.reading.known
      ? []
      : [choice("It shows", "kind", kindNames()), choice("as", "face", FACES, made_.face)]),
    made(
      "p",
      {},
      "Compare each value with the screen, and correct here what is wrong. What is right is learnt for all libraries.",
    ),
    made(
      "ul",
      { class: "lines", role: "list", "aria-label": "Values" },
      ...made_.lines.map((one) => drawLine(one, made_)),
    ),
    ...drawUnplaced(made_),
    ...(taughtNow.assigning ? [drawPlaces(taughtNow.capture, taughtNow.kind, taughtNow.assigning, putPlace)] : []),
    drawOthers(made_),
    made("p", { class: "actions" }, ready, " ", action("Not now", closeTeaching)),
    ...(isOpen ? [made("p", { class: "soft" }, "A value is open: choose or write it.")] : []),
  );
  if (focused)
    all("[aria-label]", byId("learn"))
      .find((one) => one.getAttribute("aria-label") === focused)
      ?.focus();
}

/** Shows what is new and what is missing on a screen that is almost known. */
function differences() {
  const { known, way, elements } = taughtNow.reading;
  if (!known) return [];
  const textOf = ({ text, name, header = [] }) => text || name || header.map(([, one]) => one).join(" | ");
  const added = way.added.map((at) => textOf(elements[at]));
  const missing = way.missing.map((at) => textOf(known.elements[at])).filter(Boolean);
  const list = (title, texts) =>
    texts.length ? [made("p", {}, made("strong", {}, title), ` ${texts.join(", ")}`)] : [];
  return [...list("New:", added), ...list("Missing:", missing)];
}

const kindNames = () => Object.fromEntries(taughtNow.kinds.map((kind) => [kind, CATALOGUE[kind].label]));

function choice(label, member, texts, chosen = taughtNow[member]) {
  const select = made(
    "select",
    { "aria-label": label },
    ...Object.entries(texts).map(([value, text]) => made("option", { value }, text)),
  );
  select.value = chosen;
  select.addEventListener("change", () => {
    Object.assign(taughtNow, { [member]: select.value }, member === "kind" ? { places: {}, face: null } : {});
    draw();
  });
  return made("p", { class: "field" }, made("label", {}, `${label} `, select));
}

function drawLine(line, { kind, lines }) {
  const { input, label, state, value, isTwice } = line;
  const about = inputIn(CATALOGUE, kind, input);
  const put = (text) => {
    taughtNow.values.set(keyOf(input, state), text);
    draw();
  };
  const isOfName = lines.some((other) => other !== line && other.label === label && other.input !== input);
  const notes = [
    ...(isTwice || isOfName ? ["This label stands there twice."] : []),
    ...(newNames(about, value).length ? [`New: ${newNames(about, value).join(", ")}`] : []),
  ];
  return made(
    "li",
    { "data-input": input },
    made("span", {}, made("strong", {}, label), `: ${drawnText(state)} \u2192 `),
    valueEditor(kind, line, put),
    " ",
    ...(line.row === undefined ? placeButtons(label, assign(input), () => putAt(input, null)) : []),
    ...notes.map((text) => made("span", { class: "soft" }, ` ${text}`)),
  );
}

const assign = (input) => () => {
  taughtNow.assigning = input;
  draw();
};
const putPlace = (position) => putAt(taughtNow.assigning, position);

function putAt(input, position) {
  taughtNow.places = { ...taughtNow.places, [input]: position };
  taughtNow.assigning = null;
  draw();
}

/** The inputs that were not found: most screens do not have all of them. */
function drawUnplaced({ unplaced }) {
  if (!unplaced.length) return [];
  const items = unplaced.map(({ input, label }) =>
    made(
      "li",
      { "data-input": input },
      `${label} `,
      action("Choose where", assign(input), { "aria-label": `Choose where: ${label}` }),
    ),
  );
  return [
    made(
      "details",
      {},
      made("summary", {}, `Not found on this screen (${unplaced.length})`),
      made("ul", { role: "list" }, ...items),
    ),
  ];
}

function drawOthers(made_) {
  const { faces } = knownFor(taughtNow.capture);
  const others = othersOf(made_, faces);
  const lines = others.map((one) =>
    made(
      "li",
      { class: one.rank < 2 ? "problem" : "" },
      `${one.text} `,
      ...(/\p{Nd}/u.test(one.text) ? [toggle("This number varies", "free", one)] : []),
      toggle("Not always there", "optional", one),
      ...(one.is === "text" ? [" ", personButton(one)] : []),
    ),
  );
  const isNew = others.some(({ rank }) => rank === 0) && Boolean(taughtNow.reading.known);
  return made(
    "details",
    isNew || taughtNow.isOthersOpen ? { open: "" } : {},
    made("summary", {}, `Other texts on this screen (${others.length})`),
    made("p", {}, "A screen on which one of them is missing, or another one stands, is asked about."),
    made("ul", { role: "list", "aria-label": "Other texts" }, ...lines),
  );
}

/** A button for a statement of the person about one text. */
function toggle(label, member, { text, pattern }) {
  const isOn = taughtNow[member].includes(text);
  const box = made("input", { type: "checkbox", "aria-label": `${label}: ${text}`, ...(isOn ? { checked: "" } : {}) });
  box.addEventListener("change", () => {
    taughtNow[member] = isOn ? taughtNow[member].filter((one) => one !== text) : [...taughtNow[member], text];
    taughtNow.isOthersOpen = true;
    draw();
  });
  return made("label", { class: "tick", "data-pattern": pattern }, box, ` ${label} `);
}

/** A button that marks a text as the name of a person who is signed in, or made the last change: it can change. */
function personButton({ text, pattern }) {
  if (/⟦person⟧/.test(pattern)) return made("span", { class: "soft" }, "with the name of a person");
  return action(
    "It names a person",
    ({ currentTarget: button }) => {
      const guess = /(?:\p{Lu}[\p{L}.'\u2019-]*\s?)+$/u.exec(text)?.[0] ?? text;
      const name = made("input", { "aria-label": `Name of the person in: ${text}` });
      name.value = guess.trim();
      const use = action("This is the name", () => {
        if (!name.value.trim() || !text.includes(name.value.trim())) return name.setAttribute("aria-invalid", "true");
        Object.assign(taughtNow, { people: [...taughtNow.people, name.value.trim()], isOthersOpen: true });
        draw();
      });
      button.replaceWith(name, " ", use);
      name.focus();
    },
    { "aria-label": `It names a person: ${text}` },
  );
}

// ------------------------------------------------------------------------------- confirming

/** The names in a value that nobody has confirmed yet. */
export function newNames({ reference, wildcard = "", form }, value) {
  if (!reference || !value) return [];
  const known = library().names[reference] ?? [];
  const names = form === "lines" ? value.split("\n") : [value];
  return names.filter((one) => one !== wildcard && !known.includes(one));
}

async function confirm(made_) {
  const { capture, people, kind, done } = taughtNow;
  const [identity] = CATALOGUE[kind].identity ?? [];
  const object = made_.lines.find(({ input }) => input === identity)?.value;
  const what = about(capture, object);
  const names = {};
  for (const { input, value } of made_.lines) {
    const one = inputIn(CATALOGUE, kind, input);
    for (const name of newNames(one, value))
      names[one.reference] = [...new Set([...(names[one.reference] ?? []), name])];
  }
  const isNew = people.length > 0 || Object.keys(names).length > 0;
  const { at, library: whose } = what;
  await learn([...(isNew ? [named({ at, library: whose, names, people })] : []), taught(made_, what)]);
  closeTeaching();
  done(capture);
}
