"""Documents: the shipped retelling of the paper is citable throughout, and bad files are refused with the fix."""

import re
from pathlib import Path

import pytest

from corpus.catalogue import PAPER, PAPER_TITLE, PAPER_URL, load_catalogue
from corpus.document import (
    DOCUMENTS,
    Document,
    DocumentError,
    Passage,
    load_document,
    load_documents,
    with_questions,
)

FRONT = "---\nid: a\ntitle: A\nkind: paraphrase\nas_of: 2025-01-02\n---\n"
SOURCED = FRONT.replace("---\nid", "---\nsources: {b: {title: B, url: 'https://b.example', as_of: '2026'}}\nid")
PAPER_FILES = sorted((DOCUMENTS / "paper").glob("*.md"))
PLACE = re.compile(
    r"(Title page|Abstract|Index Terms|Acknowledgment|References|Section (I|II|III|IV)|Figure [12]|Table (I|II|III|IV))"
    r"(, .+)?"
)
DANGLING = {
    "It",
    "Its",
    "This",
    "These",
    "That",
    "Those",
    "They",
    "Their",
    "He",
    "She",
    "Such",
    "Here",
    "There",
    "Also",
}
PHASE_OF_FILE = {
    "21-business-needs.md": "(BN)",
    "22-administrative-setup.md": "(AS)",
    "23-model-development-llm.md": "(MD)",
    "24-model-development-traditional.md": "(MD)",
    "25-version-control.md": "(VC)",
    "26-continuous-integration.md": "(CI)",
    "27-deployment.md": "(D)",
    "28-monitoring.md": "(M)",
}
FACTS = """43%|55%|18%|90 days|2015|AutoML|Amazon Mechanical Turk|JIRA|Slack|web scraping|rotation|duplicates|JupyterHub
Labelbox|Amazon SageMaker Ground Truth|IAM|TPU|ELK Stack|GDPR|CCPA|LLaMA|GPT-J|Flan-T5|Stable Diffusion|zero-shot
few-shot|sarcastic|retrieval-augmented generation|temperature|max-tokens|top-k|top-p|BLEU|ROUGE|BERT|GLUE|SuperGLUE
DeepEval|FATE|RLHF|chain-of-thought|prompt-chaining|de-normalization|histograms|scatter plots|outliers|PCA
polynomial features|linear regression|decision trees|neural networks|precision|F1-score|Cross-validation|early stopping
learning rate|ROC-AUC|mean squared error|DVC|multi-tenant|MLPerf Inference Benchmark|authorization|KPIs|OKRs|epics
milestones|Python and R|Bitbucket|feature request|Kubeflow cluster|legal standards|consumption based|ten users
case study|edge devices|autonomous vehicles|PATENT Laboratory|Farbod Ghiasi|forest green|dotted lines|solid lines"""


@pytest.fixture(scope="module")
def documents() -> tuple[Document, ...]:
    return load_documents()


@pytest.fixture(scope="module")
def paper() -> list[Passage]:
    return [passage for path in PAPER_FILES for passage in load_document(path).passages]


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "note.md"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_the_paper_is_retold_in_parts_of_one_source() -> None:
    parts = [load_document(path) for path in PAPER_FILES]
    assert len(parts) == 16
    assert {(part.id, part.title, part.kind, part.as_of, part.url) for part in parts} == {
        (PAPER, PAPER_TITLE, "paraphrase", "2025-03-19", PAPER_URL)
    }


def test_every_document_has_passages_with_heading_and_locator(documents: tuple[Document, ...]) -> None:
    bare = [
        (document.title, passage.text[:60])
        for document in documents
        for passage in document.passages
        if not (passage.heading and passage.locator.strip() == passage.locator and passage.text)
    ]
    assert bare == []
    assert all(document.passages for document in documents)


def test_locators_name_a_place_in_the_paper(paper: list[Passage]) -> None:
    assert [passage.locator for passage in paper if not PLACE.fullmatch(passage.locator)] == []


def test_passages_are_short_enough_to_cite_and_long_enough_to_find(paper: list[Passage]) -> None:
    counts = {passage.text: len(passage.text.split()) for passage in paper}
    assert {text: count for text, count in counts.items() if not 20 <= count <= 75} == {}
    assert len(counts) == len(paper), "two passages say the same"


def test_passages_stand_alone(paper: list[Passage]) -> None:
    assert [passage.text for passage in paper if passage.text.split()[0].strip(",") in DANGLING] == []
    assert [passage.text for passage in paper if not passage.text.endswith((".", "?"))] == []


@pytest.mark.parametrize(("name", "code"), PHASE_OF_FILE.items())
def test_passages_about_a_phase_name_it_with_its_code(name: str, code: str) -> None:
    passages = load_document(DOCUMENTS / "paper" / name).passages
    assert [passage.text for passage in passages if code not in passage.text] == []


def test_every_phase_and_step_of_the_catalogue_is_told(paper: list[Passage]) -> None:
    locators = [passage.locator for passage in paper]
    places = [
        (phase.name if phase.parent is None else phase.code.value, step.name)
        for phase in load_catalogue().phases.values()
        for step in phase.steps
    ]
    untold = [
        (phase, step)
        for phase, step in places
        if not any(phase in place and f", {step}" in place for place in locators)
    ]
    assert untold == []


def test_every_role_is_told(paper: list[Passage]) -> None:
    told = " ".join(passage.text for passage in paper if passage.locator.startswith("Section III"))
    assert [name for name in load_catalogue().roles if name not in told] == []


@pytest.mark.parametrize("fact", re.split(r"[|\n]", FACTS))
def test_a_named_fact_is_told(paper: list[Passage], fact: str) -> None:
    assert any(fact.lower() in passage.text.lower() for passage in paper)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_contributions_and_future_work_have_a_passage_each(paper: list[Passage], number: int) -> None:
    locators = [passage.locator for passage in paper]
    assert locators.count(f"Section I, contribution {number}") == 1
    assert locators.count(f"Section IV, future work {number}") == 1


def test_a_document_is_read_in_order_with_its_headings(tmp_path: Path) -> None:
    body = "## One\n\nFirst text\non two lines. {Section I}\n\n## Two\nSecond text. {Section II, Test}\n"
    document = load_document(write(tmp_path, FRONT + body))
    assert document.as_of == "2025-01-02"
    assert document.url is None
    assert document.passages == (
        Passage(heading="One", text="First text on two lines.", locator="Section I"),
        Passage(heading="Two", text="Second text.", locator="Section II, Test"),
    )


def test_a_passage_carries_the_address_and_the_date_of_its_own_source(tmp_path: Path) -> None:
    guide = "guide: {title: Guide, url: 'https://a.example/b', as_of: 2026-05}"
    sources = f"sources:\n  {guide}\n  ours: {{title: Us, as_of: undated}}\n"
    front = FRONT.replace("as_of: 2025-01-02\n", f"as_of: 2025-01-02\nurl: https://c.example\n{sources}")
    document = load_document(
        write(tmp_path, f"{front}One. {{Use, statement 1 | guide}}\n\nTwo. {{Use, statement 2|ours}}\n")
    )
    first, second = map(document.evidence, document.passages)
    assert (first.title, first.locator, first.url, first.as_of) == (
        "A (Guide)",
        "Use, statement 1",
        "https://a.example/b",
        "2026-05",
    )
    assert (second.title, second.url, second.as_of) == ("A (Us)", None, "undated")


def test_load_documents_reads_below_the_folder_sorted_by_path(tmp_path: Path) -> None:
    for name in ("b/two.md", "a/one.md"):
        path = tmp_path / name
        path.parent.mkdir()
        path.write_text(FRONT.replace("title: A", f"title: {name}") + "Text. {Section I}\n", encoding="utf-8")
    assert [document.title for document in load_documents(tmp_path)] == ["a/one.md", "b/two.md"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Text. {Section I}\n", "has no front matter: start it with ---"),
        (FRONT.replace("id: a\n", "") + "Text. {Section I}\n", "bad front matter.*id"),
        (FRONT.replace("paraphrase", "hearsay") + "Text. {Section I}\n", "bad front matter.*kind"),
        (FRONT.replace("id: a", "id: a\nauthor: x") + "Text. {Section I}\n", "bad front matter.*author"),
        (FRONT.replace("title: A", "title: A: B: C") + "Text. {Section I}\n", "bad front matter"),
        (FRONT + "Text without a place.\n", "a paragraph has no {locator} at its end: 'Text without"),
        (FRONT + "Text. {Section I} and more.\n", "a paragraph has no {locator} at its end"),
        (FRONT + "{Section I}\n", "a paragraph has no {locator} at its end"),
        (FRONT + "Text. {Section I | guide}\n", "sources and passages differ in guide"),
        (SOURCED + "Text. {Section I}\n", "a passage names none of the document's sources"),
        (SOURCED.replace("as_of: '2026'", "as_of: soon") + "Text. {Section I | b}\n", "bad front matter.*as_of"),
        (SOURCED.replace("https:", "http:") + "Text. {Section I | b}\n", "bad front matter.*url"),
        (FRONT.encode() + b"Caf\xe9. {Section I}\n", "is not UTF-8 .*: save it as UTF-8"),
    ],
)
def test_bad_documents_are_refused_by_name(tmp_path: Path, text: str | bytes, message: str) -> None:
    with pytest.raises(DocumentError, match=rf"(?s)^note\.md.*{message}"):
        load_document(write(tmp_path, text))


def test_one_bad_document_stops_the_whole_folder(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text(FRONT + "Text. {Section I}\n", encoding="utf-8")
    write(tmp_path, FRONT + "Text without a place.\n")
    with pytest.raises(DocumentError, match=r"^note\.md"):
        load_documents(tmp_path)


@pytest.mark.parametrize(
    ("questions", "message"),
    [
        ('[[passage]]\nlocator = "1"\nasks = ["who?"]\n[[passage]]\nlocator = "9"\nasks = ["why?"]\n', "locator '9'"),
        ('[[passage]]\nlocator = "1"\nasks = ["who?", "who?"]\n', "'who?' 2 times"),
        ('[[passage]]\nlocator = "1"\nasks = []\n', "one.toml"),
        ("asks = [", "one.toml"),
    ],
)
def test_questions_that_no_passage_answers_name_their_file_or_place(
    tmp_path: Path, questions: str, message: str
) -> None:
    (tmp_path / "one.md").write_text(FRONT + "One. {1}\n\nTwo. {1}\n", "utf-8")
    (tmp_path / "one.toml").write_text(questions, "utf-8")
    with pytest.raises(DocumentError, match=re.escape(message)):
        with_questions(load_document(tmp_path / "one.md"))


def test_passages_of_one_place_have_records_of_their_own_in_their_order(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text(FRONT + "One. {1}\n\nTwo. {1}\n\nThree. {2}\n", "utf-8")
    records = ('[[passage]]\nlocator = "1"\nasks = ["who?"]\n', '[[passage]]\nlocator = "1"\nasks = ["why?"]\n')
    (tmp_path / "one.toml").write_text("".join(records), "utf-8")
    asked = [
        (passage.text, questions and questions.asks)
        for passage, questions in with_questions(load_document(tmp_path / "one.md"))
    ]
    assert asked == [("One.", ("who?",)), ("Two.", ("why?",)), ("Three.", None)]
