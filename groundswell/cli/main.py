"""The `groundswell` command. It knows the terminal; what it does is in the packages below."""

import os

import click
import django


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="groundswell")
def cli() -> None:
    """Groundswell: what spread where, whom it reached, what it changed.

    The data directory is GROUNDSWELL_HOME (.groundswell here, unless it is set).
    """


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "groundswell.config.settings")
    django.setup()
    # The commands import models, which needs Django set up.
    from . import (
        ask,
        cells,
        django_admin,
        docs,
        figures,
        imports,
        ingest,
        measures,
        people,
        programmes,
        returns,
        serve,
    )
    from .analyse import analyse

    for command in (
        serve.demo,
        serve.serve,
        imports.import_,
        ingest.ingest,
        ask.ask,
        analyse,
        figures.figures,
        measures.measures,
        programmes.programmes,
        cells.cells_,
        returns.returns,
        serve.accounts,
        people.people,
        docs.docs,
        django_admin.django,
    ):
        cli.add_command(command)
    cli()
