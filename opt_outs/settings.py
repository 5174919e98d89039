"""The setting `SMS_POSSIBLE_OPT_OUTS`: what a message that may be an opt-out does."""

from __future__ import annotations

import json

from opt_outs.domain.review import DEFAULT_POLICIES, PossiblePolicies, PossiblePolicy
from shared.domain.kinds import Category
from shared.settings import ConfigurationError


def possible_policies_from(text: str) -> PossiblePolicies:
    """
    Read `SMS_POSSIBLE_OPT_OUTS`; empty gives the default.

    Raises
    ------
    ConfigurationError
        It cannot be read.
    """
    try:
        given = json.loads(text.strip() or "{}")
        policies = {Category(name): PossiblePolicy(policy) for name, policy in given.items()}
    except (ValueError, AttributeError, RecursionError):
        message = (
            f"SMS_POSSIBLE_OPT_OUTS has a member for some of {', '.join(Category)}, "
            f"each with one of {', '.join(PossiblePolicy)}"
        )
        raise ConfigurationError(message) from None
    return {**DEFAULT_POLICIES, **policies}
