"""MEANING: what a target is, when it is met, and how far along it stands.

`catalog` declares, `rules`, `trends` and `centres` judge, `marts` makes the tables of judgements, `working` explains
them, `warehouse` opens the published snapshot, `views` and `reading` give what pages, exports and documents show.
Imports no other room of the house.
"""
