from handlers.views import kit


def test_somebody_whose_data_were_erased_is_mentioned_without_an_id() -> None:
    assert kit.person("gone-0123") == "somebody who has left"
    assert kit.person("U0123") == "<@U0123>"
