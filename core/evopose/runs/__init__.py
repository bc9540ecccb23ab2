"""Runs: folders of long work that can be watched, stopped and resumed (design §10)."""

from evopose.runs.record import RunRecord, ask_to_stop, is_running, read_log, read_log_from, read_run, runs_in

__all__ = ["RunRecord", "ask_to_stop", "is_running", "read_log", "read_log_from", "read_run", "runs_in"]
