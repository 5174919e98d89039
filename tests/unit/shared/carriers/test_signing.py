"""The signature, against a known vector and against the official SDK."""

import base64
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from typing import Any

import azure.communication.sms._shared.policy as official
import pytest
from azure.core.pipeline import PipelineContext, PipelineRequest
from azure.core.pipeline.transport import HttpRequest
from hypothesis import given
from hypothesis import strategies as st

from shared.carriers.acs.gateway import signed_headers
from shared.carriers.acs.messages import http_date
from tests.support.world import START

KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
MOMENTS = st.timedeltas(timedelta(0), timedelta(days=40_000)).map(
    lambda age: datetime(2000, 1, 1, tzinfo=UTC) + age
)


def test_known_request_has_the_known_signature() -> None:
    body = (
        b'{"from":"+18335550100","smsRecipients":[{"to":"+14255550123"}],"message":"hello",'
        b'"smsSendOptions":{"enableDeliveryReport":true}}'
    )
    headers = signed_headers(
        KEY,
        "POST",
        "127.0.0.1:8900",
        path_and_query="/sms?api-version=2021-03-07",
        body=body,
        now=datetime(2026, 11, 22, 8, 0, tzinfo=UTC),
    )
    assert headers == {
        "x-ms-date": "Sun, 22 Nov 2026 08:00:00 GMT",
        "x-ms-content-sha256": "Mf8GrUjn2ubUT/PYl0gIw1KXbkzA0Q91T8Eejbo8uXo=",
        "Authorization": "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256"
        "&Signature=CBvgngqbgjC/+2Yl2oIItnrNV4ERIqb5WSigHzBnGZo=",
    }


@given(
    key=st.binary(min_size=1, max_size=64).map(lambda raw: base64.b64encode(raw).decode()),
    host=st.from_regex(r"[a-z][a-z0-9-]{0,20}(\.[a-z]{2,8}){0,2}(:[0-9]{2,5})?", fullmatch=True),
    body=st.text(alphabet=st.characters(exclude_categories=["Cs"])),
    version=st.dates().map(str),
    now=MOMENTS,
)
def test_signature_is_the_one_that_the_official_sdk_makes(
    key: str, host: str, body: str, version: str, now: datetime
) -> None:
    path_and_query = f"/sms?api-version={version}"
    ours = signed_headers(
        key, "POST", host, path_and_query=path_and_query, body=body.encode(), now=now
    )
    url = f"https://{host}"
    request = HttpRequest("POST", url + path_and_query, data=body)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(official, "get_current_utc_time", lambda: http_date(now))
        policy: Any = official.HMACCredentialsPolicy(url, key)
        policy.on_request(PipelineRequest(request, PipelineContext(None)))
    assert ours == {name: request.headers[name] for name in ours}


def test_key_that_is_not_base64_is_refused() -> None:
    with pytest.raises(ValueError, match=r"."):
        signed_headers("no key!", "POST", "h", path_and_query="/", body=b"", now=START)


@given(MOMENTS)
def test_date_is_written_as_the_standard_library_writes_it(moment: datetime) -> None:
    assert http_date(moment) == format_datetime(moment, usegmt=True)


def test_date_is_given_in_utc() -> None:
    tokyo = datetime(2026, 11, 23, 8, 0, tzinfo=timezone(timedelta(hours=9)))
    assert http_date(tokyo) == "Sun, 22 Nov 2026 23:00:00 GMT"
