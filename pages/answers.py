"""Answering with pages and assets, and what browsers are told about them."""

import azure.functions as func

from pages.files import LASTING, is_known, read_file

# Script, style and data come from the app alone, nothing is inline, no site may frame a page, and
# the address, which holds the key, is not sent to other sites.
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_FOR_GOOD = "private, max-age=31536000, immutable"


def page_response(name: str, key: str) -> func.HttpResponse:
    """Respond with a page; it is not cached, because it holds the key of its address."""
    page = read_file(name, key)
    headers = {**_HEADERS, "Cache-Control": "no-store"}
    return func.HttpResponse(
        page.content, mimetype=page.media_type, charset="utf-8", headers=headers
    )


def asset_response(name: str, key: str, if_none_match: str) -> func.HttpResponse:
    """
    Answer with an asset, or that the browser has it.

    What has its version in its name is kept for a year. About the others browsers ask each
    time, so that a page never meets the script of an earlier deployment.
    """
    asset = read_file(name, key)
    caching = _FOR_GOOD if name in LASTING else "no-cache"
    headers = {**_HEADERS, "Cache-Control": caching, "ETag": asset.etag}
    if is_known(asset, if_none_match):
        return func.HttpResponse(status_code=304, headers=headers)
    return func.HttpResponse(
        asset.content, mimetype=asset.media_type, charset="utf-8", headers=headers
    )
