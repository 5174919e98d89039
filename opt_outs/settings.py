"""
The settings: the one module that reads the environment, and only when asked.

Reading nothing at import matters: one exception at import hides every function of the app.
"""

from __future__ import annotations

import json

from opt_outs.domain.review import DEFAULT_POLICIES, PossiblePolicies, PossiblePolicy
from shared.domain.kinds import Category
from shared.settings import ConfigurationError


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
