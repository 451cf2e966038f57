# The commands a person types; what is behind them is in .ci/.
# ONLY=python (or rust, node, swift, kotlin, c, systems, interop, readme) narrows `make test`.
# `make fuzz ONLY=verify SECONDS=600` fuzzes one target for ten minutes; without them, each for one.

.PHONY: demo test check subjects gen fuzz

demo:
	@.ci/subjects
	@target/release/demo

test:
	@.ci/test $(ONLY)

check:
	@.ci/check

subjects:
	@.ci/subjects

gen:
	@.ci/gen

fuzz:
	@.ci/fuzz $(SECONDS) $(ONLY)
