"""Which site of a cohort was probably meant by one that is not in it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from groundswell.common.dates import day_name
from groundswell.common.matching import nearest
from groundswell.organisations.placement import History

MOST_COMPARED = 100_000  # codes and names compared letter by letter for one file: a second or two
_MOST = 3
_STEPS = 4


@dataclass(slots=True)
class _Compared:
    texts: int = 0


@dataclass(frozen=True, eq=False)
class Nearby:
    """Sites that may be meant, with why each is. `sites` are codes, and so are the keys."""

    sites: frozenset[str]
    names: Mapping[str, str]
    postcodes: Mapping[str, str]
    history: History
    _compared: _Compared = field(default_factory=_Compared)

    def suggest(self, code: str, name: str = "", postcode: str = "") -> str:
        """A sentence with up to three sites and why each may be meant; "" for none."""
        found: dict[str, str] = {}
        for site, why in self._candidates(code, name, postcode):
            found.setdefault(site, why)
        listed = [f"{site} ({why})" for site, why in list(found.items())[:_MOST]]
        return f"Did you mean {' or '.join(listed)}?" if listed else ""

    def _candidates(self, code: str, name: str, postcode: str) -> Iterable[tuple[str, str]]:
        yield from self._relatives(code)
        for site in self._by_postcode.get(_plain(postcode), ()):
            yield site, f"the site at {self.postcodes[site]}"
        for site in self._by_name.get(_plain(name), ()):
            yield site, f"the site named {self.names[site]}"
        self._compared.texts += len(self.sites)
        if self._compared.texts > MOST_COMPARED:
            return
        for site in nearest(code, self.sites, 2):
            yield site, "a code like it"
        for like in nearest(_plain(name), self._by_name, 2) if name else ():
            for site in self._by_name[like]:
                yield site, f"the site named {self.names[site]}"

    def _relatives(self, code: str) -> Iterable[tuple[str, str]]:
        """What the site became, and what it came from, a few steps away at most."""
        for links, word in ((self._later, "its successor"), (self._former, "its predecessor")):
            reached, seen = {code}, {code}
            for _ in range(_STEPS):
                steps = [step for one in sorted(reached) for step in links.get(one, ())]
                reached = {other for other, _ in steps} - seen
                seen |= reached
                for other, on in steps:
                    if other in self.sites:
                        yield other, f"{word} since {on}"

    @cached_property
    def _later(self) -> dict[str, list[tuple[str, str]]]:
        return self._links(0)

    @cached_property
    def _former(self) -> dict[str, list[tuple[str, str]]]:
        return self._links(1)

    def _links(self, of: int) -> dict[str, list[tuple[str, str]]]:
        links: dict[str, list[tuple[str, str]]] = defaultdict(list)
        known = self.history.successions
        for predecessor, successor, on in zip(
            known.predecessor.tolist(), known.successor.tolist(), known.on.tolist(), strict=True
        ):
            pair = (self.history.codes[predecessor], self.history.codes[successor])
            links[pair[of]].append((pair[1 - of], day_name(date.fromordinal(max(on, 1)))))
        return links

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        return _index(self.sites, self.names)

    @cached_property
    def _by_postcode(self) -> dict[str, list[str]]:
        return _index(self.sites, self.postcodes)


def _index(sites: Iterable[str], texts: Mapping[str, str]) -> dict[str, list[str]]:
    """The sites by a text of theirs; those without it are left out."""
    found: dict[str, list[str]] = defaultdict(list)
    for site in sorted(sites):
        if text := _plain(texts.get(site, "")):
            found[text].append(site)
    return found


def _plain(text: str) -> str:
    """Without case, and for postcodes and names alike without spaces and marks."""
    return "".join(c for c in text.casefold() if c.isalnum())
