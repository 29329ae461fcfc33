from __future__ import annotations

import core.cli.gradcheck as module

BACKWARDS = ["dZ2", "dW2", "db2", "dH1", "dZ1", "dW1", "db1", "dX"]


def test_a_right_network_passes_with_a_row_for_each_array(command, model) -> None:
    code, stdout, stderr = command("gradcheck", "--model", model)
    assert (code, stderr) == (0, "")
    rows = stdout.splitlines()
    assert [row.split()[0] for row in rows[1:-1]] == BACKWARDS
    assert rows[-1] == "Every gradient is right to 1e-06."


def test_a_wrong_gradient_is_named_and_exit_code_1(command, model, monkeypatch) -> None:
    real = module.check_gradients

    def with_a_wrong_one(*arguments, **named):
        checks = real(*arguments, **named)
        worse = type(checks[1])(**{**vars(checks[1]), "relative_error": 2e-6})
        return [checks[0], worse, *checks[2:]]

    monkeypatch.setattr(module, "check_gradients", with_a_wrong_one)
    code, stdout, _ = command("gradcheck", "--model", model)
    assert code == 1
    assert stdout.splitlines()[-1] == "Wrong: dW2, by more than 1e-06."
