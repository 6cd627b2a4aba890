// Package typeface reads the fonts that maps drawn without a browser use:
// outlines and widths of glyphs, and the signed distance fields that MapLibre
// draws text from.
//
//	faces := typeface.New()
//	width := faces.Bold.Width("通州")   // in units of the font size
//
// Lengths are in units of the font size ("em"), y down from the baseline. A
// font is read when its first glyph is asked for, not before. The fonts hold the
// code points of the built-in data and Latin; of what they lack, the box of the
// missing glyph is drawn, and Missing tells which characters that concerns.
package typeface

import (
	"sync"

	"layoutmap/static"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Family is the name under which the fonts are served and embedded.
const Family = "LM Sans"

// Measures of a line of text in em: what CJK fonts agree on, near enough.
const (
	Ascent  = 0.88 // of ideographs above the baseline
	Descent = 0.12
	Middle  = 0.38 // of ideographs and capitals above the baseline
)

// Faces are the two weights. Made by New; safe for concurrent use.
type Faces struct {
	Regular, Bold *Face
}

// New returns the built-in faces.
func New() *Faces {
	regular, bold := static.Fonts()
	return &Faces{Regular: newFace("Regular", regular), Bold: newFace("Bold", bold)}
}

// Face is one weight of the family.
type Face struct {
	Style string // "Regular" or "Bold"
	Data  []byte // the TrueType file

	parse func() (*sfnt.Font, error)
	mu    sync.Mutex // guards buf and known
	buf   sfnt.Buffer
	known map[rune]*Glyph
}

func newFace(style string, data []byte) *Face {
	return &Face{
		Style: style, Data: data, known: map[rune]*Glyph{},
		parse: sync.OnceValues(func() (*sfnt.Font, error) { return sfnt.Parse(data) }),
	}
}

// Op is how an outline goes on.
type Op uint8

// The operations of an outline.
const (
	MoveTo Op = iota
	LineTo
	QuadTo  // one control point
	CubicTo // two
)

// Segment is one step of an outline; its end is the last point in use.
type Segment struct {
	Op   Op
	Args [3][2]float64
}

// Glyph is a character's drawing.
type Glyph struct {
	Advance float64 // em
	Outline []Segment
	Missing bool // the font has no such character: the drawing is a box
}

// Glyph returns the drawing of a character. Read-only.
func (f *Face) Glyph(r rune) *Glyph {
	f.mu.Lock()
	defer f.mu.Unlock()
	if g, ok := f.known[r]; ok {
		return g
	}
	g := f.load(r)
	if len(f.known) < maxKnown {
		f.known[r] = g
	}
	return g
}

// maxKnown bounds the glyphs kept at hand: about all that the fonts have.
const maxKnown = 4096

func (f *Face) load(r rune) *Glyph {
	font, err := f.parse()
	if err != nil {
		return box()
	}
	index, err := font.GlyphIndex(&f.buf, r)
	if err != nil || index == 0 {
		return box()
	}
	upem := int(font.UnitsPerEm())
	ppem := fixed.I(upem) // font units, in 26.6
	advance, err := font.GlyphAdvance(&f.buf, index, ppem, hinting)
	if err != nil {
		return box()
	}
	segments, err := font.LoadGlyph(&f.buf, index, ppem, nil)
	if err != nil {
		return box()
	}
	em := func(v fixed.Int26_6) float64 { return float64(v) / 64 / float64(upem) }
	g := &Glyph{Advance: em(advance), Outline: make([]Segment, len(segments))}
	for i, s := range segments {
		g.Outline[i].Op = Op(s.Op) // the same order: move, line, quad, cubic
		for j, p := range s.Args {
			g.Outline[i].Args[j] = [2]float64{em(p.X), em(p.Y)}
		}
	}
	return g
}

const hinting = font.HintingNone

// box is the glyph of a character that the font lacks.
func box() *Glyph {
	g := &Glyph{Advance: 1, Missing: true}
	for _, r := range [][4]float64{{0.1, -0.82, 0.9, 0.06}, {0.84, -0.76, 0.16, 0}} { // the second winds the other way: a hole
		for i, p := range [][2]float64{{r[0], r[1]}, {r[2], r[1]}, {r[2], r[3]}, {r[0], r[3]}, {r[0], r[1]}} {
			op := LineTo
			if i == 0 {
				op = MoveTo
			}
			g.Outline = append(g.Outline, Segment{Op: op, Args: [3][2]float64{p}})
		}
	}
	return g
}

// Width is the length of a line of text, em.
func (f *Face) Width(text string) float64 {
	w := 0.0
	for _, r := range text {
		w += f.Glyph(r).Advance
	}
	return w
}

// Missing lists the characters of a text that the font lacks, each once.
func (f *Face) Missing(text string) []rune {
	var out []rune
	seen := map[rune]bool{}
	for _, r := range text {
		if !seen[r] && r >= ' ' && f.Glyph(r).Missing {
			out = append(out, r)
		}
		seen[r] = true
	}
	return out
}
