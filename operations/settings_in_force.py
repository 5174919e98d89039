"""Describe the settings in force, as an operator may see them: secrets only as set or not."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from operations.contract import SettingAnswer, SettingsAnswer, SettingSource

_SECRETS = (
    "AzureWebJobsStorage",
    "ACS_CONNECTION_STRING",
    "APPLICATIONINSIGHTS_CONNECTION_STRING",
    "SMS_VERIFICATION_KEY",
)

_ADDRESSES = (
    "AzureWebJobsStorage__queueServiceUri",
    "AzureWebJobsStorage__tableServiceUri",
    "ACS_ENDPOINT",
)
"""A query of theirs could be a shared access signature."""

_WITHOUT_DEFAULT = (
    "AzureWebJobsStorage__accountName",
    "AzureWebJobsStorage__credential",
    "AzureWebJobsStorage__clientId",
    "ACS_RESOURCE_ID",
    "AZURE_CLIENT_ID",
    "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
    "SMS_SENDERS",
    "SMS_COUNTRIES",
    "SMS_REPLY_TEXTS",
    "SMS_PRICES",
    "SMS_CAPS",
    "SMS_TRIAL_GUESTS",
    "SMS_BRAND",
    "SMS_CALLERS",
    "WEBHOOK_ENTRA_AUDIENCE",
    "WEBHOOK_ENTRA_TENANT_ID",
    "WEBHOOK_ENTRA_APPLICATION_ID",
    "WEBHOOK_ENTRA_AUTHORITY",
)

_DEFAULTS = {
    "SMS_OPT_OUT_SCOPE": "sender",
    "SMS_RECONCILE": "true",
    "SMS_RECONCILE_PUSH": "false",
    "SMS_QUIET_HOURS": "reschedule",
    "SMS_CONFIRM_ABOVE": "1000",
    "SMS_POSSIBLE_OPT_OUTS": '{"transactional": "review", "marketing": "auto", "otp": "review"}',
    "SMS_REPLY_WINDOW_HOURS": "72",
    "SMS_ALLOW_PRIVATE_WEBHOOKS": "false",
    "SMS_TRIAL": "false",
    "SMS_KEEP_TEXTS_DAYS": "365",
    "SMS_KEEP_MESSAGES_DAYS": "0",
}

SETTING_NAMES = (*_SECRETS, *_ADDRESSES, *_WITHOUT_DEFAULT, *_DEFAULTS)


def settings_response(given: Mapping[str, str]) -> SettingsAnswer:
    """
    Describe each setting of the app; no operation.

    Parameters
    ----------
    given : mapping
        The texts of settings as they were read when the app started. Of a secret the text is
        not looked at.
    """
    return SettingsAnswer(settings=[_setting(name, given.get(name, "")) for name in SETTING_NAMES])


def _setting(name: str, text: str) -> SettingAnswer:
    default = _DEFAULTS.get(name)
    if not text:
        source = SettingSource.UNSET if default is None else SettingSource.DEFAULT
        return SettingAnswer(name=name, source=source, value=default, secret=name in _SECRETS)
    if name in _SECRETS:
        return SettingAnswer(name=name, source=SettingSource.SET, secret=True)
    shown = _origin(text) if name in _ADDRESSES else text
    return SettingAnswer(name=name, source=SettingSource.SET, value=shown, secret=False)


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
