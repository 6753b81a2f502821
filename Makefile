# One build profile, release: the LP solver takes minutes to compile, so nothing here may build it twice.

CARGO ?= cargo
DAY := day-2017-05-16
# Planning ends then with the best plan found and its gap; more seconds bring a better plan and a smaller gap.
DEMO_SECONDS ?= 60
# How often processes are killed, half of it on either store.
SOAK_KILLS ?= 1000

.PHONY: help demo page test soak bench lint doc install-deps

help:
	@echo 'make demo          plan $(DAY) for $(DEMO_SECONDS) s, show the result, have it checked'
	@echo 'make page          build the page of onward serve with npm; the next build of the program embeds it'
	@echo 'make test          run every test'
	@echo 'make soak          kill service, workers and database $(SOAK_KILLS) times while they plan (hours)'
	@echo 'make bench         measure: stages and the sample by criterion, studies beside plans, Onward beside others'
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
	ONWARD_SOAK_KILLS=$$(($(SOAK_KILLS) / 2)) $(CARGO) test --release --locked --test serve -- --test-threads 1 nothing_is_lost

bench: install-deps
	$(CARGO) bench --locked --bench day --bench studies --bench peers --bench service

lint: install-deps
	$(CARGO) fmt --check
	$(CARGO) clippy --release --locked --all-targets -- -D warnings
	RUSTDOCFLAGS='-D warnings' $(CARGO) doc --release --locked --no-deps

doc: install-deps
	$(CARGO) doc --release --locked --no-deps
