#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: fleet_report
short_description: Write a page about the consortium over time, from the reports of earlier runs
version_added: 1.0.0
description:
  - Reads the JSON files of earlier runs, and writes a self-contained HTML page and a JSON file about the consortium over time. It shows for each
    library its state, its link, since when steps are pending, when drift was found and when it was gone, the last verification, the last
    evidence, and the oldest value; and the numbers of each week. The playbook C(reshare.wms.fleet) runs this module; docs/watch.md in the
    repository describes the page and the JSON file.
  - Reads reports of P(reshare.wms.report#callback) and drift files of the playbook C(reshare.wms.drift). A file with another format, an unknown
    version or damaged content is left out, and reported with the reason.
  - Needs no library, no inventory and no credentials. Nothing is sent to any system.
  - The result depends only on the files. With the same files, the task changes nothing.
options:
  src:
    description:
      - The directory with the JSON files. All files C(*.json) in it and in its subdirectories are read, except hidden ones and those
        that this module wrote.
    type: path
    required: true
  dest:
    description:
      - The path of the HTML page; another extension is replaced. The JSON file is written beside it, with the extension C(.json). Both can be in O(src), but
        the JSON file cannot replace that of a run.
      - Missing directories are created. Existing files are replaced atomically.
    type: path
    required: true
  title:
    description: The text above the headline of the page, such as the name of the consortium.
    type: str
extends_documentation_fragment: reshare.wms.controller
attributes:
  diff_mode:
    support: none
notes:
  - Files larger than 64 MB, and runs that end in the future are left out. More than 10,000 files are an error.
seealso:
  - plugin: reshare.wms.report
    plugin_type: callback
"""

EXAMPLES = r"""
---
- name: Write the page about the consortium over time
  reshare.wms.fleet_report:
    src: reports
    dest: public/fleet.html
    title: Example Consortium
"""

RETURN = r"""
extends_documentation_fragment: reshare.wms.controller
page:
  description: The path of the page.
  returned: success
  type: str
  sample: /srv/consortium/public/fleet.html
json:
  description: The path of the JSON file.
  returned: success
  type: str
  sample: /srv/consortium/public/fleet.json
summary:
  description: The state of all libraries, in one sentence.
  returned: success
  type: str
  sample: 1 of 6 libraries is not as declared
states:
  description:
    - The names of the libraries by their last known state, the worst state first. V(failed), V(not_checkable), V(drift), V(pending), V(stated) and
      V(in_place) are those of P(reshare.wms.report#callback); a library that was never compared is V(not_compared).
  returned: success
  type: dict
  sample:
    drift: [adams]
    in_place: [baker]
links:
  description:
    - The names of the libraries by the last known state of their link, V(live), V(withdrawn), V(not_live), or V(not_read) if no run read
      ILL Settings.
  returned: success
  type: dict
  sample:
    live: [adams, baker]
runs:
  description: The number of runs.
  returned: success
  type: int
  sample: 61
left_out:
  description: The files that were left out.
  returned: success
  type: list
  elements: dict
  contains:
    file:
      description: The path of the file in O(src).
      type: str
    reason:
      description: The reason.
      type: str
  sample:
    - file: 2026-11-20/drift.json
      reason: is not JSON
"""
