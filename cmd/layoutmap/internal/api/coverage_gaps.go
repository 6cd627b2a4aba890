package api

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"layoutmap/geo/coverage"
	"layoutmap/geo/crs"
	"layoutmap/layers"

	"github.com/paulmach/orb"
)

// defaultSquaresM is the side of the squares that gaps are summed over, metres.
const defaultSquaresM = 500.0

// maxEastingNorthing is more than a place on Earth has in a metric plane, but
// where the plane has no image of it.
const maxEastingNorthing = 4.1e7 // metres

func squaresParam() param {
	return param{name: "squares", doc: "On the map: sum the parts gaps and gains over squares of so many metres in EPSG:4548, each a polygon with its amounts and its number of demand points; 0: every demand point by itself.",
		schema: map[string]any{"type": "number", "minimum": 0, "maximum": maxRadius, "default": defaultSquaresM}}
}

// demandSet is demand to draw: each amount times sign, beside a property.
type demandSet struct {
	points *coverage.Members
	sign   float64
	change string // "": none
}

// gapsPart is the demand of the first surface that nothing covers.
func (a *coverageAnalysis) gapsPart(ctx context.Context) (part, error) {
	p := part{name: partGaps, title: text2("未覆盖的需求", "Demand that is not covered")}
	s := a.q.demand[0]
	rule, err := a.q.rule(ctx, s)
	if err != nil {
		return p, err
	}
	_, gaps, err := coverage.Split(ctx, s.surface, a.set.sites, rule, a.study(s))
	if err != nil {
		return p, err
	}
	p.features = a.drawDemand(demandSet{gaps, 1, ""})
	return p, nil
}

// gainsPart is the demand of the first surface that the edits bring into reach,
// and, with amounts below 0, what they take out of it; nothing without edits.
func (a *coverageAnalysis) gainsPart(ctx context.Context) (part, error) {
	p := part{name: partGains, title: text2("改动带来的增减", "Demand gained and lost by the edits")}
	if len(a.q.edits) == 0 {
		return p, nil
	}
	before, err := a.d.standing(ctx, a.q, a.q.sitesWith(a.q.kinds, nil).sites)
	if err != nil {
		return p, err
	}
	change, err := before.to(ctx, a.set.sites)
	if err != nil {
		return p, err
	}
	p.features = a.drawDemand(demandSet{change.Gained, 1, "gained"}, demandSet{change.Lost, -1, "lost"})
	return p, nil
}

// drawDemand draws demand points of the first surface, or their sums by square.
func (a *coverageAnalysis) drawDemand(sets ...demandSet) (out []partFeature) {
	s := a.q.demand[0]
	for _, set := range sets {
		sums := squareSums{side: a.q.squares, at: map[[2]float64]*squareSum{}}
		for d := range set.points.All() {
			if sums.side > 0 && sums.add(a.plane.Forward(d.At), d.Amounts) {
				continue
			}
			id := s.layer.Feature(int(s.rows[d.Index])).ID
			if s.spec.Counting == layers.CountArea {
				id += "@" + strconv.Itoa(d.Index) // an area is many points
			}
			out = append(out, partFeature{id, roundPoint(d.At), set.properties(s, 1, d.Amounts)})
		}
		for _, sum := range sums.sorted() {
			id := fmt.Sprintf("%gm-%g-%g", sums.side, sum.column, sum.row)
			if set.change != "" {
				id += "-" + set.change
			}
			out = append(out, partFeature{id, sum.polygon(sums.side, a.plane), set.properties(s, sum.points, sum.amounts)})
		}
	}
	if a.q.squares == 0 {
		slices.SortFunc(out, func(a, b partFeature) int { return strings.Compare(a.id, b.id) })
	}
	return out
}

func (d demandSet) properties(s *demandSurface, points int, amounts []float64) object {
	out := object{{"demand", s.spec.ID}}
	if d.change != "" {
		out = append(out, member{"change", d.change})
	}
	for i, name := range s.spec.Amounts {
		out = append(out, member{name, whole(d.sign * amounts[i])})
	}
	return append(out, member{"points", points})
}

// squareSums are amounts summed by square of a plane.
type squareSums struct {
	side float64 // metres
	at   map[[2]float64]*squareSum
}

type squareSum struct {
	column, row float64 // its south-west corner, in sides
	points      int
	amounts     []float64
}

// add counts amounts into the square at a place of the plane; false where the
// plane has no place for it.
func (s *squareSums) add(at orb.Point, amounts []float64) bool {
	if !(math.Abs(at[0]) < maxEastingNorthing && math.Abs(at[1]) < maxEastingNorthing) {
		return false
	}
	key := [2]float64{math.Floor(at[0] / s.side), math.Floor(at[1] / s.side)}
	sum := s.at[key]
	if sum == nil {
		sum = &squareSum{column: key[0], row: key[1], amounts: make([]float64, len(amounts))}
		s.at[key] = sum
	}
	sum.points++
	for i, v := range amounts {
		sum.amounts[i] += v
	}
	return true
}

// sorted are the squares from the north-west, row by row.
func (s *squareSums) sorted() []*squareSum {
	return slices.SortedFunc(maps.Values(s.at), func(a, b *squareSum) int {
		return cmp.Or(cmp.Compare(b.row, a.row), cmp.Compare(a.column, b.column))
	})
}

func (s *squareSum) polygon(side float64, plane crs.CRS) orb.Polygon {
	var ring orb.Ring
	for _, corner := range [5][2]float64{{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}} {
		ring = append(ring, roundPoint(plane.Inverse(orb.Point{(s.column + corner[0]) * side, (s.row + corner[1]) * side})))
	}
	return orb.Polygon{ring}
}
