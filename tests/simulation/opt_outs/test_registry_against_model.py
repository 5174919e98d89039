"""
Whatever is said and decided about a person, in any order, blocks what a plain list of it blocks.

The model keeps every STOP, START, decision, line of a file and review as it was asked for, and
never takes one for known already.
"""

import json
import random
from dataclasses import dataclass, replace
from datetime import datetime

import azure.functions as func
import pytest

from opt_outs import functions, review_functions
from opt_outs.domain.consent import ALL_NUMBERS, Precedence
from shared.domain.kinds import Category
from tests.support.samples import opted_out_recipients, people
from tests.support.web import call, post
from tests.support.world import PERSON, SETTINGS, TOLL_FREE, Serve, World
from tests.unit.inbound_webhook.confirmation_world import LONG_CODE, UNPACED, inbound, receive
from tests.unit.opt_outs.import_world import imported

OWN_NUMBERS = (LONG_CODE, TOLL_FREE)
SCOPES = (*OWN_NUMBERS, ALL_NUMBERS)
STEPS = 24


@dataclass(frozen=True)
class Said:
    """Something that opts the person out or in."""

    at: datetime
    precedence: Precedence
    is_out: bool
    scope: str
    category: Category | None = None

    def lifts(self, opt_out: "Said", own_number: str, category: Category) -> bool:
        is_in_reach = self.scope in {own_number, opt_out.scope}
        return (
            not self.is_out
            and is_in_reach
            and self.category in {None, category}
            and self.precedence >= opt_out.precedence
            and self.at > opt_out.at
        )


class History:
    """The person's history in a world, and its model."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.chance = random.Random(seed)
        self.said: list[Said] = []
        self.reviews: dict[str, Said] = {}

    async def play(self) -> None:
        """Let one thing happen, a minute later."""
        self.world.clock.advance(minutes=1)
        happenings = (
            *(self._write, self._decide, self._decide, self._decide),
            *(self._import, self._doubt, self._review),
        )
        await self.chance.choice(happenings)()

    def is_out(self, own_number: str, category: Category) -> bool:
        """Tell what the model says."""
        opt_outs = [
            one
            for one in self.said
            if one.is_out and one.scope in {own_number, ALL_NUMBERS}
            if one.category in {None, category}
        ]
        return any(
            not any(one.lifts(opt_out, own_number, category) for one in self.said)
            for opt_out in opt_outs
        )

    def _note(self, said: Said) -> None:
        self.said.append(said)

    def _category(self) -> Category | None:
        return self.chance.choice([None, Category.MARKETING, Category.OTP])

    async def _write(self) -> None:
        now, own_number = self.world.clock.now, self.chance.choice(OWN_NUMBERS)
        is_out = self.chance.random() < 0.5
        await receive(inbound("STOP" if is_out else "START", now, to=own_number))
        self._note(Said(now, Precedence.USER, is_out, own_number))

    async def _decide(self) -> None:
        now, scope = self.world.clock.now, self.chance.choice(SCOPES)
        category, is_out = self._category(), self.chance.random() < 0.5
        body = {"reason": "Asked."}
        body |= {"category": category} if category else {}
        body |= {"state": "opted_out"} if is_out else {}
        request = func.HttpRequest(
            "PUT" if is_out else "DELETE",
            "/api",
            route_params={"sender": scope, "recipient": PERSON},
            headers={"Content-Type": "application/json"},
            body=json.dumps(body).encode(),
        )
        function = functions.put_opt_out if is_out else functions.delete_opt_out
        if (await call(function, request)).status_code == 200:
            self._note(Said(now, Precedence.OPERATOR, is_out, scope, category))

    async def _import(self) -> None:
        now, scope = self.world.clock.now, self.chance.choice(SCOPES)
        category, is_out = self._category(), self.chance.random() < 0.7
        line = {"recipient": PERSON, "state": "opted_out" if is_out else "opted_in"}
        await imported(self.world, [{**line, "category": category or ""}], sender=scope)
        self._note(Said(now, Precedence.USER, is_out, scope, category))

    async def _doubt(self) -> None:
        now, own_number = self.world.clock.now, self.chance.choice(OWN_NUMBERS)
        await receive(inbound("why did you stop texting me", now, to=own_number))
        said = Said(now, Precedence.INFERRED, True, own_number, Category.MARKETING)
        self._note(said)
        reviews = self.world.app().review_queue.reviews
        newest = (await reviews.page(own_number, only_open=True, after="", limit=100))[-1]
        self.reviews[str(newest.address)] = said

    async def _review(self) -> None:
        if not self.reviews:
            return
        review_id = self.chance.choice(list(self.reviews))
        said, is_approved = self.reviews.pop(review_id), self.chance.random() < 0.3
        function = (
            review_functions.approve_opt_out_review
            if is_approved
            else review_functions.reject_opt_out_review
        )
        await call(function, post({"actor": "Ana"}, route={"reviewId": review_id}))
        if is_approved:
            self._note(replace(said, precedence=Precedence.USER, category=None))
        else:
            self.said.remove(said)


@pytest.mark.parametrize("seed", range(60))
async def test_person_is_blocked_as_the_model_says(serve: Serve, seed: int) -> None:
    world = World(settings=replace(SETTINGS, sender_profiles=UNPACED))
    serve(world)
    history = History(world, seed)
    for _ in range(STEPS):
        await history.play()
        registry = world.app().opt_outs
        for own_number in OWN_NUMBERS:
            for category in Category:
                for asked in ([PERSON], [PERSON, *people(1)]):
                    out = await opted_out_recipients(registry, own_number, asked, category)
                    assert out == ({PERSON} if history.is_out(own_number, category) else set())
