"""Whether a `conf.py` only sets values, so that it can run twice in one process.

It may be any program: one that changes Sphinx's classes, or counts, does so a second time when a
second application runs it. So only what is known to leave nothing behind is plain.
"""

from __future__ import annotations

import ast

from ...model.project import Project

_MODULES = frozenset({"__future__", "datetime", "os", "pathlib", "sys"})
_STATEMENTS = (
    *(ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.If, ast.Pass),
    *(ast.Import, ast.ImportFrom),
)
_FUNCTIONS = frozenset(
    "Path PurePath bool date datetime dict frozenset int len list set sorted str tuple".split()
)
_SYSTEM_CALLS = frozenset(
    "os.getcwd os.getenv os.path.abspath os.path.dirname os.path.join os.path.realpath "
    "os.environ.get sys.path.append sys.path.insert".split()
)
"""The only uses of `os` and `sys`. A folder may be in `sys.path` twice: nothing is imported."""


def has_plain_settings(project: Project) -> bool:
    """Whether the project's `conf.py` may run again in this process."""
    return only_sets_values((project.source / "conf.py").read_bytes())


def only_sets_values(conf: bytes) -> bool:
    """Whether a `conf.py` only sets names, to values that it writes down or computes from them."""
    try:
        tree = ast.parse(conf)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    nodes, known = list(ast.walk(tree)), set()
    for node in nodes:
        if isinstance(node, ast.Call) and _dotted(node.func) in _SYSTEM_CALLS:
            known |= set(ast.walk(node.func))
    return all(node in known or _is_plain(node) for node in nodes)


def _is_plain(node: ast.AST) -> bool:
    """Whether a statement or a part of one leaves nothing behind, judged without what is in it."""
    match node:
        case ast.Import(names=names):
            return all(name.name in _MODULES and not name.asname for name in names)
        case ast.ImportFrom(module=module, names=names):
            is_system = module in ("os", "sys")
            return module in _MODULES and not is_system and not any(each.asname for each in names)
        case ast.Call(func=ast.Name(id=name)):
            return name in _FUNCTIONS
        case ast.Call(func=function):
            return isinstance(function, ast.Attribute)
        case ast.Name(id=name, ctx=ast.Load()):
            return name not in ("os", "sys") and (name == "__file__" or not name.startswith("_"))
        case ast.Name(id=name):
            return name not in _FUNCTIONS and name not in _MODULES
        case ast.Attribute(attr=name, ctx=context):
            return isinstance(context, ast.Load) and not name.startswith("_")
        case ast.Subscript(ctx=context):
            return not isinstance(context, ast.Del)
        case ast.stmt():
            return isinstance(node, _STATEMENTS)
    return not isinstance(node, ast.Lambda | ast.NamedExpr | ast.Await | ast.Yield | ast.YieldFrom)


def _dotted(node: ast.AST) -> str:
    """A name with its dots, such as `os.path.join`; empty for any other expression."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (before := _dotted(node.value)):
        return f"{before}.{node.attr}"
    return ""
