package layers_test

import (
	"encoding/json"
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
	got := string(layers.AppendFeature(nil, layers.Match{Feature: l.Feature(0)}, false))
	if strings.ToValidUTF8(text, "") == text && !strings.Contains(got, `"line":`+string(want)) {
		t.Errorf("%q: %s, want %s in it", text, got, want)
	}
	if !json.Valid([]byte(got)) {
		t.Errorf("%q: not JSON: %s", text, got)
	}
}

func BenchmarkAppendFeature(b *testing.B) {
	f := layer(b, "key-projects").Feature(0)
	b.ReportAllocs()
	var dst []byte
	for b.Loop() {
		dst = layers.AppendFeature(dst[:0], layers.Match{Feature: f}, false)
	}
	b.SetBytes(int64(len(dst)))
}
