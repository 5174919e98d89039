"""Health: what is configured, without a secret and without a call."""

from shared.contract.answers import Health
from shared.settings import Settings

_IDENTITY = "managed_identity"


def health_of(settings: Settings) -> Health:
    """Describe the settings."""
    return Health(
        storage="connection_string" if settings.storage_connection_string else _IDENTITY,
        acs=_IDENTITY if settings.uses_identity_for_acs else "access_key",
        event_source_checked=bool(settings.acs_resource_id),
    )
