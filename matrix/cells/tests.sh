# shellcheck shell=bash
# The tests of the generated packages and of package zmq, with each library, with cgo and without, stable and with drafts.
# RUN chooses among the tests as go test's flag -run does.

# run_tests LIBRARY PACKAGE WAY INTERFACE
run_tests() {
	local package=$2 dir=golden_test/testdata/run tags='' tests unfit
	with "$1"
	[ "$3" = cgo ] && export CGO_ENABLED=1 || export CGO_ENABLED=0
	[ "$4" = stable ] || tags=zmq_draft
	if [ "$package" = zmq ]; then
		dir=zmq
	else
		tree "$package"
		cd "$tree_dir"
	fi
	tests=$(mktemp -d "$work/XXXXXX")
	go test -c -o "$tests/run.test" -tags "$tags" "${loader_flags[@]}" "./$dir"
	cd "$dir"
	unfit=$(unfit "$1" "$package")
	LD_LIBRARY_PATH=$library_path "$tests/run.test" -test.timeout=10m -test.run "${RUN:-.}" ${unfit:+-test.skip "$unfit"}
	rm -rf "$tests"
	[ -z "$unfit" ] || echo "without $unfit"
}

# unfit LIBRARY PACKAGE is a pattern of the tests that a library cannot pass.
unfit() {
	case $1/$2 in
	npm-4.3.5-nocurve/zmq) # those of CURVE
		echo 'Curve|Certificate|Attacks|HandshakeProtocol|^TestVersion$|OptionErrors|Secrets|KeyRotation|ServerKey|Impersonation|FailClosed|StatsProcesses|^Example'
		;;
	npm-4.3.2/zmq) # faults of libzmq before 4.3.3, see docs/security.md; and its libsodium waits for a descriptor forever
		echo '^TestAttacks$/(XPub|heartbeat)|^TestSilentPeerEnds$|^TestHandshakeEnds$|^TestFailClosedLater$|^TestFewDescriptors$'
		;;
	trixie/zmq) echo '^TestExec$' ;; # runs a program of the system's, which needs the system's C library
	esac
}

for library in $(libraries); do
	for package in $(pinned) zmq; do
		for way in cgo nocgo; do
			for interface in stable draft; do
				# Drafts of package zmq are for a library that has them.
				[ "$package/$interface" != zmq/draft ] || [ "$library" = npm-4.3.5-draft ] || continue
				cell "run/$library/$package/$way/$interface" run_tests "$library" "$package" "$way" "$interface"
			done
		done
	done
done
