"""Serving the pages, building the demo, making accounts."""

import os
import secrets
import sys
import time

import click

from groundswell.people.actions import create_account, operator
from groundswell.people.models import Role

from .home import prepare_home


def _serve(host: str, port: int) -> None:
    """Replace this process by the server; its workers share the secret key set here."""
    os.environ.setdefault("GROUNDSWELL_SECRET_KEY", secrets.token_urlsafe(50))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "groundswell.config.settings")
    arguments = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        host,
        "--port",
        str(port),
        "--workers",
        "2",
        "--blocking-threads",
        "4",
        "--log-level",
        "warning",
        "groundswell.config.wsgi:application",
    ]
    os.execv(sys.executable, arguments)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, envvar="PORT")
def serve(host: str, port: int) -> None:
    """Serve the pages and the API of the data directory."""
    prepare_home()
    click.echo(f"Groundswell is at http://{host}:{port}/ (Ctrl+C stops it)")
    _serve(host, port)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, envvar="PORT")
@click.option("--build-only", is_flag=True, help="Build the data and stop.")
def demo(host: str, port: int, build_only: bool) -> None:
    """Build a synthetic England, once, and serve it."""
    from groundswell.demo.build import ACCOUNTS, build

    from .progress import steps

    prepare_home()
    started = time.monotonic()
    with steps() as progress:
        build(operator(), progress)
    click.echo(f"Ready after {time.monotonic() - started:.0f} seconds.")
    if build_only:
        return
    click.echo(f"\nGroundswell is at http://{host}:{port}/ (Ctrl+C stops it)")
    click.echo("Everything in it is invented, but for the networks, ICBs and regions.")
    for account in ACCOUNTS:
        click.echo(f"  Log in as {account.username} with {account.password}: {account.title}")
    _serve(host, port)


@click.command("account")
@click.argument("username")
@click.option("--role", type=click.Choice(Role.values), required=True)
@click.option("--network", default="", help="A contributor's network, as HI-West.")
@click.password_option()
def accounts(username: str, role: str, network: str, password: str) -> None:
    """Make an account."""
    prepare_home()
    try:
        create_account(
            by=operator(), username=username, password=password, role=Role(role), network=network
        )
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{username} can log in.")
