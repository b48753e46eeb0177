"""The assumptions of a difference-in-differences, checked and told in plain English."""

from dataclasses import dataclass

from .parallel_trends import PreTrendTest, RelativeMagnitudes

# Simulated with 15 networks: intervals of 95% held the truth 93% of the time even with t(14);
# with 42, 95%.
FEW_CLUSTERS = 40
FEW_IN_COHORT = 30
FEW_NEVER = 0.05
# Of two differences looked at, one this far out in 40 panels without anticipation.
SURPRISING = 2.5


@dataclass(frozen=True, slots=True)
class AnticipationCheck:
    """The overall effect if units had responded `anticipation` times before treatment.

    `difference_error` is the standard error of its difference from the effect reported.
    """

    anticipation: int
    estimate: float
    std_error: float
    difference_error: float


@dataclass(frozen=True, slots=True)
class AssumptionChecks:
    """What the reader needs to judge an effect.

    Attributes
    ----------
    pre_trend : test that nothing differed before treatment; None where it cannot be made.
    n_clusters : None where units were taken as independent.
    smallest_cohort : units in the smallest treated cohort.
    fewest_clusters : clusters (or units) in the cohort, or control group, seen in fewest.
    share_never : share of units that serve as never treated, 0 to 1.
    anticipation : the overall effect under one and two more times of anticipation.
    parallel_trends : the mean event-study effect under partings of trends; None without leads.
    n_without_control : cohort-by-time effects left out because nobody was left to compare with.
    """

    pre_trend: PreTrendTest | None
    n_units: int
    n_clusters: int | None
    n_cohorts: int
    smallest_cohort: int
    fewest_clusters: int
    share_never: float
    anticipation: tuple[AnticipationCheck, ...]
    parallel_trends: RelativeMagnitudes | None
    n_without_control: int


def plain_warnings(checks: AssumptionChecks, estimate: float, unmeasured: list[int]) -> list[str]:
    """Warnings about an overall effect, in the order a reader should weigh them.

    `unmeasured` are the cohorts seen in one cluster (or unit) only.
    """
    return [
        *_about_trends(checks),
        *_about_anticipation(checks, estimate),
        *_about_size(checks, unmeasured),
        *_about_controls(checks),
    ]


def _about_trends(checks: AssumptionChecks) -> list[str]:
    found = []
    test = checks.pre_trend
    if test is None:
        found.append("Trends before treatment could not be tested: too few times before it.")
    elif test.p_value < 0.05:
        found.append(
            f"Treated and untreated units already moved apart before treatment "
            f"(p = {test.p_value:.3f}, {test.basis}): the effect may be a trend that was there."
        )
    bound = checks.parallel_trends
    if bound is not None and 0 < bound.breakdown < 1:
        found.append(
            f"The effect would no longer differ from none if trends parted after treatment by "
            f"{bound.breakdown:.2f} times the largest change seen before it."
        )
    return found


def _about_anticipation(checks: AssumptionChecks, estimate: float) -> list[str]:
    return [
        f"With anticipation of {check.anticipation} instead, the effect would be "
        f"{check.estimate:.4g}, not {estimate:.4g}: units may have responded early."
        for check in checks.anticipation
        if abs(check.estimate - estimate) > SURPRISING * check.difference_error
    ]


def _about_size(checks: AssumptionChecks, unmeasured: list[int]) -> list[str]:
    found = []
    if checks.n_clusters is not None and checks.n_clusters < FEW_CLUSTERS:
        found.append(
            f"Only {checks.n_clusters} clusters: intervals use t({checks.n_clusters - 1}) and may "
            "still be somewhat too narrow."
        )
    if unmeasured:
        of = "unit" if checks.n_clusters is None else "cluster"
        cohorts = ", ".join(map(str, unmeasured))
        found.append(
            f"Cohorts seen in one {of} only ({cohorts}) show no variation of their own: no "
            "standard error is given where they weigh more than a tenth. Wider cohorts "
            "(quarters, years) would help."
        )
    if checks.smallest_cohort < FEW_IN_COHORT:
        found.append(
            f"The smallest cohort has {checks.smallest_cohort} units: bands over all cohorts "
            f"hold less often than stated where cohorts are under about {FEW_IN_COHORT}."
        )
    return found


def _about_controls(checks: AssumptionChecks) -> list[str]:
    found = []
    if checks.share_never < FEW_NEVER:
        found.append(
            f"Only {checks.share_never:.1%} of units are never treated: late effects rest on few."
        )
    if checks.n_without_control:
        found.append(
            f"{checks.n_without_control} cohort-by-time effects had nobody to compare with "
            "and were left out."
        )
    return found
