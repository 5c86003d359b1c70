"""Encrypted as required, with a server that proves its name; else nothing leaves."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bibia.courrier import delivery
from bibia.courrier.models import Message
from tests.courrier.smtp import mailbox_for

pytestmark = pytest.mark.django_db
State = Message.State


def certificate(path, address: str):
    """A certificate that signs itself, for this address."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "boite.exemple.test")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(private + signed.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


WAYS = {"starttls": "EMAIL_USE_TLS", "tls": "EMAIL_USE_SSL"}
# The address that the certificate gives, whether we know who signed it, and whether the message leaves.
PROOFS = {
    "good": ("127.0.0.1", True, True),
    "stranger": ("127.0.0.1", False, False),
    "other": ("127.0.0.2", True, False),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("proof", PROOFS)
def test_a_message_leaves_by_a_line_that_is_encrypted_and_proven(
    monkeypatch, settings, tmp_path, write, rows, way, proof
):
    address, known, leaves = PROOFS[proof]
    context = certificate(tmp_path / "serveur.pem", address)
    if known:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "serveur.pem"))
    with mailbox_for(settings, account=("bibia", "mot"), **{way: context}) as box:
        setattr(settings, WAYS[way], True)
        write()
        delivery.deliver()
        assert len(box.received) == leaves
        assert rows()[0].state == (State.SENT if leaves else State.WAITING)
        assert leaves or "CERTIFICATE_VERIFY_FAILED" in rows()[0].error
