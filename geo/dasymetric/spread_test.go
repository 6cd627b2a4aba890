package dasymetric_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"layoutmap/geo/crs"
	"layoutmap/geo/dasymetric"
)

func TestApportion(t *testing.T) {
	for _, c := range []struct {
		name    string
		amount  int64
		weights []int64
		want    []int64
	}{
		{"even, the rest to the first", 10, []int64{1, 1, 1}, []int64{4, 3, 3}},
		{"largest remainder", 10, []int64{1, 1, 4}, []int64{2, 2, 6}}, // 1.67, 1.67, 6.67: ties to the earlier
		{"nothing to part", 0, []int64{3, 5}, []int64{0, 0}},
		{"one takes all", 7, []int64{9}, []int64{7}},
		{"no weight, no part", 7, []int64{0, 2, 0}, []int64{0, 7, 0}},
		{"beyond 64 bits on the way", 1 << 60, []int64{1 << 61, 1 << 61}, []int64{1 << 59, 1 << 59}},
	} {
		if got := dasymetric.Apportion(c.amount, c.weights); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// Nothing is lost, and nobody is more than one unit off their share.
func TestApportionConserves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weights := rapid.SliceOfN(rapid.Int64Range(0, 1e6), 1, 50).Draw(t, "weights")
		weights[0]++
		amount := rapid.Int64Range(0, 3e8).Draw(t, "amount")
		total, sum := int64(0), int64(0)
		for _, w := range weights {
			total += w
		}
		for i, v := range dasymetric.Apportion(amount, weights) {
			sum += v
			if share := float64(amount) * float64(weights[i]) / float64(total); math.Abs(float64(v)-share) > 1+1e-6*share {
				t.Fatalf("part %d is %d, its share %v", i, v, share)
			}
		}
		if sum != amount {
			t.Fatalf("parts sum to %d of %d", sum, amount)
		}
	})
}

func TestNearLines(t *testing.T) {
	weigh, err := dasymetric.NearLines([]orb.LineString{{{499000, 4400000}, {501000, 4400000}}}, 500, 7)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		at   orb.Point
		want int64
	}{
		{"through the centre: the diameter", orb.Point{500000, 4400000}, 1000},
		{"300 m beside it: a chord of 800 m", orb.Point{500000, 4400300}, 800},
		{"at the road's end: half", orb.Point{501000, 4400000}, 500},
		{"out of reach", orb.Point{500000, 4400500}, 0},
	} {
		if got := weigh(&dasymetric.Cell{Middle: c.at}); got != c.want+7 {
			t.Errorf("%s: %d, want %d", c.name, got, c.want+7)
		}
	}
}

func gk(t interface{ Fatal(...any) }) crs.CRS {
	plane, err := crs.Lookup("EPSG:4548")
	if err != nil {
		t.Fatal(err)
	}
	return plane
}

// box is a rectangle of the plane in CRS84, metres from a corner of the grid.
func box(plane crs.CRS, x0, y0, x1, y1 float64) orb.Polygon {
	at := func(x, y float64) orb.Point { return plane.Inverse(orb.Point{470_000 + x, 4_410_000 + y}) }
	return orb.Polygon{{at(x0, y0), at(x1, y0), at(x1, y1), at(x0, y1), at(x0, y0)}}
}

func TestSpread(t *testing.T) {
	plane := gk(t)
	zone := func(id string, total float64, area orb.Geometry) dasymetric.Zone {
		return dasymetric.Zone{ID: id, Area: area, Total: total}
	}
	west, east := box(plane, 0, 0, 210, 100), box(plane, 210, 0, 400, 100)
	byUse, err := dasymetric.ByUse([]dasymetric.Use{{Area: box(plane, 0, 0, 100, 100), Weight: 3}}, 1)
	if err != nil {
		t.Fatal(err)
	}
	nothing := func(*dasymetric.Cell) int64 { return 0 }
	for _, tt := range []struct {
		name     string
		spec     dasymetric.Spec
		want     [][2]int64 // column from the corner, thousandths by the first rule
		unmasked []string
		flat     []string
	}{
		{"evenly", dasymetric.Spec{Zones: []dasymetric.Zone{zone("w", 2, west), zone("e", 1, east)}}, [][2]int64{{0, 1000}, {1, 1000}, {2, 500}, {3, 500}}, nil, nil},
		{"by use", dasymetric.Spec{Zones: []dasymetric.Zone{zone("w", 2, west)}, Rules: []dasymetric.Rule{{Name: "use", Weight: byUse}}}, [][2]int64{{0, 1500}, {1, 500}}, nil, nil},
		{"a mask over a centre", dasymetric.Spec{Zones: []dasymetric.Zone{zone("w", 2, west)}, Masks: []orb.Geometry{box(plane, 40, 40, 60, 60)}}, [][2]int64{{1, 2000}}, nil, nil},
		{"a mask over all", dasymetric.Spec{Zones: []dasymetric.Zone{zone("w", 2, west)}, Masks: []orb.Geometry{box(plane, -10, -10, 500, 200)}}, [][2]int64{{0, 1000}, {1, 1000}}, []string{"w"}, nil},
		{"no weight at all", dasymetric.Spec{Zones: []dasymetric.Zone{zone("w", 2, west)}, Rules: []dasymetric.Rule{{Name: "none", Weight: nothing}}}, [][2]int64{{0, 1000}, {1, 1000}}, nil, []string{"w/none"}},
		{"by area: 210 m share three cells", dasymetric.Spec{Counting: dasymetric.AreaShare, Zones: []dasymetric.Zone{zone("w", 2.1, west)}}, [][2]int64{{0, 1000}, {1, 1000}, {2, 100}}, nil, nil},
		{"by area, less a mask", dasymetric.Spec{Counting: dasymetric.AreaShare, Zones: []dasymetric.Zone{zone("w", 1.6, west)}, Masks: []orb.Geometry{box(plane, 0, 0, 50, 100)}}, [][2]int64{{0, 500}, {1, 1000}, {2, 100}}, nil, nil},
		{"by area, a mask over all", dasymetric.Spec{Counting: dasymetric.AreaShare, Zones: []dasymetric.Zone{zone("w", 2.1, west)}, Masks: []orb.Geometry{box(plane, -50, -50, 550, 150)}}, [][2]int64{{0, 1000}, {1, 1000}, {2, 100}}, []string{"w"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.spec.Plane, tt.spec.Cell = plane, 100
			if tt.spec.Rules == nil {
				tt.spec.Rules = []dasymetric.Rule{{Name: "even"}}
			}
			g, err := dasymetric.Spread(context.Background(), tt.spec)
			if err != nil {
				t.Fatal(err)
			}
			var got [][2]int64
			for _, c := range g.Cells {
				if c.Row != 44100 {
					t.Errorf("cell %v lies in another row", c)
				}
				got = append(got, [2]int64{c.Col - 4700, c.Parts[0]})
			}
			if !reflect.DeepEqual(got, tt.want) || !slices.Equal(g.Unmasked, tt.unmasked) || !slices.Equal(g.Flat, tt.flat) {
				t.Errorf("got %v, unmasked %v, flat %v", got, g.Unmasked, g.Flat)
			}
		})
	}
}

// Whatever the zones, masks, weights and the way of counting, every total is
// kept to the last part, by every rule.
func TestTotalsAreConserved(t *testing.T) {
	plane := gk(t)
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		spec := dasymetric.Spec{Plane: plane, Cell: 100, Counting: rapid.SampledFrom([]dasymetric.Counting{dasymetric.CellCentre, dasymetric.AreaShare}).Draw(t, "counting")}
		for i := range 4 {
			x := 1500 * float64(i)
			spec.Zones = append(spec.Zones, dasymetric.Zone{ID: string(rune('a' + i)), Area: box(plane, x, 0, x+1500, 200+1500*rng.Float64()), Total: math.Round(1e6*rng.Float64()) / 1000})
		}
		for range rng.IntN(4) {
			x, y := 6000*rng.Float64(), 1500*rng.Float64()
			spec.Masks = append(spec.Masks, box(plane, x, y, x+900*rng.Float64(), y+900*rng.Float64()))
		}
		weight := func(c *dasymetric.Cell) int64 { return (c.Col*7 + c.Row*13) % 5 }
		spec.Rules = []dasymetric.Rule{{Name: "even"}, {Name: "odd", Weight: weight}}
		g, err := dasymetric.Spread(context.Background(), spec)
		if err != nil {
			t.Fatal(err)
		}
		sums := make([][2]int64, len(spec.Zones))
		for _, c := range g.Cells {
			for r, v := range c.Parts {
				if sums[c.Zone][r] += v; v < 0 {
					t.Fatalf("cell %v", c)
				}
			}
		}
		for i, z := range spec.Zones {
			for r, sum := range sums[i] {
				if sum != int64(math.Round(z.Total*1000)) {
					t.Fatalf("zone %s, rule %d: %d thousandths of %v", z.ID, r, sum, z.Total)
				}
			}
		}
	})
}

func TestSpreadRefuses(t *testing.T) {
	plane := gk(t)
	over, cancel := context.WithCancel(context.Background())
	cancel()
	good := func() dasymetric.Spec {
		return dasymetric.Spec{Plane: plane, Cell: 100, Rules: []dasymetric.Rule{{Name: "even"}}, Zones: []dasymetric.Zone{{ID: "z", Area: box(plane, 0, 0, 300, 300), Total: 5}}}
	}
	for _, tt := range []struct {
		name  string
		ctx   context.Context
		spoil func(*dasymetric.Spec)
		is    error
		says  string
	}{
		{"no zones", context.Background(), func(s *dasymetric.Spec) { s.Zones = nil }, nil, "no zones"},
		{"no rule", context.Background(), func(s *dasymetric.Spec) { s.Rules = nil }, nil, "no rule"},
		{"a rule twice", context.Background(), func(s *dasymetric.Spec) { s.Rules = append(s.Rules, s.Rules[0]) }, nil, `"even"`},
		{"a zone that is a line", context.Background(), func(s *dasymetric.Spec) { s.Zones[0].Area = orb.LineString{{116, 39}, {117, 40}} }, nil, "zone z"},
		{"a zone without a cell", context.Background(), func(s *dasymetric.Spec) { s.Zones[0].Area = box(plane, 10, 10, 20, 20) }, nil, "zone z holds no cell"},
		{"negative", context.Background(), func(s *dasymetric.Spec) { s.Zones[0].Total = -1 }, nil, "zone z: total -1"},
		{"NaN", context.Background(), func(s *dasymetric.Spec) { s.Zones[0].Total = math.NaN() }, nil, "zone z: total NaN"},
		{"no side", context.Background(), func(s *dasymetric.Spec) { s.Cell = 0 }, nil, "cells of 0 m"},
		{"millimetre cells", context.Background(), func(s *dasymetric.Spec) { s.Cell = 0.001 }, nil, "more than"},
		{"a mask that is a point", context.Background(), func(s *dasymetric.Spec) { s.Masks = []orb.Geometry{orb.Point{1, 1}} }, nil, "masks: area 0"},
		{"cancelled", over, func(*dasymetric.Spec) {}, context.Canceled, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			spec := good()
			tt.spoil(&spec)
			g, err := dasymetric.Spread(tt.ctx, spec)
			if err == nil || tt.is != nil && !errors.Is(err, tt.is) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %v, %v", g, err)
			}
		})
	}
}
