"""What was agreed of a programme: the small forms that add to it, and its tables as files."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils import timezone

from groundswell.programmes.facts import ProgrammeFacts
from groundswell.submissions.findings import Refusal

# Layouts that the page has a form for, with what is typed; the programme is the page's own.
ADDED: dict[str, tuple[str, ...]] = {
    "targets": ("network", "due", "kind", "value", "whole", "source"),
    "rounds": ("start", "end", "due"),
    "participants": ("network", "owner", "email", "start", "end"),
    "closures": ("outcome", "on", "to", "reason"),
}
SAID = {
    "targets": "The target is recorded. Of several for one place and day the last counts.",
    "rounds": "The return is asked for.",
    "participants": "Who takes part is recorded.",
    "closures": "How the programme ended is recorded.",
}


@dataclass(slots=True)
class AddForm:
    """One of the small forms: its fields are named layout-column, such as targets-due."""

    layout: str
    values: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    def row(self, programme: str) -> dict[str, str]:
        """The typed row. Its last column makes each sending a file of its own.

        The same may be said again after something else was, and a file is accepted only once.
        """
        typed = {
            column: " ".join(self.values.get(f"{self.layout}-{column}", "").split())
            for column in ADDED[self.layout]
        }
        return {"programme": programme, **typed, "typed": timezone.now().isoformat()}

    def refuse(self, refusals: tuple[Refusal, ...]) -> None:
        for refusal in refusals:
            known = refusal.column in ADDED[self.layout]
            name = f"{self.layout}-{refusal.column}" if known else ""
            self.errors.setdefault(name, f"{refusal.why} {refusal.mend}".strip())


Table = tuple[tuple[str, ...], list[tuple[str, ...]]]


def agreed_tables(facts: ProgrammeFacts, *, personal: bool) -> Mapping[str, Table]:
    """The tables under the columns of their layouts, so that they can be mended and sent again.

    `personal`: with who answers for a network, and their address.
    """
    slug = facts.slug
    return {
        "participants": (
            ("programme", "network", "owner", "email", "start", "end"),
            [
                (
                    slug,
                    p.network,
                    p.owner if personal else "",
                    p.email if personal else "",
                    p.start.isoformat(),
                    p.end.isoformat() if p.end else "",
                )
                for p in facts.participants
            ],
        ),
        "targets": (
            ("programme", "network", "due", "kind", "value", "whole", "source"),
            [
                (
                    slug,
                    t.network or "",
                    t.due.isoformat(),
                    t.kind,
                    f"{t.value:.12g}",
                    f"{t.whole:.12g}" if t.whole is not None else "",
                    t.source,
                )
                for t in facts.targets
            ],
        ),
        "rounds": (
            ("programme", "start", "end", "due"),
            [
                (slug, r.start.isoformat(), r.end.isoformat(), r.due.isoformat())
                for r in facts.rounds
            ],
        ),
        "programme-measures": (
            ("programme", "measure", "role"),
            [(slug, m.measure, m.role) for m in facts.measures],
        ),
        "published-results": (
            ("programme", "kind", "text", "period", "source"),
            [(slug, r.kind, r.text, r.period, r.source) for r in facts.results],
        ),
        "closures": (
            ("programme", "outcome", "on", "to", "reason"),
            [
                (slug, e.outcome, e.on.isoformat(), e.to, e.reason)
                for e in (c.ending for c in facts.closures)
            ],
        ),
    }
