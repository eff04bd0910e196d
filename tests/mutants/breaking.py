"""The ways in which a module is broken, one place at a time."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.Add,
}
_FUNCTIONS = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one thing changed. `was` and `now` are the changed piece before and after."""

    line: int
    was: str
    now: str
    source: str


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a module, from top to bottom. Annotations and docstrings stay as they are."""
    tree = ast.parse(source)
    for index, node in enumerate(_places(tree)):
        for variant in _variants(node):
            changed = copy.deepcopy(tree)
            target = list(_places(changed))[index]
            _Replacing(target, variant).visit(changed)
            now = ast.unparse(variant)
            yield Mutant(
                getattr(node, "lineno", 0), ast.unparse(node), now, ast.unparse(ast.fix_missing_locations(changed))
            )


def _places(tree: ast.AST) -> Iterator[ast.expr]:
    """The expressions that decide something, in a fixed order."""
    hidden = {id(part) for node in ast.walk(tree) for part in _hidden(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.expr) and id(node) not in hidden:
            yield node


def _hidden(node: ast.AST) -> Iterator[ast.AST]:
    """What no test could notice: annotations, docstrings, what decorators and f-strings are made of."""
    for field in ("annotation", "returns"):
        if part := getattr(node, field, None):
            yield from ast.walk(part)
    for part in getattr(node, "decorator_list", ()):
        yield from ast.walk(part)
    if isinstance(node, ast.Expr | ast.JoinedStr | ast.Assert):
        yield from ast.walk(node)


def _variants(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.Compare(left=left, ops=[op], comparators=right) if type(op) in _COMPARISONS:
            yield ast.Compare(left, [_COMPARISONS[type(op)]()], right)
        case ast.BinOp(left=left, op=op, right=right_side) if type(op) in _ARITHMETIC:
            yield ast.BinOp(left, _ARITHMETIC[type(op)](), right_side)
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield ast.Constant(value + 1)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=keywords) if name in _FUNCTIONS:
            yield ast.Call(ast.Name(_FUNCTIONS[name]), args, keywords)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            yield ast.IfExp(test, orelse, body)


class _Replacing(ast.NodeTransformer):
    def __init__(self, target: ast.AST, variant: ast.AST) -> None:
        self._target = target
        self._variant = variant

    def visit(self, node: ast.AST) -> ast.AST:
        return self._variant if node is self._target else self.generic_visit(node)
