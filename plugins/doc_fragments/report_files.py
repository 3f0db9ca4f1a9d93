# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documentation shared by the modules that read OCLC's report files."""

from __future__ import annotations


class ModuleDocFragment:
    """The options about report files."""

    DOCUMENTATION = r"""
options:
  paths:
    description:
      - The report files (C(.txt), C(.csv), C(.tsv), or C(.zip) with such files), and folders with such files.
    type: list
    elements: path
    required: true
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
      - "With O(wms_record_dir), the default is the day after the last change in the record: of the Loan Policy Map, and of the loan policies in
        O(configuration)."
    type: str
notes:
  - Dates in reports must have the year first. Dates such as 03/04/2026 are ambiguous, so their loans are not compared, and reported.
  - If a file is not a known report, or is damaged, the task fails and names the file. Nothing is recorded then.
  - The exact headers of All Checked Out Items and of the Check Out Item report were not seen. Their columns are recognised by the words with
    which OCLC's documentation describes them.
"""
