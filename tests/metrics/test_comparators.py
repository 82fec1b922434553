"""What a wording means for a figure, and what a bound can and cannot decide."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.rules.comparators import COMPARATORS, is_met, range_position

NAN = float("nan")


def met(actual, comparator, target=NAN, low=NAN, qualifier="exact"):
    result = is_met(*(pd.Series([value]) for value in (actual, comparator, target, low, qualifier)))[0]
    return None if result is pd.NA else bool(result)


@pytest.mark.parametrize(
    ("actual", "comparator", "target", "low", "qualifier", "expected"),
    [
        (700.0, ">", 700.0, NAN, "exact", False),
        (700.01, ">", 700.0, NAN, "exact", True),
        (700.0, ">=", 700.0, NAN, "exact", True),
        (699.99, ">=", 700.0, NAN, "exact", False),
        (80.0, "<=", 80.0, NAN, "exact", True),
        (80.1, "<=", 80.0, NAN, "exact", False),
        (3.0, "range", NAN, 3.0, "exact", True),
        (2.0, "range", NAN, 3.0, "exact", False),
        (6.0, "range", NAN, 3.0, "exact", True),
        (9.0, "annual_floor", 10.0, NAN, "exact", False),
        (10.0, "annual_floor", 10.0, NAN, "exact", True),
        (900.0, "expectation", 800.0, NAN, "exact", None),
        (NAN, ">=", 700.0, NAN, "exact", None),
    ],
)
def test_the_wording_decides(actual, comparator, target, low, qualifier, expected):
    assert met(actual, comparator, target, low, qualifier) is expected


@pytest.mark.parametrize(
    ("actual", "comparator", "qualifier", "expected"),
    [
        (1900.0, ">", "ge", True),
        (700.0, ">", "ge", None),
        (700.0, ">=", "ge", True),
        (500.0, ">=", "ge", None),
        (500.0, ">=", "est_ge", None),
        (500.0, ">=", "lt", False),
        (700.0, ">=", "lt", False),
        (700.0, ">", "lt", False),
        (900.0, ">=", "lt", None),
        (900.0, "<=", "ge", False),
        (500.0, "<=", "ge", None),
        (500.0, "<=", "lt", True),
        (900.0, "<=", "lt", None),
        (900.0, ">=", "est", True),
    ],
)
def test_a_bound_decides_only_what_it_can(actual, comparator, qualifier, expected):
    assert met(actual, comparator, 700.0, qualifier=qualifier) is expected


finite = st.floats(-1e9, 1e9)


@given(smaller=finite, step=st.floats(0, 1e9), target=finite, comparator=st.sampled_from([">=", ">", "annual_floor"]))
def test_more_is_never_less_met(smaller, step, target, comparator):
    assert met(smaller + step, comparator, target) or not met(smaller, comparator, target)


@given(actual=finite, target=finite, comparator=st.sampled_from(COMPARATORS))
def test_a_bound_never_contradicts_the_exact_figure(actual, target, comparator):
    exact = met(actual, comparator, target, low=target)
    for qualifier in ("ge", "lt"):
        assert met(actual, comparator, target, low=target, qualifier=qualifier) in (exact, None) or (
            qualifier == "lt" and actual == target
        )


def test_range_position_is_none_without_a_figure():
    assert range_position(pd.Series([NAN]), pd.Series([3.0]), pd.Series([5.0])).tolist() == [None]
