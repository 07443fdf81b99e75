"""The sandbox that templates run in: they see the report, a few functions and a few filters, and cannot run away.

Convention: whatever repeats or grows (a loop's turn, a call, a filter, a joined text) is paid for out of a `Budget`.
It stops what loops or grows, by counts that are the same on every machine; the clock is only the last resort.
"""

from __future__ import annotations

from functools import partial, wraps
from sys import getsizeof
from time import monotonic
from typing import TYPE_CHECKING, Any, cast

from jinja2 import BytecodeCache, StrictUndefined, nodes, pass_context
from jinja2.exceptions import TemplateRuntimeError, UndefinedError
from jinja2.runtime import BlockReference, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace, missing
from markupsafe import Markup

from cds_kpi.render.metering import Metering
from cds_kpi.report.listing import Listing
from cds_kpi.report.row_view import Stated, UnitName

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from types import CodeType

    from jinja2.bccache import Bucket
    from jinja2.runtime import Context

    from cds_kpi.render.folders import Folders

STEPS = 5_000_000
"""Turns, calls and outputs a report may take; 60 indicators with 350 units, notes and sources take a third."""
SIZE = 64_000_000
"""Bytes of lists and texts that a report's templates may make, over all."""
LENGTH = 64_000_000
"""Characters a report may have."""
SECONDS = 20.0
"""How long a report may take where no count has stopped it."""
POINTER = 8
"""Bytes of an item in a list."""
BITS = 10_000
"""How long a whole number may become."""

FILTERS = (
    "capitalize", "count", "d", "default", "first", "items", "last", "length", "list", "lower", "map", "reject",
    "rejectattr", "reverse", "select", "selectattr", "trim", "unique", "upper",
)  # fmt: skip
"""Jinja's own filters that templates may use, beside e, escape, join and sum, which are ours."""
TEXT_METHODS = frozenset({"endswith", "lower", "startswith", "strip", "upper"})
"""What templates may call on a text; none makes it longer."""
_SIZED = (str, list, tuple, dict)


class ExhaustedError(Exception):
    """A template that looped or grew beyond its budget."""


class UnknownNameError(TemplateRuntimeError):
    """A name that neither the report nor the template has."""

    def __init__(self, found: object, message: str | None = None) -> None:
        super().__init__(message)
        self.found = str(found)


class Budget:
    """What a template may still use."""

    def __init__(self) -> None:
        self._steps = STEPS
        self._size = SIZE
        self._length = LENGTH
        self._until = monotonic() + SECONDS

    def spend(self, steps: int, size: int = 0) -> None:
        """Pay for so many steps and bytes; raises ExhaustedError where nothing is left."""
        self._steps -= steps
        self._size -= size
        if self._steps < 0 or self._size < 0 or monotonic() > self._until:
            raise ExhaustedError

    def write(self, text: str) -> str:
        """Pay for a piece of the report, and return it."""
        self._length -= len(text)
        if self._length < 0:
            raise ExhaustedError
        self.spend(1)
        return text


class StrictName(StrictUndefined):
    """An undefined name that says which one it is as soon as it is used."""

    __slots__ = ()

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: type[TemplateRuntimeError] = UndefinedError,
    ) -> None:
        if exc is UndefinedError:
            exc = cast("type[TemplateRuntimeError]", partial(UnknownNameError, name))
        super().__init__(hint, obj, name, exc)


class Compiled(BytecodeCache):
    """Templates that have been compiled, for filling them many times: of a sandbox nothing else outlives its use."""

    MOST = 200
    """How many are kept."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled of this very text, for Jinja."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled, for Jinja."""
        if len(self._codes) >= self.MOST:
            self._codes.clear()
        self._codes[bucket.key, bucket.checksum] = bucket.code


_COMPILED = Compiled()


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment templates are filled in, once; `escape` makes a text safe for the form that is written."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(
        self,
        folders: Folders,
        escape: Callable[[str], Markup],
        functions: Mapping[str, Any],
    ) -> None:
        super().__init__(
            loader=folders,
            bytecode_cache=_COMPILED,
            undefined=StrictName,
            autoescape=True,
            finalize=pass_context(lambda _, value: self._put(value)),
            optimized=False,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self.folders = folders
        self.budget = Budget()
        self._escape = escape
        self.globals = {"namespace": Namespace, "range": self.globals["range"], **functions}
        own = {"e": self._mark, "escape": self._mark, "join": self._join, "sum": self._add_up}
        allowed: dict[str, Callable[..., Any]] = {name: self.filters[name] for name in FILTERS} | own
        self.filters = {name: self._count(function) for name, function in allowed.items()}

    # What a value is in a document.

    def _say(self, value: object) -> str:
        """Return a value as text: texts, whole numbers, figures, units; None is nothing; all else is refused."""
        if isinstance(value, str):
            return value
        if value is None:
            return ""
        if isinstance(value, Stated):
            return value.text
        if isinstance(value, UnitName):
            return value.name
        if isinstance(value, StrictUndefined) or (isinstance(value, int) and not isinstance(value, bool)):
            return str(value)
        raise TypeError(f"a {type(value).__name__} is no text")

    def _mark(self, value: object) -> Markup:
        """Return a value as text that is safe in the document; what is so already stays as it is."""
        text = self._say(value)
        return text if isinstance(text, Markup) else self._escape(text)

    def _put(self, value: object) -> Markup:
        """Return what an output tag writes."""
        marked = self._mark(value)
        self.budget.spend(1, len(marked))
        return marked

    # What the rewritten template asks for.

    def walk(self, items: Iterable[Any], weight: int) -> Iterator[Any]:
        """Yield the items of a loop; a turn costs a step and the fixed text it writes."""
        for item in items:
            self.budget.spend(1, weight)
            yield item

    def hold(self, value: Any) -> Any:
        """Return a list written in a template; it costs everything it holds, however deep."""
        left = [value]
        while left:
            one = left.pop()
            if isinstance(one, dict):
                left += [*one, *one.values()]
            elif isinstance(one, list | tuple | Listing):
                left += one
            self.budget.spend(1, _measure(one))
        return value

    def join_texts(self, *parts: object) -> str:
        """Join what `~` stands between: safe text as soon as one part is."""
        texts = [self._say(part) for part in parts]
        self.budget.spend(0, _measure(*texts))
        if any(isinstance(text, Markup) for text in texts):
            return Markup("").join([self._mark(text) for text in texts])
        return "".join(texts)

    # What Jinja asks for.

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        metering = Metering(name, filename, filters=self.filters, tests=self.tests)
        return super()._generate(metering.visit(source), name, filename, defer_init)

    def _load_template(self, name: str, globals: Any) -> Any:
        template = super()._load_template(name, globals)
        self.budget.spend(1, self.folders.measure(template.filename))
        return template

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call something from a template."""
        self.budget.spend(1, _measure(*args))
        result = super().call(context, obj, *args, **kwargs)
        self.budget.spend(0, _measure(result))
        return result

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Reckon in a template: `%` does not format, and neither texts nor numbers grow without end."""
        self.budget.spend(1)
        if isinstance(left, int) and isinstance(right, int):
            lengths = left.bit_length(), right.bit_length()
            if (lengths[0] * right if operator == "**" else sum(lengths)) > BITS:
                raise ExhaustedError
        elif operator == "*":
            times = max(one for one in (left, right, 0) if isinstance(one, int))
            self.budget.spend(0, _measure(left, right) * times)
        elif operator == "+":
            if isinstance(left, str) and isinstance(right, str):
                return self.join_texts(left, right)
            self.budget.spend(0, _measure(left, right))
        elif isinstance(left, str):
            raise TypeError("texts are joined, not formatted")
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Say what a template may see: what things are, and of what they can do only what is listed here."""
        if hasattr(type(obj), "__dataclass_fields__"):
            return attr in type(obj).__dataclass_fields__
        if isinstance(obj, str):
            return attr in TEXT_METHODS
        if isinstance(obj, dict):
            return attr in {"get", "items", "keys", "values"}
        is_callable = isinstance(obj, LoopContext) or isinstance(value, BlockReference | Macro)
        return (is_callable or not callable(value)) and super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> None:
        """Offer no `format` of a text: it makes texts of any width."""

    # The filters.

    def _count(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def counted(*args: Any, **kwargs: Any) -> Any:
            self.budget.spend(1, _measure(*args))
            result = function(*args, **kwargs)
            if hasattr(result, "__next__"):
                return list(self.walk(result, POINTER))
            self.budget.spend(0, _measure(result))
            return result

        return counted

    def _pick(self, items: Iterable[Any], attribute: str | None) -> list[Any]:
        return [
            item if attribute is None else self.getitem(item, attribute) for item in self.walk(items, POINTER)
        ]

    def _join(self, items: Iterable[Any], between: str = "", attribute: str | None = None) -> str:
        """Join texts with a text between them."""
        parts: list[Any] = []
        for item in self._pick(items, attribute):
            parts += [between, item] if parts else [item]
            self.budget.spend(1, _measure(between, self._say(item)))
        return self.join_texts(*parts)

    def _add_up(self, items: Iterable[Any], attribute: str | None = None) -> int:
        """Add up whole numbers."""
        numbers: list[int] = self._pick(items, attribute)
        if not all(isinstance(number, int) for number in numbers):
            raise TypeError("only whole numbers are added up")
        return sum(numbers)


def _measure(*values: object) -> int:
    return sum(getsizeof(value) for value in values if isinstance(value, _SIZED))
