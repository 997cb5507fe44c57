"""The line that says how far a run is: notes once each, the sentence only on a terminal, Ctrl-C stops."""

from __future__ import annotations

import pytest

from components.commands.shared.progress_line import follow


class Run:
    """Ends after so many looks; the first of them may be interrupted."""

    def __init__(self, looks: int, interrupted: bool = False) -> None:
        self.left, self.interrupted, self.stopped = looks, interrupted, False

    def wait(self, seconds: float | None = None) -> bool:  # noqa: ARG002 (as a run has it)
        if self.interrupted and not self.stopped:
            raise KeyboardInterrupt
        self.left -= 1
        return self.left < 0

    def stop(self) -> None:
        self.stopped = True


@pytest.mark.parametrize("terminal", [True, False])
def test_notes_are_printed_once_and_the_sentence_on_a_terminal(capsys, monkeypatch, terminal):
    run = Run(3)
    monkeypatch.setattr("sys.stderr.isatty", lambda: terminal, raising=False)
    follow(run, lambda: f"{run.left} left", lambda: ["arXiv asks to wait."] if run.left < 2 else [])
    shown = capsys.readouterr().err
    assert shown.count("arXiv asks to wait.") == 1
    assert ("1 left" in shown) is terminal
    assert ("\r" in shown) is terminal


def test_an_interrupt_stops_the_run_and_raises_nothing():
    run = Run(0, interrupted=True)
    follow(run, lambda: "")
    assert run.stopped
