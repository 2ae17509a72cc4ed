"""`/v1/contacts/{id}/merge`: two numbers that are one person's, and two people again."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, Field
from sqlalchemy import Connection

from bot.desk import Actor, Refused, Unknown
from bot.desk.people import join, part
from bot.keys import Scope
from bot.phone import is_e164_shape
from bot.store import contacts, same_person, views
from bot.web.api.bodies import Name, Strict
from bot.web.api.endpoint import Call, Endpoint, Nothing
from bot.web.api.once import Answer
from bot.web.problem import Problem


class OtherNumber(Strict):
    """The other contact."""

    other: Name = Field(
        description="Id or phone of the contact that is shown as another number of this one", examples=["+15550100003"]
    )


class OnePerson(BaseModel):
    """Which numbers are one person's."""

    id: str = Field(description="The contact that they are shown as")
    phones: list[str] = Field(description="All numbers, that contact's own first")


async def merge_contacts(call: Call[OtherNumber]) -> BaseModel | Answer:
    """Show another contact as a further number of this one.

    Both know the same name, fields and tags then, and each number keeps its conversations. Of consent the stricter
    holds: an opt-out of either is one of both, and what was agreed to with one number is no consent for the other.
    """
    runtime = call.runtime

    def work(conn: Connection) -> OnePerson:
        id, other = _id(conn, call.path["id"], "id"), _id(conn, call.given.other, "other")
        try:
            join(conn, runtime.house, other, id, Actor(call.key.id, call.key.name, "key"), runtime.world.now())
        except Unknown as error:
            raise Problem("not_found", str(error), param="id") from None
        except Refused as error:
            if error.reason != "same" or other == id:  # what is so already need not be done again
                raise Problem("refused", error.detail, param="other") from None
        return _shown(conn, id)

    done = await call.once(work)
    runtime.wake()
    return done


async def part_contact(call: Call[Nothing]) -> BaseModel | Answer:
    """Let a number be somebody of its own again. What was recorded of consent stays."""

    def work(conn: Connection) -> OnePerson:
        id = _id(conn, call.path["id"], "id")
        part(conn, id, Actor(call.key.id, call.key.name, "key"), call.runtime.world.now())
        return _shown(conn, id)

    return await call.once(work)


ENDPOINTS: Final = (
    Endpoint(
        method="POST",
        path="/v1/contacts/{id}/merge",
        scope=Scope.ADMIN,
        handler=merge_contacts,
        body=OtherNumber,
        answers={200: OnePerson},
        idempotent=True,
        problems=("not_found", "refused"),
    ),
    Endpoint(
        method="POST",
        path="/v1/contacts/{id}/part",
        scope=Scope.ADMIN,
        handler=part_contact,
        answers={200: OnePerson},
        idempotent=True,
        problems=("not_found",),
    ),
)


def _id(conn: Connection, named: str, param: str) -> str:
    if is_e164_shape(named):
        known = contacts.find(conn, [named]).get(named)
        found = None if known is None else known.id
    else:
        person = views.person(conn, named)
        found = None if person is None else person.id
    if found is None:
        raise Problem("not_found", f"no contact has the id or phone `{named}`", param=param)
    return found


def _shown(conn: Connection, id: str) -> OnePerson:
    main = same_person.main_of(conn, id)
    own = contacts.by_ids(conn, [main])[main].phone
    others = [number.phone for number in same_person.numbers_of(conn, main) if number.phone != own]
    return OnePerson(id=main, phones=[own, *others])
