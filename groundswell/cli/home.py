"""The data directory: made and brought up to date before a command uses it."""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor


def prepare_home() -> None:
    """Make the data directory and bring the ledger's tables up to date. Quick when they are."""
    Path(settings.HOME).mkdir(parents=True, exist_ok=True)
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        # In one transaction: Django records some migrations only after their tables are committed,
        # and a start killed in between could not be repeated. SQLite wants its checks of foreign
        # keys off before that transaction begins.
        with connection.constraint_checks_disabled(), transaction.atomic():
            call_command("migrate", verbosity=0, interactive=False)
