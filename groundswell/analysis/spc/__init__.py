"""Statistical process control: is this change, or noise?

`chart` draws any number of series at once; `expected_false_signals` says what noise alone would
show on a board of them.
"""

from groundswell.analysis.spc.board import Board, NoiseRates, expected_false_signals, noise_rates
from groundswell.analysis.spc.charting import Charts, chart
from groundswell.analysis.spc.icons import Direction
from groundswell.analysis.spc.limits import KINDS, Kind
from groundswell.analysis.spc.rule_sets import (
    GROUNDSWELL,
    MDC,
    NHSRPLOTTHEDOTS,
    RULE_SETS,
    RuleSet,
)
from groundswell.analysis.spc.segments import rebase_at_dates, rebase_at_go_live
from groundswell.analysis.spc.words import (
    ASSURANCE_WORDS,
    VARIATION_WORDS,
    Assurance,
    Label,
    Variation,
    label_words,
)

__all__ = [
    "ASSURANCE_WORDS",
    "GROUNDSWELL",
    "KINDS",
    "MDC",
    "NHSRPLOTTHEDOTS",
    "RULE_SETS",
    "VARIATION_WORDS",
    "Assurance",
    "Board",
    "Charts",
    "Direction",
    "Kind",
    "Label",
    "NoiseRates",
    "RuleSet",
    "Variation",
    "chart",
    "expected_false_signals",
    "label_words",
    "noise_rates",
    "rebase_at_dates",
    "rebase_at_go_live",
]
