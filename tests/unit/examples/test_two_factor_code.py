"""A code counts once, for three attempts and five minutes."""

import pytest

from examples.two_factor_code import Challenge, Verdict

NOW = 1000.0
CODE = "012345"


@pytest.fixture
def challenge() -> Challenge:
    return Challenge.for_code(CODE, NOW)


@pytest.mark.parametrize(
    ("after_seconds", "verdict"),
    [(0.0, Verdict.RIGHT), (299.9, Verdict.RIGHT), (300.0, Verdict.EXPIRED)],
)
def test_right_code_counts_for_five_minutes(
    challenge: Challenge, after_seconds: float, verdict: Verdict
) -> None:
    assert challenge.attempt(CODE, NOW + after_seconds) is verdict


def test_right_code_counts_once(challenge: Challenge) -> None:
    verdicts = [challenge.attempt(CODE, NOW) for _ in range(2)]

    assert verdicts == [Verdict.RIGHT, Verdict.USED_UP]


def test_right_code_counts_no_more_after_three_wrong_ones(challenge: Challenge) -> None:
    verdicts = [challenge.attempt(typed, NOW) for typed in ("12345", "", "012346", CODE)]

    assert verdicts == [Verdict.WRONG, Verdict.WRONG, Verdict.USED_UP, Verdict.USED_UP]


def test_challenge_does_not_hold_its_code(challenge: Challenge) -> None:
    kept = (challenge.digest, challenge.secret, repr(challenge).encode())

    assert not [part for part in kept if CODE.encode() in part]
