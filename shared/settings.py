"""
The settings: the one module that reads the environment, and only when asked.

Reading nothing at import matters: one exception at import hides every function of the app.
"""

from __future__ import annotations

import base64
import json
import os
import re
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from shared.domain.chunk import Category
from shared.domain.opt_out import StopScope
from shared.domain.quiet_hours import QuietHoursPolicy
from shared.domain.review import DEFAULT_POLICIES, PossiblePolicies, PossiblePolicy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shared.domain.prices import PriceTable
    from shared.domain.reply_texts import ReplyTexts
    from shared.domain.sender_profile import SenderProfiles

_REPLY_HOURS = re.compile("[1-9][0-9]?|[1-6][0-9]{2}|7[01][0-9]|720")
_Choice = TypeVar("_Choice", bound=StrEnum)


class _Switch(StrEnum):
    ON = "true"
    OFF = "false"


class ConfigurationError(Exception):
    """A setting is missing or wrong; stands outside `SmsError` so that nothing swallows it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """
    What the app needs to know of its surroundings.

    Attributes
    ----------
    storage_connection_string, storage_account_name : str
        `AzureWebJobsStorage`, or `AzureWebJobsStorage__accountName` with an identity.
    acs_endpoint : str
        Scheme, host and port, without a closing slash.
    acs_access_key : str
        Base64; empty means the managed identity is used.
    acs_resource_id : str
        Lower case; events of other resources are refused. Empty: every event is taken.
    identity_client_id : str
        `AZURE_CLIENT_ID` of a user-assigned identity, or empty.
    sender_profiles : mapping of sender to SenderProfile
        `SMS_SENDERS`: where the guess from a sender's form is wrong.
    prices : PriceTable or None
        `SMS_PRICES`; None: the table that comes with the app.
    stop_scope : StopScope
        `SMS_OPT_OUT_SCOPE`: what a person's STOP to one own number covers.
    quiet_hours : QuietHoursPolicy
        `SMS_QUIET_HOURS`: what becomes of marketing to somebody for whom it is night.
    reply_texts : ReplyTexts
        `SMS_REPLY_TEXTS`: what confirmations and help say.
    reconciles_daily : bool
        `SMS_RECONCILE`: whether the registry is compared with ACS's list of opt-outs each day.
    pushes_opt_outs : bool
        `SMS_RECONCILE_PUSH`: whether a comparison also changes ACS's list.
    possible_policies : PossiblePolicies
        `SMS_POSSIBLE_OPT_OUTS`: what a message that may be an opt-out does to each category.
    allows_private_webhooks : bool
        `SMS_ALLOW_PRIVATE_WEBHOOKS`: events may go to this machine and its own network.
    reply_window : timedelta
        `SMS_REPLY_WINDOW_HOURS`: how long what a person writes can answer a message.
    """

    storage_connection_string: str = field(repr=False)
    storage_account_name: str
    acs_endpoint: str
    acs_access_key: str = field(repr=False)
    acs_resource_id: str
    identity_client_id: str
    sender_profiles: SenderProfiles = field(default_factory=dict)
    prices: PriceTable | None = None
    stop_scope: StopScope = StopScope.SENDER
    quiet_hours: QuietHoursPolicy = QuietHoursPolicy.RESCHEDULE
    reply_texts: ReplyTexts = field(default_factory=dict)
    reconciles_daily: bool = True
    pushes_opt_outs: bool = False
    possible_policies: PossiblePolicies = field(default_factory=lambda: DEFAULT_POLICIES)
    allows_private_webhooks: bool = False
    reply_window: timedelta = timedelta(hours=72)

    @property
    def uses_identity_for_acs(self) -> bool:
        """Whether ACS is called with a token rather than a key."""
        return not self.acs_access_key


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """
    Read the settings.

    Raises
    ------
    ConfigurationError
        Naming the setting that is missing or wrong; never showing its value.
    """
    env = os.environ if environment is None else environment
    endpoint, access_key = _acs(env)
    account_name = env.get("AzureWebJobsStorage__accountName", "")
    connection_string = env.get("AzureWebJobsStorage", "")
    if not connection_string and not account_name:
        message = "AzureWebJobsStorage (or AzureWebJobsStorage__accountName) is not set"
        raise ConfigurationError(message)
    return Settings(
        storage_connection_string=connection_string,
        storage_account_name=account_name,
        acs_endpoint=endpoint,
        acs_access_key=access_key,
        acs_resource_id=env.get("ACS_RESOURCE_ID", "").strip().rstrip("/").lower(),
        identity_client_id=env.get("AZURE_CLIENT_ID", ""),
        sender_profiles=_sender_profiles(env.get("SMS_SENDERS", "")),
        prices=_prices(env.get("SMS_PRICES", "")),
        stop_scope=_choice(env, "SMS_OPT_OUT_SCOPE", StopScope.SENDER),
        quiet_hours=_choice(env, "SMS_QUIET_HOURS", QuietHoursPolicy.RESCHEDULE),
        reply_texts=_reply_texts(env.get("SMS_REPLY_TEXTS", "")),
        reconciles_daily=_choice(env, "SMS_RECONCILE", _Switch.ON) is _Switch.ON,
        pushes_opt_outs=_choice(env, "SMS_RECONCILE_PUSH", _Switch.OFF) is _Switch.ON,
        possible_policies=_possible_policies(env.get("SMS_POSSIBLE_OPT_OUTS", "")),
        allows_private_webhooks=_choice(env, "SMS_ALLOW_PRIVATE_WEBHOOKS", _Switch.OFF)
        is _Switch.ON,
        reply_window=_reply_window(env.get("SMS_REPLY_WINDOW_HOURS", "")),
    )


def _reply_window(text: str) -> timedelta:
    if not _REPLY_HOURS.fullmatch(text.strip() or "72"):
        message = "SMS_REPLY_WINDOW_HOURS must be a whole number from 1 to 720"
        raise ConfigurationError(message)
    return timedelta(hours=int(text.strip() or "72"))


def _choice(env: Mapping[str, str], name: str, usual: _Choice) -> _Choice:
    """Read a setting that is one of a few words; empty is the usual one."""
    choices = type(usual)
    try:
        return choices(env.get(name, "").strip().lower() or usual)
    except ValueError:
        message = f"{name} must be {' or '.join(choices)}"
        raise ConfigurationError(message) from None


def _sender_profiles(text: str) -> SenderProfiles:
    if not text:
        return {}
    from shared.sender_settings import read_sender_profiles

    try:
        return read_sender_profiles(text)
    except ValueError as error:
        message = f"SMS_SENDERS cannot be read: {error}"
        raise ConfigurationError(message) from None


def _reply_texts(text: str) -> ReplyTexts:
    if not text.strip():
        return {}
    from shared.reply_settings import read_reply_texts

    try:
        return read_reply_texts(text)
    except ValueError as error:
        message = f"SMS_REPLY_TEXTS cannot be read: {error}"
        raise ConfigurationError(message) from None


def _possible_policies(text: str) -> PossiblePolicies:
    try:
        given = json.loads(text.strip() or "{}")
        policies = {Category(name): PossiblePolicy(policy) for name, policy in given.items()}
    except (ValueError, AttributeError):
        message = (
            f"SMS_POSSIBLE_OPT_OUTS has a member for some of {', '.join(Category)}, "
            f"each with one of {', '.join(PossiblePolicy)}"
        )
        raise ConfigurationError(message) from None
    return {**DEFAULT_POLICIES, **policies}


def _acs(env: Mapping[str, str]) -> tuple[str, str]:
    connection_string = env.get("ACS_CONNECTION_STRING", "")
    if not connection_string:
        endpoint = env.get("ACS_ENDPOINT", "")
        if not endpoint:
            message = "ACS_CONNECTION_STRING (or ACS_ENDPOINT) is not set"
            raise ConfigurationError(message)
        if endpoint.strip().lower().startswith("http://"):
            message = "ACS_ENDPOINT must start with https://: a token never goes over plain http"
            raise ConfigurationError(message)
        return _endpoint("ACS_ENDPOINT", endpoint.strip()), ""
    parts = dict(part.split("=", 1) for part in connection_string.strip().split(";") if "=" in part)
    parts = {name.strip().lower(): value.strip() for name, value in parts.items()}
    if not parts.get("endpoint") or not parts.get("accesskey"):
        message = "ACS_CONNECTION_STRING must have the form endpoint=…;accesskey=…"
        raise ConfigurationError(message)
    return _endpoint("ACS_CONNECTION_STRING", parts["endpoint"]), _access_key(parts["accesskey"])


def _prices(text: str) -> PriceTable | None:
    if not text.strip():
        return None
    from shared.price_list import price_table_from_json

    try:
        return price_table_from_json(text)
    except ValueError as error:
        message = f"SMS_PRICES is wrong at {error}"
        raise ConfigurationError(message) from None


def _endpoint(setting: str, text: str) -> str:
    from shared.plain_http import is_allowed_url

    if not is_allowed_url(text):
        message = f"the endpoint in {setting} must start with https://"
        raise ConfigurationError(message)
    return text.rstrip("/")


def _access_key(text: str) -> str:
    try:
        base64.b64decode(text, validate=True)
    except ValueError:
        message = "the accesskey in ACS_CONNECTION_STRING is not base64"
        raise ConfigurationError(message) from None
    return text
