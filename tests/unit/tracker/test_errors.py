"""Errors of the tracking side: a sentence for a clerk, the same out of another process."""

from __future__ import annotations

import pickle
import re

import pytest

from tracker import errors
from tracker.errors import SendError, TrackerError

KINDS = sorted(
    (kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, TrackerError)),
    key=lambda kind: kind.__name__,
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("detail", ["", "imap.example.cn:993"])
def test_an_error_comes_out_of_another_process_as_it_went_in(kind: type[TrackerError], detail: str) -> None:
    error = kind(detail)
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.detail, str(again)) == (kind, detail, str(error))
    assert str(error) == (f"{kind.message}：{detail}" if detail else kind.message)
    assert re.search(r"[\u4e00-\u9fff]", kind.message)
    assert not kind.message.endswith("。")


@pytest.mark.parametrize("kind", [kind for kind in KINDS if issubclass(kind, SendError)])
def test_what_a_server_said_comes_along(kind: type[SendError]) -> None:
    again = pickle.loads(pickle.dumps(kind("满了", 452, "zj.1")))
    assert (again.detail, again.code, again.token) == ("满了", 452, "zj.1")
