// SPDX-License-Identifier: GPL-3.0-or-later
// The script of a questionnaire.
import { startQuestionnaire } from "./questionnaire.js";

startQuestionnaire();
