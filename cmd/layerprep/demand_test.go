package main

import "testing"

func TestThousandths(t *testing.T) {
	for v, want := range map[int64]string{0: "0.000", 7: "0.007", 25569: "25.569", 1000: "1.000"} {
		if got := string(thousandths(nil, v)); got != want {
			t.Errorf("%d: %s, want %s", v, got, want)
		}
	}
}
