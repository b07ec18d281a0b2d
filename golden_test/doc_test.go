// Package golden_test holds zmqgen's black-box tests: small headers against the Go they become, the
// committed package against a fresh one, its documentation, its behaviour on the real libzmq, the
// example programs, and the house rules of the source tree.
//
// Tests that need the real libzmq skip without it, and fail where CI is set. The tests of behaviour
// are a package of their own in testdata/run, so that the rest of this package compiles without
// libzmq; [TestRun] runs them.
package golden_test
