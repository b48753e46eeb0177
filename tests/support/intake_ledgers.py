"""Data directories and databases read without Django: for killing what writes them."""

import hashlib
import shutil
import sqlite3
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.apps import apps

TABLES = [m._meta.db_table for m in apps.get_models() if m.__module__.startswith("groundswell.")]


class SqliteLedger:
    """A data directory with its ledger."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment = {"GROUNDSWELL_HOME": str(home), "DATABASE_URL": ""}

    def copy(self, home: Path) -> "SqliteLedger":
        shutil.copytree(self.home, home)
        return SqliteLedger(home)

    def rows(self, statement: str) -> list[tuple]:
        connection = sqlite3.connect(self.home / "ledger.sqlite3")
        try:
            return connection.execute(statement).fetchall()
        finally:
            connection.close()

    def is_sound(self) -> bool:
        return self.rows("PRAGMA integrity_check") == [("ok",)] and not self.rows(
            "PRAGMA foreign_key_check"
        )

    def drop(self) -> None:
        shutil.rmtree(self.home)


class PostgresLedger:
    """A data directory with a database of its own on the server of a DATABASE_URL."""

    def __init__(self, home: Path, server: str, template: str = "template0") -> None:
        self.home, self.server = home, server
        # Test runs side by side share the server.
        self.name = f"groundswell_{hashlib.sha256(str(home).encode()).hexdigest()[:16]}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{template}"')
        self.url = urlunsplit(urlsplit(server)._replace(path=f"/{self.name}"))
        self.environment = {"GROUNDSWELL_HOME": str(home), "DATABASE_URL": self.url}

    def copy(self, home: Path) -> "PostgresLedger":
        if self.home.exists():
            shutil.copytree(self.home, home)
        return PostgresLedger(home, self.server, self.name)

    def rows(self, statement: str) -> list[tuple]:
        with psycopg.connect(self.url) as connection:
            return connection.execute(statement).fetchall()

    def is_sound(self) -> bool:
        return self.rows("SELECT 1") == [(1,)]

    def drop(self) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{self.name}" WITH (FORCE)')


Ledger = SqliteLedger | PostgresLedger


def counts(ledger: Ledger) -> dict[str, int]:
    """Rows of every table but accounts (the operator's own is made before any import)."""
    statement = " UNION ALL ".join(
        f"SELECT '{t}', count(*) FROM {t}" for t in TABLES if t != "people_person"
    )
    return dict(ledger.rows(statement))


def lost_files(ledger: Ledger) -> list[str]:
    """Files that a row of the ledger names and that are missing, or hold something else."""
    named = [
        f"incoming/{sha}" for (sha,) in ledger.rows("SELECT sha256 FROM submissions_submission")
    ]
    held = "SELECT path FROM measures_cellfile WHERE collected IS NULL"
    named += [f"cells/{path}" for (path,) in ledger.rows(held)]
    return [name for name in named if not _is_whole(ledger.home / name)]


def half_written(ledger: Ledger) -> list[str]:
    """Files under a final name whose content is not what the name says."""
    kept = [f for d in ("incoming", "cells") for f in (ledger.home / d).glob("*")]
    return [f.name for f in kept if not f.name.startswith(".unfinished-") and not _is_whole(f)]


def _is_whole(file: Path) -> bool:
    return file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() == file.stem
