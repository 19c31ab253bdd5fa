"""Every write of imports: files received, checks kept, runs applied and taken back."""

from noilam.exchange.actions.runs import (
    apply_reading,
    begin_check,
    confirm_run,
    drop_file,
    keep_check,
    receive_file,
    refuse_run,
    start_run,
    take_back,
)
from noilam.exchange.actions.shell import apply_file, run_now
from noilam.exchange.actions.words import choose_meaning, forget_meaning

__all__ = [
    "apply_file",
    "apply_reading",
    "begin_check",
    "choose_meaning",
    "confirm_run",
    "drop_file",
    "forget_meaning",
    "keep_check",
    "receive_file",
    "refuse_run",
    "run_now",
    "start_run",
    "take_back",
]
