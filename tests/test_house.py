"""The house rules that no other tool checks, each with an offence that it must catch.

A rule is a function from parsed source (or values) to the offences it finds; one test holds
it against the program, and one feeds it a snippet written to break it. So every rule here
was broken on purpose, and is broken again on every run:

  too long a module or function · no docstring · code in `__init__` · an import inside a
  function · `.write(` in ui · `print` outside commands · Chinese in a widget that no
  translator sees · an enum member without a Chinese label · a standard without a source
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import statistics
import tomllib
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

import inspector.domain

ROOT = Path(__file__).resolve().parent.parent
STANDARDS = ROOT / "resources" / "standards"
LONGEST_MODULE = 400
LONGEST_FUNCTION = 50
LONGEST_FUNCTION_P95 = 30
CHINESE = re.compile(r"[\u4e00-\u9fff]")
TRANSLATORS = {"tr", "_tr", "translate"}
UNSEEN = {"compile", "horizontalAdvance"}
"""Calls whose Chinese nobody reads: a pattern to match, a text to measure by."""


class Source(NamedTuple):
    """One module of the program: its path from the root, its text, its tree."""

    path: str
    text: str
    tree: ast.Module

    @classmethod
    def of(cls, text: str, path: str = "inspector/snippet.py") -> Source:
        return cls(path, text, ast.parse(text))

    @property
    def is_migration(self) -> bool:
        """A schema is long, and is written once: migrations have no length budget."""
        return "migrations/versions/" in self.path


def _program() -> list[Source]:
    return [
        Source.of(file.read_text(encoding="utf-8"), file.relative_to(ROOT).as_posix())
        for file in sorted((ROOT / "inspector").rglob("*.py"))
    ]


PROGRAM = _program()
SCREENS = [module for module in PROGRAM if module.path.startswith("inspector/ui/")]
BUDGETED = [module for module in PROGRAM if not module.is_migration]


# The rules


def functions(module: Source) -> Iterator[tuple[str, int]]:
    """Every function with its length in lines, decorators left out."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield f"{module.path}: {node.name}", node.end_lineno - node.lineno + 1


def too_long(module: Source) -> Iterator[str]:
    lines = len(module.text.splitlines())
    if lines > LONGEST_MODULE:
        yield f"{module.path}: {lines} lines"
    for name, length in functions(module):
        if length > LONGEST_FUNCTION:
            yield f"{name}: {length} lines"


def silent(module: Source) -> Iterator[str]:
    """A module that does not say why it exists."""
    if not (ast.get_docstring(module.tree) or "").strip():
        yield module.path


def more_than_a_docstring(module: Source) -> Iterator[str]:
    """A package file that does something; the codecs hold their contract and registry."""
    if not module.path.endswith("/__init__.py") or "devices/codecs/" in module.path:
        return
    if len(module.tree.body) != 1:
        yield module.path


def hidden_imports(module: Source) -> Iterator[str]:
    """An import that runs only when something is called, and so can hide a cycle."""
    for outer in ast.walk(module.tree):
        if not isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        for node in ast.walk(outer):
            match node:
                case ast.Import() | ast.ImportFrom():
                    yield f"{module.path}:{node.lineno}"
                case ast.Call() if _called(node) == "__import__":
                    yield f"{module.path}:{node.lineno}"


def writes(module: Source) -> Iterator[str]:
    """A screen that opens the ledger's pen itself: actions alone may."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr in {"write", "pull"}:
            yield f"{module.path}:{node.lineno}"


def prints(module: Source) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and _called(node) == "print":
            yield f"{module.path}:{node.lineno}"


def untranslated(module: Source) -> Iterator[str]:
    """Chinese handed to a call as it stands: no translator would ever see it."""
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call) or _called(node) in TRANSLATORS | UNSEEN:
            continue
        for argument in (*node.args, *(k.value for k in node.keywords)):
            if _shown(argument):
                yield f"{module.path}:{argument.lineno}"


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _shown(argument: ast.expr) -> bool:
    """A literal or an f-string with Chinese in it."""
    parts = argument.values if isinstance(argument, ast.JoinedStr) else [argument]
    return any(
        isinstance(part, ast.Constant)
        and isinstance(part.value, str)
        and CHINESE.search(part.value)
        for part in parts
    )


def unlabelled(enum: type[Enum]) -> Iterator[str]:
    for member in enum:
        label: Any = getattr(member, "label", "")
        if not (isinstance(label, str) and CHINESE.search(label)):
            yield f"{enum.__qualname__}.{member.name}"


def sourceless(pack: dict[str, Any]) -> Iterator[str]:
    """A pack without its source in words, or a limit that names no known document."""
    if not str(pack.get("source", "")).strip():
        yield "the pack"
    known = {document["id"] for document in pack.get("document", ()) if document["title"]}
    for limit in pack.get("limit", ()):
        if not {limit["instrument"], *limit["sources"]} <= known:
            yield limit["id"]


# The rules held against the program


def _offences(rule: Any, modules: list[Source]) -> list[str]:
    return [offence for module in modules for offence in rule(module)]


def test_modules_and_functions_keep_within_their_budget() -> None:
    assert _offences(too_long, BUDGETED) == []


def test_nearly_all_functions_are_short() -> None:
    sizes = [size for module in BUDGETED for _, size in functions(module)]
    assert statistics.quantiles(sizes, n=20)[-1] <= LONGEST_FUNCTION_P95


def test_every_module_says_why_it_exists() -> None:
    assert _offences(silent, PROGRAM) == []


def test_packages_hold_a_docstring_and_nothing_else() -> None:
    assert _offences(more_than_a_docstring, PROGRAM) == []


def test_no_import_hides_in_a_function() -> None:
    assert _offences(hidden_imports, PROGRAM) == []


def test_screens_write_only_through_actions() -> None:
    assert _offences(writes, SCREENS) == []


def test_only_commands_print() -> None:
    quiet = [m for m in PROGRAM if not m.path.startswith("inspector/commands/")]
    assert _offences(prints, quiet) == []


def test_what_screens_say_can_be_translated() -> None:
    assert _offences(untranslated, SCREENS) == []


def _domain_modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(inspector.domain.__path__, "inspector.domain."):
        yield importlib.import_module(found.name)


def _enums() -> set[type[Enum]]:
    """Those the domain itself defines, and only those that have members to label."""
    return {
        thing
        for module in _domain_modules()
        for thing in vars(module).values()
        if isinstance(thing, type)
        and issubclass(thing, Enum)
        and thing.__module__.startswith("inspector.domain")
    }


def test_every_enum_member_of_the_domain_has_a_chinese_label() -> None:
    found = _enums()
    assert len(found) > 10
    assert [offence for enum in found for offence in unlabelled(enum)] == []


@pytest.mark.parametrize("file", sorted(STANDARDS.glob("*.toml")), ids=lambda f: f.stem)
def test_every_standard_names_its_source(file: Path) -> None:
    assert list(sourceless(tomllib.loads(file.read_text(encoding="utf-8")))) == []


# The rules broken on purpose


@pytest.mark.parametrize(
    ("rule", "offence"),
    [
        (too_long, "x = 1\n" * (LONGEST_MODULE + 1)),
        (too_long, "def f():\n" + "    x = 1\n" * LONGEST_FUNCTION),
        (silent, "x = 1"),
        (silent, '"""   """'),
        (hidden_imports, "def f():\n    import os"),
        (hidden_imports, "async def f():\n    if True:\n        from os import path"),
        (hidden_imports, "class A:\n    def f(self):\n        import os"),
        (hidden_imports, "f = lambda: __import__('os')"),
        (writes, "def keep(desk):\n    with desk.here.ledger.write(act): pass"),
        (writes, "door = ledger.write"),
        (writes, "with ledger.pull() as session: pass"),
        (prints, "print('done')"),
        (prints, "def f():\n    print()"),
        (untranslated, "QPushButton('测量')"),
        (untranslated, "label.setText(f'第 {n} 间')"),
        (untranslated, "card.say(text='已保存')"),
    ],
)
def test_a_broken_rule_is_caught(rule: Any, offence: str) -> None:
    assert len(list(rule(Source.of(offence)))) == 1


@pytest.mark.parametrize(
    ("rule", "fine"),
    [
        (too_long, "def f():\n" + "    x = 1\n" * (LONGEST_FUNCTION - 1)),
        (silent, '"""Why."""'),
        (hidden_imports, "import os\n\ndef f():\n    return os"),
        (writes, "ledger.ask(query)"),
        (prints, "fingerprint = footprints(1)"),
        (untranslated, "QPushButton(self.tr('测量'))"),
        (untranslated, "label.setText(self.tr('第 {n} 间').format(n=1))"),
        (untranslated, "label.setText('㎡')"),
    ],
)
def test_what_is_as_it_should_be_passes(rule: Any, fine: str) -> None:
    assert list(rule(Source.of(fine))) == []


def test_code_in_a_package_file_is_caught() -> None:
    offence = '"""Why."""\nfrom os import path'
    assert list(more_than_a_docstring(Source.of(offence, "inspector/db/__init__.py")))
    assert list(more_than_a_docstring(Source.of("", "inspector/db/__init__.py")))
    codecs = "inspector/devices/codecs/__init__.py"
    assert not list(more_than_a_docstring(Source.of(offence, codecs)))


def test_a_migration_has_no_budget() -> None:
    path = "inspector/db/migrations/versions/0002_more.py"
    assert Source.of("", path).is_migration
    assert not Source.of("", "inspector/db/migrations/env.py").is_migration


def test_a_label_that_is_missing_or_not_chinese_is_caught() -> None:
    class Bare(Enum):
        ONE = "one"

    class English(Enum):
        ONE = "one"

        @property
        def label(self) -> str:
            return "one"

    assert [*unlabelled(Bare), *unlabelled(English)] == [
        f"{Bare.__qualname__}.ONE",
        f"{English.__qualname__}.ONE",
    ]


LIMIT = {"id": "one", "instrument": "2674", "sources": ["S01"]}
DOCUMENTS = [{"id": "2674", "title": "建设标准"}, {"id": "S01", "title": "转载"}]


@pytest.mark.parametrize(
    ("offence", "caught"),
    [
        ({"source": " "}, ["the pack"]),
        ({"limit": [LIMIT | {"sources": ["S09"]}]}, ["one"]),
        ({"limit": [LIMIT | {"instrument": ""}]}, ["one"]),
        ({"document": [{"id": "2674", "title": ""}, DOCUMENTS[1]]}, ["one"]),
        ({}, []),
    ],
)
def test_a_standard_without_a_source_is_caught(
    offence: dict[str, Any], caught: list[str]
) -> None:
    whole = {"source": "表3", "document": DOCUMENTS, "limit": [LIMIT]}
    assert list(sourceless(whole | offence)) == caught
