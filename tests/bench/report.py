# SPDX-License-Identifier: GPL-3.0-or-later

"""The table, the chart and the line of JSON."""

from __future__ import annotations

import json
import math
import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from ansible.release import __version__ as core_version

from .measure import Cost


@dataclass
class Size:
    """The measurements with one number of libraries.

    objects: of one library. start: seconds of an empty playbook. load: of the machine at the start; if it is not about
    0, the processor times are more reliable than the wall-clock times.
    """

    libraries: int
    objects: int
    start: float
    load: float
    costs: dict[str, Cost]

    def ratio(self, more: str, *less: str) -> float | None:
        """The factor between the times of one way and of another, or of several others in total; None if they were not measured."""
        if more not in self.costs:
            return None
        return round(self.costs[more].wall / sum(self.costs[name].wall for name in less), 2)


WAYS = {
    "first": "first run, onboard",
    "uri_first": "first run, uri loops",
    "noop": "no-op, onboard",
    "wms_noop": "no-op, WMS alone, one bulk task",
    "wms_literal_noop": "the same, values without expressions",
    "nothing": "a bulk task without declarations",
    "uri_noop": "no-op, uri loops",
    "uri_once_noop": "no-op, uri loops, one GET a kind",
    "uri_wms_noop": "no-op, uri loops, WMS alone",
    "process_noop": "no-op, onboard, modules as processes",
    "floor_noop": "no-op, floor: the same reads, no Ansible",
    "tasks": "as many empty tasks",
    "noop_latency": "no-op, onboard, with latency",
    "floor_noop_latency": "no-op, floor, with latency",
    "first_latency": "first run, onboard, with latency",
    "floor_first_latency": "as many reads, no Ansible, with latency",
    "first_drawn": "first run, onboard, with latency at random",
    "floor_first_drawn": "as many reads, the same latency",
}


def table(size: Size, forks: str, latency: str) -> str:
    """All measurements with one number of libraries, as a table for people."""
    lines = [
        f"{size.libraries} libraries, {size.objects} objects each (Ansible's start: {size.start:.2f} s; load before: "
        f"{size.load:.1f}; ansible-core {core_version}, Python {platform.python_version()}, {os.cpu_count()} processors, "
        f"forks {forks}; latency, if stated: {latency} ms per response; sandbox: its processor time; memory in MiB)",
        f"{'':42}{'wall s':>9}{'CPU s':>9}{'sandbox':>9}{'largest':>9}{'all':>7}{'requests':>10}{'ms/object':>11}",
    ]
    for name, label in WAYS.items():
        if name not in size.costs:
            continue
        cost = size.costs[name]
        each = cost.wall * 1000 / (size.libraries * size.objects)
        lines.append(
            f"{label + (' *' if cost.scaled_from else ''):42}{cost.wall:>9.2f}{cost.cpu:>9.2f}{cost.sandbox:>9.2f}"
            f"{cost.peak_process:>9.0f}{cost.peak_tree:>7.0f}{cost.requests:>10}{each:>11.2f}"
        )
    sampled = {cost.scaled_from for cost in size.costs.values() if cost.scaled_from}
    if sampled:
        lines.append(
            f"* measured with {max(sampled)} of the libraries and scaled by their number (memory: as measured). "
            "uri loops run no checks before going live, onboard does."
        )
    return "\n".join([*lines, ""])


def line(size: Size) -> str:
    """The measurements of one size as a line of JSON: first_requests_per_write are the requests of the first run for each value that it
    writes; x_vs_uri and x_vs_process_modules are factors of speed,
    x_vs_floor is how many times slower it is than the floor: the same requests, and (without latency) as many empty
    tasks."""
    noop = size.costs["noop"]
    return json.dumps(
        {
            "libraries": size.libraries,
            "noop_vs_uri": size.ratio("uri_noop", "noop"),
            "noop_wms_vs_uri": size.ratio("uri_wms_noop", "wms_noop"),
            "noop_wms_literal_vs_uri": size.ratio("uri_wms_noop", "wms_literal_noop"),
            "noop_vs_uri_once": size.ratio("uri_once_noop", "noop"),
            "noop_vs_process_modules": size.ratio("process_noop", "noop"),
            "noop_vs_floor": size.ratio("noop", "floor_noop", "tasks"),
            "noop_latency_vs_floor": size.ratio("noop_latency", "floor_noop_latency"),
            "first_latency_vs_floor": size.ratio("first_latency", "floor_first_latency"),
            "first_drawn_vs_floor": size.ratio("first_drawn", "floor_first_drawn"),
            "first_vs_uri": size.ratio("uri_first", "first"),
            "first_requests_per_write": round(size.costs["first"].requests / (size.libraries * size.objects), 2),
            "requests_per_object": round(noop.requests / (size.libraries * size.objects), 2),
            "peak_mib": round(max(size.costs["first"].peak_tree, noop.peak_tree)),
        }
    )


_COLOURS = {
    "uri_noop": "#b3261e",
    "process_noop": "#c77700",
    "first": "#6b4fa0",
    "noop": "#1a5fb4",
    "wms_noop": "#2a9d8f",
    "floor_noop": "#777777",
}
_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 920, 460, 60, 350, 50, 50


def chart(sizes: list[Size], forks: int) -> str:
    """Seconds by number of libraries, as SVG; both axes logarithmic."""
    return "\n".join(_Chart(sizes).draw(f"Seconds by number of libraries (forks {forks}, no latency)")) + "\n"


class _Chart:
    def __init__(self, sizes: list[Size]):
        self._sizes = sizes
        walls = [size.costs[name].wall for size in sizes for name in _COLOURS]
        self._lowest, self._highest = math.floor(math.log10(min(walls))), math.ceil(math.log10(max(walls)))
        counts = [math.log10(size.libraries) for size in sizes]
        self._first, self._last = counts[0], max(counts[-1], counts[0] + 0.1)

    def _x(self, libraries: float) -> float:
        part = (math.log10(libraries) - self._first) / (self._last - self._first)
        return round(_LEFT + part * (_WIDTH - _LEFT - _RIGHT), 1)

    def _y(self, seconds: float) -> float:
        part = (math.log10(seconds) - self._lowest) / (self._highest - self._lowest)
        return round(_HEIGHT - _BOTTOM - part * (_HEIGHT - _TOP - _BOTTOM), 1)

    def draw(self, title: str) -> Iterator[str]:
        yield "<!-- Written by `make bench`. -->"
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
            'font-family="sans-serif" font-size="13">'
        )
        yield f"<title>{escape(title)}</title>"
        yield f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>'
        yield f'<text x="{_LEFT}" y="25" font-size="16">{escape(title)}</text>'
        for power in range(self._lowest, self._highest + 1):
            y = self._y(10**power)
            yield f'<path d="M{_LEFT} {y}H{_WIDTH - _RIGHT}" stroke="#ddd"/>'
            yield f'<text x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{10**power:g}</text>'
        for size in self._sizes:
            yield (
                f'<text x="{self._x(size.libraries)}" y="{_HEIGHT - _BOTTOM + 22}" text-anchor="middle">'
                f"{size.libraries}</text>"
            )
        yield from self._lines()
        yield "</svg>"

    def _lines(self) -> Iterator[str]:
        below = float(_HEIGHT)
        last = self._sizes[-1]
        # From the lowest line upwards, so that overlapping labels can be moved up.
        for name in sorted(_COLOURS, key=lambda way: last.costs[way].wall):
            points = [(self._x(size.libraries), self._y(size.costs[name].wall)) for size in self._sizes]
            path = " ".join(f"{x},{y}" for x, y in points)
            yield f'<polyline points="{path}" fill="none" stroke="{_COLOURS[name]}" stroke-width="2"/>'
            for x, y in points:
                yield f'<circle cx="{x}" cy="{y}" r="3" fill="{_COLOURS[name]}"/>'
            below = min(points[-1][1] + 4, below - 16)
            scaled = " (scaled)" if last.costs[name].scaled_from else ""
            yield (
                f'<text x="{points[-1][0] + 10}" y="{below}" fill="{_COLOURS[name]}">'
                f"{escape(WAYS[name])}{scaled}</text>"
            )
