"""`groundswell analyse`: the statistics on an analyst's own file. No database, no Django models."""

from importlib import import_module
from importlib.util import find_spec

import click

# In the order a reader meets them. Each is a module here with a command of its name.
COMMANDS = ("spc", "effect", "its", "curve", "survival", "plan", "equity")


class _Analyse(click.Group):
    """Imports a subcommand when it is asked for: SciPy alone takes a third of a second."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name in COMMANDS if find_spec(f"{__name__}.{name}")]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command = getattr(import_module(f"{__name__}.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=_Analyse)
def analyse() -> None:
    """Analyse a file of your own: charts, curves, effects, plans. Needs no database."""
