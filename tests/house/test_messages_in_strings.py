"""No text to be translated stands inside an f-string, where the gatherer of messages does not see it."""

import ast
from pathlib import Path

SITE = Path(__file__).parents[2] / "src" / "passerelle_web"
SAYING = {"_", "gettext", "ngettext", "pgettext", "say"}


def hidden(tree: ast.AST) -> list[int]:
    """The lines of f-strings that call for a translation with the text in it."""
    return [
        call.lineno
        for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in SAYING
        and call.args and isinstance(call.args[0], ast.Constant)
    ]  # fmt: skip


def test_such_a_text_is_found():
    assert hidden(ast.parse("""f"{_('Yes')} {name}" """)) == [1]
    assert hidden(ast.parse('f"{_(text)}" + _("Yes")')) == []


def test_no_text_is_hidden_in_an_f_string():
    found = [
        f"{path.relative_to(SITE)}:{line}"
        for path in sorted(SITE.rglob("*.py"))
        for line in hidden(ast.parse(path.read_text("utf-8")))
    ]
    assert found == []
