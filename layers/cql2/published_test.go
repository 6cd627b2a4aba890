package cql2_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"layoutmap/layers/cql2"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	_ "modernc.org/sqlite"
)

// table is a layer of the published GeoPackage, read without this program's own reader.
type table struct {
	columns map[string]cql2.Queryable
	rows    []row
}

func (t *table) Queryable(name string) (cql2.Queryable, bool) {
	q, ok := t.columns[name]
	return q, ok
}

type row []any

func (r row) Value(column int) any { return r[column] }

func readTable(t *testing.T, db *sql.DB, name string) *table {
	t.Helper()
	out := &table{columns: map[string]cql2.Queryable{}}
	rows, err := db.Query(`SELECT * FROM "` + name + `"`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	types, err := rows.ColumnTypes()
	if err != nil {
		t.Fatal(err)
	}
	var kinds []cql2.Type
	for i, c := range types {
		kind := cql2.TypeText
		switch c.DatabaseTypeName() {
		case "MEDIUMINT", "INTEGER", "REAL", "DOUBLE":
			kind = cql2.TypeNumber
		case "BOOLEAN":
			kind = cql2.TypeBoolean
		case "DATE":
			kind = cql2.TypeDate
		case "DATETIME":
			kind = cql2.TypeTimestamp
		case "BLOB", "POINT", "LINESTRING", "MULTIPOLYGON", "POLYGON", "GEOMETRY":
			kind = cql2.TypeGeometry
		}
		kinds = append(kinds, kind)
		out.columns[c.Name()] = cql2.Queryable{Column: i, Type: kind, Indexed: kind == cql2.TypeGeometry}
	}
	for rows.Next() {
		r := make(row, len(kinds))
		into := make([]any, len(kinds))
		for i := range r {
			into[i] = &r[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		for i, v := range r {
			r[i] = convert(t, v, kinds[i])
		}
		out.rows = append(out.rows, r)
	}
	return out
}

func convert(t *testing.T, v any, kind cql2.Type) any {
	t.Helper()
	switch v := v.(type) {
	case []byte: // GeoPackage binary: 8 bytes, the envelope that bits 1 to 3 of the flags name, WKB
		g, err := wkb.Unmarshal(v[8+[]int{0, 32, 48, 48, 64}[v[3]>>1&7]:])
		if err != nil {
			t.Fatal(err)
		}
		return g
	case int64:
		if kind == cql2.TypeBoolean {
			return v != 0
		}
	case string:
		if kind == cql2.TypeDate || kind == cql2.TypeTimestamp {
			i, err := cql2.ParseInstant(v)
			if err != nil {
				t.Fatal(err)
			}
			return i
		}
	case time.Time: // the driver reads the instants of declared columns
		if kind == cql2.TypeDate {
			i, err := cql2.ParseInstant(v.Format(time.DateOnly))
			if err != nil {
				t.Fatal(err)
			}
			return i
		}
		return cql2.InstantOf(v)
	}
	return v
}

type predicates struct {
	Rows []struct {
		Source, Filter string
		N              int
	}
	Combinations []struct {
		P []string
		N int
	}
}

func (t *table) count(filter string) (int, error) {
	e, err := cql2.ParseText(filter)
	if err != nil {
		return 0, err
	}
	f, err := cql2.Compile(e, t)
	if err != nil {
		return 0, err
	}
	n, m := 0, f.Matcher()
	boxes, bounded := f.Bounds()
	for _, r := range t.rows {
		ok, err := m.Matches(r)
		if err != nil {
			return 0, err
		}
		if !ok {
			continue
		}
		n++
		if g := r[t.columns["geom"].Column].(orb.Geometry); bounded &&
			!slices.ContainsFunc(boxes, func(b orb.Bound) bool { return b.Intersects(g.Bound()) }) {
			return 0, fmt.Errorf("matches %v, which lies outside of the filter's bound %v", g.Bound(), boxes)
		}
	}
	return n, nil
}

// Every row of OGC's abstract test suite gives the published count on the
// published data.
func TestPublishedPredicates(t *testing.T) {
	var classes map[string]predicates
	if err := json.Unmarshal(published(t, "ats_predicates.json"), &classes); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(conformance + "ne110m4cql2.gpkg"); err != nil {
		t.Skip("left out: the published GeoPackage of ../shared/conformance/cql2 is not beside this checkout, so OGC's counts are not checked")
	}
	db, err := sql.Open("sqlite", "file:"+conformance+"ne110m4cql2.gpkg?mode=ro&immutable=1")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	tables := map[string]*table{}
	for _, name := range []string{"ne_110m_admin_0_countries", "ne_110m_populated_places_simple", "ne_110m_rivers_lake_centerlines"} {
		tables[name] = readTable(t, db, name)
	}
	all, allPassed, combinations, combined := 0, 0, 0, 0
	for _, class := range []string{"basic-cql2", "advanced-comparison-operators", "case-insensitive-comparison", "accent-insensitive-comparison",
		"basic-spatial-functions", "basic-spatial-functions-plus", "spatial-functions", "temporal-functions", "arithmetic", "property-property"} {
		rows := classes[class].Rows
		passed := 0
		for _, r := range rows {
			n, err := tables[r.Source].count(r.Filter)
			if err != nil || n != r.N {
				t.Errorf("%s: %s: %d %v, want %d", class, r.Filter, n, err, r.N)
				continue
			}
			passed++
		}
		t.Logf("%-32s %d of %d", class, passed, len(rows))
		for _, c := range classes[class].Combinations {
			filter := fmt.Sprintf("(NOT (%[2]s) AND (%[1]s)) OR ((%[3]s) AND (%[4]s)) OR NOT ((%[1]s) OR (%[4]s))", c.P[0], c.P[1], c.P[2], c.P[3])
			n, err := tables["ne_110m_populated_places_simple"].count(filter)
			if err != nil || n != c.N {
				t.Errorf("%s: %s: %d %v, want %d", class, filter, n, err, c.N)
				continue
			}
			combined++
		}
		combinations += len(classes[class].Combinations)
		all, allPassed = all+len(rows), allPassed+passed
	}
	if all < 270 || combinations < 70 {
		t.Errorf("only %d published rows, %d combinations", all, combinations)
	}
	t.Logf("published predicates: %d of %d; combinations of four: %d of %d", allPassed, all, combined, combinations)
}
