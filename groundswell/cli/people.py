"""`groundswell people`: tokens with which programs send files."""

import click

from groundswell.people.actions import make_token, operator, revoke_token

from .home import prepare_home


@click.group()
def people() -> None:
    """Tokens for people's programs. `groundswell account` makes the accounts."""


@people.command()
@click.argument("username")
@click.option("--why", default="", help="A word for the audit trail.")
def token(username: str, why: str) -> None:
    """Make a token for somebody's programs, and revoke the one before.

    It is written to standard output once, and nobody can see it again.
    """
    prepare_home()
    try:
        made = make_token(by=operator(), username=username, why=why)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    click.echo(made)
    click.echo(f"Keep it safe: whoever has it sends files as {username}.", err=True)


@people.command()
@click.argument("username")
@click.option("--why", default="", help="A word for the audit trail.")
def revoke(username: str, why: str) -> None:
    """Take somebody's token away."""
    prepare_home()
    try:
        revoked = revoke_token(by=operator(), username=username, why=why)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{username} has no token now." if revoked else f"{username} had no token.")
