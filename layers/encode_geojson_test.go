package layers_test

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"layoutmap/layers"

	"pgregory.net/rapid"
)

// Texts are written byte for byte as encoding/json writes them.
func TestTextsAreWrittenAsEncodingJSONDoes(t *testing.T) {
	for _, text := range []string{"", "通州区“十五五”", "a\"b", `a\b`, "<a&b>", "line\nbreak", "\u2028", "\u2029x", "\u2027\u202a", "\x7f", "\x00", "bad \xff utf-8", "\xe2\x80", "😀"} {
		checkText(t, text)
	}
	rapid.Check(t, func(t *rapid.T) { checkText(t, rapid.String().Draw(t, "text")) })
}

func checkText(t interface{ Errorf(string, ...any) }, text string) {
	want, err := json.Marshal(text)
	if err != nil {
		t.Errorf("%q: %v", text, err)
	}
	quoted, err := json.Marshal(map[string]string{"line": text})
	if err != nil {
		t.Errorf("%q: %v", text, err)
	}
	c, err := layers.Open(folder(stopsYAML, `{"type":"FeatureCollection","features":[{"type":"Feature","id":"a","geometry":null,"properties":`+string(quoted)+`}]}`))
	if err != nil {
		t.Errorf("%q: %v", text, err)
		return
	}
	l, _ := c.Layer("stops")
	got := string((&layers.Document{Page: layers.Page{Layer: l}}).AppendFeature(nil, layers.Match{Feature: l.Feature(0)}))
	if strings.ToValidUTF8(text, "") == text && !strings.Contains(got, `"line":`+string(want)) {
		t.Errorf("%q: %s, want %s in it", text, got, want)
	}
	if !json.Valid([]byte(got)) {
		t.Errorf("%q: not JSON: %s", text, got)
	}
}

// What a feature has in common with the one before is copied: the text is the
// same as that of a feature written first.
func TestFeaturesAreWrittenAlikeInAnyOrder(t *testing.T) {
	catalog, err := layers.Open(layers.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(5, 6))
	for _, l := range catalog.Layers() {
		for _, d := range []layers.Document{{}, {Columns: []int{}}, {Columns: []int{3}}, {Columns: []int{5, 0, 2}}} {
			d.Page = layers.Page{Layer: l, Near: r.IntN(2) == 0}
			together := d
			for range 300 {
				m, alone := layers.Match{Feature: l.Feature(r.IntN(l.Len()))}, d
				got, want := string(together.AppendFeature(nil, m)), string(alone.AppendFeature(nil, m))
				if got != want || !json.Valid([]byte(got)) {
					t.Fatalf("%s/%s, columns %v: got\n%s\nwant\n%s", l.ID, m.ID, d.Columns, got, want)
				}
			}
		}
	}
}

func BenchmarkAppendFeature(b *testing.B) {
	l := layer(b, "key-projects")
	document := layers.Document{Page: layers.Page{Layer: l}}
	b.ReportAllocs()
	var dst []byte
	i := 0
	for b.Loop() {
		dst = document.AppendFeature(dst[:0], layers.Match{Feature: l.Feature(i % l.Len())})
		i++
	}
	b.SetBytes(int64(len(dst)))
}
