"""What a programme's board shows besides its coverage: funnel, barriers, curve, what was agreed."""

from datetime import date
from typing import Any

from django.utils import timezone

from groundswell.innovations.models import SafetyNotice
from groundswell.programmes.facts import ProgrammeFacts
from groundswell.programmes.queries import as_known
from groundswell.programmes.rules import RAG_RULE
from groundswell.questions import barriers, funnel
from groundswell.questions.barriers import DOMAIN_TITLES, BarriersQuestion
from groundswell.questions.coverage import CoverageAnswer, CoverageQuestion
from groundswell.questions.funnel import FunnelQuestion
from groundswell.reports import charts
from groundswell.reports.charts.programme import stages, trajectory

from .pages import adding_to, how_address
from .programme_words import ending, outcome_words, period
from .worklists import worklists


def board(
    question: CoverageQuestion, answer: CoverageAnswer, facts: ProgrammeFacts, base: str
) -> dict[str, Any]:
    """The context of the board's template. `base`: the address that the links in e-mails name."""
    asked = FunnelQuestion(question.programme, question.at, question.known_on, question.innovation)
    told = BarriersQuestion(question.programme, question.known_on)
    stood, helped = funnel.answer(asked), barriers.answer(told)
    spread = answer.spread
    return {
        "question": question,
        "answer": answer,
        "how": adding_to(how_address(question)),
        "trajectory_alt": trajectory(answer).alt,
        "funnel": stood,
        "funnel_query": asked.query,
        "funnel_how": adding_to(how_address(asked)),
        "funnel_alt": stages(stood).alt,
        "barriers": helped,
        "barriers_query": told.query,
        "barriers_how": adding_to(how_address(told)),
        "domain_titles": DOMAIN_TITLES,
        "rag_rule": RAG_RULE,
        "spread_query": spread.provenance.canonical.partition("?")[2],
        "curve_alt": charts.curve_alt(spread),
        "tile_map_alt": charts.tile_map_alt(spread) if charts.has_tile_map(spread) else None,
        # What is to be done is asked of today, or of the day that the board is as known on.
    } | worklists(facts.slug, question.known_on, question.known_on, base=base)


def about(facts: ProgrammeFacts, known_on: date | None) -> dict[str, Any]:
    """What was agreed, how it ended, and the safety notices of what it spreads."""
    day = known_on or timezone.localdate()
    names = [(facts.innovation, facts.innovation_name), *facts.other_innovations]
    notices = as_known(SafetyNotice.objects.all(), known_on)
    return {
        "programme": facts,
        "ending": ending(facts, day),
        "outcome": outcome_words(facts, day),
        "period": period(facts),
        "innovations": names,
        "notices": list(
            notices.filter(innovation__slug__in=[slug for slug, _ in names]).select_related(
                "innovation"
            )
        ),
    }
