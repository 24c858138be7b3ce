from contextlib import chdir
from pathlib import Path

import jupytext
import nbformat
import pytest

from leadscore_analysis.errors import InputError
from leadscore_analysis.reports.notebooks import notebook_scripts, with_parameters, write_executed_notebooks
from leadscore_analysis.sources.loading import load
from leadscore_analysis.study import Study
from leadscore_analysis.world.making import make_world
from leadscore_analysis.world.truth import World

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
SCRIPT = """# %% [markdown]
# # What is it?

# %% tags=["parameters"]
study_file = "study.yml"
seed = 1

# %%
from pathlib import Path

Path(study_file).read_text() + str(seed)
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "10_small.py"
    path.write_text(SCRIPT)
    return path


def test_the_scripts_come_in_the_order_of_their_numbers() -> None:
    assert [path.stem for path in notebook_scripts()] == [
        "10_load_and_check",
        "20_replay",
        "25_compare_rulebooks",
        "30_compare_with_conversions",
        "40_suggest_points",
        "45_thresholds",
    ]


def test_parameters_take_the_place_of_the_notebooks_own(script: Path) -> None:
    notebook = with_parameters(jupytext.read(script), {"seed": 7})
    assert [cell.source for cell in notebook.cells[1:3]] == ['study_file = "study.yml"\nseed = 1', "seed = 7"]


def test_a_parameter_that_the_notebook_does_not_know_is_told_with_the_nearest(script: Path) -> None:
    with pytest.raises(InputError, match=r"got 'sed'.*did you mean 'seed'"):
        with_parameters(jupytext.read(script), {"sed": 7})


def test_a_notebook_without_a_parameters_cell_is_told() -> None:
    with pytest.raises(InputError, match="tagged 'parameters'; got none"):
        with_parameters(nbformat.v4.new_notebook(), {})


def test_a_notebook_runs_in_the_folder_it_is_given_and_keeps_its_result(script: Path, tmp_path: Path) -> None:
    folder = tmp_path / "world"
    folder.mkdir()
    (folder / "my.yml").write_text("hello ")
    done: list[str] = []
    (written,) = write_executed_notebooks(
        tmp_path / "out", folder=folder, parameters={"study_file": "my.yml", "seed": 7}, scripts=[script], progress=done.append
    )
    assert nbformat.read(written, as_version=4).cells[-1].outputs[0].data["text/plain"] == "'hello 7'"
    assert done == ["10_small.ipynb"]


def test_a_notebook_that_fails_is_told_by_its_name_and_leaves_no_file(script: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"10_small\.py must run top to bottom; got FileNotFoundError"):
        write_executed_notebooks(tmp_path / "out", folder=tmp_path, parameters={}, scripts=[script])
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("path", [*notebook_scripts(), NOTEBOOKS / "46_real_loans.py"], ids=lambda path: path.stem)
def test_a_notebook_begins_with_its_question_then_its_parameters_and_defines_nothing(path: Path) -> None:
    cells = jupytext.read(path).cells
    assert cells[0].cell_type == "markdown"
    assert "decision it serves" in cells[0].source
    assert cells[1].metadata["tags"] == ["parameters"]
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    assert not any(word in code for word in ("def ", "for ", "while ", "lambda "))


@pytest.fixture(scope="module")
def sample_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world") / "sample"
    make_world(World(leads=1000), folder)
    with chdir(folder):
        load(Study.load("study.yml").history)
    return folder


@pytest.mark.slow
def test_the_notebooks_run_top_to_bottom_on_a_small_sample_world(sample_world: Path, tmp_path: Path) -> None:
    written = write_executed_notebooks(tmp_path, folder=sample_world, parameters={"folder": ".", "study_file": "study.yml"})
    assert len(written) == 6
    for path in written:
        last = nbformat.read(path, as_version=4).cells[-1]
        assert any(letter.isdigit() for letter in last.outputs[0].data["text/markdown"])
