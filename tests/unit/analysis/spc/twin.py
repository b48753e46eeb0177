"""A second, plain implementation: one series at a time, lists and loops, rules as they are read.

Written from the rules (METHODS and the NHSRplotthedots documentation), not from the fast code.
"""

import math
from itertools import pairwise
from statistics import median

from groundswell.analysis.spc import RuleSet

UP, DOWN = "up", "down"


def draw(values, sizes, kind, cuts, rules: RuleSet, improvement=1):
    """[(mean, lower, upper, label, segment)] of one series; None where there is no number."""
    out = []
    segment = 0
    start = 0
    while start < len(values):
        end = start + 1
        while end < len(values) and not cuts[end]:
            end += 1
        segment += 1
        part = slice(start, end)
        out += [
            (*row, segment)
            for row in _segment(values[part], sizes and sizes[part], kind, rules, improvement)
        ]
        start = end
    return out


def _segment(values, sizes, kind, rules, improvement):
    has = [not math.isnan(v) for v in values]
    if sizes is not None:
        has = [h and not math.isnan(n) and n > 0 for h, n in zip(has, sizes, strict=True)]
    at = [i for i, h in enumerate(has) if h]
    if not at:
        return [(None, None, None, "")] * len(values)
    x, lines = _lines(values, sizes, kind, at, has, rules)
    back = (lambda v: max(v, 0.0) ** 3.6) if kind == "t" else (lambda v: v)
    no_limits = rules.is_gated and any(math.isnan(lines[i]["upper"]) for i in at)
    if no_limits or _insufficient(values, sizes, kind, at, rules):
        return [
            (back(lines[i]["mean"]), None, None, "Insufficient") if h else (None, None, None, "")
            for i, h in enumerate(has)
        ]
    labels = _labels(x, lines, has, rules, improvement)
    return [
        (*(back(lines[i][name]) for name in ("mean", "lower", "upper")), labels[i])
        if h
        else (None, None, None, "")
        for i, h in enumerate(has)
    ]


def _mean_range(z, has, screen):
    ranges = [abs(z[i] - z[i - 1]) for i in range(1, len(z)) if has[i] and has[i - 1]]
    if not ranges:
        return math.nan
    mean = math.fsum(ranges) / len(ranges)
    if screen:
        ranges = [r for r in ranges if r < 3.267 * mean]
        mean = math.fsum(ranges) / len(ranges) if ranges else math.nan
    return mean


def _lines(values, sizes, kind, at, has, rules):
    if kind in ("xmr", "t"):
        x = [v ** (1 / 3.6) if kind == "t" and h else v for v, h in zip(values, has, strict=True)]
        mean = math.fsum(x[i] for i in at) / len(at)
        wide = _mean_range(x, has, rules.screen_moving_ranges)
        return x, [_around(mean, 2.66 * wide, 2 * (2.66 / 3) * wide)] * len(x)
    if kind == "g":
        mean = math.fsum(values[i] for i in at) / len(at)
        sd = math.sqrt(mean * (mean + 1))
        line = _around(mean, 3 * sd, 2 * sd)
        line |= {
            "lower": 0.0,
            "near_lower": -math.inf,
            "centre": median(values[i] for i in at),
        }
        return values, [line] * len(values)
    centre = math.fsum(values[i] for i in at) / math.fsum(sizes[i] for i in at)
    spread = centre * (1 - centre) if kind[0] == "p" else centre
    sd = [math.sqrt(spread / n) if h else math.nan for n, h in zip(sizes, has, strict=True)]
    x = [v / n if h else math.nan for v, n, h in zip(values, sizes, has, strict=True)]
    if len(kind) == 2:
        z = [
            (v - centre) / s if h and s > 0 else math.nan
            for v, s, h in zip(x, sd, has, strict=True)
        ]
        factor = _mean_range(z, has, rules.screen_moving_ranges) / 1.128
        sd = [s * factor for s in sd]
    lines = [_around(centre, 3 * s, 2 * s) for s in sd]
    for line in lines:
        line["lower"] = max(line["lower"], 0.0) if line["lower"] == line["lower"] else math.nan
        if kind[0] == "p" and line["upper"] > 1:
            line["upper"] = 1.0
    return x, lines


def _around(mean, far, near):
    return {
        "centre": mean,
        "mean": mean,
        "lower": mean - far,
        "upper": mean + far,
        "near_lower": mean - near,
        "near_upper": mean + near,
    }


def _insufficient(values, sizes, kind, at, rules):
    if len(at) < rules.minimum_points:
        return True
    if kind in ("t", "g"):
        return False
    total = sum(values[i] for i in at)
    if sizes is not None:
        if kind[0] == "p":
            total = min(total, sum(sizes[i] for i in at) - total)
        return total / len(at) < rules.minimum_expected
    whole = all(values[i] >= 0 and values[i] == int(values[i]) for i in at)
    if whole and total / len(at) < rules.minimum_expected:
        return True
    steps = [values[i] == values[i - 1] for i in at if i - 1 in at]
    return bool(steps) and sum(steps) / len(steps) > rules.maximum_flat_share


def _labels(x, lines, has, rules, improvement):
    fired = [set() for _ in x]
    for i, line in enumerate(lines):
        if has[i] and x[i] > line["upper"]:
            fired[i].add("Above UCL")
        if has[i] and x[i] < line["lower"]:
            fired[i].add("Below LCL")
    trend = [set() for _ in x]
    for window in _windows(len(x), rules.trend_points, has):
        pairs = list(pairwise(window))
        if all(x[b] > x[a] for a, b in pairs):
            _add(trend, window, UP)
        if all(x[b] < x[a] for a, b in pairs):
            _add(trend, window, DOWN)
    for window in _windows(len(x), rules.shift_points, has):
        if all(x[i] > lines[i]["centre"] for i in window):
            _add(fired, window, f"{rules.shift_points} Points Above CL")
        if all(x[i] < lines[i]["centre"] for i in window):
            _add(fired, window, f"{rules.shift_points} Points Below CL")
    for window in _windows(len(x), 3, has):
        for sign, words in ((1, "Above"), (-1, "Below")):
            if all((x[i] - lines[i]["centre"]) * sign > 0 for i in window):
                near = [i for i in window if _is_near(x[i], lines[i], sign, rules)]
                if len(near) >= 2:
                    _add(fired, near, f"2 in 3 {words} CL")
    return [
        _choose(i, x, has, trend, fired[i], rules, improvement) if has[i] else ""
        for i in range(len(x))
    ]


def _windows(length, wide, has):
    for start in range(length - wide + 1):
        window = list(range(start, start + wide))
        if all(has[i] for i in window):
            yield window


def _add(marks, window, mark):
    for i in window:
        marks[i].add(mark)


def _is_near(value, line, sign, rules):
    near = value > line["near_upper"] if sign > 0 else value < line["near_lower"]
    beyond = value > line["upper"] if sign > 0 else value < line["lower"]
    return near and (rules.beyond_limits_count or not beyond)


def _choose(i, x, has, trend, fired, rules, improvement):
    k = rules.trend_points
    words = {UP: f"{k} Point Trend (Increasing)", DOWN: f"{k} Point Trend (Decreasing)"}
    both = fired | {words[d] for d in trend[i]}
    decided = fired | ({words[_direction(i, x, has, trend, rules)]} if trend[i] else set())
    order = [
        ("Above UCL", 1),
        ("Below LCL", -1),
        (words[UP], 1),
        (words[DOWN], -1),
        ("2 in 3 Above CL", 1),
        ("2 in 3 Below CL", -1),
        (f"{rules.shift_points} Points Above CL", 1),
        (f"{rules.shift_points} Points Below CL", -1),
    ]
    if rules.conflict == "improvement" and improvement:
        for label, sign in order:
            if label in both and sign == improvement:
                return label
    return next((label for label, _ in order if label in decided), "Common Cause")


def _direction(i, x, has, trend, rules):
    last = i + 1 >= len(x) or not has[i + 1]
    if rules.trend_direction == "next_step":
        if not last and trend[i + 1]:
            return UP if x[i + 1] > x[i] else DOWN
        return UP if x[i] > x[i - 1] else DOWN
    if len(trend[i]) == 1:
        return next(iter(trend[i]))
    return UP if x[i + 1] > x[i] else DOWN
