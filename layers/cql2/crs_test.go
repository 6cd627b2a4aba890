package cql2_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"layoutmap/geo/crs"
	"layoutmap/layers/cql2"

	"github.com/paulmach/orb"
)

// Geometries written in another CRS mean the same places as in CRS84.
func TestInCRS84(t *testing.T) {
	record := aThing()
	for _, c := range []struct {
		system, filter string
		want           bool
	}{
		{"EPSG:4490", "S_INTERSECTS(geometry, POINT(39.9 116.65))", true},
		{"EPSG:4326", "S_INTERSECTS(geometry, BBOX(39.8,116.6,40,116.7))", true},
		{"EPSG:4326", "S_INTERSECTS(geometry, BBOX(39.8,-170,40,170))", true},
		{"EPSG:4326", "S_INTERSECTS(geometry, BBOX(39.8,170,40,-170))", false},
		// EPSG:4548 has its central meridian at 117°, 500 km east: 116.65°, 39.9° is 470.08 km, 4418.4 km.
		{"EPSG:4548", "S_INTERSECTS(geometry, BBOX(4418000,470000,4419000,471000)) AND num > 1", true},
		{"EPSG:4548", "S_INTERSECTS(geometry, BBOX(4419000,470000,4420000,471000))", false},
		{"EPSG:4548", "S_INTERSECTS(geometry, POLYGON((4417000 470000,4420000 470000,4420000 470100,4417000 470000)))", true},
		{"EPSG:4548", "distance(spot, POINT(4418443 470080)) BETWEEN 4200 AND 4350", true},
		{"EPSG:4548", "A_CONTAINS(tags, ('a'))", true},
	} {
		system, err := crs.Lookup(c.system)
		if err != nil {
			t.Fatal(err)
		}
		e, err := cql2.ParseText(c.filter)
		if err != nil {
			t.Fatal(err)
		}
		before := cql2.TextOf(e)
		over, err := cql2.InCRS84(e, system)
		if err != nil {
			t.Fatal(err)
		}
		if cql2.TextOf(e) != before {
			t.Errorf("%s: the tree changed", c.filter)
		}
		f, err := cql2.Compile(over, thingSchema{})
		if err != nil {
			t.Fatalf("%s: %v", c.filter, err)
		}
		if got, err := f.Matches(record); err != nil || got != c.want {
			t.Errorf("%s in %s: %v %v, want %v", c.filter, c.system, got, err, c.want)
		}
	}
	system, _ := crs.Lookup("EPSG:4548")
	e, _ := cql2.ParseText("S_INTERSECTS(geometry, BBOX(2,3,1,4))")
	var wrong *cql2.TypeError
	if _, err := cql2.InCRS84(e, system); !errors.As(err, &wrong) || wrong.Pos != 24 {
		t.Errorf("a box turned round: %v", err)
	}
}

// A long edge that is straight in a projection stays within centimetres of it.
func TestEdgesFollowTheProjection(t *testing.T) {
	system, err := crs.Lookup("EPSG:4548")
	if err != nil {
		t.Fatal(err)
	}
	e, _ := cql2.ParseText("S_INTERSECTS(geometry, LINESTRING(4418000 440000,4418000 500000))")
	over, err := cql2.InCRS84(e, system)
	if err != nil {
		t.Fatal(err)
	}
	line := over.(*cql2.Op).Args[1].(*cql2.Geometry).Value.(orb.LineString)
	for i := 1; i < len(line); i++ {
		middle := orb.Point{(line[i-1][0] + line[i][0]) / 2, (line[i-1][1] + line[i][1]) / 2}
		if north := system.Forward(middle)[1]; math.Abs(north-4418000) > 0.02 {
			t.Errorf("piece %d lies %v m off", i, north-4418000)
		}
	}
	if len(line) < 60 {
		t.Errorf("60 km are %d pieces", len(line)-1)
	}
}

func BenchmarkParse(b *testing.B) {
	text := "status IN ('planned','study') AND S_INTERSECTS(geometry, BBOX(116.6,39.8,116.7,39.9)) AND (name LIKE '%站' OR num > 5 + 2 * whole)"
	e, err := cql2.ParseText(text)
	if err != nil {
		b.Fatal(err)
	}
	doc := cql2.AppendJSON(nil, e)
	long := "num IN (" + strings.Repeat("1, ", 50_000) + "1)"
	for name, parse := range map[string]func() (cql2.Expr, error){
		"text":      func() (cql2.Expr, error) { return cql2.ParseText(text) },
		"JSON":      func() (cql2.Expr, error) { return cql2.ParseJSON(doc) },
		"50 000 in": func() (cql2.Expr, error) { return cql2.ParseText(long) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if e, err := parse(); err != nil || e == nil {
					b.Fatal(err)
				}
			}
		})
	}
}
