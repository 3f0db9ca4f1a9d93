// SPDX-License-Identifier: GPL-3.0-or-later
// Fills the form on the screen, in the isolated world of an extension. It defines globalThis.reshareWms with functions that take and return plain JSON.
//
// document() -> an identifier of the loaded document.
// look() -> {code, message, document, isFilled, isChanged}
//   code, message: why the form cannot be looked at, otherwise null. document: as document(). isFilled: whether fill() has written into it, and not all was
//   restored. isChanged: whether a field has changed since the first look or fill, by anybody.
// otherInstitution({registry_id, typed_registry_id}) -> null, another_institution or institution_unknown. typed_registry_id: what a person typed, or null.
// fill(request) -> result: filled, partly (a field of the request was left), or the code of the refusal or of what went wrong. In these two cases,
//   everything written is restored, and `restored` is true, false (code not_restored, cause: the result with what went wrong) or null (nothing was written).
//   After filling, the result has the capture of the screen, and pairs: the numbers of the items in this capture, by those in the first one.
// mark({items, marks: [{at, text}]}) -> result: marks the rows with these items of a capture.
// undo() -> result: restores what the last fill() has filled. restored (fields: before, what was filled in; after, what is there now),
//   not_restored, rows_changed, nothing_to_undo, or why it is not the screen that was filled. step: the step of the request, if it is restored.
// stop() ends a fill() that has not ended, as a key in the page does.
//
// Results of fill() and undo() have isFilled, too. A result is {code, message, fields: [{name, label, code, message?, before?, after?, wanted?}]}. Codes and
// sentences: codes.js. A field that the request does not name has the name null, and no values.
//
// request: {
//   registry_id, typed_registry_id,      the institution, as of otherInstitution()
//   items,                               the items of the capture for which the request was made
//   fields: [{name, label, row, value, before, settings: [{at, value, beside, isName, isNumber}]}],
//                                        value, before: texts for people; row: which row it is in, if it is in one. A setting: at: the number of the item of a
//                                        control; value: a text to type or to choose, a list of texts, or whether it is ticked; beside: texts beside it that
//                                        are not values; isName: whether it is the name of an object, for which a text field can offer entries;
//                                        isNumber: whether the page can write the value in another way, as a number
//   isWhole,                             nothing is filled if one of the fields cannot be
//   step,                                the caller's name for what is filled (optional)
//   own,                                 the numbers of the items of all fields of the step, including those that are already as wanted
//   allow_unsaved,                       a person has answered that changes in other fields may be saved with the step (optional)
// }
import { Calls } from "./calls.js";

globalThis.reshareWms ??= new Calls(document).functions;
