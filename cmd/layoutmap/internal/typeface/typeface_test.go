package typeface_test

import (
	"bytes"
	"encoding/binary"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"layoutmap/cmd/layoutmap/internal/typeface"
	"layoutmap/layers"
	"layoutmap/layers/plan"

	"golang.org/x/image/font/sfnt"
)

// Every character of the built-in data, the plan's text and the pictures' own
// words has a glyph in both fonts. Where this fails, run make fonts.
func TestFontsHoldWhatTheDataUse(t *testing.T) {
	faces := typeface.New()
	check := func(where, text string) {
		for _, f := range []*typeface.Face{faces.Regular, faces.Bold} {
			if missing := f.Missing(text); len(missing) > 0 {
				t.Errorf("%s: %s lacks %q; run make fonts", where, f.Style, string(missing))
			}
		}
	}
	catalog, err := layers.Open(layers.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, l := range catalog.Layers() {
		var b strings.Builder
		b.WriteString(l.Title.ZH + l.Title.EN + l.Description.ZH)
		for ref := range l.NumValues() {
			if s, ok := l.Value(uint32(ref)).(string); ok {
				b.WriteString(s)
			}
		}
		n += b.Len()
		check("layer "+l.ID, b.String())
	}
	text, err := plan.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range text.Clauses {
		check("clause "+c.ID, c.Text)
		n += len(c.Text)
	}
	sources, err := filepath.Glob("../picture/*.go")
	if err != nil || len(sources) == 0 {
		t.Fatal("no sources of package picture", err)
	}
	for _, name := range sources {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(name, "_test.go") {
			check(name, string(source))
		}
	}
	if n < 50_000 {
		t.Errorf("only %d bytes of text were looked at", n)
	}
}

func TestMissingGlyphIsABox(t *testing.T) {
	f := typeface.New().Regular
	if got := string(f.Missing("通州龘a龘")); got != "龘" {
		t.Errorf("missing %q, want 龘 once", got)
	}
	if g := f.Glyph('龘'); !g.Missing || g.Advance != 1 || len(g.Outline) != 10 {
		t.Errorf("a missing glyph is %+v", g)
	}
	if w := f.Width("通州"); w != 2 {
		t.Errorf("two ideographs are %g em wide, want 2", w)
	}
}

// A subset is a font that another reader takes, with the outlines that were
// asked for and no others.
func TestSubset(t *testing.T) {
	f := typeface.New().Bold
	used := map[rune]bool{'通': true, 'A': true}
	data, err := f.Subset(used)
	if err != nil {
		t.Fatal(err)
	}
	if len(data) > len(f.Data)/8 {
		t.Errorf("%d of %d bytes for two characters", len(data), len(f.Data))
	}
	whole, err := sfnt.Parse(f.Data)
	if err != nil {
		t.Fatal(err)
	}
	part, err := sfnt.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	var buf sfnt.Buffer
	segments := func(font *sfnt.Font, r rune) int {
		i, err := font.GlyphIndex(&buf, r)
		if err != nil || i == 0 {
			t.Fatalf("%c: %v", r, err)
		}
		s, err := font.LoadGlyph(&buf, i, 1000*64, nil)
		if err != nil {
			t.Fatalf("%c: %v", r, err)
		}
		return len(s)
	}
	for r := range used {
		if got, want := segments(part, r), segments(whole, r); got != want || want == 0 {
			t.Errorf("%c has %d segments, want %d", r, got, want)
		}
	}
	if n := segments(part, '州'); n != 0 {
		t.Errorf("州 was not asked for and has %d segments", n)
	}
	again, _ := f.Subset(used)
	if !bytes.Equal(data, again) {
		t.Error("two subsets differ")
	}
}

// field is one value of a protocol buffer.
type field struct {
	number int
	bytes  []byte
	uint   uint64
}

func fields(t *testing.T, message []byte) []field {
	t.Helper()
	var out []field
	r := bytes.NewReader(message)
	for r.Len() > 0 {
		key, err := binary.ReadUvarint(r)
		if err != nil {
			t.Fatal(err)
		}
		v, err := binary.ReadUvarint(r)
		if err != nil {
			t.Fatal(err)
		}
		f := field{number: int(key >> 3), uint: v}
		if key&7 == 2 {
			f.bytes = make([]byte, v)
			if _, err := io.ReadFull(r, f.bytes); err != nil {
				t.Fatal(err)
			}
		}
		out = append(out, f)
	}
	return out
}

// The fields are read by their numbers in mapbox/node-fontnik's glyphs.proto.
func TestRange(t *testing.T) {
	stack := fields(t, fields(t, typeface.New().Regular.Range(0x900A&^0xFF))[0].bytes) // 通 is U+901A
	if string(stack[0].bytes) != "LM Sans Regular" || string(stack[1].bytes) != "36864-37119" {
		t.Fatalf("stack %q, range %q", stack[0].bytes, stack[1].bytes)
	}
	found := false
	for _, g := range stack[2:] {
		f := fields(t, g.bytes)
		if f[0].uint != '通' {
			continue
		}
		found = true
		bitmap, w, h, advance := f[1].bytes, int(f[2].uint), int(f[3].uint), f[6].uint
		if advance != 24 || w < 20 || w > 25 || h < 20 || h > 25 || len(bitmap) != (w+6)*(h+6) {
			t.Errorf("advance %d, %d × %d, %d bytes", advance, w, h, len(bitmap))
		}
		inside := 0
		for _, v := range bitmap {
			if v >= 192 {
				inside++
			}
		}
		if share := float64(inside) / float64(w*h); math.Abs(share-0.3) > 0.12 {
			t.Errorf("%.2f of 通 is ink", share)
		}
		if bitmap[0] > 150 || bitmap[len(bitmap)-1] > 150 {
			t.Errorf("corners are %d and %d: the field does not fade", bitmap[0], bitmap[len(bitmap)-1])
		}
	}
	if !found {
		t.Error("通 is not in its range")
	}
	if got := len(fields(t, fields(t, typeface.New().Regular.Range(0x10FF00))[0].bytes)); got != 2 {
		t.Errorf("an empty range has %d fields, want name and range alone", got)
	}
}

func BenchmarkRange(b *testing.B) {
	f := typeface.New().Regular
	b.ReportAllocs()
	for b.Loop() {
		if len(f.Range(0x9000)) < 1000 {
			b.Fatal("short")
		}
	}
}
