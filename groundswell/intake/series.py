"""Monthly numbers by site: cells of a measure, and an innovation's measured go-lives."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from groundswell.common.months import Month
from groundswell.measures.cells import publish
from groundswell.measures.definition import Measure
from groundswell.measures.rules import Use
from groundswell.measures.series import Columns, cells_of, read_uses
from groundswell.organisations.models import Kind, Organisation
from groundswell.people.models import Person
from groundswell.submissions.findings import Findings
from groundswell.submissions.layouts import Checked, Layout, Option, has_headings
from groundswell.submissions.models import Submission
from groundswell.submissions.tables import Sheet, records

from .go_lives import GoLives, plan_go_lives, save_go_lives
from .series_columns import COLUMN_OPTIONS, counts_told, is_series, series_columns
from .series_subject import (
    SUBJECT_OPTIONS,
    read_available_from,
    read_innovation,
    read_measure,
    refuse_without_denominator,
)

ColumnsOf = Callable[[Sheet, dict[str, str], Findings], Columns | None]


@dataclass(frozen=True, slots=True)
class SeriesFacts:
    """Everything one file of monthly numbers says."""

    measure: str
    uses: list[Use]
    go_lives: GoLives | None  # where it is an innovation's


def _check(columns_of: ColumnsOf) -> Callable[..., Checked]:
    def check(
        sheets: Sequence[Sheet], options: dict[str, str], by: Person, findings: Findings
    ) -> Checked:
        measure = read_measure(options, findings)
        innovation = read_innovation(options, findings)
        since = read_available_from(options, findings)
        columns = columns_of(sheets[0], options, findings)
        if columns is None:
            return Checked(0, None, 0)
        if columns.denominator is None:
            refuse_without_denominator(measure, findings)
        is_proportion = measure is not None and measure.kind == "proportion"
        rows = list(records(sheets[0]))
        sites = dict(Organisation.objects.values_list("code", "pk"))
        newest = Month.of(timezone.localdate())
        columns = replace(columns, is_proportion=is_proportion)
        uses = read_uses(rows, columns, sites, newest, findings)
        if measure is not None:
            _refuse_other_kinds(measure, uses, columns, sheets[0].name, findings)
        slug = measure.slug if measure else innovation.slug if innovation else None
        if slug is None or not uses or findings.refusals:
            return Checked(len(rows), None, 0)
        go_lives = (
            plan_go_lives(innovation, uses, since, sites, sheets[0].name, findings)
            if innovation
            else None
        )
        changes = tuple(go_lives.plan.changes) if go_lives else ()
        return Checked(len(rows), SeriesFacts(slug, uses, go_lives), len(rows), changes)

    return check


def _refuse_other_kinds(
    measure: Measure, uses: list[Use], columns: Columns, sheet: str, findings: Findings
) -> None:
    """A measure is told by one kind of site: practices and their CCG would count twice."""
    allowed = (measure.sites, Kind.OTHER)  # what kind a site is, is not always known
    others = dict(Organisation.objects.exclude(kind__in=allowed).values_list("code", "kind"))
    refused: set[str] = set()
    for use in uses:
        if use.site in others and use.site not in refused:
            refused.add(use.site)
            theirs, ours = Kind(others[use.site]).label, Kind(measure.sites).label
            why = f"It is of the kind {theirs}; {measure.slug} is told by {ours}."
            mend = "Name another measure, or remove the site's rows."
            findings.refuse(sheet, use.row, columns.site, use.site, why, mend)


def _store(submission: Submission, checked: Checked) -> dict[str, int]:
    facts: SeriesFacts = checked.facts
    stored = save_go_lives(facts.go_lives, submission) if facts.go_lives else {}
    publish(
        cells_of(facts.uses, facts.measure),
        submission=submission,
        whole_months=False,
        innovation=facts.go_lives.innovation if facts.go_lives else None,
    )
    return {"cells": len(facts.uses), **stored}


def _layout(
    name: str,
    title: str,
    columns_of: ColumnsOf,
    recognise: Callable[[Sequence[Sheet]], bool],
    count_columns: tuple[str, ...],
    own_options: tuple[Option, ...] = (),
) -> Layout:
    return Layout(
        name=name,
        title=title,
        group="series",
        permission="measures.record",
        recognise=recognise,
        check=_check(columns_of),
        store=_store,
        options=(*SUBJECT_OPTIONS, *own_options),
        told_by=frozenset(option.name for option in own_options),
        counts_told=counts_told if own_options else None,
        count_columns=frozenset(count_columns),
    )


def _always(columns: Columns) -> ColumnsOf:
    return lambda sheet, options, findings: columns


LAYOUTS: tuple[Layout, ...] = (
    _layout(
        "ccg-measure",
        "A prescribing measure by CCG (OpenPrescribing)",
        _always(Columns("pct_id", "month", "numerator", "denominator")),
        has_headings("pct_id", "month", "numerator", "denominator"),
        ("numerator", "denominator", "calc_value"),
    ),
    _layout(
        "scmd",
        "Hospital medicines by trust (NHSBSA SCMD)",
        _always(Columns("ods_code", "year_month", "total_quantity", name="ods_name", adds_up=True)),
        has_headings("year_month", "ods_code", "vmp_snomed_code", "total_quantity"),
        ("total_quantity",),
    ),
    _layout(
        "series",
        "Any monthly series: site, month, numerator, denominator",
        series_columns,
        is_series,
        ("numerator", "denominator", "calc_value"),
        COLUMN_OPTIONS,
    ),
)
