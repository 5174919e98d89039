"""The synchronous client, with the methods of each subject."""

from __future__ import annotations

from paloma._methods.administration import AdministrationMethods
from paloma._methods.conversations import ConversationMethods
from paloma._methods.opt_outs import OptOutMethods
from paloma._methods.people import PeopleMethods
from paloma._methods.sends import SendMethods
from paloma._methods.verifications import VerificationMethods


class Paloma(
    SendMethods,
    ConversationMethods,
    OptOutMethods,
    PeopleMethods,
    AdministrationMethods,
    VerificationMethods,
):
    """
    Paloma's API.

    Safe requests are retried, up to five attempts and a minute of waiting. Close it, or use it in
    a `with` statement.

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
