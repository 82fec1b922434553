"""The words that a money ledger may use: the ordinary ones, and every one that a document's rules name."""

from __future__ import annotations

from metrics.catalog.centre_rules import OUTCOMES, Consequence, ForbiddenUse, Grades, MoneyClause
from metrics.catalog.models import Catalog

FUNDERS = ("省级财政", "市财政", "市州财政", "区县财政", "单位自筹", "社会资本")
PURPOSES = ("建设支持", "研发能力建设", "评估奖励", "科研项目", "配套支持")
CATEGORIES = ("科研项目实施", "科研仪器设备", "人才团队引进培育", "人员费用", "日常运行")


def vocabulary(catalog: Catalog) -> dict[str, list[str]]:
    """The accepted funders, purposes, spending categories and grades, sorted; a new document brings its own."""
    funders, purposes, categories, grades = set(FUNDERS), set(PURPOSES), set(CATEGORIES), set[str]()
    for policy in catalog.policies:
        for rule in policy.centre_rules.rules if policy.centre_rules else ():
            if isinstance(rule, MoneyClause):
                funders.update(rule.funders)
                purposes.update(rule.purposes)
            if isinstance(rule, ForbiddenUse):
                categories.update(rule.categories)
            if isinstance(rule, Grades):
                grades.update(rule.grades)
            if isinstance(rule, Consequence):
                grades.update(set(rule.when) - set(OUTCOMES))
    return {
        "centre_funders": sorted(funders),
        "centre_purposes": sorted(purposes),
        "centre_categories": sorted(categories),
        "centre_grades": sorted(grades),
    }
