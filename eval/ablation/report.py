"""The tables: for each experiment and split, the means of each variant and how far each is from the one that serves."""

from collections.abc import Iterable, Iterator, Sequence
from statistics import fmean

from eval.ablation.experiments import Experiment
from eval.ablation.measuring import Measured
from eval.resampling import interval

SPLITS = {"dev": "development, which decides", "test": "test, which checks"}
_RESAMPLES, _SEED = 10_000, 20_251
_HEADS = {"recall_5": "recall@5", "recall_20": "recall@20", "mrr": "MRR", "ndcg_10": "nDCG@10"}


def markdown(experiments: Iterable[Experiment]) -> str:
    """All tables under headings; differences have their 95 % bootstrap interval, bold where it excludes zero."""
    return "\n\n".join(
        f"### {experiment.name[:1].upper()}{experiment.name[1:]}\n\n{_table(experiment)}" for experiment in experiments
    )


def _table(experiment: Experiment) -> str:
    metrics = list(experiment.rows[0].scores)
    last = metrics[-1]
    head = [
        "",
        "n",
        *(_HEADS.get(metric, metric) for metric in metrics),
        f"{_HEADS.get(last, last)} against {experiment.reference}",
    ]
    lines = [_line(head), "|---" * len(head) + "|"]
    for split, meaning in SPLITS.items():
        rows = [row for row in experiment.rows if row.split == split]
        if rows:
            lines.append(_line([f"*{meaning}*", *[""] * (len(head) - 1)]))
            lines += _variants(experiment, rows, metrics)
    return "\n".join(lines)


def _variants(experiment: Experiment, rows: Sequence[Measured], metrics: Sequence[str]) -> Iterator[str]:
    last = metrics[-1]
    reference = {row.id: row.scores[last] for row in rows if row.variant == experiment.reference}
    for variant in experiment.variants:
        own = [row for row in rows if row.variant == variant]
        means = [f"{fmean(row.scores[metric] for row in own):.3f}" for metric in metrics]
        differences = [row.scores[last] - reference[row.id] for row in own]
        yield _line([variant, str(len(own)), *means, "" if variant == experiment.reference else _said(differences)])


def _said(differences: Sequence[float]) -> str:
    mean = f"{fmean(differences):+.3f}"
    if not any(differences):
        return mean
    low, high = interval(differences, resamples=_RESAMPLES, seed=_SEED)
    shown = f"{mean} ({low:+.3f} to {high:+.3f})"
    return f"**{shown}**" if low > 0 or high < 0 else shown


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
