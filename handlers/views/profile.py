"""The two steps in which somebody joins, or changes their profile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot import content
from bot.flows.onboarding import Receipt
from bot.flows.own_words import Meant
from bot.flows.profiles import Form
from bot.rules import people as rules
from bot.words import _
from handlers.views import kit
from handlers.views.kit import Json, Option
from handlers.views.onboarding import Action, Callback


def what_you_bring(form: Form, metadata: str) -> Json:
    """Return the first step: role, skills, interests."""
    profile = form.profile
    return kit.modal(
        _title(form),
        [
            kit.section(_("*Step 1 of 2: what you bring.* You can change all of it later.")),
            *_suggested(form),
            kit.ask(_("I would like to be a"), "role", kit.radios("role", _roles(), profile.role)),
            *_skills(_("I can share"), "offers", form, profile.offers),
            kit.ask(
                _("Something else that I can share"),
                "also_offers",
                kit.text_field("also_offers", profile.also_offers, most=rules.LONGEST_WORDS),
                hint=_("Admins see it too, without your name, as an idea for the list."),
                optional=True,
            ),
            *_skills(_("I would like to learn"), "wants", form, profile.wants),
            kit.ask(
                _("Something else that I would like to learn"),
                "also_wants",
                kit.text_field("also_wants", profile.also_wants, most=rules.LONGEST_WORDS),
                hint=_("Admins see it too, without your name, as an idea for the list."),
                optional=True,
            ),
            kit.ask(
                _("What I enjoy"),
                "interests",
                kit.multi_select("interests", _interests(), profile.interests, most=rules.MOST_INTERESTS),
                hint=_("Something to talk about on the first day."),
                optional=True,
            ),
        ],
        callback=Callback.WHAT_YOU_BRING,
        submit=_("Next"),
        close=_("Cancel"),
        metadata=metadata,
    )


def after_what_you_bring(form: Form, metadata: str) -> Json:
    """Return what follows the first step: the question what somebody meant, where there is one."""
    return did_you_mean(form, metadata) if form.meant else how_you_meet(form, metadata)


def did_you_mean(form: Form, metadata: str) -> Json:
    """Return the question whether the list has what somebody said in their own words."""
    back = kit.button(_("Back"), Action.BACK)
    words = _("*Did you mean these?* What stands on the list helps to find somebody who fits.")
    return kit.modal(
        _title(form),
        [kit.section(words, back), *map(_meant, form.meant)],
        callback=Callback.MEANT,
        submit=_("Next"),
        close=_("Cancel"),
        metadata=metadata,
    )


def _meant(meant: Meant) -> Json:
    name = f"meant:{meant.side}:{meant.skill}"
    label = _("You wrote “{words}”. Did you mean “{skill}”?").format(words=meant.words, skill=meant.label)
    answers = [("yes", _("Yes, put it on my list")), ("no", _("No, keep my words"))]
    return kit.ask(label, name, kit.radios(name, answers))


def how_you_meet(form: Form, metadata: str) -> Json:
    """Return the second step: levels, languages, hours, wishes."""
    back = kit.button(_("Back"), Action.BACK)
    return kit.modal(
        _title(form),
        [
            kit.section(_("*Step 2 of 2: how you meet.* Change what does not fit."), back),
            *_levels(form),
            *_hours(form),
            *_ways(form),
            *_unknown(form),
            *_wishes(form),
        ],
        callback=Callback.HOW_YOU_MEET,
        submit=_("Save") if form.is_member else _("Join"),
        close=_("Cancel"),
        metadata=metadata,
    )


def receipt(kept: Receipt) -> Json:
    """Return what takes the form's place once the profile is kept."""
    if kept.is_new:
        title, words = (
            _("You are in"),
            _("Welcome to *{program}*! I have sent you a message that says what happens next."),
        )
    else:
        title, words = (
            _("Saved"),
            _("Your profile for *{program}* is up to date. It counts from the next pairing on."),
        )
    return kit.modal(title, [kit.section(words.format(program=kit.escape(kept.program)))], close=_("Done"))


def _suggested(form: Form) -> list[Json]:
    """Return where the first answers come from, if not from the person."""
    words = _("Your company's people file suggested some answers. Only what you send counts: change any.")
    return [kit.context(words)] if form.is_suggested else []


def _title(form: Form) -> str:
    return _("Your profile") if form.is_member else _("Join the program")


def _roles() -> list[Option]:
    return [
        ("mentor", _("Mentor: I share what I know with a senior colleague")),
        ("mentee", _("Mentee: I learn from a junior colleague")),
        ("both", _("Both")),
    ]


def _skills(label: str, name: str, form: Form, chosen: Mapping[str, int]) -> list[Json]:
    """Return the menu of skills by area; nothing where there is nothing to choose."""
    areas = {
        "problem_solving": _("Getting things done with technology"),
        "information": _("Information and data"),
        "communication": _("Communication and teamwork"),
        "creation": _("Making things"),
        "safety": _("Safety and wellbeing"),
        "other": _("Work and leadership"),
    }
    places = {area: [(s.id, s.label) for s in form.skills if s.area == area] for area in areas}
    places["other"] += [(s.id, s.label) for s in form.skills if s.area not in areas]
    groups = [(areas[area], skills) for area, skills in places.items() if skills]
    if not groups:
        return []
    menu = kit.grouped_multi_select(name, groups, chosen, _("Choose from the list"), rules.MOST_SKILLS)
    hint = _("Up to {most}.").format(most=rules.MOST_SKILLS)
    return [kit.ask(label, name, menu, hint=hint, optional=True)]


def _interests() -> list[Option]:
    return [(interest.id, interest.label) for interest in content.interests().values()]


def _levels(form: Form) -> list[Json]:
    """Return a menu of three steps for each chosen skill."""
    labels = {skill.id: skill.label for skill in form.skills}
    how_well = [("1", _("A good start")), ("2", _("Well")), ("3", _("Very well"))]
    how_much = [("1", _("A little")), ("2", _("Much")), ("3", _("More than anything"))]
    asked = (
        ("offers", form.profile.offers, _("{skill}: how well do you know it?"), how_well),
        ("wants", form.profile.wants, _("{skill}: how much would it help you?"), how_much),
    )
    return [
        kit.ask(
            question.format(skill=labels[skill]),
            f"{side}:{skill}",
            kit.select(f"{side}:{skill}", steps, str(level)),
        )
        for side, skills, question, steps in asked
        for skill, level in skills.items()
        if skill in labels
    ]


def _hours(form: Form) -> list[Json]:
    profile = form.profile
    spoken = [(language.code, language.label) for language in content.languages().values()]
    menu = kit.multi_select("languages", spoken, profile.languages, most=rules.MOST_LANGUAGES)
    zone = _("In your time zone, {zone}, as Slack has it. I write to you within these hours only.")
    return [
        kit.ask(_("Languages I am comfortable in"), "languages", menu),
        kit.ask(_("My work starts"), "work_start", kit.time_field("work_start", profile.work_start)),
        kit.ask(
            _("My work ends"),
            "work_end",
            kit.time_field("work_end", profile.work_end),
            hint=zone.format(zone=form.zone),
        ),
    ]


def _ways(form: Form) -> list[Json]:
    profile = form.profile
    formats = [("either", _("Either is fine")), ("video", _("By video")), ("in_person", _("In person"))]
    blocks = [kit.ask(_("How I like to meet"), "format", kit.select("format", formats, profile.format))]
    if profile.teaches:
        numbers = [("1", _("One")), ("2", _("Two")), ("3", _("Three"))]
        menu = kit.select("partners", numbers, str(profile.partners))
        hint = _("This is about mentoring. To learn, you have one mentor at a time.")
        blocks.append(kit.ask(_("How many people would you mentor?"), "partners", menu, hint=hint))
        blocks.append(_questions(profile.questions))
    return blocks


def _questions(so_far: int | None) -> Json:
    numbers = [("0", _("None")), ("1", _("One a week")), ("2", _("Two a week")), ("3", _("Three a week"))]
    menu = kit.select("questions", numbers, None if so_far is None else str(so_far))
    hint = _(
        "From colleagues who have no partner: 15 minutes each, and a no needs no reason. Leave it open to "
        "decide when the first one comes."
    )
    return kit.ask(_("Quick questions I take at most"), "questions", menu, hint=hint, optional=True)


def _unknown(form: Form) -> list[Json]:
    """Return what the people file does not know."""
    blocks = []
    if form.asks_level:
        menu = kit.select("level", _job_levels(), str(form.profile.level))
        hint = _("It helps to pair you with somebody at another stage.")
        blocks.append(kit.ask(_("My job level"), "level", menu, hint=hint))
    if form.asks_team:
        field = kit.text_field("team", form.profile.team, most=rules.LONGEST_TEAM)
        hint = _("Partners come from another team.")
        blocks.append(kit.ask(_("My team"), "team", field, hint=hint, optional=True))
    return blocks


def _job_levels() -> Sequence[Option]:
    return [
        ("1", _("1: starting out")),
        ("2", _("2: some experience")),
        ("3", _("3: experienced")),
        ("4", _("4: expert or team lead")),
        ("5", _("5: manager")),
        ("6", _("6: director")),
        ("7", _("7: executive")),
        ("8", _("8: head of the company")),
    ]


def _wishes(form: Form) -> list[Json]:
    profile = form.profile
    named = [("yes", _("You may name me in the program's channel"))]
    return [
        kit.ask(
            _("Rather not paired with"),
            "not_with",
            kit.people_field("not_with", profile.not_with, most=rules.MOST_NOT_WITH),
            hint=_("Private: nobody else ever sees this, and it needs no reason."),
            optional=True,
        ),
        kit.ask(
            _("In public"),
            "may_be_named",
            kit.checkboxes("may_be_named", named, ["yes"] if profile.may_be_named else []),
            optional=True,
        ),
    ]
