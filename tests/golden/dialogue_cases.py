"""Votes of an invented village, on which our statistics and components are held against red-dwarf's.

`python -m tests.golden.dialogue_cases` writes what red-dwarf says to `recorded/red_dwarf.json`; it needs red-dwarf 0.4.0,
which the tests do not. Its clustering is not asked: groups are given.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np

RECORDED = Path(__file__).parent / "recorded/red_dwarf.json"
KEPT = ("pa", "pd", "pat", "pdt", "ra", "rd", "rat", "rdt")


def village(people: int = 60, statements: int = 24, seed: int = 5) -> tuple[np.ndarray, np.ndarray]:
    """Votes (people, statements), NaN where nobody voted, and three groups (people); one statement has no vote of two."""
    draw = np.random.default_rng(seed)
    groups = np.sort(draw.integers(0, 3, people))
    agree = draw.beta(0.7, 0.7, (3, statements))[groups]
    votes = np.where(draw.random((people, statements)) < agree, 1.0, -1.0)
    votes[draw.random(votes.shape) < 0.15] = 0.0
    votes[draw.random(votes.shape) < 0.4] = np.nan
    votes[groups > 0, 0] = np.nan
    votes[groups == 1, 1] = 1.0  # all of a group agree
    return votes, groups


def _record() -> dict[str, Any]:
    import pandas as pd
    from reddwarf.utils.reducer.base import run_reducer
    from reddwarf.utils.stats import calculate_comment_statistics_dataframes, priority_metric

    votes, groups = village()
    by_group, consensus = calculate_comment_statistics_dataframes(pd.DataFrame(votes), groups)
    people, statements, model = run_reducer(vote_matrix=votes, reducer="pca")
    agree, disagree, passing = ((votes == kind).sum(axis=0) for kind in (1, -1, 0))
    extremity = np.linalg.norm(statements, axis=1)
    told = {"n_agree": agree, "n_disagree": disagree, "n_total": agree + disagree + passing, "extremity": extremity}
    return {
        "statistics": {name: by_group[name].unstack().to_numpy().round(12).tolist() for name in KEPT},
        "product": consensus.iloc[:, 0].round(14).tolist(),
        "loadings": model.components_.round(10).tolist(),
        "places": people.round(10).tolist(),
        "statements": statements.round(10).tolist(),
        "priority": priority_metric(is_meta=False, **told).round(12).tolist(),
    }


if __name__ == "__main__":
    RECORDED.write_text(json.dumps(_record(), indent=1) + "\n")
