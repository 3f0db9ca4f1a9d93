# SPDX-License-Identifier: GPL-3.0-or-later

"""Documentation of the comparison of OCLC's report files with the configuration of a library."""


class ModuleDocFragment:
    """The options about report files, and what is returned of them."""

    DOCUMENTATION = r"""
options:
  institution_symbol:
    description:
      - The OCLC symbol of the library. Required for files with the rows of several libraries, such as group reports. Rows of other libraries
        are ignored.
    type: str
  configuration:
    description:
      - The declared configuration, in the format of O(reshare.wms.circulation_configuration#module:configuration). Its accounts are looked up in
        patron files, and its rows of the Loan Policy Map determine the expected policies. Loans for which no declared row exists are ignored.
    type: dict
    default: {}
  holding_location:
    description: The temporary holding location of borrowed items.
    type: str
  shelving_location:
    description: The temporary shelving location of borrowed items. The loans of items at this location are those of borrowed items.
    type: str
  lending_patron_type:
    description: The patron type of the lending accounts. The loans to this patron type are those of lent items.
    type: str
  since:
    description:
      - The first day (YYYY-MM-DD) after the last change of the configuration. Earlier loans are ignored, because they keep the policy that
        applied then.
      - "The default is the day after the last change in the record: of the Loan Policy Map, and of the loan policies in O(configuration)."
    type: str
notes:
  - Dates in report files must have the year first. Dates such as 03/04/2026 are ambiguous, so their loans are not compared, and reported.
  - The exact headers of All Checked Out Items and of the Check Out Item report were not seen. Their columns are recognised by the words with
    which OCLC's documentation describes them.
"""

    RETURN = r"""
files:
  description: The report files that were read.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: The name of the file; for a zip file, also that of the packed file.
      type: str
    report:
      description:
        - V(patrons) (the full Circulation Patron Report, which has V(full) in its name), V(patron_changes) (that of a week), V(events),
          V(checkouts) (Check Out Item report), V(current_loans) (All Checked Out Items) or V(inventory) (Circulation Item Inventories).
      type: str
    rows:
      description: The number of rows of the library.
      type: int
    unreadable:
      description: The number of rows that were left out because they do not have as many cells as the first line.
      type: int
    first:
      description: The day of the earliest row (for patron files and snapshots, the day in the name of the file). V(null) if unknown.
      type: str
    last:
      description: The day of the latest row (for patron files and snapshots, the day in the name of the file). V(null) if unknown.
      type: str
    loans:
      description: The number of loans that were compared.
      type: int
  sample:
    - name: ADM.Circulation_Patron_Report_Full.20261122.txt
      report: patrons
      rows: 48211
      unreadable: 0
      first: "2026-11-22"
      last: "2026-11-22"
      loans: 0
since:
  description: The first day whose loans were compared. V(null) for all.
  returned: success
  type: str
  sample: "2026-05-02"
patron_types:
  description: The number of patrons by patron type, from the latest patron files.
  returned: success
  type: dict
  sample:
    Faculty: 811
    Student: 47400
accounts:
  description: The lending accounts of O(configuration) that are in patron files, as the latest file has them.
  returned: success
  type: list
  elements: dict
  contains:
    barcode:
      description: The barcode of the account.
      type: str
    patron_type:
      description: The patron type of the account.
      type: str
    home_branch:
      description: The home branch of the account.
      type: str
    expires:
      description: The expiration date. V(null) if it is blank or unreadable.
      type: str
    blocked:
      description: Whether the account is blocked. V(null) if unknown.
      type: bool
  sample: []
loans:
  description: The number of loans that were compared, by direction (V(borrowing), V(lending)).
  returned: success
  type: dict
  sample:
    borrowing: 311
    lending: 290
findings:
  description: The differences between report files and configuration, in the order of the files.
  returned: success
  type: list
  elements: dict
  contains:
    code:
      description:
        - V(other_policy) if another loan policy was applied than the declared one, V(shorter_period) if loans were due earlier than the declared
          period, V(account_missing), V(account_differs), V(account_blocked) and V(account_expires) for lending accounts, V(incomplete) if loans
          could not be compared.
      type: str
    severity:
      description: V(error) or V(warning).
      type: str
    file:
      description: The name of the report file.
      type: str
    message:
      description: The difference in words.
      type: str
    direction:
      description: V(borrowing) or V(lending). V(null) if unknown.
      type: str
    patron_type:
      description: The patron type of the loans. V(null) for other findings.
      type: str
    material_format:
      description: The material format of the loans. V(null) for other findings, and if the report file does not have it.
      type: str
    loan_policy:
      description: The name of the Loan Policy that was applied. V(null) for other findings.
      type: str
    expected:
      description: The name of the declared Loan Policy. V(null) for other findings.
      type: str
    row:
      description: The number of the row of the known Loan Policy Map that selects the applied policy. V(null) if no row does.
      type: int
    barcode:
      description: The barcode of a lending account. V(null) for other findings.
      type: str
    at:
      description: The day of the first of the loans. V(null) for other findings, and if the report file has no check out dates.
      type: str
    last:
      description: The day of the last of the loans. V(null) as RV(findings[].at).
      type: str
    count:
      description: The number of loans.
      type: int
  sample:
    - code: other_policy
      severity: error
      file: events.csv
      message: >-
        the Loan Policy 'One year' was applied to 3 loans (Faculty, Book), first on 2026-11-02, not 'ReShare borrowing'. Row 1 of the Loan
        Policy Map selects it. Move or change that row
      direction: borrowing
      patron_type: Faculty
      material_format: Book
      loan_policy: One year
      expected: ReShare borrowing
      row: 1
      barcode:
      at: "2026-11-02"
      last: "2026-11-05"
      count: 3
not_proven:
  description: What no report file proves. The list is always the same.
  returned: success
  type: list
  elements: dict
  contains:
    code:
      description:
        - V(policy_content) (fines and notices of a policy), V(unused_rows) (rows of a map that no loan has used), V(later_changes) (changes
          after the loans in the report file), V(longer_period) (a due date after the declared period; closed days move due dates).
      type: str
    message:
      description: The same in words.
      type: str
  sample:
    - code: unused_rows
      message: That a row of a map that no loan has used is correct.
"""
