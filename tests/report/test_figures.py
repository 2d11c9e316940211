import xml.etree.ElementTree as ElementTree

import matplotlib as mpl
import numpy as np
import pytest

from stance.report.figures import (
    COLOURS,
    Dot,
    calibration_figure,
    confusion_figure,
    curve_figure,
    dot_figure,
    inline_svg,
    multiples_figure,
    write_figure,
)

DOTS = [
    Dot("linear", 62, 58, 67, "ours"),
    Dot("majority", 40, 36, 44, "ours"),
    Dot("SVM (2016)", 69, series="published"),
]


def lines_of(container):
    """The intervals that an error bar draws, as (low, high) by row."""
    [segments] = [bar.get_segments() for bar in container[2]]
    return [tuple(segment[:, 0]) for segment in segments]


def test_each_score_has_its_dot_and_its_interval():
    axes = dot_figure(DOTS, "F1").axes[0]
    ours, theirs = axes.containers
    assert list(ours[0].get_xdata()) == [62, 40]
    assert list(ours[0].get_ydata()) == [0, 1]
    assert lines_of(ours) == [(58, 67), (36, 44)]
    assert lines_of(theirs) == [(69, 69)]
    assert axes.get_ylim()[0] > axes.get_ylim()[1], "the first stands on top"


def test_series_differ_in_shape_and_not_in_colour_alone():
    ours, theirs = dot_figure(DOTS, "F1").axes[0].containers
    assert ours[0].get_marker() != theirs[0].get_marker()


def test_colours_next_to_each_other_differ_in_hue_for_a_deuteranope():
    # Machado, Oliveira & Fernandes (2009), deuteranopia at full severity, on linear RGB.
    matrix = np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.01182, 0.04294, 0.968881],
        ]
    )
    seen = [matrix @ np.array(mpl.colors.to_rgb(colour)) ** 2.2 for colour in COLOURS]
    gaps = [
        np.abs(first - second).max()
        for row, first in enumerate(seen)
        for second in seen[row + 1 :]
    ]
    assert min(gaps) > 0.1


def test_calibration_leaves_empty_bins_out():
    axes = calibration_figure([0.2, 0.5, 0.9], [0.1, 0.0, 0.8], [10, 0, 40]).axes[0]
    [dots] = axes.collections
    assert dots.get_offsets().tolist() == [[0.2, 0.1], [0.9, 0.8]]
    assert dots.get_sizes()[1] == 4 * dots.get_sizes()[0]


def test_confusion_shows_counts_and_shades_shares_of_the_gold_label():
    axes = confusion_figure([[3, 1], [0, 1000]], ["against", "favor"]).axes[0]
    assert [text.get_text() for text in axes.texts] == ["3", "1", "0", "1,000"]
    assert axes.images[0].get_array().tolist() == [[0.75, 0.25], [0.0, 1.0]]


def test_curve_and_multiples_put_values_where_they_belong():
    curve = curve_figure({"linear": [(25, DOTS[1]), (50, DOTS[0])]}, "F1", "coded").axes[0]
    assert curve.lines[0].get_xydata().tolist() == [[25, 40], [50, 62]]
    months = [Dot("2024-01", 0.2, 0.1, 0.3), Dot("2024-02", 0.4, 0.3, 0.5)]
    panels = {"economic": {"courier": months}, "political": {"courier": months[:1]}}
    first, second = multiples_figure(panels).axes
    assert (first.get_title("left"), second.get_title("left")) == ("economic", "political")
    assert list(first.containers[0][0].get_ydata()) == [0.2, 0.4]
    assert list(second.containers[0][0].get_ydata()) == [0.2]


@pytest.mark.parametrize("ending", [".pdf", ".svg", ".png"])
def test_the_same_figure_is_the_same_file(tmp_path, ending):
    for name in ("first", "second"):
        write_figure(dot_figure(DOTS, "F1"), (tmp_path / name).with_suffix(ending))
    first, second = ((tmp_path / name).with_suffix(ending) for name in ("first", "second"))
    assert first.read_bytes() == second.read_bytes()
    assert len(first.read_bytes()) > 2000


def test_a_page_figure_is_well_formed_scoped_and_in_the_ink_of_the_page():
    svg = inline_svg(dot_figure(DOTS, "F1"), "one", 'dots & "intervals"')
    root = ElementTree.fromstring(svg)
    assert root.get("aria-label") == 'dots & "intervals"'
    assert all(e.get("id", "one-").startswith("one-") for e in root.iter())
    assert "<style" not in svg
    assert "#000000" not in svg
    assert ">majority<" in svg, "text stays text"


def test_a_hostile_label_is_a_label():
    hostile = "<script>$\\frac{1}$ &\u202e"
    svg = inline_svg(dot_figure([Dot(hostile, 1, series=hostile)], hostile), "x", hostile)
    ElementTree.fromstring(svg)
    assert "<script" not in svg
    assert "\u202e" not in svg


def test_the_readers_own_settings_are_left_alone():
    before = dict(mpl.rcParams)
    dot_figure(DOTS, "F1")
    assert dict(mpl.rcParams) == before


def test_wrong_input_is_told_in_a_sentence(tmp_path):
    with pytest.raises(ValueError, match="at least one score"):
        dot_figure([])
    with pytest.raises(ValueError, match="at least one panel"):
        multiples_figure({})
    with pytest.raises(ValueError, match="one row and column a label"):
        confusion_figure([[1, 2]], ["a", "b"])
    with pytest.raises(ValueError, match="give a name that ends in"):
        write_figure(dot_figure(DOTS), tmp_path / "figure.doc")
    assert not list(tmp_path.iterdir())
