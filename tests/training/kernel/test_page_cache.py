"""A question is asked once while a page is made, and each time otherwise."""

from training.kernel.page_cache import once, page_cache


def test_inside_an_answer_is_kept_and_outside_it_is_not():
    answers = iter(range(9))

    def ask():
        return next(answers)

    assert [once("a", ask), once("a", ask)] == [0, 1]
    with page_cache():
        assert [once("a", ask), once("b", ask), once("a", ask)] == [2, 3, 2]
    with page_cache():
        assert once("a", ask) == 4
    assert once("a", ask) == 5
