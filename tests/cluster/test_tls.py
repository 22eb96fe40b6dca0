"""An encrypted cluster: with certificates of one authority it builds, without them nothing does."""

from __future__ import annotations

import datetime
import ipaddress
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from support.requirements import require

require("dev", "cryptography")

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from support.cluster.machines import Net, tree

pytestmark = pytest.mark.slow

HTML = ("build", "--formats", "html")


class Authority:
    """An authority made for one test, which certifies keys for loopback; all in PEM files."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name("Authority of a test")
        builder = self._builder(self._name, self._key.public_key())
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        self.file = self._written("ca.pem", builder.sign(self._key, hashes.SHA256()))

    def certify(self, name: str) -> tuple[Path, Path]:
        """A certificate and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        place = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
        builder = self._builder(_name(name), key.public_key()).add_extension(place, False)
        certificate = self._written(f"{name}.pem", builder.sign(self._key, hashes.SHA256()))
        path = self._folder / f"{name}.key"
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        return certificate, path

    def options(self, name: str) -> tuple[str, ...]:
        """What a process of Dask gets to know about its certificate."""
        certificate, key = map(str, self.certify(name))
        ours = ("--tls-cert", certificate, "--tls-key", key)
        return ("--protocol", "tls", "--tls-ca-file", str(self.file), *ours)

    def variables(self, name: str) -> dict[str, str]:
        """The same for who builds, as Dask reads it from the environment."""
        certificate, key = map(str, self.certify(name))
        values = {"CA_FILE": str(self.file), "CLIENT__CERT": certificate, "CLIENT__KEY": key}
        return {f"DASK_DISTRIBUTED__COMM__TLS__{each}": values[each] for each in values}

    def _builder(
        self, subject: x509.Name, key: ec.EllipticCurvePublicKey
    ) -> x509.CertificateBuilder:
        now = datetime.datetime.now(datetime.UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(minutes=5))
            .not_valid_after(now + datetime.timedelta(hours=1))
        )

    def _written(self, name: str, certificate: x509.Certificate) -> Path:
        path = self._folder / name
        path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        return path


def _name(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])


def test_a_build_over_tls(net: Net, run: Callable, small: Path, tmp_path: Path) -> None:
    """The bytes are the local build's, and there is nothing to warn of.

    Who has no certificate, or one of another authority, or no TLS, gets one line that says so.
    """
    authority, stranger = Authority(tmp_path / "ours"), Authority(tmp_path / "theirs")
    net.scheduler("tls", *authority.options("scheduler"))
    net.worker("worker", *authority.options("worker"))

    def built(output: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
        where = ("--output", tmp_path / output)
        return run(*HTML, *where, *arguments, project=small, **environment)

    done = built("remote", "--clean", "--cluster", net.address, **authority.variables("me"))
    assert (done.returncode, "warning" in done.stderr) == (0, False), done.stderr
    built("local", "--clean")
    assert tree(tmp_path / "remote") == tree(tmp_path / "local")

    for address, environment, words in (
        (net.address, {}, "needs certificates: set DASK_DISTRIBUTED__COMM__TLS__CA_FILE"),
        (net.address, stranger.variables("me"), "TLS certificate does not match"),
        (net.address.replace("tls", "tcp"), {}, "cannot use this scheduler"),
    ):
        done = built("refused", "--clean", "--cluster", address, **environment)
        (line,) = done.stderr.splitlines()
        assert line.startswith(f"cellulite-content: {address}: ")
        assert words in line
        assert done.returncode == 2
    assert not (tmp_path / "refused").exists()
