"""A peer that repeats the question, and one that fails, over the protocol of the real ones."""

from collections.abc import Mapping

from eval.peers.lab.talk import Ask, Reply, Setup, serve


def build(setup: Setup) -> Mapping[str, Ask]:
    """Says how many documents it was given."""
    print("libraries print what they like")

    def fails(question: str) -> Reply:
        raise ValueError(question)

    return {
        "echo": lambda question: Reply(f"{len(setup.documents)}: {question}", (setup.documents[0][1],)),
        "fails": fails,
    }


if __name__ == "__main__":
    serve(build)
