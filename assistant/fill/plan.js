// SPDX-License-Identifier: GPL-3.0-or-later
// The plan: every field of the step with its control, or the reason why the form is not filled. Nothing is touched for it.

import { Refusal } from "./codes.js";
import { foldedParts } from "./folded.js";
import { otherInstitution } from "./institution.js";
import { hasHiddenLabel, partsOf, shownBy } from "./match.js";
import { inRows, scoped, withEntries } from "./rows.js";
import { entryText, isControl, kindOf, screenOf } from "./screen.js";
import { same } from "./texts.js";
import { obstacle, settingsOf } from "./wanted.js";
import { isCutOff, namesIn, plain, withAndWithoutVerbs } from "./words/labels.js";

/** The screen, and the fields of the step on it: {screen, fields: [{field, code, parts, shown, settings}], request}. request: with the row. Throws a Refusal. */
export function planned(page, asked) {
  const screen = screenOf(page);
  identify(page, screen, asked);
  if (screen.entries.length > MOST_FIELDS) throw new Refusal("too_much");
  const request = inRows(screen, asked);
  const fields = request.fields.map((field) => fieldOn(screen, field, request));
  const drivers = fields.filter(({ code, parts }) => code === "to_fill" && Object.values(parts).some(isDriver));
  for (const one of drivers.length > 0 ? fields : []) one.code = dependent(page, one);
  const wrong = fields.filter(({ code }) => !FINE.has(code));
  if (wrong.some(({ code }) => code === "may_appear"))
    wrong.push(...drivers.map((one) => ({ ...one, code: "set_first" })));
  if (wrong.length > 0) throw new Refusal(wrong[0].code, wrong.map(described));
  if (!request.allow_folded && foldedParts(page).length > 0) throw new Refusal("folded");
  return { screen, fields, request };
}

/** How many fields a form may have: all of them are compared after each one that is set. */
const MOST_FIELDS = 2000;
const FINE = new Set(["to_fill", "already_so", "pending"]);
/** The code of a field beside one on which it can depend. It waits if the page has it; of one that is not there, nothing says that it will be. */
function dependent(page, { code, field }) {
  if (/^(field_disabled|list_empty)$/.test(code)) return "pending";
  if (code !== "field_missing") return code;
  return hasHiddenLabel(page, field) ? "pending" : "may_appear";
}

/** What another field can depend on. */
const isDriver = ({ control }) => /^(switch|choice)$/.test(control);

/** A field for the caller, without values. */
export const described = ({ field: { name, label }, code }) => ({ name, label, code });

/** The names that a heading can be for a screen or an object, with verbs such as Edit and without. */
const namesOf = (text) => [...withAndWithoutVerbs(namesIn(text))];

/** Whether it is the screen, the institution and the object of the step. */
export function identify(page, screen, request) {
  const names = new Set(request.screen.names.map(plain));
  const shown = [...screen.headings, screen.title].flatMap(namesOf);
  if (!shown.some((name) => names.has(name))) throw new Refusal("not_this_screen");
  const code = otherInstitution(page, request);
  if (code) throw new Refusal(code);
  if (request.object.is_new) return refuseOld(screen, request);
  if (!request.object.identity.every((one) => isShown(one, screen, request))) throw new Refusal("another_object");
}

/** The form for a new object has no name yet, or the one that was just filled in. */
function refuseOld(screen, request) {
  const { identity } = request.object;
  const names = identity.length > 0 ? identity : request.fields.filter((one) => one.form === "text" && !one.reference);
  const isOld = (field) => {
    const shown = shownBy(partsOf(field, screen, request).parts ?? {});
    return shown !== "" && !same(field, shown, field.value);
  };
  if (names.some(isOld)) throw new Refusal("not_new");
}

/** The name of the object is in its field, as it was or as the step renames it; otherwise in a heading. */
function isShown(field, screen, request) {
  const { parts, code } = partsOf(field, scoped(screen, field.row), request);
  if (code === "field_missing") return screen.headings.flatMap(namesOf).includes(plain(field.value));
  if (code) return false;
  const shown = shownBy(parts);
  const renamed = request.fields.find(({ name }) => name === field.name);
  return [field.value, ...(renamed ? [renamed.value] : [])].some((value) => same(field, shown, value));
}

/** A field on the screen: {field, code, parts, shown, settings}. */
export function fieldOn(screen, asked, request) {
  const { parts, code } = partsOf(asked, scoped(screen, asked.row), request);
  if (code) return { field: asked, code, parts: {}, shown: "", settings: [] };
  const shown = shownBy(parts);
  if (Object.values(parts).some(canBeCut) && isCutOff(shown))
    return { field: asked, code: "cut_off", parts, shown, settings: [] };
  const field = withEntries(asked, shown, request);
  const all = settingsOf(field, field.value, parts);
  const settings = all.filter(({ entry, isSet }) => !isSet(entry));
  const one = { field, parts, shown, settings };
  // A field that cannot be set at all can have its value already.
  if (same(field, shown, field.value) || (all.length > 0 && settings.length === 0))
    return { ...one, code: "already_so" };
  if (all.length === 0) return { ...one, code: "cannot_set" };
  const problem = settings.map((setting, at) => obstacle(setting, settings[at - 1])).find(Boolean);
  if (problem) return { ...one, code: problem };
  const isAsBefore = field.before === null || same(field, shown, field.before);
  return { ...one, code: isAsBefore ? "to_fill" : "field_changed" };
}

/** A text field has its whole value, however much of it can be seen. */
const canBeCut = (entry) => !isControl(entry) || kindOf(entry) !== "text";

/** The entries of the fields of the step, by their keys. */
export const keysOf = (fields) => new Set(fields.flatMap(({ parts }) => Object.values(parts).map(({ key }) => key)));

/** Fields that the step does not name and that stand against saving: {code, fields}; null without any. */
export function unfit(screen, own) {
  const others = screen.entries.filter((one) => isControl(one) && !own.has(one.key));
  const required = others.filter(
    (one) => one.state.includes("required") && !entryText(one).trim() && !one.state.includes("disabled"),
  );
  required.push(...screen.secret);
  if (required.length > 0) return { code: "other_required", fields: required.map(named("other_required")) };
  const invalid = screen.entries.filter((one) => isControl(one) && isInvalid(one, own));
  return invalid.length > 0 ? { code: "other_invalid", fields: invalid.map(named("other_invalid")) } : null;
}

/** A browser does not send a form with a value that it does not accept, which is not shown before Save. */
const isInvalid = ({ elements, key, state }, own) =>
  state.includes("invalid") || (own.has(key) && elements.some((one) => one.matches(":invalid") && one.value !== ""));

export const named =
  (code) =>
  ({ label }) => ({ name: null, label, code });
