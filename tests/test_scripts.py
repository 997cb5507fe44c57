"""The modules of the pages: a name for each release, imports that lead somewhere, what a page begins with."""

from __future__ import annotations

import pytest

from components import scripts

RELEASE = scripts.release()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder of modules, read anew by every call of release()."""
    monkeypatch.setattr(scripts, "FOLDER", tmp_path)
    (tmp_path / "a.js").write_text("export {};")
    (tmp_path / "b.js").write_text("")
    return tmp_path


def test_another_release_has_another_name(folder):
    release = scripts.release.__wrapped__
    names = [release().name, release().name]
    (folder / "a.js").write_text("export { };")
    names.append(release().name)
    (folder / "b.js").rename(folder / "c.js")
    names.append(release().name)
    assert len(set(names)) == 3
    assert names[0] == names[1]
    with pytest.raises(KeyError):
        release().address("b.js")


@pytest.mark.parametrize("path", RELEASE.scripts)
def test_imports_lead_to_modules(path):
    for other in scripts.imports(path, RELEASE.scripts[path].plain.decode()):
        assert other in RELEASE.scripts, f"{path} imports {other}"


def test_imports_are_found_however_they_are_written():
    text = (
        'import { a } from "./a.js";\nimport {\n  b,\n  c,\n} from "../b.js";\nimport "./c.js";\n'
        'export { d } from "./d.js";\nimport x from "bare";\n// import "./no.js";\nconst text = `import("./no.js")`;'
    )
    assert scripts.imports("map/x.js", text) == ["map/a.js", "b.js", "map/c.js", "map/d.js"]


def test_a_page_begins_with_its_own_modules_and_what_they_import():
    found = [address.split("/", 3)[3] for address in RELEASE.of_page("map")]
    assert {"map/map.js", "shared/elements.js", scripts.EVERYWHERE} <= set(found)
    assert {path.split("/")[0] for path in found} == {"map", "shared"}
    assert "shared/loader.js" not in found
