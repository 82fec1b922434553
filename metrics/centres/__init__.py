"""Technology innovation centres judged under the rules in force: pure functions over facts, no document known by name.

`judge(books, centre, day)` gives every verdict on one centre; `life(books, centre, day)` its state and what is due
next; `limits(books, centre, day)` its money against each cap. `rule_books(catalog)` are the documents' rules.
"""

from metrics.centres.facts import Centre, Change, Entry, Event, Project, Report
from metrics.centres.funding import limits
from metrics.centres.judge import judge
from metrics.centres.life import life
from metrics.centres.rule_book import RuleBook, rule_books
from metrics.centres.verdict import Verdict

__all__ = [
    "Centre",
    "Change",
    "Entry",
    "Event",
    "Project",
    "Report",
    "RuleBook",
    "Verdict",
    "judge",
    "life",
    "limits",
    "rule_books",
]
