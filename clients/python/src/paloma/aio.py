"""The asynchronous client, with the methods of each subject."""

from __future__ import annotations

from paloma._methods.administration import AsyncAdministrationMethods
from paloma._methods.conversations import AsyncConversationMethods
from paloma._methods.opt_outs import AsyncOptOutMethods
from paloma._methods.people import AsyncPeopleMethods
from paloma._methods.sends import AsyncSendMethods
from paloma._methods.verifications import AsyncVerificationMethods


class AsyncPaloma(
    AsyncSendMethods,
    AsyncConversationMethods,
    AsyncOptOutMethods,
    AsyncPeopleMethods,
    AsyncAdministrationMethods,
    AsyncVerificationMethods,
):
    """
    Paloma's API for asyncio.

    Safe requests are retried, up to five attempts and a minute of waiting. Close it, or use it in
    an `async with` statement.

    Parameters
    ----------
    url : str
        The app's address, such as `https://sms.example.com`; with or without `/api`.
    key : str
        A function key or host key; none is needed for a local app.
    caller : str
        Your name in the app's audit log. Each name has idempotency keys of its own: keep it while
        a request is repeated.
    timeout_seconds : float
        For connecting, and for each wait for data. The app responds within 8 seconds.
    transport, sleep : optional
        For tests: what carries requests, and what waits between attempts.
    """
