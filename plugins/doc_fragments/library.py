# SPDX-License-Identifier: GPL-3.0-or-later

"""Documentation of the connection options."""

from .attributes import ModuleDocFragment as Attributes
from .failure import ModuleDocFragment as Failure


class ModuleDocFragment:
    """The connection options and attributes of modules that change something; as a part, of those that only read."""

    _CONNECTION = r"""
notes:
  - Connection options not set on the task default to the inventory variables of the same names, such as C(wms_key) or C(reshare_url). The
    variables of O(timeout), O(retries), O(parallel_requests), O(validate_certs), O(ca_path), O(state_dir) and O(slices) have the prefix
    C(reshare_wms_), for example C(reshare_wms_timeout). Environment variables have the lowest precedence. A null option counts as not set; the inventory
    variable of the same name is then not used.
  - Most examples omit the connection options. Set them once with C(module_defaults) (see the examples of
    M(reshare.wms.circulation_configuration) and M(reshare.wms.reshare_configuration)), or with environment variables.
requirements:
  - requests >= 2.32
  - urllib3 >= 2.2
  - defusedxml >= 0.7.1
  - PyYAML and Jinja2, with O(wms_record_dir). Both are installed with Ansible.
options:
  library:
    description:
      - Name of the library, used in messages and, with O(wms_record_dir), in file names.
      - If not set, the inventory hostname is used.
    type: str
  wms_registry_id:
    description:
      - The institution's WorldCat Registry ID, for example V(128807).
      - If not set, the environment variable E(RESHARE_WMS_REGISTRY_ID) is used.
    type: str
  wms_key:
    description:
      - The client ID (WSKey) that OCLC issued. At least four characters.
      - If not set, the environment variable E(RESHARE_WMS_KEY) is used.
      - A rejected key is not used again for five minutes, because OCLC disables a key after five failed logins in five minutes. The same
        applies after two logins whose outcome is unknown, such as those of interrupted runs. A corrected key or secret is used at once.
    type: str
  wms_secret:
    description:
      - The secret of O(wms_key). Like every secret, it needs at least four characters, so that it can be masked in outputs.
      - If not set, the environment variable E(RESHARE_WMS_SECRET) is used.
    type: str
  wms_token_url:
    description:
      - The URL that issues access tokens for O(wms_key) and O(wms_secret). Tokens are only kept in memory.
      - If not set, the environment variable E(RESHARE_WMS_TOKEN_URL) is used.
    type: str
    default: https://oauth.oclc.org/token
  wms_scim_scope:
    description:
      - The token scope requested for patron accounts.
      - V(SCIM) allows reading and writing. V(SCIM:read_user) is sufficient if accounts are only read, as with C(state=verified) of
        M(reshare.wms.patron_account).
      - If not set, the environment variable E(RESHARE_WMS_SCIM_SCOPE) is used.
    type: str
    default: SCIM
  wms_identity_url:
    description:
      - The URL of OCLC's Identity Management API, which manages patron accounts.
      - The placeholder C({registry_id}) is replaced by O(wms_registry_id).
      - If not set, the environment variable E(RESHARE_WMS_IDENTITY_URL) is used.
    type: str
    default: https://{registry_id}.share.worldcat.org/idaas/scim/v2
  wms_configuration_url:
    description:
      - The URL of a configuration service that reads and writes the screens of OCLC Service Configuration. The API of such a service is
        described by the OpenAPI document C(configuration-service.openapi.json), a file of each release, which the sandbox also serves at
        C(/configuration/v1/openapi.json).
      - OCLC does not offer such a service. The rehearsal sandbox in this collection's repository implements the API. A consortium can run a
        gateway that implements it.
      - Mutually exclusive with O(wms_record_dir).
      - If not set, the environment variable E(RESHARE_WMS_CONFIGURATION_URL) is used.
    type: str
  wms_record_dir:
    description:
      - The directory of the library records, preferably in a repository of your own. It has to outlive every run, so a directory in the folder of a
        controller's job is refused. For configuration that has no OCLC API, a task that
        finds a difference does not write to WMS. It adds the change to the record of the library, C(<library>.yml), and to the library's
        worksheet, C(worksheets/<library>.html). A person makes the change on the screens and confirms it.
        M(reshare.wms.record_import) imports the confirmation.
      - Objects that are not in the record count as not existing. If the library already has a configuration, adopt it first (see
        M(reshare.wms.record_questions)).
      - Mutually exclusive with O(wms_configuration_url).
      - If not set, the environment variable E(RESHARE_WMS_RECORD_DIR) is used.
    type: path
  wms_metadata_url:
    description:
      - The URL of OCLC's WorldCat Metadata API. With O(wms_record_dir), branches, holding codes and shelving locations are read from this
        API.
      - If not set, the environment variable E(RESHARE_WMS_METADATA_URL) is used.
    type: str
    default: https://metadata.api.oclc.org
  wms_ncip_url:
    description:
      - The URL of OCLC's NCIP service. M(reshare.wms.ncip_probe) and M(reshare.wms.ncip_verification) send messages to it.
      - The default is documented for ReShare's older WMS adapter only. The URL for resource sharing, which the WMS2 adapter requires, is
        not documented by OCLC. The host depends on the data centre. Ask OCLC or the hosting provider.
      - If not set, the environment variable E(RESHARE_WMS_NCIP_URL) is used.
    type: str
    default: https://circ.sd00.worldcat.org/ncip
  wms_read_locations:
    description:
      - With O(wms_record_dir), whether locations are read from O(wms_metadata_url). This requires the scope
        C(WorldCatMetadataAPI:get_holding_codes) for the key. Whether OCLC grants this scope to every WMS library is not documented by OCLC.
      - Set this to V(false) if the key cannot have this scope. Holding codes and branches are then not checked, and shelving locations are
        taken from confirmations only.
    type: bool
    default: true
  wms_manual_accounts:
    description:
      - With O(wms_record_dir), whether a person creates and changes patron accounts in User Management, as listed on the worksheet.
        Accounts are still looked up in Identity Management, for which O(wms_scim_scope=SCIM:read_user) is sufficient.
    type: bool
    default: false
  wms_knowledge_days:
    description:
      - With O(wms_record_dir), the age in days from which a value in the record is stale, because nobody has looked at it since. A task then
        issues a warning, and C(knowledge.stale) in its result contains the objects. M(reshare.wms.record_questions) writes a questionnaire
        about them.
      - V(0) means that no value becomes stale.
    type: int
    default: 365
  wms_approval:
    description:
      - With O(wms_record_dir), whether a second person has to approve each step that a person confirmed, before the record has it as done and
        before the library can go live (O(reshare.wms.record_import#module:approved)).
      - It is a second look, and no proof of identity, because names in confirmations are not authenticated.
    type: bool
    default: false
  wms_screen_labels:
    description:
      - With O(wms_record_dir), other labels by which captures of the screens are recognised, in addition to those of the modules.
      - A dictionary by the name of a module, such as C(loan_policy). Its C(screen) is a list of headings. Its C(parts) is a list of headings
        above fields on that screen, whose fields are those of the object. Its C(fields) is a dictionary of option names and lists of labels. A
        field in a section has the name C(section.field), and a label of C(other_settings) the name C(other_settings.label).
      - The list C(blank) has the texts of drop-downs that mean that nothing is chosen, the list C(names) those that are names though they look
        like the former, the list C(notes) other texts of screens that say nothing against their values; O(library_display_name) is one, too.
      - What persons state beside captures is kept in the record of the library, and counts after this variable.
    type: dict
    default: {}
  wms_fill:
    description:
      - With O(wms_record_dir), whether the assistant, a browser extension, may fill the forms of Service Configuration from the worksheets of
        this library. A person opens each form, looks at it, and saves it; the assistant only types.
      - Whether OCLC's terms allow that a program types into its screens is not documented. Ask OCLC, or your contract, before you set this.
    type: bool
    default: false
  library_display_name:
    description:
      - The name of the library for people, shown on its worksheets and questionnaires, and in e-mails. At most 200 characters in one line.
      - If not set, O(library) is used.
    type: str
  library_contact:
    description:
      - The person who gets the worksheets and questionnaires of the library. Their pages show the name, and not the address.
    type: dict
    suboptions:
      name:
        description: The name, at most 200 characters in one line.
        type: str
        required: true
      email:
        description: The e-mail address. M(reshare.wms.worksheet_mail) needs it.
        type: str
      deputy:
        description: A person who gets a copy of each e-mail, and whose e-mails with answers count as those of the contact.
        type: dict
        suboptions:
          name:
            description: The name, at most 200 characters in one line.
            type: str
            required: true
          email:
            description: The e-mail address.
            type: str
            required: true
  worksheet_due_days:
    description:
      - The number of days after which a worksheet is due, counted from the day on which its oldest step was requested, from V(1) to V(365).
        Worksheets show the day.
      - A questionnaire has no such day. M(reshare.wms.worksheet_mail) counts from the day of the first e-mail.
      - If not set, worksheets have no due date.
    type: int
  reshare_url:
    description:
      - The URL of the gateway (Okapi or Eureka) of the library's ReShare tenant.
      - If not set, the environment variable E(RESHARE_WMS_RESHARE_URL) is used.
    type: str
  reshare_tenant:
    description:
      - The library's ReShare tenant.
      - If not set, the environment variable E(RESHARE_WMS_RESHARE_TENANT) is used.
    type: str
  reshare_symbol:
    description:
      - The library's symbol in ReShare, with or without its authority. If set, a task writes only if the tenant's own (managed) directory
        entry has this symbol.
      - Required for a tenant whose setting C(wms_registry_id) does not show to which library it belongs.
      - If not set, the environment variable E(RESHARE_WMS_RESHARE_SYMBOL) is used.
    type: str
  reshare_replaced_registry_id:
    description:
      - The previous registry ID of the library, if it has changed and the tenant's setting C(wms_registry_id) may still contain it. If the
        tenant's setting has any value other than this one and O(wms_registry_id), the task fails and writes nothing, because the tenant
        seems to belong to another library.
      - If not set, the environment variable E(RESHARE_WMS_RESHARE_REPLACED_REGISTRY_ID) is used.
    type: str
  reshare_username:
    description:
      - The user name of the ReShare account.
      - If not set, the environment variable E(RESHARE_WMS_RESHARE_USERNAME) is used.
      - A rejected login is not repeated for five minutes, because ReShare locks an account after five failed logins. The same applies after
        two logins whose outcome is unknown, such as those of interrupted runs. A corrected user name or password is used at once.
    type: str
  reshare_password:
    description:
      - The password of O(reshare_username). At least four characters.
      - If not set, the environment variable E(RESHARE_WMS_RESHARE_PASSWORD) is used.
    type: str
  wms_main_branch:
    description:
      - The Branch Registry ID of the library's main branch. A task that writes checks whether the institution has this branch.
    type: str
  borrowing_holding_location:
    description:
      - The holding code of borrowed items. A task that writes checks whether the institution has this holding code.
    type: str
  reshare_settings_pickup_entries:
    description:
      - The Branch Registry IDs of the library's pickup locations, by the slug of their directory entries. A task that writes checks whether the
        institution has these branches.
    type: dict
  consortium_exceptions:
    description:
      - What libraries could not do, or need not do, until a day. An object or a field of this library leaves the declaration of the task, and its worksheet.
      - An entry that has ended has no effect, except in a run that writes to no system (O(left_out)).
    type: list
    elements: dict
    default: []
    suboptions:
      library:
        description: The name of the library, as in O(library).
        type: str
        required: true
      object:
        description: The title of an object, as on the worksheet. Mutually exclusive with O(consortium_exceptions[].agreement).
        type: str
      field:
        description: The field of the object, by its label on the screen or the name of its option. By default all its declared fields.
        type: str
      agreement:
        description: A partner, or V(all). Tasks do not use it (M(reshare.wms.validate_inventory)).
        type: str
      value:
        description: What the library has instead.
        type: str
      reason:
        description: Why.
        type: str
        required: true
      by:
        description: Who decided on it. The history in the record has this name.
        type: str
        required: true
      until:
        description: The last day (YYYY-MM-DD).
        type: str
        required: true
  left_out:
    description:
      - The systems of the library to which this run does not write. A task writes nothing if one of the other systems cannot be reached, because
        it is then not proven that all systems are those of the same library.
      - If not set, the systems whose tags C(--tags) and C(--skip-tags) leave out (C(circulation) and C(enable_reshare) for V(wms),
        C(reshare_settings) for V(reshare)).
    type: list
    elements: str
    choices: [wms, reshare]
    default: []
  withheld:
    description:
      - Declared fields that the task leaves as they are. The playbooks set it to what M(reshare.wms.withheld_info) returned for the library.
    type: list
    elements: dict
    default: []
  timeout:
    description:
      - Timeout of a request in seconds, from connecting to the end of the response.
      - Must be greater than V(0) and at most V(3600).
    type: float
    default: 30.0
  retries:
    description:
      - How often a read request is retried after a connection error or a temporary error (HTTP 429 and 5xx), with increasing pauses.
      - All retries of a task, including the failed requests before them, take five minutes at most. A pause requested by a service
        (C(Retry-After)) is limited to one minute.
      - A login is not repeated, because a login without a response may count as a failed login.
      - A write request is not repeated without a check. It is sent again only after HTTP 429, which means that the request was not
        processed. If the response is lost, the task first reads whether the write was carried out.
    type: int
    default: 4
  parallel_requests:
    description:
      - How many requests of a library may be in flight at the same time, if they do not depend on each other, such as the writes of partners' patron
        IDs, of accounts and of settings. With the forks of Ansible, a service that all libraries share gets this number of requests for each fork.
      - From 1 to 16. With V(1), each request is sent after the response to the one before.
      - Rate limits and the limit of logins apply to all of them together. After an error, no further write begins, and the result contains the
        changes of those that were in flight.
    type: int
    default: 4
  validate_certs:
    description:
      - Whether TLS certificates of the servers are validated. Disable this for a test server only.
      - Has no effect if O(ca_path) is set, because certificates are then validated against that file or directory.
    type: bool
    default: true
  ca_path:
    description:
      - A file or directory with trusted CA certificates, for servers whose certificates are issued by your own certificate authority.
      - If not set, the environment variable E(RESHARE_WMS_CA_PATH) is used. If that is not set either and certificates are validated,
        E(REQUESTS_CA_BUNDLE) is used.
    type: path
  state_dir:
    description:
      - A directory in which tasks record the time and result of each login, and the time of each request to Identity Management (OCLC
        allows 120 requests per minute and key). Tasks that run at the same time or later take them into account.
      - It contains no keys, secrets, tokens or library names. File names are salted hashes.
      - It is created if required. It must belong to the user who runs Ansible and be accessible to this user only (mode 0700).
      - Use a local disk, not a network share (NFS). Rate limits and rejected logins are not shared between machines or containers with
        separate directories. Use one machine at a time for a library, and O(slices) for libraries that share a key.
      - If not set, the environment variable E(RESHARE_WMS_STATE_DIR) is used, else the directory
        C(reshare-wms-<user id>) in the system's directory for temporary files.
    type: path
  slices:
    description:
      - The number of state directories (O(state_dir)) that are in use at the same time for libraries that share a key, such as the slices of a job
        of Automation Controller in separate containers.
      - The requests per minute with a key, and the logins at the same time, are divided by this number. After a rejected login, each state
        directory prevents further ones only for its own tasks, so a wrong key that is shared by all slices is rejected once in each of them. Five
        failed logins in five minutes disable a key, so use at most four slices, or one state directory for all of them.
      - From 1 to 120.
    type: int
    default: 1
attributes:
  action_group:
    description: Use C(group/reshare.wms.all) in C(module_defaults) to set this module's connection options once.
    support: full
    membership:
      - reshare.wms.all"""

    DOCUMENTATION: str = _CONNECTION + Attributes.CHANGES
    INFO: str = _CONNECTION + Attributes.READS
    RETURN: str = (
        Failure.RETURN
        + r"""
sandbox:
  description: Whether one of the systems was the rehearsal sandbox, or the record of the library belongs to a rehearsal. V(null) if no system
    responded, so that it is not known.
  returned: success
  type: bool
  sample: false
wms_registry_id:
  description: The Registry ID of the institution, as given. V(null) if it is not set.
  returned: success
  type: str
  sample: "128807"
reshare_tenant:
  description: The ReShare tenant, as given. V(null) if it is not set.
  returned: success
  type: str
  sample: adams
"""
    )
