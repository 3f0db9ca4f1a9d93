// SPDX-License-Identifier: GPL-3.0-or-later
// Fills the form on the screen, in the isolated world of an extension. Defines globalThis.reshareWms with functions that take and return plain JSON.
//
// document() -> an identifier of the loaded document.
// look() -> {message, document, isFilled, isChanged}
//   message: why the form cannot be looked at, otherwise null. document: as document(). isFilled: whether fill() has written into it, without a restoration.
//   isChanged: whether a field has changed since the first look or fill, by anybody.
// isOpen(request) -> {isOpen, document, isFilled}: whether the page shows the object of the step so that it can be saved there.
// plan(request) -> result, without values: code ready, already_so, or that of a refusal; fields: [{name, label, code, message}].
// fill(request) -> result: filled (fields with before and after), already_so, or the code of the refusal or of what went wrong. Whatever was written is
//   restored then: restored is true, false (code not_restored, cause: the code of what went wrong) or null (nothing was written).
// markPlace(request) -> result: marks the rows beside which the row of a map belongs. place_marked or place_not_shown.
// undo() -> result: restores what the last fill() has filled. restored (fields: before, what was filled in; after, what is there now),
//   not_restored, rows_changed, nothing_to_undo, or why it is not the screen that was filled. step: that of the request, if it is restored.
// stop() ends a fill() that has not ended, as a key in the page does.
//
// Results of fill(), markPlace() and undo() have isFilled, too.
//
// A result is {code, message, fields: [{name, label, code, message?, before?, after?, wanted?}]}. Codes and sentences:
// codes.js. A field has a message if something is wrong with it. A field that the step does not name has the name null, and no values.
//
// request: {
//   registry_id, typed_registry_id,      the institution; what a person typed where the page does not show it, or null
//   screen: {names, label, parts},       accepted headings; the label of the kind; headings of parts of the form (optional)
//   sections: [[label, ...], ...],       the accepted labels of all sections of the screen (optional)
//   object: {is_new, identity},          identity: fields {name, label, labels, section, form, value} with the names that the screen shows now; [] for a page
//   fields: [{name, label, labels, section, form, reference, unset, value, before}],
//                                        as the inputs in page_data.py; labels and section are lists of accepted labels, or null. value and before are texts as in a
//                                        worksheet: "28 days", "No Limit", "Yes", lines with line breaks, "" for a blank; before: null if it is not known
//   row: {is_new, keys, entry, above, below},
//                                        the fields are those of one row of a table, or of a form for it (optional). keys: the names of the fields by which the row is
//                                        found, otherwise by all. entry: the field that is an entry of a list in its cell. above, below: the texts of the row above
//                                        and below its place, [[text of a field, ...], ...] as they are before or after their own change; null if it has no place
//   rows: [{is_new, fields, above, below}],
//                                        the fields are those of these rows of one table (optional). New rows are the blank ones, in their order
//   step,                                what the caller calls that which is filled (optional)
//   allow_unsaved,                       a person has answered that changes in other fields may be saved with the step (optional)
//   allow_folded,                        a person has answered that the step does not need the folded parts (optional)
// }
import { Calls } from "./calls.js";

globalThis.reshareWms ??= new Calls(document).functions;
