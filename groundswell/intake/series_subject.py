"""What a series is about: a defined measure, an innovation, or both."""

from groundswell.common.matching import did_you_mean, nearest
from groundswell.common.months import Month
from groundswell.innovations.models import Innovation
from groundswell.measures.definition import Given, Measure
from groundswell.measures.registry import measure as defined_measure
from groundswell.measures.registry import measures, measures_of
from groundswell.submissions.findings import Findings
from groundswell.submissions.layouts import Option
from groundswell.submissions.tables import Place
from groundswell.submissions.values import refuse_bad_slug

SUBJECT_OPTIONS = (
    Option(
        "measure",
        "The slug of the defined measure that the numbers are of. Where it is not given: the one "
        "measure that names the innovation, or else a plain quantity under the innovation's slug.",
        False,
    ),
    Option(
        "innovation",
        "The slug of the innovation whose use it is, as freestyle-libre: sites' go-lives are "
        "measured from it. Where it is not given, only cells are stored.",
        False,
    ),
    Option("name", "The innovation's name, where it is not in the catalogue yet.", False),
    Option("kind", f"Its kind: {', '.join(Innovation.Kind.values)}.", False),
    Option("origin", f"Its origin: {', '.join(Innovation.Origin.values)}.", False),
    Option("available_from", "The first month in which sites could use it, as 2017-11.", False),
)


def read_measure(options: dict[str, str], findings: Findings) -> Measure | None:
    """The defined measure that the options name or mean; None where there is none, or refused."""
    slug, innovation = options.get("measure"), options.get("innovation")
    if not slug and not innovation:
        why = "It needs --innovation or --measure: the file does not say what its numbers are of."
        mend = f"Name a measure: {', '.join(measures())}; or an innovation."
        findings.refuse("", 0, "--measure", "", why, mend)
        return None
    if not slug:
        named = measures_of(innovation or "")
        return named[0] if len(named) == 1 else None
    refused = len(findings.refusals)
    refuse_bad_slug(slug, "--measure", Place("", 0), findings)
    if len(findings.refusals) > refused:
        return None
    try:
        return defined_measure(slug)
    except LookupError as error:
        why, _, near = str(error.args[0]).partition(". ")
        mend = near or f"Defined are {', '.join(measures())}."
        findings.refuse("", 0, "--measure", slug, f"{why.rstrip('.')}.", mend)
        return None


def refuse_without_denominator(measure: Measure | None, findings: Findings) -> None:
    """A measure whose denominator comes from elsewhere (list size) may do without the column."""
    if measure is not None and isinstance(measure.denominator, Given):
        why = f"The measure {measure.slug} has a denominator, and the file has none that is known."
        mend = "Name its column with --denominator-column."
        findings.refuse("", 1, "--denominator-column", "", why, mend)


def read_innovation(options: dict[str, str], findings: Findings) -> Innovation | None:
    """The innovation named, or a new one where enough is said of it; None where none is named."""
    slug = options.get("innovation")
    if not slug:
        return None
    refuse_bad_slug(slug, "--innovation", Place("", 0), findings)
    held = Innovation.objects.filter(slug=slug).first()
    if held:
        return held
    needed = {
        "name": [],
        "kind": Innovation.Kind.values,
        "origin": Innovation.Origin.values,
    }
    for option, allowed in needed.items():
        value = options.get(option, "")
        if not value or (allowed and value not in allowed):
            _refuse_new(slug, option, value, allowed, findings)
    if findings.refusals:
        return None
    return Innovation(slug=slug, **{option: options[option] for option in needed})


def _refuse_new(slug: str, option: str, value: str, allowed: list[str], findings: Findings) -> None:
    slugs = Innovation.objects.values_list("slug", flat=True)
    choose = f"Use one of: {', '.join(allowed)}." if allowed else f"Give it with --{option}."
    why = f"{slug} is not in the catalogue, and a new innovation needs its {option}."
    findings.refuse("", 0, f"--{option}", value, why, did_you_mean(nearest(slug, slugs)) or choose)


def read_available_from(options: dict[str, str], findings: Findings) -> Month | None:
    text = options.get("available_from")
    if not text:
        return None
    try:
        return Month.parse(text)
    except ValueError as error:
        why, _, mend = str(error).partition(". ")
        findings.refuse("", 0, "--available-from", text, f"{why}.", mend)
        return None
