"""Photographs are real files, the same each time, and a few only."""

from hashlib import sha256
from io import BytesIO

from PIL import Image

from noilam.demo.pictures import EVERY, photograph_for


def test_one_declaration_in_many_comes_with_a_photograph():
    with_one = [number for number in range(1, 1001) if photograph_for(number)]

    assert with_one == list(range(EVERY, 1001, EVERY))


def test_a_photograph_is_a_small_real_picture_of_its_own_each_time_the_same():
    first, again, other = photograph_for(60), photograph_for(60), photograph_for(120)

    assert Image.open(BytesIO(first.read())).format == "JPEG"
    assert first.size == len(first.read()) < 20_000
    assert sha256(first.read()).digest() == sha256(again.read()).digest()
    assert first.read() != other.read()
