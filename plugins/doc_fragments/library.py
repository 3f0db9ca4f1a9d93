# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documentation of the options that say how a library's systems are reached."""

from __future__ import annotations


class ModuleDocFragment:
    """The connection options, the same for every module."""

    DOCUMENTATION = r"""
notes:
  - What a task does not say of the connection is taken from the library's variables of the same names, such as C(wms_key) or
    C(reshare_url). For O(timeout), O(retries), O(validate_certs), O(ca_path) and O(state_dir) they are called
    C(reshare_wms_timeout) and so on. Environment variables count last. An option that is null is as good as not set, whatever
    the library's variables say.
requirements:
  - requests >= 2.32
  - urllib3 >= 2.2
  - PyYAML and Jinja2, with O(wms_record_dir). Ansible brings them along.
options:
  library:
    description:
      - Name of the library, used in messages, and with O(wms_record_dir) in the names of its files.
      - If not set, the name of the host in the inventory is used.
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
      - A rejected key is not tried again for five minutes, because five failed logins in five minutes disable it at OCLC. The same
        applies after two logins whose outcome is unknown, such as those of interrupted runs. A corrected key or secret is tried at
        once.
    type: str
  wms_secret:
    description:
      - The secret that belongs to O(wms_key). It needs at least four characters, as every secret, so that it can be masked in outputs.
      - If not set, the environment variable E(RESHARE_WMS_SECRET) is used.
    type: str
  wms_token_url:
    description:
      - Where tokens are issued for O(wms_key) and O(wms_secret). Tokens are kept in memory only.
      - If not set, the environment variable E(RESHARE_WMS_TOKEN_URL) is used.
    type: str
    default: https://oauth.oclc.org/token
  wms_scim_scope:
    description:
      - The scope that is asked for to work with patron accounts.
      - V(SCIM) allows everything. V(SCIM:read_user) is enough where accounts are only read, as with
        C(state=verified) of M(reshare.wms.patron_account).
      - If not set, the environment variable E(RESHARE_WMS_SCIM_SCOPE) is used.
    type: str
    default: SCIM
  wms_identity_url:
    description:
      - The address of OCLC's Identity Management API, where patron accounts are kept.
      - The text C({registry_id}) in it is replaced by O(wms_registry_id).
      - If not set, the environment variable E(RESHARE_WMS_IDENTITY_URL) is used.
    type: str
    default: https://{registry_id}.share.worldcat.org/idaas/scim/v2
  wms_configuration_url:
    description:
      - The address of a configuration service, which reads and writes what staff see in OCLC Service Configuration.
        How such a service has to answer is described in C(docs/configuration-service.openapi.json) in the collection's repository.
      - OCLC itself offers none. The rehearsal sandbox that comes with this collection's sources is one, and so may be a gateway that
        a consortium runs.
      - Set either this or O(wms_record_dir).
      - If not set, the environment variable E(RESHARE_WMS_CONFIGURATION_URL) is used.
    type: str
  wms_record_dir:
    description:
      - The directory of the records, best in a repository of your own. For what OCLC offers no API, a task that finds a
        difference writes nothing to WMS. It notes the change in the file of the library, C(<library>.yml), and puts it on
        the library's worksheet, C(worksheets/<library>.html). A person makes it on the screens and confirms it, and
        M(reshare.wms.record_confirmation) takes that.
      - What the record does not mention counts as not there. Where a library has a configuration already, have it
        adopted first (see M(reshare.wms.record_adoption)).
      - Set either this or O(wms_configuration_url).
      - If not set, the environment variable E(RESHARE_WMS_RECORD_DIR) is used.
    type: path
  wms_metadata_url:
    description:
      - The address of OCLC's WorldCat Metadata API. With O(wms_record_dir), branches, holding codes and shelving locations are
        read there.
      - If not set, the environment variable E(RESHARE_WMS_METADATA_URL) is used.
    type: str
    default: https://metadata.api.oclc.org
  wms_ncip_url:
    description:
      - The address of OCLC's NCIP service, to which M(reshare.wms.ncip_probe) and M(reshare.wms.ncip_verification) send messages.
      - The default is documented for ReShare's older WMS adapter only. The address for resource sharing, which the WMS2 adapter
        needs, was not seen in public, and the host varies with the data centre. Ask OCLC or the hosting provider.
      - If not set, the environment variable E(RESHARE_WMS_NCIP_URL) is used.
    type: str
    default: https://circ.sd00.worldcat.org/ncip
  wms_read_locations:
    description:
      - With O(wms_record_dir), whether locations are read at O(wms_metadata_url). The key needs the scope
        C(WorldCatMetadataAPI:get_holding_codes) for that. Whether the key of every WMS library can get it is not documented.
      - Set it to V(false) where the key can't have it. Holding codes and branches are then not looked up, and shelving
        locations are known from what people confirm.
    type: bool
    default: true
  wms_manual_accounts:
    description:
      - With O(wms_record_dir), whether a person makes and changes patron accounts in User Management, by the worksheet. They
        are still looked up in Identity Management, for which O(wms_scim_scope=SCIM:read_user) is enough.
    type: bool
    default: false
  reshare_url:
    description:
      - The address of the gateway (Okapi or Eureka) in front of the library's ReShare tenant.
      - If not set, the environment variable E(RESHARE_WMS_RESHARE_URL) is used.
    type: str
  reshare_tenant:
    description:
      - The library's ReShare tenant.
      - If not set, the environment variable E(RESHARE_WMS_RESHARE_TENANT) is used.
    type: str
  reshare_symbol:
    description:
      - The library's symbol in ReShare, with or without its authority. If set, a task writes to the tenant only if the tenant's own
        (managed) directory entry has this symbol. In check mode the task fails, too.
      - If not set, the environment variable E(RESHARE_WMS_RESHARE_SYMBOL) is used.
    type: str
  reshare_replaced_registry_id:
    description:
      - The registry ID that the tenant's setting C(wms_registry_id) may still have, where the library's registry ID has changed. With any
        other value than this and O(wms_registry_id), a task writes nothing to the tenant and fails, since the tenant seems to be
        another library's.
      - If not set, the environment variable E(RESHARE_WMS_RESHARE_REPLACED_REGISTRY_ID) is used.
    type: str
  reshare_username:
    description:
      - The ReShare account to log in with.
      - If not set, the environment variable E(RESHARE_WMS_RESHARE_USERNAME) is used.
      - A rejected login is not tried again for five minutes, because five failed logins lock the account. The same applies after
        two logins whose outcome is unknown, such as those of interrupted runs. A corrected user name or password is tried at once.
    type: str
  reshare_password:
    description:
      - The password of O(reshare_username). At least four characters.
      - If not set, the environment variable E(RESHARE_WMS_RESHARE_PASSWORD) is used.
    type: str
  timeout:
    description:
      - How many seconds a call may take, from connecting to the end of the response.
      - Must be greater than V(0) and at most V(3600).
    type: float
    default: 30.0
  retries:
    description:
      - How often a call that only reads is tried again after a broken connection or an answer that may pass (HTTP 429
        and 5xx), with growing pauses.
      - The retries of a task take five minutes at most, together with the failed calls before them. A service that asks for a
        pause (C(Retry-After)) gets a minute at most.
      - A login is not repeated, since one without a response may count as a failed one.
      - A call that writes is never repeated blindly. It is sent again only after HTTP 429, which says that nothing was
        done. If an answer to it got lost, the task reads first whether it was carried out.
    type: int
    default: 4
  validate_certs:
    description:
      - Whether the servers' TLS certificates are checked. Turn it off only for a test server.
      - Has no effect where O(ca_path) is set, since certificates are then checked against that.
    type: bool
    default: true
  ca_path:
    description:
      - A file (or directory) with the certificates of the authorities to trust, for servers with a certificate of your
        own authority.
      - If not set, the environment variable E(RESHARE_WMS_CA_PATH) is used. Where that is not set either, and certificates
        are checked, E(REQUESTS_CA_BUNDLE) counts.
    type: path
  state_dir:
    description:
      - A directory in which tasks note when they logged in, with which result, and when they called Identity Management (OCLC
        allows 120 calls a minute with one key), so that tasks that run at the same time or later take it into account.
      - It holds no key, secret, token or name of a library. Its files are named by salted hashes.
      - It is made when needed, and must belong to the user who runs Ansible and be closed to everybody else (mode 0700).
      - Keep it on a disk of the machine, not on one that several share (NFS). Machines know nothing of each other's calls
        and refused logins, so leave a library, or a key that several libraries share, to one machine at a time.
      - If not set, the environment variable E(RESHARE_WMS_STATE_DIR) is used, else the directory
        C(reshare-wms-<user id>) in the system's directory for temporary files.
    type: path
"""
