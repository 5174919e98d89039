"""How much a change of consent counts against others."""

from enum import IntEnum


class Weight(IntEnum):
    """
    What an opt-in can lift: opt-outs of its own weight and less.

    `GUESSED`: a message that may have meant it, until somebody has looked. `SAID`: by the person
    or the network. `HELD`: decided on our side, which a person's START does not lift.
    """

    GUESSED = 0
    SAID = 1
    HELD = 2
