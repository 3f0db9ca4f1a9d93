// SPDX-License-Identifier: GPL-3.0-or-later
// From the page to the person: a downloaded file, and the clipboard if the browser allows it.
import { CaptureError } from "./capture.js";

const MOST_BYTES = 5 * 1024 * 1024;

export function deliver(capture) {
  const text = `${JSON.stringify(capture, null, 1)}\n`;
  const file = new Blob([text], { type: "application/json" });
  if (file.size > MOST_BYTES)
    throw new CaptureError("It would have more than 5 MB. Show fewer rows, and capture each part.");
  const copied = copy(text);
  try {
    download(file, nameOf(capture));
  } catch {
    copied.then((done) => alert(done ? COPIED : NEITHER));
  }
}

const COPIED =
  "This page allows no download: the capture is on the clipboard. Paste it into your worksheet or questionnaire.";
const NEITHER =
  "No capture: this page allows neither downloads nor the clipboard. Allow downloads in the browser's settings.";

/** Whether the text is on the clipboard. */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** The link is no part of the page. */
function download(file, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

/** The heading of the screen and the time. */
function nameOf({ at, items, title }) {
  const heading = items.find((item) => item.type === "heading")?.text ?? title;
  const words = heading
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .slice(0, 60)
    .replace(/^-+|-+$/g, "");
  return `${words || "screen"}.${at.replace(/:/g, "-")}.capture.json`;
}
