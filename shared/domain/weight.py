"""How much a change of consent counts against others."""

from enum import IntEnum


class Precedence(IntEnum):
    """
    The precedence of a change: an opt-in lifts opt-outs of its own precedence and lower.

    `INFERRED`: inferred from a message that may be an opt-out, until an operator decides. `USER`:
    by the person or the network. `OPERATOR`: by an operator; a person's START does not lift it.
    """

    INFERRED = 0
    USER = 1
    OPERATOR = 2
