"""Polling a mailbox: what is asked of the server, what comes back, where the cursor stands."""

from datetime import UTC, datetime
from typing import Any

import pytest

from intake.model.errors import ConfigError, LoginRefused, SourceError
from intake.source.base import GENERATION, Batch, CursorState, Position, Seen
from intake.source.imap.account import ImapAccount
from intake.source.imap.source import ImapSource
from tests.flow.imap_stub import ImapStub, StubFolder

VALIDITY = 1436227200
ARRIVED = datetime(2015, 7, 7, 1, 30, tzinfo=UTC)
CHINESE = "&dcVr0mWHTvZZOQ-"  # as found on 163; see folder_name


def mail(number: int, size: int = 0) -> bytes:
    head = f"From: a@example.cn\r\nSubject: {number}\r\n\r\n".encode()
    return head + b"x" * max(0, size - len(head))


def source(stub: ImapStub, **settings: Any) -> ImapSource:
    account = ImapAccount(
        **{
            "name": "市局",
            "host": "127.0.0.1",
            "user": stub.user,
            "port": stub.port,
            "tls": "plain-for-tests",
        }
        | {"read_timeout": 2.0, "connect_timeout": 2.0}
        | settings
    )
    return ImapSource(account, lambda: stub.password, pause=lambda _: None)


def uids(batches: list[Batch]) -> list[list[int]]:
    return [[seen.position.uid for seen in batch.mails] for batch in batches]


def flat(batches: list[Batch]) -> list[int]:
    return [seen.position.uid for batch in batches for seen in batch.mails]


def at(uid: int, validity: int = VALIDITY, folder: str = "INBOX") -> dict[tuple[str, str], CursorState]:
    return {("市局", folder): CursorState(validity, uid)}


def test_one_mail_comes_whole(stub: ImapStub) -> None:
    stub.inbox.deliver(mail(1), flags=r"\Seen $Forwarded")
    header = b"From: a@example.cn\r\nSubject: 1\r\n\r\n"
    position = Position("市局", "INBOX", VALIDITY, 1)
    seen = Seen(position, mail(1), header, len(mail(1)), ARRIVED, ("\\Seen", "$Forwarded"))
    assert list(source(stub).poll({})) == [
        Batch("市局", "INBOX", CursorState(VALIDITY, 1), (seen,)),
        Batch("市局", "INBOX", CursorState(VALIDITY, 1), done=True, on_server=1),
    ]


def test_what_is_said_to_the_server(stub: ImapStub) -> None:
    stub.inbox.deliver(mail(1))
    list(source(stub).poll({}))
    assert stub.commands == [
        "CAPABILITY",
        'LOGIN bumen@163.com "auth-code"',
        "CAPABILITY",
        'ID ("name" "zhengji" "version" "1.0" "vendor" "zhengji")',
        'EXAMINE "INBOX"',
        "UID FETCH 1:* (UID RFC822.SIZE INTERNALDATE FLAGS)",
        "UID FETCH 1 (BODY.PEEK[])",
        "LOGOUT",
    ]


def test_empty_mailbox_still_gets_a_cursor(stub: ImapStub) -> None:
    assert list(source(stub).poll({})) == [Batch("市局", "INBOX", CursorState(VALIDITY, 0), done=True)]


def test_only_new_mail_is_fetched_and_the_last_old_one_is_not(stub: ImapStub) -> None:
    for number in range(1, 4):
        stub.inbox.deliver(mail(number))
    assert uids(list(source(stub).poll(at(3)))) == [[]]  # the server answers 4:* with mail 3
    assert not stub.said("BODY")
    stub.inbox.deliver(mail(9), skip=7)
    assert uids(list(source(stub).poll(at(3)))) == [[11], []]


def test_batches_go_by_bytes_and_number(stub: ImapStub) -> None:
    for size in (400, 400, 400, 2000, 400, 400, 400, 400):
        stub.inbox.deliver(mail(0, size))
    settings = {"batch_bytes": 1000, "batch_mails": 3}
    assert uids(list(source(stub, **settings).poll({}))) == [[1, 2], [3], [4], [5, 6], [7, 8], []]
    settings = {"batch_bytes": 100_000, "batch_mails": 3}
    assert uids(list(source(stub, **settings).poll({}))) == [[1, 2, 3], [4, 5, 6], [7, 8], []]


def test_oversize_mail_comes_as_header_with_the_reason(stub: ImapStub) -> None:
    stub.inbox.deliver(mail(1))
    stub.inbox.deliver(mail(2, 5_000_000))
    stub.inbox.deliver(mail(3))
    batches = list(source(stub, oversize_bytes=4_000_000).poll({}))
    assert uids(batches) == [[1], [2], [3], []]
    (big,) = batches[1].mails
    assert (big.raw, big.header, big.size) == (None, b"From: a@example.cn\r\nSubject: 2\r\n\r\n", 5_000_000)
    assert big.trouble == "邮件过大（5 MB），只取了信头"
    assert big.content.startswith(b"From: a@example.cn\r\nSubject: 2\r\nX-Zhengji-Not-Fetched: uid=2;")
    assert stub.said("UID FETCH 2 ") == ["UID FETCH 2 (BODY.PEEK[HEADER])"]


def test_mails_before_the_opening_are_passed_over(stub: ImapStub) -> None:
    stub.inbox.deliver(mail(1), stamp="30-Jun-2015 23:59:59 +0800")
    stub.inbox.deliver(mail(2), stamp="01-Jul-2015 00:00:00 +0800")
    stub.inbox.deliver(mail(3), stamp="not a date")
    since = datetime(2015, 6, 30, 16, tzinfo=UTC)
    assert uids(list(source(stub, since=since).poll({}))) == [[2, 3], []]
    late = list(source(stub, since=datetime(2016, 1, 1, tzinfo=UTC)).poll(at(1)))
    assert [batch.cursor.uid for batch in late] == [3, 3]


@pytest.mark.parametrize("said", [-1, None, 0, 1, 5, 9_999_999_999], ids=str)
def test_uidnext_may_be_missing_or_wrong(stub: ImapStub, said: int | None, monkeypatch: Any) -> None:
    monkeypatch.setattr("intake.source.imap.visit.PAGE", 4)
    for number in range(20):
        stub.inbox.deliver(mail(number), skip=number % 3)
    stub.inbox.said_uidnext = said
    expected = [entry.uid for entry in stub.inbox.mails]
    batches = list(source(stub).poll({}))
    assert flat(batches) == expected
    assert [batch.cursor.uid for batch in batches] == sorted(batch.cursor.uid for batch in batches)
    assert uids(list(source(stub).poll(at(expected[-2])))) == [[expected[-1]], []]


def test_sparse_uids_cost_few_questions(stub: ImapStub) -> None:
    stub.inbox.deliver(mail(1))
    stub.inbox.deliver(mail(2), skip=4_000_000_000)
    assert flat(list(source(stub).poll({}))) == [1, 4_000_000_002]
    assert len(stub.said("RFC822.SIZE")) < 30


@pytest.mark.parametrize("validity", [0, None, 7, 2**32 - 1], ids=str)
def test_any_uidvalidity_will_do(stub: ImapStub, validity: int | None) -> None:
    stub.inbox.uidvalidity = validity
    stub.inbox.deliver(mail(1))
    batches = list(source(stub).poll({}))
    assert batches[-1].cursor == CursorState(validity or 0, 1)
    stub.inbox.deliver(mail(2))
    assert uids(list(source(stub).poll(at(1, validity or 0)))) == [[2], []]


def test_new_uidvalidity_reads_everything_again(stub: ImapStub) -> None:
    for number in range(3):
        stub.inbox.deliver(mail(number))
    stub.inbox.uidvalidity = VALIDITY + 1
    batches = list(source(stub).poll(at(3)))
    assert (uids(batches), batches[-1].cursor) == ([[1, 2, 3], []], CursorState(VALIDITY + 1, 3))


@pytest.mark.parametrize("validity", [0, 1])
def test_numbers_that_begin_again_without_a_word_are_noticed(stub: ImapStub, validity: int) -> None:
    stub.inbox.uidvalidity = validity
    stub.inbox.deliver(mail(9))
    batches = list(source(stub).poll(at(50, validity)))  # we had read up to 50; UIDNEXT is 2
    assert (uids(batches), batches[-1].cursor) == ([[1], []], CursorState(validity + GENERATION, 1))
    assert uids(list(source(stub).poll(at(1, validity + GENERATION)))) == [[]]


def test_deleted_last_mails_are_no_new_numbering(stub: ImapStub) -> None:
    for number in range(5):
        stub.inbox.deliver(mail(number))
    del stub.inbox.mails[2:]
    batches = list(source(stub).poll(at(5)))
    assert (uids(batches), batches[-1].cursor, batches[-1].on_server) == ([[]], CursorState(VALIDITY, 5), 2)


def test_mail_deleted_between_listing_and_fetching_is_noted(stub: ImapStub) -> None:
    for number in range(3):
        stub.inbox.deliver(mail(number))

    def delete(command: str) -> None:
        if "BODY" in command:
            stub.inbox.mails = [entry for entry in stub.inbox.mails if entry.uid != 2]

    stub.before_fetch = delete
    batches = list(source(stub).poll({}))
    assert uids(batches) == [[1, 3], []]
    assert batches[0].notes == ("文件夹“INBOX”第 2 号邮件在读取前已被删除",)


def test_several_folders_with_chinese_names(stub: ImapStub) -> None:
    stub.folders[CHINESE] = StubFolder(uidvalidity=5)
    stub.folders["&UXZO1mWHTvZZOQ-/&aEhP i1+wZsY-".replace(" ", "")] = StubFolder(uidvalidity=6)
    for folder in stub.folders.values():
        folder.deliver(mail(1))
    names = ("收件箱", CHINESE, "病毒文件夹", "inbox")
    batches = list(source(stub, folders=names).poll({}))
    assert [(batch.folder, batch.cursor) for batch in batches if batch.done] == [
        ("INBOX", CursorState(VALIDITY, 1)),
        ("病毒文件夹", CursorState(5, 1)),
    ]


def test_folder_is_found_by_path_with_slashes_or_by_its_last_part(stub: ImapStub) -> None:
    stub.delimiter = "."
    stub.folders["INBOX.&UXZO1mWHTvZZOQ-.2015"] = StubFolder(uidvalidity=6)
    for written in ("其他文件夹/2015", "2015", "INBOX/其他文件夹/2015"):
        batches = list(source(stub, folders=(written,)).poll({}))
        assert [(batch.folder, batch.cursor, batch.trouble) for batch in batches] == [
            (written, CursorState(6, 0), "")
        ]


def test_missing_folder_is_reported_and_the_others_are_read(stub: ImapStub) -> None:
    stub.inbox.deliver(mail(1))
    missing, *rest = source(stub, folders=("案例", "INBOX")).poll({})
    assert missing.trouble == (
        "服务器拒绝了请求：文件夹“案例”无法打开（EXAMINE folder does not exist）；现有文件夹：INBOX"
    )
    assert (missing.done, uids(rest)) == (False, [[1], []])


def test_nothing_is_lost_when_the_caller_stops_early(stub: ImapStub) -> None:
    for number in range(4):
        stub.inbox.deliver(mail(number))
    reader = source(stub, batch_mails=1)
    walk = reader.poll({})
    first = next(walk)
    walk.close()
    assert (uids([first]), stub.commands[-1]) == ([[1]], "LOGOUT")
    assert uids(list(reader.poll({("市局", "INBOX"): first.cursor}))) == [[2], [3], [4], []]


def test_reconcile_gives_what_is_missing_and_names_what_is_gone(stub: ImapStub) -> None:
    for number in range(1, 7):
        stub.inbox.deliver(mail(number, 100 + number))
    stub.inbox.mails = [entry for entry in stub.inbox.mails if entry.uid != 1]
    known = {1: 0, 2: 102, 3: 0, 4: 99, 6: 106}  # 4 has another size: the UID was given twice
    asked = []

    def lookup(folder: str, validity: int) -> dict[int, int]:
        asked.append((folder, validity))
        return known

    batches = list(source(stub).reconcile(at(6), lookup))
    assert uids(batches) == [[4, 5], []]
    last = Batch("市局", "INBOX", CursorState(VALIDITY, 6), done=True, on_server=5, gone=(1,))
    assert (batches[-1], asked) == (last, [("INBOX", VALIDITY)])


def test_junk_is_listed_and_nothing_more(stub: ImapStub) -> None:
    junk = stub.folders["&V4NXPpCuTvY-"] = StubFolder(uidvalidity=8)
    for number in range(5):
        junk.deliver(mail(number), skip=2)
    found = source(stub).list_junk(limit=2)
    assert [(suspect.position, suspect.header[-14:], suspect.arrived) for suspect in found] == [
        (Position("市局", "垃圾邮件", 8, 12), b"Subject: 3\r\n\r\n", ARRIVED),
        (Position("市局", "垃圾邮件", 8, 15), b"Subject: 4\r\n\r\n", ARRIVED),
    ]
    assert (source(stub, junk="").list_junk(), source(stub, junk="没有").list_junk()) == ((), ())
    assert not stub.said("BODY.PEEK[]")


def test_sent_mail_is_compared_here_and_not_by_the_server(stub: ImapStub) -> None:
    reader = source(stub)
    since = datetime(2015, 7, 10, tzinfo=UTC)
    assert reader.sent_ids(since) is None
    sent = stub.folders["Sent Messages"] = StubFolder(uidvalidity=8)
    assert reader.sent_ids(since) == frozenset()
    stamps = ("01-Jul-2015 09:00:00 +0800", "10-Jul-2015 09:00:00 +0800", "12-Jul-2015 09:00:00 +0800")
    for number, stamp in enumerate(stamps):
        sent.deliver(f"Message-ID:\r\n <{number}@zhengji>\r\nSubject: {number}\r\n\r\n".encode(), stamp)
    sent.deliver(b"Subject: none\r\n\r\n", stamps[-1])
    assert reader.sent_ids(since) == {"<0@zhengji>", "<1@zhengji>", "<2@zhengji>"}
    assert [header.split()[1] for _, header in reader.sent_headers(since, "MESSAGE-ID SUBJECT")] == [
        b"<1@zhengji>",
        b"<2@zhengji>",
        b"none",
    ]
    assert not stub.said("SEARCH")


def test_a_sent_folder_that_was_not_seen_to_its_end_tells_of_no_absence(
    stub: ImapStub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intake.source.imap.look.STEP", 1)
    sent = stub.folders["Sent Messages"] = StubFolder(uidvalidity=8)
    for number in range(3):
        sent.deliver(f"Message-ID: <{number}@zhengji>\r\n\r\n".encode(), "12-Jul-2015 09:00:00 +0800")
    reader = source(stub, read_timeout=900.0)  # the clock may jump while an answer is waited for
    late = reader.account.poll_deadline * 0.95
    slow = ImapSource(
        reader.account, lambda: stub.password, monotonic=lambda: late * (len(stub.said("FETCH")) % 3 == 2)
    )
    since = datetime(2015, 7, 10, tzinfo=UTC)

    with pytest.raises(SourceError, match="未能在限定时间内看完"):
        slow.sent_ids(since)
    assert len(stub.said("FETCH")) == 2
    assert reader.sent_ids(since) == {f"<{number}@zhengji>" for number in range(3)}


def test_probe_reports_what_a_person_needs(stub: ImapStub) -> None:
    stub.capabilities = "IMAP4rev1 XLIST ID"
    stub.folders["&XfJT0ZAB-"] = StubFolder(flags=r"\HasNoChildren \Sent")
    stub.folders["&V4NXPpCuTvY-"] = StubFolder(flags=r"\Spam")
    stub.folders["&bad"] = StubFolder(flags=r"\Noselect")
    stub.inbox.deliver(mail(1))
    report = source(stub, folders=("INBOX", "没有")).probe()
    assert (report.greeting, report.encryption) == ("* OK stub ready", "")
    assert report.server == (("name", "stub"), ("version", ""))
    assert report.capabilities == ("IMAP4REV1", "XLIST", "ID")
    assert (report.all_folders, report.junk, report.sent) == (
        ("INBOX", "已发送", "垃圾邮件"),
        "垃圾邮件",
        "已发送",
    )
    inbox, missing = report.folders
    assert (inbox.name, inbox.mails, inbox.uidvalidity, inbox.uidnext) == ("INBOX", 1, VALIDITY, 2)
    assert missing.trouble.startswith("文件夹“没有”无法打开")


def test_id_is_sent_before_the_first_folder(stub: ImapStub) -> None:
    stub.needs_id = True
    stub.inbox.deliver(mail(1))
    assert uids(list(source(stub).poll({}))) == [[1], []]


def test_id_is_sent_unannounced_when_the_server_turns_out_to_want_it(stub: ImapStub) -> None:
    stub.needs_id, stub.capabilities = True, "IMAP4rev1"
    stub.inbox.deliver(mail(1))
    assert uids(list(source(stub).poll({}))) == [[1], []]
    words = [command.split()[0] for command in stub.commands]
    assert words == ["CAPABILITY", "LOGIN", "CAPABILITY", "EXAMINE", "ID", "EXAMINE", "UID", "UID", "LOGOUT"]


def test_server_without_id_is_not_asked_and_a_refused_id_does_no_harm(stub: ImapStub) -> None:
    stub.capabilities = "IMAP4rev1"
    list(source(stub).poll({}))
    assert not stub.said("ID (")
    stub.capabilities, stub.refuses_id = "IMAP4rev1 ID", True
    list(source(stub).poll({}))
    assert len(stub.said("ID (")) == 1


def test_unsafe_login_that_stays_is_for_a_person(stub: ImapStub) -> None:
    stub.needs_id = stub.refuses_id = True
    with pytest.raises(LoginRefused, match="Unsafe Login"):
        list(source(stub).poll({}))


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ({"user": "a b@example.cn"}, "登录名"),
        ({"user": 'a"@example.cn'}, "登录名"),
        ({"user": ""}, "登录名"),
        ({"port": 0}, "端口"),
        ({"tls": "none"}, "加密方式"),
        ({"host": "imap.163.com"}, "不加密"),
        ({"folders": ()}, "文件夹"),
        ({"folders": ("INBOX", " ")}, "文件夹"),
        ({"read_timeout": 0}, "大于零"),
        ({"batch_mails": 0}, "大于零"),
        ({"since": datetime(2015, 7, 1)}, "时区"),  # noqa: DTZ001 - the wrong value
        ({"name": ""}, "名称"),
    ],
)
def test_wrong_settings_are_refused(stub: ImapStub, setting: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        source(stub, **setting)


def test_a_closed_port_is_named(stub: ImapStub) -> None:
    port = stub.port
    stub.__exit__()
    with pytest.raises(SourceError, match=f"收件邮箱暂时无法读取：127.0.0.1:{port} 没有接受连接"):
        list(source(stub).poll({}))
