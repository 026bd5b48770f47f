"""How a draft looks in an admin's hands: a page of it, and the form for a pair by hand."""

from __future__ import annotations

import json

from bot.flows.by_hand import ByHand
from bot.flows.drafts import Alone, Board, Show, Shown
from bot.matching import RULES
from bot.rules.estimate import LARGE
from bot.words import _, counted
from handlers.payloads.matching import EVERYBODY, Place, Verb
from handlers.views import advice, draftfile, insights, kit, looks, reasons
from handlers.views.kit import Json
from handlers.views.matching import Action, Callback
from handlers.views.reasons import Eyes, Reader
from storage.models import Role

LONGEST_VALUE, MOST_DEPARTMENTS = 150, 99  # what a menu in Slack takes
LOCK, UNLOCK, REMOVE, ALLOW = "lock", "unlock", "remove", "allow"


def working() -> Json:
    """Return what an admin sees while the engine works."""
    words = _("Working… I am looking at every possible pair. With many people, this takes a few seconds.")
    return kit.modal(_("Draft of the pairs"), [kit.section(f":hourglass_flowing_sand: {words}")])


def board(board: Board) -> Json:
    """Return a page of the draft."""
    body = [_alone(one) for one in board.alone] + [_pair(pair, board) for pair in board.pairs]
    return kit.modal(
        _("Draft of the pairs"),
        [
            kit.section(_summary(board)),
            *(kit.actions(*row) for row in _tools(board)),
            kit.actions(*_filters(board)),
            *_turning(board),
            kit.divider(),
            *(body or [kit.section(_("Nothing here."))]),
            kit.context(_page(board)),
        ],
        metadata=Place(board.round_id, board.show, board.page, board.department).text(),
    )


def _summary(board: Board) -> str:
    parts = [counted("*{n} pair*", "*{n} pairs*", board.paired)]
    if board.locked:
        parts.append(counted("{n} locked", "{n} locked", board.locked))
    parts.append(counted("{n} without a partner", "{n} without a partner", board.left))
    words = _("Round {number}: {parts}.").format(number=board.number, parts=", ".join(parts))
    if board.is_best and board.paired:
        words += " " + _("No other choice pairs more people or fits them better in total.")
    return words + "\n" + _stage(board)


def _stage(board: Board) -> str:
    """Return who has seen the draft, and what is next."""
    if board.gaze and not board.gaze.asked:
        return _(":eyes: Everybody's card is being prepared. Until the look is over, nothing here moves.")
    if board.gaze:
        return _(
            ":eyes: People look at their proposed partners until {time}. {answered} of {asked} have answered;"
            " nobody has to. Until then nothing here moves."
        ).format(time=kit.moment(board.gaze.ends_at), answered=board.gaze.answered, asked=board.gaze.asked)
    if board.is_looked_at:
        return _(
            "Everybody has had a look, and I looked for the best pairs once more. It is ready to publish."
        )
    return _("Nobody sees this draft but admins.")


def _tools(board: Board) -> list[list[Json]]:
    """Return rows of buttons: where the draft goes from here, and what changes it."""
    table = draftfile.order_button(board.round_id)
    if board.gaze:
        return [[table, _discard(board)]]
    good = insights.open_button(board.round_id)
    look = kit.button(_("Let both look first"), looks.Action.OPEN, board.round_id)
    ways_on = [_publish(board), *([] if board.is_looked_at else [look]), good] if board.paired else [good]
    changes = [
        kit.button(_("Pair by hand"), Action.HAND, board.round_id),
        kit.button(_("Run again"), Action.AGAIN, board.round_id),
        table,
        draftfile.open_button(board.round_id),
        _discard(board),
    ]
    return [ways_on, changes]


def _discard(board: Board) -> Json:
    text = _("Locked and removed pairs are forgotten too.")
    if board.gaze:
        text = _("People have seen their proposed partners. They hear no more of it until pairs are out.")
    return kit.button(
        _("Discard"),
        Action.DISCARD,
        board.round_id,
        confirm=kit.confirm(_("Discard this draft?"), text, _("Discard"), _("Keep it"), style="danger"),
    )


def _publish(board: Board) -> Json:
    if board.paired >= LARGE:  # how long it takes is worked out first
        return kit.button(_("Publish"), Action.SURE, board.round_id, style="primary")
    text = counted(
        "{n} pair will be introduced in a group DM, in working hours.",
        "{n} pairs will be introduced in group DMs, in working hours.",
        board.paired,
    )
    text += " " + _("For ten minutes, nobody is told and you can undo it.")
    return kit.button(
        _("Publish"),
        Action.PUBLISH,
        board.round_id,
        style="primary",
        confirm=kit.confirm(_("Publish these pairs?"), text, _("Publish"), _("Not yet")),
    )


def _filters(board: Board) -> list[Json]:
    departments = [name for name in board.departments if len(name) <= LONGEST_VALUE][:MOST_DEPARTMENTS]
    if not departments:
        return [_filter(board)]
    choices = [(EVERYBODY, _("All departments")), *((name, name) for name in departments)]
    chosen = board.department or EVERYBODY
    return [_filter(board), kit.select(Action.DEPARTMENT, choices, chosen, placeholder=_("Department"))]


def _filter(board: Board) -> Json:
    choices = [
        (Show.ALL, _("All pairs")),
        (Show.LOWEST, _("Lowest scores first")),
        (Show.UNMATCHED, _("Without a partner")),
        (Show.REMOVED, _("Removed pairs")),
    ]
    return kit.select(Action.SHOW, choices, board.show, placeholder=_("Show"))


def _turning(board: Board) -> list[Json]:
    buttons = []
    if board.page:
        buttons.append(kit.button(_("Previous page"), Action.BACK, str(board.page - 1)))
    if board.page + 1 < board.pages:
        buttons.append(kit.button(_("Next page"), Action.ON, str(board.page + 1)))
    return [kit.actions(*buttons)] if buttons else []


def _page(board: Board) -> str:
    return _("Page {page} of {pages}").format(page=board.page + 1, pages=board.pages)


def _pair(pair: Shown, board: Board) -> Json:
    reader = Reader(Eyes.ADMIN, kit.person(pair.mentor_id), kit.person(pair.mentee_id))
    head = _("{mentor} mentors {mentee}").format(mentor=reader.mentor, mentee=reader.mentee)
    marks = [counted("{n} point", "{n} points", pair.points)]
    if pair.is_locked:
        marks.append(_(":lock: locked"))
    if pair.is_by_hand:
        marks.append(_("by hand"))
    text = f"*{head}* · {' · '.join(marks)}"
    if why := reasons.why_you_two(pair.reasons, reader):
        text += "\n" + reasons.bullets(why)
    return kit.section(text, None if board.gaze else _choices(pair, board.show))


def _choices(pair: Shown, show: Show) -> Json:
    ids = pair.mentor_id, pair.mentee_id
    if show is Show.REMOVED:
        return kit.button(_("Allow again"), Action.ALLOW, Verb(ALLOW, *ids).text())
    locking = (UNLOCK, _("Unlock")) if pair.is_locked else (LOCK, _("Lock"))
    verbs = [locking, (REMOVE, _("Remove"))]
    return kit.overflow(Action.PAIR, [(Verb(verb, *ids).text(), label) for verb, label in verbs])


def _alone(one: Alone) -> Json:
    why = reasons.why_alone(one.why, wants_mentor=one.role == Role.MENTEE, is_reader=False)
    words = (
        _("{person} has no mentor: {why}.")
        if one.role == Role.MENTEE
        else _("{person} has no mentee: {why}.")
    )
    said = words.format(person=kit.person(one.person_id), why=why)
    helps = advice.what_helps(one.advice, wants_mentor=one.role == Role.MENTEE, is_reader=False)
    return kit.section(f"{said}\n{helps}" if helps else said)


# By hand


def hand_form(round_id: str) -> Json:
    """Return the form in which an admin pairs two people."""
    return kit.modal(
        _("Pair by hand"),
        [
            kit.ask(_("Mentor"), "mentor", kit.person_field("mentor")),
            kit.ask(_("Mentee"), "mentee", kit.person_field("mentee")),
            kit.context(
                _("The pair is locked into the draft. Proposed pairs that need the same places step aside.")
            ),
        ],
        callback=Callback.HAND,
        submit=_("Pair them"),
        close=_("Back"),
        metadata=round_id,
    )


def warning(pair: ByHand) -> Json:
    """Return the rules that a pair by hand would break, and the way on."""
    words = {rule.name: rule.sentence for rule in RULES}
    return kit.modal(
        _("Pair anyway?"),
        [
            kit.section(
                _("{mentor} and {mentee} would break what pairs usually keep to:").format(
                    mentor=kit.person(pair.mentor_id), mentee=kit.person(pair.mentee_id)
                )
            ),
            kit.listing(*(_(words[name]) for name in pair.broken)),
        ],
        callback=Callback.ANYWAY,
        submit=_("Pair anyway"),
        close=_("Back"),
        metadata=json.dumps([pair.round_id, pair.mentor_id, pair.mentee_id]),
    )
