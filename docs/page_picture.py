"""Draws README's picture of the page with a browser: .venv/bin/python docs/page_picture.py. Needs chromium."""

import base64
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))

from browser import browser  # noqa: E402  # the tests' own, which the line above makes known

from coo_advisor.questionnaire.answers import load_answers, plain_answers  # noqa: E402
from coo_advisor.questionnaire.loading import load_questionnaire, packaged_questionnaire  # noqa: E402
from coo_advisor.web_page.page import render_page  # noqa: E402

SIDE_BY_SIDE = """<body style="margin:0;background:#dfe6e9;display:flex;gap:24px;padding:24px;align-items:start">
<img src="data:image/png;base64,{0}" width="640"><img src="data:image/png;base64,{1}" width="320"></body>"""


def main() -> None:
    """Writes docs/page.png: the recommendation to the company of docs/answers.yaml, on a screen and on a phone."""
    questionnaire = load_questionnaire(packaged_questionnaire())
    answers = json.dumps(plain_answers(load_answers(HERE / "answers.yaml", questionnaire)))
    with TemporaryDirectory() as folder, browser() as tab:
        path = Path(folder, "page.html")
        path.write_text(render_page(questionnaire), encoding="utf-8")
        tab.open(path)
        tab.run(f"localStorage.setItem('coo-advisor:{questionnaire.sha256}', {json.dumps(answers)})")
        tab.open(path)
        tab.run("document.querySelector('#speak-en').click(); document.querySelector('main .first').click()")
        tab.run("dispatchEvent(new PopStateEvent('popstate', {state: {step: 'result'}}))")
        shots = []
        for width, height in ((640, 860), (320, 860)):
            tab.size(width, height)
            tab.picture(Path(folder, "shot.png"), whole=False)
            shots.append(base64.b64encode(Path(folder, "shot.png").read_bytes()).decode())
        path.write_text(SIDE_BY_SIDE.format(*shots), encoding="utf-8")
        tab.size(1032, 908)
        tab.open(path)
        tab.picture(HERE / "page.png")


if __name__ == "__main__":
    main()
