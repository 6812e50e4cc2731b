"""A letter is looked for in the Sent folders of all mailboxes."""

from datetime import UTC, datetime

import pytest

from intake.model.errors import SourceError
from intake.source.imap.source import ImapSource
from tracker.run.polling import Mailbox, sent_lookup

SINCE = datetime(2015, 8, 3, tzinfo=UTC)


class Folder(ImapSource):
    """Message-IDs in the Sent folder; None where there is none, a trouble where it cannot be read."""

    def __init__(self, held):
        self.held = held

    def sent_ids(self, since):
        assert since == SINCE
        if isinstance(self.held, SourceError):
            raise self.held
        return self.held


SILENT = SourceError("连接中断")
HAS, HAS_NOT, NONE = frozenset({"<a@b.cn>"}), frozenset({"<other@b.cn>"}), None


@pytest.mark.parametrize(
    ("folders", "found"),
    [
        ((), False),
        ((NONE,), False),
        ((HAS_NOT, NONE), False),
        ((HAS_NOT, HAS), True),
        ((SILENT, HAS), True),
        ((HAS, SILENT), True),
    ],
)
def test_found_or_not(folders, found):
    assert sent_lookup([Mailbox(Folder(held)) for held in folders])("<a@b.cn>", SINCE) is found


@pytest.mark.parametrize("folders", [(SILENT,), (SILENT, HAS_NOT), (NONE, SILENT)])
def test_one_that_cannot_be_read_leaves_it_open(folders):
    with pytest.raises(SourceError, match="连接中断"):
        sent_lookup([Mailbox(Folder(held)) for held in folders])("<a@b.cn>", SINCE)
