"""The schemas of the OpenAPI document, made from the models, and an example of each."""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, models_json_schema

from operations.members import EXAMPLES, MEMBERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import core_schema

    from shared.web.routes import Json

SCHEMAS = "#/components/schemas/"

_EXAMPLES_BY_FORMAT = {"date-time": "2026-11-22T17:00:00Z", "date": "2026-11-22"}
_EXAMPLES_BY_TYPE: Json = {"integer": 1, "number": 0.97, "boolean": False, "string": "text"}


class _Schemas(GenerateJsonSchema):
    """Describes responses as they are written: members without a value are left out, never null."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ANN401, ARG002 - of pydantic
        """A title would repeat the member's name."""
        return False

    def field_is_required(self, field: Any, total: bool) -> bool:  # noqa: ANN401 - of pydantic
        """Of a response, every member that cannot be null is present."""
        if self.mode == "serialization":
            return not _is_nullable(field["schema"])
        return super().field_is_required(field, total)

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """Of a response, a member that is present is not null."""
        if self.mode == "serialization":
            return self.generate_inner(schema["schema"])
        return super().nullable_schema(schema)

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """A response has no defaults."""
        if self.mode == "serialization":
            return self.generate_inner(schema["schema"])
        return super().default_schema(schema)


def _is_nullable(schema: Mapping[str, Any]) -> bool:
    while schema["type"] != "nullable":
        if not isinstance(schema.get("schema"), dict):
            return False
        schema = schema["schema"]
    return True


def definitions(models: set[str], mode: JsonSchemaMode) -> Json:
    """Make the schemas of models, by name, and of those that they consist of."""
    loaded = [(_load(model), mode) for model in sorted(models)]
    _, schema = models_json_schema(
        loaded, ref_template=SCHEMAS + "{model}", schema_generator=_Schemas
    )
    found: Json = schema.get("$defs", {})
    for one in found.values():
        for name, member in one.get("properties", {}).items():
            _describe(name, member)
    return found


def _describe(name: str, member: Json) -> None:
    """Add what the name means wherever the API has it, unless the model says more."""
    if name in MEMBERS:
        member.setdefault("description", MEMBERS[name])
    _describe_default(member)
    text = _text_of(member)
    if name in EXAMPLES and text is not None:
        text.setdefault("examples", [EXAMPLES[name]])


def _describe_default(member: Json) -> None:
    """
    Say a default in words.

    Generators such as openapi-typescript take a member with a default for one that is always there,
    so their clients would have to give it.
    """
    default = member.pop("default", None)
    if default not in {None, ""}:
        said = default if isinstance(default, str) else json.dumps(default)
        member["description"] = f"{member['description']}; default: {said}"


def _text_of(member: Json) -> Json | None:
    """Find the free text that a member is, may be beside null, or is a list of."""
    if "anyOf" in member:
        member = member["anyOf"][0]
    if member.get("type") == "array":
        member = member.get("items", {})
    is_free = member.get("type") == "string" and not {"const", "enum"} & {*member}
    return member if is_free else None


def _load(model: str) -> type[BaseModel]:
    module, _, name = model.partition(":")
    loaded: type[BaseModel] = getattr(import_module(module), name)
    return loaded


def example_of(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any JSON
    """
    Make an example of a schema: of each member its own example, or a value of its kind.

    Parameters
    ----------
    schemas : mapping
        The schemas of the document, by name, which references lead to.
    """
    for given in ("examples", "enum"):
        if given in schema:
            return schema[given][0]
    if "const" in schema:
        return schema["const"]
    if "$ref" in schema:
        return example_of(schemas[schema["$ref"].removeprefix(SCHEMAS)], schemas)
    if "anyOf" in schema:
        return example_of(schema["anyOf"][0], schemas)
    return _example_of_kind(schema, schemas)


def _example_of_kind(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any JSON
    kind = schema.get("type")
    if kind == "array":
        return [example_of(schema["items"], schemas)] if "items" in schema else []
    if kind == "object" and "properties" in schema:
        return {name: example_of(one, schemas) for name, one in schema["properties"].items()}
    if kind == "object":
        return _example_of_mapping(schema, schemas)
    if "minimum" in schema:
        return schema["minimum"]
    return _EXAMPLES_BY_FORMAT.get(schema.get("format", ""), _EXAMPLES_BY_TYPE.get(str(kind)))


def _example_of_mapping(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Json:
    values, names = schema.get("additionalProperties"), schema.get("propertyNames", {})
    if not isinstance(values, dict):
        return {}
    return {str(example_of({"type": "string", **names}, schemas)): example_of(values, schemas)}
