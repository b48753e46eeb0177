"""Where the demonstration's chance comes from: one seed, one stream for each subject."""

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def stream(seed: int, subject: str) -> np.random.Generator:
    """A generator of its own for a subject, so that changing one subject changes no other."""
    return np.random.default_rng([seed, zlib.crc32(subject.encode())])


def allot(total: int, weights: Sequence[float], least: int = 0) -> list[int]:
    """Share `total` in whole numbers in proportion to weights, at least `least` each.

    Largest remainders; ties go to the earlier one.
    """
    spare = total - least * len(weights)
    exact: NDArray[np.float64] = np.array(weights, dtype=float) / sum(weights) * spare
    whole = np.floor(exact).astype(int)
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[: spare - whole.sum()]] += 1
    return [least + int(n) for n in whole]
