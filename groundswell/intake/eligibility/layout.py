"""The layout of rules: what each selects, said before it is stored as a cohort."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from groundswell.common.numbers import count
from groundswell.organisations.models import Organisation
from groundswell.organisations.queries import history, names_on
from groundswell.people.models import Person
from groundswell.programmes.access import PERMISSION, records_all
from groundswell.programmes.eligibility import (
    SITES,
    UNKNOWN,
    Rule,
    Selection,
    outside_network,
    select,
)
from groundswell.programmes.models import Cohort, CohortSite, Programme
from groundswell.programmes.sources.agreed import Known, period, refuse_at
from groundswell.submissions.findings import Findings
from groundswell.submissions.layouts import Checked, Layout, has_headings
from groundswell.submissions.models import Submission
from groundswell.submissions.tables import Record, Sheet, records

from .organisations import Organisations
from .reading import read_innovation, read_rule

MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class _Draft:
    """A rule with what it selects, before it is stored."""

    sheet: str
    row: int
    programme: Programme
    innovation: int
    rule: Rule
    words: str
    selection: Selection
    start: date
    end: date | None


def _check(
    sheets: Sequence[Sheet], options: dict[str, str], by: Person, findings: Findings
) -> Checked:
    things, organisations = Known(by), Organisations()
    drafts: list[_Draft] = []
    rows = unchanged = 0
    for row in records(sheets[0]):
        rows += 1
        draft = _read(row, things, organisations, findings)
        if draft is not None and _is_stored(draft):
            unchanged += 1
        elif draft is not None:
            drafts.append(draft)
    return Checked(rows, drafts, len(drafts), unchanged=unchanged)


def _read(
    row: Record, things: Known, organisations: Organisations, findings: Findings
) -> _Draft | None:
    """The rule of a row and what it selects; None once something of it has been refused."""
    before = len(findings.refusals)
    programme = things.programme(row, findings)
    innovation = read_innovation(row, programme, findings)
    rule = read_rule(row, organisations, findings)
    start, end = period(row, programme, findings)
    if programme is None or rule is None or start is None or len(findings.refusals) > before:
        return None
    sizes = organisations.sizes(rule.on) if rule.by_size else {}
    selection = select(rule, history(), sizes)
    _say(row, rule, selection, findings)
    if not selection.selected:
        why = "This rule selects no site."
        mend = "The notes say why sites are left out: mend the rule or its day."
        refuse_at(row, "kind", why, mend, findings)
        return None
    if not records_all(things.by):
        _refuse_other_networks(row, rule, selection, things.by, findings)
    words = rule.words(names_on(rule.within, rule.on))
    return _Draft(*row.place, programme, innovation, rule, words, selection, start, end)


def _refuse_other_networks(
    row: Record, rule: Rule, selection: Selection, by: Person, findings: Findings
) -> None:
    outside = outside_network(history(), selection.selected, by.network, rule.on)
    if outside:
        sites = f"{count(len(outside))} of the {count(len(selection.selected))} sites"
        why = f"{sites} that it selects are not in {by.network}: {_some(outside)}."
        mend = f"You may record sites of {by.network}: name it, or places in it."
        refuse_at(row, "list" if rule.sites else "within", why, mend, findings)


def _say(row: Record, rule: Rule, selection: Selection, findings: Findings) -> None:
    """Note how many sites the rule selects, and how many it leaves out for each reason."""
    left = selection.left_out
    total = len(selection.selected) + sum(len(codes) for codes in left.values())
    selected = count(len(selection.selected))
    noun = f"of {count(total)} {SITES[rule.kind]}{' on the list' if rule.sites else ''}"
    findings.note(*row.place, f"This rule selects {selected} {noun}.")
    told = [f"{count(len(codes))} {why}" for why, codes in left.items() if why not in UNKNOWN]
    if told:
        findings.note(*row.place, f"Left out: {', '.join(told)}.")
    for why, codes in left.items():
        if why in UNKNOWN:
            text = f"Left out, although they may be eligible: {count(len(codes))} {why}"
            findings.note(*row.place, f"{text} ({_some(codes)}).")


def _some(codes: Sequence[str]) -> str:
    more = f" and {count(len(codes) - MOST_NAMED)} more" if len(codes) > MOST_NAMED else ""
    return f"{', '.join(codes[:MOST_NAMED])}{more}"


def _is_stored(draft: _Draft) -> bool:
    """Whether the same rule was told of the programme before, for the same period."""
    held = Cohort.objects.filter(programme=draft.programme, innovation=draft.innovation)
    period = (draft.start, draft.end)
    return any(
        cohort.chosen_by == draft.rule.as_data()
        and cohort.sites.values_list("start", "end").first() == period
        for cohort in held
    )


def _store(submission: Submission, checked: Checked) -> dict[str, int]:
    drafts: list[_Draft] = checked.facts
    ids = dict(Organisation.objects.values_list("code", "pk"))
    sites = 0
    for draft in drafts:
        cohort = Cohort.objects.create(
            submission=submission,
            sheet=draft.sheet,
            row=draft.row,
            innovation_id=draft.innovation,
            programme=draft.programme,
            rule=draft.words,
            chosen_by=draft.rule.as_data(),
            on=draft.rule.on,
        )
        selected = draft.selection.selected
        CohortSite.objects.bulk_create(
            [
                CohortSite(
                    cohort=cohort,
                    site_id=ids[code],
                    start=draft.start,
                    end=draft.end,
                    row=draft.row,
                )
                for code in selected
            ],
            batch_size=5000,
        )
        sites += len(selected)
    return {"cohorts": len(drafts), "cohort sites": sites}


ELIGIBILITY = Layout(
    name="eligibility",
    title="Rules of which sites a programme is for",
    group="catalogue",
    permission=PERMISSION,
    recognise=has_headings("programme", "kind", "within", "on"),
    check=_check,
    store=_store,
)
