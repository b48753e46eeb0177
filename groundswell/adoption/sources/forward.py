"""Refusing rows by which a site's account would run backwards: see `adoption.timeline`."""

from collections.abc import Mapping

from groundswell.submissions.findings import Findings

from ..recording import Plan
from ..rules import REASONS
from ..timeline import StepDown, Told, steps_down


def refuse_backwards(plan: Plan, sheet: str, findings: Findings) -> None:
    """Refuse each row that steps down without a reason, or by whose date a later event would.

    What is stored already, and was accepted when less was known, is left alone.
    """
    refused: set[int | None] = set()
    written = {d.row: d.site_code for d in [*plan.new, *(d for d, _ in plan.corrections)]}
    for (_, _, evidence), events in plan.after.items():
        if evidence != "reported" or not any(e.row in written for e in events):
            continue
        told = [Told(e.stage, e.on, e.reason, e.row) for e in events if e.stage != "void"]
        for step in steps_down(told):
            refused.add(_refuse(step, sheet, written, findings))
    plan.leave_out(refused)


def _refuse(
    step: StepDown, sheet: str, written: Mapping[int, str], findings: Findings
) -> int | None:
    """Refuse the row that can mend it; returns that row, None where both events are stored."""
    higher, lower = step
    if lower.row in written and lower.row is not None:
        why = (
            f"{_named(lower)} is a step down from {_named(higher, small=True)}{_where(higher)}. "
            "Going back needs a reason."
        )
        mend = f"Give one of: {', '.join(REASONS)}. Or mend the date or the stage."
        findings.refuse(sheet, lower.row, "reason", "", why, mend)
        return lower.row
    if higher.row in written and higher.row is not None:
        why = (
            f"{_named(higher)} would come before {_named(lower, small=True)}{_where(lower)}, "
            "so that the site's time line ran backwards."
        )
        mend = f"Mend the date; or, if that of {lower.stage} is the wrong one, correct it first."
        findings.refuse(sheet, higher.row, "date", str(higher.on), why, mend)
        return higher.row
    return None


def _named(event: Told, small: bool = False) -> str:
    stage = event.stage if small else event.stage.capitalize()
    return f"{stage} ({event.on.name})"


def _where(event: Told) -> str:
    return f" in row {event.row}" if event.row else ", which is known"
