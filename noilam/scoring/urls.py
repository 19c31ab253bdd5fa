"""Addresses of scoring."""

from django.urls import URLPattern, path

from .views import (
    answers,
    appeals,
    closing,
    criteria,
    criteria_deeds,
    criterion,
    deeds,
    drafting,
    explanation,
    files,
    judging,
    own_board,
    packs,
    queue,
    results,
    sheets,
    simulation,
)

app_name = "scoring"

_criteria: list[URLPattern] = [
    path("criteria/", criteria.criteria_sets, name="criteria_sets"),
    path("criteria/measures/", criteria.measures, name="measures"),
    path("criteria/new/", criteria_deeds.new_set, name="new_set"),
    path("criteria/import/", criteria_deeds.import_set, name="import_set"),
    path("criteria/template.<slug:form>", criteria.criteria_template, name="criteria_template"),
    path("criteria/<int:set_id>/", criteria.criteria_set, name="criteria_set"),
    path("criteria/<int:set_id>/file.<slug:form>", criteria.criteria_file, name="criteria_file"),
    path(
        "criteria/<int:set_id>/comparison/",
        criteria.criteria_comparison,
        name="criteria_comparison",
    ),
    path("criteria/<int:set_id>/next/", criteria_deeds.next_version, name="next_set"),
    path("criteria/<int:set_id>/consultation/", criteria_deeds.consult, name="consult_set"),
    path("criteria/<int:set_id>/issue/", criteria_deeds.issue, name="issue_set"),
    path("criteria/<int:set_id>/drop/", criteria_deeds.drop, name="drop_set"),
    path("criteria/<int:set_id>/simulation/", simulation.ask_simulation, name="ask_simulation"),
    path("criteria/<int:set_id>/edit/", drafting.editor, name="edit_set"),
    path("criteria/<int:set_id>/edit/order/", drafting.rearrange, name="edit_order"),
    path("criteria/<int:set_id>/edit/whole/<slug:what>/", drafting.whole, name="edit_whole"),
    path("criteria/<int:set_id>/edit/criterion/", drafting.criterion, name="new_criterion"),
    path(
        "criteria/<int:set_id>/edit/criterion/<str:code>/",
        drafting.criterion,
        name="edit_criterion",
    ),
    path("criteria/<int:set_id>/edit/part/<slug:part>/", drafting.piece, name="new_piece"),
    path(
        "criteria/<int:set_id>/edit/part/<slug:part>/<str:code>/",
        drafting.piece,
        name="edit_piece",
    ),
    path("simulations/<int:simulation_id>/", simulation.simulation, name="simulation"),
    path(
        "simulations/<int:simulation_id>/units/",
        simulation.simulation_units,
        name="simulation_units",
    ),
]

_sheets: list[URLPattern] = [
    path("scoring/mine/", queue.mine, name="mine"),
    path("scoring/own/", own_board.board, name="own_board"),
    path("scoring/sheets/", queue.sheets, name="sheets"),
    path("scoring/sheets/<int:sheet_id>/", sheets.sheet, name="sheet"),
    path(
        "scoring/sheets/<int:sheet_id>/explanation/",
        explanation.explanation,
        name="explanation",
    ),
    path("scoring/sheets/<int:sheet_id>/answers/", answers.answers, name="answers"),
    path("scoring/sheets/<int:sheet_id>/file.xlsx", files.sheet_file, name="sheet_file"),
    path("scoring/sheets/<int:sheet_id>/upload/", files.upload, name="upload"),
    path(
        "scoring/sheets/<int:sheet_id>/criteria/<str:code>/",
        criterion.criterion,
        name="criterion",
    ),
    path(
        "scoring/sheets/<int:sheet_id>/criteria/<str:code>/evidence/",
        deeds.give_evidence,
        name="evidence",
    ),
    path(
        "scoring/sheets/<int:sheet_id>/evidence/<int:evidence_id>/taking-back/",
        deeds.take_back_evidence,
        name="taking_back",
    ),
    path("scoring/sheets/<int:sheet_id>/marks/<slug:name>/", judging.judge, name="judge"),
    path("scoring/sheets/<int:sheet_id>/deed/<slug:name>/", deeds.deed, name="deed"),
    path("scoring/second-looks/<int:look_id>/", deeds.look_again, name="second_look"),
    path("scoring/packs/", packs.packs, name="packs"),
    path("scoring/packs/<int:unit_id>/<int:month>/", packs.pack, name="pack"),
    path("scoring/packs/records/<int:pack_id>/", packs.record, name="pack_record"),
    path("scoring/appeals/", appeals.appeals, name="appeals"),
    path("scoring/appeals/<int:appeal_id>/", appeals.decide, name="appeal"),
]

_results: list[URLPattern] = [
    path("scoring/board/", results.board, name="board"),
    path("scoring/heatmap/", results.heatmap, name="heatmap"),
    path("scoring/units/<int:unit_id>/", results.unit, name="unit"),
    path("scoring/close/", closing.months, name="months"),
    path("scoring/close/<slug:period>/", closing.month, name="month"),
    path("scoring/close/<slug:period>/closing/", closing.closing, name="closing"),
]

urlpatterns: list[URLPattern] = [*_criteria, *_sheets, *_results]
