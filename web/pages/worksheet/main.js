// SPDX-License-Identifier: GPL-3.0-or-later
// The script of a worksheet.
import { drawCopyButtons } from "./copying.js";
import { startWorksheet } from "./worksheet.js";

drawCopyButtons();
startWorksheet();
