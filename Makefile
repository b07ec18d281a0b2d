# A change must pass make test; make help lists the other targets.

GO ?= go

# How long make soak runs each of its parts.
SOAK ?= 10m

# How long make fuzz runs each fuzz target.
FUZZ ?= 10m

# Packages with goroutines or C: those that the race detector is for.
RACE = ./internal/output ./internal/pipeline ./cmd/zmqcat ./generated/... ./zmq ./golden_test/testdata/run

# What the tests need besides Go, by Debian's names. make soak also uses strace.
DEBIAN_PACKAGES = gcc libc6-dev libzmq3-dev pkg-config strace

# What the benchmarks need for goczmq.
CZMQ_PACKAGES = libczmq-dev libsodium-dev

.DEFAULT_GOAL = help

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-22s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: generate
generate: ## regenerate each committed package
	@for package in generated/v*; do \
		$(GO) run ./cmd/zmqgen generate --libzmq "$${package#generated/v}" || exit; \
	done

.PHONY: check
check: ## compare the committed packages with what zmqgen generates now; writes nothing
	$(GO) run ./cmd/zmqgen check $(wildcard generated/v*)

# Hostile peers announce messages of many gigabytes, for which malloc has to fail under -asan as it does elsewhere. And
# sockets that libzmq keeps for ten seconds after a context's end would count as leaks if the tests end earlier.
.PHONY: test
test: deps lint ## install what the tests need, lint, and run all tests
	$(GO) test -timeout 8m ./...
	cd bench && $(GO) test -timeout 4m ./...
	$(GO) test -timeout 8m -race -tags zmq_draft $(RACE)
	$(GO) test -timeout 4m -count=1 -asan ./golden_test/testdata/run
	ASAN_OPTIONS=allocator_may_return_null=1:detect_leaks=0 $(GO) test -timeout 4m -count=1 -asan ./zmq
	GOEXPERIMENT=cgocheck2 $(GO) test -timeout 4m -count=1 ./golden_test/testdata/run ./zmq
	CGO_ENABLED=0 $(GO) test -timeout 4m -count=1 -tags zmq_draft ./golden_test/testdata/run ./zmq ./generated/... ./examples/...
	$(GO) test -timeout 4m -count=1 -race -tags zmq_dlopen ./golden_test/testdata/run

.PHONY: test-cross
test-cross: ## try the generated package on other systems: run, linked or compiled
	./crosstest/run.sh

.PHONY: check-api
check-api: ## compare the exported API with that of the last release
	.ci/api

.PHONY: check-vulnerabilities
check-vulnerabilities: ## look for known vulnerabilities in what this module calls; needs the network
	.ci/vulnerabilities

.PHONY: test-matrix
test-matrix: ## every pinned package and package zmq with libraries that others built; CELL='run/trixie/*' for some
	./matrix/run.sh $(foreach cell,$(CELL),'$(cell)')

.PHONY: update-golden
update-golden: ## write all expected output again; read the diff
	$(GO) test -count=1 ./golden_test ./cmd/zmqgen -update

# gofumpt skips generated files unless they are named.
.PHONY: lint
lint: ## gofumpt, go vet, staticcheck: generated code gets no exception
	@unformatted=$$($(GO) tool gofumpt -l . $(wildcard generated/*/*.go)) || exit; \
	if [ -n "$$unformatted" ]; then \
		echo "not formatted; run: go tool gofumpt -w" $$unformatted >&2; \
		exit 1; \
	fi
	$(GO) vet ./...
	CGO_ENABLED=0 $(GO) vet ./generated/... ./zmq
	$(GO) vet -tags zmq_draft ./zmq
	printf 'stable:\ndrafts: -tags=zmq_draft\n' | $(GO) tool staticcheck -matrix ./...
	cd bench && $(GO) vet ./...
	@staticcheck=$$($(GO) tool -n staticcheck) && cd bench && $$staticcheck ./...

.PHONY: soak
soak: ## the long tests: kills, failing system calls, signals, and each fuzz target for SOAK=10m
	ZMQGEN_SOAK=$(SOAK) $(GO) test -count=1 -timeout 0 ./internal/output ./golden_test ./zmq
	@$(MAKE) fuzz FUZZ=$(SOAK)

# Every test run tries the seeds of the fuzz targets and the inputs that failed before.
.PHONY: fuzz
fuzz: ## each fuzz target for FUZZ=10m
	@grep -r --include='*_test.go' '^func Fuzz' . | sed -E 's|/[^/]*:func (Fuzz[A-Za-z0-9_]*).*| \1|' | \
	while read -r dir target; do \
		echo "fuzzing $$target in $$dir for $(FUZZ)"; \
		$(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZ) "$$dir" || exit; \
	done

# One of the measured packages needs libczmq, and is left out if that is missing.
.PHONY: czmq
czmq: deps
	@pkg-config --exists libczmq libsodium 2>/dev/null && exit 0; \
	if command -v apt-get >/dev/null; then \
		sudo=; [ "$$(id -u)" -eq 0 ] || sudo=sudo; \
		echo "installing a library for comparison: $${sudo:+sudo }apt-get install $(CZMQ_PACKAGES)"; \
		$$sudo apt-get update -q && \
		$$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $(CZMQ_PACKAGES) && exit 0; \
	fi; \
	echo "libczmq or libsodium is missing: goczmq is left out" >&2

CZMQ = $(shell pkg-config --exists libczmq libsodium 2>/dev/null && echo -tags czmq)

.PHONY: bench
bench: czmq ## speed as ratios to C: bench/results.json, .md and .svg, and the table in README.md
	cd bench && $(GO) run $(CZMQ) . -json results.json -markdown results.md -svg results.svg
	$(GO) test ./golden_test -run TestSpeedTable -update

.PHONY: bench-quick
bench-quick: czmq ## a part of it in about a minute
	cd bench && $(GO) run $(CZMQ) . -quick

.PHONY: bench-micro
bench-micro: deps ## each call of the generated package by itself, summarized by benchstat
	@cd bench && $(GO) test -run '^$$' -bench . -count 6 ./micro | tee /dev/stderr | $(GO) tool benchstat -

.PHONY: clean
clean: ## remove what was built here; generated/ is committed and stays
	rm -rf bin zmqgen coverage.out generated/*/.zmqgen-*

.PHONY: deps
deps: ## install a C compiler, pkg-config and libzmq if one is missing
	@missing=; \
	cc=$$($(GO) env CC); command -v $${cc%% *} >/dev/null || missing="$$missing a C compiler ($$cc),"; \
	pkg-config --version >/dev/null 2>&1 || missing="$$missing pkg-config,"; \
	pkg-config --exists libzmq 2>/dev/null || missing="$$missing libzmq with its header,"; \
	[ -n "$$missing" ] || exit 0; \
	echo "the tests need$${missing%,}"; \
	if command -v apt-get >/dev/null; then \
		sudo=; [ "$$(id -u)" -eq 0 ] || sudo=sudo; \
		echo "installing it: $${sudo:+sudo }apt-get install $(DEBIAN_PACKAGES)"; \
		$$sudo apt-get update -q && \
		$$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $(DEBIAN_PACKAGES); \
	else \
		echo "install it, then run make again:"; \
		echo "  macOS   brew install zeromq pkgconf"; \
		echo "  Fedora  sudo dnf install gcc zeromq-devel pkgconf-pkg-config"; \
		echo "  Arch    sudo pacman -S gcc zeromq pkgconf"; \
		echo "  Alpine  sudo apk add gcc musl-dev zeromq-dev pkgconf"; \
		exit 1; \
	fi
