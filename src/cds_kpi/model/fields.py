"""The kinds of values that fields hold, each read from the text of a YAML scalar.

Convention: a scalar arrives as text, an empty one as None; a refused value raises PydanticCustomError whose type is
the slug of a problem kind and whose context is its facts.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, Never, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from cds_kpi.number import LONGEST, Number, parse_number
from cds_kpi.period import CITY_TIME, Period, parse_canonical, parse_period
from cds_kpi.problem import Fact, Fault
from cds_kpi.text import Language, find_near

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic_core import CoreSchema

JsonSchema = dict[str, Any]

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})\Z")
_LOCAL_DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})\Z")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?\Z"
)
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\]+\.[^\s@<>,;:\"()\[\]\\]+\Z")
_END = r"\Z"
"""Ends a pattern here; in JSON Schema "$" does."""
_TURNERS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Characters that turn the direction of writing: they make a text read otherwise than it is."""
LARGEST_COUNT = 10**9
"""The largest whole number that is no figure: of members, days, revisions."""
LONGEST_ID = 64
"""Characters a key may have."""
LONGEST_TEXT = 10_000
"""Characters a text may have."""


_DEFAULTS: dict[type[BaseModel], dict[str, Any]] = {}
"""What stands in the fields of each record that are not given."""
_set = object.__setattr__
"""Past the records' own refusal to be changed."""


class Record(BaseModel):
    """A file, or a part of one: never changed after it was read, every key known."""

    # Built when first read: no command reads every kind of file, and building them all takes longer than reading.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    @classmethod
    def make(cls, **values: Any) -> Self:
        """Return a record of values that are already what its fields hold; only these keys count as given."""
        known = _DEFAULTS.get(cls)
        if known is None:
            fields = cls.model_fields.items()
            known = {name: field.get_default() for name, field in fields if not field.is_required()}
            _DEFAULTS[cls] = known
        record = cls.__new__(cls)
        _set(record, "__dict__", known | values)
        _set(record, "__pydantic_fields_set__", set(values))
        _set(record, "__pydantic_extra__", None)
        _set(record, "__pydantic_private__", None)
        return record


def refuse(kind: str, **facts: Fact) -> Never:
    """Raise what Pydantic turns into a problem of this kind with these facts."""
    raise PydanticCustomError(kind, kind, dict(facts))


def _refuse_fault(fault: Fault) -> Never:
    refuse(fault.kind, **fault.facts)


def _scalar(value: object) -> str:
    if type(value) is str:
        return value
    if value is None:
        refuse("value-empty")
    refuse("scalar-expected", found="list" if isinstance(value, list | tuple) else "mapping")


def read_text(value: object) -> str:
    """Read a text: not empty, not too long, without characters that cannot be seen."""
    text = _scalar(value)
    if text.isprintable() and len(text) <= LONGEST_TEXT and not text.isspace() and text:
        return text
    if not text.strip():
        refuse("value-empty")
    if len(text) > LONGEST_TEXT:
        refuse("text-too-long", length=len(text), longest=LONGEST_TEXT)
    for char in text:
        if char not in "\n\t" and (unicodedata.category(char) in {"Cc", "Cs"} or char in _TURNERS):
            refuse("text-control", character=f"U+{ord(char):04X}")
    return text


def _id(value: object) -> str:
    if type(value) is str and _ID.match(value) and len(value) <= LONGEST_ID:
        return value
    refuse("id-malformed", found=read_text(value))


def _number(value: object) -> Number:
    if (
        type(value) is str
        and value.isdecimal()
        and value.isascii()
        and value[0] != "0"
        and len(value) < LONGEST
    ):
        return Number(Fraction(int(value)), value)
    number = parse_number(_scalar(value))
    if isinstance(number, Fault):
        if not _scalar(value).strip():
            refuse("value-empty")
        _refuse_fault(number)
    return number


def _whole(value: object) -> int:
    if (
        type(value) is str
        and len(value) < 10
        and value.isdecimal()
        and value.isascii()
        and (value[0] != "0" or value == "0")
    ):
        return int(value)
    number = _number(value)
    if not number.is_whole or not 0 <= number.exact <= LARGEST_COUNT or number.is_percentage:
        near = number.if_grouped
        refuse("whole-expected", found=number.written, **({"near": near} if near is not None else {}))
    return int(number.exact)


def _format(value: object) -> int:
    version = _whole(value)
    if version != 1:
        refuse("format-unknown", found=version)
    return version


def _flag(value: object) -> bool:
    text = _scalar(value)
    if text not in {"true", "false"}:
        near = {
            "yes": "true",
            "on": "true",
            "có": "true",
            "co": "true",
            "no": "false",
            "off": "false",
            "không": "false",
        }
        guess = near.get(text.strip().casefold())
        refuse("flag-expected", found=text, **({"near": guess} if guess else {}))
    return text == "true"


def _day(value: object) -> date:
    if type(value) is date:
        return value
    text = read_text(value)
    found = _DAY.match(text)
    if not found:
        local = _LOCAL_DAY.match(text)
        if local:
            near = _make_day(int(local[3]), int(local[2]), int(local[1]))
            if near is None:
                refuse("day-not-in-calendar", found=text)
            refuse("day-not-iso", found=text, near=near.isoformat())
        refuse("day-expected", found=text)
    day = _make_day(int(found[1]), int(found[2]), int(found[3]))
    if day is None:
        refuse("day-not-in-calendar", found=text)
    return day


def _make_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_moment(value: object) -> datetime:
    """Read a date-time; one without an offset is the city's (UTC+7)."""
    text = read_text(value)
    if not _MOMENT.match(text):
        refuse("moment-expected", found=text)
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=CITY_TIME)).astimezone(CITY_TIME)
    except (ValueError, OverflowError):
        refuse("moment-expected", found=text)


def _period(value: object) -> Period:
    text = read_text(value)
    period = parse_canonical(text)
    if period is None:
        read = parse_period(text)
        if isinstance(read, Fault):
            _refuse_fault(read)
        return read
    return period


def _sha256(value: object) -> str:
    if type(value) is str and _SHA256.match(value):
        return value
    refuse("sha256-expected", found=read_text(value))


def _email(value: object) -> str:
    text = read_text(value)
    if not _EMAIL.match(text) or not text.isprintable():
        refuse("email-expected", found=text)
    return text


def _as_wording(value: object) -> object:
    return {"vi": value} if type(value) is str else value


def as_list(value: object) -> object:
    """Take a single value where a list is asked for as a list of one."""
    return [value] if type(value) is str else value


def one_of(*words: str) -> BeforeValidator:
    """Return a validator that admits these words only, and says which is near."""

    def read(value: object) -> str:
        if value.__class__ is str and value in words:
            return value
        text = read_text(value)
        if text not in words:
            near = find_near(text, list(words))
            refuse("word-unknown", found=text, words=", ".join(words), **({"near": near} if near else {}))
        return text

    return BeforeValidator(read)


class OrElse:
    """Says in the JSON Schema that what this schema describes will do, too."""

    def __init__(self, **schema: Any) -> None:
        self._schema = schema

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        """Return both."""
        return {"anyOf": [self._schema, handler(core)]}


class _AsList(BeforeValidator):
    """Takes one where several are asked for, and says so in the JSON Schema."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        several = handler(core)
        return {"anyOf": [several["items"], several]}


class _WholeSchema:
    """Says in the JSON Schema that a whole number may be in quotes, or in groups."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        number = handler(core)
        # Pydantic leaves bounds that come behind another validator under their short names.
        least = number.get("minimum", number.get("ge", 0))
        most = number.get("maximum", number.get("le", LARGEST_COUNT))
        return {
            "anyOf": [
                {"type": "integer", "minimum": least, "maximum": most},
                {"type": "string", "pattern": _WHOLE_TEXT},
            ]
        }


AS_LIST = _AsList(as_list)
"""For a list that one value alone can stand for."""


def exactly_one(*keys: str) -> dict[str, Any]:
    """Return the JSON Schema of a record that must have one of these keys, and no other of them."""
    return {"oneOf": [{"required": [key], "properties": {key: GIVEN}} for key in keys]}


EMPTY: dict[str, Any] = {"type": "null"}
"""The JSON Schema of what is left empty."""
GIVEN: dict[str, Any] = {"not": EMPTY}
"""The JSON Schema of whatever is not."""


def _schema(**schema: Any) -> WithJsonSchema:
    return WithJsonSchema(schema)


def _write(pattern: re.Pattern[str]) -> str:
    """Return a pattern as JSON Schema writes one: it ends with "$"."""
    return f"^{pattern.pattern.removesuffix(_END)}$"


# In JSON Schema a scalar has the type that an editor gives it; the program reads every one as text.
_SCALAR = ["string", "number", "boolean"]
_UNSEEN = r"\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069"
_GROUPS = r"[1-9][0-9]{0,2}(?:(?: [0-9]{3})+|(?:\.[0-9]{3}){2,})"
_WHOLE_TEXT = rf"^(?:0|[1-9][0-9]{{0,9}}|{_GROUPS})$"
_NUMBER_TEXT = (
    rf"^(?!-?[1-9][0-9]{{0,2}},[0-9]{{3}}$)-?(?:(?:0|[1-9][0-9]*)(?:[.,][0-9]+)?|{_GROUPS}(?:,[0-9]+)?"
    r"|[1-9][0-9]{0,2}\.[0-9]{3},[0-9]+|[1-9][0-9]{0,2}(?: [0-9]{3})+\.[0-9]+) ?%?$"
)

Line = Annotated[
    str,
    PlainValidator(read_text),
    _schema(type=_SCALAR, minLength=1, maxLength=LONGEST_TEXT, pattern=rf"^(?=[\s\S]*\S)[^{_UNSEEN}]*$"),
]
"""Free text, not empty, without control characters."""
Id = Annotated[
    str,
    PlainValidator(_id),
    _schema(type=_SCALAR, minimum=0, maxLength=LONGEST_ID, pattern="^[a-z0-9]+(-[a-z0-9]+)*$"),
]
"""A key: small letters, digits and single hyphens, at most 64."""
Figure = Annotated[
    Number,
    PlainValidator(_number),
    PlainSerializer(lambda number: number.written),
    _schema(type=["number", "string"], maxLength=LONGEST, pattern=_NUMBER_TEXT),
]
"""A number as written, held exactly."""
Whole = Annotated[int, BeforeValidator(_whole), _WholeSchema()]
"""A whole number from 0."""
Format = Annotated[int, PlainValidator(_format), _schema(enum=[1, "1"])]
"""The version of a file's form; this program reads 1."""
Flag = Annotated[bool, PlainValidator(_flag), _schema(enum=[True, False, "true", "false"])]
"""true or false, spelled so."""
Day = Annotated[
    date, PlainValidator(_day), _schema(type="string", format="date", pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
]
"""A calendar day, YYYY-MM-DD."""
Moment = Annotated[
    datetime,
    PlainValidator(read_moment),
    _schema(type="string", pattern=f"^{_MOMENT.pattern.removesuffix(_END)}$"),
]
"""A moment, YYYY-MM-DDThh:mm:ss+07:00; the city's time where no offset is given."""
PeriodField = Annotated[
    Period, PlainValidator(_period), PlainSerializer(str), _schema(type=["string", "integer"])
]
"""A period: 2022, 2022-S1, 2022-Q3 or 2022-09."""
Sha256 = Annotated[str, PlainValidator(_sha256), _schema(type="string", pattern="^[0-9a-f]{64}$")]
"""The SHA-256 of a file's bytes, in hexadecimal."""
Email = Annotated[
    str, BeforeValidator(_email), _schema(type="string", pattern=f"^{_EMAIL.pattern.removesuffix(_END)}$")
]
"""An e-mail address without a display name."""


class Bilingual(Record):
    """A wording in Vietnamese and, where there is one, in English."""

    vi: Line
    """The official Vietnamese wording."""
    en: Line | None = None
    """The English wording; the Vietnamese stands in where it is missing."""

    def say(self, language: Language) -> str:
        """Return the wording in the language, or in Vietnamese where there is no other."""
        return self.en if language == "en" and self.en is not None else self.vi


class Counted(Bilingual):
    """What is counted, in a word that stands behind a number; English has another for exactly one."""

    en_one: Line | None = None
    """The English for exactly one: household beside households."""


Wording = Annotated[
    Bilingual,
    BeforeValidator(_as_wording),
    OrElse(type=_SCALAR, minLength=1),
]
"""{vi: ..., en: ...}, or plain text for Vietnamese alone."""
Things = Annotated[
    Counted,
    BeforeValidator(_as_wording),
]
"""{vi: ..., en: ..., en_one: ...}, or plain text for Vietnamese alone."""
