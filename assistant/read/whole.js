// SPDX-License-Identifier: GPL-3.0-or-later
// Whether the texts around a table say that it is whole, as in _screens/whole.py.
import { isBeginning, isStated, plain, wordsIn } from "./labels.js";
import { pattern, terms, vocabulary } from "./words.js";

// The number of a page, or of the present one: 3, [2].
const LINK = /^\[?([0-9]{1,12})\]?$/;

const numberFrom = (text) => Number(text.replace(/[,.]/g, ""));
const hasPattern = (name, text) => pattern(name).test(text);

// proven: whether a text counts all rows. more: the texts that show that there are others. unsure: those that are not understood.
export function wholeness(rows, pagers, around, known) {
  const isUnknown = (text) => isBeginning(text) && !known.has(plain(text)) && !isStated("notes", text);
  const found = { proven: false, more: [], unsure: around.filter(isUnknown) };
  const shown = around.flatMap(clausesOf).filter((text) => !isAboutOthers(text));
  const counting = shown.filter(countsRows);
  const isEnd = shown.some((text) => hasPattern("endOfList", plain(text)));
  for (const text of new Set([...pagers.filter((one) => !isAboutOthers(one)), ...counting])) {
    if (countsAll(text, rows) || (isEnd && countsShown(text, rows))) found.proven = true;
    else if (!isOnlyPage(text, rows)) found.more.push(text);
  }
  for (const text of new Set(shown.filter((one) => !counting.includes(one)))) {
    const isMore = countsMore(text, rows) || isFull(text, rows, found.proven);
    if (isMore || leadsOn(text, found.proven ? rows : null)) found.more.push(text);
    else if (!isSilent(text, rows, known, found.proven)) found.unsure.push(text);
  }
  return found;
}

// The sentences of a text beside a table, but for the foot of a site.
const clausesOf = (text) => (hasPattern("copyright", plain(text)) ? [text] : text.split(pattern("clauses")));

const withoutPages = (text) => plain(text).replace(pattern("page", "g"), "");

// Whether a text counts all rows, and these are the rows on the screen: 1 - 25 of 25, 25 rows in total.
function countsAll(pager, rows) {
  const text = plain(withoutPages(pager).replace(/^[ ()[\],;|]+|[ ()[\],;|]+$/g, ""));
  const [, ...groups] = pattern("allRows").exec(text) ?? pattern("totalRows").exec(text) ?? [];
  const numbers = String(groups.filter((one) => one !== undefined).map(numberFrom));
  return isFirstPage(pager) && [String([1, rows, rows]), String(rows)].includes(numbers);
}

// The pages in a pager: the number of each, and of all.
export function pagesOf(pager) {
  const found = [...plain(pager).matchAll(pattern("page", "g"))];
  return found.map(([, one, all, other, total]) => [numberFrom(one || other), numberFrom(all || total)]);
}

// The present page among links to pages, and the last one; none if they do not show it. A number of rows can be the size of a page.
export function pageAmong(around, rows) {
  const links = around.filter((text) => LINK.test(text) && text !== String(rows));
  const numbers = links.map((text) => Number(LINK.exec(text)[1]));
  const present = links.filter((text) => text.startsWith("["));
  return present.length === 1 ? [[Number(LINK.exec(present[0])[1]), Math.max(...numbers)]] : [];
}

// The numbers in a text such as 26 - 50 of 60; none of another one.
export const rangeIn = (text) => (hasPattern("range", withoutPages(text)) ? numbersOf(text) : []);

// The numbers in a pager that are not those of pages.
const numbersOf = (pager) => (plain(withoutPages(pager)).match(pattern("number", "g")) ?? []).map(numberFrom);

const isFirstPage = (pager) => pagesOf(pager).every(([page, all]) => page === 1 && all === 1);

// Whether a pager says nothing of other rows than those on the screen, without proving it.
function isOnlyPage(pager, rows) {
  const numbers = numbersOf(pager);
  if (pagesOf(pager).length) return isFirstPage(pager) && numbers.every((number) => [1, rows].includes(number));
  return String(numbers) === String([rows, rows]) || countsShown(pager, rows);
}

// Whether a text counts the rows on the screen, which can be some of all: 25 rows.
const countsShown = (text, rows) =>
  !pagesOf(text).length && String(numbersOf(text)) === String([rows]) && hasPattern("someRows", plain(text));

// Whether a text counts rows or pages, these or others.
function countsRows(text) {
  const undated = plain(text).replace(pattern("dates", "g"), "");
  // The value of a control without a label is no count.
  if (hasPattern("pageSize", undated) || LINK.test(undated) || undated.startsWith(":")) return false;
  return ["page", "allRows", "totalRows", "someRows", "range"].some((name) => hasPattern(name, undated));
}

// Whether a text can only be about the rows of a table: it counts some or leads to others.
export const isOfRows = (text) =>
  countsRows(text) || ["leads", "pageSize", "sorted"].some((name) => hasPattern(name, plain(text)));

// Whether a text says no more than in which order the rows of a map are used, or what a blank cell means.
export const isAboutOrder = (text) =>
  hasPattern(
    "order",
    plain(text)
      .replace(/[.!]+$/, "")
      .replaceAll("\u2019", "'"),
  );

const isBlankFilter = (text) => text.endsWith(":") && hasPattern("filters", plain(text));

// Whether a text beside a table is short enough for the name of a button, and begins as one.
export const isButtonName = (text) =>
  text.split(" ").length <= terms.limits.button && hasPattern("actions", plain(text));

// A label and a value beside a table, as a control there has them.
export function labelled(text) {
  const at = text.indexOf(":");
  return at < 0 ? null : { label: text.slice(0, at), value: text.slice(at + 1).trim() };
}

// Whether a text counts the rows that are ticked, or says how the rows are sorted.
const isAboutOthers = (text) =>
  (hasPattern("number", plain(text)) && hasPattern("ticked", plain(text))) || hasPattern("sorted", plain(text));

// Whether a text in any language has the number of rows on the screen and a larger one, or that of a group of other rows.
function countsMore(text, rows) {
  const plainText = plain(text);
  const group = pattern("group").exec(plainText);
  if (group && numberFrom(group[1]) !== rows) return true;
  const numbers = hasPattern("dates", plainText) || hasPattern("size", plainText) ? [] : numbersOf(text);
  return numbers.includes(rows) && Math.max(...numbers) > rows;
}

// Whether a text can only lead to other rows: a button, the number of a page, or a drop-down without a label that is not at All. proven: the number of rows,
// if these are proven to be all.
function leadsOn(text, proven) {
  const plainText = plain(text);
  const control = labelled(plainText);
  const isBare = control !== null && !control.label;
  const number = LINK.exec(isBare ? control.value : plainText)?.[1];
  // The size of a page that has room for all rows.
  const isSize = Boolean(number) && proven !== null && Number(number) >= proven;
  if (isBare) return !terms.unfiltered.includes(control.value) && !isSize;
  return number ? Number(number) !== 1 && !isSize : hasPattern("leads", plainText);
}

// Whether a text has a size of pages with which the present one, or the last of several, is full, so that more can follow. proven: that the rows are all
// there are.
function isFull(text, rows, proven) {
  const size = pattern("pageSize").exec(plain(text));
  const most = size ? numberFrom(size[1]) : 0;
  return !proven && most > 0 && most <= rows && rows % most === 0;
}

// Whether a text says nothing of other rows.
function isSilent(text, rows, known, proven) {
  const plainText = plain(text);
  const size = pattern("pageSize").exec(plainText);
  if (size) return numberFrom(size[1]) + Number(proven) > rows;
  const control = labelled(plainText);
  const isOpen = control !== null && terms.unfiltered.includes(control.value);
  const parts = plainText.split(pattern("dividers"));
  const isTold = isAction(plainText) || ["lastSaved", "endOfList"].some((name) => hasPattern(name, plainText));
  const isKnown = isOpen || LINK.test(plainText) || isTold || isAboutOrder(text) || isBlankFilter(text);
  return (
    plainText !== "" &&
    (isKnown || [[plainText], parts].some((some) => some.every((part) => isOfSite(part.trim(), known))))
  );
}

// Whether a (plain) text can only be the name of a button. A state or year in it can say which rows these are: Import preview.
function isAction(text) {
  const rest = text.includes(" ") ? text.slice(text.indexOf(" ") + 1) : "";
  return hasPattern("actions", text) && !hasPattern("status", rest) && !hasPattern("year", rest);
}

// Whether a (plain) text is known, or in the head, the menu or the foot of a site: Loans, Circulus 4.2, \u00a9 2026 Circulus Systems.
function isOfSite(text, known) {
  const isMark = pattern("nameAndVersion").exec(text)?.[0] === text || hasPattern("copyright", text);
  const isWord = (word) => vocabulary("sites").has(word);
  const found = wordsIn(text);
  return (
    known.has(text) ||
    isStated("notes", text) ||
    ["", "-"].includes(text) ||
    isMark ||
    (found.length > 0 && found.every(isWord))
  );
}
