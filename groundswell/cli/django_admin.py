"""`groundswell django ...`: Django's own commands, for those who look after the program."""

import click
from django.core.management import execute_from_command_line


@click.command(
    "django",
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
    add_help_option=False,
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def django(arguments: tuple[str, ...]) -> None:
    """Run a command of Django's: check, makemigrations, migrate, dbshell."""
    execute_from_command_line(["groundswell django", *arguments])
