// Package micro measures single calls of the generated package: go test -bench . ./micro.
package micro
