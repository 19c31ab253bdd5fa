"""A criterion of each method and a small set of them, for tests of points and totals."""

from decimal import Decimal

from noilam.scoring.rules.criteria import (
    Anchor,
    Band,
    ChecklistItem,
    CriteriaSet,
    Criterion,
    Extra,
    Gate,
    Method,
    Rounding,
    Section,
    Source,
    Tier,
    WhenNothing,
)

QUARTER = Rounding(25)
CELL = "party_cell"


def a_criterion(method=Method.RATIO, **given):
    usual = {
        "code": "A1",
        "title": "Tiêu chí",
        "max_points": 1500,
        "method": method,
        "source": Source.MANUAL,
        "no_data": WhenNothing.ZERO,
    }
    return Criterion(**usual | given)


RATIO = a_criterion()
TIERS = a_criterion(
    Method.TIERS,
    max_points=300,
    tiers=(Tier(Decimal(90), 300), Tier(Decimal("75.5"), 150), Tier(Decimal(0), 25)),
)
CHECKLIST = a_criterion(
    Method.CHECKLIST,
    max_points=500,
    items=(
        ChecklistItem("a", "Một", 150),
        ChecklistItem("b", "Hai", 250),
        ChecklistItem("c", "Ba", 100),
    ),
)
DEDUCT = a_criterion(Method.DEDUCT, max_points=400, per=150)
ANCHORED = a_criterion(
    Method.ANCHORED, max_points=400, anchors=(Anchor(400, "Tốt"), Anchor(200, "Khá"))
)
METHODS = [RATIO, TIERS, CHECKLIST, DEDUCT, ANCHORED]


EXTRAS = {
    "bonuses": (Extra("P1", "Một", 200, max_times=1), Extra("P2", "Hai", 150)),
    "bonus_cap": 400,
    "penalties": (Extra("M1", "Một", 500), Extra("M2", "Hai", 200, max_times=2)),
    "penalty_cap": 700,
}


def a_set(*criteria, **given):
    usual = {
        "code": "TC",
        "title": "Bộ tiêu chí",
        "kinds": (CELL,),
        "max_points": 10_000,
        "rounding": QUARTER,
        "sections": (Section("A", "Nhóm", 10_000, criteria),),
        "bands": (),
        "steps": (),
    }
    return CriteriaSet(**usual | given)


GATES = (
    Gate("clean", "==", Decimal(0), penalties=("M1",)),
    Gate("timely", ">=", Decimal(90), measure="m"),
    Gate("short", "==", Decimal(0), measure="n"),
)
BANDS = (
    Band("T", "Tốt", 9000, ("clean", "timely")),
    Band("K", "Khá", 7000, ("clean",)),
    Band("D", "Đạt", 5000),
)
