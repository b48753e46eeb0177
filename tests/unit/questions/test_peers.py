"""Which sites are like a site, against a plain twin that follows the rule one site at a time."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.questions.at_site.peers import MOST, Candidate, nearest_peers, rule


def plain_peers(site, others):
    """Take the best of those left, ten times; twice as large is as far as half as large."""
    left = [o for o in others if o.code != site.code]
    if site.fifth:
        left = [o for o in left if o.fifth == site.fifth]
    if site.size:
        left = [o for o in left if o.size]
    elif site.fifth:
        left = [o for o in left if o.score is not None]
    else:
        return []
    found = []
    while left and len(found) < 10:
        best = left[0]
        for one in left[1:]:
            if (_apart(site, one), one.code) < (_apart(site, best), best.code):
                best = one
        left.remove(best)
        found.append(best)
    return found


def _apart(site, other):
    if site.size:
        return max(site.size / other.size, other.size / site.size)
    return abs(site.score - other.score)


def _candidate(chance, code):
    size = chance.choice((None, 100.0, 200.0, 400.0, 800.0, 1600.0))
    score = chance.choice((None, 5.0, 15.0, 25.0))
    fifth = 0 if score is None else int(score // 10) + 1
    return Candidate(code, size, fifth, score)


@given(st.integers(0, 2**24 - 1))
def test_peers_are_those_of_the_plain_twin(seed):
    chance = Random(seed)
    site = _candidate(chance, "S")
    others = [_candidate(chance, f"P{i:02d}") for i in range(chance.randint(0, 40))]
    chance.shuffle(others)
    assert list(nearest_peers(site, others)) == plain_peers(site, others)


def test_half_as_large_is_as_far_as_twice_as_large():
    site = Candidate("S", 1000.0, 0, None)
    others = [Candidate("B", 2000.0, 0, None), Candidate("A", 500.0, 0, None)]
    near = nearest_peers(site, [*others, Candidate("C", 1900.0, 0, None)])
    assert [o.code for o in near] == ["C", "A", "B"]


def test_site_is_never_its_own_peer_and_at_most_ten_are():
    site = Candidate("S", 1000.0, 1, 40.0)
    near = nearest_peers(site, [site, *(Candidate(f"P{i}", 1000.0, 1, 40.0) for i in range(20))])
    assert len(near) == MOST
    assert site not in near


@pytest.mark.parametrize(
    ("site", "words"),
    [
        (Candidate("S", 10.0, 2, 30.0), "same deprivation fifth (2"),
        (Candidate("S", 10.0, 0, None), "of any deprivation, because that of this site is not"),
        (Candidate("S", None, 2, 30.0), "nearest in deprivation score, because the size"),
        (Candidate("S", None, 0, None), "Neither the size nor the deprivation"),
    ],
)
def test_rule_says_what_was_applied(site, words):
    assert words in rule(site, "GP practice", "its registered patients")
