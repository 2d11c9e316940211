PYTHON ?= python3
BIN = .venv/bin

.PHONY: help demo test pretrained tables docs clean

help:  ## list the targets
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*##/ —/'

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $@

demo: .venv/installed  ## test small models on the invented seed corpus, then label one article
	$(BIN)/python experiments/seeds.py
	$(BIN)/stance label seeds/articles/strike-courier.txt

test: .venv/installed  ## format, lint, types, tests with doctests, seed experiments, notebooks
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2

pretrained: .venv/installed  ## train the small models that come with the package again
	$(BIN)/python experiments/build_pretrained.py

tables: .venv/installed  ## write the README's tables from the committed results and cards
	$(BIN)/python docs/readme_tables.py

docs: .venv/installed  ## build the documentation into docs/_build
	$(BIN)/python -m sphinx -q -W --keep-going docs docs/_build

clean:  ## remove the environment and caches
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache
