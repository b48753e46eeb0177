"""Accounts, the audit trail and the number that names each state of the ledger."""

from django.contrib.auth.models import AbstractUser
from django.db import models

SUBJECT_LENGTH = 200


class Role(models.TextChoices):
    """What somebody who is logged in may be. Everybody else is the public."""

    CONTRIBUTOR = "contributor", "Network contributor"
    ADMINISTRATOR = "administrator", "National administrator"


class Person(AbstractUser):
    """Somebody with an account."""

    role = models.CharField(max_length=20, choices=Role, blank=True)
    network = models.CharField(
        max_length=20, blank=True, help_text="Code of the network that a contributor works for."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="contributor_has_network",
                condition=~models.Q(role="contributor") | ~models.Q(network=""),
            )
        ]


class Token(models.Model):
    """What a program sends instead of a password. Only its SHA-256 is kept: it is random enough.

    A person has one that counts: making another revokes it.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tokens")
    sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="person_has_one_token",
                fields=["person"],
                condition=models.Q(revoked_at__isnull=True),
            )
        ]


class Ledger(models.Model):
    """One row: the data version, raised by every action.

    Every action locks this row first, so actions happen one after another and a higher
    version never lacks the facts of a lower one, on PostgreSQL as on SQLite.
    """

    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(name="ledger_has_one_row", condition=models.Q(pk=1))]


class AuditEvent(models.Model):
    """Who did what, when and why: written by the action wrapper, in the action's transaction."""

    version = models.PositiveBigIntegerField(unique=True)
    action = models.CharField(max_length=60)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = models.TextField(blank=True)
    subject = models.CharField(max_length=SUBJECT_LENGTH)
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["-version"]
