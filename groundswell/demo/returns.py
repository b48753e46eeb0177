"""Returns of a running local programme: one network's is whole, another's late, one is not in yet.

What happened in its rounds is told by the networks' returns and by no other file.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from groundswell.common.dates import UncertainDate

from .agreed import LOCAL, ROUNDS
from .files import Table
from .numbers import Row

HEADINGS = "site,stage,date,reason,factor,domain,note"
# Network, position of its round, and how many of the sites without news it leaves out.
_SENT = (("HI-West", 0, 9), ("HI-SW", 0, 0), ("HI-West", 1, 0))

# What helped or hindered, in words that a network might use; of NASSS domains.
_SAID = (
    ("barrier", "organisation", "No cover for the hour of training"),
    ("enabler", "adopters", "A nurse from a neighbouring practice showed the team"),
    ("barrier", "technology", "The camera does not work with the practice's tablets"),
    ("barrier", "embedding", "Not yet part of how leg ulcers are recorded"),
    ("enabler", "wider-system", "The ICB pays for the tablets"),
    ("barrier", "adopters", "Staff photograph wounds already, and see little to gain"),
)


def is_told_by_return(row: Row) -> bool:
    """Whether an adoption row is of the programme and of one of its rounds."""
    return row[4] == LOCAL and _round_of(row[3]) is not None


def _round_of(text: str) -> int | None:
    on = UncertainDate.parse(text)
    for number, (start, end, _) in enumerate(ROUNDS):
        if date.fromisoformat(start) <= on.earliest and on.latest <= date.fromisoformat(end):
            return number
    return None


def return_tables(sites: Mapping[str, list[str]], adoptions: Sequence[Row]) -> Iterator[Table]:
    """A table for each return sent. `sites`: those of the programme, by network."""
    ours = [row for row in adoptions if is_told_by_return(row)]
    for network, number, left_out in _SENT:
        news = [row for row in ours if row[0] in sites[network] and _round_of(row[3]) == number]
        start = ROUNDS[number][0]
        yield Table(
            "return",
            HEADINGS,
            _rows(sites[network], news, left_out),
            {"programme": LOCAL, "network": network, "round": start},
            name=f"return-{network.lower()}-{start}",
        )


def _rows(sites: Sequence[str], news: Sequence[Row], left_out: int) -> Iterator[Row]:
    told = {row[0] for row in news}
    for n, (site, _, stage, on, _, reason, note) in enumerate(news):
        factor, domain, said = _SAID[n % len(_SAID)] if n % 2 == 0 else ("", "", note)
        yield site, stage, on, reason, factor, domain, said
    for n, site in enumerate(site for site in sites if site not in told):
        if not left_out or n % left_out:
            yield site, "", "", "", "", "", ""
