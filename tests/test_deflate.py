"""What isal deflates the standard library inflates, and the other way round; damage is one kind of error with either."""

from __future__ import annotations

import sys
import zlib
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kamxl.deflate

CONTENTS = st.binary() | st.text().map(lambda text: (text * 50).encode())


@pytest.fixture(scope="module")
def standard() -> ModuleType:
    """The module as it is where isal is not installed."""
    spec = spec_from_file_location("deflate_without_isal", kamxl.deflate.__file__)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "isal", None)  # importing it fails now
        spec.loader.exec_module(module)
    return module


@given(CONTENTS)
def test_either_reads_the_other(standard: ModuleType, content: bytes) -> None:
    fast = kamxl.deflate
    assert standard.inflate(fast.deflate(content)) == content
    assert fast.inflate(standard.deflate(content)) == content
    assert fast.crc32(content) == standard.crc32(content) == zlib.crc32(content)


@given(CONTENTS, st.integers(1, 4096))
def test_an_entry_is_inflated_no_further_than_asked(standard: ModuleType, content: bytes, most: int) -> None:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = packer.compress(content) + packer.flush()
    for module in (kamxl.deflate, standard):
        assert module.inflate_raw(memoryview(packed), most) == content[:most]


@pytest.mark.parametrize("damaged", [b"", b"no deflate at all", kamxl.deflate.deflate(b"cut short" * 99)[:-8]])
def test_damage_is_told(standard: ModuleType, damaged: bytes) -> None:
    for module in (kamxl.deflate, standard):
        with pytest.raises(module.DeflateError):
            module.inflate(damaged)
        with pytest.raises(module.DeflateError):
            module.inflate_raw(b"\xff" + damaged, 99)
