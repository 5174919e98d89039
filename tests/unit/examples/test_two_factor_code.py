"""The example asks until the code is right, or cannot become right any more."""

import pytest

from examples import two_factor_code
from tests.unit.client.fake_app import AT, PERSON, SENDER, FakeApp, ok

VERIFICATION = {
    "verificationId": "v1", "purpose": "example", "status": "pending", "createdAt": AT,
    "expiresAt": AT,
}  # fmt: skip
STARTED = ok({**VERIFICATION, "resendAt": AT}, 202)


def result(status: str, *, valid: bool = False) -> object:
    return ok({**VERIFICATION, "status": status, "valid": valid, "attemptsLeft": 0})


@pytest.fixture(autouse=True)
def typed(monkeypatch: pytest.MonkeyPatch) -> None:
    codes = iter(("111111", "", "222222", "333333"))
    monkeypatch.setattr("builtins.input", lambda _: next(codes))


@pytest.mark.parametrize(
    ("last", "is_right", "words"),
    [
        (result("approved", valid=True), True, "That is right."),
        (result("exhausted"), False, two_factor_code.WORDS["exhausted"]),
        (result("expired"), False, two_factor_code.WORDS["expired"]),
        (result("approved"), False, two_factor_code.WORDS["approved"]),
    ],
)
def test_person_is_asked_until_it_is_decided(
    capsys: pytest.CaptureFixture[str], last: object, is_right: bool, words: str
) -> None:
    app = FakeApp([STARTED, result("pending"), last])  # type: ignore[list-item]
    with app.sync_client() as paloma:
        assert two_factor_code.check(paloma, SENDER, PERSON) is is_right
    said = capsys.readouterr().out.splitlines()
    assert said[1:] == [two_factor_code.WORDS["pending"], words]
    assert len(app.asked) == 3
