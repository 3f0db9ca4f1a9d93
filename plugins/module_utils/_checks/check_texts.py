# SPDX-License-Identifier: GPL-3.0-or-later

"""The titles and remedies of the go-live checks."""

from __future__ import annotations

#: Every check with its title (the statement that is true if it passes), in the order of the result.
TITLES = {
    "nothing_pending": "No worksheet step is pending",
    "nothing_differs": "The declared configuration is applied",
    "wms_key": "OCLC accepts the WSKey, with all scopes",
    "wms_institution": "The WSKey's token is for this institution",
    "locations": "The library's branches and holding code are known at this institution",
    "circulation_plan": "The declared circulation configuration can be applied",
    "lending_accounts": "The lending accounts can be used",
    "patron_types": "The library's patron types are known",
    "legacy_notifications": "Notifications continue to be sent",
    "authorisation_form": "OCLC has the signed authorisation form for ReShare",
    "reshare_login": "ReShare is reachable and accepts the login",
    "reshare_tenant": "The ReShare tenant belongs to this library",
    "reshare_version": "The ReShare version supports WMS2",
    "reshare_permissions": "The ReShare account may read the configuration",
    "reshare_plan": "The declared ReShare configuration can be applied",
    "borrowed_items": "The declared policies apply to borrowed items",
    "lent_items": "The declared policies apply to lent items, without limits",
    "expectations": "The library's own expectations are met",
    "evidence": "OCLC's reports agree with the configuration",
    "patron_check": "ReShare's patron check accepts the lending accounts",
    "crosslink_export": "CrossLink's export would accept the tenant's data",
}

#: Why the check authorisation_form fails without a date.
NO_FORM = "no date is declared"

#: The remedy of a problem that ends once the declared configuration is applied.
APPLY = "Run reshare.wms.onboard."

#: The remedy if the modules of a tenant cannot be listed.
NOT_LISTED = (
    "If the problem persists, ask the hosting provider for the version of mod-rs (WMS2 needs 2.11.0 or newer), and waive this check with this version "
    "as the reason."
)

#: The remedies of checks, for problems without their own.
REMEDIES = {
    "nothing_pending": "Complete the worksheet and import its confirmation (reshare.wms.receive). With wms_approval, a second person "
    "also approves it.",
    "nothing_differs": "Run the roles borrowing, lending and reshare_settings first.",
    "legacy_notifications": "Move to Next-Generation Notifications (consortium_notifications).",
    "authorisation_form": (
        "Sign the OCLC Mutual Customer Access Authorization Form (Index Data - ReShare), send it to legal@oclc.org, and set "
        "preflight_authorisation_form to the date."
    ),
    "borrowed_items": (
        "Move or change the named row, or change the policy; policy_resolution_info shows which rows almost apply. If the row "
        "is meant to apply, declare it (borrowing_more)."
    ),
    "lending_accounts": "Correct the account in User Management.",
    "lent_items": "Set the library's own patron types in its own rows, so that these rows do not match the lending accounts.",
    "expectations": (
        "Move or change the named row, or change the policy. If the result is meant to be so, change the case "
        "(circulation_expectations)."
    ),
    "evidence": (
        "After the correction, import newer reports (reshare.wms.receive) with receive_since, the day after the correction."
    ),
    "patron_check": "Check the account in User Management, and the WMS settings of ReShare.",
    "crosslink_export": "Nothing has to be done for the link. Before a move to CrossLink, correct the data, and ask Index Data about WMS.",
}
