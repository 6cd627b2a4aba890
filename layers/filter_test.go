package layers_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"layoutmap/layers"
	"layoutmap/layers/cql2"
)

// ask compiles a filter for a layer.
func ask(t interface {
	Helper()
	Fatalf(string, ...any)
}, l *layers.Layer, filter string) *cql2.Filter {
	t.Helper()
	e, err := cql2.ParseText(filter)
	if err != nil {
		t.Fatalf("%s: %v", filter, err)
	}
	f, err := cql2.Compile(e, l)
	if err != nil {
		t.Fatalf("%s: %v", filter, err)
	}
	return f
}

// OGC's published filters give the published counts on the published
// GeoPackage, opened as --data opens it.
func TestPublishedFiltersOnTheirGeoPackage(t *testing.T) {
	const at = "../../shared/conformance/cql2"
	text, err := os.ReadFile(at + "/ats_predicates.json")
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("left out: ../shared/conformance/cql2 is not beside this checkout, so OGC's counts are not checked")
	}
	if err != nil {
		t.Fatal(err)
	}
	var classes map[string]struct {
		Rows []struct {
			Source, Filter string
			N              int
		}
	}
	if err := json.Unmarshal(text, &classes); err != nil {
		t.Fatal(err)
	}
	catalog, err := layers.Open(os.DirFS(at))
	if err != nil {
		t.Fatal(err)
	}
	passed, all := 0, 0
	for class, c := range classes {
		for _, r := range c.Rows {
			all++
			l, ok := catalog.Layer(strings.ToLower(r.Source))
			if !ok {
				t.Fatalf("no layer %s among %v", r.Source, catalog.Layers())
			}
			page, err := l.Query(context.Background(), layers.Query{Filter: ask(t, l, r.Filter), Limit: 7})
			if err != nil || page.Matched != r.N {
				t.Errorf("%s: %s: %d %v, want %d", class, r.Filter, page.Matched, err, r.N)
				continue
			}
			passed++
		}
	}
	t.Logf("published filters through layers: %d of %d", passed, all)
	if all < 270 {
		t.Errorf("only %d filters", all)
	}
}

// A filter through the index finds what it finds feature by feature, in every
// built-in layer, and in pages that neither repeat nor miss.
func TestFilterAgreesWithAScan(t *testing.T) {
	catalog, err := layers.Open(layers.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	box := "BBOX(116.6, 39.8, 116.75, 39.95)"
	for _, l := range catalog.Layers() {
		for _, filter := range []string{
			"S_INTERSECTS(geometry, " + box + ")", "S_WITHIN(geometry, " + box + ")", "S_DISJOINT(geometry, " + box + ")",
			"NOT S_INTERSECTS(geometry, " + box + ")", "geometry IS NULL OR S_TOUCHES(geometry, " + box + ")",
			"S_INTERSECTS(geometry, POLYGON((116.6 39.8,116.8 39.85,116.7 40,116.6 39.8))) AND method <> 'osm'",
			"distance(geometry, POINT(116.65 39.9)) < 2500", "distance(geometry, LINESTRING(116.65 39.9,116.7 39.9)) <= 300 OR id LIKE '%1'",
			"S_INTERSECTS(geometry, BUFFER(POINT(116.65 39.9), 2500))", "name_zh IS NULL", "status IN ('existing','planned') AND NOT kind LIKE '%e%'",
		} {
			f := ask(t, l, filter)
			var want []string
			for i := range l.Len() {
				ok, err := f.Matches(view{l.Feature(i)})
				if err != nil {
					t.Fatalf("%s: %s: %v", l.ID, filter, err)
				}
				if ok {
					want = append(want, l.Feature(i).ID)
				}
			}
			var got []string
			for after, more := "", true; more; {
				page, err := l.Query(context.Background(), layers.Query{Filter: f, Limit: 2000, After: after})
				if err != nil {
					t.Fatalf("%s: %s: %v", l.ID, filter, err)
				}
				if page.Matched != len(want) {
					t.Fatalf("%s: %s: matched %d, want %d", l.ID, filter, page.Matched, len(want))
				}
				for _, m := range page.Matches {
					got = append(got, m.ID)
				}
				after, more = page.Next, page.Next != ""
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: %s: %d features in pages, want %d", l.ID, filter, len(got), len(want))
			}
		}
	}
}

// view shows a feature to a filter without the layer's own way of doing so.
type view struct{ *layers.Feature }

func (v view) Value(column int) any {
	switch column {
	case layers.IDColumn:
		return v.ID
	case layers.GeometryColumn:
		return v.Geometry
	}
	return v.Feature.Value(v.Layer().Columns()[column].Name)
}

// Nulls come last, downwards too; equals stay in the order of the file.
func TestSortPutsNullsLast(t *testing.T) {
	catalog, err := layers.Open(layers.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	l, _ := catalog.Layer("key-projects")
	c, ok := l.Column("name_en")
	if !ok {
		t.Fatal("no name_en")
	}
	for _, down := range []bool{false, true} {
		page, err := l.Query(context.Background(), layers.Query{SortBy: []layers.SortKey{{Column: c, Descending: down}}, Limit: 1000})
		if err != nil || len(page.Matches) != l.Len() {
			t.Fatalf("%d features of %d, %v", len(page.Matches), l.Len(), err)
		}
		for i := 1; i < len(page.Matches); i++ {
			a, b := page.Matches[i-1], page.Matches[i]
			x, some := a.Value("name_en").(string)
			y, also := b.Value("name_en").(string)
			order := strings.Compare(x, y)
			if down {
				order = -order
			}
			if also && !some || some && also && order > 0 || some == also && x == y && a.Row() > b.Row() {
				t.Errorf("descending %v: %q (row %d) stands before %q (row %d)", down, x, a.Row(), y, b.Row())
			}
		}
	}
}

func BenchmarkFilter(b *testing.B) {
	catalog, err := layers.Open(layers.BuiltIn())
	if err != nil {
		b.Fatal(err)
	}
	l, _ := catalog.Layer("demand-population")
	for name, filter := range map[string]string{
		"attribute":            "accuracy_m > 1",
		"text":                 "name_zh LIKE '%园%' OR kind = 'x'",
		"attribute and box":    "accuracy_m > 1 AND S_INTERSECTS(geometry, BBOX(116.65,39.88,116.68,39.91))",
		"attribute and circle": "accuracy_m > 1 AND distance(geometry, POINT(116.65 39.9)) < 500",
	} {
		f := ask(b, l, filter)
		b.Run(fmt.Sprintf("%s/%d", name, l.Len()), func(b *testing.B) {
			b.ReportAllocs()
			matched := 0
			for b.Loop() {
				page, err := l.Query(context.Background(), layers.Query{Filter: f, Limit: 100})
				if err != nil {
					b.Fatal(err)
				}
				matched = page.Matched
			}
			b.ReportMetric(float64(matched), "matched")
		})
	}
}
