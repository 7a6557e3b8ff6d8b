# MLOps Advisor. Needs Python 3.11 or 3.12 and a package index; everything else is installed into .venv.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:

SUPPORTED := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))
PYTHON ?= $(shell for p in python3.11 python3.12 python3; do \
	"$$p" -c '$(SUPPORTED)' 2>/dev/null && { command -v "$$p"; break; }; done)
PY := .venv/bin/python
# `python -m ingest models` and `python -m ingest run` in one process, which saves their common imports.
PREPARE := import sys; from ingest.__main__ import main; sys.exit(main(["models"]) or main(["run"]))
PACKAGES := corpus ingest server ui eval
# What asks the embedded LLM needs all cores for itself and runs alone; then two processes share the other test files.
define PYTEST
$(PY) -m pytest -m "$(1) and llm"; alone=$$?; \
	$(PY) -m pytest -n 2 --dist loadfile -m "$(1) and not llm" && exit $$alone
endef

# Short names for the settings that are changed most; without them the ADVISOR_* variables decide.
ifdef PORT
export ADVISOR_API__PORT := $(PORT)
endif
ifdef UI_PORT
export ADVISOR_UI__PORT := $(UI_PORT)
endif
# Only from make's command line: conda and tcsh export a HOST of their own that nobody means as an address.
ifeq ($(origin HOST),command line)
export ADVISOR_UI__HOST := $(HOST)
endif
unexport PORT UI_PORT HOST

# Third-party libraries report nothing home.
export GRADIO_ANALYTICS_ENABLED := False
export HF_HUB_DISABLE_TELEMETRY := 1
export DO_NOT_TRACK := 1
export PHOENIX_TELEMETRY_ENABLED := false
export PHOENIX_ALLOW_EXTERNAL_RESOURCES := false
export PYTHONUNBUFFERED := 1

# How long `make fuzz` goes on.
FUZZ_S ?= 600

# Where `make observe` shows traces.
TRACES_PORT ?= 6006
TRACES_GRPC_PORT ?= 4317
VIEWER = http://127.0.0.1:$(TRACES_PORT)

.PHONY: help run observe test test-full test-vllm gate peers load check fuzz docs models sbom audit clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 12

run: .venv/.run ## install, fetch the models, build the index, serve the API (PORT=8000) and the chat (UI_PORT=7860)
	@$(PY) -c '$(PREPARE)'
	@PATH="$(CURDIR)/.venv/bin:$$PATH" exec $(PY) deploy/foreground.py

observe: .venv/.run var/viewer/.installed ## run, beside a viewer of traces (TRACES_PORT=6006), to which the chat's answers link
	@$(PY) -c '$(PREPARE)'
	@PATH="$(CURDIR)/.venv/bin:$$PATH" OTEL_EXPORTER_OTLP_ENDPOINT=$(VIEWER) \
		ADVISOR_UI__TRACE_URL='$(VIEWER)/redirects/traces/{trace_id}' PHOENIX_HOST=127.0.0.1 PHOENIX_PORT=$(TRACES_PORT) \
		PHOENIX_GRPC_PORT=$(TRACES_GRPC_PORT) PHOENIX_WORKING_DIR="$(CURDIR)/var/phoenix" \
		PHOENIX_LOG_MIGRATIONS=false PHOENIX_LOGGING_LEVEL=warning PHOENIX_AGENTS_DISABLE_BASH=true \
		exec $(PY) deploy/foreground.py -f deploy/observe/Procfile

test: check models ## check, the gate, the tests (not the slow ones)
	@$(PY) -m ingest run # its vectors serve the gate and the tests too
	$(PY) -m eval gate
	$(call PYTEST,not slow and not vllm)

test-full: check models ## check, the gate, all tests
	$(PY) -m eval gate
	$(call PYTEST,not vllm)

test-vllm: .venv/.dev models var/router/.installed ## install vLLM's CPU build and router beside, test against both (half an hour)
	@deploy/vllm/install
	$(PY) -m pytest -m "vllm or not vllm" tests/vllm

gate: .venv/.dev models ## evaluate without an LLM and compare with the committed baseline
	$(PY) -m eval gate

peers: .venv/.dev models var/peers/.installed ## compare with LlamaIndex, Haystack, BM25 and the LLM alone (an hour on two cores)
	$(PY) -m eval peers --write

load: .venv/.dev models var/load/.installed ## put the real server under load and write docs/performance.md (half an hour)
	@$(PY) -m ingest run
	$(PY) -m tests.load --write

check: .venv/.dev ## lint, formatting, types and the direction of imports
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy --strict $(PACKAGES)
	.venv/bin/lint-imports --no-logo

fuzz: .venv/.dev ## try to break the reading of an LLM's stream for FUZZ_S=600 seconds (Linux on x86-64)
	@mkdir -p var/fuzz
	$(PY) -m tests.fuzz.citation_stream -dict=tests/fuzz/citation_stream.dict -max_total_time=$(FUZZ_S) \
		-artifact_prefix=var/fuzz/ var/fuzz

docs: .venv/.dev ## build the documentation as a site in var/site
	NO_MKDOCS_2_WARNING=1 $(PY) -m mkdocs build --strict --quiet -f deploy/docs/mkdocs.yml

models: .venv/.run ## fetch and verify the model files
	@$(PY) -m ingest models

sbom: .venv/.run ## write dist/sbom.json, what the image is made of (CycloneDX), from the lock
	@deploy/sbom

audit: .venv/.run ## compare requirements.lock with known weaknesses (PyPI's, OSV's); status 2 where they cannot be reached
	@deploy/audit

clean: ## remove the environments and caches; var/ (models, index) is kept
	rm -rf .venv .venv-vllm .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis dist *.egg-info
	find $(PACKAGES) tests -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.run: requirements.lock pyproject.toml | $(PY)
	@deploy/install $<
	@touch $@

# The development lock holds everything in the other one.
.venv/.dev: requirements-dev.lock pyproject.toml | $(PY)
	@deploy/install $<
	@touch .venv/.run $@

# Copied, not linked: LlamaIndex's tokenizer refuses files that have another name too.
var/peers/.installed: eval/peers/requirements.lock | .venv/.dev
	@$(PY) -m venv --clear var/peers
	@UV_LINK_MODE=copy deploy/install $< var/peers
	@touch $@

var/load/.installed: tests/load/requirements.lock | $(PY)
	@$(PY) -m venv --clear var/load
	@deploy/install $< var/load
	@touch $@

var/router/.installed: deploy/router/requirements.lock | $(PY)
	@$(PY) -m venv --clear var/router
	@deploy/install $< var/router
	@touch $@

# In an environment of its own: what the viewer needs is not to be reconciled with what the advisor needs.
var/viewer/.installed: deploy/observe/requirements.lock | $(PY)
	@$(PY) -m venv --clear var/viewer
	@deploy/install $< var/viewer
	@touch $@

$(PY):
	@test -n "$(PYTHON)" && "$(PYTHON)" -c '$(SUPPORTED)' 2>/dev/null || { \
		echo "error: Python 3.11 or 3.12 is needed: install it, or name it with make PYTHON=/path/to/python3.11" >&2; \
		exit 1; }
	@"$(PYTHON)" -m venv --clear .venv || { \
		echo "error: $(PYTHON) cannot make an environment: install its venv module (Debian: python3-venv)" >&2; \
		rm -rf .venv; exit 1; }
