// SPDX-License-Identifier: GPL-3.0-or-later
// Which screen a capture shows, and by which reader it is read, as in _screens/recognition.py: for display, because the captures in a file are recognised again
// when it is imported. The files of this recognition have the names of those there.
import { asksAboutTexts } from "./asks.js";
import { isForm, readForm } from "./forms.js";
import { InputValues } from "./input_values.js";
import { folded, plain } from "./labels.js";
import { listsOn, readList } from "./lists.js";
import { mapsOn, readMap } from "./maps.js";
import { asText, namesIn, reading, SeenScreen, withAndWithoutVerbs, withoutVerbs } from "./screen.js";
import { unknownTexts } from "./screen_texts.js";
import { pattern, reason, terms } from "./words.js";

// screen: null if it was not recognised. objects: with the texts of their fields, or their rows. open: what was not understood.
export function recognise(capture, screens) {
  const { values, isUnsaved, open } = screenIn(capture, screens);
  if (open) return reading(null, [open]);
  const found = readScreen(values, isUnsaved);
  // Where a text says that nothing counts, no other one is asked about.
  const isAsked = found.objects.length || (values.screen.data.columns && !statusOf(capture));
  const unknown = isAsked ? unknownTexts(values.screen) : [];
  return unknown.length ? asked(found, unknown) : found;
}

// A screen whose objects count once somebody has answered what texts on it mean. withheld: the keys of these objects.
function asked(found, texts) {
  const about = { texts: texts.map((text) => `'${text}'`).join(", ") };
  const whole = { label: found.screen.label, reason: reason("screen_texts", about), asks: asksAboutTexts(texts) };
  const withheld = found.objects.map(({ key }) => key);
  return { ...found, objects: [], withheld, open: [whole, ...found.open] };
}

// The names of the objects that a capture shows, each with that of its kind, without reading their values.
export function seenNames(capture, screens) {
  const { values, isUnsaved, open } = screenIn(capture, screens);
  if (open || !values.screen.identity.length) return [];
  const { objects } = readScreen(new InputValues(values.screen.withNamesOnly()), isUnsaved);
  return objects.map(({ identity }) => [values.screen.data.kind, identity.at(-1)]);
}

export const namesOn = ({ headings, title }) => namesOf([...headings, title]);
const namesOf = (texts) => new Set(texts.flatMap(namesIn));

// So many fields of one screen alone tell which it is.
const TELLING = 3;

// The screens that a heading or the title of a capture names, or otherwise another text on it; or the one that its labels tell.
function screensOn(capture, screens) {
  const named = [namesOn(capture), namesOf([...capture.notes, ...capture.site])].map((names) =>
    screensNamed(names, screens),
  );
  const found = named.find(({ length }) => length) ?? toldByLabels(capture, screens);
  return found.map((data) => new SeenScreen(capture, data));
}

// The only one of all screens with enough fields that no other one has.
function toldByLabels(capture, screens) {
  const shown = screens.map((data) => new SeenScreen(capture, data).labelsShown);
  const isOwn = (name) => shown.filter((labels) => labels.has(name)).length === 1;
  const own = screens.filter((_data, at) => [...shown[at]].filter(isOwn).length >= TELLING);
  return own.length === 1 ? own : [];
}

// The screens that have one of these names, whatever they show.
export function screensNamed(named, screens) {
  const names = withAndWithoutVerbs([...named]);
  return screens.filter((data) => data.names.some((name) => names.has(plain(name))));
}

// values and isUnsaved: of the only screen that fits; open: why there is none.
function screenIn(capture, screens) {
  const named = namesOn(capture);
  const found = screensOn(capture, screens).map((screen) => new InputValues(screen));
  const candidates = found.filter(fitsScreen);
  // Its name alone does not show what an object is.
  const telling = candidates.filter(showsMore);
  const fitting = telling.length ? telling : candidates;
  const [values] = fitting;
  if (fitting.length === 1) return { values, isUnsaved: isNotSaved(named, values.screen.data.names) };
  return { open: { label: capture.headings[0] ?? capture.title, reason: whyNone(found, fitting) } };
}

// Whether the capture has more of the screen than the name of an object.
function showsMore(values) {
  const { columns, identity, inputs } = values.screen;
  return columns.length > 0 || inputs.some((one) => !identity.includes(one) && values.of(one).length > 0);
}

// A text that says that the screen does not show what counts now: a draft, or changes that were not saved.
function statusOf({ title, headings, notes, site, fields, tables }) {
  const shown = (kind) =>
    fields
      .filter(({ control }) => kind === undefined || control === kind)
      .map(({ label, value }) => `${label.replace(/[ :]+$/, "")}: ${asText(value)}`);
  const isShort = (text) => [...text].length <= terms.limits.around;
  const beside = tables.flatMap(({ grid }) => grid.around);
  const found = [title, ...headings, ...notes, ...site, ...shown("static"), ...beside].find(
    (text) => isShort(text) && pattern("status").test(folded(text)),
  );
  const chosen = () => shown("choice").find((text) => pattern("scope").test(folded(text)));
  return found ?? chosen() ?? shown().find((text) => pattern("several").test(folded(text)));
}

// Whether the heading of a form shows that its values were not saved yet.
function isNotSaved(named, names) {
  const screens = new Set(names.map(plain));
  return [...named].some(
    (name) => !screens.has(name) && screens.has(withoutVerbs(name)) && terms.notSaved.includes(name.split(" ")[0]),
  );
}

function whyNone(found, fitting) {
  const labels = fitting.map(({ screen }) => screen.data.label);
  if (fitting.length) return reason("several_screens", { names: labels.join(" or ") });
  if (found.length) return reason("other_screen", { names: found.map(({ screen }) => needs(screen)).join(" or ") });
  return reason("no_screen");
}

// What the screen would have to show.
function needs({ data, identity }) {
  return (data.columns ?? identity).map((one) => one.label).join(", ") || data.label;
}

// Whether the capture has the structure of the screen.
function fitsScreen(values) {
  const { screen } = values;
  if (screen.data.columns) return mapsOn(screen).length > 0;
  if (!screen.identity.length) return screen.inputs.some((one) => values.of(one).length);
  return isForm(values) || listsOn(screen).length > 0;
}

function readScreen(values, isUnsaved) {
  const { screen } = values;
  const status = statusOf(screen.capture);
  if (status !== undefined) return screen.open("status", { text: status });
  if (screen.data.columns) return readMap(screen);
  if (!screen.identity.length) return readForm(values);
  if (!isForm(values)) return readList(screen);
  if (isUnsaved) return screen.open("not_saved");
  const form = readForm(values);
  const listed = new Set(readList(screen).objects.map(({ key }) => key));
  if (listed.size && !form.objects.every(({ key }) => listed.has(key))) return screen.open("other_form");
  return form;
}
