"""docs/ say what the program does: commands and options, environment variables."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from salesdash.cli import program
from salesdash.config import PROJECT_ROOT, Config
from salesdash.imports.kinds import KINDS
from salesdash.imports.spellings import SPELLINGS, spelled

DOCS = PROJECT_ROOT / "docs"


def commands(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command that can be run, as the documentation names it: words and arguments."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{name} ")
            continue
        arguments = [p.human_readable_name.upper() for p in command.params if isinstance(p, click.Argument)]
        yield " ".join([before.strip(), *([] if command.hidden else [name]), *arguments]).strip(), command


def sections(text: str) -> dict[str, set[str]]:
    """Heading of a command → the options in the table below it."""
    found = {}
    for part in re.split(r"^### ", text, flags=re.M)[1:]:
        heading = re.match(r"`(.+)`", part)
        if heading:
            found[heading[1]] = set(re.findall(r"^\| `(--[a-z-]+)", part, flags=re.M))
    return found


def test_commands_and_options() -> None:
    documented = sections((DOCS / "cli.md").read_text())
    real = {
        name: {o for p in command.params if isinstance(p, click.Option) for o in p.opts} - {"--json"}
        for name, command in commands(program)
    }
    assert documented == real


def test_every_option_explains_itself() -> None:
    for name, command in commands(program):
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, (name, parameter.opts)


def test_environment_variables() -> None:
    text = (DOCS / "administration.md").read_text()
    rows = dict(re.findall(r"^\| `(SALESDASH_\w+)` \| (.*) \|$", text, flags=re.M))
    assert rows == {
        f"SALESDASH_{name.upper()}": f"{_default(name)} | {field.description}"
        for name, field in Config.model_fields.items()
    }


def _default(name: str) -> str:
    value = Config.model_fields[name].default
    return "–" if value is None else f"`{str(value).replace(f'{PROJECT_ROOT}/', '')}`"


@pytest.mark.parametrize(
    "page",
    sorted([*PROJECT_ROOT.glob("*.md"), *DOCS.glob("*.md"), PROJECT_ROOT / "data" / "README.md"]),
    ids=lambda p: p.relative_to(PROJECT_ROOT).as_posix(),
)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target, anchor in re.findall(r"\[[^]]*\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)", page.read_text()):
        there = (page.parent / target) if target else page
        assert there.exists(), f"{page.name} links to {target}"
        if anchor:
            headings = re.findall(r"^#+ (.+)$", there.read_text(), flags=re.M)
            assert anchor in {re.sub(r"[^\w -]", "", h).strip().lower().replace(" ", "-") for h in headings}


def test_kinds_and_fields_of_import_files() -> None:
    text = (DOCS / "import-formats.md").read_text()
    documented = {}
    for part in re.split(r"^### ", text, flags=re.M)[1:]:
        kind = re.match(r"`(\w+)`", part)
        assert kind
        documented[kind[1]] = re.findall(r"^\| (\*\*)?`(\w+)`", part.split("\n## ")[0], flags=re.M)
    assert documented == {
        kind.key: [("**" if field.required else "", field.key) for field in kind.fields] for kind in KINDS.values()
    }


def test_examples_of_column_names_are_recognised() -> None:
    text = (DOCS / "import-formats.md").read_text()
    for part in re.split(r"^### ", text, flags=re.M)[1:]:
        kind = part.split("`")[1]
        rows = re.findall(r"^\| (?:\*\*)?`(\w+)`(?:\*\*)? \|[^|]*\| (.*) \|$", part, flags=re.M)
        assert len(rows) == len(KINDS[kind].fields)
        for field, examples in rows:
            known = {spelling for tier in SPELLINGS[kind][field] for spelling in tier.split()}
            for example in re.split(r", |; ", examples):
                name = re.split(r" where | beside ", example)[0]
                assert spelled(kind, name) in known, (kind, field, name)
