# Everything a contributor does, by name. A fresh machine needs Python 3.11 or newer (with venv) and make.

PYTHON ?= python3
# Processes that share the tests between them.
WORKERS ?= auto

BIN := .venv/bin
RUN := $(BIN)/python -m
SETUP := .venv/.setup
# What has a long form: it asks whether this is the soak run.
SOAKED = tests/faults $(filter-out tests/faults/%,$(sort $(shell grep -rl SOAK tests --include='test_*.py')))
# The pages with generated parts.
COGGED = $(shell grep -ls '\[\[\[cog' README.md docs/*.md)

.DEFAULT_GOAL := help
.PHONY: help setup report check test test-lowest test-newest soak mutants audit sbom bench bench-nation golden docs lock \
	wheel clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /\1	/' | expand -t 14

setup: $(SETUP) ## make .venv with the locked packages and this project in it

$(SETUP): pyproject.toml requirements-dev.lock
	"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11) and "cds-kpi needs Python 3.11 or newer; choose one with make PYTHON=python3.11")'
	"$(PYTHON)" -m venv --clear .venv
	$(RUN) pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(RUN) pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

report: $(SETUP) ## the city's report for the third quarter of 2022, written to reports/ and printed
	@$(BIN)/cds-kpi report --quarter Q3 --as-of 2022-09-30

check: $(SETUP) ## lint, format, types, floors, generated pages
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy
	$(BIN)/lint-imports --no-logo
	$(if $(COGGED),$(RUN) cogapp --check --diff -P $(COGGED))

test: $(SETUP) ## every test, with coverage
	$(RUN) pytest -n $(WORKERS) --cov --cov-report=term $(ARGS)

soak: $(SETUP) ## the long forms of the fault, fuzz and damage runs, and what they cost in one table (root for some); hours
	CDS_KPI_SOAK=1 $(RUN) pytest -n $(WORKERS) $(SOAKED) $(ARGS)

# The modules that meet the packages: what a bound allows must run, and a newer Python must, too.
MEETING := tests/test_number.py tests/test_period.py tests/test_filing.py tests/test_workdays.py tests/test_render.py \
	tests/test_calendar.py tests/test_help.py tests/test_excel.py tests/test_charts.py tests/test_chat.py \
	tests/test_schema.py tests/test_document.py tests/forms/test_reading.py

test-lowest: ## the tests that meet the packages, with the oldest versions that pyproject.toml allows
	$(call other_env,lowest,$(PYTHON))
	.tools/lowest/bin/python -m pip install --quiet --require-hashes -r requirements-lowest.lock
	.tools/lowest/bin/python -m pytest -q -n $(WORKERS) $(MEETING) $(ARGS)

NEWEST ?= python3.13
test-newest: ## the same with the newest Python that is supported; NEWEST=... names the interpreter
	$(call other_env,newest,$(NEWEST))
	.tools/newest/bin/python -m pytest -q -n $(WORKERS) $(MEETING) $(ARGS)

# A locked environment of its own, with an interpreter.
define other_env
"$(2)" -m venv --clear .tools/$(1)
.tools/$(1)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
.tools/$(1)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
endef

mutants: ## break what decides and what writes in every small way, and see which breach no test finds; ten minutes
	"$(PYTHON)" -m venv --clear .tools/mutants
	.tools/mutants/bin/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	.tools/mutants/bin/python -m pip install --quiet mutmut==3.8.1
	rm -rf mutants
	.tools/mutants/bin/mutmut run $(ARGS)
	.tools/mutants/bin/mutmut results

audit: $(SETUP) ## known vulnerabilities in the lock, where a service that knows them can be reached
	$(BIN)/python scripts/audit.py

sbom: $(SETUP) ## the CycloneDX bill of materials of the program's lock, into dist/
	$(BIN)/python scripts/supply.py sbom dist/cds-kpi.cdx.json

bench: $(SETUP) ## time the program on a city, beside others, into benchmarks/RESULTS.md; minutes, nothing passes or fails
	$(BIN)/python benchmarks/bench.py city $(ARGS)

bench-nation: $(SETUP) ## the same on the nation, and the cost from a thousand files to a decade; an hour
	$(BIN)/python benchmarks/bench.py nation $(ARGS)
	$(BIN)/python benchmarks/bench.py size $(ARGS)

golden: $(SETUP) ## rewrite the golden files; look at the diff before committing it
	$(RUN) pytest --golden -q $(ARGS)

docs: $(SETUP) ## rewrite the generated parts of the pages
	$(if $(COGGED),$(RUN) cogapp -r -P $(COGGED),@echo 'no page has a generated part')

lock: ## pin every package anew (needs uv); UPGRADE=1 takes newer versions
	$(call lock_file,requirements.lock,)
	$(call lock_file,requirements-dev.lock,--extra dev --extra pdf --extra notify --extra sign)
	$(call lock_file,requirements-lowest.lock,--resolution lowest-direct --extra pdf --extra notify --extra sign)

# The index is the machine's own business: no address of one is written down.
lock_file = uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
	--custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade) $(2) pyproject.toml -o $(1)

wheel: $(SETUP) sbom ## build the wheel into dist/, its bill of materials beside it
	$(RUN) hatchling build -t wheel

clean: ## remove whatever can be made again, except reports/
	rm -rf .venv .tools mutants dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis htmlcov coverage.xml .coverage .coverage.*
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
