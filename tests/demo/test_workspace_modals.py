"""Modals: opened once by a fresh trigger, stacked three high, submitted, answered, closed."""

import asyncio

import pytest
from slack_sdk.errors import SlackApiError

from bot.demo.workspace import Timing
from tests.demo.slack import ANA, BO, actions, bolt, button, home, modal, options, section, slack, text_input

FORM = modal("Form", text_input("name", "Name"), callback_id="form", private_metadata="kept")


def opens(view, *, answers=None, seen=None):
    """Return a registration: /ask opens the view, and its submission is answered with `answers`."""

    def register(app):
        @app.command("/ask")
        async def ask(ack, body, client):
            await ack()
            await client.views_open(trigger_id=body["trigger_id"], view=view)

        @app.view(view.get("callback_id", ""))
        async def submitted(ack, body):
            if seen is not None:
                seen.append(body)
            await ack(**(answers or {}))

        @app.view_closed(view.get("callback_id", ""))
        async def closed(ack, body):
            if seen is not None:
                seen.append(body)
            await ack()

    return register


async def opened(workspace, user=ANA):
    """Let the person open the modal; returns it."""
    await workspace.command(user, "general", "/ask")
    return workspace.modals_of(user)[-1]


async def test_a_submission_carries_the_answers_and_closes_the_modal():
    seen = []
    async with bolt(opens(FORM, seen=seen)) as (workspace, _):
        view = await opened(workspace)
        outcome = await workspace.submit(ANA, view["id"], {"name": {"typed": "Ana"}})
        assert outcome.ok
        assert seen[0]["view"]["state"]["values"]["name"]["typed"] == {
            "type": "plain_text_input",
            "value": "Ana",
        }
        assert seen[0]["view"]["private_metadata"] == "kept"
        assert workspace.modals_of(ANA) == []


async def test_a_required_input_is_asked_for_before_the_app_hears_anything():
    seen = []
    async with bolt(opens(FORM, seen=seen)) as (workspace, _):
        view = await opened(workspace)
        outcome = await workspace.submit(ANA, view["id"], {})
        assert outcome.errors == {"name": "Please complete this required field."}
        assert seen == []
        with pytest.raises(LookupError):
            await workspace.submit(ANA, view["id"], {"other": {"typed": "x"}})


async def test_errors_keep_the_modal_and_what_was_typed():
    answers = {"response_action": "errors", "errors": {"name": "Taken"}}
    async with bolt(opens(FORM, answers=answers)) as (workspace, _):
        view = await opened(workspace)
        outcome = await workspace.submit(ANA, view["id"], {"name": {"typed": "Ana"}})
        assert outcome.errors == {"name": "Taken"}
        assert workspace.last_outcome(ANA).errors == {"name": "Taken"}
        (still,) = workspace.modals_of(ANA)
        assert still["state"]["values"]["name"]["typed"]["value"] == "Ana"


async def test_errors_for_no_input_are_trouble_and_a_problem():
    answers = {"response_action": "errors", "errors": {"elsewhere": "No"}}
    async with bolt(opens(FORM, answers=answers)) as (workspace, _):
        view = await opened(workspace)
        outcome = await workspace.submit(ANA, view["id"], {"name": {"typed": "Ana"}})
        assert outcome.error == "trouble_connecting"
        assert workspace.record.problem_count == 1


async def test_an_update_replaces_the_modal_and_keeps_answers_of_the_same_input():
    second = modal("Second", text_input("name", "Name"), text_input("more", "More", optional=True))
    answers = {"response_action": "update", "view": second}
    async with bolt(opens(FORM, answers=answers)) as (workspace, _):
        view = await opened(workspace)
        await workspace.submit(ANA, view["id"], {"name": {"typed": "Ana"}})
        (shown,) = workspace.modals_of(ANA)
        assert (shown["id"], shown["title"]["text"]) == (view["id"], "Second")
        assert shown["hash"] != view["hash"]
        assert shown["state"]["values"]["name"]["typed"]["value"] == "Ana"


async def test_a_push_goes_on_top_and_clear_takes_all_away():
    def register(app):
        opens(
            FORM, answers={"response_action": "push", "view": modal("Top", section("x"), callback_id="top")}
        )(app)

        @app.view("top")
        async def top(ack):
            await ack(response_action="clear")

    async with bolt(register) as (workspace, _):
        view = await opened(workspace)
        await workspace.submit(ANA, view["id"], {"name": {"typed": "Ana"}})
        below, top = workspace.modals_of(ANA)
        assert (top["previous_view_id"], top["root_view_id"]) == (below["id"], below["id"])
        with pytest.raises(LookupError):
            await workspace.submit(ANA, below["id"], {})
        await workspace.submit(ANA, top["id"], {})
        assert workspace.modals_of(ANA) == []


async def test_a_pushed_modal_submitted_without_a_word_closes_alone():
    def register(app):
        opens(
            FORM, answers={"response_action": "push", "view": modal("Top", section("x"), callback_id="top")}
        )(app)

        @app.view("top")
        async def top(ack):
            await ack()

    async with bolt(register) as (workspace, _):
        view = await opened(workspace)
        await workspace.submit(ANA, view["id"], {"name": {"typed": "Ana"}})
        await workspace.submit(ANA, workspace.modals_of(ANA)[-1]["id"], {})
        assert [shown["id"] for shown in workspace.modals_of(ANA)] == [view["id"]]


async def test_an_answer_that_slack_would_refuse_is_trouble():
    broken = {"response_action": "update", "view": modal("x" * 25, section("x"))}
    async with bolt(opens(FORM, answers=broken)) as (workspace, _):
        view = await opened(workspace)
        outcome = await workspace.submit(ANA, view["id"], {"name": {"typed": "Ana"}})
        assert outcome.error == "trouble_connecting"
        assert workspace.modals_of(ANA)[0]["title"]["text"] == "Form"


async def test_a_submission_that_nobody_acks_is_a_timeout():
    def register(app):
        @app.command("/ask")
        async def ask(ack, body, client):
            await ack()
            await client.views_open(trigger_id=body["trigger_id"], view=FORM)

    async with bolt(register, timing=Timing(ack=0.2)) as (workspace, _):
        view = await opened(workspace)
        outcome = await workspace.submit(ANA, view["id"], {"name": {"typed": "Ana"}})
        assert outcome.error == "operation_timeout"
        assert len(workspace.modals_of(ANA)) == 1


async def test_closing_is_told_only_when_asked_for():
    seen = []
    async with bolt(opens(FORM | {"notify_on_close": True}, seen=seen)) as (workspace, _):
        view = await opened(workspace)
        await workspace.close(ANA, view["id"])
        assert [(body["type"], body["is_cleared"]) for body in seen] == [("view_closed", False)]
        assert workspace.modals_of(ANA) == []
    seen.clear()
    async with bolt(opens(FORM, seen=seen)) as (workspace, _):
        view = await opened(workspace)
        await workspace.close(ANA, view["id"])
        assert seen == []


async def test_a_trigger_opens_one_modal():
    errors = []

    def register(app):
        @app.command("/ask")
        async def ask(ack, body, client):
            await ack()
            for trigger in (body["trigger_id"], body["trigger_id"], "12.34.ab", "nonsense"):
                try:
                    await client.views_open(trigger_id=trigger, view=FORM)
                except SlackApiError as refused:
                    errors.append(refused.response["error"])

    async with bolt(register) as (workspace, _):
        await workspace.command(ANA, "general", "/ask")
        assert errors == ["exchanged_trigger_id", "expired_trigger_id", "invalid_trigger_id"]
        assert len(workspace.modals_of(ANA)) == 1


async def test_a_trigger_ends_after_its_seconds():
    errors = []

    def register(app):
        @app.command("/ask")
        async def ask(ack, body, client):
            await ack()
            await asyncio.sleep(0.1)
            try:
                await client.views_open(trigger_id=body["trigger_id"], view=FORM)
            except SlackApiError as refused:
                errors.append(refused.response["error"])

    async with bolt(register, timing=Timing(trigger=0.05)) as (workspace, _):
        await workspace.command(ANA, "general", "/ask")
        await asyncio.sleep(0.2)
        assert errors == ["expired_trigger_id"]


async def test_a_person_has_at_most_three_modals_and_everybody_their_own():
    errors = []
    step = modal("Step", actions(button("More", "more")), callback_id="step")

    def register(app):
        opens(step)(app)

        @app.action("more")
        async def more(ack, body, client):
            await ack()
            try:
                await client.views_push(trigger_id=body["trigger_id"], view=step)
            except SlackApiError as refused:
                errors.append(refused.response["error"])

    async with bolt(register) as (workspace, _):
        for user in (ANA, BO):
            await opened(workspace, user)
        for _ in range(3):
            await workspace.act(ANA, workspace.modals_of(ANA)[-1]["id"], "row", "more")
        assert errors == ["push_limit_reached"]
        assert [len(workspace.modals_of(user)) for user in (ANA, BO)] == [3, 1]
        await workspace.close(ANA, workspace.modals_of(ANA)[-1]["id"], clear=True)
        assert workspace.modals_of(ANA) == []


async def test_an_input_dispatches_only_when_it_says_so():
    heard = []
    kind = {"type": "static_select", "action_id": "kind", "options": options("one", "two")}
    view = modal(
        "Form",
        text_input("name", "Name"),
        {
            "type": "input",
            "block_id": "pick",
            "label": {"type": "plain_text", "text": "Pick"},
            "element": kind,
            "dispatch_action": True,
        },
        callback_id="form",
    )

    def register(app):
        opens(view)(app)

        @app.action("kind")
        async def chosen(ack, body, client):
            await ack()
            heard.append(body)
            await client.views_update(
                view_id=body["view"]["id"],
                hash=body["view"]["hash"],
                view=view | {"blocks": [*view["blocks"], section("More")]},
            )

    async with bolt(register) as (workspace, _):
        shown = await opened(workspace)
        await workspace.act(ANA, shown["id"], "name", "typed", "Ana")
        assert heard == []
        await workspace.act(ANA, shown["id"], "pick", "kind", "two", {"name": {"typed": "Ana L."}})
        values = heard[0]["view"]["state"]["values"]
        assert values["name"]["typed"]["value"] == "Ana L."
        assert values["pick"]["kind"]["selected_option"]["value"] == "two"
        assert heard[0]["container"] == {"type": "view", "view_id": shown["id"]}
        (after,) = workspace.modals_of(ANA)
        assert len(after["blocks"]) == 3
        assert after["state"]["values"]["name"]["typed"]["value"] == "Ana L."
        assert after["state"]["values"]["pick"]["kind"]["selected_option"]["value"] == "two"


async def test_a_choice_no_longer_offered_is_forgotten():
    def pick(*values):
        row = {"type": "static_select", "action_id": "kind", "options": options(*values)}
        return home(actions(row))

    def register(app):
        @app.action("kind")
        async def chosen(ack):
            await ack()

    async with bolt(register) as (workspace, client):
        view_id = (await client.views_publish(user_id=ANA, view=pick("one", "two")))["view"]["id"]
        await workspace.act(ANA, view_id, "row", "kind", "two")
        await client.views_publish(user_id=ANA, view=pick("two", "three"))
        chosen = workspace.home_of(ANA)["state"]["values"]["row"]["kind"]["selected_option"]
        assert chosen["value"] == "two"
        await client.views_publish(user_id=ANA, view=pick("one", "three"))
        assert workspace.home_of(ANA)["state"]["values"]["row"]["kind"]["selected_option"] is None


async def test_external_ids_name_one_view():
    view = FORM | {"external_id": "form-ana"}
    errors = []

    def register(app):
        @app.command("/ask")
        async def ask(ack, body, client):
            await ack()
            try:
                await client.views_open(trigger_id=body["trigger_id"], view=view)
            except SlackApiError as refused:
                errors.append(refused.response["error"])

    async with bolt(register) as (workspace, client):
        await workspace.command(ANA, "general", "/ask")
        await workspace.command(BO, "general", "/ask")
        assert errors == ["duplicate_external_id"]
        await client.views_update(external_id="form-ana", view=modal("Other", section("x")))
        assert workspace.modals_of(ANA)[0]["title"]["text"] == "Other"
        with pytest.raises(SlackApiError, match="not_found"):
            await client.views_update(external_id="form-ana", view=FORM)


async def test_a_modal_that_slack_would_refuse_is_refused_with_reasons():
    async with slack() as (workspace, client):
        trigger = workspace._core.triggers.issue(ANA)
        with pytest.raises(SlackApiError) as caught:
            await client.views_open(trigger_id=trigger, view=modal("x" * 25, section("x")))
        assert caught.value.response["error"] == "invalid_arguments"
        assert "/view/title" in caught.value.response["response_metadata"]["messages"][1]
        assert workspace.record.problem_count == 1


async def test_an_external_select_asks_the_app():
    heard = []
    element = {"type": "external_select", "action_id": "city", "min_query_length": 1}
    block = {
        "type": "input",
        "block_id": "where",
        "label": {"type": "plain_text", "text": "Where"},
        "element": element,
    }
    seen = []

    def register(app):
        opens(modal("Form", block, callback_id="form"), seen=seen)(app)

        @app.options("city")
        async def cities(ack, body):
            heard.append(body["value"])
            await ack(options=options("lima", "lisbon"))

    async with bolt(register) as (workspace, _):
        view = await opened(workspace)
        outcome = await workspace.options(ANA, view["id"], "where", "city", "li")
        assert [option["value"] for option in outcome.options] == ["lima", "lisbon"]
        await workspace.submit(ANA, view["id"], {"where": {"city": outcome.options[1]}})
        assert seen[0]["view"]["state"]["values"]["where"]["city"]["selected_option"]["value"] == "lisbon"
        assert heard == ["li"]
