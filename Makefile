# The commands a person types; what is behind them is in .ci/.
# ONLY=python (or rust, node, swift, kotlin, c, systems, interop, readme) narrows `make test`.

.PHONY: demo test check subjects gen

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
