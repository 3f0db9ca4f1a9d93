// SPDX-License-Identifier: GPL-3.0-or-later
// How clearly a text is drawn: nobody sees a text in the colour of its ground, although it is in the page.
import { elementsAt } from "./composed.js";
import { nearest, once, parentOf, within } from "./tree.js";
import { styleOf } from "./visible.js";

/** How much the text of an element differs from what is behind it, from 0 to 1. If what is behind is not known, it is the opacity of the text. */
export const inkOf = once((element) => {
  if (isIllegible(element) || nearest(element, isDistorted)) return 0;
  const { color, webkitTextFillColor = color } = styleOf(element);
  const [text, alpha] = colorOf(webkitTextFillColor);
  const opacity = alpha * opacityOf(element);
  const ground = text && groundOf(element);
  return ground && differ(text, ground) < SEEN && !isOverOther(element, text)
    ? 0
    : opacity * (ground ? Math.max(differ(text, ground), SEEN) : 1);
});

/** The mask of a text that fades at the edge of its box. */
const FADE = /^linear-gradient\(to (left|right), (transparent|rgba\(0, 0, 0, 0\)), rgb\(0, 0, 0\) [\d.]+(px|em)\)$/;

/** Whether the text is too small, moved out, or drawn backwards or through a mask. */
function isIllegible(element) {
  const { direction, fontSize, maskImage, textIndent, unicodeBidi } = styleOf(element);
  const isBackwards = direction === "rtl" && unicodeBidi.endsWith("override");
  const isOut = Number.parseFloat(fontSize) < 4 || Number.parseFloat(textIndent) < -200;
  return isOut || (maskImage !== "none" && !FADE.test(maskImage)) || isBackwards;
}

/** Whether the content is blurred, mirrored, or turned so that only its edge is seen. */
const isDistorted = once((element) => {
  const { filter, transform } = styleOf(element);
  const { a, b, c, d } = transform === "none" ? {} : new DOMMatrix(transform);
  return /blur\([^0]/.test(filter) || a * d - b * c < 0.1;
});

/** A text that differs less from its ground cannot be read. */
export const SEEN = 0.1;
export const hasInk = (element) => inkOf(element) >= SEEN;

const differ = (one, other) => Math.max(...one.map((channel, at) => Math.abs(channel - other[at]))) / 255;

/** [channels, alpha] of a colour as the browser states it; no channels if it has another form. */
function colorOf(stated) {
  const [red, green, blue, alpha = 1] = stated.startsWith("rgb") ? stated.match(/[\d.]+/g).map(Number) : [];
  return blue === undefined ? [null, 1] : [[red, green, blue], alpha];
}

function opacityOf(element) {
  let product = 1;
  nearest(element, (one) => {
    product *= Number(styleOf(one).opacity);
    return false;
  });
  return product;
}

/** Whether an element draws something behind its content. */
export const hasGround = (element) => {
  const { backgroundColor, backgroundImage, backdropFilter = "none" } = styleOf(element);
  return backgroundImage !== "none" || backdropFilter !== "none" || colorOf(backgroundColor)[1] > 0.3;
};

/** The colour behind the content of an element; null for a picture, or the ground of a dark window. */
const groundOf = once((element) => {
  if (hasGround(element)) {
    const { backgroundColor, backgroundImage } = styleOf(element);
    return backgroundImage === "none" ? colorOf(backgroundColor)[0] : null;
  }
  const around = parentOf(element);
  return around ? groundOf(around) : styleOf(element).colorScheme.includes("dark") ? null : [255, 255, 255];
});

/** Whether the text is drawn over an element that is not around it, and differs from that. */
function isOverOther(element, text) {
  const { left, top, width, height } = element.getBoundingClientRect();
  const below = elementsAt(element.ownerDocument, left + width / 2, top + height / 2);
  const other = below.find((one) => !within(element, one) && !within(one, element) && hasGround(one));
  const ground = other && groundOf(other);
  return other !== undefined && (ground === null || differ(text, ground) >= SEEN);
}
