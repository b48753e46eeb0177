"""`groundswell docs`: the reference pages that are written from the registries."""

from pathlib import Path
from types import ModuleType

import click

from groundswell.adoption.rules import DEFINITIONS, REASONS, STAGES
from groundswell.intake import LAYOUTS
from groundswell.people.action import ACTIONS
from groundswell.people.policy import PERMISSIONS
from groundswell.questions.asked import fields_of
from groundswell.questions.registry import QUESTIONS

from .measure_pages import measures_page

FOLDER = Path("docs/reference")
WRITTEN = "<!-- Written by `make docs` from the registries: change those, not this page. -->\n"


@click.command()
@click.option("--check", is_flag=True, help="Only say whether the pages are up to date.")
def docs(check: bool) -> None:
    """Write docs/reference from the registries of questions, layouts, actions and measures."""
    pages = {
        "questions.md": _questions(),
        "layouts.md": _layouts(),
        "actions.md": _actions(),
        "measures.md": f"{WRITTEN}\n{measures_page()}",
    }
    stale = [name for name, text in pages.items() if _held(name) != text]
    if check and stale:
        raise click.ClickException(f"Out of date: {', '.join(stale)}. Run make docs.")
    if not check:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name in stale:
            (FOLDER / name).write_text(pages[name])
        click.echo(f"Written: {', '.join(stale) or 'nothing, all were up to date'}.")


def _held(name: str) -> str:
    page = FOLDER / name
    return page.read_text() if page.exists() else ""


def _questions() -> str:
    parts = [WRITTEN, "# Questions\n", *(_question(n, m) for n, m in QUESTIONS.items())]
    parts.append("## Definitions of adopted\n")
    parts += [f"- **{d.name}**, {d.title}: {d.text}" for d in DEFINITIONS.values()]
    return "\n".join(parts) + "\n"


def _question(name: str, module: ModuleType) -> str:
    lines = [
        f"## {name}\n",
        f"{module.__doc__}\n",
        f"On the command line `groundswell ask {name}`, in the API `/api/v1/questions/{name}`, "
        "with the same fields.\n",
        "| field | what it says |\n|---|---|",
    ]
    lines += [f"| `{f.name}` | {f.text} |" for f in fields_of(module.Question)]
    return "\n".join(lines) + "\n"


def _layouts() -> str:
    lines = [
        WRITTEN,
        "# Layouts of files\n",
        "`groundswell import GROUP FILE` recognises a layout by the file's shape.\n",
        "| group | layout | what it is | options |\n|---|---|---|---|",
    ]
    for layout in sorted(LAYOUTS.values(), key=lambda x: (x.group, x.name)):
        options = ", ".join(
            f"`--{o.name.replace('_', '-')}`" + ("" if o.required else " (optional)")
            for o in layout.options
        )
        lines.append(f"| {layout.group} | `{layout.name}` | {layout.title} | {options} |")
    lines.append(f"\nStages of the adoption ladder: {', '.join(STAGES)}.\n")
    lines.append(f"Reasons for pausing or stopping: {', '.join(REASONS)}.")
    return "\n".join(lines) + "\n"


def _actions() -> str:
    lines = [WRITTEN, "# Actions\n", "| action | permission | roles |\n|---|---|---|"]
    for act in sorted(ACTIONS.values(), key=lambda a: a.name):
        roles = ", ".join(sorted(role.value for role in PERMISSIONS[act.permission]))
        lines.append(f"| `{act.name}` | `{act.permission}` | {roles} |")
    return "\n".join(lines) + "\n"
