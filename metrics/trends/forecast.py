"""Forecasts to the due date from short series: each method as a function of whole matrices.

Source: `docs/methods.md`, section 7. Every function takes `times` and `values` of shape (m, n): m series of the
same sample size n, each in the order of time, in steps of the series (rounds, or years for yearly amounts).
`ahead` of shape (m,) is the number of steps from the last point to the due date. What may be said follows from n:
`metrics.trends.forecast_rows` decides.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from metrics.trends.given import PRIOR_SHAPE

Matrix = npt.NDArray[np.float64]
Vector = npt.NDArray[np.float64]

# Less than this share of the largest value is a float's last digits, not a change.
ROUNDING = 1e-9
# A point two steps older weighs half as much.
HALF_LIFE_STEPS = 2.0
DAMPING = 0.9
INTERVAL_LEVEL = 0.8
PRIOR_RATE = 0.0


def linear(times: Matrix, values: Matrix, ahead: Vector) -> Vector:
    """Two points: the straight line through first and last, shape (m,).

    >>> linear(np.array([[0.0, 1.0]]), np.array([[10.0, 14.0]]), np.array([2.0])).tolist()
    [22.0]
    """
    return values[:, -1] + _drift(times, values) * ahead


def same_half_growth(last_year: Vector, part: Vector, part_before: Vector) -> Vector:
    """This year's amount if its rest grows as its beginning did: last year · (this ÷ last beginning), shape (m,).

    >>> same_half_growth(np.array([28.0]), np.array([9.0]), np.array([7.5])).tolist()
    [33.6]
    """
    growth = np.divide(part, part_before, out=np.full_like(part, np.nan), where=part_before > 0)
    return last_year * growth


def weighted_linear(times: Matrix, values: Matrix, ahead: Vector, half_life: float = HALF_LIFE_STEPS) -> Vector:
    """Least squares with weights ½^(age ÷ half-life), so that the recent past leads, shape (m,).

    >>> weighted_linear(np.array([[0.0, 1.0, 2.0]]), np.array([[1.0, 3.0, 5.0]]), np.array([2.0])).round(6).tolist()
    [9.0]
    """
    weights = 0.5 ** ((times[:, -1:] - times) / half_life)
    total = weights.sum(axis=1)
    time_mean = (weights * times).sum(axis=1) / total
    value_mean = (weights * values).sum(axis=1) / total
    centred = times - time_mean[:, None]
    slope = (weights * centred * values).sum(axis=1) / (weights * centred**2).sum(axis=1)
    return value_mean + slope * (times[:, -1] + ahead - time_mean)


def theil_sen(times: Matrix, values: Matrix, ahead: Vector) -> Vector:
    """Median of all pairwise slopes through the median intercept, shape (m,): one wild point does not move it.

    >>> wild = np.array([[1.0, 2.0, 30.0, 4.0, 5.0]])
    >>> theil_sen(np.arange(5.0)[None, :], wild, np.array([1.0])).tolist()
    [6.0]
    """
    first, second = np.triu_indices(times.shape[1], k=1)
    slopes = (values[:, second] - values[:, first]) / (times[:, second] - times[:, first])
    slope = np.median(slopes, axis=1)
    intercept = np.median(values - slope[:, None] * times, axis=1)
    return intercept + slope * (times[:, -1] + ahead)


def damped_drift(times: Matrix, values: Matrix, ahead: Vector, damping: float = DAMPING) -> Vector:
    """Mean change per step, fading by φ each step: y_n + μ·φ(1 − φ^h)/(1 − φ), shape (m,).

    >>> damped_drift(np.array([[0.0, 1.0, 2.0]]), np.array([[1.0, 3.0, 5.0]]), np.array([2.0])).round(6).tolist()
    [8.42]
    """
    return values[:, -1] + _drift(times, values) * damping * (1 - damping**ahead) / (1 - damping)


def random_walk_drift(times: Matrix, values: Matrix, ahead: Vector) -> tuple[Vector, Vector]:
    """Four points or more: ŷ = y_n + h(y_n − y₁)/(n − 1) and sd = σ̂·√(h(1 + h/(n − 1))), each shape (m,).

    σ̂ is the standard deviation of the changes about their mean, with n − 2 degrees of freedom. Where steps are
    uneven, time takes the place of their number. Changes that are all alike give sd = 0, which says that nothing is
    known of how they vary, not that they cannot.

    >>> y, sd = random_walk_drift(np.arange(4.0)[None, :], np.array([[1.0, 3.0, 4.0, 7.0]]), np.array([2.0]))
    >>> y.tolist(), sd.round(3).tolist()
    ([11.0], [1.826])
    """
    drift = _drift(times, values)
    steps = np.diff(times, axis=1)
    surprises = (np.diff(values, axis=1) - drift[:, None] * steps) / np.sqrt(steps)
    sigma = np.sqrt((surprises**2).sum(axis=1) / (times.shape[1] - 2))
    sigma = np.where(sigma > ROUNDING * np.abs(values).max(axis=1), sigma, 0.0)
    whole = times[:, -1] - times[:, 0]
    return values[:, -1] + drift * ahead, sigma * np.sqrt(ahead * (1 + ahead / whole))


def backtest(times: Matrix, values: Matrix) -> tuple[int, Vector, Vector]:
    """Rolling origin: the mean absolute error of drift and of "no change", one step ahead from every past point.

    Returns:
        The number of forecasts tried (n − 2, since drift needs two points), and both errors, shape (m,).

    >>> n, drift, naive = backtest(np.arange(4.0)[None, :], np.array([[1.0, 3.0, 5.0, 7.0]]))
    >>> n, drift.tolist(), naive.tolist()
    (2, [0.0], [2.0])
    """
    origins = range(2, times.shape[1])
    drift_errors, naive_errors = [], []
    for origin in origins:
        step = times[:, origin] - times[:, origin - 1]
        told = linear(times[:, :origin], values[:, :origin], step)
        drift_errors.append(np.abs(values[:, origin] - told))
        naive_errors.append(np.abs(values[:, origin] - values[:, origin - 1]))
    return len(origins), np.mean(drift_errors, axis=0), np.mean(naive_errors, axis=0)


def interval(
    centre: Vector, deviation: Vector, sample_size: int, level: float = INTERVAL_LEVEL
) -> tuple[Vector, Vector]:
    """The central interval by Student's t with n − 2 degrees of freedom, both ends of shape (m,).

    >>> low, high = interval(np.array([11.0]), np.array([1.826]), 4)
    >>> low.round(2).tolist(), high.round(2).tolist()
    ([7.56], [14.44])
    """
    from scipy import special  # seconds to import: only where forecasts are made

    reach = special.stdtrit(sample_size - 2, 0.5 + level / 2) * deviation
    return centre - reach, centre + reach


def count_reach_probability(
    count: Vector,
    elapsed: Vector,
    remaining: Vector,
    target: Vector,
    shape: float = PRIOR_SHAPE,
    rate: float = PRIOR_RATE,
) -> Vector:
    """P(a count reaches T): K ~ NegBin(a + y, (β + t)/(β + t + τ)), P(K ≥ T − y), shape (m,).

    A Gamma(a, β) belief about the rate, sharpened by y events in time t, gives the further events K of the time τ
    that is left. It takes events to be independent: counts that come in batches vary more than it says.

    >>> half, late = count_reach_probability(
    ...     np.array([6.0, 9.0]), np.array([1.0, 1.5]), np.array([1.0, 0.5]), np.array([15.0, 15.0]))
    >>> round(float(half), 2), round(float(late), 2)
    (0.26, 0.13)

    Before any time has passed a belief without a rate of its own (β = 0) says nothing:

    >>> count_reach_probability(np.array([0.0]), np.array([0.0]), np.array([2.0]), np.array([5.0])).tolist()
    [nan]
    """
    from scipy import special

    short = np.maximum(target - count, 0.0)
    whole = rate + elapsed + remaining
    chance = np.divide(remaining, whole, out=np.zeros_like(whole), where=whole > 0)
    # P(K ≥ m) of a negative binomial is the regularised incomplete beta function I_{1−p}(m, size).
    probability = special.betainc(np.maximum(short, 1.0), shape + count, chance)
    return np.where(short <= 0, 1.0, np.where(rate + elapsed > 0, probability, np.nan))


def count_forecast(count: Vector, elapsed: Vector, remaining: Vector, shape: float = PRIOR_SHAPE) -> Vector:
    """The mean of the same model at the due date: y + (a + y)·τ/t, shape (m,); missing before any time has passed.

    >>> count_forecast(np.array([6.0, 9.0]), np.array([1.0, 2.0]), np.array([1.0, 3.0])).tolist()
    [12.5, 23.25]
    """
    speed = np.divide(shape + count, elapsed, out=np.full_like(elapsed, np.nan), where=elapsed > 0)
    return count + speed * remaining


def _drift(times: Matrix, values: Matrix) -> Vector:
    drift: Vector = (values[:, -1] - values[:, 0]) / (times[:, -1] - times[:, 0])
    return drift
