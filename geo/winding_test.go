package geo_test

import (
	"reflect"
	"testing"

	"github.com/paulmach/orb"

	"layoutmap/geo"
)

func reversed(r orb.Ring) orb.Ring {
	r = r.Clone()
	r.Reverse()
	return r
}

func TestRFC7946(t *testing.T) {
	ccw, hole := square(0, 0, 10)[0], square(2, 2, 1)[0]
	cw, cwHole := reversed(ccw), reversed(hole)
	right := orb.Polygon{ccw, cwHole}
	flat := orb.Ring{{0, 0}, {5, 0}, {0, 0}, {0, 0}}
	for _, tt := range []struct {
		name  string
		g     orb.Geometry
		right bool
		want  orb.Geometry
	}{
		{"right already", right, true, right},
		{"both wrong", orb.Polygon{cw, hole}, false, right},
		{"hole wrong", orb.Polygon{ccw, hole}, false, right},
		{"ring", cw, false, ccw},
		{"multipolygon", orb.MultiPolygon{right, {cw}}, false, orb.MultiPolygon{right, {ccw}}},
		{"collection", orb.Collection{orb.Point{1, 1}, orb.Polygon{cw}}, false, orb.Collection{orb.Point{1, 1}, orb.Polygon{ccw}}},
		{"line", orb.LineString(cw), true, orb.LineString(cw)},
		{"no area", orb.Polygon{flat}, true, orb.Polygon{flat}},
		{"nil", nil, true, nil},
		{"empty", orb.Polygon{}, true, orb.Polygon{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before := orb.Clone(tt.g)
			got := geo.RFC7946(tt.g)
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
			if !reflect.DeepEqual(tt.g, before) {
				t.Errorf("changed its argument to %v", tt.g)
			}
			if geo.IsRFC7946(tt.g) != tt.right || !geo.IsRFC7946(got) {
				t.Errorf("IsRFC7946: before %v, want %v; after %v", geo.IsRFC7946(tt.g), tt.right, geo.IsRFC7946(got))
			}
		})
	}
	if geo.Clockwise(ccw) || !geo.Clockwise(cw) || geo.Clockwise(flat) {
		t.Error("Clockwise is wrong")
	}
}

func TestMVTWinding(t *testing.T) {
	// The exterior and the hole of the specification's polygon example, section
	// 4.3.5.6, on tile coordinates.
	exterior := orb.Ring{{11, 11}, {20, 11}, {20, 20}, {11, 20}, {11, 11}}
	hole := orb.Ring{{13, 13}, {13, 17}, {17, 17}, {17, 13}, {13, 13}}
	for _, tt := range []struct {
		name string
		r    orb.Ring
		want int
	}{
		{"exterior", exterior, 1},
		{"hole", hole, -1},
		{"no area", orb.Ring{{0, 0}, {5, 5}, {0, 0}}, 0},
		{"empty", nil, 0},
		{"far from the origin, one unit", orb.Ring{{4096, 4096}, {4097, 4096}, {4097, 4097}, {4096, 4096}}, 1},
	} {
		if got := geo.MVTWinding(tt.r); got != tt.want {
			t.Errorf("%s: got %d, want %d", tt.name, got, tt.want)
		}
	}
	p := orb.Polygon{reversed(exterior), reversed(hole)}
	geo.OrientMVT(p)
	if !reflect.DeepEqual(p, orb.Polygon{exterior, hole}) {
		t.Errorf("OrientMVT gave %v", p)
	}
	geo.OrientMVT(p)
	if !reflect.DeepEqual(p, orb.Polygon{exterior, hole}) {
		t.Errorf("OrientMVT turned right rings: %v", p)
	}
}
