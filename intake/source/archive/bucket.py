"""Raw mails in a bucket of a store that speaks S3, by obstore (extra ``hosts``).

A put is whole or not there; the server answers when it is safe. ``If-None-Match: *`` makes it a
put-if-absent; servers that do not know the condition are asked first, which is as good here: whoever comes
second puts the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from intake.model.errors import ArchiveAway, ArchiveError

if TYPE_CHECKING:
    from obstore.store import S3Store

PATIENCE = timedelta(seconds=60)  # for one answer
CONNECTING = timedelta(seconds=10)
TRYING = timedelta(seconds=90)  # with all repetitions
RETRIES = 3
NO_BUCKET = "NoSuchBucket"  # the store's own word, in its answer to a get or put


@dataclass(frozen=True, slots=True)
class BucketPlace:
    """Where a bucket is. ``secret`` is asked for at the first use."""

    bucket: str
    prefix: str
    endpoint: str
    region: str
    key_id: str
    secret: Callable[[], str] = field(repr=False)


class Bucket:
    """A bucket; connections are made when needed, and kept."""

    def __init__(self, place: BucketPlace) -> None:
        self._place = place
        self._opened: S3Store | None = None

    def put_if_absent(self, name: str, content: bytes) -> bool:
        """Keep ``content`` under ``name``; see :class:`~intake.source.archive.store.Store`."""
        import obstore
        from obstore.exceptions import AlreadyExistsError, NotSupportedError

        with self._explained():
            try:
                obstore.put(self._store, name, content, mode="create", use_multipart=False)
                fresh = True
            except (AlreadyExistsError, NotSupportedError):
                # Cut off by whoever copied it there: a server itself keeps whole objects only.
                fresh = self._size(name) != len(content)
                if fresh:
                    obstore.put(self._store, name, content, use_multipart=False)
        return fresh

    def get(self, name: str) -> bytes:
        """The bytes under ``name``."""
        import obstore

        with self._explained():
            return bytes(obstore.get(self._store, name).bytes())

    def exists(self, name: str) -> bool:
        """Whether an object stands under ``name``."""
        with self._explained():
            return self._size(name) is not None

    def list(self) -> Iterator[str]:
        """Every name below the prefix."""
        import obstore

        with self._explained():
            for chunk in obstore.list(self._store):
                yield from (str(one["path"]) for one in chunk)

    def file(self, name: str) -> Path | None:
        """None: nothing of it lies on this machine."""
        del name
        return None

    def sweep(self, older_than: float) -> int:
        """Nothing: a put that broke off leaves nothing behind."""
        del older_than
        return 0

    def _size(self, name: str) -> int | None:
        import obstore

        try:
            return int(obstore.head(self._store, name)["size"])
        except FileNotFoundError as error:
            if NO_BUCKET in str(error):
                raise
            return None

    @property
    def _store(self) -> S3Store:
        if self._opened is None:
            from obstore.store import S3Store

            place = self._place
            options: dict[str, Any] = {"endpoint": place.endpoint} if place.endpoint else {}
            self._opened = S3Store(
                place.bucket,
                prefix=place.prefix or None,
                region=place.region,
                access_key_id=place.key_id,
                secret_access_key=place.secret(),
                virtual_hosted_style_request=not place.endpoint,
                client_options={
                    "allow_http": place.endpoint.startswith("http://"),
                    "timeout": PATIENCE,
                    "connect_timeout": CONNECTING,
                },
                retry_config={"max_retries": RETRIES, "retry_timeout": TRYING},
                **options,
            )
        return self._opened

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            from obstore.exceptions import (
                BaseError,
                PermissionDeniedError,
                UnauthenticatedError,
            )
        except ImportError as error:
            raise ArchiveError('未安装对象存储组件，请执行 pip install "zhengji[hosts]"') from error
        place = f"存储桶 {self._place.bucket}（{self._place.endpoint or self._place.region}）"
        try:
            yield
        except FileNotFoundError as error:
            if NO_BUCKET in str(error):
                raise ArchiveError(f"{place}不存在，请先建立") from error
            raise
        except (PermissionDeniedError, UnauthenticatedError) as error:
            self._opened = None  # a key that is renewed is asked for again
            raise ArchiveAway(f"{place}拒绝访问，请核对 key_id、密钥和权限") from error
        except (BaseError, TimeoutError, OSError) as error:
            raise ArchiveAway(f"{place}没有应答，恢复后自动继续（{type(error).__name__}）") from error
