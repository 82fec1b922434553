"""No test fails because midnight passes: its day stands, for it and for every process that it starts."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import clock
from tests.standing.sitecustomize import BEHIND, LONGEST_RUN, behind

MOMENTS = st.datetimes(datetime(2019, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))


@given(began=MOMENTS, share=st.floats(0, 0.999))
def test_the_day_of_a_run_does_not_end_while_it_lasts(began, share):
    late = behind(began, clock.day_of)
    assert late in (timedelta(), LONGEST_RUN)
    assert clock.day_of(began - late) == clock.day_of(began - late + LONGEST_RUN * share)


@pytest.mark.parametrize("hours", [-2, 0, 3])
def test_a_process_that_a_test_starts_has_the_clock_of_the_test(hours):
    asked = [sys.executable, "-c", "from metrics import clock; print(clock.now().isoformat())"]
    told = subprocess.run(
        asked, env=os.environ | {BEHIND: str(hours * 3600)}, capture_output=True, text=True, check=True
    )
    late = datetime.now(UTC) - datetime.fromisoformat(told.stdout.strip())
    assert timedelta(hours=hours) <= late < timedelta(hours=hours, minutes=5)


def test_this_process_is_behind_as_its_environment_says():
    late = datetime.now(UTC) - clock.now()
    assert abs(late - timedelta(seconds=float(os.environ[BEHIND]))) < timedelta(seconds=5)
