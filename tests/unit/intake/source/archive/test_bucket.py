"""A bucket without a server: its verbs over a store in memory, and each answer of a server in words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from intake.model.errors import ArchiveAway, ArchiveError
from intake.source.archive.bucket import Bucket, BucketPlace
from intake.source.archive.mails import Archive

obstore = pytest.importorskip("obstore")
exceptions = pytest.importorskip("obstore.exceptions")
NAME = f"ab/cd/{'0' * 64}.eml"
SECRET = "not to be shown"


def bucket(endpoint: str = "", store: object = None) -> Bucket:
    made = Bucket(BucketPlace("mails", "", endpoint, "cn-1", "key", lambda: SECRET))
    from obstore.store import MemoryStore

    made._opened = store or MemoryStore()  # type: ignore[assignment]
    return made


def test_put_get_list_and_nothing_of_it_here() -> None:
    made = bucket()
    assert [made.put_if_absent(NAME, b"one"), made.put_if_absent(NAME, b"one")] == [True, False]
    assert (made.get(NAME), made.exists(NAME), made.exists("other"), list(made.list())) == (
        b"one",
        True,
        False,
        [NAME],
    )
    assert (made.file(NAME), made.sweep(0.0)) == (None, 0)
    with pytest.raises(FileNotFoundError):
        made.get("other")


def test_an_object_that_was_cut_off_is_replaced() -> None:
    made = bucket()
    made.put_if_absent(NAME, b"on")
    assert made.put_if_absent(NAME, b"one") is True
    assert made.get(NAME) == b"one"


def test_a_server_that_knows_no_condition_is_asked_first(monkeypatch: pytest.MonkeyPatch) -> None:
    made, put = bucket(), obstore.put
    modes: list[str] = []

    def old(store, name, content, *, mode="overwrite", use_multipart):
        modes.append(mode)
        if mode == "create":
            raise exceptions.NotSupportedError("If-None-Match")
        return put(store, name, content, mode=mode, use_multipart=use_multipart)

    monkeypatch.setattr(obstore, "put", old)
    assert [made.put_if_absent(NAME, b"one"), made.put_if_absent(NAME, b"one")] == [True, False]
    assert modes == ["create", "overwrite", "create"]


FAULTS = [
    ("PermissionDeniedError", ArchiveAway, "拒绝访问，请核对 key_id、密钥和权限"),
    ("UnauthenticatedError", ArchiveAway, "拒绝访问，请核对 key_id、密钥和权限"),
    ("GenericError", ArchiveAway, "没有应答，恢复后自动继续（GenericError）"),
    ("PreconditionError", ArchiveAway, "没有应答，恢复后自动继续（PreconditionError）"),
]
VERBS: list[tuple[str, Callable[[Bucket], object]]] = [
    ("put", lambda made: made.put_if_absent(NAME, b"one")),
    ("get", lambda made: made.get(NAME)),
    ("head", lambda made: made.exists(NAME)),
    ("list", lambda made: list(made.list())),
]


@pytest.mark.parametrize(("fault", "kind", "words"), FAULTS)
@pytest.mark.parametrize(("verb", "act"), VERBS)
def test_what_a_server_refuses_is_said(
    verb: str, act: Callable[[Bucket], object], fault: str, kind: type[ArchiveError], words: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def fail(*_: object, **__: object) -> None:
        raise getattr(exceptions, fault)(SECRET)

    made = bucket()
    monkeypatch.setattr(obstore, verb, fail)
    with pytest.raises(ArchiveError) as caught:
        act(made)
    assert (type(caught.value), str(caught.value)) == (kind, f"原件存档失败：存储桶 mails（cn-1）{words}")


@pytest.mark.parametrize(
    ("error", "words"), [(TimeoutError(), "TimeoutError"), (ConnectionResetError(), "ConnectionResetError")]
)
def test_a_connection_that_breaks_off_blames_no_mail(
    error: OSError, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(obstore, "get", fail)
    with pytest.raises(ArchiveAway, match=words):
        bucket("http://127.0.0.1:9").get(NAME)


@pytest.mark.parametrize(("verb", "act"), VERBS[:3])
def test_a_bucket_that_is_not_there_is_no_mail_that_is_not_there(
    verb: str, act: Callable[[Bucket], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise FileNotFoundError("<Code>NoSuchBucket</Code>")

    monkeypatch.setattr(obstore, verb, fail)
    with pytest.raises(ArchiveError, match="存储桶 mails（http://a）不存在，请先建立"):
        act(bucket("http://a"))


def test_a_key_that_is_refused_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    made = bucket()

    def refuse(*_: object, **__: object) -> None:
        raise exceptions.UnauthenticatedError("old")

    monkeypatch.setattr(obstore, "head", refuse)
    with pytest.raises(ArchiveAway):
        made.exists(NAME)
    assert made._opened is None  # the next use opens it anew, with the key as it is then


def test_a_mail_is_checked_wherever_it_lies(tmp_path) -> None:
    made = bucket()
    archive = Archive(made, tmp_path)
    sha = archive.store(b"mail")
    assert (archive.load(sha), archive.path(sha).read_bytes(), list(archive.list())) == (
        b"mail",
        b"mail",
        [sha],
    )
    obstore.put(made._opened, f"{sha[:2]}/{sha[2:4]}/{sha}.eml", b"mall")
    with pytest.raises(ArchiveError, match="已损坏"):
        archive.load(sha)
    assert archive.path(sha).read_bytes() == b"mail"  # the copy is whole
    assert SECRET not in repr(made._place)
