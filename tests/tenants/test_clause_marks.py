"""A test that names a clause which does not exist, or too many, stops the run."""

import pytest

pytest_plugins = ["pytester"]


def run(pytester: pytest.Pytester, mark: str) -> pytest.RunResult:
    pytester.makepyfile(f"import pytest\n\n@pytest.mark.clause({mark})\ndef test_it():\n    pass\n")
    return pytester.runpytest("-p", "tests.plugin_clauses", "--collect-only", "-q")


def test_three_known_clauses_pass(pytester: pytest.Pytester) -> None:
    result = run(pytester, "'TN.14.4a', 'VL.8.3', 'HY.5.1'")
    assert result.ret == pytest.ExitCode.OK
    result.stdout.fnmatch_lines(["*::test_it"])


@pytest.mark.parametrize(
    ("mark", "message"),
    [
        ("'TN.99.1'", "*there is no clause 'TN.99.1'*"),
        ("'TB.2', 'TB.3.2', 'TB.3.4', 'TB.4.1'", "*proves 4 clauses, at most 3 are allowed*"),
        ("", "*the clause mark names no clause*"),
    ],
)
def test_wrong_marks_stop_the_run(pytester: pytest.Pytester, mark: str, message: str) -> None:
    result = run(pytester, mark)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([message])
