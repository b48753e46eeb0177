"""Rules about lists of codes, against plain counting of codes and months one by one."""

from dataclasses import replace
from datetime import date

import yaml
from hypothesis import given
from hypothesis import strategies as st

from groundswell.common.months import Month
from groundswell.measures.definition import Code, CodeCount, ListSize, Measure
from groundswell.measures.definition_file import KEYS, read_definition
from groundswell.measures.definition_rules import faults_of
from groundswell.measures.sources import SOURCES
from groundswell.organisations.models import Kind as SiteKind
from tests.support.examples import few

# A BNF of six sections, and four months.
ROWS = ("0101A", "0101B", "0102A", "0102B", "0201A", "0201B")
MONTHS = [Month.parse("2020-01") + n for n in range(4)]

months = st.none() | st.sampled_from(MONTHS)
codes = st.lists(
    st.builds(
        Code,
        code=st.sampled_from(["01", "02", "0101", "0102", "0201", *ROWS]),
        name=st.just("x"),
        since=months,
        until=months,
    ),
    max_size=4,
).map(tuple)
counts = st.builds(
    CodeCount, source=st.just("epd"), column=st.just("items"), codes=codes, but=codes
)


def measure(**said) -> Measure:
    return Measure(
        **{
            "slug": "ours",
            "title": "Ours",
            "short": "Ours",
            "why": "It matters.",
            "numerator": CodeCount("epd", "items", (Code("0101", "x"),)),
            "denominator": ListSize(),
            "unit": "items",
            "multiplier": 1,
            "kind": "rate",
            "direction": "increase",
            "source_class": "administrative",
            "counts": "activity",
            "sites": SiteKind.PRACTICE,
            "innovations": (),
            "target": None,
            "status": "draft",
            "author": "A",
            "checker": "",
            "next_review": date(2027, 1, 1),
            "version": 1,
        }
        | said
    )


def counted(count: CodeCount) -> set[tuple[str, Month]]:
    """The rows that a count adds up, asked of each code and month."""
    return {
        (row, month)
        for row in ROWS
        for month in MONTHS
        if any(row.startswith(c.code) and c.counts_in(month) for c in count.codes)
        and not any(row.startswith(c.code) and c.counts_in(month) for c in count.but)
    }


def faults(**said) -> list[str]:
    return [fault.key for fault in faults_of(measure(**said), SOURCES)]


@few
@given(counts, counts)
def test_share_without_faults_counts_nothing_above_that_is_not_below(above, below):
    if not faults(numerator=above, denominator=below, kind="proportion"):
        assert counted(above) <= counted(below)


@few
@given(counts)
def test_list_without_faults_has_no_code_to_spare_but_in_its_months(count):
    if faults(numerator=count):
        return
    for name in ("codes", "but"):
        listed = getattr(count, name)
        for i, code in enumerate(listed):
            without = replace(count, **{name: (*listed[:i], *listed[i + 1 :])})
            # Where no row tells the two apart, the code counts in months beyond those four.
            if counted(without) == counted(count):
                assert not all(code.counts_in(month) for month in MONTHS)


@few
@given(codes.filter(lambda c: len({x.code for x in c}) == len(c)))
def test_list_of_unlike_codes_has_faults_only_where_one_covers_another_or_ends_early(listed):
    expected = {
        f"numerator.codes[{i}]"
        for i, code in enumerate(listed)
        if (code.since and code.until and code.until < code.since)
        or any(
            other is not code
            and code.code.startswith(other.code)
            and (other.since is None or (code.since is not None and other.since <= code.since))
            and (other.until is None or (code.until is not None and other.until >= code.until))
            for other in listed
        )
    }
    if listed:
        found = faults(numerator=CodeCount("epd", "items", listed))
        assert set(found) == expected


# Written back and read

words = st.text("abc xyz:#'\"-{}[]%£", min_size=1).map(str.strip).filter(bool)
slugs = st.from_regex(r"[a-z]{1,8}(-[a-z0-9]{1,5})?", fullmatch=True)
bnf = st.lists(st.from_regex(r"0[1-9][0-9A-Z]{7}", fullmatch=True), min_size=1, unique=True)
rates = st.builds(
    measure,
    slug=slugs,
    title=words,
    why=words,
    numerator=bnf.map(lambda c: CodeCount("epd", "items", tuple(Code(x, f"name {x}") for x in c))),
    denominator=st.integers(0, 60).map(ListSize),
    multiplier=st.sampled_from([1.0, 0.5, 1000.0]),
    direction=st.sampled_from(["increase", "decrease"]),
    sites=st.sampled_from(SiteKind),
    innovations=st.lists(slugs, unique=True).map(tuple),
    target=st.none() | st.integers(0, 10**6).map(lambda n: n / 100),
    checker=st.just("") | words.filter(lambda w: w.casefold() != "a"),
    next_review=st.dates(),
    version=st.integers(1, 99),
    is_demo=st.booleans(),
    notes=words,
)


def as_yaml(said: Measure) -> str:
    """The definition as a file says it."""
    part = said.numerator
    values = {key: getattr(said, key) for key in KEYS}
    values["numerator"] = {
        "by": "codes",
        "source": part.source,
        "column": part.column,
        "codes": [{"code": c.code, "name": c.name} for c in part.codes],
    }
    values["denominator"] = {"by": "list-size", "carried_months": said.denominator.carried_months}
    values["sites"], values["innovations"] = str(said.sites), list(said.innovations)
    return yaml.safe_dump({k: v for k, v in values.items() if v not in (None, "")})


@few
@given(said=rates)
def test_what_is_written_back_is_read_equal(said, tmp_path_factory):
    path = tmp_path_factory.mktemp("definitions") / f"{said.slug}.yaml"
    path.write_text(as_yaml(said), encoding="utf-8")
    read = read_definition(path)
    assert read.refusals == ()
    assert read.measure == said
    assert read.measure.lines["numerator.codes[0]"] > read.measure.lines["numerator"] > 0
