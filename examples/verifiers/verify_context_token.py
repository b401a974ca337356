"""Looks at a context token of the workbench (JWS, ES256). Python 3.8 or newer with the package `cryptography`.

    claims = verify_context_token(token, issuer="https://desk.example.com", audience="https://crm.example.com", tenant="acme")
    number = claims["call"]["callerNum"]

`tenant` is the code behind the @ of your log-ins. Keep the `jti` of what you have seen for two minutes, and refuse it a second time, where a replay would do harm.
"""
import base64
import json
import sys
import time
import urllib.request

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

CLOCK_SKEW_SECONDS = 30
_keys = {}


class TokenRefused(Exception):
    """The token is not the workbench's, not of this tenant, not for this page, or too old."""


def verify_context_token(token, issuer, audience, tenant):
    parts = token.split(".")
    if len(parts) != 3:
        raise TokenRefused("this is no token")
    head, body, signature = parts
    header = _decoded(head)
    # The algorithm is ours to choose, not the token's.
    if header.get("alg") != "ES256":
        raise TokenRefused(f"the algorithm {header.get('alg')} is not taken")
    raw = _bytes(signature)
    if len(raw) != 64:
        raise TokenRefused("the signature is wrong")
    der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    try:
        _public_key(issuer, header.get("kid")).verify(der, f"{head}.{body}".encode(), ec.ECDSA(SHA256()))
    except InvalidSignature:
        raise TokenRefused("the signature is wrong") from None
    claims = _decoded(body)
    now = time.time()
    if claims.get("iss") != issuer:
        raise TokenRefused(f"it was made by {claims.get('iss')}")
    if claims.get("tenant") != tenant:
        raise TokenRefused(f"it is of the tenant {claims.get('tenant')}")
    if claims.get("aud") != audience:
        raise TokenRefused(f"it is for {claims.get('aud')}")
    if not (claims["iat"] - CLOCK_SKEW_SECONDS < now < claims["exp"] + CLOCK_SKEW_SECONDS):
        raise TokenRefused("its time is over")
    return claims


def _bytes(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _decoded(part):
    return json.loads(_bytes(part))


def _public_key(issuer, kid):
    """The key of this id; asked for again when it is not known, at most every ten seconds: the workbench changes its key."""
    at, known = _keys.get(issuer, (0, {}))
    if kid not in known and time.time() - at > 10:
        with urllib.request.urlopen(f"{issuer}/.well-known/jwks.json", timeout=5) as answer:
            known = {key["kid"]: key for key in json.load(answer)["keys"]}
        _keys[issuer] = (time.time(), known)
    if kid not in known:
        raise TokenRefused("its key is not known")
    x, y = (int.from_bytes(_bytes(known[kid][name]), "big") for name in ("x", "y"))
    return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()


if __name__ == "__main__":
    try:
        print(json.dumps(verify_context_token(sys.argv[1], issuer=sys.argv[2], audience=sys.argv[3], tenant=sys.argv[4])))
    except (TokenRefused, ValueError) as refused:
        print(refused, file=sys.stderr)
        sys.exit(1)
