"""What Excel's compiler would refuse, or a reviewer, in the add-in's VBA: checked before anything is built.

Other tools check more in the tests (undeclared names, types); these are the rules that they miss or that are ours:
ASCII only, ``Option Explicit``, no reserved word as a name, qualified calls that exist with a fitting number of
arguments, lines that the editor can hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ...dataclass import dataclass

# [MS-VBAL] 3.3.5.2, the reserved identifiers: statement, marker, operator and special-form words, reserved names and types,
# literals and what is reserved for the future.
RESERVED = frozenset(
    """
    call case close const declare defbool defbyte defcur defdate defdbl defint deflng deflnglng deflngptr defobj defsng defstr
    defvar dim do else elseif end endif enum erase event exit for friend function get global gosub goto if implements input let
    lock loop lset next on open option print private public put raiseevent redim resume return rset seek select set static stop
    sub type unlock wend while with write rem any as byref byval each in new shared until withevents optional paramarray
    preserve spc tab then to addressof and eqv imp is like mod not or typeof xor abs cbool cbyte ccur cdate cdbl cdec cint clng
    clnglng clngptr csng cstr cvar cverr date debug doevents fix int len lenb me pset scale sgn string array circle inputb
    lbound ubound boolean byte currency double integer long longlong longptr single variant true false nothing empty null
    attribute cdecl decimal defdec
    """.split()  # noqa: SIM905 - as the specification lists them
)
_LONGEST_LINE = 1023
_MOST_CONTINUATIONS = 24
_PROCEDURE = re.compile(
    r"^(?P<scope>Public|Private|Friend)?\s*(?P<kind>Sub|Function|Property (?:Get|Let|Set))\s+(?P<name>\w+)\s*"
    r"\((?P<parameters>.*)\)\s*(?:As\s+\w+(?:\(\))?)?\s*$",
    re.IGNORECASE,
)
_DECLARED = re.compile(
    r"^(?:Dim|Static|Private|Public|Const|Private Const|Public Const|ReDim)\s+(?P<rest>.*)$", re.IGNORECASE
)
_PARAMETER = re.compile(r"^(?:Optional\s+)?(?:ByVal\s+|ByRef\s+)?(?P<many>ParamArray\s+)?(?P<name>\w+)", re.IGNORECASE)
_QUALIFIED = re.compile(r"\b(?P<module>Kam\w+)\.(?P<name>\w+)")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to correct in the sources."""

    module: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure's head: its name as written, whether others may call it, its parameters as written."""

    module: str
    line: int
    public: bool
    kind: str
    name: str
    parameters: tuple[str, ...]

    @property
    def least(self) -> int:
        """How many arguments a call must give."""
        return sum(not re.match(r"Optional\s|ParamArray\s", one, re.IGNORECASE) for one in self.parameters)

    @property
    def most(self) -> int | None:
        """How many arguments a call may give, None for any number."""
        return None if any("paramarray" in one.lower() for one in self.parameters) else len(self.parameters)


def faults(modules: Mapping[str, str]) -> list[Fault]:
    """Everything that is wrong with these modules, by name."""
    found = [fault for name, text in modules.items() for fault in _alone(name, text)]
    return [*found, *_calls(modules)]


def procedures(modules: Mapping[str, str]) -> list[Procedure]:
    """Every procedure of the modules."""
    return [one for name, text in modules.items() for one in _procedures(name, text)]


def logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """The statements with their first line's number: continuations joined, comments and text literals emptied."""
    parts: list[str] = []
    first = 0
    for number, line in enumerate(text.splitlines(), 1):
        bare = _without_text(line)
        if not parts:
            first = number
        if re.search(r"\s_$", bare):
            parts.append(bare[:-1])
            continue
        yield first, "".join([*parts, bare]).strip()
        parts = []


def _alone(name: str, text: str) -> Iterator[Fault]:
    if "\nOption Explicit\n" not in f"\n{text}":
        yield Fault(name, 1, "Option Explicit is missing")
    for number, line in enumerate(text.splitlines(), 1):
        if not line.isascii():
            yield Fault(name, number, "not ASCII: another code page would spoil it")
        if len(line) > _LONGEST_LINE:
            yield Fault(name, number, f"longer than {_LONGEST_LINE} characters")
    run = 0
    for number, line in enumerate(text.splitlines(), 1):
        run = run + 1 if line.endswith(" _") else 0
        if run > _MOST_CONTINUATIONS:
            yield Fault(name, number, f"more than {_MOST_CONTINUATIONS} continued lines")
    for number, line in logical_lines(text):
        for declared in _names(line):
            if declared.lower() in RESERVED:
                yield Fault(name, number, f"{declared} is a word of VBA and cannot be a name")


def _names(line: str) -> Iterator[str]:
    procedure = _PROCEDURE.match(line)
    if procedure:
        yield procedure["name"]
        yield from (match["name"] for one in _split(procedure["parameters"]) if (match := _PARAMETER.match(one)))
        return
    declared = _DECLARED.match(line)
    if declared and not re.match(
        r"(?:Sub|Function|Property|Enum|Type|Declare|Event)\b", declared["rest"], re.IGNORECASE
    ):
        rest = re.sub(r"^(?:Const|WithEvents|Preserve)\s+", "", declared["rest"], flags=re.IGNORECASE)
        yield from (match[0] for one in _split(rest) if (match := re.match(r"\w+", one)))


def _procedures(module: str, text: str) -> Iterator[Procedure]:
    for number, line in logical_lines(text):
        head = _PROCEDURE.match(line)
        if head:
            public = (head["scope"] or "Public").lower() != "private"
            parameters = tuple(_split(head["parameters"]))
            yield Procedure(module, number, public, head["kind"].title(), head["name"], parameters)


def _calls(modules: Mapping[str, str]) -> Iterator[Fault]:
    """Qualified calls between our modules: Excel would notice only when it compiles."""
    known = {(one.module.lower(), one.name.lower()): one for one in procedures(modules)}
    constants = {
        (name.lower(), match[1].lower())
        for name, text in modules.items()
        for match in re.finditer(r"^Public Const (\w+)", text, re.MULTILINE)
    }
    for name, text in modules.items():
        for number, line in logical_lines(text):
            for match in _QUALIFIED.finditer(line):
                key = (match["module"].lower(), match["name"].lower())
                procedure = known.get(key)
                if procedure is None or not procedure.public:
                    if key not in constants:
                        yield Fault(name, number, f"there is no {match[0]}")
                    continue
                given = _given(line, match.end(), match.start())
                if given < procedure.least or (procedure.most is not None and given > procedure.most):
                    yield Fault(name, number, f"{match[0]} does not take {given} arguments")


def _given(line: str, after: int, before: int) -> int:
    """How many arguments the call at ``before`` gives."""
    rest = line[after:]
    if rest.startswith("("):
        inside = _inside(rest)
        return len(_split(inside)) if inside.strip() else 0
    alone = re.search(r"(?:^|\bThen |\bElse )$", line[:before])
    arguments = re.split(r"\sElse\s", rest, maxsplit=1)[0]
    return len(_split(arguments)) if alone and arguments.strip() else 0


def _inside(text: str) -> str:
    depth = 0
    for at, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return text[1:at]
    return text[1:]


def _split(text: str) -> Sequence[str]:
    """At the commas outside of brackets."""
    parts: list[str] = []
    depth, start = 0, 0
    for at, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if char == "," and depth == 0:
            parts.append(text[start:at].strip())
            start = at + 1
    last = text[start:].strip()
    return [*parts, last] if last or parts else []


def _without_text(line: str) -> str:
    """The line with what stands in quotation marks emptied and the comment taken off."""
    out, quoted = [], False
    for char in line:
        if char == '"':
            quoted = not quoted
            out.append(char)
        elif char == "'" and not quoted:
            break
        elif not quoted:
            out.append(char)
    return "".join(out).rstrip()
