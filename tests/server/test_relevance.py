"""How much of a question passages say."""

from random import Random

from server.retrieval.relevance import coverage


def test_a_passage_that_says_all_of_a_question_says_all_of_it_to_the_last_digit() -> None:
    numbers = Random(7)
    words = [f"w{number}" for number in range(9)]
    for _ in range(200):
        weights = {word: numbers.random() for word in words}
        assert coverage(weights, [" ".join(words)]) == 1
