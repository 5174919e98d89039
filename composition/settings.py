"""
The settings of the app, built from the settings modules of the rooms.

Only this module reads the environment, and not at import: one exception at import would hide every
function of the app.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from housekeeping.settings import KeepRules, keep_rules_from
from inbound_webhook.settings import reply_texts_from, reply_window_from
from operations.settings import insights_from
from opt_outs.domain.consent import StopScope
from opt_outs.domain.review import DEFAULT_POLICIES, PossiblePolicies
from opt_outs.settings import possible_policies_from
from send_sms.domain.quiet_hours import QuietHoursPolicy
from send_sms.sending import DEFAULT_CONFIRM_ABOVE
from send_sms.settings import (
    caps_from,
    confirm_above_from,
    countries_from,
    prices_from,
    trial_guests_from,
)
from senders.settings import own_numbers_from, sender_profiles_from
from shared.carriers.acs.settings import read_acs_settings, read_resource_id
from shared.domain.author import ActorRules, actor_rules_from
from shared.settings import ConfigurationError, Switch, read_choice, settings_named_in
from shared.storage.settings import read_storage
from verifications.settings import brand_from, verification_key_from

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from inbound_webhook.domain.confirmation import ReplyTexts
    from operations.settings import InsightsSettings
    from send_sms.domain.caps import Cap
    from send_sms.domain.countries import CountryPolicy
    from send_sms.domain.prices import PriceTable
    from senders.domain.profile import SenderProfiles
    from shared.carriers.acs.settings import AcsSettings
    from shared.eventgrid.entra import EntraSettings
    from shared.storage.settings import StorageSettings


_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Settings:
    """
    The settings of the app.

    Attributes
    ----------
    storage : StorageSettings
        `AzureWebJobsStorage`.
    acs : AcsSettings
        `ACS_CONNECTION_STRING` or `ACS_ENDPOINT`, `ACS_RESOURCE_ID`, `AZURE_CLIENT_ID`.
    sender_profiles : mapping of sender to SenderProfile
        `SMS_SENDERS`: where the default profile of a sender is wrong.
    own_numbers : frozenset of str
        `SMS_SENDERS`: all senders of the resource; empty: not all are known.
    countries : CountryPolicy or None
        `SMS_COUNTRIES`: where messages may go; None: to the countries of the own numbers.
    prices : PriceTable or None
        `SMS_PRICES`; None: the table that comes with the app.
    caps : sequence of Cap
        `SMS_CAPS`: how much may be accepted in a day or month; empty: no caps.
    confirm_above : int
        `SMS_CONFIRM_ABOVE`: how many recipients a send may have without a confirmation.
    stop_scope : StopScope
        `SMS_OPT_OUT_SCOPE`: what a person's STOP to one own number covers.
    quiet_hours : QuietHoursPolicy
        `SMS_QUIET_HOURS`: what happens to marketing in the recipient's quiet hours.
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
    entra : EntraSettings or None
        `WEBHOOK_ENTRA_AUDIENCE` and its kind: what the tokens of deliveries must say; None: no
        tokens are asked for.
    trial_guests : frozenset of str or None
        `SMS_TRIAL` and `SMS_TRIAL_GUESTS`: who gets real messages in trial mode; None: it is off.
    actors : ActorRules
        `SMS_CALLERS`, and whether App Service authentication is on: how actors are recognized.
    keep_rules : KeepRules
        `SMS_KEEP_TEXTS_DAYS` and `SMS_KEEP_MESSAGES_DAYS`.
    reply_window : timedelta
        `SMS_REPLY_WINDOW_HOURS`: how long after a message an inbound one can be a reply.
    brand : str
        `SMS_BRAND`: what the text of a code begins with.
    verification_key : str
        `SMS_VERIFICATION_KEY`: a part of the key of codes.
    insights : InsightsSettings or None
        `APPLICATIONINSIGHTS_CONNECTION_STRING` and its companions: where figures go as metrics.
    given : mapping
        The texts of the settings that were given, by name.
    """

    storage: StorageSettings
    acs: AcsSettings
    sender_profiles: SenderProfiles = field(default_factory=dict)
    own_numbers: frozenset[str] = frozenset()
    countries: CountryPolicy | None = None
    prices: PriceTable | None = None
    caps: Sequence[Cap] = ()
    confirm_above: int = DEFAULT_CONFIRM_ABOVE
    stop_scope: StopScope = StopScope.SENDER
    quiet_hours: QuietHoursPolicy = QuietHoursPolicy.RESCHEDULE
    reply_texts: ReplyTexts = field(default_factory=dict)
    reconciles_daily: bool = True
    pushes_opt_outs: bool = False
    possible_policies: PossiblePolicies = field(default_factory=lambda: DEFAULT_POLICIES)
    allows_private_webhooks: bool = False
    entra: EntraSettings | None = None
    trial_guests: frozenset[str] | None = None
    actors: ActorRules = field(default_factory=ActorRules)
    keep_rules: KeepRules = field(default_factory=KeepRules)
    reply_window: timedelta = timedelta(hours=72)
    brand: str = ""
    verification_key: str = field(default="", repr=False)
    insights: InsightsSettings | None = None
    given: Mapping[str, str] = field(default_factory=dict, repr=False)


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """
    Read the settings.

    Raises
    ------
    ConfigurationError
        Naming every setting that is missing or wrong; never showing a value.
    """
    env = os.environ if environment is None else environment
    faults = unusable_values(env)
    _read(faults, lambda: read_resource_id(env))
    acs = _read(faults, lambda: read_acs_settings(env))
    storage = _read(faults, lambda: read_storage(env))
    others: dict[str, Any] = {
        name: _read(faults, partial(read, env)) for name, read in _READERS.items()
    }
    if faults or acs is None or storage is None:
        raise ConfigurationError(*faults.values()) from None
    given = {name: env[name].strip() for name in filter(_SHOWN_NAMES.fullmatch, env)}
    return Settings(storage=storage, acs=acs, given=given, **others)


def load_storage_settings() -> StorageSettings:
    """
    Read how storage is reached, whatever the other settings are.

    Raises
    ------
    ConfigurationError
        It cannot be used.
    """
    try:
        return read_storage(os.environ)
    except ValueError as error:
        raise ConfigurationError(str(error)) from None


def _read(faults: dict[str, str], read: Callable[[], _Value]) -> _Value | None:
    """Read a value; where that fails, note the fault unless the setting has one already."""
    try:
        return read()
    except (ValueError, ConfigurationError) as error:
        names = settings_named_in(str(error))
        if not any(name in faults for name in names):
            faults[names[0] if names else str(error)] = str(error)
        return None


def _is_on(env: Mapping[str, str], name: str, usual: Switch) -> bool:
    return read_choice(env, name, usual) is Switch.ON


def _entra_settings(env: Mapping[str, str]) -> EntraSettings | None:
    if not any(name.upper().startswith("WEBHOOK_ENTRA_") for name in env):
        return None
    from shared.eventgrid.entra import read_entra_settings

    return read_entra_settings(env)


_READERS: Mapping[str, Callable[[Mapping[str, str]], Any]] = {
    "sender_profiles": lambda env: sender_profiles_from(env.get("SMS_SENDERS", "")),
    "own_numbers": lambda env: own_numbers_from(env.get("SMS_SENDERS", "")),
    "countries": lambda env: countries_from(env.get("SMS_COUNTRIES", "")),
    "prices": lambda env: prices_from(env.get("SMS_PRICES", "")),
    "caps": lambda env: caps_from(env.get("SMS_CAPS", ""), env.get("SMS_PRICES", "")),
    "confirm_above": lambda env: confirm_above_from(env.get("SMS_CONFIRM_ABOVE", "")),
    "stop_scope": lambda env: read_choice(env, "SMS_OPT_OUT_SCOPE", StopScope.SENDER),
    "quiet_hours": lambda env: read_choice(env, "SMS_QUIET_HOURS", QuietHoursPolicy.RESCHEDULE),
    "reply_texts": lambda env: reply_texts_from(env.get("SMS_REPLY_TEXTS", "")),
    "reconciles_daily": lambda env: _is_on(env, "SMS_RECONCILE", Switch.ON),
    "pushes_opt_outs": lambda env: _is_on(env, "SMS_RECONCILE_PUSH", Switch.OFF),
    "possible_policies": lambda env: possible_policies_from(env.get("SMS_POSSIBLE_OPT_OUTS", "")),
    "allows_private_webhooks": lambda env: _is_on(env, "SMS_ALLOW_PRIVATE_WEBHOOKS", Switch.OFF),
    "entra": _entra_settings,
    "actors": actor_rules_from,
    "trial_guests": trial_guests_from,
    "brand": lambda env: brand_from(env.get("SMS_BRAND", "")),
    "verification_key": lambda env: verification_key_from(env.get("SMS_VERIFICATION_KEY", "")),
    "keep_rules": keep_rules_from,
    "reply_window": lambda env: reply_window_from(env.get("SMS_REPLY_WINDOW_HOURS", "")),
    "insights": insights_from,
}

_SETTING_NAMES = re.compile(
    "(AzureWebJobsStorage|ACS_|SMS_|WEBHOOK_ENTRA_|AZURE_CLIENT_ID).*", re.IGNORECASE
)

_SHOWN_NAMES = re.compile(f"{_SETTING_NAMES.pattern}|APPLICATIONINSIGHTS_.*", re.IGNORECASE)
"""Those of the host too, which are shown but cannot stop the app."""

_REFERENCE = re.compile(r"\s*@Microsoft\.(KeyVault|AppConfiguration)\(", re.IGNORECASE)

_QUOTATION_MARKS = "\"'“”"


def unusable_values(env: Mapping[str, str]) -> dict[str, str]:
    """Find each setting of the app whose value cannot be meant: its name, and name and reason."""
    reasons = {
        name: _rejection_reason(env[name].strip())
        for name in sorted(filter(_SETTING_NAMES.fullmatch, env))
    }
    return {name: f"{name} {reason}" for name, reason in reasons.items() if reason}


def _rejection_reason(value: str) -> str:
    """Azure leaves a reference in its place when it may not read what the reference names."""
    if _REFERENCE.match(value):
        return "is a reference that Azure could not resolve: check the app's access to its target"
    if value and (value[0] in _QUOTATION_MARKS or value[-1] in _QUOTATION_MARKS):
        return "has quotation marks around its value: remove them"
    return ""
