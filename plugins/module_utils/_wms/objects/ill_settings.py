# SPDX-License-Identifier: GPL-3.0-or-later

"""ILL Settings: saving this page makes an integration live (wms-circulation.md 4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..._core.composites import Section
from ..._core.fields import Field, Schema
from ..._core.kinds import PageKind
from ..._core.objects import ScreenGuide
from ..._core.values import Reference, Text, YesNo
from .policy_screens import OTHER_SETTINGS

_ENABLE = Field("enable", YesNo(), "Enable")
_TEMPORARY_PAIR = (
    Field(
        "temporary_item_holding_location",
        Reference(kind="holding_code"),
        "Temporary Item Holding Location",
    ),
    Field(
        "temporary_item_shelving_location",
        Reference(kind="shelving_location", within="temporary_item_holding_location"),
        "Temporary Item Shelving Location",
    ),
)


def _complete_when_enabled(fields: Mapping[str, Any]) -> Iterator[str]:
    for section in ("reshare", "relais_d2d"):
        values = fields.get(section) or {}
        blank = [entry.label for entry in _TEMPORARY_PAIR if values.get(entry.name) is None]
        if values.get("enable") and blank:
            label = ILL_SETTINGS.schema[section].label
            yield f"{label} cannot be enabled without {' and '.join(blank)}: saving makes it live at once"


def _enables(fields: Mapping[str, Any]) -> bool | None:
    switches = {section["enable"] for section in fields.values() if isinstance(section, dict) and "enable" in section}
    return True in switches if switches else None


ILL_SETTINGS = PageKind(
    name="ill_settings",
    plural="ill_settings",
    label="ILL Settings",
    screen="WMS Circulation > Integrations > ILL Settings",
    # wms-circulation.md 4
    switches=_enables,
    guide=ScreenGuide(
        edit="Change what is listed here, then Save.",
        cautions=(
            "Saving makes the integration live at once.",
            "Configure ReShare first: OCLC's page assumes that.",
        ),
    ),
    rule=_complete_when_enabled,
    schema=Schema(
        Field("reshare", Section(Schema(_ENABLE, *_TEMPORARY_PAIR)), "ReShare"),
        Field("relais_d2d", Section(Schema(_ENABLE, *_TEMPORARY_PAIR)), "Relais D2D"),
        Field(
            "tipasa_and_worldshare_ill",
            # Labels and fee options of this section were not seen in full.
            Section(
                Schema(
                    _ENABLE,
                    Field(
                        "borrowing_institution_patron_barcode",
                        Text(),
                        "borrowing institution patron barcode",
                    ),
                    *_TEMPORARY_PAIR,
                    OTHER_SETTINGS,
                )
            ),
            "Tipasa and WorldShare ILL",
        ),
        Field(
            "zfl_server",
            Section(Schema(Field("host", Text(), "host"), Field("port", Text(), "port"), OTHER_SETTINGS)),
            "ZFL-Server",
        ),
    ),
)
