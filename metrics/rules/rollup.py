"""Roll-ups: counts by status first; one weighted average where weights exist, with both bounds and what is missing.

Source: `docs/methods.md`, section 9. Attainment is capped at 100 % per target, so that one target done three times
over cannot pay for two undone. Raw ratios of different measures are never averaged, and amounts never added over
scopes, bases or measures (`mart.total` refuses and says why).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from metrics.rules.statuses import STATUSES

KEY = ("group_kind", "programme_id", "unit_id", "target_id", "period_id")

REASON_NO_WEIGHTS = "no_weights"
REASON_WEIGHTS_INCOMPLETE = "weights_incomplete"
REASON_NOTHING_KNOWN = "nothing_known"
REASON_NOTHING_JUDGED = "nothing_judged"
# Neither missing nor part of an average: nobody is held to them (yet), or their share has no meaning.
UNCOUNTED_STATUSES = ("not_judged", "not_yet_due", "withdrawn")


def weighted_average(ratio: pd.Series, weight: pd.Series, group: pd.Series) -> pd.DataFrame:
    """Σ w·min(a, 1) ÷ Σ w by group, once over what is known and once with what is missing as zero.

    Args:
        ratio: attainment as a share, NaN where missing, shape (n,).
        weight: weights above zero, shape (n,).
        group: the group of each row, shape (n,).

    Returns:
        `missing_left_out` and `missing_as_zero` by group; the first is missing where nothing is known.

    >>> weighted_average(pd.Series([1.43, 0.5, float("nan")]), pd.Series([2.0, 1.0, 1.0]), pd.Series(["z"] * 3))
           missing_left_out  missing_as_zero
    z              0.833333            0.625
    """
    gained = weight * ratio.clip(upper=1.0)
    sums = pd.DataFrame({"gained": gained.fillna(0), "known": weight.where(ratio.notna(), 0), "all": weight})
    totals = sums.groupby(group.to_numpy(), sort=False).sum()
    return pd.DataFrame(
        {
            "missing_left_out": totals["gained"] / totals["known"].where(totals["known"] > 0),
            "missing_as_zero": totals["gained"] / totals["all"].where(totals["all"] > 0),
        }
    )


def roll_up(members: pd.DataFrame) -> pd.DataFrame:
    """One row per group × round: how many targets have each status, and the average where it may be taken.

    Args:
        members: one row per group × target × unit × round: the columns `KEY` and `member_id`, `member_name` (the
            target or unit within the group), `status`, `attainment_pct`, `weight` (NaN = none).

    Returns:
        The key, `member_count`, `<status>_count` for each status, `missing_count`, `missing_ids` and
        `uncounted_ids` (joined with `;`), `weight_sum`, `average_known_pct`, `average_zero_pct`, `average_reason`.
    """
    group = members.groupby(list(KEY), dropna=False, sort=False).ngroup()
    keys = members[list(KEY)].groupby(group.to_numpy(), sort=False).head(1).set_index(group[~group.duplicated()])
    counted = ~members["status"].isin(UNCOUNTED_STATUSES)
    missing = counted & (members["status"] == "no_data")
    # A share without meaning (a zero target) can be met or not, but not averaged.
    uncounted = ~counted | (counted & ~missing & members["attainment_pct"].isna())
    result = keys.join(_counts(members["status"], group))
    result["missing_count"] = missing.groupby(group).sum()
    result["missing_ids"] = _joined(members["member_id"], missing, group)
    result["uncounted_ids"] = _joined(members["member_id"], uncounted, group)
    averages = _averages(members.assign(is_missing=missing)[~uncounted], group[~uncounted], keys.index)
    result = result.join(averages)
    result["missing_ids"] = result["missing_ids"].astype(object).where(result["missing_ids"].notna(), None)
    return result.reset_index(drop=True)


def _counts(status: pd.Series, group: pd.Series) -> pd.DataFrame:
    table = pd.crosstab(group, status).reindex(columns=list(STATUSES), fill_value=0)
    counts = table.add_suffix("_count")
    counts.insert(0, "member_count", table.sum(axis=1))
    counts.index.name = None
    return counts


def _joined(ids: pd.Series, chosen: pd.Series, group: pd.Series) -> pd.Series:
    return ids[chosen].astype(object).groupby(group[chosen]).agg(";".join)


def _averages(members: pd.DataFrame, group: pd.Series, index: pd.Index) -> pd.DataFrame:
    ratio = (members["attainment_pct"].astype(float) / 100).mask(members["is_missing"])
    weight = members["weight"].astype(float)
    facts = pd.DataFrame({"all": 1, "weighted": weight.notna(), "known": ratio.notna()})
    facts = facts.groupby(group).sum().reindex(index, fill_value=0)
    averages = weighted_average(ratio, weight, group).reindex(index)
    reason = np.select(
        [
            facts["all"] == 0,
            facts["weighted"] == 0,
            facts["weighted"] < facts["all"],
            facts["known"] == 0,
        ],
        [REASON_NOTHING_JUDGED, REASON_NO_WEIGHTS, REASON_WEIGHTS_INCOMPLETE, REASON_NOTHING_KNOWN],
        "",
    )
    stands = reason == ""
    return pd.DataFrame(
        {
            "weight_sum": weight.groupby(group).sum().reindex(index).where(facts["weighted"] > 0),
            "average_known_pct": 100 * averages["missing_left_out"].where(stands),
            "average_zero_pct": 100 * averages["missing_as_zero"].where(stands),
            "average_reason": pd.Series(reason, index=index, dtype=object).replace("", None),
        }
    )
