// SPDX-License-Identifier: GPL-3.0-or-later
// The buttons on a worksheet that copy values. The panel of the assistant draws its own.

import { byId } from "../../theme/dom.js";
import { sheet } from "../librarian/librarian.js";
import { copyAllButton, copyButton, made } from "./parts.js";

export function drawCopyButtons() {
  for (const step of [...sheet.groups, ...sheet.last].flatMap((group) => group.steps)) {
    for (const [at, { label, value }] of step.lines.entries()) {
      const shown = byId(`value-${step.number}-${at + 1}`);
      if (shown && !["Yes", "No"].includes(value)) shown.after(copyButton(shown.id, label));
    }
    if (step.lines.length > 1) byId(`fields-${step.number}`).after(made("p", { class: "screen" }, copyAllButton(step)));
  }
}
