// Package made makes up the large data that tests and benchmarks ask: seeded,
// the same for all of them. The program does not contain it.
package made

import (
	"fmt"
	"io"
	"iter"
	"math"
	"math/rand/v2"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"
)

// Feature is one thing that is made up.
type Feature struct {
	ID       string
	Geometry orb.Geometry // lon/lat; may be nil
	Kind     string
	Amount   float64
	From, To string // dates, "" for null; of works alone
}

// Size of the generated city: a million points, 200,000 lines and 200,000 polygons in
// the district's box, crowded around centres as a city's are. Seeded.
const (
	CityPoints   = 1_000_000
	CityLines    = 200_000
	CityPolygons = 200_000
)

// City makes the first so many points, lines and polygons of it.
func City(points, lines, polygons int) iter.Seq[Feature] {
	return func(yield func(Feature) bool) {
		r := rand.New(rand.NewPCG(2026, 11))
		place := func() orb.Point {
			c := orb.Point{116.55 + 0.04*float64(r.IntN(9)), 39.66 + 0.04*float64(r.IntN(9))}
			return orb.Point{c[0] + 0.02*r.NormFloat64(), c[1] + 0.015*r.NormFloat64()}
		}
		for i := range points + lines + polygons {
			f := Feature{ID: fmt.Sprintf("c%07d", i), Kind: fmt.Sprintf("kind-%d", r.IntN(20)), Amount: math.Round(r.ExpFloat64() * 100)}
			at := place()
			switch {
			case i < points:
				f.Geometry = at
			case i < points+lines:
				line := orb.LineString{at}
				turn := r.Float64() * 2 * math.Pi
				for range 3 + r.IntN(8) {
					turn += 0.3 * r.NormFloat64()
					p := line[len(line)-1]
					line = append(line, orb.Point{p[0] + 0.0006*math.Cos(turn), p[1] + 0.0005*math.Sin(turn)})
				}
				f.Geometry = line
			default:
				n := 4 + r.IntN(5)
				ring := make(orb.Ring, 0, n+1)
				for k := range n {
					a := 2 * math.Pi * float64(k) / float64(n)
					ring = append(ring, orb.Point{at[0] + 0.0003*math.Cos(a), at[1] + 0.00025*math.Sin(a)})
				}
				f.Geometry = orb.Polygon{append(ring, ring[0])}
			}
			if !yield(f) {
				return
			}
		}
	}
}

// CityYAML is the layer.yaml of the city as a layer of --data; WriteCity its data file.
const CityYAML = `
id: city
title: {zh: 城, en: City}
description: {zh: 生成, en: Generated}
geometry: Geometry
data: city.csv
provenance: {source: generated, licence: CC0-1.0, retrieved: "2026-11-01", method: estimate, crs_original: CRS84, accuracy_m: 1, open: true}
schema: [{name: amount, type: number, title: {zh: 量, en: Amount}}]
`

// WriteCity writes the first so many points, lines and polygons as CSV with WKT.
// A fault of w is left to its owner.
func WriteCity(w io.Writer, points, lines, polygons int) {
	fmt.Fprintln(w, "id,kind,amount,wkt")
	for f := range City(points, lines, polygons) {
		fmt.Fprintf(w, "%s,%s,%v,%q\n", f.ID, f.Kind, f.Amount, wkt.MarshalString(f.Geometry))
	}
}
