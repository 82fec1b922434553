"""What the screens show, as frozen values, each made from rows of the snapshot by `metrics.reading.scorecard`."""

from metrics.views.centre import Centre
from metrics.views.contributor import Contributor
from metrics.views.counts import KindCounts, count_by_kind
from metrics.views.judged_target import ATTENTION_ORDER, JudgedTarget, StatusChange
from metrics.views.overview import Overview, StatedTarget
from metrics.views.programme import Document, DocumentFact, Programme, Round, Thresholds
from metrics.views.report import REPORTED_STATES, ReportState
from metrics.views.target import Clause, SeriesPoint, Sibling, TargetTask, TargetView, UnitPart
from metrics.views.unit import UnitAlias, UnitLine, UnitScorecard, UnitTask
from metrics.views.words import MeasureUnit, Row, UnitName, fields

__all__ = [
    "ATTENTION_ORDER",
    "REPORTED_STATES",
    "Centre",
    "Clause",
    "Contributor",
    "Document",
    "DocumentFact",
    "JudgedTarget",
    "KindCounts",
    "MeasureUnit",
    "Overview",
    "Programme",
    "ReportState",
    "Round",
    "Row",
    "SeriesPoint",
    "Sibling",
    "StatedTarget",
    "StatusChange",
    "TargetTask",
    "TargetView",
    "Thresholds",
    "UnitAlias",
    "UnitLine",
    "UnitName",
    "UnitPart",
    "UnitScorecard",
    "UnitTask",
    "count_by_kind",
    "fields",
]
