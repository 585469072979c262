"""The import contracts of pyproject.toml, each broken on purpose in a copy of the house.

The copy is empty but for its imports: one module for everything that a contract names. As
it stands it keeps every contract; with one offence for each thing a contract forbids, each
of them has to be named in the report of its own contract.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
CONTRACTS = tomllib.loads(PYPROJECT)["tool"]["importlinter"]["contracts"]
COMMAND = "from importlinter.cli import lint_imports_command as lint; lint()"
OFFENDER = "offender"
Imports = dict[str, set[str]]
"""Module -> what it imports."""


class Offence(NamedTuple):
    """An import that the contract of this name must report."""

    contract: str
    importer: str
    imported: str


def _storeys() -> list[list[str]]:
    """From the top down; the names beside each other stand on one storey."""
    [layers] = [c["layers"] for c in CONTRACTS if c["type"] == "layers"]
    return [[f"inspector.{name.strip()}" for name in layer.split("|")] for layer in layers]


def house() -> Imports:
    """What keeps every contract: each library with its owner, each package in place."""
    tree: Imports = defaultdict(set)
    for name in (name for storey in _storeys() for name in storey):
        tree[name] = set()
    for contract in CONTRACTS:
        owners = contract.get("allowed_importers", ())
        for owner in owners:
            tree[owner] |= set(contract["protected_modules"])
        for protected in contract.get("protected_modules", ()):
            if protected.startswith("inspector."):
                tree[protected] = set()
    return tree


def offences() -> Iterator[Offence]:
    for contract in CONTRACTS:
        name = contract["name"]
        for importer, imported in _pairs(contract):
            yield Offence(name, importer, imported)


def _pairs(contract: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    match contract["type"]:
        case "layers":
            return _upward()
        case "protected":
            return [(_stranger(contract, p), p) for p in contract["protected_modules"]]
        case "forbidden":
            return [
                (f"{source}.{OFFENDER}", forbidden)
                for source in contract["source_modules"]
                for forbidden in contract["forbidden_modules"]
            ]
        case "acyclic_siblings":
            return [("inspector.db.egg", "inspector.db.hen")]
    raise AssertionError(f"no offence is known against {contract['type']}")


def _upward() -> Iterator[tuple[str, str]]:
    """Every storey importing the one above it, and every neighbour another."""
    storeys = _storeys()
    for above, below in pairwise(storeys):
        yield f"{below[0]}.{OFFENDER}", above[0]
    for storey in storeys:
        for one, other in pairwise(storey):
            yield f"{other}.{OFFENDER}", one


def _stranger(contract: Mapping[str, Any], protected: str) -> str:
    """A module that may not import this, but does not break the storeys by doing so."""
    if protected.startswith("inspector."):
        return f"inspector.actions.{OFFENDER}"
    owners = contract["allowed_importers"]
    home = "inspector.domain" if "inspector.domain" not in owners else "inspector.db"
    return f"{home}.{OFFENDER}"


def build(folder: Path, tree: Mapping[str, Iterable[str]]) -> None:
    """Write the copy; what has something inside it becomes a package."""
    every = {parent for name in tree for parent in _parents(name)} | {*tree}
    every |= {f"{name}.{OFFENDER}" for name in every if name.count(".") == 1}
    for name in every:
        lines = [f"import {imported}\n" for imported in sorted(tree.get(name, ()))]
        inside = any(other.startswith(f"{name}.") for other in every)
        path = folder.joinpath(*name.split("."))
        file = path / "__init__.py" if inside else path.with_suffix(".py")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(lines), encoding="utf-8")
    (folder / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")


def _parents(name: str) -> Iterator[str]:
    while "." in name:
        name = name.rpartition(".")[0]
        yield name


def lint(folder: Path) -> tuple[int, str]:
    """What `lint-imports` says of this folder."""
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, "--no-cache", "--no-logo"],
        cwd=folder,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    return done.returncode, done.stdout + done.stderr


def test_every_contract_names_an_offence_of_its_own() -> None:
    assert {offence.contract for offence in offences()} == {c["name"] for c in CONTRACTS}


def test_a_house_in_order_keeps_every_contract(tmp_path: Path) -> None:
    build(tmp_path, house())

    code, said = lint(tmp_path)

    assert code == 0, said
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in said


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each contract's report says of a house with every offence in it."""
    tree = house()
    for offence in offences():
        tree[offence.importer] = tree.get(offence.importer, set()) | {offence.imported}
    tree["inspector.db.hen"] = {"inspector.db.egg"}
    folder = tmp_path_factory.mktemp("broken")
    build(folder, tree)
    code, said = lint(folder)
    assert code == 1, said
    parts = re.split(r"^(.+)\n-+\n", said.partition("Broken contracts")[2], flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=False))


@pytest.mark.parametrize("offence", list(offences()), ids=lambda o: f"{o[1]}->{o[2]}")
def test_an_offence_is_reported_by_its_own_contract(
    reports: dict[str, str], offence: Offence
) -> None:
    report = reports[offence.contract]
    importer, imported = re.escape(offence.importer), re.escape(offence.imported)
    apart = r"egg.*hen|hen.*egg" if "egg" in importer else rf"{importer} -> {imported}\b"
    assert re.search(apart, report, re.DOTALL), report


def test_a_package_that_nobody_declared_is_refused(tmp_path: Path) -> None:
    build(tmp_path, house() | {"inspector.helpers": set()})

    code, said = lint(tmp_path)

    assert code == 1
    assert "helpers" in said
