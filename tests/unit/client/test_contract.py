"""The client's models and routes are those of the contract."""

from dataclasses import MISSING, fields
from typing import Any

import pytest

from operations.openapi import openapi_document
from paloma import models
from paloma._parsing import _camel_case
from shared.web.routes import registered_routes
from tests.support.function_index import IndexedFunction

SCHEMAS = {
    models.Send: "SendAccepted",
    models.SendStatus: "SendStatus",
    models.WaitingMessages: "WaitingMessages",
    models.ReasonCount: "ReasonCount",
    models.SendCost: "SendCost",
    models.ResentMessages: "ResentMessages",
    models.Message: "Message",
    models.MessageSummary: "MessageSummary",
    models.FoundMessage: "ListedMessage",
    models.HistoryEntry: "HistoryEntry",
    models.Reason: "Reason",
    models.Rejection: "Rejection",
    models.Preview: "Preview",
    models.Cap: "CapAnswer",
    models.Caps: "CapsAnswer",
    models.Cost: "PreviewCost",
    models.Advice: "PreviewWarning",
    models.OptOut: "OptOutSummary",
    models.OptOutEntry: "OptOutEntry",
    models.LedgerLine: "LedgerLine",
    models.OptOutImport: "OptOutImport",
    models.OptOutCounts: "OptOutCounts",
    models.Person: "Person",
    models.OwnNumberConsent: "OwnNumberConsent",
    models.BadLine: "BadLine",
    models.ExportedRecord: "ExportedRecord",
    models.ErasedRecords: "ErasedRecords",
    models.ErasureReceipt: "ErasureReceipt",
    models.Summary: "Summary",
    models.Figures: "Figures",
    models.Times: "Times",
    models.PeriodFigures: "PeriodFigures",
    models.SenderFigures: "SenderFigures",
    models.CampaignFigures: "CampaignFigures",
    models.CategoryFigures: "CategoryFigures",
    models.ConversationSummary: "ConversationSummary",
    models.ConversationEntry: "ConversationEntry",
    models.Conversation: "Conversation",
    models.Sender: "SenderAnswer",
    models.SenderHold: "HoldAnswer",
    models.Subscription: "SubscriptionAnswer",
    models.NewSubscription: "NewSubscription",
    models.RotatedSecret: "RotatedSecret",
    models.QueuedTestEvent: "TestEventAnswer",
    models.Health: "Health",
    models.StartedVerification: "VerificationStarted",
    models.Verification: "VerificationAnswer",
    models.VerificationCheck: "CheckAnswer",
    models.VerificationFigures: "VerificationFigures",
    models.CodeFigures: "CodeFigures",
    models.CountryCodeFigures: "CountryFigures",
    models.PrefixCodeFigures: "PrefixFigures",
}


@pytest.fixture(scope="module")
def schemas(indexed_functions: dict[str, IndexedFunction]) -> dict[str, Any]:
    assert indexed_functions
    found: dict[str, Any] = openapi_document(registered_routes())["components"]["schemas"]
    return found


@pytest.mark.parametrize("model", SCHEMAS, ids=lambda model: model.__name__)
def test_model_reads_members_that_the_contract_has(
    model: type[models.Model], schemas: dict[str, Any]
) -> None:
    schema = schemas[SCHEMAS[model]]
    own = [one for one in fields(model) if one.name not in {"raw", "replayed"}]
    required = {
        _camel_case(one.name)
        for one in own
        if one.default is MISSING and one.default_factory is MISSING
    }

    assert {_camel_case(one.name) for one in own} <= set(schema["properties"])
    assert required <= set(schema["required"])


def test_every_model_is_compared() -> None:
    found = {
        one
        for one in vars(models).values()
        if isinstance(one, type) and issubclass(one, models.Model) and one is not models.Model
    }

    assert found == set(SCHEMAS)
