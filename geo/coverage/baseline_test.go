package coverage_test

import (
	"bufio"
	"context"
	"fmt"
	"math"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"layoutmap/geo/coverage"
	"layoutmap/geo/crs"
)

// BenchmarkBaselinePython asks NumPy and GEOS (Shapely) what BenchmarkShare and
// BenchmarkUnionArea ask, over cells of the same places with random people of
// their own; cpu-ms is the median computing time of a turn inside Python, after
// all imports and input. It compares the share, so that the question is the same.
func BenchmarkBaselinePython(b *testing.B) {
	const python = "/usr/bin/python3" // Debian's, whose packages apt-get installs
	if out, err := exec.Command(python, "-c", "import numpy; print(numpy.__version__)").Output(); err != nil {
		b.Skipf("left out: no NumPy in %s: apt-get install python3-numpy python3-shapely", python)
	} else {
		b.Logf("NumPy %s", strings.TrimSpace(string(out)))
	}
	plane, err := crs.Lookup("EPSG:4548")
	if err != nil {
		b.Fatal(err)
	}
	for _, n := range []int{316, 3160} {
		s := benchSurface(b, benchField(n))
		for _, m := range []int{60, 500, 5000} {
			sites := benchSites(m)
			ours, err := coverage.Share(context.Background(), s, sites, coverage.Within(500), nil)
			if err != nil {
				b.Fatal(err)
			}
			var in strings.Builder
			for _, site := range sites {
				p := plane.Forward(site.At)
				fmt.Fprintln(&in, p[0], p[1])
			}
			cmd := exec.Command(python, "testdata/baseline.py", fmt.Sprint(n), fmt.Sprint(benchWest), fmt.Sprint(benchSouth), fmt.Sprint(benchSide))
			cmd.Stdin = strings.NewReader(in.String())
			out, err := cmd.Output()
			if err != nil {
				b.Fatalf("%v\n%s", err, out)
			}
			for line := range strings.Lines(string(out)) {
				f := strings.Fields(line)
				ms, err := strconv.ParseFloat(f[1], 64)
				if err != nil {
					b.Fatal(err)
				}
				share, err := strconv.ParseFloat(f[2], 64)
				if err != nil || math.Abs(100*share-ours[0].Share) > 0.5 {
					b.Fatalf("%s: %v of 1 covered, ours %v %%: not the same question", f[0], share, ours[0].Share)
				}
				b.Run(fmt.Sprintf("%s/points=%d/sites=%d", f[0], n*n, m), func(b *testing.B) {
					for b.Loop() {
					}
					b.ReportMetric(0, "ns/op")
					b.ReportMetric(ms, "cpu-ms/op")
				})
			}
		}
	}
}

// BenchmarkBaselinePostGIS asks PostGIS what BenchmarkShare and
// BenchmarkUnionArea ask, with indexes made; the median of the database's own
// execution times.
func BenchmarkBaselinePostGIS(b *testing.B) {
	f := benchField(benchSizes[0])
	f.roads = make([]float64, len(f.even))
	for _, m := range []int{60, 500, 5000} {
		const runs = 3
		rows := postgis(b, func(w *bufio.Writer) {
			load(w, f, benchSites(m))
			for range runs {
				fmt.Fprintln(w, "EXPLAIN (ANALYZE, TIMING OFF) SELECT sum(even) FROM demand WHERE id IN (SELECT demand.id FROM demand JOIN site ON ST_DWithin(demand.g, site.g, 500));")
			}
			for range runs {
				fmt.Fprintln(w, "EXPLAIN (ANALYZE, TIMING OFF) SELECT ST_Area(ST_Union(ST_Buffer(ST_Transform(g::geometry, 4548), 500, 'quad_segs=128'))) FROM site;")
			}
		})
		var times []float64
		for _, row := range rows {
			if len(row) == 4 && row[0] == "Execution" {
				ms, err := strconv.ParseFloat(row[2], 64)
				if err != nil {
					b.Fatal(err)
				}
				times = append(times, ms)
			}
		}
		if len(times) != 2*runs {
			b.Fatalf("%d times in %v", len(times), rows)
		}
		for k, name := range []string{"share", "union-area"} {
			own := times[k*runs : (k+1)*runs]
			slices.Sort(own)
			b.Run(fmt.Sprintf("%s/points=%d/sites=%d", name, len(f.points), m), func(b *testing.B) {
				for b.Loop() {
				}
				b.ReportMetric(0, "ns/op")
				b.ReportMetric(own[runs/2], "ms/query")
			})
		}
	}
}

// benchCentres are the sites in EPSG:4548.
func benchCentres(b *testing.B, n int) []orb.Point {
	plane, err := crs.Lookup("EPSG:4548")
	if err != nil {
		b.Fatal(err)
	}
	var centres []orb.Point
	for _, s := range benchSites(n) {
		centres = append(centres, plane.Forward(s.At))
	}
	return centres
}
