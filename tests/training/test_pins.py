"""What the training needs is pinned, by the version the product has where it has one."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
IMPORTED_AS = {"scikit-learn": "sklearn", "pystemmer": "Stemmer", "rouge-score": "rouge_score"}


def pins(file: str) -> dict[str, str]:
    lines = (REPOSITORY / file).read_text("utf-8").splitlines()
    return {found[1]: found[2] for line in lines if (found := re.match(r"([\w.-]+)==([\w.+]+)", line))}


def test_the_training_has_the_versions_of_the_product_and_one_of_all_it_imports():
    training = pins("training/requirements.txt")
    ours = pins("requirements.txt") | pins("requirements-dev.txt")
    shared = training.keys() & ours.keys()
    assert {"numpy", "scipy", "pytest"} <= shared
    assert {name: training[name] for name in shared} == {name: ours[name] for name in shared}
    imported = {
        name.split(".")[0]
        for path in (REPOSITORY / "training").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for name in (
            [each.name for each in node.names] if isinstance(node, ast.Import) else [getattr(node, "module", "")]
        )
        if isinstance(node, ast.Import | ast.ImportFrom) and name
    }
    known = {IMPORTED_AS.get(name, name) for name in training} | {"components", "training"}
    assert imported - set(sys.stdlib_module_names) == known
