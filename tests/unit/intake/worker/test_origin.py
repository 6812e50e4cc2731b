"""Where reading processes come from, and where they leave what they write."""

import os
import sys
import tempfile
from multiprocessing import parent_process
from pathlib import Path

import pytest

from intake.model.limits import Limits
from intake.worker.origin import process_context
from intake.worker.pool import Readers
from tests.unit.intake.worker.test_pool import call_files

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there each process is started anew")


def look_around(_argument: object) -> tuple[str, str, list[str], bool]:
    loaded = [name for name in ("intake.pipeline", "tracker.cli.app", "rapidocr") if name in sys.modules]
    return tempfile.gettempdir(), os.environ["TMPDIR"], loaded, parent_process() is not None


def test_a_reader_is_forked_warm_and_writes_where_its_office_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert process_context().get_start_method() == "forkserver"
    for name in ("one", "two" * 60):  # the second path is longer than a socket's may be
        place = tmp_path / name
        place.mkdir()
        monkeypatch.setattr(tempfile, "tempdir", str(place))
        with Readers(call_files(Limits())) as readers:
            assert readers.run(look_around, None, 60.0) == (str(place), str(place), ["intake.pipeline"], True)
        assert list(place.iterdir()) == []
        place.rmdir()
