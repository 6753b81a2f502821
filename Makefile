# One build profile, release: the LP solver takes minutes to compile, so nothing here may build it twice.

CARGO ?= cargo
DAY := day-2017-05-16
# Planning ends then with the best plan found and its gap; more seconds bring a better plan and a smaller gap.
DEMO_SECONDS ?= 60
# How often processes are killed, half of it on either store.
SOAK_KILLS ?= 1000

.PHONY: help demo page test soak bench bench-peers bench-scaling bench-threads lint doc install-deps

help:
	@echo 'make demo          plan $(DAY) for $(DEMO_SECONDS) s, show the result, have it checked'
	@echo 'make page          build the page of onward serve with npm; the next build of the program embeds it'
	@echo 'make test          run every test'
	@echo 'make soak          kill service, workers and database $(SOAK_KILLS) times while they plan (under an hour)'
	@echo 'make bench         measure every stage, the sample and the service by criterion, studies beside plans'
	@echo 'make bench-peers   Onward beside HiGHS, CP-SAT, SCIP and planning by hand (an hour; ONWARD_PEERS_SEEDS, _SECONDS)'
	@echo 'make bench-scaling time and memory by persons, as CSV and as docs/scaling.svg (ONWARD_SCALING_SECONDS)'
	@echo 'make bench-threads one thread beside two'
	@echo 'make lint          formatting, lints and docs, warnings denied'
	@echo 'make doc           the library'"'"'s documentation, in target/doc/onward'
	@echo 'make install-deps  cmake, a C++ compiler and libclang, where missing'

install-deps:
	@bash .ci/install

demo: install-deps
	$(CARGO) build --release --locked
	@mkdir -p out
	$(CARGO) run --quiet --release --locked -- plan data/$(DAY) -o out/$(DAY).json --time-limit $(DEMO_SECONDS)
	$(CARGO) run --quiet --release --locked -- check data/$(DAY) out/$(DAY).json

# Node is needed for this alone: without it the program builds, and serves its API.
page:
	@bash .ci/install page

test:
	@bash .ci/install tests
	$(CARGO) test --release --locked

soak:
	@bash .ci/install tests
	ONWARD_SOAK_KILLS=$$(($(SOAK_KILLS) / 2)) $(CARGO) test --release --locked --test serve -- --test-threads 2 --nocapture nothing_is_lost

bench: install-deps
	$(CARGO) bench --locked --bench stages --bench studies --bench service

# FEEDS are folders, or presets with a seed (day-2017-05-16:20170516), that are planned besides.
bench-peers:
	@bash .ci/install peers
	$(CARGO) bench --locked --bench peers -- $(FEEDS)

bench-scaling: install-deps
	$(CARGO) bench --locked --bench scaling

bench-threads: install-deps
	$(CARGO) bench --locked --bench threads

lint: install-deps
	$(CARGO) fmt --check
	$(CARGO) clippy --release --locked --all-targets -- -D warnings
	RUSTDOCFLAGS='-D warnings' $(CARGO) doc --release --locked --no-deps

doc: install-deps
	$(CARGO) doc --release --locked --no-deps
