"""Rows as the official client of the Table service takes and gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shared.storage.table import ETAG

if TYPE_CHECKING:
    from collections.abc import Mapping

    from azure.data.tables import TableEntity

    from shared.storage.table import Row

_WIDE = 2**31
"""Whole numbers from here on are 64 bits wide, which the service must be told."""
_AS_THEY_ARE = (str, int, bytes)


def entity_of(row: Row) -> Mapping[str, Any]:
    """Write a row: texts, whole numbers, booleans and bytes, without the ETag it was read with."""
    return {name: _property_of(value) for name, value in row.items() if name != ETAG}


def row_of(entity: TableEntity) -> Row:
    """Read a row, with its ETag; it is the entity itself, since a query may give a thousand."""
    for name in [name for name, value in entity.items() if not isinstance(value, _AS_THEY_ARE)]:
        if entity[name] is None:
            # The service names what was selected also where the row does not have it.
            del entity[name]
        else:
            entity[name] = entity[name].value
    entity[ETAG] = entity.metadata["etag"]
    return entity


def _property_of(value: Any) -> Any:  # noqa: ANN401 - whatever a row holds
    if type(value) is int and not -_WIDE <= value < _WIDE:
        from azure.data.tables import EdmType, EntityProperty

        return EntityProperty(value, EdmType.INT64)
    return value
