"""Which identity numbers can be one; the numbers are made up but for the standard's own example."""

from datetime import date

import pytest

from data_access.households.identity import is_identity_possible

DAY = date(2019, 9, 30)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (None, None),
        ("", None),
        ("  ", None),
        ("11010519491231002X", True),  # the example of GB 11643
        ("11010519491231002x", True),
        (" 110105 19491231 002X ", True),
        ("110105194912310021", False),  # the check digit of another
        ("110105491231002", True),  # fifteen digits: no check digit
        ("110105491331002", False),  # a thirteenth month
        ("11010519491231002X43", True),  # a certificate of disability: kind and grade behind it
        ("11010519491231002X4312", True),
        ("11010519491231002X4", False),
        ("110105209012310026", False),  # not yet born
        ("1101051949123100", False),
        ("ABCDEFGHIJKLMNOPQR", False),
        ("11010519491231002²", False),
        ("٢١٠١٠٥١٩٤٩١٢٣١٠٠٢X", False),
    ],
)
def test_a_number(number: str | None, expected: bool | None) -> None:
    assert is_identity_possible(number, DAY) is expected
