#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: run_summary
short_description: Show what came of a run, and the next command
version_added: 1.0.0
description:
  - Makes the account of a run, one JSON document, writes it to C(run_file), if that is set, with its page and its Markdown beside it, and shows its last
    lines. All playbooks of this collection for libraries run this module as their last task, once for all libraries.
  - Reads the results that the tasks of the playbook have registered, also those of libraries that failed. A part of the configuration that was left out, such
    as by C(--tags), is not checked, and the module states nothing about it.
  - With C(--check) and several libraries, for C(advance), C(apply) and C(onboard), first shows what would change, equal changes once. With C(--diff), Ansible
    shows each change at each library instead.
  - In a playbook that another one imports with the variable C(run_summary_playbook), it does nothing, because the playbook that this variable names makes the
    account of all of them.
  - In a play with C(serial), it does nothing before the last batch. If the run does not get to this task, since all libraries failed or a person interrupted
    it, the account is made when ansible-playbook ends.
  - The commands have the options of the present run that other runs need, too (the inventory, C(--limit), files of variables and the source of vault
    passwords). Variables that are not in a file can be secrets, and are not shown.
  - The states of a library, from the best to the worst, are V(in_place), V(stated), V(pending), V(not_checkable), V(failed) and V(drift). C(docs/watch.md) has
    their meanings, the codes of the reasons, and the exit codes. C(docs/schemas/run.json) has the structure of the account.
options:
  playbook:
    description: The name of the playbook within this collection.
    type: str
    required: true
  by:
    description: The person who makes the run as a plan, for the playbook C(onboard) in check mode. Without a name, the account is no plan.
    type: str
    default: ""
  runs:
    description: For the playbook C(status), the folder with the accounts of earlier runs.
    type: path
  page:
    description: For the playbook C(status), a file for the page about the libraries over time.
    type: path
  directors_page:
    description: For the playbook C(status), a file for the page for directors, which names libraries by C(library_display_name).
    type: path
  title:
    description: For the playbook C(status), the text above the headlines of the pages.
    type: str
  superseded:
    description: For the playbook C(status), a file for the paths of the accounts that are the newest one of no library, and of their pages, each followed by a
      zero byte.
    type: path
extends_documentation_fragment: reshare.wms.controller.info
notes:
  - Use it with C(run_once), and with the tag C(always) if other tasks of the play have tags.
seealso:
  - plugin: reshare.wms.run_alert
    plugin_type: filter
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
  description: The displayed lines; none if the account is made by another task.
  returned: success
  type: list
  elements: str
  sample:
    - "20 libraries: 20 pending."
    - "Next, complete the pages: ansible-playbook reshare.wms.send_worksheets -i inventory"
state:
  description: The worst state of the libraries. V(null) if nothing was compared.
  returned: if the account was made
  type: str
  sample: pending
libraries:
  description: The libraries by name.
  returned: if the account was made
  type: dict
  contains:
    state:
      description: The state. V(null), or with the playbook C(status) empty, if nothing is known of it.
      type: str
    reasons:
      description: The codes of the reasons, that of the state first.
      type: list
      elements: str
    link:
      description: V(live), V(not_live), V(withdrawn), V(removed), or V(not_read).
      type: str
    since:
      description: With the playbook C(status), the day since when the library is in that state; empty if it is not known.
      type: str
    confirmed:
      description:
        - With the playbook C(status), for a library with a record that is as declared, the time of the oldest confirmation on which that rests;
          empty if it is not known. V(null) for any other library.
      type: str
    waits_for:
      description: With the playbook C(status), whose turn it is.
      type: str
    waits:
      description: With the playbook C(status), the same as a list. An element that is the name of a host is another library.
      type: list
      elements: str
    next:
      description: With the playbook C(status), the playbook to run next; empty if there is nothing to do.
      type: str
  sample:
    adams:
      state: pending
      reasons: [steps]
      link: not_live
fails_drift:
  description: The states with which the playbook C(drift) fails by default.
  returned: if the account was made
  type: list
  elements: str
  sample: [not_checkable, failed, drift]
path:
  description: The path of the account. V(null) without C(run_file).
  returned: if the account was made
  type: str
next:
  description: What to do next, the most urgent first.
  returned: if the account was made
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
      description: The playbook of the command; empty for what a person does.
      type: str
    command:
      description: The command; empty for what a person does.
      type: str
  sample:
    - why: Complete the pages
      libraries: [adams, baker]
      playbook: send_worksheets
      command: ansible-playbook reshare.wms.send_worksheets -i inventory
"""
