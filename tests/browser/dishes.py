"""What the kitchen serves: every block and input of Block Kit."""


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


def charts():
    """Every kind of chart, and a data table."""
    series = [
        {
            "name": name,
            "data": [{"label": day, "value": value} for day, value in (("Mon", low), ("Tue", high))],
        }
        for name, low, high in (("Soup", 3, 5), ("Stew", 2, 4))
    ]
    axes = {"series": series, "axis_config": {"categories": ["Mon", "Tue"]}}
    pie = {"type": "pie", "segments": [{"label": "Soup", "value": 8}, {"label": "Stew", "value": 6}]}
    drawn = [{"type": kind, **axes} for kind in ("bar", "line", "area")] + [pie]
    yield from (
        {"type": "data_visualization", "title": f"A {chart['type']}", "chart": chart} for chart in drawn
    )
    yield {"type": "data_table", "caption": "Prices", "rows": table()["rows"]}


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
