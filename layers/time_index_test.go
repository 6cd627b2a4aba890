package layers_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"layoutmap/geo"
	"layoutmap/layers"
	"layoutmap/layers/made"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

var predicates = []string{
	"T_AFTER", "T_BEFORE", "T_CONTAINS", "T_DISJOINT", "T_DURING", "T_EQUALS", "T_FINISHEDBY", "T_FINISHES",
	"T_INTERSECTS", "T_MEETS", "T_METBY", "T_OVERLAPPEDBY", "T_OVERLAPS", "T_STARTEDBY", "T_STARTS",
}

// A layer that knows its time answers every temporal question as the same
// features do without an index.
func TestTimeIndexAgreesWithAScan(t *testing.T) {
	timed, err := layers.MakeWorks("works", true, made.Works(1500))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := layers.MakeWorks("works", false, made.Works(1500))
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		instant := func(label string) string {
			d := made.Day(rapid.IntRange(-400, 20_400).Draw(t, label))
			if rapid.Bool().Draw(t, label+" as a date") {
				return "DATE('" + d.Format(time.DateOnly) + "')"
			}
			return "TIMESTAMP('" + d.Add(time.Duration(rapid.IntRange(0, 86_399).Draw(t, label+" second"))*time.Second).Format(time.RFC3339) + "')"
		}
		interval := func(label string) string {
			a, b := rapid.IntRange(-400, 20_400).Draw(t, label), rapid.IntRange(0, 3000).Draw(t, label+" days")
			ends := []string{"'" + made.Day(a).Format(time.DateOnly) + "'", "'" + made.Day(a+b).Format(time.DateOnly) + "'"}
			if open := rapid.IntRange(0, 5).Draw(t, label+" open"); open < 2 {
				ends[open] = "'..'"
			}
			return "INTERVAL(" + ends[0] + "," + ends[1] + ")"
		}
		var term func(depth int) string
		term = func(depth int) string {
			switch rapid.IntRange(0, 3+depth).Draw(t, "term") {
			case 0:
				return rapid.SampledFrom([]string{"from", "to"}).Draw(t, "column") + rapid.SampledFrom([]string{"=", "<", "<=", ">", ">=", "<>"}).Draw(t, "op") + instant("value")
			case 1:
				p := rapid.SampledFrom(predicates).Draw(t, "predicate")
				a := rapid.SampledFrom([]string{"INTERVAL(from,to)", "INTERVAL(from,'..')", "INTERVAL('..',to)", "from", "to"}).Draw(t, "value")
				b := interval("other")
				if rapid.Bool().Draw(t, "turned") {
					a, b = b, a
				}
				return p + "(" + a + "," + b + ")"
			case 2:
				return "from BETWEEN " + instant("low") + " AND " + instant("high")
			case 3:
				return "to IN (" + instant("one") + "," + instant("two") + ")"
			case 4:
				return "NOT (" + term(depth-1) + ")"
			}
			return "(" + term(depth-1) + rapid.SampledFrom([]string{" AND ", " OR "}).Draw(t, "joined") + term(depth-1) + ")"
		}
		filter := term(3)
		var q layers.Query
		if rapid.Bool().Draw(t, "box") {
			at := orb.Point{116.5 + 0.3*rapid.Float64Range(0, 1).Draw(t, "x"), 39.6 + 0.3*rapid.Float64Range(0, 1).Draw(t, "y")}
			q.Bounds = []orb.Bound{{Min: at, Max: orb.Point{at[0] + 0.1, at[1] + 0.1}}}
		}
		var span layers.Span
		if rapid.Bool().Draw(t, "datetime") {
			a := made.Day(rapid.IntRange(-400, 20_400).Draw(t, "from"))
			span, _ = layers.ParseSpan(a.Format(time.DateOnly) + "/" + a.AddDate(0, 0, rapid.IntRange(0, 2000).Draw(t, "days")).Format(time.DateOnly))
			q.Time = &span
		}
		asked := func(l *layers.Layer, byFilter bool) []string {
			q := q
			if byFilter {
				q.Filter = ask(t, l, filter)
			}
			q.Limit = 2000
			page, err := l.Query(context.Background(), q)
			if err != nil {
				t.Fatal(err)
			}
			var out []string
			for _, m := range page.Matches {
				if f := m.Feature; l == timed || q.Time == nil || meets(f, span) {
					out = append(out, f.ID)
				}
			}
			if l == timed && page.Matched != len(out) {
				t.Fatalf("%d matched, %d came", page.Matched, len(out))
			}
			return out
		}
		for _, byFilter := range []bool{true, false} {
			if got, want := asked(timed, byFilter), asked(plain, byFilter); !slices.Equal(got, want) {
				t.Fatalf("%s (%v), datetime %v, box %v: %d features, a scan finds %d", filter, byFilter, q.Time, q.Bounds, len(got), len(want))
			}
		}
	})
}

// meets is what datetime asks, worked out from the properties.
func meets(f *layers.Feature, s layers.Span) bool {
	from, to := f.Text("from"), f.Text("to")
	if from == "" && to == "" {
		return true
	}
	own, err := layers.ParseSpan(from + "/" + to)
	return err == nil && own.Intersects(s)
}

// BenchmarkWorks asks a million features with dates for a week of them, and
// the same of a layer that has the dates but no index on them.
func BenchmarkWorks(b *testing.B) {
	week, err := layers.ParseSpan("1999-05-03/1999-05-09")
	if err != nil {
		b.Fatal(err)
	}
	box := []orb.Bound{{Min: orb.Point{116.6, 39.7}, Max: orb.Point{116.8, 39.9}}}
	for _, index := range []struct {
		name  string
		timed bool
	}{{"index", true}, {"scan", false}} {
		l, err := layers.MakeWorks("works", index.timed, made.Works(1_000_000))
		if err != nil {
			b.Fatal(err)
		}
		for _, c := range []struct {
			name string
			q    layers.Query
		}{
			{"datetime", layers.Query{Time: &week}},
			{"datetime and box", layers.Query{Time: &week, Bounds: box}},
			{"filter", layers.Query{Filter: ask(b, l, "T_DURING(INTERVAL(from,to), INTERVAL('1999-05-02','1999-05-20'))")}},
			{"filter and box", layers.Query{Filter: ask(b, l, "from = DATE('1999-05-03')"), Bounds: box}},
		} {
			c.q.Limit = 100
			b.Run(index.name+"/"+c.name, func(b *testing.B) {
				b.ReportAllocs()
				matched := 0
				for b.Loop() {
					if !index.timed && c.q.Time != nil { // without a time the layer ignores datetime
						matched = 0
						for f := range l.All() {
							if (len(c.q.Bounds) == 0 || f.Geometry == nil || geo.IntersectsBound(f.Geometry, box[0])) && meets(f, week) {
								matched++
							}
						}
						continue
					}
					p, err := l.Query(context.Background(), c.q)
					if err != nil {
						b.Fatal(err)
					}
					matched = p.Matched
				}
				b.ReportMetric(float64(matched), "matched")
			})
		}
	}
}
