// SPDX-License-Identifier: GPL-3.0-or-later
// The work of the panel on a worksheet or a questionnaire.
import { sheet } from "../../web/pages/librarian/librarian.js";
import { showQuestions, startQuestionnaire } from "../../web/pages/questionnaire/questionnaire.js";
import * as questions from "../../web/pages/questionnaire/questions.js";
import * as steps from "../../web/pages/worksheet/steps.js";
import { showSteps, startWorksheet } from "../../web/pages/worksheet/worksheet.js";
import * as answers from "./answers.js";
import * as compared from "./compared.js";
import { knowNames, startKnown, whenRead } from "./known.js";
import { finish, others, startLibraries } from "./libraries.js";
import { drawQuestions } from "./questions.js";
import { listRead } from "./read_list.js";
import { drawSteps } from "./steps.js";
import { startTab } from "./tab.js";

const isWorksheet = sheet.groups.every((group) => group.steps);
const { draw, start, show, about, items } = isWorksheet
  ? { draw: drawSteps, start: startWorksheet, show: showSteps, about: compared, items: steps }
  : { draw: drawQuestions, start: startQuestionnaire, show: showQuestions, about: answers, items: questions };

startKnown().then(async () => {
  draw();
  await startLibraries(start({ ...about.evidence, finish, others }));
  knowNames(about.namesWritten);
  show(about.evidence);
  whenRead((before) => {
    about.useRead(before);
    show(about.evidence);
    listRead();
  });
  listRead();
  startTab({
    items: () => [...items.cards.keys()],
    answerOf: items.answerOf,
    describe: about.describeSeen,
    isWorksheet,
  });
});
