// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the screen, changes nothing in the page, sends nothing anywhere.
import { CaptureError, captureOf } from "./capture.js";
import { deliver } from "./deliver.js";

try {
  deliver(captureOf(document));
} catch (error) {
  const reason = error instanceof CaptureError ? error.message : `The page could not be read (${error.message}).`;
  alert(`No capture was made. ${reason}`);
}
