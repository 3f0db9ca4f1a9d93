// SPDX-License-Identifier: GPL-3.0-or-later
// A group of radio buttons is one choice: its label is that of the group, its value the label of the chosen button.
import { controlKind, controlsIn } from "../../screen/kinds.js";
import { lineOf } from "../../screen/text.js";
import {
  classesOf,
  hyphenated,
  labelsOf,
  nearest,
  outermost,
  parentOf,
  roleOf,
  within,
  withWord,
} from "../../screen/tree.js";
import { isBlock, isHidden } from "../../screen/visible.js";
import { labelBeside, nameOf, textAfter } from "./labels.js";
import { isChecked } from "./values.js";

/** The radio buttons of the group of this one. */
export function groupOf(radio) {
  if (radio.localName === "input") {
    // Without a name, those in one group by its role or class, of which only one is chosen.
    if (!radio.name) return namelessOf(radio);
    const all = [...radio.getRootNode().querySelectorAll("input")];
    return all.filter(
      (one) => one.type === "radio" && one.name === radio.name && one.form === radio.form && !isHidden(one),
    );
  }
  const group = nearest(radio, (one) => roleOf(one) === "radiogroup") ?? parentOf(radio);
  return outermost(
    group,
    (one) => controlKind(one) === "radio",
    (one) => !isHidden(one),
  );
}

const GROUPS = withWord("radio-*group");

function namelessOf(radio) {
  const isAround = (one) => roleOf(one) === "radiogroup" || GROUPS.test(hyphenated(classesOf(one)));
  const around = nearest(parentOf(radio), isAround);
  const all = around ? controlsIn(around) : [];
  const isOne = all.every((one) => one.type === "radio" && !one.name) && all.filter(isChecked).length === 1;
  return isOne ? all : [radio];
}

/** The label of a radio button, which is not the circle in it. */
export function labelOfRadio(radio) {
  const name = nameOf(radio);
  return /[\p{L}\p{N}]/u.test(name) ? name : textAfter(radio) || name;
}

/** The value of a group. */
export function chosenOf(radios) {
  const chosen = radios.find(isChecked);
  const isUnclear = chosen ? labelOfRadio(chosen) === "" : radios.length === 1 || areDrawnDifferently(radios);
  if (isUnclear) return { unread: "radio buttons that do not state what is chosen" };
  return { control: "choice", value: chosen ? labelOfRadio(chosen) : "" };
}

/** A radio button, and what can be drawn in its place. */
const DRAWN = [
  (radio) => radio,
  parentOf,
  (radio) => radio.previousElementSibling,
  (radio) => radio.nextElementSibling,
];

/** Whether one of the radio buttons can look as if it was chosen. The first and the last one have a neighbour less. */
const areDrawnDifferently = (radios) =>
  DRAWN.some((drawn) => new Set(radios.map(drawn).filter(Boolean).map(classesOf)).size > 1);

const isGroup = (element) => element.localName === "fieldset" || /^(radio)?group$/.test(roleOf(element));

/** Whether a line in the group begins with a label of the radio buttons, which can be in a table of their own, so that the name of the group is that of a
 * section. */
function hasOwnLine(radio, around) {
  const { label } = labelBeside(radio, labelOfRadio(radio));
  const line = nearest(parentOf(radio), isBlock);
  const isOwn = (one) => (one === line || one.localName === "tr") && lineOf(one).startsWith(label);
  return label !== "" && within(line, around) && nearest(line, (one) => one === around || isOwn(one)) !== around;
}

/** The smallest element around all buttons of a group. */
const boxOf = (radios) => nearest(radios[0], (one) => radios.every((radio) => within(radio, one)));

/** The label before the buttons in the smallest element around all of them, if each has a label of its own, or beside that element. */
function labelOfBox(radios, own) {
  const box = boxOf(radios);
  const label = lineOf(box, { without: (one) => one.localName === "label" });
  const isBefore = label && lineOf(box).startsWith(label) && radios.every((one) => labelsOf(one).length > 0);
  return isBefore ? { label, row: "" } : labelBeside(box, own);
}

/** {label, row, container} of a group. container: the element whose name is the label. */
export function labelOfRadios(radios) {
  const around = nearest(parentOf(radios[0]), isGroup);
  const isOnly = around && controlsIn(around).every((one) => radios.includes(one));
  const name = around ? nameOf(around) : "";
  const isAlone = isOnly && !(name && hasOwnLine(radios[0], around));
  if (name && isAlone) return { label: name, row: "", container: around };
  const own = labelOfRadio(radios[0]);
  const first = labelBeside(isAlone ? around : radios[0], own);
  // A text before the first button can be its own label.
  const beside = first.label || isAlone ? first : labelOfBox(radios, own);
  return beside.label || !name ? beside : { label: name, row: "", container: around };
}
