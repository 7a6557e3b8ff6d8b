"""What is quoted of a passage: sentences whole, a short list behind its lead, no lines of code."""

from server.quoting import quoted

CONFIG = "global:\n  interval: 15s\nrules:\n  - rules.yml\n"


def test_a_list_is_told_with_what_leads_to_it() -> None:
    assert quoted("There are two kinds of clocks:\n- wall\n- monotonic", "") == (
        "There are two kinds of clocks: wall, monotonic",
    )


def test_lines_of_code_are_left_to_the_citation() -> None:
    told = quoted(f"Put this into the file, which is read at the start:\n{CONFIG * 4}The interval is a default.", "")
    assert told == ("The interval is a default.",)


def test_a_passage_of_code_alone_is_quoted_line_by_line() -> None:
    assert quoted(CONFIG, "")[0] == "global:"


def test_a_command_is_told_with_what_leads_to_it() -> None:
    told = quoted("Then start the whole thing:\ntool run --fast\nIt listens on a port.", "")
    assert told == ("Then start the whole thing: tool run --fast", "It listens on a port.")


def test_of_many_sentences_those_that_say_what_is_asked_are_told() -> None:
    text = "Clocks tick. Walls are white here. Clocks are set by hand. A floor is below. Sets of clocks drift apart."
    assert quoted(text, "How are clocks set?") == (
        "Clocks tick.",
        "Clocks are set by hand.",
        "Sets of clocks drift apart.",
    )
