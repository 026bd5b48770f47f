"""A small real Bolt app for the page's tests."""

from slack_bolt.async_app import AsyncApp

from tests.browser.dishes import button, charts, deeper, home, option, order, section, showcase, table, text


def kitchen(client) -> AsyncApp:
    """Return the app; what it counts lives as long as it does."""
    app = AsyncApp(client=client)
    _speaks(app)
    _hears(app)
    _serves_home(app)
    _takes_orders(app)
    return app


def _speaks(app):
    @app.command("/lunch")
    async def lunch(ack, body, client, respond):
        await ack()
        me, trigger = body["user_id"], body["trigger_id"]
        match body["text"].split():
            case ["order"]:
                await client.views_open(trigger_id=trigger, view=order())
            case ["show"]:
                found = await client.users_info(user=me)
                blocks = showcase(found["user"]["real_name"])
                await client.chat_postMessage(channel=me, text="Today's lunch", blocks=blocks)
                await client.chat_postMessage(channel=me, text="Prices", blocks=[table()])
            case ["charts"]:
                for chart in charts():
                    await client.chat_postMessage(channel=me, text="A chart", blocks=[chart])
            case ["file"]:
                menu = {"filename": "menu.csv", "title": "The menu", "content": "dish,price\nsoup,4\n"}
                await client.files_upload_v2(channel=body["channel_id"], initial_comment="The menu", **menu)
            case _:
                await respond(text=f"You said &lt;{body['text']}&gt;")

    @app.event("message")
    async def echo(event, client):
        if "bot_id" not in event and event.get("channel_type") == "im":
            await client.chat_postMessage(channel=event["channel"], text=f"You wrote: {event['text']}")


def _hears(app):
    @app.action("eat")
    async def eat(ack, body, client):
        await ack()
        channel, ts = body["channel"]["id"], body["message"]["ts"]
        blocks = [section("Eaten. *Well done.*"), {"type": "actions", "elements": [button("Undo", "undo")]}]
        await client.chat_update(channel=channel, ts=ts, text="Eaten", blocks=blocks)
        await client.reactions_add(channel=channel, timestamp=ts, name="tada")

    async def noticed(ack, action, body, client):
        await ack()
        chosen = action.get("selected_option", {}).get("value") or action.get("selected_date")
        text = f"Noted: {chosen or action['action_id']}"
        await client.chat_postEphemeral(channel=body["channel"]["id"], user=body["user"]["id"], text=text)

    for action in ("tell", "pick", "more", "when", "undo"):
        app.action(action)(noticed)


def _serves_home(app):
    eaten: dict[str, int] = {}

    @app.event("app_home_opened")
    async def opened(event, client):
        if event["tab"] == "home":
            await client.views_publish(user_id=event["user"], view=home(eaten.get(event["user"], 0)))

    @app.action("eat_at_home")
    async def eat_at_home(ack, body, client):
        await ack()
        me = body["user"]["id"]
        eaten[me] = eaten.get(me, 0) + 1
        await client.views_publish(user_id=me, view=home(eaten[me]))


def _takes_orders(app):
    @app.shortcut("order")
    async def shortcut(ack, body, client):
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=order())

    @app.action("push_more")
    async def push(ack, body, client):
        await ack()
        await client.views_push(trigger_id=body["trigger_id"], view=deeper())

    @app.action("retitle")
    async def retitle(ack, body, client):
        await ack()
        await client.views_update(view_id=body["view"]["id"], view=order() | {"title": text("A new title")})

    @app.options("dish")
    async def dishes(ack, body):
        typed = body["value"]
        await ack(options=[option(f"{typed}-{kind}", f"{typed.title()} {kind}") for kind in ("soup", "stew")])

    @app.view("order")
    async def ordered(ack, view, body, client):
        answers = {block: answer.get("a", {}) for block, answer in view["state"]["values"].items()}
        name = answers["name"]["value"]
        if name.islower():
            await ack(response_action="errors", errors={"name": "A name begins with a capital letter."})
            return
        await ack()
        fruit, size = (answers[block]["selected_option"]["value"] for block in ("fruit", "size"))
        await client.chat_postMessage(channel=body["user"]["id"], text=f"{name} eats {fruit}, {size}")

    @app.view("deeper")
    async def done(ack):
        thanks = {"blocks": [section("Noted.")], "submit": text("Close all"), "callback_id": "end"}
        await ack(response_action="update", view=deeper("Thanks") | thanks)

    @app.view("end")
    async def end(ack):
        await ack(response_action="clear")


MANIFEST = """
display_information: {name: Kitchen}
features:
  app_home: {home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false}
  bot_user: {display_name: Kitchen, always_online: true}
  shortcuts: [{name: Order lunch, type: global, callback_id: order, description: Plan a lunch for two}]
  slash_commands:
    - command: /lunch
      description: Everything about lunch
      usage_hint: "[order | show | file]"
      should_escape: true
oauth_config:
  scopes:
    bot: [commands, "chat:write", "users:read", "im:history", "files:write", "files:read", "reactions:write"]
settings:
  event_subscriptions: {bot_events: [app_home_opened, message.im]}
  interactivity: {is_enabled: true}
  socket_mode_enabled: true
"""
