package main

import (
	"errors"
	"math"
	"strings"
	"testing"
)

func TestEvaluate(t *testing.T) {
	for code, want := range map[string]float64{
		"1 + 2 * 3":          7,
		"(1 + 2) * 3":        9,
		"10 - 4 - 3":         3,
		"-2 ^ 2":             -4,
		"2 ^ 3 ^ 2":          512,
		"2 ^ -1":             0.5,
		"7 % 4 / 2":          1.5,
		"1.5e3 + 2E-1":       1500.2,
		"_ * 2":              84,
		"? + 1":              6,
		"1\n2\n\n_ + 3\n":    5,
		"(1\n+\n2)":          3,
		"1 +\n2":             3,
		"\t--3":              3,
		"1 / 3 * 3 - 1":      0,
		"2 ^ 0.5 - 2 ^ 0.5":  0,
		"1e308 * 10":         math.Inf(1),
		"((((((1))))))\r\n ": 1,
	} {
		got, found, err := evaluate(code, 42, func() (float64, error) { return 5, nil })
		if got != want || !found || err != nil {
			t.Errorf("evaluate(%q) = %v, %t, %v; want %v", code, got, found, err, want)
		}
	}
	if _, found, err := evaluate(" \n\t", 42, nil); found || err != nil {
		t.Errorf("evaluate of nothing = %t, %v", found, err)
	}
}

func TestEvaluateErrors(t *testing.T) {
	for code, want := range map[string]string{
		"1 / 0":                      "division by zero",
		"1 % 0":                      "division by zero",
		"1 +":                        errIncomplete.Error(),
		"(1 + 2":                     errIncomplete.Error(),
		"(":                          errIncomplete.Error(),
		"1 2":                        "unexpected '2'",
		"1 + x":                      "unexpected 'x'",
		"2é":                         "unexpected 'é'",
		"(1 ; 2)":                    "unexpected ';'; want )",
		"1.2.3":                      `"1.2.3" is not a number`,
		"1)":                         "unexpected ')'",
		"1e999":                      "value out of range",
		strings.Repeat("(", 100_000): "the expression is nested too deeply",
		strings.Repeat("-", 100_000): "the expression is nested too deeply",
		"?":                          "nobody is there",
	} {
		_, _, err := evaluate(code, 0, func() (float64, error) { return 0, errors.New("nobody is there") })
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("evaluate(%.20q): %v; want %q", code, err, want)
		}
	}
}
