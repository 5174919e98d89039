"""The house as a whole: what every room needs is little, and no import goes in a circle."""

from tests.support.house import circle_of_files, circle_of_rooms, share_of_shared


def test_shared_is_at_most_a_quarter_of_what_is_deployed() -> None:
    assert share_of_shared() <= 0.25


def test_no_files_import_each_other_in_a_circle() -> None:
    assert circle_of_files() == []


def test_no_rooms_import_each_other_in_a_circle() -> None:
    assert circle_of_rooms() == []
