package sheet

import (
	"fmt"
	"io"
	"math"
	"time"
	"unicode/utf16"

	"layoutmap/cmd/layoutmap/internal/typeface"

	"codeberg.org/go-pdf/fpdf"
)

// PDF is a sheet of one page. Text is text, in the embedded fonts.
type PDF struct {
	doc   *fpdf.Fpdf
	faces *typeface.Faces
}

const (
	pointsPerPixel = 72.0 / 96
	lastBMP        = 0xFFFF // fpdf writes characters up to here
)

// NewPDF returns an empty sheet.
func NewPDF(size Size, faces *typeface.Faces, about About) *PDF {
	d := fpdf.NewCustom(&fpdf.InitType{UnitStr: "pt", Size: fpdf.SizeType{Wd: size.Width * pointsPerPixel, Ht: size.Height * pointsPerPixel}})
	d.SetMargins(0, 0, 0)
	d.SetAutoPageBreak(false, 0)
	d.SetCatalogSort(true)
	d.SetCreationDate(time.Unix(0, 0).UTC()) // no clock in results
	d.SetModificationDate(time.Unix(0, 0).UTC())
	d.SetProducer("layoutmap", true)
	d.SetTitle(about.Title, true)
	d.SetSubject(about.Subject, true)
	d.SetLang(about.Lang)
	d.AddUTF8FontFromBytes(typeface.Family, "", faces.Regular.Data)
	d.AddUTF8FontFromBytes(typeface.Family, "B", faces.Bold.Data)
	d.AddPage()
	return &PDF{doc: d, faces: faces}
}

func pt(v float64) float64 { return v * pointsPerPixel }

// trace puts a path down without drawing it.
func (s *PDF) trace(p *Path) {
	i := 0
	for _, v := range p.Verbs {
		switch v {
		case MoveTo:
			s.doc.MoveTo(pt(p.Points[i].X), pt(p.Points[i].Y))
			i++
		case LineTo:
			s.doc.LineTo(pt(p.Points[i].X), pt(p.Points[i].Y))
			i++
		case CubeTo:
			a, b, c := p.Points[i], p.Points[i+1], p.Points[i+2]
			s.doc.CurveBezierCubicTo(pt(a.X), pt(a.Y), pt(b.X), pt(b.Y), pt(c.X), pt(c.Y))
			i += 3
		case Close:
			s.doc.ClosePath()
		}
	}
}

// Fill fills an area.
func (s *PDF) Fill(p *Path, c Colour) {
	if c.A <= 0 || p.Empty() {
		return
	}
	s.doc.SetAlpha(c.A, "Normal")
	s.doc.SetFillColor(int(c.R), int(c.G), int(c.B))
	s.trace(p)
	s.doc.DrawPath("F")
}

// Line draws a line.
func (s *PDF) Line(p *Path, st Stroke) {
	if st.Colour.A <= 0 || st.Width <= 0 || p.Empty() {
		return
	}
	s.doc.SetAlpha(st.Colour.A, "Normal")
	s.doc.SetDrawColor(int(st.Colour.R), int(st.Colour.G), int(st.Colour.B))
	s.doc.SetLineWidth(pt(st.Width))
	cap, join := "butt", "miter"
	if st.Round {
		cap, join = "round", "round"
	}
	s.doc.SetLineCapStyle(cap)
	s.doc.SetLineJoinStyle(join)
	dash := make([]float64, len(st.Dash))
	for i, d := range st.Dash {
		dash[i] = pt(d)
	}
	s.doc.SetDashPattern(dash, 0)
	s.trace(p)
	s.doc.DrawPath("D")
}

// Pattern covers an area with a tile.
func (s *PDF) Pattern(area *Path, t Tile, opacity float64) {
	if opacity <= 0 || area.Empty() {
		return
	}
	s.doc.RawWriteStr("q")
	s.trace(area)
	s.doc.RawWriteStr("W n")
	lo, hi := area.Bound()
	t.repeat(lo, hi, func(p *Path, c Colour, st *Stroke) {
		if st == nil {
			s.Fill(p, c.Fade(opacity))
			return
		}
		faded := *st
		faded.Colour = c.Fade(opacity)
		s.Line(p, faded)
	})
	s.doc.RawWriteStr("Q")
}

// Text writes a text. Its halo, and characters that the font or the format
// cannot hold, are areas.
func (s *PDF) Text(t Text) {
	if t.Text == "" || t.Colour.A <= 0 {
		return
	}
	if t.HaloWidth > 0 {
		s.Line(t.outline(s.faces), Stroke{Colour: t.Halo, Width: 2 * t.HaloWidth, Round: true})
	}
	f := face(s.faces, t.Bold)
	style := ""
	if t.Bold {
		style = "B"
	}
	s.doc.SetFont(typeface.Family, style, pt(t.Size))
	s.doc.SetAlpha(t.Colour.A, "Normal")
	s.doc.SetTextColor(int(t.Colour.R), int(t.Colour.G), int(t.Colour.B))
	plain := t.Glyphs == nil && t.Angle == 0 && t.Spacing == 0
	for _, r := range t.Text {
		plain = plain && writable(f, r)
	}
	if plain {
		s.doc.Text(pt(t.At.X), pt(t.At.Y), t.Text)
		return
	}
	// Characters that stand each by itself are still one text to search and copy.
	s.doc.RawWriteStr("/Span <</ActualText " + utf16Hex(t.Text) + ">> BDC")
	defer s.doc.RawWriteStr("EMC")
	t.each(f, func(r rune, at Placed) {
		if !writable(f, r) {
			var p Path
			p.Append(glyphPath(f.Glyph(r)), at.At.X, at.At.Y, t.Size, at.Angle)
			s.Fill(&p, t.Colour)
			return
		}
		if at.Angle == 0 {
			s.doc.Text(pt(at.At.X), pt(at.At.Y), string(r))
			return
		}
		s.doc.TransformBegin()
		s.doc.TransformRotate(-at.Angle*180/math.Pi, pt(at.At.X), pt(at.At.Y))
		s.doc.Text(pt(at.At.X), pt(at.At.Y), string(r))
		s.doc.TransformEnd()
	})
}

// utf16Hex is a text as a PDF hexadecimal string (ISO 32000-1, 7.9.2.2).
func utf16Hex(text string) string {
	out := []byte("<FEFF")
	for _, u := range utf16.Encode([]rune(text)) {
		out = fmt.Appendf(out, "%04X", u)
	}
	return string(append(out, '>'))
}

func writable(f *typeface.Face, r rune) bool { return r <= lastBMP && !f.Glyph(r).Missing }

// Clip keeps to a rectangle.
func (s *PDF) Clip(x, y, w, h float64) { s.doc.ClipRect(pt(x), pt(y), pt(w), pt(h), false) }

// Unclip ends Clip. The format forgets the font with the clip, fpdf does not:
// choosing another makes it say the next one.
func (s *PDF) Unclip() {
	s.doc.ClipEnd()
	s.doc.SetFont(typeface.Family, "", 1)
}

// Write writes the file.
func (s *PDF) Write(w io.Writer) error { return s.doc.Output(w) }
