"""The HTTP contract: the models that validate, and the OpenAPI document made from them."""
