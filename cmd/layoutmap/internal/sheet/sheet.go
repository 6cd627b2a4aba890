// Package sheet is paper to draw on: one set of strokes, three formats. What is
// drawn on a PNG, an SVG or a PDF sheet looks the same; on the latter two lines
// stay lines and text stays text, in an embedded font.
//
//	s := sheet.NewPNG(sheet.Size{Width: 800, Height: 600, Scale: 2}, faces)
//	s.Fill(&path, sheet.Colour{R: 0xF6, G: 0xF4, B: 0xEF, A: 1})
//	err := s.Write(w)
//
// Lengths are CSS pixels, 1/96 inch; Scale is device pixels per CSS pixel of a
// PNG. The same calls give the same bytes.
//
// Filling is golang.org/x/image/vector, PDF is codeberg.org/go-pdf/fpdf; what
// stands between them (strokes, dashes, SVG) is here. A library that does all
// three, tdewolff/canvas, brings X11, TeX and fifty fonts along.
package sheet

import (
	"fmt"
	"io"
	"strconv"

	"layoutmap/cmd/layoutmap/internal/typeface"
)

// Colour is sRGB with an opacity from 0 to 1.
type Colour struct {
	R, G, B uint8
	A       float64
}

// ParseColour reads #RRGGBB.
func ParseColour(text string) (Colour, error) {
	n, err := strconv.ParseUint(text[min(1, len(text)):], 16, 32)
	if err != nil || len(text) != 7 || text[0] != '#' {
		return Colour{}, fmt.Errorf("colour %q is not #RRGGBB", text)
	}
	return Colour{uint8(n >> 16), uint8(n >> 8), uint8(n), 1}, nil
}

// Fade returns the colour at a share of its opacity.
func (c Colour) Fade(by float64) Colour {
	c.A *= min(1, max(0, by))
	return c
}

// hex is the colour without its opacity, #rrggbb.
func (c Colour) hex() string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// Stroke is how a line is drawn.
type Stroke struct {
	Colour Colour
	Width  float64   // pixels
	Dash   []float64 // lengths drawn and left out by turns, pixels; nil: solid
	Round  bool      // caps and corners; else butt caps and mitred corners
}

// Text is one line of text.
type Text struct {
	Text      string
	At        Point   // start of the baseline
	Size      float64 // pixels
	Angle     float64 // radians, clockwise
	Spacing   float64 // pixels between the characters, beyond their widths
	Bold      bool
	Colour    Colour
	Halo      Colour
	HaloWidth float64 // pixels around the strokes; 0: none
	Glyphs    []Placed
}

// Placed is where one character of a curved text stands. With it, a text's At,
// Angle and Spacing are not read.
type Placed struct {
	At    Point
	Angle float64
}

// Tile is a picture repeated over an area.
type Tile struct {
	Size  float64 // pixels, both ways
	Marks []Mark
}

// Mark is a shape of a tile or a picture, filled, then stroked. A nil pointer
// leaves a step out.
type Mark struct {
	Path   Path
	Fill   *Colour
	Stroke *Stroke
}

// Sheet takes strokes in the order they are drawn.
type Sheet interface {
	Fill(p *Path, c Colour)
	Line(p *Path, s Stroke)
	// Pattern covers an area with a tile, aligned to the sheet's corner.
	Pattern(area *Path, t Tile, opacity float64)
	Text(t Text)
	// Clip keeps what follows within a rectangle until Unclip; clips do not nest.
	Clip(x, y, w, h float64)
	Unclip()
	Write(w io.Writer) error
}

// Size is the size of a sheet.
type Size struct {
	Width, Height float64 // CSS pixels
	Scale         float64 // device pixels per CSS pixel: of a PNG alone
}

// About goes into the metadata of a file, where the format has a place for it.
type About struct {
	Title, Subject string
	Lang           string // BCP 47
}

// face is the weight that a text wants.
func face(f *typeface.Faces, bold bool) *typeface.Face {
	if bold {
		return f.Bold
	}
	return f.Regular
}

// outline is a text as an area.
func (t *Text) outline(faces *typeface.Faces) *Path {
	f := face(faces, t.Bold)
	out := &Path{}
	t.each(f, func(r rune, at Placed) {
		out.Append(glyphPath(f.Glyph(r)), at.At.X, at.At.Y, t.Size, at.Angle)
	})
	return out
}

// each visits the characters with their places.
func (t *Text) each(f *typeface.Face, visit func(r rune, at Placed)) {
	along := 0.0
	i := 0
	for _, r := range t.Text {
		if t.Glyphs != nil {
			if i >= len(t.Glyphs) {
				return
			}
			visit(r, t.Glyphs[i])
			i++
			continue
		}
		var at Path
		at.Append(&Path{Points: []Point{{along, 0}}}, t.At.X, t.At.Y, 1, t.Angle)
		visit(r, Placed{at.Points[0], t.Angle})
		along += f.Glyph(r).Advance*t.Size + t.Spacing
	}
}

func glyphPath(g *typeface.Glyph) *Path {
	p := &Path{}
	at := func(i int, s typeface.Segment) Point { return Point{s.Args[i][0], s.Args[i][1]} }
	for i, s := range g.Outline {
		switch s.Op {
		case typeface.MoveTo:
			if i > 0 {
				p.Close()
			}
			p.MoveTo(s.Args[0][0], s.Args[0][1])
		case typeface.LineTo:
			p.LineTo(s.Args[0][0], s.Args[0][1])
		case typeface.QuadTo:
			p.QuadTo(at(0, s), at(1, s))
		case typeface.CubicTo:
			p.CubeTo(at(0, s), at(1, s), at(2, s))
		}
	}
	if len(g.Outline) > 0 {
		p.Close()
	}
	return p
}
