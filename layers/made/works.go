package made

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"time"

	"github.com/paulmach/orb"
)

// Works makes n features with dates, some open at an end, some without any.
func Works(n int) iter.Seq[Feature] {
	return func(yield func(Feature) bool) {
		r := rand.New(rand.NewPCG(11, 26))
		for i := range n {
			f := Feature{ID: fmt.Sprintf("w%07d", i), Kind: "work", Geometry: orb.Point{116.5 + 0.4*r.Float64(), 39.6 + 0.4*r.Float64()}}
			start := Day(r.IntN(20_000))
			end := start.AddDate(0, 0, int(200*r.ExpFloat64()))
			if r.IntN(10) > 0 {
				f.From = start.Format(time.DateOnly)
			}
			if r.IntN(10) > 0 {
				f.To = end.Format(time.DateOnly)
			}
			if r.IntN(50) == 0 {
				f.Geometry = nil
			}
			if !yield(f) {
				return
			}
		}
	}
}

// Day is a day in the 55 years from 1975.
func Day(n int) time.Time { return time.Date(1975, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n) }
