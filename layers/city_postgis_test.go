package layers_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"layoutmap/layers/made"

	"github.com/paulmach/orb/encoding/wkt"
)

// BenchmarkCityPostGIS asks PostGIS the questions of BenchmarkCity over the same
// features, through psql on this machine, and reports the median of the
// database's own execution times: no connection, no encoding, no HTTP.
//
//	LAYOUTMAP_POSTGIS='dbname=city' go test ./layers -run '^$' -bench City
func BenchmarkCityPostGIS(b *testing.B) {
	dsn := os.Getenv("LAYOUTMAP_POSTGIS")
	if dsn == "" {
		b.Skip("left out: set LAYOUTMAP_POSTGIS to a psql connection string of a scratch database with PostGIS")
	}
	psql := func(in io.Reader) string {
		b.Helper()
		cmd := exec.Command("psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", dsn)
		cmd.Stdin = in
		out, err := cmd.CombinedOutput()
		if err != nil {
			b.Fatalf("psql: %v\n%s", err, out)
		}
		return string(out)
	}
	psql(io.MultiReader(strings.NewReader(
		"CREATE EXTENSION IF NOT EXISTS postgis; DROP TABLE IF EXISTS city;\n"+
			"CREATE UNLOGGED TABLE city (id text, kind text, amount float8, geom geometry(Geometry, 4326));\nCOPY city FROM STDIN;\n"),
		copyRows(),
		strings.NewReader("\\.\nCREATE INDEX ON city USING gist (geom); CREATE INDEX ON city USING gist ((geom::geography)); CREATE INDEX ON city (kind); CREATE UNIQUE INDEX ON city (id); VACUUM ANALYZE city;\n")))
	const (
		page = "SELECT id, kind, amount, ST_AsGeoJSON(geom) FROM city WHERE "
		box  = "ST_Intersects(geom, ST_MakeEnvelope(116.66, 39.89, 116.68, 39.91, 4326))"
		near = "ST_DWithin(geom::geography, ST_SetSRID(ST_MakePoint(116.67, 39.90), 4326)::geography, 500)"
	)
	for _, c := range []struct{ name, sql string }{
		{"bbox-100", page + box + " LIMIT 100"},
		{"bbox-1000", page + box + " LIMIT 1000"},
		{"bbox-count", "SELECT count(*) FROM city WHERE " + box},
		{"near-500m-100", page + near + " LIMIT 100"},
		{"near-500m-all", page + near},
		{"near-500m-count", "SELECT count(*) FROM city WHERE " + near},
		{"bbox-and-kind-100", page + box + " AND kind = 'kind-3' LIMIT 100"},
		{"page-behind-1000000", page + "id > 'c0999999' ORDER BY id LIMIT 100"},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
			}
			const runs = 15
			out := psql(strings.NewReader(strings.Repeat("EXPLAIN (ANALYZE, TIMING OFF) "+c.sql+";\n", runs+1)))
			var times []float64
			for line := range strings.Lines(out) {
				if text, ok := strings.CutPrefix(strings.TrimSpace(line), "Execution Time: "); ok {
					ms, err := strconv.ParseFloat(strings.TrimSuffix(text, " ms"), 64)
					if err != nil {
						b.Fatal(err)
					}
					times = append(times, ms)
				}
			}
			if len(times) != runs+1 {
				b.Fatalf("%d times in\n%s", len(times), out)
			}
			times = times[1:] // the first warms up
			slices.Sort(times)
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(times[runs/2], "ms/query")
		})
	}
}

// copyRows streams the city as COPY text.
func copyRows() io.Reader {
	r, w := io.Pipe()
	go func() {
		var buf bytes.Buffer
		for f := range made.City(made.CityPoints, made.CityLines, made.CityPolygons) {
			fmt.Fprintf(&buf, "%s\t%s\t%v\tSRID=4326;%s\n", f.ID, f.Kind, f.Amount, wkt.MarshalString(f.Geometry))
			if buf.Len() > 1<<16 {
				if _, err := buf.WriteTo(w); err != nil {
					return
				}
			}
		}
		buf.WriteTo(w) // the reader's end tells of any fault
		w.Close()
	}()
	return r
}
