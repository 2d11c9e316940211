import numpy as np
import pytest
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from skops import io as skops_io

from stance.models.pretrained import file_hash, load_model, save_model, shipped_path


def fitted():
    return LogisticRegression().fit(np.arange(6.0).reshape(-1, 1), [0, 0, 0, 1, 1, 1])


def test_a_model_comes_back_as_it_went(tmp_path):
    model, path = fitted(), tmp_path / "model.skops"
    save_model(model, path)
    grid = np.linspace(0, 5, 7).reshape(-1, 1)
    assert np.array_equal(load_model(path).predict_proba(grid), model.predict_proba(grid))
    assert [p.name for p in tmp_path.iterdir()] == ["model.skops"]


def test_a_strange_type_is_refused_before_it_is_loaded(tmp_path):
    path = tmp_path / "strange.skops"
    skops_io.dump({"model": pytest.raises}, path)
    with pytest.raises(ValueError, match="not trusted"):
        load_model(path)


def test_an_unknown_name_says_what_ships():
    with pytest.raises(ValueError, match="no model file 'telepathy'; shipped are"):
        shipped_path("telepathy")


@pytest.mark.parametrize(
    "path", sorted(shipped_path("stance").parent.glob("*.skops")), ids=lambda path: path.stem
)
def test_a_shipped_model_is_of_todays_classes_and_can_be_fitted_anew(path):
    clone(load_model(path))


def test_a_changed_file_has_another_hash(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_bytes(b"1")
    other.write_bytes(b"2")
    assert file_hash(one) != file_hash(other)
