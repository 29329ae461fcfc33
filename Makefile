# Everything happens in .venv, beside this file. "make" lists what there is to make.

SHELL := /bin/sh
BIN := .venv/bin
SOURCES := app core packaging tests

# The first Python that Digit Lab's parts exist for, unless the caller names one.
FITS := 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))'
PYTHON ?= $(shell for name in python3 python3.11 python3.12 python3.13 python3.14; do \
	"$$name" -c $(FITS) 2>/dev/null && command -v "$$name" && break; done)

# Byte-compiling every file of Qt and NumPy costs more than the few that are ever imported.
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-compile
INSTALL := $(PIP) --require-hashes --only-binary :all:
INSTALL_SELF := $(PIP) --no-index --no-build-isolation --no-deps --editable .

# Side by side, a process a core, from compiled files (where those may not be written, each process
# compiles everything anew). The slowest are named at the end.
RUN = $(if $(COVERAGE),coverage run,python)
TESTS = PYTHONDONTWRITEBYTECODE= QT_QPA_PLATFORM=offscreen $(BIN)/$(RUN) -m pytest -n auto --dist worksteal --durations 10

.PHONY: help run lint test test-quick test-kernels test-exports test-package test-windows \
	test-debian13 test-debian13-short trust trust-short bench \
	model package package-report clean pins

help: ## list what there is to make
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "make %-19s %s\n", $$1, $$2 }' Makefile

run: .venv/for-run ## install what is needed, once, and open Digit Lab
	@$(BIN)/digit-lab

lint: .venv/for-test ## style, dead code, types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/vulture
	$(BIN)/mypy

test: lint ## lint, and every test that this machine can run; COVERAGE=1 says how much they ran
	$(if $(COVERAGE),rm -f build/coverage*)
	$(TESTS)
	$(if $(COVERAGE),$(BIN)/coverage combine --quiet && $(BIN)/coverage report)

test-quick: .venv/for-test ## without views, packages, training and child processes: while editing
	$(TESTS) -m "not slow" --hypothesis-profile quick \
	  $(addprefix --ignore tests/,app/views app/background end_to_end packaging windows)

test-kernels: .venv/for-test ## the tests that compute, under other kernels of OpenBLAS and with two threads
	@$(BIN)/python -m tests.kernels

test-exports: .venv/for-exports ## the tests of exported programs, with PyTorch
	DIGIT_LAB_REQUIRE_EXPORTS=1 $(TESTS) tests/core/export

trust: .venv/for-test ## try to break the app: faulty files, kills, full disks, a monkey; under an hour
	@$(BIN)/python -m tests.trust

trust-short: .venv/for-test ## a short dose of that: two minutes
	@$(BIN)/python -m tests.trust --short

test-package: .venv/for-test ## build the packages from a clean checkout and try them; the .deb as root
	$(BIN)/python -m pytest -m package

test-debian13: .venv/for-test ## "make test" with Debian 13's Python, in a chroot; as root
	@$(BIN)/python -m tests.debian13

test-debian13-short: .venv/for-test ## of that, the tests of core and packaging and a tenth of app's
	@$(BIN)/python -m tests.debian13 --short

test-windows: .venv/for-test ## what Windows users get, under Wine: tests, bundle, installer, window, removal
	$(BIN)/python -m pytest -m windows tests/windows -n 2 --dist loadgroup --durations 10

bench: .venv/for-bench ## measure speed and memory beside PyTorch, JAX and scikit-learn
	@$(BIN)/python -m tests.benchmarks

model: .venv/for-run ## train the networks that are shipped, into resources/model/
	@PYTHONPATH=packaging $(BIN)/python -m model

package: .venv/for-package ## build the program and the installers of this system, into dist/
	@$(BIN)/python packaging/make.py

package-report: ## measure what "make package" built: size, start, memory, checkers
	@$(BIN)/python packaging/report.py

clean: ## remove .venv and everything that was built
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find $(SOURCES) -name __pycache__ -prune -exec rm -rf {} +

.venv/bin/python:
	@"$(PYTHON)" -c $(FITS) 2>/dev/null || { \
	  echo "Digit Lab needs Python 3.11, 3.12, 3.13 or 3.14; $(or $(PYTHON),what was found) is none of them." >&2; \
	  echo "Install one, or name it: make run PYTHON=/path/to/python3" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$(PYTHON) cannot make virtual environments." >&2; \
	  echo "On Debian and Ubuntu: sudo apt install python3-venv" >&2; exit 1; }
	@echo "Installing into .venv; this takes a minute, once." >&2
	@rm -rf .venv
	@"$(PYTHON)" -m venv .venv

.venv/for-run: requirements.txt pyproject.toml setup.py | .venv/bin/python
	@$(INSTALL) -r requirements.txt
	@$(INSTALL_SELF)
	@touch $@

# The pins for tests and benchmarks contain those for running, so one pass of pip does both.
.venv/for-test: requirements-dev.txt pyproject.toml setup.py | .venv/bin/python
	@$(INSTALL) -r requirements-dev.txt
	@$(INSTALL_SELF)
	@touch .venv/for-run $@

NO_TORCH = { echo "On Linux PyTorch is taken from its wheel for the CPU alone, and there is none. Put one into" >&2; \
	echo "a folder, and name that: PIP_FIND_LINKS=/path/to/folder make $(1)" >&2; }

.venv/for-exports: requirements-exports.txt requirements-torch.txt .venv/for-test
	@$(INSTALL) -r requirements-exports.txt
	@$(INSTALL) -r requirements-torch.txt || { $(call NO_TORCH,test-exports); exit 1; }
	@touch $@

# Without PyTorch the others are measured all the same.
.venv/for-bench: requirements-bench.txt requirements-torch.txt pyproject.toml setup.py | .venv/bin/python
	@$(INSTALL) -r requirements-bench.txt
	@$(INSTALL) -r requirements-torch.txt || $(call NO_TORCH,bench)
	@$(INSTALL_SELF)
	@touch .venv/for-run $@

.venv/for-package: requirements-package.txt pyproject.toml setup.py | .venv/bin/python
	@$(INSTALL) -r requirements-package.txt
	@$(INSTALL_SELF)
	@touch .venv/for-run $@

# For maintainers: needs uv. What PyTorch publishes for Linux in the usual place brings gigabytes for
# graphics cards, so Linux gets its wheel for the CPU alone, and nobody gets those parts.
GPU_PARTS := cuda-bindings cuda-toolkit nvidia-cudnn-cu13 nvidia-cusparselt-cu13 nvidia-nccl-cu13 \
	nvidia-nvshmem-cu13 triton
TORCH_ON_LINUX := torch==2.13.0+cpu ; sys_platform == 'linux' \
	--hash=sha256:6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --upgrade

pins: ## choose the pinned versions anew from pyproject.toml and requirements*.in
	$(COMPILE) pyproject.toml requirements.in -o requirements.txt
	$(COMPILE) pyproject.toml requirements-dev.in -o requirements-dev.txt
	$(COMPILE) pyproject.toml requirements-package.in -o requirements-package.txt
	mkdir -p build
	printf '%s\n' $(GPU_PARTS) > build/gpu-parts.txt
	for use in bench exports; do \
	  $(COMPILE) --excludes build/gpu-parts.txt pyproject.toml requirements-$$use.in \
	    -o build/$$use.txt && \
	  awk '/^[^ ]/ { torch = /^torch==/ } !torch' build/$$use.txt > requirements-$$use.txt || exit 1; \
	done
	awk '/^[^ ]/ { torch = /^torch==/ } torch' build/bench.txt \
	  | sed "s/^torch==[^ ]*/$(TORCH_ON_LINUX)\n& ; sys_platform != 'linux'/" > requirements-torch.txt
