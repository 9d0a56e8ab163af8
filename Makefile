# The verbs of the project. CONTRIBUTING.md says when to use which.

CARGO ?= cargo
# CI sets this to --locked.
CARGOFLAGS ?=

.PHONY: all check test bless conformance bench clean

# Where the article is built as PDF 2.0.
PDF_2 = target/conformance/pdf-2

# Where the tests leave files that break a rule each.
PLANTED = $(CURDIR)/target/conformance/planted

# Builds the program, and with it the article into output/, in all formats.
all:
	$(CARGO) build --release $(CARGOFLAGS)
	$(CARGO) run --release --quiet $(CARGOFLAGS) -- build

# Format, lints and documentation.
check:
	$(CARGO) fmt --check
	$(CARGO) clippy --all-targets $(CARGOFLAGS) -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --no-deps $(CARGOFLAGS)

# Every test that needs nothing from outside.
test:
	$(CARGO) test $(CARGOFLAGS)

# Rewrites expected results, then shows what changed: read it as carefully as code.
bless:
	TRIFOLD_BLESS=1 INSTA_UPDATE=always $(CARGO) test $(CARGOFLAGS)
	git --no-pager diff --stat -- tests src

# Installs the outside checkers and runs them on what was built.
conformance: all
	tests/conformance/install.sh
	rm -rf $(PDF_2) && mkdir -p $(PDF_2)
	cp -R manuscript themes $(PDF_2)
	sed '/^theme = /a pdf.standard = "ua-2"' trifold.toml > $(PDF_2)/trifold.toml
	$(CARGO) run --release --quiet $(CARGOFLAGS) -- build $(PDF_2) --format pdf
	python3 tests/conformance/run.py output tests/fixtures/source-article.txt $(PDF_2)/output
	python3 tests/conformance/books.py
	rm -rf $(PLANTED)
	TRIFOLD_PLANTED=$(PLANTED) $(CARGO) test $(CARGOFLAGS) --test suite rules_pdf
	python3 tests/conformance/agreements_pdf.py $(PLANTED) tests/books/sink
	python3 tests/conformance/agreements_web.py

# Times the stages, then whole commands and long books beside the peers that are
# installed.
bench: all
	$(CARGO) bench --bench stages $(CARGOFLAGS)
	tests/bench/peers.sh
	tests/bench/books.sh

# Empties output/, with the cache in it.
clean:
	find output -mindepth 1 ! -name .gitkeep -delete
