package main

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
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
	} {
		got := apportion(c.amount, c.weights)
		for i := range c.want {
			if got[i] != c.want[i] {
				t.Errorf("%s: %v, want %v", c.name, got, c.want)
				break
			}
		}
	}
}

// Nothing is lost, and nobody is more than one unit off their share.
func TestApportionConserves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weights := rapid.SliceOfN(rapid.Int64Range(1, 1e6), 1, 50).Draw(t, "weights")
		amount := rapid.Int64Range(0, 3e8).Draw(t, "amount")
		total, sum := int64(0), int64(0)
		for _, w := range weights {
			total += w
		}
		for i, v := range apportion(amount, weights) {
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

func TestRoadWithin(t *testing.T) {
	idx := roadIndex{}
	idx.add(orb.LineString{{499000, 4400000}, {501000, 4400000}})
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
		if got := idx.within(c.at, 500); got != c.want {
			t.Errorf("%s: %d m, want %d", c.name, got, c.want)
		}
	}
}

func TestThousandths(t *testing.T) {
	for v, want := range map[int64]string{0: "0.000", 7: "0.007", 25569: "25.569", 1000: "1.000"} {
		if got := string(thousandths(nil, v)); got != want {
			t.Errorf("%d: %s, want %s", v, got, want)
		}
	}
}
