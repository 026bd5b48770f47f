"""How the people file is handed in."""

from __future__ import annotations

from enum import StrEnum

from bot.flows.peoplefile import Change, Preview
from bot.rules.peoplefile import COMPANY
from bot.words import _, counted
from handlers.views import kit
from handlers.views.kit import Json

SHOWN = 20  # problems; the rest are counted
NAMED = 5  # people


class Action(StrEnum):
    """The buttons."""

    OPEN = "peoplefile_open"


class Callback(StrEnum):
    """The forms."""

    LOOK = "peoplefile_look"
    TAKE = "peoplefile_take"


def form() -> Json:
    """Return the form that asks for the file."""
    words = _("What Slack does not know: who reports to whom, levels, departments, teams, places.")
    columns = _("A CSV in UTF-8 whose first line is `{columns}`. No birth dates, no ages: they are not kept.")
    return kit.modal(
        _("People file"),
        [
            kit.section(words),
            kit.ask(_("The file"), "file", kit.file_field("file", ["csv"])),
            kit.context(columns.format(columns=",".join(COMPANY))),
        ],
        callback=Callback.LOOK,
        submit=_("Check it"),
        close=_("Cancel"),
    )


def working() -> Json:
    """Return what an admin sees while a file is read and compared."""
    words = _("Working… I am reading the whole file. With many people, this takes a few seconds.")
    return kit.modal(_("People file"), [kit.section(f":hourglass_flowing_sand: {words}")])


def preview(seen: Preview, address: str) -> Json:
    """Return what an import would do; ``address`` is where the file can be read again."""
    if seen.problems:
        return kit.modal(_("Please mend the file"), _problems(seen), close=_("Close"))
    return kit.modal(
        _("Import these people?"),
        [kit.section(_effect(seen)), *_remarks(seen)],
        callback=Callback.TAKE,
        submit=_("Import"),
        close=_("Cancel"),
        metadata=address,
    )


def imported(seen: Preview) -> Json:
    """Return the receipt of an import."""
    words = _("Done: {new} new, {changed} changed, {unchanged} as they were.").format(
        new=len(seen.new), changed=len(seen.changed), unchanged=seen.unchanged
    )
    return kit.modal(_("Imported"), [kit.section(words)], close=_("Done"))


def _problems(seen: Preview) -> list[Json]:
    count = len(seen.problems)
    headline = counted(
        "*{n} thing to mend, and nothing was imported.* Correct it in the file, then hand it in again.",
        "*{n} things to mend, and nothing was imported.* Correct them in the file, then hand it in again.",
        count,
    )
    lines = [str(problem) for problem in seen.problems[:SHOWN]]
    more = count - len(lines)
    rest = [kit.context(counted("… and {n} more", "… and {n} more", more))] if more else []
    return [kit.section(headline), kit.listing(*lines), *rest]


def _effect(seen: Preview) -> str:
    lines = [
        _("*{n} new*{names}").format(n=len(seen.new), names=_names(seen.new)),
        _("*{n} changed*{names}").format(n=len(seen.changed), names=_names(seen.changed)),
        *(_change(change) for change in seen.changes),
        _("{n} as they are").format(n=seen.unchanged),
        _("People known to Flipside: {before} now, {after} then").format(
            before=seen.known, after=seen.known + len(seen.new)
        ),
    ]
    if seen.untouched:
        lines.append(_("{n} known to Flipside and not in this file: they stay").format(n=seen.untouched))
    return "\n".join(lines)


def _change(change: Change) -> str:
    nothing = _("nothing")
    words = _("  • {column}: {n} changed, such as {email}: {before} → {after}").format(
        column=change.column,
        n=change.people,
        email=change.email,
        before=nothing if change.before is None else change.before,
        after=nothing if change.after is None else change.after,
    )
    return kit.escape(words)


def _names(emails: tuple[str, ...]) -> str:
    if not emails:
        return ""
    named = ", ".join(emails[:NAMED])
    return kit.escape(f": {named}, …" if len(emails) > NAMED else f": {named}")


def _remarks(seen: Preview) -> list[Json]:
    remarks = []
    if seen.suggested:
        words = counted(
            "{n} joining form will begin with answers of this file. Nobody is enrolled by it.",
            "{n} joining forms will begin with answers of this file. Nobody is enrolled by it.",
            seen.suggested,
        )
        remarks.append(words)
    if seen.tops > 1:
        words = _("{n} have no manager. Look whether that is meant: a gap in the chain protects nobody.")
        remarks.append(words.format(n=seen.tops))
    if seen.not_in_slack:
        words = counted(
            "{n} address is not in Slack yet: that is fine, it will be joined with its person later.",
            "{n} addresses are not in Slack yet: that is fine, they will be joined with their people later.",
            seen.not_in_slack,
        )
        remarks.append(words)
    if seen.left_out:
        words = _("Left to Slack and the people themselves, and not kept: {columns}")
        remarks.append(words.format(columns=", ".join(seen.left_out)))
    if seen.ignored:
        names = kit.escape(kit.shorten(", ".join(seen.ignored), 300))
        remarks.append(_("Not read and not kept: {columns}").format(columns=names))
    return [kit.context(*remarks)] if remarks else []
