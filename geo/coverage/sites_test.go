package coverage_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"layoutmap/geo"
	"layoutmap/geo/coverage"
)

func TestMergeSites(t *testing.T) {
	at := orb.Point{116.6575, 39.9035}
	east := func(metres float64) orb.Point { return orb.Point{at[0] + metres/85_520, at[1]} } // 85 520 m a degree here
	for _, tt := range []struct {
		name   string
		stops  []coverage.Stop
		within geo.Metres
		want   []coverage.Site
	}{
		{"none", nil, 5, nil},
		{"one", []coverage.Stop{{ID: "a", At: at}}, 5, []coverage.Site{{ID: "a", At: at, Members: []string{"a"}}}},
		{"an interchange takes its earliest stop", []coverage.Stop{{"a-22", east(3), 1}, {"b-6", at, 0}}, 5,
			[]coverage.Site{{ID: "b-6", At: at, Members: []string{"a-22", "b-6"}}}},
		{"equal ranks take the first id", []coverage.Stop{{"b", east(3), 0}, {"a", at, 0}}, 5,
			[]coverage.Site{{ID: "a", At: at, Members: []string{"a", "b"}}}},
		{"too far", []coverage.Stop{{"a", at, 0}, {"b", east(6), 0}}, 5,
			[]coverage.Site{{ID: "a", At: at, Members: []string{"a"}}, {ID: "b", At: east(6), Members: []string{"b"}}}},
		{"linked through a third", []coverage.Stop{{"z", at, 0}, {"a", east(8), 1}, {"m", east(4), 2}}, 5,
			[]coverage.Site{{ID: "z", At: at, Members: []string{"a", "m", "z"}}}},
		{"same place, no distance", []coverage.Stop{{"a", at, 0}, {"b", at, 0}, {"c", east(0.01), 0}}, 0,
			[]coverage.Site{{ID: "a", At: at, Members: []string{"a", "b"}}, {ID: "c", At: east(0.01), Members: []string{"c"}}}},
		{"NaN distance links nothing", []coverage.Stop{{"a", at, 0}, {"b", at, 0}}, geo.Metres(math.NaN()),
			[]coverage.Site{{ID: "a", At: at, Members: []string{"a"}}, {ID: "b", At: at, Members: []string{"b"}}}},
		{"across the antimeridian", []coverage.Stop{{"a", orb.Point{180, 0}, 0}, {"b", orb.Point{-180, 0}, 0}}, 5,
			[]coverage.Site{{ID: "a", At: orb.Point{180, 0}, Members: []string{"a", "b"}}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := coverage.MergeSites(tt.stops, tt.within); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestMergeSitesIgnoresOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 5))
		var stops []coverage.Stop
		for i := range rapid.IntRange(1, 60).Draw(t, "n") {
			stops = append(stops, coverage.Stop{ID: fmt.Sprint(i), At: orb.Point{116.65 + rng.Float64()*0.0005, 39.9 + rng.Float64()*0.0005}, Rank: rng.IntN(3)})
		}
		first := coverage.MergeSites(stops, 5)
		rng.Shuffle(len(stops), func(i, j int) { stops[i], stops[j] = stops[j], stops[i] })
		if second := coverage.MergeSites(stops, 5); !reflect.DeepEqual(first, second) {
			t.Fatalf("%v and %v", first, second)
		}
		members := map[string]string{}
		for _, s := range first {
			for _, m := range s.Members {
				if members[m] != "" {
					t.Fatalf("stop %s is in %s and %s", m, members[m], s.ID)
				}
				members[m] = s.ID
			}
		}
		for i, a := range stops {
			if members[a.ID] == "" {
				t.Fatalf("stop %s is in no site", a.ID)
			}
			for _, b := range stops[:i] {
				if geo.Distance(a.At, b.At) <= 5 && members[a.ID] != members[b.ID] {
					t.Fatalf("stops %s and %s are near and apart", a.ID, b.ID)
				}
			}
		}
	})
}
