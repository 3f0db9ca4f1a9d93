# SPDX-License-Identifier: GPL-3.0-or-later

"""The number of examples that Hypothesis generates per test: few in `make test`, many in `make test-long`,
and in both always the same (`make test-long SEED=2` draws others)."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

#: Examples per test by profile. `pytest --hypothesis-profile long` selects one.
PROFILES = {"quick": 12, "long": 200}


def prepare() -> None:
    """Register the profiles and load the quick one. No test fails because the machine is busy."""
    unhurried = [HealthCheck.too_slow, HealthCheck.data_too_large]
    for name, number in PROFILES.items():
        settings.register_profile(
            name,
            max_examples=number,
            derandomize=name == "quick",
            database=None if name == "quick" else settings.default.database,
            deadline=None,
            suppress_health_check=unhurried,
        )
    settings.load_profile("quick")


def is_long() -> bool:
    """Whether this run uses the long profile."""
    return settings.default.max_examples >= PROFILES["long"]


def times(factor: float) -> settings:
    """The settings of a test whose examples are cheaper or more expensive than usual: a multiple of the number of
    examples."""
    return settings(max_examples=round(settings.default.max_examples * factor))


def costly() -> settings:
    """The settings of a test whose examples are whole configurations, each of which takes a fifth of a second."""
    return settings(max_examples=min(settings.default.max_examples, 50))
