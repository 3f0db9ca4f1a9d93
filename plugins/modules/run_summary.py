#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: run_summary
short_description: Show what came of a run, and the next command
version_added: 1.0.0
description:
  - Shows the number of libraries in each state, the changes of the run, the links, the pages for people, and what to do next, as a command. The states are
    those of P(reshare.wms.report#callback). The playbooks of this collection run this module as their last task, once for all libraries.
  - Reads the results that the tasks of the play have registered, also those of libraries that failed. A part of the configuration that was left out, such as by
    C(--tags), is not checked, and the module states nothing about it.
  - With C(--check) and several libraries, for C(advance), C(apply), C(onboard) and C(restore), first shows what would change, equal changes once. With
    C(--diff), Ansible shows each change at each library instead.
  - In a playbook that another one imports with the variable C(run_summary_playbook), it shows nothing, because the playbook that this variable names shows the
    summary of all of them.
  - In a play with C(serial), it shows nothing before the last batch. If all libraries failed, Ansible does not run it; the playbook
    C(reshare.wms.status) then shows their states.
  - The commands have the options of the present run that other runs need, too (the inventory, C(--limit), files of variables and the source of vault
    passwords). Variables that are not in a file can be secrets, and are not shown.
options:
  playbook:
    description: The name of the playbook within this collection.
    type: str
    required: true
    choices: [advance, apply, ask, drift, onboard, preflight, receive, remove_library, restore, send_worksheets, status, verify, withdraw]
  reports:
    description: For the playbook C(status), the directory with the JSON files of earlier runs, as for M(reshare.wms.fleet_report).
    type: path
extends_documentation_fragment: reshare.wms.controller.info
notes:
  - Use it with C(run_once), and with the tag C(always) if other tasks of the play have tags.
seealso:
  - plugin: reshare.wms.report
    plugin_type: callback
"""

EXAMPLES = r"""
---
- name: Summarise the run
  reshare.wms.run_summary:
    playbook: onboard
  run_once: true
  tags: [always]
"""

RETURN = r"""
extends_documentation_fragment: reshare.wms.controller
lines:
  description: The displayed lines.
  returned: success
  type: list
  elements: str
  sample:
    - "20 libraries: 20 pending."
    - "Next, complete worksheets: ansible-playbook reshare.wms.send_worksheets -i inventory"
states:
  description: The names of the libraries by state.
  returned: with other playbooks than C(status)
  type: dict
  sample:
    pending: [adams, baker]
links:
  description: The names of the libraries by the state of their links, V(live), V(withdrawn), V(not_live), or V(not_read).
  returned: with other playbooks than C(status)
  type: dict
  sample:
    not_live: [adams, baker]
went_live:
  description: The libraries whose link this run enabled.
  returned: with other playbooks than C(status)
  type: list
  elements: str
  sample: []
ready_to_go_live:
  description: The libraries that passed the go-live checks, and whose link was held back (C(enable_reshare_go_live) of the role C(enable_reshare)).
  returned: with other playbooks than C(status)
  type: list
  elements: str
  sample: []
pages:
  description: The paths of the worksheets and questionnaires.
  returned: with other playbooks than C(status)
  type: list
  elements: str
  sample: [/srv/consortium/record/worksheets/adams.html]
libraries:
  description: The libraries, each as in a line of the table. Texts are empty if they are not known, or there is nothing to do.
  returned: with the playbook C(status)
  type: list
  elements: dict
  contains:
    library:
      description: The name.
      type: str
    state:
      description: The state, as in P(reshare.wms.report#callback), or V(not_compared).
      type: str
    since:
      description: The day since when it is in that state.
      type: str
    link:
      description: V(live), V(withdrawn), V(not_live), or V(not_read).
      type: str
    waits_for:
      description: The address to which its pages were sent, and the day; without a mail server, the open pages; or V(the operator).
      type: str
    next:
      description: The playbook to run next.
      type: str
  sample:
    - library: adams
      state: pending
      since: "2026-11-26"
      link: not_live
      waits_for: jane.doe@example.edu (sent 2026-11-26)
      next: receive
next:
  description: What to do next, the most urgent first.
  returned: success
  type: list
  elements: dict
  contains:
    why:
      description: The reason.
      type: str
    libraries:
      description: The libraries for which it is to be done.
      type: list
      elements: str
    playbook:
      description: The playbook of the command.
      type: str
    command:
      description: The command.
      type: str
  sample:
    - why: Complete worksheets
      libraries: [adams, baker]
      playbook: send_worksheets
      command: ansible-playbook reshare.wms.send_worksheets -i inventory
"""
