"""Centres on a page: where each stands, its life, its money, verdicts with their clauses, annual reports."""
