# SPDX-License-Identifier: GPL-3.0-or-later

"""Templates that the workers of a run share."""

from __future__ import annotations

import multiprocessing
from unittest import mock

import jinja2

from ansible_collections.reshare.wms.plugins.module_utils._pages.page import templates
from ansible_collections.reshare.wms.plugins.plugin_utils._action.page_templates import CompiledTemplates

LONG = "".join(f"{{{{ value{number} }}}}" for number in range(5_000))


def shown(cache: CompiledTemplates, source: str = "Hello {{ name }}", name: str = "page") -> tuple[str, bool]:
    """A page made by another worker, and whether it compiled the template."""
    worker = jinja2.Environment(loader=jinja2.DictLoader({name: source}), bytecode_cache=cache)
    with mock.patch.object(worker, "compile", wraps=worker.compile) as compiled:
        return worker.get_template(name).render(name="Jane"), compiled.called


def test_a_template_is_compiled_by_the_first_worker_only():
    cache = CompiledTemplates(["page"])
    worker = multiprocessing.get_context("fork").Process(target=shown, args=(cache,))
    worker.start()
    worker.join()
    assert shown(cache) == ("Hello Jane", False)
    assert shown(cache, "Bye {{ name }}") == ("Bye Jane", True)


def test_code_that_is_damaged_or_too_large_is_compiled_anew():
    cache = CompiledTemplates(["page", "long"])
    shown(cache)
    cache._memory[:] = cache._memory[:].replace(b"Hello", b"Jello")
    assert shown(cache) == ("Hello Jane", True)
    assert [shown(cache, LONG, "long")[1] for _turn in range(2)] == [True, True]


def test_every_template_of_the_pages_keeps_its_code():
    worker = templates().overlay()
    names = worker.list_templates(["html"])
    worker.bytecode_cache = CompiledTemplates(names)
    with mock.patch.object(worker, "compile", wraps=worker.compile) as compiled:
        for _turn in range(2):
            worker.cache.clear()
            for name in names:
                worker.get_template(name)
    assert compiled.call_count == len(names)
    assert isinstance(templates().bytecode_cache, CompiledTemplates)
