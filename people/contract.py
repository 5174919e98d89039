"""The response bodies of people."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from opt_outs.contract import OptOutChange
from opt_outs.domain.consent import ChangeSource, ConsentState
from shared.domain.kinds import Category
from shared.web.contract import PageModel, ResponseModel


class OwnNumberConsent(ResponseModel):
    """Whether a person may be sent to from an own number."""

    sender: Annotated[str, Field(description="An own number, or * for the entry for all")]
    state: ConsentState
    categories: Annotated[list[Category], Field(description="The blocked categories")]
    all_numbers: Annotated[bool, Field(description="Whether an entry for all numbers blocks it")]
    changed_at: Annotated[
        datetime | None, Field(description="Absent: the registry knows nothing of the person")
    ] = None
    source: ChangeSource | None = None


class Person(PageModel):
    """A person, with the consent for some own numbers."""

    number: Annotated[str, Field(description="The person's number, E.164")]
    time_zones: Annotated[
        list[str],
        Field(
            description="IANA names of the zones where the number may be: those of its area code "
            "or country. Empty: unknown"
        ),
    ]
    region: Annotated[
        str | None, Field(description="The state or province of a number of the US or Canada")
    ] = None
    country: Annotated[
        str | None, Field(description="ISO 3166-1 alpha-2. Absent: unknown, or none")
    ] = None
    consents: Annotated[list[OwnNumberConsent], Field(description="By own number")]
    ledger: Annotated[
        list[OptOutChange], Field(description="The changes of these entries, oldest first")
    ]
