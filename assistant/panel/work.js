// SPDX-License-Identifier: GPL-3.0-or-later
// The work of the panel on a worksheet.
import { startWorksheet } from "../../web/pages/worksheet/worksheet.js";
import { drawSteps } from "./steps.js";
import { startTab } from "./tab.js";

drawSteps();
startWorksheet();
startTab();
