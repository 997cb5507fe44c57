"""The architecture's rules as a checker: it parses the sources, imports none of them, and reports what breaks a rule.

`tests/test_architecture.py` applies it to this repository, and shows on small trees that each rule can fail.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

# From the bottom up. A package imports its own modules and lower layers, never another package of its own layer.
LAYERS = (
    {"setting_values"},
    {"setting_groups"},
    {"settings", "paths", "text"},  # below every package
    {"papers", "store", "net", "scripts"},
    {"landscape", "links", "finding", "curation", "ingestion", "enrichment"},
    {"workspace"},
    {"sharing"},
    {"ui", "server", "commands"},
    {"pages", "app", "__main__"},
)
LAYER_OF = {package: number for number, packages in enumerate(LAYERS) for package in packages}
KNOWS_STREAMLIT = {"ui", "pages", "app"}
KNOWS_STARLETTE = {"server", "app"}
# Libraries that can open a connection. `net` alone may import them; the exceptions are modules, with their reasons.
NETWORK = {"httpx", "httpcore", "socket", "urllib.request", "http.client", "requests", "aiohttp", "smtplib"}
NETWORK_EXCEPTIONS = {
    "components/links/check/checker.py": {"httpx"},  # httpx.URL alone: redirects are resolved as `net` parses URLs
    "components/ingestion/fetchers/daily_papers.py": {"httpx"},  # asks one host that the operator sets; to move to net
    "components/sharing/mail/smtp.py": {"smtplib"},  # the mail server that the operator names
    "components/sharing/mail/delivery.py": {"smtplib"},  # the type of that connection
}
CACHES = {"cache_data", "cache_resource"}
HEAVY = {"umap", "numba", "llvmlite", "pynndescent", "sklearn", "scipy"}  # never loaded when the server starts
MODULE_LINES, PAGE_LINES, FUNCTION_LINES = 400, 120, 70
FOLDER_MODULES = 12  # of a folder of components, __init__ not counted
GIVES_SCRIPTS = "components/ui/shared/component.py"  # where Streamlit is given the loader of our modules
SCRIPT = re.compile(
    r"\bexport default\b|\b(?:document|window)\.\w+ ?[=(]|=>\s*[{(]|\bfunction\b[^()]*\([^()]*\)\s*{|<script>"
)


@dataclass(frozen=True)
class Import:
    """One imported module as it is named in the source; `at_top` if importing this module imports that one."""

    name: str
    line: int
    at_top: bool


@dataclass(frozen=True)
class Module:
    """One source file: its dotted name, its path within the tree and its text."""

    name: str
    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax."""
        return ast.parse(self.text, self.path)

    @property
    def package(self) -> str:
        """The package of components it is in ("papers", "ui" …), else "pages", "app" …"""
        parts = self.name.split(".")
        return parts[1] if parts[0] == "components" and len(parts) > 1 else parts[0]

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return len(self.text.splitlines())

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        """All its imports, those inside functions, `import_module("…")` and `find_spec("…")` included."""
        return tuple(self._imports(self.tree, at_top=True))

    def _imports(self, node: ast.AST, at_top: bool) -> Iterator[Import]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Import):
                yield from (Import(alias.name, child.lineno, at_top) for alias in child.names)
            elif isinstance(child, ast.ImportFrom):
                base = self._absolute(child)
                yield from (Import(f"{base}.{alias.name}", child.lineno, at_top) for alias in child.names)
            elif name := named_in_call(child, {"import_module", "__import__"}):
                yield Import(name, child.lineno, at_top)  # type: ignore[attr-defined]
            elif name := named_in_call(child, {"find_spec"}):  # needs its files, loads none of its code
                yield Import(name, child.lineno, at_top=False)  # type: ignore[attr-defined]
            deferred = isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)) or is_for_types(child)
            yield from self._imports(child, at_top and not deferred)

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        package = self.name.split(".")
        if not self.path.endswith("__init__.py"):
            package = package[:-1]
        base = package[: len(package) - node.level + 1]
        return ".".join([*base, node.module] if node.module else base)


def named_in_call(node: ast.AST, functions: Set[str]) -> str:
    """The module named in `import_module("x")` and its like; "" for anything else."""
    if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
        return ""
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    name = node.args[0].value
    return name if called in functions and isinstance(name, str) else ""


def is_for_types(node: ast.AST) -> bool:
    """Whether it is an `if TYPE_CHECKING:` block, which never runs."""
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def read_tree(root: Path) -> dict[str, Module]:
    """The product's modules by dotted name: app.py, pages/ and components/."""
    files = [*root.glob("app.py"), *sorted(root.glob("pages/**/*.py")), *sorted(root.glob("components/**/*.py"))]
    modules = {}
    for file in files:
        path = file.relative_to(root)
        name = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
        modules[name] = Module(name, path.as_posix(), file.read_text("utf-8"))
    return modules


def target(name: str, modules: Mapping[str, Module]) -> Module | None:
    """The module of the tree that an imported name lies in: itself, or the longest package of it."""
    while name:
        if name in modules:
            return modules[name]
        name = name.rpartition(".")[0]
    return None


def layers(modules: Mapping[str, Module]) -> Iterator[str]:
    """A package imports lower layers only."""
    for module in modules.values():
        if module.name == "components":
            continue
        layer = LAYER_OF.get(module.package)
        if layer is None:
            yield f"{module.path}: the package “{module.package}” has no layer; give it one in tests/architecture.py"
            continue
        for each in module.imports:
            package = package_of(each.name, modules)
            if package and package != module.package and LAYER_OF.get(package, layer) >= layer:
                where = "of its own layer" if LAYER_OF.get(package) == layer else "of a layer above"
                yield f"{module.path}:{each.line}: {module.package} imports {package}, a package {where}"


def page_folders(modules: Mapping[str, Module]) -> Iterator[str]:
    """Each page's folder in components/ui imports itself and ui.shared only; ui.shared imports no page's folder."""
    for module in modules.values():
        folder = ui_folder(module)
        for each in module.imports if folder else ():
            found = target(each.name, modules)
            other = ui_folder(found) if found is not None else ""
            if other and other not in {folder, "shared"}:
                yield f"{module.path}:{each.line}: ui.{folder} imports ui.{other}; move what both need to ui.shared"


def ui_folder(module: Module) -> str:
    """The folder of components/ui that a module is in: "shared", "map" …; "" for one outside."""
    parts = module.path.split("/")
    return parts[2] if parts[:2] == ["components", "ui"] and len(parts) > 3 else ""


def package_of(name: str, modules: Mapping[str, Module]) -> str:
    """The package an imported name is in, "" for one outside the tree (or the bare package `components`)."""
    found = target(name, modules)
    return "" if found is None or found.name == "components" else found.package


def streamlit(modules: Mapping[str, Module]) -> Iterator[str]:
    """Only components/ui, pages/ and app.py import Streamlit."""
    for module in modules.values():
        for each in module.imports:
            if each.name.split(".")[0] == "streamlit" and module.package not in KNOWS_STREAMLIT:
                yield f"{module.path}:{each.line}: imports streamlit, which only components/ui, pages and app.py may"


def starlette(modules: Mapping[str, Module]) -> Iterator[str]:
    """Only components/server and app.py import Starlette."""
    for module in modules.values():
        for each in module.imports:
            if each.name.split(".")[0] == "starlette" and module.package not in KNOWS_STARLETTE:
                yield f"{module.path}:{each.line}: imports starlette, which only components/server and app.py may"


def network(modules: Mapping[str, Module]) -> Iterator[str]:
    """Only components/net opens connections to the outside."""
    for module in modules.values():
        if module.package == "net":
            continue
        allowed = NETWORK_EXCEPTIONS.get(module.path, set())
        for each in module.imports:
            library = next((one for one in NETWORK if f"{each.name}.".startswith(f"{one}.")), "")
            if library and library not in allowed:
                yield f"{module.path}:{each.line}: imports {library}, which only components/net may"


def folder_sizes(modules: Mapping[str, Module]) -> Iterator[str]:
    """At most a dozen modules in a folder of components."""
    paths = [module.path for module in modules.values() if module.path.startswith("components/")]
    counts = Counter(path.rpartition("/")[0] for path in paths if not path.endswith("__init__.py"))
    for folder, count in counts.items():
        if count > FOLDER_MODULES:
            yield f"{folder}: {count} modules, at most {FOLDER_MODULES}; find a folder for some of them"


def one_cache(modules: Mapping[str, Module]) -> Iterator[str]:
    """Streamlit's caches stand in one module of components/ui."""
    using = {
        module.path: node.lineno
        for module in modules.values()
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.Attribute) and node.attr in CACHES)
        or (isinstance(node, ast.alias) and node.name in CACHES)
    }
    for path, line in using.items():
        if not path.startswith("components/ui/"):
            yield f"{path}:{line}: uses a Streamlit cache outside components/ui"
    inside = [path for path in using if path.startswith("components/ui/")]
    if len(inside) > 1:
        yield f"Streamlit caches stand in {len(inside)} modules, they belong in one: {', '.join(inside)}"


def light_start(modules: Mapping[str, Module]) -> Iterator[str]:
    """What the server imports when it starts and draws a page loads no heavy library."""
    waiting = [module for module in modules.values() if module.package in {"app", "pages"}]
    reached = {module.name for module in waiting}
    while waiting:
        module = waiting.pop()
        for each in module.imports:
            if not each.at_top:
                continue
            if each.name.split(".")[0] in HEAVY:
                yield f"{module.path}:{each.line}: the server would load {each.name} at start; import it where used"
            found = target(each.name, modules)
            if found is not None and found.name not in reached:
                reached.add(found.name)
                waiting.append(found)


def docstrings(modules: Mapping[str, Module]) -> Iterator[str]:
    """Every module begins with a docstring; only an empty __init__ needs none."""
    for module in modules.values():
        if module.text.strip() and not ast.get_docstring(module.tree):
            yield f"{module.path}: does not begin with a docstring"


def sizes(modules: Mapping[str, Module]) -> Iterator[str]:
    """Modules, pages and functions stay small enough to read in one go."""
    for module in modules.values():
        most = PAGE_LINES if module.package == "pages" else MODULE_LINES
        if module.lines > most:
            yield f"{module.path}: {module.lines} lines, at most {most}"
        for node in ast.walk(module.tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > FUNCTION_LINES:
                    yield f"{module.path}:{node.lineno}: {node.name} has {lines} lines, at most {FUNCTION_LINES}"


def scripts(modules: Mapping[str, Module]) -> Iterator[str]:
    """JavaScript lies in modules of its own: no string holds any, and one place gives Streamlit the loader."""
    for module in modules.values():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and any(word.arg == "js" for word in node.keywords):
                if module.path != GIVES_SCRIPTS:
                    yield f"{module.path}:{node.lineno}: gives a script to a component; {GIVES_SCRIPTS} does that"
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and SCRIPT.search(node.value):
                yield f"{module.path}:{node.lineno}: a string with JavaScript; it belongs in a module of its own"


def long_scripts(root: Path) -> Iterator[str]:
    """Modules of JavaScript stay as small as those of Python."""
    for file in sorted((root / "components").rglob("*.js")):
        lines = len(file.read_text("utf-8").splitlines())
        if lines > MODULE_LINES:
            yield f"{file.relative_to(root).as_posix()}: {lines} lines, at most {MODULE_LINES}"


def cycles(modules: Mapping[str, Module]) -> Iterator[str]:
    """No module imports itself, directly or by way of others."""
    graph: dict[str, set[str]] = {}
    for module in modules.values():
        found = (target(each.name, modules) for each in module.imports)
        graph[module.name] = {other.name for other in found if other is not None and other.name != module.name}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        yield "modules import each other in a circle: " + " ← ".join(error.args[1])


RULES: tuple[Callable[[Mapping[str, Module]], Iterator[str]], ...] = (
    layers,
    page_folders,
    streamlit,
    starlette,
    network,
    folder_sizes,
    one_cache,
    light_start,
    docstrings,
    sizes,
    scripts,
    cycles,
)
