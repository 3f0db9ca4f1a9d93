// SPDX-License-Identifier: GPL-3.0-or-later
// The first filling of a form: which value goes where, for a person to confirm. The confirmation is learnt, and the next filling needs no click.
import { made } from "../../web/pages/worksheet/parts.js";
import { byId } from "../../web/theme/dom.js";
import { drawnIn, isOpenOn, marksFor, planOf } from "../read/plan.js";
import { drawPlaces, placeButtons } from "./assigning.js";
import { action } from "./editors.js";
import { CATALOGUE, knownForFilling, library } from "./known.js";
import { kindsNamed } from "./matching.js";
import { isShownAsBlank } from "./steps.js";
import { closeTeaching } from "./teaching.js";

/** What the plan of a task needs besides the capture. chosen: what a person chose. */
const aboutOf = (capture, chosen = {}) => ({
  known: knownForFilling(capture),
  library: library(),
  catalogue: CATALOGUE,
  kinds: kindsNamed(capture),
  chosen,
});

/** Whether a capture shows the object of a task so that it can be saved there. */
export const isOpenIn = (capture, task) => isOpenOn(capture, task, aboutOf(capture));

/** The marks of the place of a row of a task, as of marksFor. */
export const marksIn = (capture, task, at) => marksFor(capture, task, aboutOf(capture), at);

/** The plan for a task on the screen of a capture: {plan, capture, task, about}. */
export function planned(capture, task, chosen = {}) {
  const about = aboutOf(capture, chosen);
  return { plan: planOf(capture, task, about), capture, task, about };
}

/** Shows a plan for a person to confirm. fill: called with the confirmed one. */
export function propose(found, fill) {
  const { capture, task } = found;
  const chosen = { places: {}, settings: {}, ...found.about.chosen };
  let assigning = null;
  let now = found;
  const again = (more) => {
    Object.assign(chosen, more);
    assigning = null;
    now = planned(capture, task, chosen);
    draw();
  };
  const putAt = (input, position) => again({ places: { ...chosen.places, [input]: position } });
  const put = (at, value) => again({ settings: { ...chosen.settings, [at]: value } });
  const assign = (input) => () => {
    assigning = input;
    draw();
  };
  const line = (field) => drawField(field, { assign: assign(field.name), away: () => putAt(field.name, null), put });
  function draw() {
    const { code, fields } = now.plan;
    const open = fields.filter((one) => !one.code);
    const left = fields.filter((one) => one.code && one.code !== "already_so");
    const button = action(open.length === 1 ? "Fill this field" : `Fill these ${open.length} fields`, () => fill(now), {
      id: "fill-it",
    });
    button.disabled = Boolean(code);
    byId("learn").replaceChildren(
      made("h2", {}, "What goes where"),
      made(
        "p",
        {},
        `Compare each line with the screen: it is a ${CATALOGUE[task.kind].label}. What you confirm is learnt.`,
      ),
      made("ul", { class: "lines", role: "list", "aria-label": "Values to fill in" }, ...open.map(line)),
      ...(left.length
        ? [made("p", {}, "Not filled in:"), made("ul", { role: "list", "aria-label": "Left" }, ...left.map(line))]
        : []),
      ...(assigning ? [drawPlaces(capture, task.kind, assigning, (position) => putAt(assigning, position))] : []),
      made("p", { class: "actions" }, button, " ", action("Not now", closeTeaching)),
    );
    byId("learn").hidden = false;
  }
  draw();
}

/** A field: its label, the present value, and what is set. */
function drawField({ code, label, name, parts, row, settings, shown, value }, { assign, away, put }) {
  const is = made("strong", {}, label);
  const buttons = row === undefined ? [" ", ...placeButtons(label, assign, away)] : [];
  const now = code && !parts ? [] : [" (now ", isShownAsBlank(shown ?? drawnIn(parts)), ")"];
  const what = code ? [isShownAsBlank(value)] : settings.flatMap((one) => [drawSetting(one, value, put), " "]);
  return made("li", { "data-input": name }, is, " \u2190 ", ...what, ...now, ...buttons);
}

/** One control of a field. A person can choose another entry, or the other state. */
function drawSetting({ at, isSure, label, options, value }, wanted, put) {
  const name = `${label || wanted} is set to`;
  if (typeof value === "boolean")
    return drawChoice(name, ["on", "off"], value ? "on" : "off", (text) => put(at, text === "on"));
  if (!options?.length || Array.isArray(value) || isSure)
    return made("span", { class: "value" }, isShownAsBlank([value].flat().join("; ")));
  const isEntry = options.includes(value);
  return drawChoice(name, isEntry ? options : [value, ...options], value, (text) => put(at, text));
}

function drawChoice(name, texts, value, put) {
  const select = made("select", { "aria-label": name }, ...texts.map((text) => made("option", { value: text }, text)));
  select.value = value;
  select.addEventListener("change", () => put(select.value));
  return select;
}
