// SPDX-License-Identifier: GPL-3.0-or-later
// The institution whose site this is, by its registry ID in the address or the texts of the page.
import { institutionsIn, isPartOf } from "../read/institution.js";
import { lineOf } from "../screen/text.js";

/** Returns the code of a refusal, or null; it does not throw. typed: the ID that a person has typed where the page does not show it. */
export function otherInstitution(page, { registry_id: wanted, typed_registry_id: typed = null }) {
  const address = page.location.href;
  const named = institutionsIn(address, lineOf(page.body ?? page.documentElement, { buttons: true }));
  if (named.length > 0) return named.every((one) => one === wanted) ? null : "another_institution";
  if (isPartOf(address, wanted)) return null;
  if (typed === null) return "institution_unknown";
  return String(typed).trim() === wanted ? null : "another_institution";
}
