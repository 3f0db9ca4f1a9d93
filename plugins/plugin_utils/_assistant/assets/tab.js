// SPDX-License-Identifier: GPL-3.0-or-later
// The screen in the present tab: which step it belongs to, filling its form, and reading it. Comes last in the panel's work.

const OPEN_ELSEWHERE = {
  code: "open_elsewhere",
  message: "The same object is open in another tab. Close that tab first.",
  fields: [],
};
const RELOAD =
  "This page was filled or changed since it was loaded, so it proves nothing. Save, reload the page, and read it then.";

// ------------------------------------------------------------------------------- which step the screen belongs to

const openSteps = () => [...cards.keys()].filter((step) => !answerOf(step));

// What the present tab shows, as readingOf has it, and the kinds of objects that its headings name; null for a screen that cannot be read.
function readingIn(looked) {
  if (!looked.capture) return null;
  try {
    const capture = parseCapture(looked.capture);
    return { ...readingOf(capture), kinds: screensNamed(namesOn(capture), sheet.screens.kinds) };
  } catch (fault) {
    if (fault instanceof Unfit) return null;
    throw fault;
  }
}

// The step about the object on the screen, otherwise the first open one there, of a new object before others.
function stepOn(reading) {
  const keys = reading?.objects.map(({ key }) => key) ?? [];
  const here = [...cards.keys()].filter((step) => reading?.kinds.includes(screenOf(step)));
  const open = here.filter((step) => !answerOf(step));
  return (
    here.find(({ name }) => keys.includes(name)) ?? open.find(({ action }) => action === "created") ?? open[0] ?? null
  );
}

// Not while the person does something, whose result is to be seen; after another look, the page can be another one.
async function lookAtTab() {
  clearTimeout(desk.later);
  if (document.querySelector(".tab").hasAttribute("aria-busy")) {
    if (desk.isLook) desk.later = setTimeout(lookAtTab, 200);
    return;
  }
  const looked = await attempt(() => inTab("look"), true);
  if (!looked) return;
  const reading = readingIn(looked);
  desk.origin = reading ? new URL(looked.capture.address).origin : "";
  const step = stepOn(reading);
  const isOfStep = reading?.objects.some(({ key }) => key === step?.name);
  desk.objects.set(desk.tab, isOfStep ? step.name : null);
  showTab(toldOf(step, reading), step, looked);
}

function toldOf(step, reading) {
  if (step) return `${step.title} (step ${step.number})${filledState(step) ? ": filled, not proven" : ""}`;
  const next = openSteps()[0];
  const after = next ? ` Next: step ${next.number}, ${next.title}.` : "";
  const label = reading?.kinds[0]?.label;
  return `${label ? `${label}: no step on this worksheet is open.` : "No screen of this worksheet was recognised."}${after}`;
}

function action(text, act) {
  const button = made("button", { type: "button" }, text);
  button.addEventListener("click", act);
  return button;
}

// code: of a result.
function showTab(text, step = null, looked = null, code = "") {
  byId("tab-told").textContent = text;
  byId("tab-told").dataset.code = code;
  byId("typed").hidden = true;
  keepingFocus(() => {
    byId("tab-fields").replaceChildren();
    byId("tab-actions").replaceChildren(
      ...(step && canBeFilled(step) ? [fillButton(step)] : []),
      action("Read this screen", readTab),
      ...(looked?.isFilled ? [action("Undo", undo)] : []),
      ...(desk.origin ? [siteButton()] : []),
    );
  });
}

// The focus stays at the button with the same text; without one it goes to what is told.
function keepingFocus(draw) {
  const tab = document.querySelector(".tab");
  const focused = tab.contains(document.activeElement) ? document.activeElement : null;
  draw();
  if (!focused || (focused.isConnected && focused.checkVisibility())) return;
  (all("button", tab).find((one) => one.textContent === focused.textContent) ?? byId("tab-told")).focus();
}

// After an action of the person: the result can be far above the button that was pressed.
function showDone(...result) {
  showTab(...result);
  byId("tab-told").focus();
}

// ------------------------------------------------------------------------------- filling

const canBeFilled = (step) =>
  sheet.fills && step.action !== "removed" && atOnce(step).length + rowsToFill(step).length > 0 && !step.confirmed;

const goesLive = (step) => sheet.last.some((group) => group.steps.includes(step));

function fillButton(step) {
  const what = step.table
    ? counted(rowsToFill(step).length, "row", "rows")
    : counted(atOnce(step).length, "field", "fields");
  return action(`Fill ${what} of step ${step.number}`, () => fill(step));
}

// Another tab with the same object, which would overwrite what is saved here.
async function isOpenElsewhere(step) {
  for (const [tab, name] of desk.objects) {
    if (tab === desk.tab || name !== step.name) continue;
    if (await chrome.tabs.get(tab).catch(() => null)) return true;
    desk.objects.delete(tab);
  }
  return false;
}

// more: what the person answered: allow_folded, or isSure that the link may go live.
async function fill(step, at = null, more = {}) {
  const result = await attempt(async () => {
    if (goesLive(step) && !more.isSure) return askBeforeLive(step);
    if (await isOpenElsewhere(step)) return OPEN_ELSEWHERE;
    return fillInTab(step, requestOf(step, at, more));
  });
  if (!result) return;
  if (result.code === "filled") desk.objects.set(desk.tab, step.name);
  showResult(step, at, more, result);
  showProof();
}

// The step counts as filled from the beginning: the panel can be closed before the end.
async function fillInTab(step, request) {
  const key = [sheet.record, "filled", step.digest];
  const before = recall(key);
  remember(key, { since: step.since, document: await inTab("document") });
  const result = await inTab("fill", request);
  if (result && !result.isFilled) remember(key, before);
  return result;
}

const LIVE_AT_SAVE =
  "As soon as you press Save on this page, the link is live for patrons and partner libraries. Does the sender of this worksheet expect that now?";

function askBeforeLive(step) {
  showTab(LIVE_AT_SAVE, null, null, "asked");
  byId("tab-actions").replaceChildren(
    action("Yes, fill the page", () => fill(step, null, { isSure: true })),
    action("No", lookAtTab),
  );
  byId("tab-actions").querySelector("button").focus();
  return null;
}

function showResult(step, at, more, result) {
  const { code, message, fields } = result;
  showDone(message, step, result, code);
  byId("tab-fields").replaceChildren(...fields.map(drawOutcome));
  if (code === "folded")
    byId("tab-actions").prepend(
      action("The step does not need the folded parts", () => fill(step, at, { ...more, allow_folded: true })),
    );
  byId("typed").hidden = code !== "institution_unknown";
  byId("typed-use").onclick = () => {
    desk.typed = byId("typed-id").value.trim();
    fill(step, at, more);
  };
  if (code === "institution_unknown") byId("typed-id").focus();
}

// What became of a field: its old and new value, or why it was not filled, with the value to copy.
function drawOutcome({ label, before, after, message, wanted }, number) {
  const id = `outcome-${number}`;
  if (after !== undefined)
    return made("li", {}, `${label}: `, isShownAsBlank(before ?? ""), " \u2192 ", isShownAsBlank(after));
  if (!wanted) return made("li", {}, `${label}: ${message}`);
  const button = copyButton(id, label);
  button.addEventListener("click", () => copy(button));
  return made("li", {}, `${label}: ${message} `, made("span", { id }, wanted), " ", button);
}

async function undo() {
  const result = await attempt(() => inTab("undo"));
  if (!result) return;
  showDone(result.message, null, result, result.code);
  byId("tab-fields").replaceChildren(...result.fields.map(drawOutcome));
}

async function showPlace(step, at) {
  const result = await attempt(() => inTab("place", requestOf(step, at, {})));
  if (result) showDone(result.message, step, result, result.code);
}

// ------------------------------------------------------------------------------- reading

function filledState(step) {
  const found = recall([sheet.record, "filled", step.digest]);
  return found?.since === step.since ? found : null;
}

// Only a page that was loaded after the last fill, and in which nothing was changed since, proves anything.
async function readTab() {
  const looked = await attempt(() => inTab("look"));
  if (!looked) return;
  const isOfFill = [...cards.keys()].some((step) => filledState(step)?.document === looked.document);
  if (looked.isFilled || looked.isChanged || isOfFill) return showDone(RELOAD, null, looked, "reload");
  if (!looked.capture) return showDone(looked.message ?? "Nothing on this page can be read.");
  const problem = addText(JSON.stringify(looked.capture), "The screen");
  showDone(problem ?? toldAfter(readingIn(looked)), null, looked, "read");
  showProof();
}

function toldAfter(reading) {
  const step = stepOn(reading);
  const shown = step && describeSeen(step, { key: step.name });
  const next = openSteps()[0];
  return `${shown ?? "No step on this worksheet is about this screen."}${next ? ` Next: step ${next.number}, ${next.title}.` : " All steps are done: send your confirmation."}`;
}

// ------------------------------------------------------------------------------- the steps, and the site

function showProof() {
  for (const [step, { card }] of cards) {
    const note = card.querySelector(".proof");
    note.hidden = !filledState(step) || Boolean(answerOf(step));
    note.textContent = "Filled, not proven: save it, open it again, and read it.";
  }
}

function offerFilling() {
  for (const [step, { card }] of cards) {
    if (canBeFilled(step)) card.querySelector(":scope > .actions").append(fillButton(step));
    for (const place of sheet.fills ? all("[data-row]", card) : [])
      place.append(action("Fill this row", () => fill(step, place.dataset.row)));
    for (const place of sheet.fills ? all("[data-place]", card) : [])
      place.append(action("Show its place", () => showPlace(step, place.dataset.place)));
  }
}

// Lets the panel look at this site's pages without a click on the extension's button in each tab; once more: revokes it.
function siteButton() {
  const origins = [`${desk.origin}/*`];
  const button = action("This is that library's site", async () => {
    if (await chrome.permissions.contains({ origins })) await chrome.permissions.remove({ origins });
    else await chrome.permissions.request({ origins });
    lookAtTab();
  });
  chrome.permissions.contains({ origins }).then((isAllowed) => {
    if (isAllowed) button.textContent = "Do not look at this site any more";
  });
  return button;
}

offerFilling();
showProof();
lookAtTab();
byId("typed-id").addEventListener("keydown", ({ key }) => {
  if (key === "Enter") byId("typed-use").click();
});
// The panel has the focus while it fills: a key that is pressed here does not reach the page.
addEventListener("keydown", ({ key }) => {
  const isFilling = document.querySelector(".tab").hasAttribute("aria-busy") && !desk.isLook;
  if (key === "Escape" && isFilling) inTab("stop");
});
chrome.runtime.onMessage.addListener(({ allowed }) => {
  if (allowed) lookAtTab();
});
chrome.tabs.onActivated.addListener(lookAtTab);
chrome.tabs.onUpdated.addListener((_id, { status }) => {
  if (status === "complete") lookAtTab();
});
chrome.tabs.onRemoved.addListener((id) => desk.objects.delete(id));
