package network_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"

	"layoutmap/geo"
	"layoutmap/geo/network"
	"layoutmap/geo/witness"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/tidwall/geodesic"
	"pgregory.net/rapid"
)

// tangle is random streets, some with bends, that cross and meet.
func tangle(rng *rand.Rand, n int) []network.Line {
	point := func() orb.Point { return at(2000*rng.Float64(), 2000*rng.Float64()) }
	var lines []network.Line
	for range n {
		l := orb.LineString{point()}
		for range 1 + rng.IntN(3) {
			last := l[len(l)-1]
			l = append(l, orb.Point{last[0] + 0.008*(rng.Float64()-0.5), last[1] + 0.008*(rng.Float64()-0.5)})
		}
		if len(lines) > 0 && rng.IntN(3) == 0 { // begins on another
			other := lines[rng.IntN(len(lines))].At
			l[0] = other[rng.IntN(len(other))]
		}
		lines = append(lines, network.Line{At: l})
	}
	return lines
}

// plainWays is Bellman's relaxation over the network's edges, places entered as
// points of their edges: no heap, no order, none of the program's code. It gives
// the distance from place 0 to each.
func plainWays(n *network.Network, places []network.Place) []float64 {
	metres := func(a, b orb.Point) (d float64) {
		geodesic.WGS84.Inverse(a[1], a[0], b[1], b[0], &d, nil, nil)
		return d
	}
	far := map[orb.Point]float64{places[0].At: float64(places[0].Leg)}
	type link struct {
		a, b orb.Point
		d    float64
	}
	var links []link
	for i := range n.NumEdges() {
		a, b, _ := n.Edge(i)
		stops := []orb.Point{a, b}
		for _, p := range places {
			if int(p.Edge) == i {
				stops = append(stops, p.At)
			}
		}
		for k, p := range stops {
			for _, q := range stops[:k] {
				links = append(links, link{p, q, metres(p, q)})
			}
		}
	}
	for changed := true; changed; {
		changed = false
		for _, l := range links {
			for _, ends := range [2][2]orb.Point{{l.a, l.b}, {l.b, l.a}} {
				if from, ok := far[ends[0]]; ok {
					if to, known := far[ends[1]]; !known || from+l.d < to-1e-9 {
						far[ends[1]], changed = from+l.d, true
					}
				}
			}
		}
	}
	out := make([]float64, len(places))
	for i, p := range places {
		out[i] = math.Inf(1)
		if d, ok := far[p.At]; ok && i > 0 {
			out[i] = d + float64(p.Leg)
		}
	}
	return out
}

func TestWalkerAgreesWithPlainWays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		n, err := network.New(context.Background(), tangle(rng, rapid.IntRange(1, 12).Draw(t, "lines")), nil, network.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var places []network.Place
		for range 20 {
			p, ok := n.Locate(at(2000*rng.Float64(), 2000*rng.Float64()), 5000)
			if !ok {
				t.Fatal("not joined within 5 km")
			}
			places = append(places, p)
		}
		limit := rapid.SampledFrom([]geo.Metres{800, 3000, 1e6}).Draw(t, "limit")
		w := n.Walker()
		defer w.Done()
		if err := w.Run(context.Background(), places[:1], limit); err != nil {
			t.Fatal(err)
		}
		for i, want := range plainWays(n, places) {
			if got := w.Distance(places[i]); i > 0 && math.Abs(want-float64(limit)) > 1e-3 {
				if want > float64(limit) {
					want = math.Inf(1)
				}
				if got != want && !(math.Abs(got-want) < 1e-3) {
					t.Fatalf("place %d: %v m, plain ways %v", i, got, want)
				}
			}
		}
	})
}

// Every crossing is a node: no edge meets another but at its ends.
func TestNetworkIsNoded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 2))
		n, err := network.New(context.Background(), tangle(rng, rapid.IntRange(1, 15).Draw(t, "lines")), nil, network.Options{})
		if err != nil {
			t.Fatal(err)
		}
		flat := func(p orb.Point) orb.Point {
			return orb.Point{(p[0] - origin[0]) * 85_523.7, (p[1] - origin[1]) * 111_035.6}
		}
		for i := range n.NumEdges() {
			a, b, _ := n.Edge(i)
			for j := range i {
				c, d, _ := n.Edge(j)
				if a == c || a == d || b == c || b == d {
					continue
				}
				p, q, r, s := flat(a), flat(b), flat(c), flat(d)
				cross := func(o, u, v orb.Point) float64 { return (u[0]-o[0])*(v[1]-o[1]) - (u[1]-o[1])*(v[0]-o[0]) }
				if cross(p, q, r)*cross(p, q, s) < 0 && cross(r, s, p)*cross(r, s, q) < 0 {
					// Snapping bends pieces by up to half a metre: a crossing made so lies next to a node.
					near := math.Inf(1)
					for _, u := range []orb.Point{p, q} {
						near = min(near, planar.DistanceFromSegment(r, s, u))
					}
					for _, u := range []orb.Point{r, s} {
						near = min(near, planar.DistanceFromSegment(p, q, u))
					}
					if near > 2*float64(network.DefaultSnap) {
						t.Fatalf("edges %v–%v and %v–%v cross, %v m from a node", p, q, r, s, near)
					}
				}
			}
		}
	})
}

// Locate finds the nearest point of all edges.
func TestLocateAgreesWithScan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 3))
		n, err := network.New(context.Background(), tangle(rng, 10), nil, network.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for range 20 {
			p := at(4000*rng.Float64()-1000, 4000*rng.Float64()-1000)
			least := geo.Metres(math.Inf(1))
			for i := range n.NumEdges() {
				a, b, _ := n.Edge(i)
				least = min(least, geo.DistanceTo(p, orb.LineString{a, b}))
			}
			place, ok := n.Locate(p, 1000)
			if ok != (least <= 1000) || ok && math.Abs(float64(place.Leg-least)) > 1e-4+float64(least*least)*1e-7 { // the plane's error
				t.Fatalf("%v: leg %v, %v, nearest %v", p, place.Leg, ok, least)
			}
		}
	})
}

// TestAgainstPgRouting asks pgRouting for the same ways over the same edges.
func TestAgainstPgRouting(t *testing.T) {
	dsn := witness.PostGIS(t)
	psql := func(script string) string {
		t.Helper()
		cmd := exec.Command("psql", "-X", "-q", "-A", "-t", "-F", " ", "-v", "ON_ERROR_STOP=1", "-d", dsn)
		cmd.Stdin = strings.NewReader("SET client_min_messages = warning;\n" + script)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("psql: %v\n%s", err, out)
		}
		return string(out)
	}
	if psql("SELECT count(*) FROM pg_available_extensions WHERE name = 'pgrouting';") != "1\n" {
		t.Skip("left out: pgRouting is not installed (apt-get install postgresql-15-pgrouting); the plain ways of TestWalkerAgreesWithPlainWays stand")
	}
	rng := rand.New(rand.NewPCG(11, 11))
	n := build(t, tangle(rng, 400))
	var script strings.Builder
	script.WriteString("CREATE EXTENSION IF NOT EXISTS postgis; CREATE EXTENSION IF NOT EXISTS pgrouting;\nCREATE TEMP TABLE e (id bigserial, source bigint, target bigint, cost float8);\nCOPY e (source, target, cost) FROM STDIN;\n")
	ids := map[orb.Point]int{}
	id := func(p orb.Point) int {
		if ids[p] == 0 {
			ids[p] = len(ids) + 1
		}
		return ids[p]
	}
	start, _, _ := n.Edge(0)
	for i := range n.NumEdges() {
		a, b, _ := n.Edge(i)
		fmt.Fprintf(&script, "%d\t%d\t%v\n", id(a), id(b), float64(geo.Geodesic(a, b)))
	}
	fmt.Fprintf(&script, "\\.\nSELECT node, agg_cost FROM pgr_drivingDistance('SELECT id, source, target, cost FROM e', %d, 2500, false);\n", id(start))
	want := map[int]float64{}
	for line := range strings.Lines(psql(script.String())) {
		var node int
		var d float64
		if _, err := fmt.Sscan(line, &node, &d); err != nil {
			t.Fatal(err)
		}
		want[node] = d
	}
	w := n.Walker()
	defer w.Done()
	from, _ := n.Locate(start, 1)
	if err := w.Run(context.Background(), []network.Place{from}, 2500); err != nil {
		t.Fatal(err)
	}
	for p, node := range ids {
		place, ok := n.Locate(p, 1)
		d, reached := want[node]
		if !reached {
			d = math.Inf(1)
		}
		if got := w.Distance(place); !ok || got != d && !(math.Abs(got-d) < 0.01) {
			t.Errorf("node %v: %v m, pgRouting %v", p, got, d)
		}
	}
	t.Logf("%d of %d nodes within 2.5 km, as pgRouting says", len(want), len(ids))
	if len(want) < 100 {
		t.Errorf("pgRouting reaches only %d nodes", len(want))
	}
}

func TestCatchment(t *testing.T) {
	n := build(t, []network.Line{line(0, at(-1000, 0), at(1000, 0)), line(0, at(0, -1000), at(0, 1000))})
	from, _ := n.Locate(at(100, 0), 10)
	w := n.Walker()
	defer w.Done()
	if err := w.Run(context.Background(), []network.Place{from}, 400); err != nil {
		t.Fatal(err)
	}
	// 400 m both ways along the first, 300 m both ways up the second.
	if got := geo.Length(w.Streets()); math.Abs(float64(got)-1400) > 0.5 {
		t.Errorf("%v m of streets, want 1400", got)
	}
	g, err := w.Catchment(50)
	if err != nil {
		t.Fatal(err)
	}
	// Two bars with round ends, less what they share.
	want := 800*100.0 + 600*100 + 2*math.Pi*50*50 - 100*100
	if got := geo.AreaOf(g); math.Abs(got-want) > 0.01*want {
		t.Errorf("%v m², want %v", got, want)
	}
	if err := w.Run(context.Background(), nil, 400); err != nil {
		t.Fatal(err)
	}
	if g, err := w.Catchment(50); g != nil || err != nil {
		t.Errorf("nothing reached: %v, %v", g, err)
	}
}
