# Countersign: build, run and check.  `make` alone lists what there is to do.

SHELL       := /usr/bin/env bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS   += --no-print-directory

# WEB=no builds and runs without the web screens, and so without Node.
WEB  ?= yes
# ARGS goes to devstack: make run ARGS="--api-port 9090"
ARGS ?=

# End-to-end tests run these programs.
export COUNTERSIGN_BIN := $(CURDIR)/bin

# Named in logs and in evidence.
version   = $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
go_build  = go build -buildvcs=false -ldflags "-s -w -X main.build=$(version)" -v
# `go build -v` names a package a line: show them as one count that grows, and
# everything else (errors) as it is. Silent when nothing had to be compiled.
progress  = 2>&1 | awk -v name='$(1)' -v tty="$$( [ -t 1 ] && echo 1 || true )" \
	'/^[a-zA-Z0-9_.\/~-]+$$/ { n++; if (tty) { printf "\r  %-12s %d packages compiled", name, n; fflush() } next } \
	 { if (tty && n) print ""; print } END { if (n) printf "%s  %-12s %d package%s compiled\n", (tty ? "\r" : ""), name, n, (n == 1 ? "" : "s") }'

ifeq ($(WEB),yes)
web_tag    := -tags web
web_target := web
node_check := check-node
endif

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

## ---- run ----

.PHONY: run
run: build ## build what changed and run everything; Ctrl-C stops it
	@exec bin/devstack run $(ARGS)

.PHONY: reset
reset: bin/devstack ## throw the development data away (.countersign)
	@bin/devstack reset

## ---- build ----

.PHONY: build
build: check-go $(node_check) bin/devstack $(web_target) bin/countersign bin/sandbox ## build every program into bin/

.PHONY: bin/devstack
bin/devstack: check-go
	@cd tools/devstack && $(go_build) -o ../../bin/devstack . $(call progress,devstack)

.PHONY: bin/countersign
bin/countersign: check-go $(web_target)
	@$(go_build) $(web_tag) -o bin/countersign ./cmd/countersign $(call progress,countersign)

.PHONY: bin/sandbox
bin/sandbox: check-go
	@$(go_build) -o bin/sandbox ./cmd/sandbox $(call progress,sandbox)

# The product without its send ledger: tests of kills must fail against it, or they prove nothing.
.PHONY: build-control
build-control: check-go bin/sandbox
	@$(go_build) -tags countersign_without_ledger -o bin/without-ledger/countersign ./cmd/countersign $(call progress,control)
	@ln -sf ../sandbox bin/without-ledger/sandbox

# The product with a clock that tests put ahead.
.PHONY: build-clock
build-clock: check-go
	@$(go_build) -tags countersign_clock -o bin/movable-clock/ ./cmd/countersign ./cmd/sandbox $(call progress,clock)

.PHONY: web
web: check-node web/dist/index.html ## build the web screens into web/dist

web_sources = $(shell find web -name node_modules -prune -o -name dist -prune -o -type f ! -name '*.go' -print 2>/dev/null)

web/dist/index.html: web/node_modules/.package-lock.json $(web_sources)
	@echo "  web          building"
	@cd web && npm run build --silent && touch dist/index.html

# npm writes this file itself at the end of an install.
web/node_modules/.package-lock.json: web/package-lock.json
	@echo "  web          installing packages"
	@cd web && npm ci --no-audit --no-fund --loglevel=error && touch node_modules/.package-lock.json

tests/web/node_modules/.package-lock.json: tests/web/package-lock.json
	@echo "  tests/web    installing packages"
	@cd tests/web && npm ci --no-audit --no-fund --loglevel=error && touch node_modules/.package-lock.json

## ---- test ----

.PHONY: test
test: test-tools lint build build-control build-clock licences test-go test-fuzz test-devstack test-web test-browser ## every test: Go, end to end, web and browser

.PHONY: test-go
test-go: ## Go tests of the product, end-to-end tests among them (after make build)
	go test -count=1 -p 2 -timeout 30m ./...

.PHONY: test-fuzz
# Where the time ends a fuzzer, Go before 1.27 at times says "context deadline exceeded" and fails, without an input that fails: https://go.dev/issue/75804
test-fuzz: check-go ## every fuzzer for a moment: make test-fuzz FUZZTIME=1m
	@said=$$(mktemp); trap 'rm -f "$$said"' EXIT; \
	grep -rl '^func Fuzz' --include='*_test.go' $$(go list -f '{{.Dir}}' ./...) | sort -u | while read -r file; do \
		package=$$(realpath --relative-to=. "$$(dirname "$$file")"); \
		for name in $$(sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\)(.*/\1/p' "$$file"); do \
			echo "  fuzz         $$package $$name, $(FUZZTIME)"; \
			go test -run '^$$' -timeout 0 -fuzz "^$$name$$" -fuzztime $(FUZZTIME) "./$$package" >"$$said" 2>&1 </dev/null \
				|| { grep -qx ' *context deadline exceeded' "$$said" && ! grep -q 'Failing input' "$$said"; } \
				|| { cat "$$said" >&2; exit 1; }; \
		done; \
	done
FUZZTIME ?= 5s

.PHONY: test-devstack
test-devstack: ## Go tests of the development stack
	cd tools/devstack && go test -count=1 -p 2 -timeout 15m ./...
	cd tools/supply && go test -count=1 ./licences

.PHONY: test-web
test-web: web/node_modules/.package-lock.json ## type check and unit tests of the web screens
	cd web && npm run check && npm test

.PHONY: test-browser
test-browser: tests/web/node_modules/.package-lock.json ## the screens in a real Chromium: parts, stories, and the walk through every state (after make build)
	cd tests/web && npm run check && npm run test:gallery && npm test && npm run test:walk

.PHONY: bench
bench: build ## the product next to plainer designs, as ratios: make bench BENCH=-quick (also -json, -seed, -clients)
	@go run ./tests/bench $(BENCH)
BENCH ?=

.PHONY: chaos
chaos: build build-control ## kill every process again and again: make chaos KILLS=500 SYNC_KILLS=20 SEED=7
	COUNTERSIGN_KILLS=$(KILLS) COUNTERSIGN_SYNC_KILLS=$(SYNC_KILLS) COUNTERSIGN_SEED=$(SEED) go test -count=1 -v -timeout 0 ./tests/chaos
KILLS ?= 500
SYNC_KILLS ?= 20
SEED  ?= 1

.PHONY: soak
soak: build ## thousands of inbound messages through kills, then every fuzzer for a while: make soak MESSAGES=10000 FUZZTIME=5m
	COUNTERSIGN_MESSAGES=$(MESSAGES) COUNTERSIGN_SEED=$(SEED) go test -count=1 -v -timeout 0 ./tests/soak
	@$(MAKE) test-fuzz FUZZTIME=$(FUZZTIME)
soak: FUZZTIME = 5m
MESSAGES ?= 10000

## ---- code ----

oapi := go run github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2

.PHONY: generate
generate: check-go check-cc check-node web/node_modules/.package-lock.json ## write generated code anew from schemas/
	cd schemas && go run github.com/sqlc-dev/sqlc/cmd/sqlc@v1.31.1 generate
	@dir=$$(mktemp -d); trap 'rm -rf "$$dir"' EXIT; go run ./schemas/openapi/bundle >"$$dir/openapi.json" && $(oapi) -config schemas/openapi/codegen.yaml "$$dir/openapi.json"
	cd web && npm run types

.PHONY: histories
histories: build ## record golden workflow histories anew, from the running product
	COUNTERSIGN_RECORD=$(CURDIR)/workflows/testdata/histories go test ./tests/stories -count=1 -run TestRecordHistories

.PHONY: check-generated
check-generated: ## fail when generated code is stale
	@state() { git status --porcelain; git diff HEAD; git ls-files -o --exclude-standard -z | xargs -0r cat; }; \
	before=$$(state | sha256sum); $(MAKE) generate; after=$$(state | sha256sum); \
	if [ "$$before" != "$$after" ]; then git status --short; echo "generated code was stale: commit what make generate has just written" >&2; exit 1; fi

.PHONY: lint
lint: format vet bin/golangci-lint deadcode ## gofmt, golangci-lint with go vet, workflow determinism, unreachable functions, web types and Biome
	bin/golangci-lint run --timeout 15m ./...
	go tool workflowcheck ./workflows/...
ifeq ($(WEB),yes)
	@$(MAKE) web/node_modules/.package-lock.json tests/web/node_modules/.package-lock.json
	cd web && npm run check
	cd tests/web && npm run check
endif

.PHONY: format
format: check-go
	@unformatted=$$(git ls-files -co --exclude-standard '*.go' | xargs -r ls -d 2>/dev/null | xargs -r gofmt -l); \
	if [ -n "$$unformatted" ]; then echo "not gofmt-ed:" $$unformatted >&2; exit 1; fi

# go vet where golangci-lint, which has it too, does not look: variants of build tags, other modules.
.PHONY: vet
vet: check-go
	go vet -tags countersign_clock ./core/clock ./worker ./cmd/countersign
	go vet -tags countersign_without_ledger ./worker ./cmd/countersign
	cd tools/devstack && go vet ./...
	cd tools/supply && go vet ./licences

# Functions that only a build with a tag reaches would stand in reached_by_tags, as a pattern of grep; today there is none.
reached_by_tags = ^$$

.PHONY: deadcode
deadcode: bin/deadcode ## functions that neither a program nor a test reaches
	@found=$$(bin/deadcode -test -filter '^countersign/' ./... | grep -v '$(reached_by_tags)') || true; \
	if [ -n "$$found" ]; then echo "$$found" >&2; echo "nothing reaches these functions: delete them" >&2; exit 1; fi

# Packages whose tests need no database and no processes, or are over in seconds.
quick_tests = ./core/... ./workflows/... ./activities/... ./dispatch/... ./integrations/... ./sandbox/... ./tests/house

.PHONY: quick
quick: format bin/golangci-lint ## what can be checked within a minute: format, vet, lint, fast tests
	@began=$$SECONDS; set -x; \
	go vet ./...; \
	bin/golangci-lint run --fast-only --timeout 5m ./...; \
	go test -timeout 2m $(quick_tests); \
	{ set +x; } 2>/dev/null; \
	echo "quick: $$((SECONDS - began)) s. Left out, see make test: tests of store, connect, api and worker, stories, kills, browser, web, devstack, fuzzers, slow linters, workflowcheck, dead code, licences"

## ---- dependencies ----

.PHONY: sbom
sbom: bin/countersign bin/cyclonedx-gomod ## what the product is made of: bin/sbom.json, CycloneDX, with licences
	@bin/cyclonedx-gomod bin -json -licenses -std -version "$(version)" -output bin/sbom.json bin/countersign 2>bin/sbom.log || { cat bin/sbom.log >&2; exit 1; }
	@echo "  sbom         bin/sbom.json"

.PHONY: licences
licences: sbom ## fail when a dependency's licence, of Go or npm, is not one of those we accept (tools/supply/licences)
ifeq ($(WEB),yes)
	@$(MAKE) web/node_modules/.package-lock.json tests/web/node_modules/.package-lock.json
	@cd tools/supply && go run ./licences ../../web/node_modules ../../tests/web/node_modules <../../bin/sbom.json
else
	@cd tools/supply && go run ./licences <../../bin/sbom.json
endif

.PHONY: vulnerabilities
vulnerabilities: bin/govulncheck ## known vulnerabilities in what the product calls; asks https://vuln.go.dev
	@if ! curl -fsS -m 20 -o /dev/null https://vuln.go.dev/index/db.json; then \
		echo "https://vuln.go.dev cannot be reached from here: nothing was checked" >&2; exit 1; fi
	bin/govulncheck ./...

.PHONY: clean
clean: ## remove what was built; the development data stays (see reset)
	rm -rf bin web/dist web/node_modules tests/web/node_modules tests/web/test-results

## ---- tools ----

# Tools live in modules of their own, so that the product's go.mod names what the product needs.
bin/golangci-lint bin/deadcode: tools/lint/go.mod
	@echo "  tools        building $(@F), once"
	@cd tools/lint && go build -o ../../$@ $(tool_$(@F)) && touch ../../$@
bin/cyclonedx-gomod bin/govulncheck: tools/supply/go.mod
	@echo "  tools        building $(@F), once"
	@cd tools/supply && go build -o ../../$@ $(tool_$(@F)) && touch ../../$@
tool_golangci-lint   = github.com/golangci/golangci-lint/v2/cmd/golangci-lint
tool_deadcode        = golang.org/x/tools/cmd/deadcode
tool_cyclonedx-gomod = github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod
tool_govulncheck     = golang.org/x/vuln/cmd/govulncheck

newest = printf '%s\n%s\n' '$(1)' "$$found" | sort -V | head -1

.PHONY: check-go
check-go:
	@found=$$(go env GOVERSION 2>/dev/null | sed 's/^go//') || true; \
	if [ -z "$$found" ]; then echo "Go is missing: install Go 1.26 or newer, https://go.dev/dl" >&2; exit 1; fi; \
	if [ "$$($(call newest,1.26))" != 1.26 ]; then echo "Go $$found is too old: install Go 1.26 or newer, https://go.dev/dl" >&2; exit 1; fi

.PHONY: check-node
check-node:
	@found=$$(node --version 2>/dev/null | sed 's/^v//') || true; \
	if [ -z "$$found" ]; then echo "Node is missing: install Node 20.19 or newer, https://nodejs.org (or run with WEB=no)" >&2; exit 1; fi; \
	if [ "$$($(call newest,20.19))" != 20.19 ]; then echo "Node $$found is too old: install Node 20.19 or newer, https://nodejs.org (or run with WEB=no)" >&2; exit 1; fi; \
	if ! command -v npm >/dev/null; then echo "npm is missing: it comes with Node, https://nodejs.org (or run with WEB=no)" >&2; exit 1; fi

.PHONY: check-cc
check-cc:
	@if ! command -v "$$(go env CC)" >/dev/null; then echo "a C compiler is missing: sqlc needs one; install gcc or clang (Debian: apt-get install gcc)" >&2; exit 1; fi

# What the tests need beyond a build: Chromium for the screens, Postgres for the store.
.PHONY: test-tools
test-tools: check-go check-node
	@missing=; \
	if [ ! -x /usr/bin/chromium ]; then missing="$$missing chromium"; fi; \
	if ! command -v postgres >/dev/null && ! ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1; then missing="$$missing postgresql"; fi; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "  installing$$missing"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	else echo "the tests need$$missing: install it (Debian: sudo apt-get install$$missing)" >&2; exit 1; fi
