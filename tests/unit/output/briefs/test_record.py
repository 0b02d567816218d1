"""The record of a brief: what the user keeps, and gives to the next one."""

import json
from pathlib import Path

import pytest

from passerelle.base.corridors import Corridor
from passerelle.base.errors import EvidenceError
from passerelle.evidence.corridors import KnownCorridor
from passerelle.output.briefs.record import LARGEST_RECORD, parse_record, read_record, record_of
from tests.unit.output.conftest import TODAY


def test_a_record_reads_back(morocco: KnownCorridor, tmp_path: Path) -> None:
    path = tmp_path / "brief.json"
    path.write_bytes(record_of(morocco, TODAY))
    held = read_record(path, morocco.corridor)
    assert len(held) == len(morocco.newest)
    assert held["stock", "_T", "_T", ""]["value"] == 174_914.0


def test_what_the_command_line_writes_is_a_record_too(morocco: KnownCorridor) -> None:
    told = {"origin": "MAR", "destination": "NLD", "figures": [f.as_dict() for f in morocco.newest]}
    assert parse_record(json.dumps(told).encode(), morocco.corridor, "corridor.json")


def test_the_record_of_another_corridor_is_refused(morocco: KnownCorridor) -> None:
    with pytest.raises(EvidenceError, match="is about MAR → NLD, not about MAR → FRA"):
        parse_record(record_of(morocco, TODAY), Corridor("MAR", "FRA"), "brief.json")


@pytest.mark.parametrize(
    "content",
    [b"", b"not json", b"[]", b"{}", b'{"origin": "MAR", "destination": "NLD"}', b"\xff\xfe\x00",
     b'{"origin": "MAR", "destination": "NLD", "figures": [{"indicator": "stock"}]}',
     b'{"origin": "MAR", "destination": "NLD", "figures": [{"indicator": "stock", "sex": "_T", "age": "_T", '
     b'"method": "", "value": "<b>many</b>"}]}'],
)  # fmt: skip
def test_what_is_no_record_is_refused(content: bytes) -> None:
    with pytest.raises(EvidenceError, match=r"brief\.json.*not the record of a brief"):
        parse_record(content, Corridor("MAR", "NLD"), "brief.json")


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "brief.json"
    with path.open("wb") as stream:
        stream.truncate(LARGEST_RECORD + 1)
    with pytest.raises(EvidenceError, match="too large"):
        read_record(path, Corridor("MAR", "NLD"))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="cannot be read"):
        read_record(tmp_path / "none.json", Corridor("MAR", "NLD"))
