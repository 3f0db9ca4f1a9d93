// SPDX-License-Identifier: GPL-3.0-or-later
// The panel's beginning: keeps the worksheet or questionnaire of a library, and starts the work on it (work.js).
import { addPages, idOf, pages, removeOld, removePage, usePage } from "./store.js";

(() => {
  const byId = (id) => document.getElementById(id);
  const MOST_CHARACTERS = 5 * 1024 * 1024;
  const MOST_ITEMS = 2000;
  const TOO_LARGE = "The file is too large for a worksheet or questionnaire.";
  const ACTIONS = ["created", "updated", "removed"];

  // A reason why a file is no worksheet or questionnaire, for people.
  class Refused extends Error {}

  // ------------------------------------------------------------------------------- what a page has

  const isText = (one) => typeof one === "string";
  const isFlag = (one) => typeof one === "boolean";
  const isObject = (one) => typeof one === "object" && one !== null && !Array.isArray(one);
  const orNull = (is) => (one) => one === null || is(one);
  const listOf = (isEntry) => (one) => Array.isArray(one) && one.every(isEntry);
  // texts: the names of members that are texts. others: what other members are, by their names.
  const objectOf = (texts, others) => (one) =>
    isObject(one) &&
    texts.every((name) => isText(one[name])) &&
    Object.entries(others).every(([name, is]) => is(one[name]));
  const isTexts = listOf(isText);
  const isLine = objectOf(["name", "label", "value"], { before: orNull(isText) });
  const isRow = objectOf(["mark", "where"], { cells: isTexts, before: orNull(isTexts) });
  const isTable = objectOf([], { columns: isTexts, rows: listOf(isRow), gone: listOf(isTexts) });
  const isStep = objectOf(["name", "digest", "title", "how", "since"], {
    number: Number.isInteger,
    action: (one) => ACTIONS.includes(one),
    asked: isTexts,
    declares: isObject,
    lines: listOf(isLine),
    table: orNull(isTable),
  });
  const isGroup = objectOf(["label"], { screen: isTexts, cautions: isTexts, steps: listOf(isStep) });
  const isField = objectOf(["name", "label", "shape"], { choices: isTexts });
  const orMissing = (is) => (one) => one === undefined || is(one);
  const isRecorded = objectOf([], { values: isObject, rows: listOf(isObject) });
  const isQuestion = objectOf(["name", "title"], {
    number: Number.isInteger,
    may_be_missing: isFlag,
    fields: listOf(isField),
    columns: orNull(listOf(isField)),
    recorded: orNull(isRecorded),
  });
  const isAsked = objectOf(["label"], { screen: isTexts, questions: listOf(isQuestion) });
  const areInputs = listOf(objectOf(["name", "label", "form"], {}));
  const isKind = (one) => objectOf(["plural", "label"], {})(one) && areInputs(one.inputs ?? one.columns);
  const isCatalogue = (one) => isObject(one) && Object.values(one).every(isKind);
  const isLibrary = objectOf(["registry_id"], {
    people: isTexts,
    names: (one) => isObject(one) && Object.values(one).every(isTexts),
  });
  const isScreens = objectOf(["patches"], { catalogue: isCatalogue, library: isLibrary });
  const OF_ALL = { rehearsal: isFlag, assistant: orMissing(isText), screens: isScreens };
  const NAMES = ["library", "registry_id", "record", "display_name"];
  const isWorksheet = objectOf([...NAMES, "digest"], {
    ...OF_ALL,
    fills: isFlag,
    groups: listOf(isGroup),
    last: listOf(isGroup),
    locked: isTexts,
  });
  const isQuestionnaire = objectOf(NAMES, { ...OF_ALL, groups: listOf(isAsked) });

  const DAMAGED = "This page is damaged. Ask for it again.";
  const VERSION = /^\d{1,9}(\.\d{1,9}){0,3}$/;

  function isNewer(version, other) {
    const [numbers, others] = [version, other].map((text) => text.split(".").map(Number));
    const at = numbers.findIndex((number, index) => number !== (others[index] ?? 0));
    return numbers[at] > (others[at] ?? 0);
  }

  // Refuses a page for a newer assistant. This is the first check, because the other members of such a page can be different.
  function checkVersion(needed) {
    if (!isText(needed) || !VERSION.test(needed)) throw new Refused(DAMAGED);
    const { version } = chrome.runtime.getManifest();
    if (isNewer(needed, version))
      throw new Refused(
        `This page needs version ${needed} of the assistant or a newer one, and this is version ${version}. ` +
          "Update the assistant, or follow the page without it.",
      );
  }

  // The data of a worksheet or questionnaire, given the text of its page. Nothing else of the page is used. Throws Refused.
  function sheetOf(text) {
    if (text.length > MOST_CHARACTERS) throw new Refused(TOO_LARGE);
    const [, data] = /<script type="application\/json" id="sheet">([^<]*)<\/script>/.exec(text) ?? [];
    let sheet = null;
    try {
      sheet = JSON.parse(data ?? "null");
    } catch {
      // The refusal follows below.
    }
    if (isObject(sheet) && "assistant" in sheet) checkVersion(sheet.assistant);
    if (!isWorksheet(sheet) && !isQuestionnaire(sheet))
      throw new Refused(
        "This is not a worksheet or questionnaire of this version of reshare.wms. Choose the .html file that you got, unchanged.",
      );
    const items = [...sheet.groups, ...(sheet.last ?? [])].flatMap((group) => group.steps ?? group.questions);
    const kinds = new Set(Object.values(sheet.screens.catalogue).map(({ plural }) => plural));
    const isTooLong = [items, sheet.locked ?? []].some(({ length }) => length > MOST_ITEMS);
    if (isTooLong || !items.every(({ name }) => kinds.has(name.split("/")[0]))) throw new Refused(DAMAGED);
    return sheet;
  }

  // ------------------------------------------------------------------------------- choosing one

  // Takes all of the pages or none. given: [[name, text], ...]. notice: where a refusal is shown. isFirst: as of addPages.
  async function take(given, notice, isFirst) {
    try {
      await addPages(
        given.map(([name, text]) => [text, sheetIn(name, text, given.length > 1)]),
        isFirst,
      );
    } catch (problem) {
      byId(notice).textContent =
        problem instanceof Refused ? problem.message : "This browser does not let the panel store the page.";
      return;
    }
    location.reload();
  }

  // Of several files, a reason begins with the name of the file.
  function sheetIn(name, text, isNamed) {
    try {
      return sheetOf(text);
    } catch (problem) {
      if (!(problem instanceof Refused) || !isNamed) throw problem;
      throw new Refused(`${name}: ${problem.message}`);
    }
  }

  async function takeFiles(files, notice, isFirst) {
    const isTooLarge = [...files].some(({ size }) => size > MOST_CHARACTERS);
    if (isTooLarge) byId(notice).textContent = TOO_LARGE;
    else await take(await Promise.all([...files].map(async (one) => [one.name, await one.text()])), notice, isFirst);
  }

  function offerFiles(input, notice, isFirst) {
    byId(input).addEventListener("change", ({ target }) => takeFiles(target.files, notice, isFirst));
    addEventListener("dragover", (event) => event.preventDefault());
    addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files.length) takeFiles(event.dataTransfer.files, notice, isFirst);
    });
  }

  function offerChoice() {
    byId("choose").hidden = false;
    offerFiles("worksheet-file", "refused", true);
    addEventListener("paste", ({ clipboardData }) => {
      if (clipboardData.files.length) takeFiles(clipboardData.files, "refused", true);
      else if (clipboardData.getData("text/plain")) take([["", clipboardData.getData("text/plain")]], "refused", true);
    });
  }

  // ------------------------------------------------------------------------------- the work

  // Not every part of a page is checked before the work begins: if a changed part makes it fail, the person is told.
  function tellFailure() {
    byId("tab-result").textContent = "The assistant failed at this page. Ask for it again, or follow it by hand.";
    byId("tab-result").dataset.code = "failed";
  }

  function start(sheet) {
    for (const type of ["error", "unhandledrejection"]) addEventListener(type, tellFailure);
    byId("sheet-view").hidden = false;
    byId("title").textContent = `${sheet.last ? "Changes for" : "Questions about"} ${sheet.display_name}`;
    const file = sheet.last ? "confirmation" : "answers";
    byId("finish-title").textContent = `Send your ${file}`;
    byId("send").textContent = `Download ${file}`;
    byId("institution").textContent = `WMS institution ${sheet.registry_id}`;
    byId("rehearsal").hidden = !sheet.rehearsal;
    byId("forget").addEventListener("click", async () => {
      await removePage(idOf(sheet));
      location.reload();
    });
    offerFiles("more-files", "not-added", false);
    const data = document.createElement("script");
    data.type = "application/json";
    data.id = "sheet";
    data.textContent = JSON.stringify(sheet);
    const work = document.createElement("script");
    work.src = "work.js";
    document.body.append(data, work);
  }

  // Of several panels, as in two windows, only the one that was opened last works: each would overwrite what another one has stored since. The result of a form
  // that is being filled is still shown.
  function workAlone() {
    byId("use-here").addEventListener("click", () => location.reload());
    navigator.locks
      .request("reshare.wms panel", { steal: true }, () => new Promise(() => {}))
      .catch(() => {
        byId("elsewhere").hidden = false;
        for (const one of document.querySelectorAll("main > :not(#elsewhere)")) one.inert = true;
        for (const type of ["drop", "paste"]) addEventListener(type, refuseInput, { capture: true });
      });
  }

  function refuseInput(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  // Removes what a person wrote about records that are not kept any more.
  function forgetOthers(records) {
    for (const key of Object.keys(localStorage)) {
      const [, record, what] = JSON.parse(key);
      if (what !== undefined && !records.includes(record)) localStorage.removeItem(key);
    }
  }

  async function keptPages() {
    try {
      await removeOld();
      return await pages();
    } catch {
      return [];
    }
  }

  workAlone();
  keptPages().then(async (kept) => {
    forgetOthers(kept.map(({ record }) => record));
    const [{ id, text = "" } = {}] = kept;
    try {
      start(sheetOf(text));
      await usePage(id);
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      if (text) byId("refused").textContent = problem.message;
      offerChoice();
    }
  });
})();
