package tiles_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"layoutmap/tiles"
)

// wiggly is a closed line round the middle of the city that turns back and forth.
func wiggly(r *rand.Rand, n int) string {
	at := make([]string, n+1)
	for i := range n {
		a := 2 * math.Pi * float64(i) / float64(n)
		d := 0.1 + 0.04*math.Sin(9*a) + 0.002*r.NormFloat64()
		at[i] = fmt.Sprintf("[%.7f,%.7f]", 116.7+d*math.Cos(a), 39.87+0.8*d*math.Sin(a))
	}
	at[n] = at[0]
	return strings.Join(at, ",")
}

// rings are a tile's rings and lines as texts: rings from their least vertex on,
// because where a ring begins says nothing.
func rings(t *testing.T, raw []byte) []string {
	t.Helper()
	ls, err := tiles.Decode(raw)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, l := range ls {
		for _, f := range l.Features {
			for _, part := range f.Parts {
				p := slices.Clone(part)
				if f.Type == 3 {
					least := 0
					for i := range p {
						if p[i].X < p[least].X || p[i].X == p[least].X && p[i].Y < p[least].Y {
							least = i
						}
					}
					p = append(p[least:], p[:least]...)
				}
				out = append(out, fmt.Sprint(f.ID, f.Type, p))
			}
		}
	}
	slices.Sort(out)
	return out
}

// Passing over the blocks beside a tile changes nothing in it: the same rings
// and lines come out as when every vertex is looked at.
func TestBlocksChangeNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 2))
	l := openLayer(t, "long", feature("area", `{"type":"Polygon","coordinates":[[`+wiggly(r, 3000)+`]]}`, ``), feature("line", `{"type":"LineString","coordinates":[`+wiggly(r, 2000)+`]}`, ``))
	quick, plain := tiles.NewRenderer(tiles.Options{}), tiles.NewRenderer(tiles.Options{})
	plain.WithoutBlocks(l)
	compared := 0
	for z := uint8(9); z <= 15; z++ {
		mercator(t).Covering(l.Bound(), z, func(c tiles.Coord) bool {
			a, _, err := quick.Render(context.Background(), nil, mercator(t), c, l)
			if err != nil {
				t.Fatal(err)
			}
			b, _, err := plain.Render(context.Background(), nil, mercator(t), c, l)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := rings(t, a), rings(t, b); !slices.Equal(got, want) {
				t.Errorf("%v: %.300s\nvertex by vertex %.300s", c, got, want)
			}
			compared++
			return true
		})
	}
	if compared < 1000 {
		t.Errorf("%d tiles compared", compared)
	}
}
