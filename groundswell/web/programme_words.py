"""What pages say of a programme: what it is, and how it ended."""

from datetime import date

from groundswell.common.dates import day_name
from groundswell.programmes.facts import ProgrammeFacts
from groundswell.programmes.models import Programme

from .formats import sentence

Outcome = Programme.Outcome
RUNNING = "Running"
NEITHER = "That is neither a success nor a lapse by itself."


def ending(facts: ProgrammeFacts, day: date) -> str:
    """How the programme had ended by a day, in sentences; "" while it was running."""
    outcome = facts.outcome(day)
    if outcome == Outcome.RUNNING:
        return ""
    closure = facts.closure
    if closure is None:
        return _as_said(facts, outcome)
    when, reason = f"on {day_name(closure.ending.on)}", _sentence(closure.ending.reason)
    if outcome == Outcome.HANDED_OVER:
        to = closure.ending.to
        whom = f" to the {to.removeprefix('the ')}" if to else " to business as usual"
        return " ".join(filter(None, (f"Handed over{whom} {when}.", NEITHER, reason)))
    verb = "Withdrawn" if outcome == Outcome.WITHDRAWN else "Closed"
    return " ".join(filter(None, (f"{verb} {when}.", reason)))


def _as_said(facts: ProgrammeFacts, outcome: str) -> str:
    """Of an ending that only the file of programmes told, without its day."""
    planned = f" It was to run until {day_name(facts.end)}." if facts.end else ""
    if outcome == Outcome.HANDED_OVER:
        return f"Handed over to business as usual.{planned} {NEITHER}"
    verb = "Withdrawn" if outcome == Outcome.WITHDRAWN else "Closed"
    return f"{verb}.{planned}"


def _sentence(text: str) -> str:
    return f"{sentence(text.strip()).removesuffix('.')}." if text.strip() else ""


def outcome_words(facts: ProgrammeFacts, day: date) -> str:
    """Running, closed...: one word or two, for a list."""
    words = {Outcome.RUNNING: RUNNING, Outcome.HANDED_OVER: "Handed over"}
    outcome = Outcome(facts.outcome(day))
    return words.get(outcome, str(outcome.label))


def period(facts: ProgrammeFacts) -> str:
    """1 April 2018 to 31 March 2021."""
    start = day_name(facts.start)
    return f"{start} to {day_name(facts.end)}" if facts.end else f"from {start}"
