package main

import (
	"testing"

	"github.com/paulmach/orb"
)

func TestTidy(t *testing.T) {
	clockwise := orb.Polygon{
		{{116, 39}, {116, 40}, {117, 40.00000049}, {117, 39}, {116, 39}},
		{{116.2, 39.2}, {116.4, 39.2}, {116.4, 39.4}, {116.2, 39.2}},
	}
	g, err := tidy(clockwise)
	if err != nil {
		t.Fatal(err)
	}
	p := g.(orb.Polygon)
	if p[0].Orientation() != orb.CCW || p[1].Orientation() != orb.CW {
		t.Errorf("wound %v and %v", p[0].Orientation(), p[1].Orientation())
	}
	if p[0][2] != (orb.Point{117, 40}) && p[0][1] != (orb.Point{117, 40}) && p[0][3] != (orb.Point{117, 40}) {
		t.Errorf("not rounded: %v", p[0])
	}
	if clockwise[0][2][1] != 40.00000049 || clockwise[0].Orientation() != orb.CW {
		t.Error("the input was changed")
	}
	if g, err := tidy(orb.Polygon{{{0, 0}, {1, 1}, {1, 0}, {0, 1}, {0, 0}}}); err == nil {
		t.Errorf("a bow tie became %v", g)
	}
}
