// SPDX-License-Identifier: GPL-3.0-or-later
// Which step or question a screen belongs to, and what it can show.
import { kindOf, sheet } from "../../web/pages/librarian/librarian.js";
import { CATALOGUE, keyOf } from "./known.js";

/** items: the steps or questions on the page, with answerOf and describe of each. isWorksheet: whether there are steps, which can be filled. */
export const page = { items: () => [], answerOf: () => null, describe: () => "", isWorksheet: false };

export const openItems = () => page.items().filter((one) => !page.answerOf(one));

/** The kinds of objects that the title, the headings and the path of a screen name. If one name is within another one, the longer one counts. */
export function kindsNamed({ title, items }) {
  const texts = [
    title,
    ...items
      .filter(({ zone, flags = [] }) => /^(heading|path)$/.test(zone) || flags.includes("chosen"))
      .map((one) => one.text),
  ];
  const shown = texts.filter(Boolean).map((text) => text.toLowerCase());
  const named = Object.entries(CATALOGUE).flatMap(([kind, one]) =>
    namesOf(one)
      .filter((name) => shown.some((text) => text.includes(name.toLowerCase())))
      .map((name) => [kind, name]),
  );
  const isWithin = (name) =>
    named.some(([, other]) => other !== name && other.toLowerCase().includes(name.toLowerCase()));
  return [...new Set(named.filter(([, name]) => !isWithin(name)).map(([kind]) => kind))];
}

function namesOf({ label, plural }) {
  const group = [...sheet.groups, ...(sheet.last ?? [])].find((one) =>
    (one.steps ?? one.questions).some(({ name }) => name.split("/")[0] === plural),
  );
  return [label, ...(group ? [group.screen.at(-1)] : [])];
}

/** The kinds, sorted by how many of their labels are drawn. */
function kindsByLabels({ items }) {
  const drawn = new Set(
    items
      .flatMap(({ text, name }) => [text, name])
      .filter(Boolean)
      .map((text) => text.replace(/[\s:*]+$/u, "")),
  );
  const score = ({ inputs, columns }) => (inputs ?? columns).filter(({ label }) => drawn.has(label)).length;
  return Object.keys(CATALOGUE).toSorted((one, other) => score(CATALOGUE[other]) - score(CATALOGUE[one]));
}

/** The step or question about the object on the screen; otherwise the first open one of its kinds, new objects first. */
export function itemOn(capture, reading) {
  const kinds = reading.kind ? [reading.kind] : kindsNamed(capture);
  const here = page.items().filter((one) => kinds.some((kind) => CATALOGUE[kind] === kindOf(one)));
  const key = reading.kind ? keyOf(reading) : null;
  const drawn = new Set(capture.items.flatMap(({ text, drawn: own = [] }) => [text, ...own]));
  const isNamed = ({ name }) => name.includes("/") && drawn.has(name.slice(name.indexOf("/") + 1));
  const open = here.filter((one) => !page.answerOf(one));
  return (
    here.find(({ name }) => name === key) ??
    here.find(isNamed) ??
    open.find(({ action: how }) => how === "created") ??
    open[0] ??
    null
  );
}

/** The values that steps and questions of a kind have for an input: a drawing can mean one of them. */
export function expectedOf(kind, input) {
  const those = page.items().filter((one) => CATALOGUE[kind] === kindOf(one));
  const ofLines = those.flatMap(({ lines = [] }) =>
    lines.filter(({ name }) => name === input).flatMap(({ value, before }) => [value, before]),
  );
  const column = CATALOGUE[kind].columns?.findIndex(({ name }) => name === input);
  const ofRows = those.flatMap(({ table, recorded }) => [
    ...(table?.rows ?? []).map(({ cells }) => cells[column]),
    ...(recorded?.rows ?? []).map((row) => row[input]),
    recorded?.values?.[input],
  ]);
  return [...new Set([...ofLines, ...ofRows])].filter((one) => typeof one === "string");
}

/** The kinds that a screen can show, the likeliest first. */
export const kindsFor = (capture) => [...new Set([...kindsNamed(capture), ...kindsByLabels(capture)])];
