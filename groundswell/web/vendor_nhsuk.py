"""Copy what we serve of NHS.UK frontend out of its npm package, made safe to serve ourselves.

    npm pack nhsuk-frontend@10.6.1 && tar -xzf nhsuk-frontend-10.6.1.tgz
    python -m groundswell.web.vendor_nhsuk package

Node is needed for that first line only, when the version changes.
"""

import re
import shutil
import sys
from pathlib import Path

VERSION = "10.6.1"
HERE = Path(__file__).parent / "static" / "nhsuk"
# The style sheet asks for these; favicons and the NHS logo are left out on purpose.
ICONS = ("arrow-down", "arrow-up", "arrow-up-down", "cross")


def main(package: Path) -> None:
    source = package / "dist" / "nhsuk"
    icons = HERE / "icons"
    icons.mkdir(parents=True, exist_ok=True)
    style = (source / f"nhsuk-frontend-{VERSION}.min.css").read_text(encoding="utf-8")
    (HERE / "nhsuk-frontend.min.css").write_text(mend_style(style), encoding="utf-8")
    script = (source / f"nhsuk-frontend-{VERSION}.min.js").read_text(encoding="utf-8")
    (HERE / "nhsuk-frontend.min.js").write_text(without_source_map(script), encoding="utf-8")
    for icon in ICONS:
        name = f"nhsuk-icon-{icon}.svg"
        shutil.copyfile(source / "assets" / "images" / name, icons / name)


def mend_style(css: str) -> str:
    """Icons beside the style sheet, no fonts from elsewhere (Arial stands in), no source map.

    Raises ValueError where the style sheet would still ask another server for something.
    """
    css = re.sub(r"@font-face\{[^}]*assets\.nhs\.uk[^}]*\}", "", css)
    css = css.replace("url(/assets/images/", "url(icons/")
    css = without_source_map(css)
    if left := re.findall(r"url\((?!icons/)[^)]*\)", css):
        raise ValueError(f"The style sheet asks for {left[0]}: add it here.")
    return css


def without_source_map(text: str) -> str:
    """Drop the pointer to a file that we do not ship: manifest static storage stumbles on it."""
    text = re.sub(r"/\*# sourceMappingURL=\S+ \*/", "", text)
    return re.sub(r"//# sourceMappingURL=\S+", "", text).rstrip() + "\n"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
