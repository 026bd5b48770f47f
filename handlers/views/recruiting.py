"""How people are invited, and how an admin sees who came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from bot.flows.recruiting import Invitation, Roster
from bot.letters import Message
from bot.words import _, counted
from handlers.views import kit, onboarding
from handlers.views.kit import Json


class Action(StrEnum):
    """The buttons."""

    INVITE = "recruiting_invite"
    ROSTER = "recruiting_roster"
    BACK = "recruiting_back"
    MORE = "recruiting_more"


def invite_button() -> Json:
    """Return the button that posts the invitation."""
    question = kit.confirm(
        _("Post the invitation?"),
        _("Everybody in the program's channel will see it."),
        _("Post it"),
        _("Not yet"),
    )
    return kit.button(_("Post an invitation"), Action.INVITE, style="primary", confirm=question)


def invitation(invitation: Invitation) -> Message:
    """Return what the program's channel reads."""
    headline = _("*{program}* is looking for you").format(program=kit.escape(invitation.name))
    what = _(
        "Reverse mentoring: junior colleagues teach, senior colleagues learn, and half of each session goes"
        " the other way round. {sessions}, from {first} to {last}."
    ).format(
        sessions=counted("{n} session", "{n} sessions", invitation.sessions),
        first=kit.day(invitation.starts_on),
        last=kit.day(invitation.last_day),
    )
    blocks = [kit.section(headline), kit.quote(invitation.purpose), kit.section(what)]
    if invitation.departments:
        who = _("This time for {departments}.").format(departments=", ".join(invitation.departments))
        blocks.append(kit.context(kit.escape(who)))
    return Message(
        text=headline,
        blocks=(
            *blocks,
            kit.actions(kit.button(_("Join"), onboarding.Action.JOIN, style="primary")),
            kit.context(_("Joining is up to you, and so is leaving: one tap, no reason.")),
        ),
    )


def invited(channel_id: str) -> Json:
    """Return the receipt of an invitation."""
    words = _("The invitation is on its way to {channel}.").format(channel=kit.channel(channel_id))
    return kit.modal(_("Invited"), [kit.section(words)], close=_("Done"))


def roster(roster: Roster) -> Json:
    """Return who joined, a page at a time."""
    who = counts(roster.roles) or _("Nobody yet. An invitation in the program's channel is a good start.")
    return kit.modal(_("Who joined"), [kit.section(who), *_names(roster), *_gaps(roster)])


def counts(roles: Mapping[str, int]) -> str:
    """Return how many came for each role; empty while nobody has."""
    words = {
        "mentor": lambda n: counted("{n} mentor", "{n} mentors", n),
        "mentee": lambda n: counted("{n} mentee", "{n} mentees", n),
        "both": lambda n: counted("{n} who does both", "{n} who do both", n),
    }
    return " · ".join(words[role](n) for role in words if (n := roles.get(role)))


def _names(roster: Roster) -> list[Json]:
    if not roster.people:
        return []
    roles = {"mentor": _("mentor"), "mentee": _("mentee"), "both": _("both")}
    lines = "\n".join(f"{kit.person(one.person_id)} · {roles[one.role]}" for one in roster.people)
    return [kit.section(lines), *_turn(roster)]


def _turn(roster: Roster) -> list[Json]:
    buttons = []
    if roster.page > 0:
        buttons.append(kit.button(_("Back"), Action.BACK, str(roster.page - 1)))
    if roster.page + 1 < roster.pages:
        buttons.append(kit.button(_("More"), Action.MORE, str(roster.page + 1)))
    where = _("Page {page} of {pages}").format(page=roster.page + 1, pages=roster.pages)
    return [kit.actions(*buttons), kit.context(where)] if buttons else []


def _gaps(roster: Roster) -> list[Json]:
    blocks = []
    if roster.nobody_shares:
        blocks.append(_skills(_("*Wanted, and nobody shares it yet*"), roster.nobody_shares))
    if roster.nobody_wants:
        blocks.append(_skills(_("*Shared, and nobody asked for it yet*"), roster.nobody_wants))
    return [kit.divider(), *blocks] if blocks else []


def _skills(title: str, labels: Sequence[str]) -> Json:
    return kit.section(f"{title}\n{kit.escape(', '.join(labels))}")
