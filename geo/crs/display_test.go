package crs_test

import (
	"math"
	"testing"

	"layoutmap/geo/crs"

	"github.com/paulmach/orb"
)

func lookup(t testing.TB, name string) crs.CRS {
	t.Helper()
	c, err := crs.Lookup(name)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// The rows are the examples in the README of npm coordtransform 2.1.2
// (wgs84togcj02, and gcj02tobd09 of the point it takes GCJ-02 to be).
func TestWebMapShifts(t *testing.T) {
	gcj, bd := lookup(t, "GCJ-02"), lookup(t, "BD-09")
	p := orb.Point{116.404, 39.915}
	for _, tt := range []struct {
		name      string
		got, want orb.Point
	}{
		{"WGS 84 to GCJ-02", gcj.Forward(p), orb.Point{116.41024449916938, 39.91640428150164}},
		{"GCJ-02 to BD-09", bd.Forward(gcj.Inverse(p)), orb.Point{116.41036949371029, 39.92133699351021}},
	} {
		if math.Hypot(tt.got[0]-tt.want[0], tt.got[1]-tt.want[1]) > 1e-9 {
			t.Errorf("%s: got %.9f, want %.9f", tt.name, tt.got, tt.want)
		}
	}
	abroad := orb.Point{2.35, 48.86}
	if got := gcj.Forward(abroad); got != abroad {
		t.Errorf("GCJ-02 bends Paris: %v", got)
	}
}

func TestDisplayOnly(t *testing.T) {
	for _, c := range crs.All() {
		want := c.Code() == "GCJ-02" || c.Code() == "BD-09"
		if c.DisplayOnly() != want {
			t.Errorf("%s: DisplayOnly %v", c, c.DisplayOnly())
		}
		if want && (!c.Geographic() || c.SRID() != 0) {
			t.Errorf("%s: Geographic %v, SRID %d", c, c.Geographic(), c.SRID())
		}
	}
}

// Numbers that mean nothing end an inverse, too.
func TestInverseEnds(t *testing.T) {
	for _, c := range crs.All() {
		for _, p := range []orb.Point{{math.NaN(), 1}, {math.Inf(1), 0}, {1e300, -1e300}, {137.8347, 30}, {72.004, 55.8271}} {
			c.Inverse(p)
			c.Forward(p)
		}
	}
}
