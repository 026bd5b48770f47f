"""A small real Bolt app that sends every block and input, for the page's tests."""

from slack_bolt.async_app import AsyncApp


def text(words, kind="plain_text"):
    return {"type": kind, "text": words}


def option(value, words=None, **more):
    return {"text": text(words or value.title()), "value": value, **more}


FRUIT = [option("apple"), option("pear"), option("plum")]
SURE = {
    "title": text("Really?"),
    "text": text("This tells *everybody*.", "mrkdwn"),
    "confirm": text("Tell them"),
    "deny": text("Not now"),
}


def element(kind, action, **more):
    return {"type": kind, "action_id": action, **more}


def field(label, block, element, **more):
    return {"type": "input", "block_id": block, "label": text(label), "element": element, **more}


def section(words, **more):
    return {"type": "section", "text": text(words, "mrkdwn"), **more}


def button(words, action, **more):
    return element("button", action, text=text(words), **more)


def order():
    """A modal with every input."""
    return {
        "type": "modal",
        "callback_id": "order",
        "title": text("Plan a lunch"),
        "submit": text("Order"),
        "close": text("Cancel"),
        "blocks": [
            section("For *two*, please."),
            field("Name", "name", element("plain_text_input", "a", placeholder=text("Who eats?"))),
            field(
                "Notes",
                "notes",
                element("plain_text_input", "a", multiline=True),
                optional=True,
                hint=text("Allergies, wishes"),
            ),
            field("Seats", "seats", element("number_input", "a", is_decimal_allowed=False), optional=True),
            field("Mail", "mail", element("email_text_input", "a"), optional=True),
            field("Link", "link", element("url_text_input", "a"), optional=True),
            field("Fruit", "fruit", element("static_select", "a", options=FRUIT)),
            field(
                "Sides",
                "sides",
                element("multi_static_select", "a", options=FRUIT, placeholder=text("Any sides")),
                optional=True,
            ),
            field("Guest", "guest", element("users_select", "a"), optional=True),
            field("Table", "table", element("multi_users_select", "a"), optional=True),
            field("Tell", "tell", element("conversations_select", "a"), optional=True),
            field("Room", "room", element("channels_select", "a"), optional=True),
            field("Dish", "dish", element("external_select", "dish", min_query_length=1), optional=True),
            field("Size", "size", element("radio_buttons", "a", options=[option("small"), option("large")])),
            field(
                "Extras",
                "extras",
                element(
                    "checkboxes",
                    "a",
                    options=[option("bread", description=text("Still warm")), option("salt")],
                ),
                optional=True,
            ),
            field("Day", "day", element("datepicker", "a"), optional=True),
            field("Hour", "hour", element("timepicker", "a"), optional=True),
            field("Moment", "moment", element("datetimepicker", "a"), optional=True),
            field("Menu", "menu", element("file_input", "a"), optional=True),
            {
                "type": "actions",
                "block_id": "more",
                "elements": [button("More", "push_more"), button("Change title", "retitle")],
            },
        ],
    }


def deeper(title="Deeper"):
    return {
        "type": "modal",
        "callback_id": "deeper",
        "title": text(title),
        "submit": text("Done"),
        "blocks": [field("Why", "why", element("plain_text_input", "a"), optional=True)],
    }


def showcase(name):
    """Blocks of a message: everything that is not an input of a modal."""
    return [
        {"type": "header", "text": text("Today's lunch :tada:")},
        section(
            f"Hello *{name}*, _soup_, ~stew~, `stock` and <https://example.com|a recipe>.\n"
            "• one\n• two\n> said the cook\n```if hungry:\n    eat()```"
        ),
        {"type": "section", "fields": [text("*Starter*\nSoup", "mrkdwn"), text("*Main*\nStew", "mrkdwn")]},
        section(
            "Pick a fruit",
            accessory=element("static_select", "pick", placeholder=text("A fruit"), options=FRUIT),
        ),
        section(
            "Or more",
            accessory=element(
                "overflow", "more", options=[option("recipe", "Show the recipe"), option("hide", "Hide it")]
            ),
        ),
        {"type": "divider"},
        {
            "type": "actions",
            "block_id": "buttons",
            "elements": [
                button("Eat", "eat", style="primary"),
                button("Tell everybody", "tell", style="danger", confirm=SURE),
                element("datepicker", "when"),
            ],
        },
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_section",
                    "elements": [
                        {"type": "text", "text": "Rich "},
                        {"type": "text", "text": "bold", "style": {"bold": True}},
                        {"type": "text", "text": " <b>not html</b> "},
                        {"type": "emoji", "name": "wave"},
                    ],
                },
                {
                    "type": "rich_text_list",
                    "style": "ordered",
                    "elements": [
                        {"type": "rich_text_section", "elements": [{"type": "text", "text": "First"}]},
                        {"type": "rich_text_section", "elements": [{"type": "text", "text": "Second"}]},
                    ],
                },
            ],
        },
        {
            "type": "image",
            "image_url": "https://example.com/nothing.png",
            "alt_text": "A bowl of soup",
            "title": text("Soup"),
        },
        {
            "type": "video",
            "title": text("How to cook"),
            "title_url": "https://example.com/v",
            "video_url": "https://example.com/v",
            "thumbnail_url": "https://example.com/t.png",
            "alt_text": "A cook",
            "provider_name": "Kitchen TV",
        },
        {
            "type": "context",
            "elements": [text("Served at <!date^1767614400^{date_short_pretty} at {time}|noon>", "mrkdwn")],
        },
    ]


def table():
    dishes = (("Dish", "Price"), ("Soup", "4"), ("Stew", "9"))
    rows = [[{"type": "raw_text", "text": words} for words in dish] for dish in dishes]
    return {"type": "table", "rows": rows, "column_settings": [{"align": "left"}, {"align": "right"}]}


def home(eaten):
    return {
        "type": "home",
        "blocks": [
            {"type": "header", "text": text("Your kitchen")},
            section(
                f"Eaten so far: *{eaten}*", accessory=button("Eat one more", "eat_at_home", style="primary")
            ),
            {"type": "divider"},
            {"type": "context", "elements": [text("Updated just now", "mrkdwn")]},
        ],
    }


def kitchen(client) -> AsyncApp:
    """Return the app; what it counts lives as long as it does."""
    app = AsyncApp(client=client)
    _speaks(app)
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
            case ["file"]:
                menu = {"filename": "menu.csv", "title": "The menu", "content": "dish,price\nsoup,4\n"}
                await client.files_upload_v2(channel=body["channel_id"], initial_comment="The menu", **menu)
            case _:
                await respond(text=f"You said &lt;{body['text']}&gt;")

    @app.event("message")
    async def echo(event, client):
        if "bot_id" not in event and event.get("channel_type") == "im":
            await client.chat_postMessage(channel=event["channel"], text=f"You wrote: {event['text']}")

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
