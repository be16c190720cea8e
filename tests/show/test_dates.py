from datetime import date

import pytest

from dateline.show.dates import spoken, when
from dateline.story.days import bounds


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-12", date(2024, 12, 1), date(2024, 12, 31)),
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("2022-01-02T10:30", date(2022, 1, 2), date(2022, 1, 2)),
        ("2020-W01", date(2019, 12, 30), date(2020, 1, 5)),
    ],
)
def test_bounds_of_iso_values(value: str, first: date, last: date) -> None:
    assert bounds(value) == (first, last)


@pytest.mark.parametrize("value", ["", "PRESENT_REF", "2022-13", "2022-02-30", "P3D", "0000", "20220102", None])
def test_what_is_no_date_has_no_bounds(value: str | None) -> None:
    assert bounds(value) is None


@pytest.mark.parametrize(
    ("first", "last", "label"),
    [
        ("2022-01-02", None, "2 Jan 2022"),
        ("2022-01-02", "2022-01-05", "2–5 Jan 2022"),
        ("2022-01-30", "2022-02-01", "30 Jan – 1 Feb 2022"),
        ("2021-12-30", "2022-01-02", "30 Dec 2021 – 2 Jan 2022"),
        ("2023-03", None, "Mar 2023"),
        ("2011", None, "2011"),
        ("2011", "2013", "2011–2013"),
        (None, "2022-01-07", "by 7 Jan 2022"),
    ],
)
def test_labels(first: str | None, last: str | None, label: str) -> None:
    found = when(first, last)
    assert found is not None
    assert found.label == label


def test_a_range_the_wrong_way_round_is_turned() -> None:
    found = when("2022-01-05", "2022-01-02")
    assert found is not None
    assert (found.start, found.end) == (date(2022, 1, 2), date(2022, 1, 5))


def test_spoken_keeps_what_it_cannot_read() -> None:
    assert spoken("2022-01-09T08:00") == "9 Jan 2022"
    assert spoken("FUTURE_REF") == "FUTURE_REF"
