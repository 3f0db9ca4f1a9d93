// SPDX-License-Identifier: GPL-3.0-or-later
// A control as it is drawn: its name, the texts in it, its options, and flags. It has no value, because the meaning of the drawing is learnt.
import { withinRoot } from "./composed.js";
import { flagsOf, hasOtherEdge } from "./drawn_flags.js";
import { controlKind, controlsIn, isDisabled, isSecret } from "./kinds.js";
import { accessibleName } from "./names.js";
import { lineOf, oneLine } from "./text.js";
import { isElement, labelsOf, nearest, outermost, parentOf, referenced, roleOf } from "./tree.js";
import { isHidden, isShown } from "./visible.js";

/** Whether this element is drawn as a control of its own. */
export const isRead = (element) => isShown(element) && !isSecret(element, accessibleName(element));

const KINDS = {
  select: "choice",
  listbox: "choice",
  combobox: "choice",
  switch: "tick",
  radio: "choice",
  range: "text",
  editable: "text",
  output: "text",
};

/** {item, members} of a control. members: the elements that it stands for. lists: gets the options. */
export function controlItem(element, lists) {
  const kind = controlKind(element);
  const members = kind === "radio" ? radiosWith(element) : [element];
  const { drawn, options = null, flags = [] } = DRAWN[kind](element, members);
  const states =
    members.length > 1 || kind === "radio"
      ? members.flatMap(statesOf).filter((one) => one === "covered")
      : statesOf(element);
  // If a component draws its value in front of its own input, the text in the input does not count.
  const isUnseen = states.includes("unseen");
  const all = [...new Set([...flags, ...states])].filter((one) => one !== "unseen").sort();
  const item = { is: "control", kind: KINDS[kind] ?? kind, name: nameOf(element, kind), drawn: isUnseen ? [] : drawn };
  if (options?.length) item.list = keep(options, lists);
  if (all.length) item.flags = all;
  return { item, members };
}

const DRAWN = {
  text: (element) => typed(element),
  range: (element) => ({
    drawn: [element.getAttribute("aria-valuetext") ?? element.value ?? element.getAttribute("aria-valuenow") ?? ""],
  }),
  editable: (element) => ({ drawn: [lineOf(element)].filter(Boolean) }),
  output: (element) => ({ drawn: [lineOf(element)].filter(Boolean) }),
  switch: (element) => ({
    drawn: element.localName === "input" ? [] : [ownText(element)].filter(Boolean),
    flags: [tickOf(element)],
  }),
  radio: (_element, members) => {
    const chosen = members.filter((one) => tickOf(one) === "on").map(nameOfRadio);
    return { drawn: chosen, options: members.map(nameOfRadio) };
  },
  select: (element) => ({
    drawn: [...element.selectedOptions].map((one) => oneLine(one.label)).filter(Boolean),
    options: [...element.options].map((one) => oneLine(one.label)),
    flags: [
      ...(element.selectedIndex === 0 && element.options[0].value === "" ? ["first_blank"] : []),
      ...([...element.options].some((one) => one.defaultSelected && !one.selected) ? ["differs"] : []),
      ...(element.multiple ? ["several"] : []),
    ],
  }),
  listbox: (element) => {
    const options = optionsIn(element);
    return { drawn: options.filter(isChosen).map((one) => lineOf(one)), options: options.map((one) => lineOf(one)) };
  },
  combobox: (element) => {
    const lists = ["aria-controls", "aria-owns"].flatMap((name) => referenced(element, name));
    const options = lists.flatMap(optionsIn).map((one) => oneLine(one.textContent));
    const open = element.getAttribute("aria-expanded") === "true" ? ["open"] : [];
    if (element.localName === "input")
      return { ...typed(element), options, flags: [...(typed(element).flags ?? []), ...open] };
    const entries = outermost(element, (one) => one.localName === "li")
      .map((one) => lineOf(one))
      .filter(Boolean);
    if (entries.length > 0) return { drawn: entries, options, flags: [...open, "several"] };
    const [inner] = controlsIn(element);
    const shown = lineOf(element, { buttons: true }) || (inner?.value ?? (inner ? lineOf(inner) : ""));
    return { drawn: [shown].filter(Boolean), options, flags: open };
  },
};

function typed(element) {
  const text = element.value.replace(/\r\n?/g, "\n").trim();
  const flags = [
    ...(text === "" && element.placeholder ? ["placeholder"] : []),
    ...(element.type !== "range" && element.defaultValue !== element.value ? ["differs"] : []),
  ];
  return { drawn: text === "" ? [] : [text], flags };
}

const ownText = (element) =>
  labelsOf(element).length || element.hasAttribute("aria-labelledby") || element.hasAttribute("aria-label")
    ? lineOf(element, { buttons: true })
    : "";

function tickOf(element) {
  if (element.localName === "input") return element.indeterminate ? "mixed" : element.checked ? "on" : "off";
  const state = element.getAttribute("aria-checked") ?? element.getAttribute("aria-pressed");
  return state === "true" ? "on" : state === "false" || state === null ? "off" : "mixed";
}

function statesOf(element) {
  const isDrawn = element.localName !== "input" || !/^(checkbox|radio)$/.test(element.type);
  const says = (name) => element.getAttribute(`aria-${name}`) === "true";
  return [
    ...(isDisabled(element) ? ["disabled"] : []),
    ...(says("invalid") ? ["invalid"] : []),
    ...(isDrawn && hasOtherEdge(element) ? ["edge"] : []),
    ...(element.type === "checkbox" && element.defaultChecked !== element.checked ? ["differs"] : []),
    ...(isDrawn ? flagsOf(element) : flagsOf(element).filter((one) => one === "struck")),
  ];
}

/** The name of a control, without its value: the content of a drop-down without a label is not a name. */
function nameOf(element, kind) {
  if (kind === "radio") {
    const group = nearest(
      parentOf(element),
      (one) => one.localName === "fieldset" || /^(radio)?group$/.test(roleOf(one)),
    );
    return group ? accessibleName(group) : "";
  }
  const isNamed =
    labelsOf(element).length > 0 ||
    ["aria-label", "aria-labelledby", "title"].some((name) => element.hasAttribute(name));
  return isNamed || kind === "switch" ? accessibleName(element) : "";
}

const nameOfRadio = (radio) => accessibleName(radio);

function radiosWith(radio) {
  if (radio.localName === "input" && radio.name)
    return withinRoot(radio.getRootNode(), "input[type=radio]").filter(
      (one) => one.name === radio.name && one.form === radio.form && !isHidden(one),
    );
  const group = nearest(parentOf(radio), (one) => roleOf(one) === "radiogroup");
  return group ? controlsIn(group).filter((one) => controlKind(one) === "radio") : [radio];
}

const optionsIn = (list) => outermost(list, (one) => isElement(one) && roleOf(one) === "option");
const isChosen = (option) => ["aria-selected", "aria-checked"].some((name) => option.getAttribute(name) === "true");

/** Keeps a list of options once. Returns its digest. */
function keep(options, lists) {
  const digest = digestOf(JSON.stringify(options));
  lists[digest] = options;
  return digest;
}

/** A short digest of a text: FNV-1a, of 32 bits twice. It names a list within one capture, and is not used for security. */
export function digestOf(text) {
  const of = (seed) => {
    let hash = seed;
    for (const char of text) hash = Math.imul(hash ^ char.codePointAt(0), 0x01000193);
    return (hash >>> 0).toString(16).padStart(8, "0");
  };
  return of(0x811c9dc5) + of(0x01234567);
}
