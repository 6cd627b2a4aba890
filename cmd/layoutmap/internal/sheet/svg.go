package sheet

import (
	"encoding/base64"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"layoutmap/cmd/layoutmap/internal/typeface"
)

// SVG is a sheet of SVG 1.1 elements. Text is text, in the fonts that the file
// carries with it, cut down to the characters it uses.
type SVG struct {
	size     Size
	faces    *typeface.Faces
	about    About
	defs     strings.Builder
	body     strings.Builder
	patterns []string // the tiles in defs, to use each once
	clips    int
	used     [2]map[rune]bool // regular, bold
}

// NewSVG returns an empty sheet.
func NewSVG(size Size, faces *typeface.Faces, about About) *SVG {
	return &SVG{size: size, faces: faces, about: about, used: [2]map[rune]bool{{}, {}}}
}

// short writes a length to a hundredth of a pixel.
func short(v float64) string {
	text := strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64)
	if text == "-0" {
		return "0"
	}
	return text
}

func pathData(p *Path) string {
	var b strings.Builder
	i := 0
	at := func(n int) {
		for j := range n {
			if j > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(short(p.Points[i].X) + " " + short(p.Points[i].Y))
			i++
		}
	}
	for _, v := range p.Verbs {
		switch v {
		case MoveTo:
			b.WriteByte('M')
			at(1)
		case LineTo:
			b.WriteByte('L')
			at(1)
		case CubeTo:
			b.WriteByte('C')
			at(3)
		case Close:
			b.WriteByte('Z')
		}
	}
	return b.String()
}

// paint is a colour as the value of an attribute and its opacity.
func paint(name string, c Colour) string {
	out := fmt.Sprintf(` %s="%s"`, name, c.hex())
	if c.A < 1 {
		out += fmt.Sprintf(` %s-opacity="%s"`, name, strconv.FormatFloat(math.Round(c.A*1000)/1000, 'f', -1, 64))
	}
	return out
}

// Fill fills an area.
func (s *SVG) Fill(p *Path, c Colour) {
	if c.A > 0 && !p.Empty() {
		fmt.Fprintf(&s.body, `<path d="%s"%s/>`+"\n", pathData(p), paint("fill", c))
	}
}

// Line draws a line.
func (s *SVG) Line(p *Path, st Stroke) {
	if st.Colour.A > 0 && st.Width > 0 && !p.Empty() {
		fmt.Fprintf(&s.body, `<path d="%s"%s/>`+"\n", pathData(p), strokeAttributes(st))
	}
}

func strokeAttributes(st Stroke) string {
	out := ` fill="none"` + paint("stroke", st.Colour) + fmt.Sprintf(` stroke-width="%s"`, short(st.Width))
	if st.Round {
		out += ` stroke-linejoin="round" stroke-linecap="round"`
	}
	if len(st.Dash) > 0 {
		var parts []string
		for _, d := range st.Dash {
			parts = append(parts, short(d))
		}
		out += ` stroke-dasharray="` + strings.Join(parts, " ") + `"`
	}
	return out
}

// Pattern covers an area with a tile.
func (s *SVG) Pattern(area *Path, t Tile, opacity float64) {
	if opacity <= 0 || area.Empty() {
		return
	}
	var marks strings.Builder
	for _, m := range t.Marks {
		if m.Fill != nil {
			fmt.Fprintf(&marks, `<path d="%s"%s/>`, pathData(&m.Path), paint("fill", *m.Fill))
		}
		if m.Stroke != nil {
			fmt.Fprintf(&marks, `<path d="%s"%s/>`, pathData(&m.Path), strokeAttributes(*m.Stroke))
		}
	}
	tile := fmt.Sprintf(`width="%s" height="%s" patternUnits="userSpaceOnUse">%s`, short(t.Size), short(t.Size), marks.String())
	i := slices.Index(s.patterns, tile)
	if i < 0 {
		i = len(s.patterns)
		s.patterns = append(s.patterns, tile)
		fmt.Fprintf(&s.defs, `<pattern id="p%d" %s</pattern>`+"\n", i, tile)
	}
	fmt.Fprintf(&s.body, `<path d="%s" fill="url(#p%d)" fill-opacity="%s"/>`+"\n", pathData(area), i, strconv.FormatFloat(math.Round(opacity*1000)/1000, 'f', -1, 64))
}

// Text writes a text.
func (s *SVG) Text(t Text) {
	if t.Text == "" || t.Colour.A <= 0 {
		return
	}
	f := face(s.faces, t.Bold)
	weight := 0
	if t.Bold {
		weight = 1
	}
	var x, y, turn []string
	turned := false
	t.each(f, func(r rune, at Placed) {
		s.used[weight][r] = true
		x, y, turn = append(x, short(at.At.X)), append(y, short(at.At.Y)), append(turn, short(at.Angle*180/math.Pi))
		turned = turned || at.Angle != 0
	})
	attributes := fmt.Sprintf(` font-size="%s"%s`, short(t.Size), paint("fill", t.Colour))
	if t.Bold {
		attributes += ` font-weight="700"`
	}
	switch {
	case t.Glyphs == nil && t.Angle == 0 && t.Spacing == 0:
		attributes = fmt.Sprintf(` x="%s" y="%s"`, x[0], y[0]) + attributes
	default:
		attributes = fmt.Sprintf(` x="%s" y="%s"`, strings.Join(x, " "), strings.Join(y, " ")) + attributes
		if turned {
			attributes += ` rotate="` + strings.Join(turn, " ") + `"`
		}
	}
	if t.HaloWidth > 0 {
		// Twice, not paint-order: few programs beside browsers know that.
		fmt.Fprintf(&s.body, `<text%s%s stroke-width="%s" stroke-linejoin="round" aria-hidden="true">%s</text>`+"\n",
			attributes, paint("stroke", t.Halo), short(2*t.HaloWidth), escape(t.Text))
	}
	fmt.Fprintf(&s.body, `<text%s>%s</text>`+"\n", attributes, escape(t.Text))
}

func escape(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(text)
}

// Clip keeps to a rectangle.
func (s *SVG) Clip(x, y, w, h float64) {
	s.clips++
	fmt.Fprintf(&s.defs, `<clipPath id="c%d"><rect x="%s" y="%s" width="%s" height="%s"/></clipPath>`+"\n", s.clips, short(x), short(y), short(w), short(h))
	fmt.Fprintf(&s.body, `<g clip-path="url(#c%d)">`+"\n", s.clips)
}

// Unclip ends Clip.
func (s *SVG) Unclip() { s.body.WriteString("</g>\n") }

// Write writes the file.
func (s *SVG) Write(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%[1]s" height="%[2]s" viewBox="0 0 %[1]s %[2]s" font-family="'%[3]s','Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif"`,
		short(s.size.Width), short(s.size.Height), typeface.Family)
	if s.about.Lang != "" {
		fmt.Fprintf(&b, ` xml:lang="%s"`, escape(s.about.Lang))
	}
	b.WriteString(">\n")
	if s.about.Title != "" {
		fmt.Fprintf(&b, "<title>%s</title>\n<desc>%s</desc>\n", escape(s.about.Title), escape(s.about.Subject))
	}
	b.WriteString("<defs>\n")
	var styles strings.Builder
	for i, f := range []*typeface.Face{s.faces.Regular, s.faces.Bold} {
		if len(s.used[i]) == 0 {
			continue
		}
		font, err := f.Subset(s.used[i])
		if err != nil {
			return fmt.Errorf("write svg: %w", err)
		}
		fmt.Fprintf(&styles, `@font-face{font-family:"%s";font-weight:%d;src:url(data:font/ttf;base64,%s)}`, typeface.Family, 400+300*i, base64.StdEncoding.EncodeToString(font))
	}
	if styles.Len() > 0 {
		fmt.Fprintf(&b, "<style>%s</style>\n", styles.String())
	}
	b.WriteString(s.defs.String() + "</defs>\n" + s.body.String() + "</svg>\n")
	_, err := io.WriteString(w, b.String())
	return err
}
