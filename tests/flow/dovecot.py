"""A private Dovecot on loopback: own configuration, own folders, own certificate authority.

Any user name logs in with :data:`PASSWORD`; each has an empty mailbox of its own. Runs as root and
as an ordinary user. The fixture that starts it skips where it is not installed.
"""

import getpass
import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from imapclient import IMAPClient

from tests.authority import make_authority
from tests.flow.imap_stub import wait_until_open

PASSWORD = "auth-code"
PATHS = ("/usr/sbin/dovecot", "/usr/local/sbin/dovecot", "/opt/homebrew/sbin/dovecot")


def free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [sock.getsockname()[1] for sock in sockets]
    for sock in sockets:
        sock.close()
    return ports


class Dovecot:
    """Use as a context manager. ``port`` is plain with STARTTLS, ``tls_port`` TLS from the start."""

    def __init__(self, binary: str, extra: str = "") -> None:
        self.binary, self.extra = binary, extra

    def __enter__(self) -> "Dovecot":
        # Not below pytest's folders: those are closed to the user that Dovecot reads mail as.
        self.root = Path(tempfile.mkdtemp(prefix="zj-dovecot-"))
        self.root.chmod(0o755)
        self.authority, certificate, key = make_authority(self.root)
        self.port, self.tls_port = free_ports(2)
        as_root = os.geteuid() == 0
        me = getpass.getuser()
        login, internal = ("dovenull", "dovecot") if as_root else (me, me)
        mail = pwd.getpwnam("nobody" if as_root else me)
        self.owner = (mail.pw_uid, mail.pw_gid)
        self.mail = self.root / "mail"
        self.mail.mkdir()
        os.chown(self.mail, *self.owner)
        group = grp.getgrgid(pwd.getpwnam(internal).pw_gid).gr_name
        config = self.root / "dovecot.conf"
        config.write_text(f"""
base_dir = {self.root}/run
state_dir = {self.root}/state
log_path = {self.root}/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{key}
disable_plaintext_auth = no
auth_failure_delay = 0
default_login_user = {login}
default_internal_user = {internal}
default_internal_group = {group}
first_valid_uid = 1
mail_location = maildir:{self.mail}/%u
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    auto = create
    special_use = \\Sent
  }}
  mailbox Junk {{
    auto = create
    special_use = \\Junk
  }}
}}
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid={mail.pw_uid} gid={mail.pw_gid} home={self.mail}/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {self.port}
  }}
  inet_listener imaps {{
    port = {self.tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
{self.extra}
""")
        self._process = subprocess.Popen([self.binary, "-F", "-c", config], start_new_session=True)
        try:
            wait_until_open(self.tls_port)
        except OSError:
            log = (self.root / "log").read_text() if (self.root / "log").exists() else "no log"
            self.__exit__()
            raise RuntimeError(f"dovecot did not start: {log}") from None
        return self

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(10)
        time.sleep(0.1)  # its children remove their sockets
        shutil.rmtree(self.root, ignore_errors=True)

    def client(self, user: str) -> IMAPClient:
        """A connection that may do anything: the other people who use the mailbox."""
        client = IMAPClient("127.0.0.1", self.port, ssl=False, timeout=10)
        client.login(user, PASSWORD)
        return client

    def deliver(self, user: str, *mails: bytes, folder: str = "INBOX") -> None:
        with self.client(user) as client:
            if not client.folder_exists(folder):
                client.create_folder(folder)
            for mail in mails:
                client.append(folder, mail)
