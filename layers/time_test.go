package layers_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"layoutmap/layers"
)

const worksGeoJSON = `{"type":"FeatureCollection","features":[
{"type":"Feature","id":"a","geometry":{"type":"Point","coordinates":[116.65,39.90]},"properties":{"from":"2024-01-01","to":"2025-06-30"}},
{"type":"Feature","id":"b","geometry":{"type":"Point","coordinates":[116.66,39.90]},"properties":{"from":"2025-06-30","to":null}},
{"type":"Feature","id":"c","geometry":null,"properties":{}},
{"type":"Feature","id":"d","geometry":{"type":"Point","coordinates":[116.67,39.90]},"properties":{"to":"2023-12-31","seen":"2026-11-23T08:00:00.5+08:00"}}
]}`

func worksYAML(when string) string {
	head, _, _ := strings.Cut(stopsYAML, "schema:")
	return head + `schema:
  - {name: from, type: date, title: {zh: 始, en: From}}
  - {name: to, type: date, title: {zh: 终, en: To}}
  - {name: seen, type: datetime, title: {zh: 见, en: Seen}}
  - {name: line, type: string, title: {zh: 线, en: Line}}
` + when
}

func openWorks(t *testing.T, when string) *layers.Layer {
	t.Helper()
	c, err := layers.Open(folder(worksYAML(when), worksGeoJSON))
	if err != nil {
		t.Fatal(err)
	}
	l, ok := c.Layer("stops")
	if !ok {
		t.Fatal("no layer")
	}
	return l
}

func TestQueryByTime(t *testing.T) {
	for _, c := range []struct{ when, text, want string }{
		{"time: {start: from, end: to}", "2024-05-05", "a c"},
		{"time: {start: from, end: to}", "2025-06-30T23:59:59.999999Z", "a b c"},
		{"time: {start: from, end: to}", "2025-07-01T00:00:00Z", "b c"},
		{"time: {start: from, end: to}", "2025-07-01t00:00:00+08:00", "a b c"}, // still 30 June in UTC
		{"time: {start: from, end: to}", "../2023-12-31", "c d"},
		{"time: {start: from, end: to}", "/2024-01-01", "a c d"},
		{"time: {start: from, end: to}", "2030-01-01/..", "b c"},
		{"time: {start: from, end: to}", "../..", "a b c d"},
		{"time: {start: from, end: to}", "2023-01-01/2024-01-01T00:00:00Z", "a c d"},
		{"time: seen", "2026-11-23T00:00:00.5Z", "a b c d"},
		{"time: seen", "2026-11-23T00:00:00Z", "a b c"},
		{"time: seen", "2026-11-23", "a b c d"},
		{"", "1900-01-01", "a b c d"}, // a layer without time
	} {
		l := openWorks(t, c.when)
		span, err := layers.ParseSpan(c.text)
		if err != nil {
			t.Fatal(err)
		}
		page, err := l.Query(context.Background(), layers.Query{Time: &span, Limit: 10})
		if err != nil || ids(page) != c.want || page.Matched != len(strings.Fields(c.want)) {
			t.Errorf("%s, %s: got %q (%v), want %q", c.when, c.text, ids(page), err, c.want)
		}
	}
}

func TestTimes(t *testing.T) {
	day := func(text string) int64 {
		d, err := time.Parse(time.DateOnly, text)
		if err != nil {
			t.Fatal(err)
		}
		return d.UnixMicro()
	}
	if got, ok := openWorks(t, "time: {start: from, end: to}").Times(); !ok || got != (layers.Span{layers.OpenStart, layers.OpenEnd}) {
		t.Errorf("from and to: %v %v, want open at both ends", got, ok)
	}
	if got, ok := openWorks(t, "time: from").Times(); !ok || got != (layers.Span{day("2024-01-01"), day("2025-07-01") - 1}) {
		t.Errorf("from: %v %v", got, ok)
	}
	if got, ok := openWorks(t, "").Times(); ok {
		t.Errorf("a layer without time has %v", got)
	}
	if got := mustByID(t, openWorks(t, ""), "d").Value("seen"); got != "2026-11-23T00:00:00.5Z" {
		t.Errorf("a date-time is kept as %v, want UTC", got)
	}
}

func TestBadTimes(t *testing.T) {
	for _, text := range []string{
		"", "now", "2026", "2026-13-01", "2026-02-30", "2026-11-23T08:00:00", "2026-11-23 08:00:00Z", "2026-11-23T08:00:00,5Z",
		"2026-11-24/2026-11-23", "2026-11-23/x", "x/2026-11-23", "2026-11-23/2026-11-24/2026-11-25", "...", "2026-11-23/...",
	} {
		if s, err := layers.ParseSpan(text); !errors.Is(err, layers.ErrValue) {
			t.Errorf("%q: %v, %v, want ErrValue", text, s, err)
		}
	}
	for _, c := range []struct{ when, data, want string }{
		{"time: line", worksGeoJSON, `"line" is not a date`},
		{"time: {start: from, stop: to}", worksGeoJSON, "stop"},
		{"time: {start: from, end: seen}", worksGeoJSON, "from is a date and seen a datetime"},
		{"time: {start: from}", worksGeoJSON, `"" is not a date`},
		{"time: {start: from, end: to}", strings.Replace(worksGeoJSON, "2025-06-30", "2023-06-30", 1), "a: time: value does not fit the schema: the start 2024-01-01 is after the end 2023-06-30"},
		{"", strings.Replace(worksGeoJSON, "2025-06-30", "2025-6-30", 1), "to wants a date"},
		{"", strings.Replace(worksGeoJSON, "+08:00", "", 1), "seen wants a date-time"},
	} {
		if _, err := layers.Open(folder(worksYAML(c.when), c.data)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want an error with %q", c.when, err, c.want)
		}
	}
}

func FuzzParseSpan(f *testing.F) {
	for _, seed := range []string{"2026-11-23", "2026-11-23T08:00:00Z", "../2026-11-23", "2026-11-23/..", "2026-11-23T08:00:00.123456789+08:00/2027-01-01", "/", "../.."} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := layers.ParseSpan(text)
		if err == nil && s.Start > s.End {
			t.Errorf("%q: %v", text, s)
		}
		if err != nil && !errors.Is(err, layers.ErrValue) {
			t.Errorf("%q: %v", text, err)
		}
	})
}

func TestTimeInJSONFG(t *testing.T) {
	for when, want := range map[string]map[string]string{
		"time: {start: from, end: to}": {"a": `{"interval":["2024-01-01","2025-06-30"]}`, "b": `{"interval":["2025-06-30",".."]}`, "c": "null", "d": `{"interval":["..","2023-12-31"]}`},
		"time: from":                   {"a": `{"date":"2024-01-01"}`, "c": "null"},
		"time: seen":                   {"c": "null", "d": `{"timestamp":"2026-11-23T00:00:00.5Z"}`},
		"":                             {"a": "null"},
	} {
		l := openWorks(t, when)
		page, err := l.Query(context.Background(), layers.Query{Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		e, ok := layers.EncoderNamed("jsonfg")
		if !ok {
			t.Fatal("no encoder jsonfg")
		}
		var out bytes.Buffer
		if err := e.Encode(&out, layers.Document{Page: page}); err != nil {
			t.Fatal(err)
		}
		var doc struct {
			Features []struct {
				ID   string
				Time json.RawMessage
			}
		}
		if err := json.Unmarshal(out.Bytes(), &doc); err != nil || len(doc.Features) != 4 {
			t.Fatalf("%v: %s", err, out.Bytes())
		}
		for _, f := range doc.Features {
			if w, asked := want[f.ID]; asked && string(f.Time) != w {
				t.Errorf("%q, %s: %s, want %s", when, f.ID, f.Time, w)
			}
		}
	}
}
