package network_test

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"layoutmap/geo"
	"layoutmap/geo/network"
)

var origin = orb.Point{116.65, 39.9}

// at is metres east and north of origin, to a millimetre near it.
func at(east, north float64) orb.Point {
	return orb.Point{origin[0] + east/85_523.7, origin[1] + north/111_035.6}
}

func line(level int, points ...orb.Point) network.Line {
	return network.Line{At: points, Level: level}
}

func build(t *testing.T, lines []network.Line, barriers ...orb.Geometry) *network.Network {
	t.Helper()
	n, err := network.New(context.Background(), lines, barriers, network.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// walk is the walking distance, +Inf where there is none.
func walk(t *testing.T, n *network.Network, from, to orb.Point, limit geo.Metres) float64 {
	t.Helper()
	a, ok := n.Locate(from, 1000)
	b, also := n.Locate(to, 1000)
	if !ok || !also {
		return math.Inf(1)
	}
	w := n.Walker()
	defer w.Done()
	if err := w.Run(context.Background(), []network.Place{a}, limit); err != nil {
		t.Fatal(err)
	}
	return w.Distance(b)
}

func TestWalks(t *testing.T) {
	inf := math.Inf(1)
	eastWest := func(level int) network.Line { return line(level, at(-1000, 0), at(1000, 0)) }
	northSouth := func(level int) network.Line { return line(level, at(0, -1000), at(0, 1000)) }
	river := orb.LineString{at(-2000, 100), at(2000, 100)}
	for _, tt := range []struct {
		name     string
		lines    []network.Line
		barriers []orb.Geometry
		from, to orb.Point
		limit    geo.Metres
		want     float64
		parts    int
	}{
		{"along one line", []network.Line{eastWest(0)}, nil, at(-300, 0), at(400, 0), 1e4, 700, 1},
		{"legs count", []network.Line{eastWest(0)}, nil, at(-300, 30), at(400, -40), 1e4, 770, 1},
		{"on one edge, no way back to its end", []network.Line{line(0, at(0, 0), at(400, 0))}, nil, at(100, 5), at(150, 5), 1e4, 60, 1},
		{"a crossing joins", []network.Line{eastWest(0), northSouth(0)}, nil, at(-300, 0), at(0, 400), 1e4, 700, 1},
		{"a bridge does not", []network.Line{eastWest(0), northSouth(1)}, nil, at(-300, 0), at(0, 400), 1e4, inf, 2},
		{"a ramp joins the bridge", []network.Line{eastWest(0), northSouth(1), line(0, at(-100, 0), at(0, 100))}, nil, at(-300, 0), at(0, 400), 1e4, 500 + 100*math.Sqrt2, 1},
		{"a shared bend joins", []network.Line{line(0, at(-500, 0), at(0, 10), at(500, 0)), line(0, at(0, 500), at(0, 10), at(0, -500))}, nil, at(0, 300), at(0, -300), 1e4, 600, 1},
		{"an end near a line joins it", []network.Line{eastWest(0), line(0, at(0, 0.4), at(0, 500))}, nil, at(-300, 0), at(0, 400), 1e4, 700, 1},
		{"an end farther off does not", []network.Line{eastWest(0), line(0, at(0, 0.7), at(0, 500))}, nil, at(-300, 0), at(0, 400), 1e4, inf, 2},
		{"ends near each other join", []network.Line{line(0, at(-500, 0), at(0, 0)), line(0, at(0.3, 0.3), at(500, 0))}, nil, at(-300, 0), at(300, 0), 1e4, 600, 1},
		{"three lines through a point", []network.Line{eastWest(0), northSouth(0), line(0, at(-300, -300), at(300, 300))}, nil, at(-300, -300), at(0, 200), 1e4, 200 + 300*math.Sqrt2, 1},
		{"the same line twice", []network.Line{eastWest(0), eastWest(0)}, nil, at(-300, 0), at(400, 0), 1e4, 700, 1},
		{"within the limit", []network.Line{eastWest(0)}, nil, at(-300, 0), at(400, 0), 700.1, 700, 1},
		{"beyond the limit", []network.Line{eastWest(0)}, nil, at(-300, 0), at(400, 0), 699.9, inf, 1},
		{"a river: the leg goes to the street on this side", []network.Line{eastWest(0), line(0, at(-1000, 300), at(1000, 300)), line(0, at(1000, 0), at(1000, 300))}, []orb.Geometry{river}, at(0, 120), at(0, 0), 1e4, 180 + 1000 + 300 + 1000, 1},
		{"a river: no street on this side", []network.Line{eastWest(0)}, []orb.Geometry{river}, at(0, 120), at(0, 0), 1e4, inf, 1},
		{"a river is crossed on a road", []network.Line{northSouth(0)}, []orb.Geometry{river}, at(0, -300), at(0, 300), 1e4, 600, 1},
		{"a lake's shore", []network.Line{eastWest(0)}, []orb.Geometry{orb.Polygon{{at(-50, 20), at(50, 20), at(50, 60), at(-50, 60), at(-50, 20)}}}, at(0, 40), at(0, 0), 1e4, inf, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := build(t, tt.lines, tt.barriers...)
			for _, got := range []float64{walk(t, n, tt.from, tt.to, tt.limit), walk(t, n, tt.to, tt.from, tt.limit)} {
				if got != tt.want && !(math.Abs(got-tt.want) < 0.5) { // snapping moves ends
					t.Errorf("got %v m, want %v", got, tt.want)
				}
			}
			if got := n.Stats().Components; got != tt.parts {
				t.Errorf("%d components, want %d", got, tt.parts)
			}
		})
	}
}

func TestNewRefuses(t *testing.T) {
	good := []network.Line{line(0, at(0, 0), at(100, 0))}
	over, cancel := context.WithCancel(context.Background())
	cancel()
	for _, tt := range []struct {
		name     string
		ctx      context.Context
		lines    []network.Line
		barriers []orb.Geometry
		opts     network.Options
		is       error
		says     string
	}{
		{"no lines", context.Background(), nil, nil, network.Options{}, nil, "no line"},
		{"only points", context.Background(), []network.Line{line(0, at(0, 0), at(0, 0)), line(0)}, nil, network.Options{}, nil, "no line"},
		{"latitude", context.Background(), []network.Line{line(0, at(0, 0), orb.Point{39, 116})}, nil, network.Options{}, nil, "line 0: position 1"},
		{"NaN", context.Background(), []network.Line{line(0, at(0, 0), orb.Point{math.NaN(), 1})}, nil, network.Options{}, nil, "line 0: position 1"},
		{"NaN tolerance", context.Background(), good, nil, network.Options{Snap: geo.Metres(math.NaN())}, nil, "tolerance NaN"},
		{"negative tolerance", context.Background(), good, nil, network.Options{Snap: -1}, nil, "tolerance -1"},
		{"NaN barrier", context.Background(), good, []orb.Geometry{orb.LineString{{1, 1}, {math.NaN(), 1}}}, network.Options{}, nil, "barrier 0"},
		{"cancelled", over, good, nil, network.Options{}, context.Canceled, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n, err := network.New(tt.ctx, tt.lines, tt.barriers, tt.opts)
			if err == nil || tt.is != nil && !errors.Is(err, tt.is) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %v, %v", n, err)
			}
		})
	}
	n := build(t, good)
	for _, p := range []orb.Point{{math.NaN(), 1}, {400, 1}, {0, 0}, {-180, -90}} {
		if place, ok := n.Locate(p, 1000); ok {
			t.Errorf("%v is joined at %v", p, place)
		}
	}
}

// A walk over many streets ends with its context.
func TestWalkEndsWithItsContext(t *testing.T) {
	var lines []network.Line
	for i := range 80 {
		d := 0.001 * float64(i)
		lines = append(lines, network.Line{At: orb.LineString{{116.6 + d, 39.8}, {116.6 + d, 39.88}}}, network.Line{At: orb.LineString{{116.6, 39.8 + d}, {116.68, 39.8 + d}}})
	}
	net, err := network.New(context.Background(), lines, nil, network.Options{})
	if err != nil {
		t.Fatal(err)
	}
	from, ok := net.Locate(orb.Point{116.64, 39.84}, 500)
	if !ok {
		t.Fatal("no place on the network")
	}
	ctx, cancel := context.WithCancel(context.Background())
	w := net.Walker()
	defer w.Done()
	if err := w.Run(ctx, []network.Place{from}, 50_000); err != nil || len(w.Edges()) < 10_000 {
		t.Fatalf("%v, %d edges", err, len(w.Edges()))
	}
	cancel()
	if err := w.Run(ctx, []network.Place{from}, 50_000); !errors.Is(err, context.Canceled) || len(w.Edges()) > 10_000 {
		t.Errorf("%v, %d edges: it went on to the end", err, len(w.Edges()))
	}
}
