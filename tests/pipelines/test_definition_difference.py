"""Three-way comparison of definitions, as laws: what nobody else touched is mine, what I did not touch is theirs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.periods import Period
from pipelines.definitions.difference import MINE, THEIRS, WHOLE, changes, merge, touched_programmes, touched_rounds
from pipelines.definitions.names import new_id
from pipelines.definitions.telling import told
from pipelines.definitions.things import flat, nested

KEYS = [("unit", name) for name in "abcd"]
FIELDS = st.dictionaries(st.sampled_from(["name", "kind", "parent"]), st.sampled_from("xyz"), min_size=1)
THINGS = st.dictionaries(st.sampled_from(KEYS), FIELDS)


@given(THINGS, THINGS)
def test_where_only_one_side_changed_its_word_stands(base, other):
    assert merge(base, base, other).things == other
    assert merge(base, other, base).things == other
    assert merge(base, other, other).things == other
    for one in (merge(base, base, other), merge(base, other, base), merge(base, other, other)):
        assert one.conflicts == []


@given(THINGS, THINGS, THINGS)
def test_every_conflict_is_a_field_that_both_changed_and_answers_settle_all_of_them(base, theirs, mine):
    merged = merge(base, theirs, mine)
    for conflict in merged.conflicts:
        three = [things.get(conflict.key) for things in (base, theirs, mine)]
        values = three if conflict.name == WHOLE else [(one or {}).get(conflict.name) for one in three]
        assert values[1] != values[0] != values[2] != values[1]
    for side, things in ((MINE, mine), (THEIRS, theirs)):
        settled = merge(base, theirs, mine, {(one.key, one.name): side for one in merged.conflicts})
        assert settled.conflicts == []
        for conflict in merged.conflicts:
            if conflict.name == WHOLE:
                assert settled.things.get(conflict.key) == things.get(conflict.key)
            else:
                assert settled.things[conflict.key].get(conflict.name) == things[conflict.key].get(conflict.name)


@given(THINGS, THINGS, THINGS)
def test_until_it_is_answered_a_conflict_keeps_what_is_in_force(base, theirs, mine):
    merged = merge(base, theirs, mine)
    for conflict in merged.conflicts:
        if conflict.name != WHOLE:
            assert merged.things[conflict.key].get(conflict.name) == theirs[conflict.key].get(conflict.name)


@given(THINGS, THINGS)
def test_changes_lead_from_the_one_to_the_other(before, after):
    rebuilt = {key: dict(fields) for key, fields in before.items()}
    for change in changes(before, after):
        if change.kind == "ended":
            del rebuilt[change.key]
        elif change.kind == "new":
            rebuilt[change.key] = dict(after[change.key])
        else:
            for name, old, new in change.fields:
                assert rebuilt[change.key].get(name) == old
                rebuilt[change.key][name] = new
    assert {key: {n: v for n, v in fields.items() if v is not None} for key, fields in rebuilt.items()} == after


ENTRY = st.dictionaries(
    st.sampled_from(["id", "name", "note", "parts"]),
    st.one_of(st.text(), st.integers(), st.lists(st.text()), st.fixed_dictionaries({"zh": st.text(), "en": st.text()})),
)


@given(ENTRY)
def test_an_entry_of_a_file_is_the_same_after_it_was_flat(entry):
    assert nested(flat(entry)) == entry


@given(st.lists(st.sampled_from(["鼓楼区", "Yorkshire Area", "2025", "Σ", ""]), max_size=12))
def test_no_two_things_get_one_id(names):
    taken = set()
    for name in names:
        own = new_id("unit", taken, name)
        assert own not in taken and own.isascii()
        taken.add(own)


PLAN = {
    ("programme", "p"): {"id": "p", "name.zh": "甲方案", "name.en": "Plan A", "rounds": ["2024", "2025", "2026"]},
    ("programme", "q"): {"id": "q", "name.zh": "乙方案", "name.en": "Plan B", "rounds": ["2025"]},
    ("indicator", "i"): {"id": "i", "name.zh": "优良天数", "name.en": "Good days"},
    ("unit", "u"): {"id": "u", "name": "环保局", "name_en": "Environment"},
    ("target", "t"): {"target_id": "t", "programme_id": "p", "indicator_id": "i", "starts_on": "2025-01-01",
                      "due_on": "2025-12-31", "target_value": "35"},
    ("task", "k"): {"task_id": "k", "programme_id": "q", "name_zh": "任务"},
    ("responsibility", "k", "环保局"): {"task_id": "k", "unit_name": "环保局", "role": "lead"},
}  # fmt: skip


def changed(key, **fields):
    return changes(PLAN, PLAN | {key: PLAN[key] | fields})


@pytest.mark.parametrize(
    ("key", "fields", "programmes", "rounds"),
    [
        (("target", "t"), {"target_value": "34"}, {"p"}, ["2025"]),
        (("indicator", "i"), {"name.zh": "好天数"}, {"p"}, ["2024", "2025", "2026"]),
        (("unit", "u"), {"name_en": "Air"}, {"q"}, ["2024", "2025", "2026"]),
    ],
)
def test_a_change_names_the_programmes_and_the_rounds_it_concerns(key, fields, programmes, rounds):
    found = changed(key, **fields)
    assert touched_programmes(found, PLAN) == programmes
    assert touched_rounds(found, map(Period.parse, PLAN["programme", "p"]["rounds"]), PLAN) == rounds


def test_a_change_is_told_by_names_and_old_and_new_value():
    (change,) = changed(("target", "t"), target_value="34", due_on="2026-12-31")
    said = told(change, PLAN, PLAN)
    assert said.zh == "变更 目标“优良天数”：完成期限 2025-12-31 → 2026-12-31；目标值 35 → 34"
    assert said.en == 'changed target "Good days": Due 2025-12-31 → 2026-12-31; Target value 35 → 34'
