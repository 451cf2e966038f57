# The commands a person types; the scripts are in .ci/.
#
#   make test ONLY=python               one suite of those that .ci/test names
#   make bench ONLY=python              one language: rust, python, node, jvm, c, swift; or remote,
#                                       dropin, provider
#   make dropin                        the tests of what the drop-ins replace; not part of CI
#   make keycloak                      tokens of a real Keycloak; not part of CI
#   make compat                         Node: bundlers, runtimes and test runners; heavy
#   make package                        every package that can be built here, and a table; heavy
#   make test ONLY=packages             installs and runs them again
#   make android                       the Android library: Robolectric and R8; heavy
#   make size                           what a Rust program with jotkit weighs; builds aws-lc again
#   make fuzz ONLY=verify SECONDS=600   one target for ten minutes; without them, each for one

.PHONY: demo test check bench subjects gen fuzz keycloak dropin android compat size package

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

keycloak:
	@.ci/keycloak

dropin:
	@tests/dropin/all

compat:
	@.ci/node compat

android:
	@.ci/kotlin android

size:
	@.ci/rust size

package:
	@.ci/packages build
