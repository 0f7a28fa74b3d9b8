# Everything a user or developer does.  `make app` and `make test` set up what they need; nothing else is required
# than Python 3.11 (or 3.12, 3.13) and make.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV   := .venv
PY     := $(VENV)/bin/python
PIP    := $(PY) -m pip install --quiet --disable-pip-version-check --no-compile
SITE    = $(shell $(PY) -c 'import sysconfig; print(sysconfig.get_path("purelib"))')

.PHONY: help app build test check format bench query-page lock clean
.DEFAULT_GOAL := help

help: ## show what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

app: build query-page ## environment, build of corpus/, app in the browser
	$(PY) -m crisisgraph app

build: $(VENV)/.app ## environment, build of corpus/
	$(PY) build_graph.py

test: check node_modules/.dev ## environment, format, lint, types, every test with coverage
	$(PY) -m pytest --numprocesses=2 --dist=worksteal --cov --cov-report=term

check: $(VENV)/.dev ## environment, format, lint and types only
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy

format: $(VENV)/.dev ## put the code in its standard form
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

bench: $(VENV)/.dev ## print the benchmark tables
	for file in bench/*.py; do $(PY) $$file || exit 1; done

# The editor of the query page, at the versions of package-lock.json.  Without Node the page is a plain form.
query-page: node_modules/.package-lock.json ## install the query editor (YASGUI), where npm is present
node_modules/.package-lock.json: package-lock.json
	@$(NPM) --omit=dev || echo "De pagina met zoekvragen werkt zonder editor: npm is er niet, of kon hem niet ophalen."

# The linters of the OpenAPI document as well.  Without Node their tests are skipped.
node_modules/.dev: package-lock.json
	@$(NPM) && touch $@ || echo "Tests die Node nodig hebben worden overgeslagen: npm is er niet, of kon niets ophalen."
NPM := npm ci --ignore-scripts --no-audit --no-fund --loglevel=error

lock: $(VENV)/.dev ## choose the newest allowed versions again (see CONTRIBUTING.md)
	$(PY) -m piptools compile $(LOCK) -o requirements/app.lock pyproject.toml
	$(PY) -m piptools compile $(LOCK) --extra dev -c requirements/app.lock -o requirements/dev.lock pyproject.toml
LOCK := --quiet --upgrade --generate-hashes --allow-unsafe --strip-extras --no-header \
        --no-emit-index-url --no-emit-find-links --no-emit-trusted-host

clean: ## remove the environment and the build
	rm -rf $(VENV) build node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage*

$(VENV)/.venv: requirements/pip.lock
	$(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements/pip.lock
	touch $@

# PyTorch ships its C++ headers and its own tests (150 MB); nothing here compiles against it.
$(VENV)/.app: requirements/app.lock | $(VENV)/.venv
	$(PIP) --require-hashes -r requirements/app.lock
	rm -rf $(SITE)/torch/include $(SITE)/torch/test
	$(PIP) --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.dev: requirements/dev.lock | $(VENV)/.app
	$(PIP) --require-hashes -r requirements/dev.lock
	rm -rf $(SITE)/torch/include $(SITE)/torch/test
	touch $@
