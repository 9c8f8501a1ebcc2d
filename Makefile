# Every target with "##" stands in `make help`.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# Servers, databases and a build for two cores: one thing at a time.
.NOTPARALLEL:
MAKEFLAGS += --no-builtin-rules

WEB := services/gateway/web
BROWSER := tests/browser
LIVE := tests/live-protocol
TARGET := $(abspath $(or $(CARGO_TARGET_DIR),target))

# T names the tests to run (any part of their path), P one package: make test T=accept P=handup-request
T ?=
P ?=
ARGS ?=
PACKAGES := $(if $(P),--package $(P),--workspace)
# A cluster that runs already is used again: deploy/postgres-for-tests.sh bash
WITH_POSTGRES := $(if $(HANDUP_TEST_POSTGRES_URL),,deploy/postgres-for-tests.sh)
# The same for all: what differs in features would be compiled twice. The system tests kill and
# start again the program that this makes.
BUILD := cargo build --locked --workspace --bins --tests

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

##### Run

.PHONY: run
run: doctor web ## Build and start everything with demo data; keeps it in ./data
	cargo build --locked --release --package handup
	@HANDUP_NATS_SERVER=$$(deploy/fetch-nats.sh); export HANDUP_NATS_SERVER; exec $(TARGET)/release/handup up --demo

.PHONY: dev
dev: doctor $(WEB)/node_modules/.package-lock.json ## Start everything, and build and restart what changes
	@exec deploy/dev.sh

##### Build

.PHONY: web
web: $(WEB)/dist/index.html ## Build the web client, which the gateway embeds

WEB_SOURCES := $(shell find $(WEB) \( -name node_modules -o -name dist \) -prune -o -type f -print)
$(WEB)/dist/index.html: $(WEB)/node_modules/.package-lock.json $(WEB_SOURCES)
	cd $(WEB) && npm run --silent build
	@touch $@

# npm writes this file when it has installed all; it is older than package-lock.json when that changed.
%/node_modules/.package-lock.json: %/package-lock.json
	cd $* && npm ci --no-fund --no-audit
	@touch $@

.PHONY: build
build: web # The programs and all tests, in one go and one set of features
	$(BUILD)

.PHONY: openapi
openapi: build ## Write openapi.json anew from the code, and from both documents what is made of them
	$(TARGET)/debug/handup openapi >$(TARGET)/openapi.json
	mv $(TARGET)/openapi.json services/gateway/openapi.json
	cd $(WEB) && npm run --silent generate

.PHONY: fmt
fmt: ## Format the Rust code
	cargo fmt --all

##### Test

.PHONY: test
ifneq ($(T)$(P),)
test: test-rust ## Run all tests; T=name or P=package for some of the Rust tests
else
test: doctor test-web deploy-check test-rust trace-check deploy-rehearsal faults-short fuzz live-protocol browser
endif

.PHONY: unit
unit: web ## Run the tests that need no server: the libraries' own and the web client's
	cargo test --locked $(PACKAGES) --lib $(T)
	cd $(WEB) && npm run --silent test

.PHONY: test-web
test-web: $(WEB)/node_modules/.package-lock.json ## Run the web client's tests
	cd $(WEB) && npm run --silent test

.PHONY: test-rust
test-rust: web ## Run the Rust tests, on SQLite and on a PostgreSQL of their own
	$(if $(filter-out handup-system-tests,$(P)),,$(BUILD))
	HANDUP_NATS_SERVER=$$(deploy/fetch-nats.sh); export HANDUP_NATS_SERVER; \
	  $(WITH_POSTGRES) cargo test --locked $(PACKAGES) --no-fail-fast $(T)

.PHONY: trace-check
trace-check: build ## Follow one trace from the POST to the sockets through a process for each service
	$(WITH_POSTGRES) tests/trace/run.sh $(TARGET)/debug/handup

.PHONY: trace-picture
trace-picture: $(if $(PROGRAM),,release) ## Draw docs/trace.svg anew from a trace that is recorded now
	$(WITH_POSTGRES) tests/trace/run.sh $(or $(PROGRAM),$(TARGET)/release/handup) docs/trace.svg

.PHONY: fuzz
fuzz: build ## Fuzz the API from its OpenAPI document, once per role
	tests/fuzz/run.sh $(TARGET)/debug/handup

.PHONY: live-protocol
live-protocol: build $(LIVE)/node_modules/.package-lock.json ## Hold the AsyncAPI document against a running system
	HANDUP_NATS_SERVER=$$(deploy/fetch-nats.sh); export HANDUP_NATS_SERVER HANDUP_BIN=$(TARGET)/debug/handup; \
	  cd $(LIVE) && npm run --silent test

.PHONY: browser
browser: build $(BROWSER)/node_modules/.package-lock.json ## Run the journeys in a real Chromium
	HANDUP_NATS_SERVER=$$(deploy/fetch-nats.sh); HANDUP_CHROMIUM=$$(deploy/ensure-chromium.sh); \
	  export HANDUP_NATS_SERVER HANDUP_CHROMIUM HANDUP_BIN=$(TARGET)/debug/handup; \
	  cd $(BROWSER) && npm run --silent test

.PHONY: deploy-check
deploy-check: ## Check k8s/ by Kubernetes' schemas and rules of our own, and the alerts by promtool
	tests/manifests/run.sh
	tests/alerts/run.sh

.PHONY: deploy-rehearsal
deploy-rehearsal: build ## Run what the overlay dev describes as processes: a lab, then a rollout
	$(WITH_POSTGRES) tests/manifests/rehearse.sh $(TARGET)/debug/handup

.PHONY: faults-short
faults-short: build ## Break one thing of each kind under load
	tests/outages/run.sh $(TARGET)/debug/handup --short

.PHONY: faults
faults: $(if $(PROGRAM),,build) ## Kill, freeze, cut, fill, wipe and roll under load; ARGS=--short, or PROGRAM=… of a release
	tests/outages/run.sh $(or $(PROGRAM),$(TARGET)/debug/handup) $(ARGS)

.PHONY: bench
bench: web ## Measure the system beside a bare chain of the same parts; ARGS=--quick for a first look
	HANDUP_NATS_SERVER=$$(deploy/fetch-nats.sh); export HANDUP_NATS_SERVER; \
	  $(WITH_POSTGRES) cargo run --locked --release --package handup-bench -- $(ARGS)

.PHONY: soak
soak: web ## Play an hour of forty labs in ten minutes, and compare everything; ARGS="--labs 10"
	HANDUP_NATS_SERVER=$$(deploy/fetch-nats.sh); export HANDUP_NATS_SERVER; \
	  $(WITH_POSTGRES) cargo run --locked --release --package handup-soak -- $(ARGS)

.PHONY: simulate
simulate: ## Play sessions with the real policies: table, plots in target/simulation; ARGS="--seed 7"
	cargo run --locked --release --package handup-simulation -- $(ARGS)

##### Ship

# A program that was built before, in place of a new one: make image PROGRAM=target/release/handup
PROGRAM ?=

.PHONY: release
release: web
	cargo build --locked --release --package handup

.PHONY: image
image: $(if $(PROGRAM),,release) ## Build the container image without a base image, into target/image
	deploy/image/with-containers.sh deploy/image/build.sh $(or $(PROGRAM),$(TARGET)/release/handup)

.PHONY: image-check
image-check: image ## Start the image in strict containers: all in one, then each service by itself
	HANDUP_NATS_SERVER=$$(deploy/fetch-nats.sh); export HANDUP_NATS_SERVER; \
	  $(WITH_POSTGRES) deploy/image/with-containers.sh python3 tests/operation/image_check.py

.PHONY: restore-check
restore-check: $(if $(PROGRAM),,build) ## Back up in a rush, restore on empty streams, and count what is missing
	HANDUP_NATS_SERVER=$$(deploy/fetch-nats.sh); export HANDUP_NATS_SERVER; \
	  $(WITH_POSTGRES) python3 tests/operation/restore_check.py $(or $(PROGRAM),$(TARGET)/debug/handup)

.PHONY: compose-up
compose-up: ## Start the system of deploy/compose with docker compose, or bring it up to date
	deploy/compose/up.sh

.PHONY: compose-check
compose-check: $(if $(PROGRAM),,build) ## Check deploy/compose without images: its file, settings, NATS and dashboards
	HANDUP_NATS_SERVER=$$(deploy/fetch-nats.sh); HANDUP_COMPOSE=$$(deploy/compose/ensure-compose.sh); \
	  python=$$(deploy/python-venv.sh operation tests/operation/requirements.txt); \
	  export HANDUP_NATS_SERVER HANDUP_COMPOSE; \
	  $(WITH_POSTGRES) "$$python" tests/operation/compose_check.py $(or $(PROGRAM),$(TARGET)/debug/handup)

##### Check

.PHONY: check
check: doctor check-rust check-deny check-web check-generated check-scripts check-links ## Check format, lints, licences, generated files, scripts and links

.PHONY: check-rust
check-rust: web
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- --deny warnings

.PHONY: check-deny
check-deny:
	deny=$$(deploy/ensure-deny.sh); "$$deny" --locked check bans licenses sources

.PHONY: check-web
check-web: $(WEB)/node_modules/.package-lock.json $(BROWSER)/node_modules/.package-lock.json $(LIVE)/node_modules/.package-lock.json
	cd $(WEB) && npm run --silent lint && npm run --silent types
	cd $(BROWSER) && npm run --silent types
	cd $(LIVE) && npm run --silent check && npm run --silent types

.PHONY: check-generated
check-generated: build
	deploy/check-generated.sh $(TARGET)/debug/handup

.PHONY: check-scripts
check-scripts:
	deploy/check-scripts.sh

.PHONY: check-links
check-links:
	python3 deploy/check-links.py

.PHONY: advisories
advisories: ## Ask the RustSec database about known faults in the dependencies
	deny=$$(deploy/ensure-deny.sh); "$$deny" --locked check advisories

##### This machine

.PHONY: doctor
doctor: ## Check that this machine has what building and testing need
	@deploy/doctor.sh

.PHONY: clean
clean: ## Remove everything built or fetched; keeps ./data
	cargo clean
	rm -rf .tools $(WEB)/dist $(WEB)/node_modules $(BROWSER)/node_modules $(BROWSER)/output $(LIVE)/node_modules $(LIVE)/output
