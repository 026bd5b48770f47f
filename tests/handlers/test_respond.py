"""What a listener answers goes to Slack, and nowhere else."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.rules.refusals import Stale
from handlers.addresses import is_slacks
from handlers.respond import Respond

SLACK = "https://slack.com/api/"


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "https://evil.example/actions/T1/2",
        "http://hooks.slack.com/x",
        "https://slack.com.evil.example/",
    ],
)
async def test_an_address_that_is_not_slacks_gets_no_answer(address):
    with pytest.raises(Stale):
        await Respond(AsyncWebClient(base_url=SLACK), address)(text="Hello")


def test_slacks_hosts_and_the_api_that_we_were_given_are_slacks():
    assert is_slacks("https://hooks.slack.com/actions/T1/2", SLACK)
    assert is_slacks("http://127.0.0.1:8750/response/1", "http://127.0.0.1:8750/api/")
    assert not is_slacks("https://hooks.slack.com:8443/actions", SLACK)
