# The commands a person types; what is behind them is in .ci/.
# ONLY=python (or another suite that .ci/test names) narrows `make test`; ONLY=python (or rust, node, jvm, c, swift)
# narrows `make bench`.
# `make fuzz ONLY=verify SECONDS=600` fuzzes one target for ten minutes; without them, each for one.

.PHONY: demo test check bench subjects gen fuzz

demo:
	@.ci/subjects
	@target/checked/demo

test:
	@.ci/test $(ONLY)

check:
	@.ci/check

bench:
	@.ci/bench $(ONLY)

subjects:
	@.ci/subjects

gen:
	@.ci/gen

fuzz:
	@.ci/fuzz $(SECONDS) $(ONLY)
