"""Files go up, are shared, and come down with the app's token."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from tests.demo.slack import ANA, BO, bolt, modal, slack, without
from tests.demo.test_workspace_modals import opened, opens

INPUT = {
    "type": "input",
    "block_id": "list",
    "label": {"type": "plain_text", "text": "People"},
    "element": {"type": "file_input", "action_id": "csv", "filetypes": ["csv"], "max_files": 1},
}


async def fetched(url, token):
    headers = {"Authorization": f"Bearer {token}"}
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as response:
        return response.status, response.content_type, await response.read()


async def test_an_uploaded_file_is_shared_with_a_word():
    async with slack() as (workspace, client):
        dm = (await client.conversations_open(users=ANA))["channel"]["id"]
        await client.files_upload_v2(
            channel=dm,
            filename="plan.ics",
            content=b"BEGIN:VCALENDAR",
            title="Plan",
            initial_comment="For you",
        )
        (message,) = workspace.messages(dm, ANA)
        assert message["text"] == "For you"
        (file,) = message["files"]
        assert (file["name"], file["title"], file["mimetype"]) == ("plan.ics", "Plan", "text/calendar")
        assert workspace.file(file["id"]).read() == b"BEGIN:VCALENDAR"
        assert workspace.may_see_file(ANA, file["id"])
        assert not workspace.may_see_file(BO, file["id"])


async def test_a_file_goes_only_to_conversations():
    async with slack() as (workspace, client):
        for target, error in (
            (ANA, "channel_not_found"),
            (workspace.channel("general").id, "not_in_channel"),
        ):
            with pytest.raises(SlackApiError, match=error):
                await client.files_upload_v2(channel=target, filename="a.txt", content="a")


async def test_a_file_that_was_not_uploaded_cannot_be_completed():
    async with slack() as (_, client):
        announced = await client.files_getUploadURLExternal(filename="a.txt", length=3)
        with pytest.raises(SlackApiError, match="file_not_found"):
            await client.files_completeUploadExternal(files=[{"id": announced["file_id"], "title": "A"}])
        async with aiohttp.ClientSession() as session:
            async with session.post(announced["upload_url"], data=b"too long") as response:
                assert response.status == 400
            async with session.post(announced["upload_url"], data=b"abc") as response:
                assert response.status == 200
        done = await client.files_completeUploadExternal(files=[{"id": announced["file_id"], "title": "A"}])
        assert done["files"][0]["title"] == "A"
        assert (await client.files_info(file=announced["file_id"]))["file"]["size"] == 3


async def test_a_persons_file_is_downloaded_by_the_app():
    seen = []
    async with bolt(opens(modal("Import", INPUT, callback_id="form"), seen=seen)) as (workspace, _):
        view = await opened(workspace)
        file_id = await workspace.upload(ANA, "people.csv", b"name\nBo\n")
        await workspace.submit(ANA, view["id"], {"list": {"csv": [file_id]}})
        (file,) = seen[0]["view"]["state"]["values"]["list"]["csv"]["files"]
        assert file["user"] == ANA
        url = file["url_private_download"]
        assert await fetched(url, workspace.bot_token) == (200, "text/csv", b"name\nBo\n")
        status, kind, page = await fetched(url, "xoxb-wrong")
        assert (status, kind) == (200, "text/html")
        assert b"Sign in" in page


async def test_without_files_read_nothing_is_downloaded():
    seen = []
    register = opens(modal("Import", INPUT, callback_id="form"), seen=seen)
    async with bolt(register, without("files:read")) as (workspace, _):
        view = await opened(workspace)
        file_id = await workspace.upload(ANA, "people.csv", b"name")
        await workspace.submit(ANA, view["id"], {"list": {"csv": [file_id]}})
        (file,) = seen[0]["view"]["state"]["values"]["list"]["csv"]["files"]
        assert (await fetched(file["url_private"], workspace.bot_token))[0] == 403


async def test_a_required_file_is_asked_for():
    async with bolt(opens(modal("Import", INPUT, callback_id="form"))) as (workspace, _):
        view = await opened(workspace)
        outcome = await workspace.submit(ANA, view["id"])
        assert list(outcome.errors) == ["list"]


async def test_people_without_a_portrait_have_their_initials():
    async with slack() as (workspace, client):
        image = (await client.users_info(user=ANA))["user"]["profile"]["image_72"]
        status, kind, picture = await fetched(image, workspace.bot_token)
        assert (status, kind) == (200, "image/svg+xml")
        assert b">AL<" in picture
