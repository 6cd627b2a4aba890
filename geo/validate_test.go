package geo_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	sf "github.com/peterstace/simplefeatures/geom"
	"pgregory.net/rapid"

	"layoutmap/geo"
)

func TestCheckRings(t *testing.T) {
	for _, tt := range []struct {
		name string
		g    orb.Geometry
		want string // "" for none
	}{
		{"nil", nil, ""},
		{"point", orb.Point{1, 2}, ""},
		{"square", square(0, 0, 1), ""},
		{"repeated position", orb.Ring{{0, 0}, {1, 0}, {1, 0}, {1, 1}, {0, 0}}, ""},
		{"no positions", orb.Polygon{{}}, "ring without positions"},
		{"not closed", orb.Ring{{0, 0}, {1, 0}, {1, 1}, {116.65, 39.91}}, "ring not closed at (116.65, 39.91)"},
		{"too few", orb.Ring{{2, 3}, {1, 0}, {2, 3}}, "ring of fewer than four positions at (2, 3)"},
		{"all one place", orb.Ring{{2, 3}, {2, 3}, {2, 3}, {2, 3}}, "ring of fewer than three distinct positions at (2, 3)"},
		{"NaN", orb.Ring{{0, 0}, {1, math.NaN()}, {1, 1}, {0, 0}}, "coordinate not finite at (1, NaN)"},
		{"bow tie", orb.Ring{{0, 0}, {2, 2}, {2, 0}, {0, 2}, {0, 0}}, "self-intersection at (1, 1)"},
		{"figure of eight through a vertex", orb.Ring{{0, 0}, {1, 1}, {2, 0}, {2, 2}, {1, 1}, {0, 2}, {0, 0}}, "self-intersection at (1, 1)"},
		{"touching an edge", orb.Ring{{0, 0}, {4, 0}, {4, 4}, {2, 0}, {0, 4}, {0, 0}}, "self-intersection at (2, 0)"},
		{"spike", orb.Ring{{0, 0}, {4, 0}, {2, 0}, {2, 4}, {0, 0}}, "self-intersection at (2, 0)"},
		{"spike at the start", orb.Ring{{0, 0}, {4, 0}, {4, 4}, {2, 0}, {0, 0}}, "self-intersection at (2, 0)"},
		{"triangle folded flat", orb.Ring{{0, 0}, {4, 0}, {2, 0}, {0, 0}}, "self-intersection at (2, 0)"},
		{"second polygon's hole", orb.MultiPolygon{square(0, 0, 1), {square(5, 5, 9)[0], {{6, 6}, {8, 8}, {8, 6}, {6, 8}, {6, 6}}}}, "self-intersection at (7, 7)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := geo.CheckRings(tt.g)
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("%v: got %v, want %q", tt.g, err, tt.want)
			}
		})
	}
}

// On whole coordinates, where every kind of touching is common, it must find
// fault exactly with the rings simplefeatures finds fault with.
func TestCheckRingsAgreesWithSimplefeatures(t *testing.T) {
	good, bad := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 6))
		for range 20 {
			var ring orb.Ring
			var flat []float64
			for range 3 + rng.IntN(5) {
				p := orb.Point{float64(rng.IntN(7)), float64(rng.IntN(7))}
				ring, flat = append(ring, p), append(flat, p[0], p[1])
			}
			ring, flat = append(ring, ring[0]), append(flat, flat[0], flat[1])
			want := sf.NewSingleRingPolygonXY(flat...).Validate()
			got := geo.CheckRings(ring)
			if (got == nil) != (want == nil) {
				t.Fatalf("%v: got %v, want %v", ring, got, want)
			}
			if got == nil {
				good++
			} else {
				bad++
			}
		}
	})
	if good == 0 || bad == 0 {
		t.Errorf("%d good and %d bad rings show nothing", good, bad)
	}
}
