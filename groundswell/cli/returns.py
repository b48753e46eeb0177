"""`groundswell returns`: a network's return for a round, from template to accepted facts."""

from pathlib import Path

import click

from groundswell.adoption.asked import NotAsked, find_return
from groundswell.reports.return_workbook import NothingToReturn, template_of

from .home import prepare_home
from .imports import import_command


@click.group()
def returns() -> None:
    """Templates of returns, and sending them back."""


@returns.command()
@click.option("--programme", required=True, help="The programme's slug.")
@click.option("--network", required=True, help="The network's code, as HI-West.")
@click.option("--round", "round_", required=True, help="The round's first day, or as 2018-Q2.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="The file or folder to write; a file that is there is not overwritten.",
)
def template(programme: str, network: str, round_: str, output: Path | None) -> None:
    """Write the workbook that a network fills in."""
    prepare_home()
    try:
        name, content = template_of(find_return(programme, network, round_))
    except (NotAsked, NothingToReturn) as error:
        raise click.ClickException(str(error)) from error
    path = output or Path(name)
    if path.is_dir():
        path = path / name
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError as error:
        raise click.ClickException(f"{path} is there already: give another --output.") from error
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}.") from error
    click.echo(f"Written: {path}")


returns.add_command(
    import_command(
        "send",
        "adoptions",
        "Check returns, and store what they say with --accept. A template says itself what it is "
        "for; with CSV give --programme, --network and --round.",
        only=("return",),
    )
)
