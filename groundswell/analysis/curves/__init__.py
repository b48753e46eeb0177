"""Spread curves: how many have adopted, how fast, and how many will.

>>> from groundswell.analysis.curves import fit
>>> float(fit([840, 1470, 2110, 4000, 7590, 10950, 10530, 9470, 7790, 5890]).m[0].round())
67660.0
"""

from .backtest import Backtest, backtest, pooled, run_rate, single
from .dated import AdoptionBand, Turnbull, adoption_band, turnbull
from .fitting import ESTIMATORS, CurveFits, fit
from .forecast import Forecast, forecast
from .generalised import GeneralisedBassFits, fit_generalised_bass
from .pooled import PooledFits, forecast_pooled, pool
from .pooled_model import Prior
from .shapes import SHAPES

__all__ = [
    "ESTIMATORS",
    "SHAPES",
    "AdoptionBand",
    "Backtest",
    "CurveFits",
    "Forecast",
    "GeneralisedBassFits",
    "PooledFits",
    "Prior",
    "Turnbull",
    "adoption_band",
    "backtest",
    "fit",
    "fit_generalised_bass",
    "forecast",
    "forecast_pooled",
    "pool",
    "pooled",
    "run_rate",
    "single",
    "turnbull",
]
