"""``python -m kamxl.templates``: writes ``workbooks/templates`` anew from the form definitions."""

from .blank import templates
from .plain import folder


def main() -> None:
    target = folder() / "templates"
    target.mkdir(exist_ok=True)
    for name, content in templates():
        (target / name).write_bytes(content)
        print(target / name)


if __name__ == "__main__":
    main()
