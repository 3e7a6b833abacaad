"""The way to a directory is encrypted and its certificate looked at: against a small one of our own that speaks TLS."""

import datetime
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from data_access.accounts.ldap import Directory
from data_access.accounts.ways import LdapWay
from data_access.errors import DirectoryError, SettingsError

SUCCESS, WRONG = 0, 49


def certificate(folder: Path, host: str) -> tuple[Path, Path]:
    """A certificate for `host` that vouches for itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / f"{host}.crt", folder / f"{host}.key"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    paths[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, *plain))
    return paths


class TinyDirectory(threading.Thread):
    """Says yes to whoever binds with the password "right", and that nobody has any attributes."""

    def __init__(self, paths: tuple[Path, Path]) -> None:
        super().__init__(daemon=True)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(*paths)
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.heard: list[bytes] = []

    def run(self) -> None:
        while True:
            try:
                plain, _ = self.listening.accept()
            except OSError:
                return
            try:
                with self.context.wrap_socket(plain, server_side=True) as taken:
                    taken.settimeout(5)
                    self.talk(taken)
            except OSError:
                plain.close()

    def talk(self, taken: ssl.SSLSocket) -> None:
        while told := taken.recv(4096):
            self.heard.append(told)
            at = 4 if told[1] >= 0x80 else 2  # length in one byte or two: the requests of this test are short
            number, kind = told[at : at + 3], told[at + 3]
            if kind == 0x60:
                code = SUCCESS if told.endswith(b"right") else WRONG
                taken.sendall(b"\x30\x0c" + number + b"\x61\x07\x0a\x01" + bytes([code]) + b"\x04\x00\x04\x00")
            elif kind == 0x63:
                taken.sendall(b"\x30\x0c" + number + b"\x65\x07\x0a\x01\x00\x04\x00\x04\x00")


@pytest.fixture(params=["localhost", "elsewhere.example"])
def tiny(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[tuple[TinyDirectory, Path, str]]:
    paths = certificate(tmp_path, request.param)
    directory = TinyDirectory(paths)
    directory.start()
    yield directory, paths[0], request.param
    directory.listening.shutdown(socket.SHUT_RDWR)
    directory.listening.close()
    directory.join(5)


def test_a_directory_that_is_who_it_says_is_believed_and_no_other(tiny: tuple[TinyDirectory, Path, str]) -> None:
    directory, ca_file, host = tiny
    port = directory.listening.getsockname()[1]
    way = LdapWay(f"ldaps://localhost:{port}", user_dn="uid={name},dc=example", ca_file=str(ca_file))
    if host != "localhost":
        with pytest.raises(DirectoryError):
            Directory(way).person("li", "right")
        assert directory.heard == []
        return
    found = Directory(way).person("li", "right")
    assert found is not None
    assert (found.subject, found.groups) == ("li", ())
    assert Directory(way).person("li", "wrong") is None
    with pytest.raises(DirectoryError):
        Directory(LdapWay(way.url, user_dn=way.user_dn)).person("li", "right")  # nobody vouches for it


def test_certificates_that_are_not_there_are_said(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        Directory(LdapWay("ldaps://localhost", user_dn="uid={name}", ca_file=str(tmp_path / "none.pem")))
