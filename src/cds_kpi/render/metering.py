"""What is put into a template before it is compiled, so that the sandbox counts what repeats and grows.

Convention: a loop walks its items through `walk`, texts are joined by `join_texts` and lists held by `hold`, all three
of the sandbox; no name in a template can stand for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from jinja2 import TemplateSyntaxError, nodes
from jinja2.visitor import NodeTransformer

if TYPE_CHECKING:
    from collections.abc import Callable, Collection


class UnknownFilterError(TemplateSyntaxError):
    """A filter or test that templates do not have."""

    def __init__(self, found: str, line: int, name: str | None, filename: str | None) -> None:
        super().__init__(found, line, name, filename)
        self.found = found


class Metering(NodeTransformer):
    """The rewriting of one template."""

    def __init__(
        self, name: str | None, filename: str | None, *, filters: Collection[str], tests: Collection[str]
    ) -> None:
        self._name, self._filename = name, filename
        self._filters, self._tests = filters, tests
        self._visitors: dict[type[nodes.Node], Callable[[Any], nodes.Node]] = {
            nodes.For: self._meter_loop,
            nodes.Concat: self._meter_joining,
            nodes.List: self._meter_list,
            nodes.Dict: self._meter_list,
            nodes.Tuple: self._meter_tuple,
            nodes.Filter: self._check_filter,
            nodes.Test: self._check_test,
        }

    def get_visitor(self, node: nodes.Node) -> Callable[[Any], nodes.Node] | None:
        """Return what rewrites such a node, for Jinja."""
        return self._visitors.get(type(node))

    def _meter_loop(self, node: nodes.For) -> nodes.For:
        """Let each turn of a loop pay for the fixed text that it writes."""
        weight = sum(len(text.data) for text in node.find_all(nodes.TemplateData))
        self.generic_visit(node)
        items = cast("nodes.Expr", node.iter)
        node.iter = _ask("walk", [items, nodes.Const(weight, lineno=node.lineno)], node.lineno)
        return node

    def _meter_joining(self, node: nodes.Concat) -> nodes.Call:
        self.generic_visit(node)
        return _ask("join_texts", list(node.nodes), node.lineno)

    def _meter_list(self, node: nodes.List | nodes.Dict) -> nodes.Call:
        self.generic_visit(node)
        return _ask("hold", [node], node.lineno)

    def _meter_tuple(self, node: nodes.Tuple) -> nodes.Expr:
        self.generic_visit(node)
        return node if node.ctx == "store" else _ask("hold", [node], node.lineno)

    def _check_filter(self, node: nodes.Filter) -> nodes.Node:
        self._refuse_unknown(node.name, self._filters, node.lineno)
        return self.generic_visit(node)

    def _check_test(self, node: nodes.Test) -> nodes.Node:
        self._refuse_unknown(node.name, self._tests, node.lineno)
        return self.generic_visit(node)

    def _refuse_unknown(self, found: str, known: Collection[str], line: int) -> None:
        if found not in known:
            raise UnknownFilterError(found, line, self._name, self._filename)


def _ask(method: str, arguments: list[nodes.Expr], line: int) -> nodes.Call:
    return nodes.Call(nodes.EnvironmentAttribute(method, lineno=line), arguments, [], None, None, lineno=line)
