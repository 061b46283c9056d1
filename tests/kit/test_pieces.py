"""A kit without some of the packages: what cannot be made is passed over, or refused if named."""

import pytest

from squiggle.errors import SquiggleError
from squiggle.kit import kit
from squiggle.kit.pieces import Piece
from squiggle.lesson import load


def make(material, work):
    """Never called."""


@pytest.fixture
def pieces(monkeypatch: pytest.MonkeyPatch):
    """Three pieces, of which the last two cannot be made."""
    table = {
        "plain": Piece(make, "made of nothing"),
        "rare": Piece(make, "of a package", packages=("json", "no_such_package"), extra="rarities"),
        "rarer": Piece(make, "of that", needs=("plain", "rare")),
    }
    monkeypatch.setattr(kit, "PIECES", table)
    return table


def test_what_a_missing_package_takes_away(pieces):
    lacking = kit._lacking(list(pieces))
    assert list(lacking) == ["rare", "rarer"]
    assert {str(error) for error in lacking.values()} == {
        "rare needs no_such_package, which is not installed - try: pip install 'squiggle[rarities]'"
    }


@pytest.mark.parametrize("name", ["rare", "rarer"])
def test_a_named_piece_is_refused_before_anything_is_made(pieces, tmp_path, name):
    with pytest.raises(SquiggleError, match="no_such_package"):
        kit.make(None, tmp_path / "kit", only=[name])
    assert not (tmp_path / "kit").exists()


def test_what_is_passed_over_is_told_once_before_anything_is_rendered(
    pieces, tmp_path, monkeypatch
):
    told = []
    monkeypatch.setattr(kit, "_material", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        kit.make(load(), tmp_path, tell=told.append)
    (line,) = told
    assert line.startswith("passed over: rare needs no_such_package")
