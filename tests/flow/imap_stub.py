"""An IMAP server on loopback that misbehaves on request.

It knows what our client needs and no more, keeps every command it was sent, and refuses loudly what
a reading client must never say. Faults are attributes; all default to a well-behaved server.
"""

import base64
import re
import socket
import socketserver
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field

_ID = re.compile(rb'\((?:"[^"\\]*" (?:"[^"\\]*"|NIL)(?: |(?=\))))+\)|NIL')
STAMP = "07-Jul-2015 09:30:00 +0800"


@dataclass
class StubMail:
    uid: int
    raw: bytes
    stamp: str = STAMP
    flags: str = ""


@dataclass
class StubFolder:
    mails: list[StubMail] = field(default_factory=list)
    uidvalidity: int | None = 1436227200
    next_uid: int = 1
    said_uidnext: int | None = -1  # -1: the truth; None: not said
    flags: str = r"\HasNoChildren"

    def deliver(self, raw: bytes, stamp: str = STAMP, flags: str = "", skip: int = 0) -> int:
        self.next_uid += skip
        self.mails.append(StubMail(self.next_uid, raw, stamp, flags))
        self.next_uid += 1
        return self.next_uid - 1

    def number_anew(self, uidvalidity: int | None) -> None:
        self.uidvalidity = uidvalidity
        for uid, mail in enumerate(self.mails, 1):
            mail.uid = uid
        self.next_uid = len(self.mails) + 1


class ImapStub:
    """Use as a context manager; ``port`` is then open on 127.0.0.1."""

    def __init__(self) -> None:
        self.folders = {"INBOX": StubFolder()}
        self.user, self.password = "bumen@163.com", "auth-code"
        self.capabilities = "IMAP4rev1 ID UIDPLUS"  # no IDLE, as on NetEase
        self.early_capabilities = "IMAP4rev1"  # before login
        self.login_answer = ""  # instead of the usual one: "NO [UNAVAILABLE] …"
        self.needs_id = False  # "Unsafe Login" until ID was sent
        self.refuses_id = False
        self.greets = True
        self.size_fault = False  # NO to every listing with sizes
        self.delimiter = "/"
        self.hang: set[int] = set()  # stop in the middle of the literal of this UID
        self.drip: set[int] = set()  # one byte at a time
        self.drop: dict[int, int] = {}  # close the connection after so many bytes of the literal
        self.huge: dict[int, int] = {}  # announce a literal of this size
        self.nil: set[int] = set()  # BODY[] NIL
        self.silent: set[int] = set()  # OK, but no row
        self.refuse: set[int] = set()  # NO
        self.garbage: set[int] = set()  # a row that does not parse
        self.bad_header: set[int] = set()  # the header fails in the same way
        self.searches = False  # True: a search finds every mail of its folder
        self.before_fetch = None  # called with a command before it is carried out
        self.commands: list[str] = []
        self.connections = 0
        self._closing = threading.Event()

    @property
    def inbox(self) -> StubFolder:
        return self.folders["INBOX"]

    def said(self, word: str) -> list[str]:
        return [command for command in self.commands if word in command]

    def __enter__(self) -> "ImapStub":
        stub = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                stub.connections += 1
                with suppress(OSError):
                    _Session(stub, self.rfile, self.connection).serve()

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True
            block_on_close = False

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()

    def wait(self, seconds: float) -> None:
        if self._closing.wait(seconds):
            raise OSError("closing")


class _Session:
    def __init__(self, stub: ImapStub, rfile, sock: socket.socket) -> None:
        self.stub, self.rfile, self.sock = stub, rfile, sock
        self.folder: StubFolder | None = None
        self.identified = self.logged_in = False
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def say(self, text: str | bytes) -> None:
        self.sock.sendall((text.encode() if isinstance(text, str) else text) + b"\r\n")

    def serve(self) -> None:
        if not self.stub.greets:
            self.stub.wait(60)
        self.say("* OK stub ready")
        while line := self.rfile.readline():
            tag, _, command = line.rstrip(b"\r\n").partition(b" ")
            self.tag = tag.decode()
            text = command.decode("utf-8", "replace")
            self.stub.commands.append(text)
            word, _, rest = text.partition(" ")
            if word == "UID":
                second, _, rest = rest.partition(" ")
                word = f"UID {second}"
            run = getattr(self, "do_" + word.lower().replace(" ", "_"), None)
            if run is None:
                self.say(f"{self.tag} BAD not for a reading client: {word}")
            elif run(rest) is False:
                return

    def done(self, answer: str = "OK done") -> None:
        self.say(f"{self.tag} {answer}")

    def do_capability(self, rest: str) -> None:
        stub = self.stub
        self.say(f"* CAPABILITY {stub.capabilities if self.logged_in else stub.early_capabilities}")
        self.done()

    def do_login(self, rest: str) -> None:
        if self.stub.login_answer:
            self.done(self.stub.login_answer)
        elif rest == f'{self.stub.user} "{self.stub.password}"':
            self.logged_in = True
            self.done("OK LOGIN completed")
        else:
            self.done("NO LOGIN Login error or password error")

    def do_authenticate(self, rest: str) -> None:
        assert rest == "XOAUTH2"
        self.say("+ ")
        given = base64.b64decode(self.rfile.readline())
        if given == f"user={self.stub.user}\1auth=Bearer {self.stub.password}\1\1".encode():
            self.logged_in = True
            self.done("OK AUTHENTICATE completed")
            return
        self.say(b"+ " + base64.b64encode(b'{"status":"400"}'))
        self.rfile.readline()
        self.done("NO AUTHENTICATE failed")

    def do_id(self, rest: str) -> None:
        if self.stub.refuses_id or not _ID.fullmatch(rest.encode()):
            self.done("BAD Parse command error")
            return
        self.identified = True
        self.say('* ID ("name" "stub" "version" NIL)')
        self.done()

    def do_list(self, rest: str) -> None:
        self._list("LIST")

    def do_xlist(self, rest: str) -> None:
        if "XLIST" in self.stub.capabilities:
            self._list("XLIST")
        else:
            self.done("BAD unknown")

    def _list(self, word: str) -> None:
        for name, folder in self.stub.folders.items():
            self.say(f'* {word} ({folder.flags}) "{self.stub.delimiter}" "{name}"')
        self.done()

    def do_examine(self, rest: str) -> None:
        if self.stub.needs_id and not self.identified:
            self.done("NO EXAMINE Unsafe Login. Please contact kefu@188.com for help")
            return
        folder = self.stub.folders.get(rest.strip('"'))
        if folder is None:
            self.done("NO EXAMINE folder does not exist")
            return
        self.folder = folder
        self.say(f"* {len(folder.mails)} EXISTS")
        self.say("* 0 RECENT")
        if folder.uidvalidity is not None:
            self.say(f"* OK [UIDVALIDITY {folder.uidvalidity}] UIDs valid")
        if folder.said_uidnext is not None:
            self.say(
                f"* OK [UIDNEXT {folder.next_uid if folder.said_uidnext < 0 else folder.said_uidnext}] next"
            )
        self.done("OK [READ-ONLY] EXAMINE completed")

    def do_uid_search(self, rest: str) -> None:
        found = "1 2 3"  # whatever was asked
        if self.stub.searches:
            assert self.folder is not None
            found = " ".join(str(mail.uid) for mail in self.folder.mails)
        self.say(f"* SEARCH {found}".rstrip())
        self.done()

    def do_logout(self, rest: str) -> bool:
        self.say("* BYE")
        self.done()
        return False

    def do_fetch(self, rest: str) -> bool:
        sequence, _, items = rest.partition(" ")
        low, _, high = sequence.partition(":")
        assert self.folder is not None
        return self._fetch(self.folder.mails[int(low) - 1 : int(high or low)], items)

    def do_uid_fetch(self, rest: str) -> bool:
        if self.stub.before_fetch is not None:
            self.stub.before_fetch(rest)
        sequence, _, items = rest.partition(" ")
        assert self.folder is not None
        return self._fetch(_choose(self.folder.mails, sequence), items)

    def _fetch(self, mails: list[StubMail], items: str) -> bool:
        assert self.folder is not None
        stub, with_body = self.stub, "BODY" in items
        assert "BODY[" not in items, "would set the Seen flag"
        if (stub.size_fault and "SIZE" in items) or (with_body and any(m.uid in stub.refuse for m in mails)):
            self.done("NO [SERVERBUG] cannot read message")
            return True
        for mail in mails:
            place = self.folder.mails.index(mail) + 1
            head = f"* {place} FETCH (UID {mail.uid}"
            if "SIZE" in items:
                head += f" RFC822.SIZE {len(mail.raw)}"
            if "INTERNALDATE" in items:
                head += f' INTERNALDATE "{mail.stamp}"'
            if "FLAGS" in items:
                head += f" FLAGS ({mail.flags})"
            if not with_body:
                self.say(head + ")")
            elif not self._send_body(head, mail, items):
                return False
        self.done()
        return True

    def _send_body(self, head: str, mail: StubMail, items: str) -> bool:
        stub = self.stub
        section = re.search(r"BODY\.PEEK(\[[^]]*\])", items).group(1)
        body = mail.raw if section == "[]" else mail.raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        good = section != "[]" and mail.uid not in stub.bad_header
        if not good and mail.uid in stub.silent:
            return True
        if not good and mail.uid in stub.nil:
            self.say(f"{head} BODY{section} NIL)")
            return True
        if not good and mail.uid in stub.garbage:
            self.say(f'{head} BODY{section} "never closed')
            return True
        size = len(body) if good else stub.huge.get(mail.uid, len(body))
        self.sock.sendall(f"{head} BODY{section} {{{size}}}\r\n".encode())
        if not good and mail.uid in stub.drop:
            self.sock.sendall(body[: stub.drop[mail.uid]])
            self.sock.shutdown(socket.SHUT_RDWR)
            return False
        if not good and mail.uid in stub.hang:
            self.sock.sendall(body[: len(body) // 2])
            stub.wait(60)
        if not good and mail.uid in stub.drip:
            for byte in body:
                self.sock.sendall(bytes([byte]))
                stub.wait(0.02)
        self.sock.sendall(body)
        self.say(")")
        return True


def _choose(mails: list[StubMail], sequence: str) -> list[StubMail]:
    """``n:*`` includes the last mail also when its UID is below n (RFC 3501 par. 6.4.8)."""
    chosen = []
    last = mails[-1].uid if mails else 0
    for part in sequence.split(","):
        low, _, high = part.partition(":")
        ends = sorted(last if end == "*" else int(end) for end in (low, high or low))
        chosen += [mail for mail in mails if ends[0] <= mail.uid <= ends[1]]
    return chosen


def wait_until_open(port: int, seconds: float = 10.0) -> None:
    """Until something listens on the port."""
    end = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
        else:
            return
