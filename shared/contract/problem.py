"""Problem documents (RFC 9457), as described in the contract; `shared.http.problem` writes them."""

from typing import Annotated

from pydantic import BaseModel, Field


class FieldError(BaseModel):
    """One thing that is wrong with a request."""

    field: Annotated[str, Field(description="For example to[3].number")]
    code: str
    message: str


class Problem(BaseModel):
    """What went wrong."""

    type: str
    title: str
    status: int
    code: Annotated[str, Field(description="For machines; stable")]
    detail: Annotated[str, Field(description="For people")]
    errors: list[FieldError] | None = None
