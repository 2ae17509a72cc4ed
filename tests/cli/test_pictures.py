"""The pictures in the documentation: drawn from the flows as they are."""

from __future__ import annotations

from pathlib import Path

from bot.cli.pictures import main, pictures

REPOSITORY = Path(__file__).resolve().parents[2]
IMAGES = REPOSITORY / "docs" / "images"
FLOW = "flow: good\nstart:\n  - keyword: [good]\nstates:\n  only:\n    - say: Good.\n    - end: done\n"


def test_the_pictures_in_the_documentation_are_of_the_flows_as_they_are():
    kept = {file.name: file.read_text(encoding="utf-8") for file in IMAGES.glob("*.svg")}
    drawn = pictures(REPOSITORY / "flows")

    assert sorted(drawn) == sorted(kept)
    assert [] == [name for name, text in drawn.items() if text != kept[name]], "draw them again with: make docs"


def test_pictures_come_and_go_with_their_flows(tmp_path):
    (tmp_path / "good.yaml").write_text(FLOW)
    images = tmp_path / "docs" / "images"
    main(str(tmp_path), str(images))
    first = sorted(file.name for file in images.iterdir())
    (tmp_path / "good.yaml").rename(tmp_path / "better.yaml")
    (tmp_path / "better.yaml").write_text(FLOW.replace("flow: good", "flow: better"))
    main(str(tmp_path), str(images))

    assert ["good.svg"] == first
    assert ["better.svg"] == sorted(file.name for file in images.iterdir())
