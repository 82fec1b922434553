"""Offices that several files look at or go on with: played once a process, and copied by whoever changes them."""

import pytest

from tests.offices.fuzhou import PROGRAMME, accept_2018, fuzhou, report_2018


@pytest.fixture(scope="session")
def fuzhou_accepted(tmp_path_factory):
    """The year 2018 of Fuzhou reported and accepted, not loaded."""
    office = fuzhou(tmp_path_factory.mktemp("accepted"))
    report_2018(office)
    accept_2018(office)
    return office


@pytest.fixture(scope="session")
def fuzhou_closed(fuzhou_accepted, tmp_path_factory):
    """The year 2018 of Fuzhou closed and loaded."""
    office = fuzhou_accepted.copied(tmp_path_factory.mktemp("closed"))
    office.step("close", PROGRAMME, "2018", reason="办结")
    office.load()
    return office
