# layoutmap: `make run` serves the map, `make test` proves it. `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
export CGO_ENABLED := 0

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X main.version=$(VERSION)
ADDR    ?= 127.0.0.1:8080
UI_SRC  := $(shell find static/src static/scripts static/index.html static/vite.config.ts static/package.json static/tsconfig.json -type f 2>/dev/null)
GO_SRC  := $(shell find cmd geo layers static tiles -name node_modules -prune -o -type f \( -name '*.go' -o -name '*.html' -o -path 'layers/data/*' -o -path 'layers/plan/*' -o -path 'static/fonts/*' \) -print)

.PHONY: help run build ui test lint bench fuzz data fonts types notice tools clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: bin/layoutmap ## Build everything and serve the map on http://127.0.0.1:8080/
	./bin/layoutmap serve --addr $(ADDR)

build: bin/layoutmap ## Build bin/layoutmap, page included

bin/layoutmap: $(GO_SRC) go.mod go.sum static/dist/index.html
	go build -trimpath -ldflags '$(LDFLAGS)' -o $@ ./cmd/layoutmap

ui: static/dist/index.html ## Build the page and the styles into static/dist

static/node_modules/.package-lock.json: static/package.json static/package-lock.json
	cd static && npm ci --no-audit --no-fund
	@touch $@

static/dist/index.html: static/node_modules/.package-lock.json $(UI_SRC)
	cd static && npm run build
	@touch $@

test: tools lint build ## Run every test: Go, page, real browser, GDAL, PostGIS
	@[ -d ../shared ] || echo 'left out: ../shared is not beside this checkout: tests against its OGC and Mapbox material and the sources of the layers skip'
	LAYOUTMAP_REQUIRE_TOOLS=1 .ci/postgis go test ./...
	cd static && npm test && npm run budgets
	cd static && LAYOUTMAP_BIN=$(CURDIR)/bin/layoutmap npm run e2e

lint: static/node_modules/.package-lock.json static/dist/index.html ## Vet, formatting, types, colours
	@test -z "$$(gofmt -l cmd geo layers tiles static/*.go)" || { gofmt -d cmd geo layers tiles static/*.go; exit 1; }
	go vet ./...
	cd static && npm run lint

bench: ## Benchmarks of the built-in plan; see the README for what they mean
	.ci/postgis go test -run '^$$' -bench . -benchmem ./geo/... ./layers/... ./tiles/... ./cmd/layoutmap/...

FUZZTIME ?= 10m
fuzz: ## Fuzz every parser for FUZZTIME each (default 10m)
	@grep -rho --include='*_test.go' '^func Fuzz[A-Za-z0-9_]*' cmd geo layers tiles | sort -u | sed 's/^func //' | while read -r f; do \
	  pkg=$$(grep -rl --include='*_test.go' "^func $$f(" cmd geo layers tiles | head -1 | xargs dirname); \
	  echo "== $$f ($$pkg)"; go test -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x ./$$pkg || exit 1; done

data: ## Rebuild layers/data and layers/plan from ../shared
	go run ./cmd/layerprep

types: static/node_modules/.package-lock.json ## Rewrite the page's types of the server's answers
	cd static && npm run api-types

fonts: ## Rebuild static/fonts from Debian's fonts-noto-cjk (needs python3-fonttools)
	.ci/fonts

notice: static/node_modules/.package-lock.json ## Rewrite NOTICE from the licences of what the binary contains
	.ci/notice > NOTICE

tools: ## Get what the tests need: chromium, GDAL, PostGIS, OWSLib, CJK fonts
	@.ci/tools

clean: ## Remove what was built
	rm -rf bin static/dist/assets static/dist/styles static/dist/index.html static/node_modules
