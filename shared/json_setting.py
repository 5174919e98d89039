"""Settings that are JSON."""

import json
from typing import Any


def read_json_setting(text: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """
    Read a setting's text.

    Raises
    ------
    ValueError
        It is not JSON; says so without the text.
    """
    try:
        return json.loads(text)
    except ValueError:
        message = "it is not JSON"
        raise ValueError(message) from None
