package coverage_test

import (
	"bufio"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"layoutmap/geo/coverage"
	"layoutmap/geo/crs"
	"layoutmap/geo/witness"

	"github.com/paulmach/orb"
)

// postgis runs a script in psql on the scratch database of LAYOUTMAP_POSTGIS
// and gives the fields of its lines.
func postgis(t testing.TB, script func(w *bufio.Writer)) [][]string {
	t.Helper()
	dsn := witness.PostGIS(t)
	cmd := exec.Command("psql", "-X", "-q", "-A", "-t", "-F", " ", "-v", "ON_ERROR_STOP=1", "-d", dsn)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		w := bufio.NewWriter(in)
		script(w)
		w.Flush() // psql's end tells of any fault
		in.Close()
	}()
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("psql: %v\n%s", err, out)
	}
	var rows [][]string
	for line := range strings.Lines(string(out)) {
		rows = append(rows, strings.Fields(line))
	}
	return rows
}

// cells is a 100 m grid of n × n demand points round the Sub-center.
func cells(rng *rand.Rand, n int) field {
	plane, err := crs.Lookup("EPSG:4548")
	if err != nil {
		panic(err)
	}
	var f field
	for i := range n {
		for j := range n {
			f.points = append(f.points, plane.Inverse(orb.Point{455_050 + 100*float64(i), 4_400_050 + 100*float64(j)}))
			f.even = append(f.even, 40*rng.Float64())
			f.roads = append(f.roads, 40*rng.ExpFloat64())
		}
	}
	return f
}

// stations are n sites over the ground of f, on cell centres now and then.
func stations(rng *rand.Rand, f field, n int) []coverage.Site {
	b := orb.MultiPoint(f.points).Bound()
	var sites []coverage.Site
	for i := range n {
		at := orb.Point{b.Min[0] + rng.Float64()*(b.Max[0]-b.Min[0]), b.Min[1] + rng.Float64()*(b.Max[1]-b.Min[1])}
		if i%7 == 0 {
			at = f.points[rng.IntN(len(f.points))]
		}
		sites = append(sites, coverage.Site{ID: fmt.Sprint("s", i), At: at})
	}
	return sites
}

// load puts points and sites into tables of the session.
func load(w *bufio.Writer, f field, sites []coverage.Site) {
	fmt.Fprintln(w, "SET client_min_messages = warning; CREATE EXTENSION IF NOT EXISTS postgis;")
	fmt.Fprintln(w, "CREATE TEMP TABLE d (lon float8, lat float8, even float8, roads float8); COPY d FROM STDIN;")
	for i, p := range f.points {
		fmt.Fprintf(w, "%v\t%v\t%v\t%v\n", p[0], p[1], f.even[i], f.roads[i])
	}
	fmt.Fprintln(w, "\\.\nCREATE TEMP TABLE s (id int, lon float8, lat float8); COPY s FROM STDIN;")
	for i, s := range sites {
		fmt.Fprintf(w, "%d\t%v\t%v\n", i, s.At[0], s.At[1])
	}
	fmt.Fprintln(w, `\.
CREATE TEMP TABLE demand AS SELECT row_number() OVER () AS id, even, roads, ST_SetSRID(ST_MakePoint(lon, lat), 4326)::geography AS g FROM d;
CREATE TEMP TABLE site AS SELECT id, ST_SetSRID(ST_MakePoint(lon, lat), 4326)::geography AS g FROM s;
CREATE INDEX ON demand USING gist (g); CREATE INDEX ON site USING gist (g); ANALYZE demand; ANALYZE site;`)
}

// TestAgainstPostGIS asks PostGIS, which shares no code with us: people by
// geodesic distance over distinct cells, ground by the union of planar buffers
// in EPSG:4548 with 512 corners, which are up to 2.5e-5 smaller than circles.
func TestAgainstPostGIS(t *testing.T) {
	rng := rand.New(rand.NewPCG(60, 500))
	f := cells(rng, 316)
	s := f.surface(t)
	plane, err := crs.Lookup("EPSG:4548")
	if err != nil {
		t.Fatal(err)
	}
	district := orb.Polygon{{{457_000, 4_403_000}, {485_000, 4_402_000}, {484_000, 4_430_000}, {458_000, 4_429_000}, {457_000, 4_403_000}}}
	for _, n := range []int{60, 500, 5000} {
		t.Run(fmt.Sprint(n, " stations"), func(t *testing.T) {
			sites := stations(rng, f, n)
			rows := postgis(t, func(w *bufio.Writer) {
				load(w, f, sites)
				fmt.Fprintln(w, "SELECT count(*), sum(even), sum(roads) FROM (SELECT DISTINCT ON (demand.id) even, roads FROM demand JOIN site ON ST_DWithin(demand.g, site.g, 500)) c;")
				fmt.Fprintln(w, "SELECT count(*), sum(even) FROM (SELECT demand.id, min(even) AS even FROM demand JOIN site ON ST_DWithin(demand.g, site.g, 500) GROUP BY 1 HAVING count(*) = 1) c;")
				fmt.Fprintf(w, "SELECT ST_Area(ST_Intersection(ST_Union(ST_Buffer(ST_Transform(g::geometry, 4548), 500, 'quad_segs=128')), 'SRID=4548;POLYGON((")
				for i, p := range district[0] {
					if i > 0 {
						fmt.Fprint(w, ",")
					}
					fmt.Fprintf(w, "%v %v", p[0], p[1])
				}
				fmt.Fprintln(w, "))'::geometry)) FROM site;")
			})
			if len(rows) != 3 {
				t.Fatalf("psql says %v", rows)
			}
			want := make([]float64, 0, 6)
			for _, row := range rows {
				for _, text := range row {
					v, err := strconv.ParseFloat(text, 64)
					if err != nil {
						t.Fatal(err)
					}
					want = append(want, v)
				}
			}
			got, err := coverage.Evaluate(context.Background(), s, sites, coverage.Within(500), coverage.Areas{})
			if err != nil {
				t.Fatal(err)
			}
			covered, _, err := coverage.Split(context.Background(), s, sites, coverage.Within(500), nil)
			if err != nil {
				t.Fatal(err)
			}
			if covered.Len() != int(want[0]) {
				t.Errorf("%d cells covered, PostGIS %v", covered.Len(), want[0])
			}
			for i, a := range got.Amounts {
				if math.Abs(a.Covered-want[1+i]) > 1e-6*a.Total {
					t.Errorf("%s: %v covered, PostGIS %v", a.Name, a.Covered, want[1+i])
				}
			}
			var exclusive float64
			for _, site := range got.Sites {
				exclusive += site.Exclusive
			}
			if math.Abs(exclusive-want[4]) > 1e-6*got.Amounts[0].Total {
				t.Errorf("%v covered by one station alone, PostGIS %v", exclusive, want[4])
			}
			var centres []orb.Point
			for _, site := range sites {
				centres = append(centres, plane.Forward(site.At))
			}
			ground, _ := coverage.CoveredArea(centres, 500, orb.MultiPolygon{district})
			if math.Abs(ground-want[5]) > 1e-4*want[5] {
				t.Errorf("%v m² covered, PostGIS %v", ground, want[5])
			}
			t.Logf("%d cells, %.3f people; ground %.0f m², PostGIS %.0f (%.1e off)", covered.Len(), got.Amounts[0].Covered, ground, want[5], ground/want[5]-1)
		})
	}
}
