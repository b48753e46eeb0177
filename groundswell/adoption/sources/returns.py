"""A network's return for a round of a programme: what is new of each of its sites."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from groundswell.organisations.codes import clean_code
from groundswell.organisations.models import Organisation
from groundswell.organisations.queries import closings, history, names_on, openings, postcodes_on
from groundswell.people import policy
from groundswell.people.models import Person
from groundswell.submissions.findings import Findings
from groundswell.submissions.layouts import Checked, Layout, Option
from groundswell.submissions.models import Submission
from groundswell.submissions.tables import Record, Sheet, records

from ..asked import NotAsked, Return, find_return, innovations_of
from ..recording import EventDraft, additions, save_events
from ..returned import Account, Blank, earlier_events, not_listed, plan_return, save_account
from .dating import Days
from .forward import refuse_backwards
from .nearby import Nearby
from .return_rows import Context, read_row
from .return_shape import filled_sheet, is_return, tell_options


@dataclass(frozen=True, slots=True)
class _Told:
    """A checked return, to be stored."""

    account: Account
    round: int
    network: int


def _check(
    sheets: Sequence[Sheet], options: dict[str, str], by: Person, findings: Findings
) -> Checked:
    try:
        asked = find_return(options["programme"], options["network"], options["round"])
    except NotAsked as no:
        findings.refuse("", 0, f"--{no.option}", no.value, no.why, no.mend)
        return Checked(0, None, 0)
    if not policy.may(by, "adoption.record", network=asked.network.code):
        why = f"This is the return of {asked.network.code}."
        mend = f"You may send the returns of {by.network}: leave this one to that network."
        findings.refuse("", 0, "--network", asked.network.code, why, mend)
        return Checked(0, None, 0)
    context = _context(asked)
    sheet = filled_sheet(sheets)
    rows = list(records(sheet))
    told = [found for row in rows if (found := read_row(row, context, findings))]
    drafts = [row for row in told if isinstance(row, EventDraft)]
    blanks = [row for row in told if isinstance(row, Blank)]
    network = asked.network.pk
    account = plan_return(drafts, blanks, earlier_events(asked.round, network))
    refuse_backwards(account.plan, sheet.name, findings)
    _note_sites_left_out(asked, context, rows, sheet.name, findings)
    plan = account.plan
    facts = _Told(account, asked.round.pk, network)
    return Checked(
        len(rows),
        facts,
        len(plan.new),
        tuple(plan.changes),
        len(plan.unchanged),
        account.blank,
        additions(plan),
    )


def _context(asked: Return) -> Context:
    ours = {slug: frozenset(asked.sites.get(slug, ())) for slug in innovations_of(asked.programme)}
    codes, end = frozenset().union(*ours.values()), asked.round.end
    return Context(
        asked=asked,
        ids=dict(Organisation.objects.values_list("code", "pk")),
        innovations=innovations_of(asked.programme),
        days=Days(timezone.localdate(), openings(), closings()),
        nearby=Nearby(codes, names_on(codes, end), postcodes_on(codes, end), history()),
        ours=ours,
    )


def _note_sites_left_out(
    asked: Return,
    context: Context,
    rows: Sequence[Record],
    sheet: str,
    findings: Findings,
) -> None:
    """Say once how many sites the file does not list, and what becomes of them."""
    listed = {context.ids.get(clean_code(row["site"]), 0) for row in rows}
    if kept := not_listed(asked.round, asked.network.pk, listed):
        sites = "site is" if kept == 1 else "sites are"
        text = (
            f"{kept:,} {sites} not in this file, and an earlier return of this round told of "
            f"{'it' if kept == 1 else 'them'}: that stays as it is."
        )
        findings.note(sheet, 0, text)
    everybody = {context.ids[code] for codes in context.ours.values() for code in codes}
    silent = len(everybody - listed) - kept
    if silent > 0:
        text = f"This file says nothing of {silent:,} of the network's {len(everybody):,} sites."
        findings.note(sheet, 0, text)


def _store(submission: Submission, checked: Checked) -> dict[str, int]:
    told: _Told = checked.facts
    plan = told.account.plan
    save_events(plan, submission)
    rows = save_account(told.account, submission, told.round, told.network)
    return {"events": len(plan.new), "corrections": len(plan.corrections), **rows}


RETURN = Layout(
    name="return",
    title="Return of a network for a programme",
    group="adoptions",
    permission="adoption.record",
    recognise=is_return,
    check=_check,
    store=_store,
    options=(
        Option("programme", "The programme's slug; a template says it itself."),
        Option("network", "The network's code, as HI-West; a template says it itself."),
        Option("round", "The first day of the round, or 2018-Q2; a template says it itself."),
    ),
    told_by=frozenset({"round"}),
    tell_options=tell_options,
    replaces=True,
)
