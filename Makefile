# rnnsim: every task.  A bare `make` lists them.
# Needs a Python from 3.11 to 3.14 and make; what else is missing is installed or asked for.

CONSTRAINTS := packaging/constraints.txt
BOOTSTRAP := packaging/linux/system_packages.py
VENV := .venv
IN_VENV := $(VENV)/bin/python
PACKAGE_VENV := build/venv

# The first Python that is new enough; looked for once, and only by targets that need it.
CANDIDATES := $(or $(PYTHON),python3 python3.13 python3.12 python3.11)
override PYTHON = $(eval override PYTHON := $(shell for python in $(CANDIDATES); do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' \
		>/dev/null 2>&1 && echo $$python && break; done))$(PYTHON)

# An environment that was moved here, or that its Python has left, is made anew.
ifneq ($(shell $(IN_VENV) -c 'import pip' 2>/dev/null && cat $(VENV)/.made-in),$(CURDIR))
STALE := anew
endif

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test bench docs pictures translations fonts formulas package package-test release-check \
	check lock clean anew python \
	system-offscreen system-run system-test system-package system-trial
unexport PYTHONHOME PYTHONPATH

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: system-run $(VENV)/.installed-run ## open the window (ARGS="..." are handed on to rnnsim)
	@$(IN_VENV) -m rnnsim $(ARGS)

# Coverage (pyproject.toml says of what, and how much) is asked of whole runs only; those use every
# processor, but for memory's sake (1 GB each) no more than four.
WHOLE := --cov --numprocesses logical --maxprocesses 4 --dist worksteal
test: system-test check ## check, then run all tests, headless (ARGS="..." are handed on to pytest)
	@LC_ALL=C.UTF-8 QT_QPA_PLATFORM=offscreen $(IN_VENV) -m pytest -q $(or $(ARGS),$(WHOLE))

bench: system-test $(VENV)/.installed-bench ## measure the engine, and on Xvfb the window (ARGS="..." names some)
	@LC_ALL=C.UTF-8 $(IN_VENV) -m benchmarks $(ARGS)

pictures: system-offscreen $(VENV)/.installed-run ## draw the pictures in docs/ from the real window
	@LC_ALL=C.UTF-8 $(IN_VENV) packaging/pictures.py

docs: $(VENV)/.made-in ## build the user guide as a site in dist/site
	@$(PIP) mkdocs
	@$(IN_VENV) -m mkdocs build --quiet
	@echo "dist/site/index.html"

translations: $(VENV)/.installed-test ## gather all texts, update the catalogues, compile them
	@$(IN_VENV) packaging/translations.py

fonts: $(VENV)/.installed-test ## cut the Chinese characters in use out of a font (SOURCE=...)
	@$(PIP) fonttools
	@$(IN_VENV) packaging/fonts.py $(SOURCE)

formulas: $(VENV)/.installed-test ## typeset the formulas that are shipped
	@$(PIP) ziamath
	@$(IN_VENV) packaging/formulas.py

package: system-package $(PACKAGE_VENV)/.installed ## build what people download, into dist/ (ARGS=folder|packages|checks)
	@LC_ALL=C.UTF-8 $(PACKAGE_VENV)/bin/python packaging/build.py $(ARGS)

package-test: system-trial $(PACKAGE_VENV)/.installed ## try it in a bare Debian without Python (as root)
	@LC_ALL=C.UTF-8 $(PACKAGE_VENV)/bin/python packaging/linux/package_test.py

release-check: | python ## say whether version, tag and changelog agree
	@$(PYTHON) packaging/release_check.py

check: $(VENV)/.installed-test ## lint, format and types only
	@$(IN_VENV) -m ruff check --quiet
	@$(IN_VENV) -m ruff format --check --quiet || \
		{ echo "not formatted; type: $(IN_VENV) -m ruff format" >&2; exit 1; }
	@$(IN_VENV) -m mypy --no-error-summary

# The pins name no build of torch; that PyPI's one for Linux asks for CUDA is kept out by
# [tool.uv] in pyproject.toml.
lock: $(VENV)/.made-in ## pin the newest versions that pyproject.toml allows
	@$(PIP) uv
	@UV_CUSTOM_COMPILE_COMMAND="make lock" $(IN_VENV) -m uv pip compile --quiet --upgrade \
		--universal --python-version 3.11 --fork-strategy fewest --all-extras --group build --group formulas --group lock \
		--output-file $(CONSTRAINTS) pyproject.toml

clean: ## remove everything that make has made
	@rm -rf $(VENV) build dist .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment.  Build backends are pinned as well: old versions of pip hand PIP_CONSTRAINT on to
# isolated builds, new ones take PIP_BUILD_CONSTRAINT.
PIP = PIP_USER=0 PIP_DISABLE_PIP_VERSION_CHECK=1 \
	PIP_CONSTRAINT=$(CONSTRAINTS) PIP_BUILD_CONSTRAINT=$(CONSTRAINTS) \
	$(IN_VENV) -m pip install --quiet --no-input

$(VENV)/.made-in: $(STALE) | python
	@$(PYTHON) $(BOOTSTRAP) venv
	@echo "Making $(VENV) ($(PYTHON)); the first time takes a minute or two ..." >&2
	@$(PYTHON) -m venv --clear $(VENV)
	@$(PIP) pip
	@printf %s "$(CURDIR)" > $@

# Packages are built where nothing is but what goes along and PyInstaller: tests' packages, which it
# would find and follow, are not there.
$(PACKAGE_VENV)/.installed: IN_VENV = $(PACKAGE_VENV)/bin/python
$(PACKAGE_VENV)/.installed: pyproject.toml $(CONSTRAINTS) | python
	@$(PYTHON) $(BOOTSTRAP) venv
	@$(PYTHON) -m venv --clear $(PACKAGE_VENV)
	@$(PIP) pip
	@$(PIP) --editable '.[package]'
	@touch $@

# Tests and measurements compare with PyTorch, pinned without a build: pip prefers one for the
# processor alone (2.13.0+cpu) where PIP_FIND_LINKS or PIP_EXTRA_INDEX_URL offers it; the one it takes
# otherwise brings gigabytes of CUDA on Linux.
$(VENV)/.installed-run: EXTRA =
$(VENV)/.installed-test: EXTRA = [test]
$(VENV)/.installed-bench: EXTRA = [bench]
$(VENV)/.installed-run $(VENV)/.installed-test $(VENV)/.installed-bench: \
		$(VENV)/.made-in pyproject.toml $(CONSTRAINTS)
	@$(PIP) --editable '.$(EXTRA)'
	@touch $(VENV)/.installed-run $@

python:
	@[ -n "$(PYTHON)" ] || { echo "rnnsim needs a Python from 3.11 to 3.14, and none was found" \
		"(tried: $(CANDIDATES)). Another one: make PYTHON=/path/to/python3" >&2; exit 1; }

# What the system must have: Qt's libraries, ensurepip, for the tests Xvfb, for packages their tools.
system-offscreen system-run system-test system-package system-trial: | python
	@$(PYTHON) $(BOOTSTRAP) $(@:system-%=%)
