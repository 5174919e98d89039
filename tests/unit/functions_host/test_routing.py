import pytest

from local.functions_host.model import (
    AuthLevel,
    Function,
    HttpTrigger,
    IndexingError,
    Signature,
)
from local.functions_host.routing import Router

SIGNATURE = Signature("req", "httpTrigger", takes_context=False, is_async=True)


def function(name: str, route: str, *methods: str) -> Function:
    trigger = HttpTrigger(route, methods, AuthLevel.ANONYMOUS)
    return Function(name, print, signature=SIGNATURE, trigger=trigger)


def find(router: Router, path: str, method: str = "GET") -> tuple[str, dict[str, str]] | None:
    match = router.match(method, path)
    return None if match is None else (match.function.name, dict(match.values))


def values(route: str, path: str) -> dict[str, str] | None:
    found = find(Router([function("f", route)], prefix="api"), path)
    return None if found is None else found[1]


@pytest.mark.parametrize("path", ["/api/Items/7", "/API/items/7", "/api/items/7/"])
def test_literal_matches_regardless_of_case_and_trailing_slash(path: str) -> None:
    assert values("items/{id}", path) == {"id": "7"}


@pytest.mark.parametrize(
    "path", ["/api/items", "/api/items/", "/items/7", "/api/items/7/8", "/api/items//", "/", ""]
)
def test_path_does_not_match_when_segments_differ(path: str) -> None:
    assert values("items/{id}", path) is None


@pytest.mark.parametrize(
    ("sent", "seen"),
    [
        ("%2B14255550123", "+14255550123"),
        ("+14255550123", "+14255550123"),
        ("a%20b", "a b"),
        ("%C3%A9", "é"),
        ("a%2Fb", "a%2Fb"),
        ("a%2fb", "a%2fb"),
        ("100%25", "100%"),
    ],
)
def test_value_is_url_decoded_except_for_a_slash(sent: str, seen: str) -> None:
    assert values("items/{id}", f"/api/items/{sent}") == {"id": seen}


@pytest.mark.parametrize(
    ("route", "path", "expected"),
    [
        ("items/{id?}", "/api/items", {}),
        ("items/{id?}", "/api/items/7", {"id": "7"}),
        ("items/{id=9}", "/api/items", {"id": "9"}),
        ("items/{id=9}", "/api/items/7", {"id": "7"}),
        ("files/{*rest}", "/api/files", {}),
        ("files/{*rest}", "/api/files/a/b", {"rest": "a/b"}),
        ("{name}.{extension}", "/api/photo.png", {"name": "photo", "extension": "png"}),
        ("a/{x:int}/b/{y}", "/api/a/1/b/2", {"x": "1", "y": "2"}),
        ("items/{id:guid?}", "/api/items", {}),
        ("{{literal}}", "/api/{literal}", {}),
        ("items/{sendId}", "/api/items/7", {"sendId": "7"}),
    ],
)
def test_parameter_takes_its_value(route: str, path: str, expected: dict[str, str]) -> None:
    assert values(route, path) == expected


@pytest.mark.parametrize(
    ("constraint", "good", "bad"),
    [
        ("alpha", ["abc"], ["ab1", "a-b"]),
        ("bool", ["true", "False"], ["yes", "1"]),
        (
            "datetime",
            ["2026-05-01", "2026-05-01T09:00:00", "2026-05-01%2009:00"],
            ["soon", "2026-13-01"],
        ),
        ("decimal", ["1.5", "-1"], ["1e5", "x"]),
        ("double", ["1e5", "-.5"], ["x", "1,5"]),
        ("float", ["1.5"], ["x"]),
        (
            "guid",
            [
                "9f0c1f6e5a744a8e9b0e0e6a1d7c1d11",
                "9F0C1F6E-5a74-4a8e-9b0e-0e6a1d7c1d11",
                "{9f0c1f6e-5a74-4a8e-9b0e-0e6a1d7c1d11}",
                "(9f0c1f6e-5a74-4a8e-9b0e-0e6a1d7c1d11)",
            ],
            ["9f0c1f6e", "9f0c1f6e-5a74-4a8e-9b0e-0e6a1d7c1d1g", "not-a-guid"],
        ),
        ("int", ["0", "-5", "2147483647"], ["2147483648", "1.0", "x"]),
        ("length(3)", ["abc"], ["ab", "abcd"]),
        ("length(2,3)", ["ab", "abc"], ["a", "abcd"]),
        ("long", ["2147483648", "9223372036854775807"], ["9223372036854775808"]),
        ("max(5)", ["5", "-9"], ["6", "x"]),
        ("maxlength(2)", ["ab"], ["abc"]),
        ("min(5)", ["5"], ["4", "x"]),
        ("minlength(2)", ["ab"], ["a"]),
        ("range(2,4)", ["2", "4"], ["1", "5", "x"]),
        ("regex(^[0-9]+$)", ["12"], ["1a"]),
        ("regex(^\\d{{2}}$)", ["12"], ["123"]),
        ("required", ["x"], []),
        ("int:min(3)", ["3"], ["2"]),
    ],
)
def test_constraint_admits_good_values_only(
    constraint: str, good: list[str], bad: list[str]
) -> None:
    route = f"x/{{id:{constraint}}}"

    assert [value for value in good if values(route, f"/api/x/{value}") is None] == []
    assert [value for value in bad if values(route, f"/api/x/{value}") is not None] == []


@pytest.mark.parametrize(
    "route",
    [
        "x/{id:uuid}",
        "x/{id:min(a)}",
        "x/{id:regex([)}",
        "x/{id",
        "x/{}",
        "{a}/{A}",
        "x/{1a}",
        "/x",
        "a//b",
    ],
)
def test_template_is_refused_when_malformed(route: str) -> None:
    with pytest.raises(IndexingError):
        Router([function("f", route)], prefix="api")


def test_first_function_wins_however_specific_the_next_one_is() -> None:
    functions = [function("a", "items/{id}"), function("b", "items/new")]

    assert find(Router(functions, prefix="api"), "/api/items/new") == ("a", {"id": "new"})


def test_constraint_lets_a_value_through_to_the_next_function() -> None:
    functions = [function("a", "items/{id:int}"), function("b", "items/new")]

    assert find(Router(functions, prefix="api"), "/api/items/new") == ("b", {})


def test_method_not_listed_lets_a_request_through_to_the_next_function() -> None:
    functions = [function("a", "items/{id}", "GET"), function("b", "items/{name}", "POST")]

    assert find(Router(functions, prefix="api"), "/api/items/x", "POST") == ("b", {"name": "x"})


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "POST"])
def test_nothing_matches_when_the_method_is_not_listed(method: str) -> None:
    router = Router([function("a", "items", "GET")], prefix="api")

    assert find(router, "/api/items", method) is None


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PATCH"])
def test_every_method_matches_when_none_is_listed(method: str) -> None:
    assert find(Router([function("a", "items")], prefix="api"), "/api/items", method) == ("a", {})


@pytest.mark.parametrize(("prefix", "path"), [("", "/items"), ("v1/sms", "/v1/sms/items")])
def test_prefix_comes_before_the_route(prefix: str, path: str) -> None:
    router = Router([function("a", "items")], prefix=prefix)

    assert find(router, path) == ("a", {})
    assert find(router, "/api/items") is None
