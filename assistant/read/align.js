// SPDX-License-Identifier: GPL-3.0-or-later
// Aligns what is drawn with a known face, as a diff aligns two versions of a text.
import { filled } from "./slots.js";

const [MISSING, BLANK, NEW] = [1, 0.5, 1];

/** The alignment with the smallest cost: {pairs: [[place in the face, place on the screen]], missing, added}. */
export function aligned(face, elements, library) {
  const labels = new Set(face.filter(({ role }) => role === "label").map(({ text }) => text));
  // A label is not a value.
  const isBoth = (row, column) =>
    row < face.length &&
    column < elements.length &&
    !(isPlace(face[row]) && labels.has(elements[column].text)) &&
    isSame(face[row], elements[column], library);
  const costs = Array.from({ length: face.length + 1 }, () => new Float64Array(elements.length + 1));
  for (let row = face.length; row >= 0; row -= 1)
    for (let column = elements.length; column >= 0; column -= 1) {
      if (row === face.length && column === elements.length) continue;
      const skipped = row < face.length ? costs[row + 1][column] + costOf(face[row]) : Infinity;
      const added = column < elements.length ? costs[row][column + 1] + NEW : Infinity;
      const both = isBoth(row, column) ? costs[next(face, row)][column + 1] : Infinity;
      costs[row][column] = Math.min(skipped, added, both);
    }
  return path(face, elements, costs, isBoth);
}

function path(face, elements, costs, isBoth) {
  const made = { pairs: [], missing: [], added: [], cost: costs[0][0] };
  let [row, column] = [0, 0];
  while (row < face.length || column < elements.length) {
    const cost = costs[row][column];
    if (isBoth(row, column) && costs[next(face, row)][column + 1] === cost) {
      made.pairs.push([row, column++]);
      row = next(face, row);
    } else if (row < face.length && costs[row + 1][column] + costOf(face[row]) === cost) made.missing.push(row++);
    else made.added.push(column++);
  }
  return made;
}

/** All entries of a list have the same place. */
const next = (face, row) => (face[row].several ? row : row + 1);

/** A place for a value without a control can be empty. Elements that a person marked as optional are not always there. */
const costOf = (known) => (known.several || known.optional ? 0 : isPlace(known) ? BLANK : MISSING);
export const isPlace = ({ is, role }) => role === "names" || (role === "value" && is !== "control");
const VALUES = new Set(["text", "picture", "button"]);

/** Whether an element of the screen is this element of a face. */
export function isSame(known, element, library) {
  if (known.zone !== element.zone) return false;
  if (isPlace(known) && !isAtPlace(known, element)) return false;
  if (isPlace(known))
    return (
      VALUES.has(element.is) &&
      (known.is === "button" || known.role === "names" ? known.is === element.is : element.is !== "button") &&
      !element.flags?.includes("icon")
    );
  if (known.is !== element.is) return false;
  if (known.is === "control")
    return (
      known.kind === element.kind && filled(known.name, element.name, library) !== null && isSameState(known, element)
    );
  if (known.is === "table") return JSON.stringify(known.header) === JSON.stringify(element.header);
  return hasSameFlags(known, element) && filled(known.text, element.text, library) !== null;
}

/** The flags of a label count only if it is struck: it can be pale because its control is, whose own state counts. */
const hasSameFlags = (known, element) =>
  known.role === "label"
    ? !element.flags?.includes("struck")
    : String(known.flags ?? "") === String(element.flags ?? "");

/** A text is a value only at a learnt place, unlike a note below the last field. steps: the learnt positions relative to what is drawn before. */
const isAtPlace = ({ steps }, { step }) => !steps?.length || !step || steps.includes(String(step));

/** Whether a control that is not an input is drawn as before. */
function isSameState(known, element) {
  if (known.role === "value") return true;
  const [one, other] = [known, element].map(({ drawn }) => String(drawn));
  const isSameText = known.free ? withoutNumbers(one) === withoutNumbers(other) : one === other;
  return isSameText && String(known.flags ?? "") === String(element.flags ?? "");
}
const withoutNumbers = (text) => text.replace(/\p{Nd}+/gu, "#");
