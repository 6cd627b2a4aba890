package picture

import (
	"encoding/json"
	"fmt"

	"layoutmap/cmd/layoutmap/internal/sheet"
	"layoutmap/cmd/layoutmap/internal/typeface"
	"layoutmap/layers"
)

// Legend is what the page's build writes beside its styles: the rows of the
// legend with their names and samples, and every picture of one flavour.
type Legend struct {
	Colours struct {
		Paper, Outside, Text, Muted, Border, Halo, Accent hexColour
	} `json:"colours"`
	Groups []struct {
		ID    string      `json:"id"`
		Title layers.Text `json:"title"`
	} `json:"groups"`
	Rows     []Row              `json:"rows"`
	Drawings map[string]Drawing `json:"drawings"`
}

// Row is a line of the legend: what is shown and hidden as one thing.
type Row struct {
	Key        string         `json:"key"`
	Group      string         `json:"group"`
	Collection string         `json:"collection"`
	Where      map[string]any `json:"where"` // property → value of the features that are this row's
	From       string         `json:"from"`  // the first horizon that has something of it
	Title      layers.Text    `json:"title"`
	Swatch     Swatch         `json:"swatch"`
}

// Swatch is a row's sample.
type Swatch struct {
	Form   string     `json:"form"` // area | line | icon
	Colour hexColour  `json:"colour"`
	Fill   string     `json:"fill"`   // of an area: hatch | backhatch | dots | tint | horizontal
	Edge   string     `json:"edge"`   // of an area: dashed | none; "": solid
	Dash   string     `json:"dash"`   // of a line: solid | long | short | boundary
	Casing *hexColour `json:"casing"` // of a line: the colour on both sides of it; nil: none
	Icon   string     `json:"icon"`
}

// Drawing is a picture in a square of Size CSS pixels.
type Drawing struct {
	Size   float64
	Marks  []sheet.Mark
	Letter *Letter
	Badge  bool // stretches around the text it carries
}

// Letter is a character, bold, centred on X, its middle on Y.
type Letter struct {
	Text string    `json:"text"`
	X    float64   `json:"x"`
	Y    float64   `json:"y"`
	Size float64   `json:"size"`
	Fill hexColour `json:"fill"`
}

// hexColour is a colour written #RRGGBB.
type hexColour struct{ sheet.Colour }

// UnmarshalText reads #RRGGBB.
func (c *hexColour) UnmarshalText(text []byte) (err error) {
	c.Colour, err = sheet.ParseColour(string(text))
	return err
}

// ParseLegend reads the document.
func ParseLegend(text []byte) (*Legend, error) {
	l := &Legend{}
	if err := json.Unmarshal(text, l); err != nil {
		return nil, fmt.Errorf("read legend: %w", err)
	}
	return l, nil
}

// UnmarshalJSON reads a drawing's shapes.
func (d *Drawing) UnmarshalJSON(text []byte) error {
	var doc struct {
		Size   float64 `json:"size"`
		Shapes []struct {
			D      string     `json:"d"`
			Fill   *hexColour `json:"fill"`
			Stroke *hexColour `json:"stroke"`
			Width  float64    `json:"width"`
			Dash   []float64  `json:"dash"`
			Join   string     `json:"join"`
		} `json:"shapes"`
		Letter *Letter `json:"letter"`
		Badge  bool    `json:"badge"`
	}
	if err := json.Unmarshal(text, &doc); err != nil {
		return err
	}
	d.Size, d.Letter, d.Badge = doc.Size, doc.Letter, doc.Badge
	for _, s := range doc.Shapes {
		path, err := sheet.ParsePath(s.D)
		if err != nil {
			return err
		}
		m := sheet.Mark{Path: path}
		if s.Fill != nil {
			m.Fill = &s.Fill.Colour
		}
		if s.Stroke != nil {
			m.Stroke = &sheet.Stroke{Colour: s.Stroke.Colour, Width: s.Width, Dash: s.Dash, Round: s.Join == "round"}
		}
		d.Marks = append(d.Marks, m)
	}
	return nil
}

// Paint draws the picture around a centre, scaled, turned (radians, clockwise) and faded.
func (d *Drawing) Paint(s sheet.Sheet, at sheet.Point, scale, angle, opacity float64) {
	var centred sheet.Path
	centred.Append(&sheet.Path{Points: []sheet.Point{{X: -d.Size / 2, Y: -d.Size / 2}}}, at.X, at.Y, scale, angle)
	corner := centred.Points[0]
	for _, m := range d.Marks {
		var p sheet.Path
		p.Append(&m.Path, corner.X, corner.Y, scale, angle)
		paintMark(s, &p, m, scale, opacity)
	}
	if l := d.Letter; l != nil {
		size := l.Size * scale
		s.Text(sheet.Text{
			Text: l.Text, Size: size, Bold: true, Colour: l.Fill.Fade(opacity),
			At: sheet.Point{X: corner.X + l.X*scale - size/2, Y: corner.Y + l.Y*scale + typeface.Middle*size},
		})
	}
}

func paintMark(s sheet.Sheet, p *sheet.Path, m sheet.Mark, scale, opacity float64) {
	if m.Fill != nil {
		s.Fill(p, m.Fill.Fade(opacity))
	}
	if m.Stroke == nil {
		return
	}
	st := *m.Stroke
	st.Colour, st.Width = st.Colour.Fade(opacity), st.Width*scale
	if st.Dash != nil {
		st.Dash = make([]float64, len(m.Stroke.Dash))
		for i, v := range m.Stroke.Dash {
			st.Dash[i] = v * scale
		}
	}
	s.Line(p, st)
}

// A badge's own frame around its content, CSS pixels; icons.ts says the same to MapLibre.
const insideX, insideY = 3, 2

// Stretch draws a badge so that its middle holds the box from lo to hi.
func (d *Drawing) Stretch(s sheet.Sheet, lo, hi sheet.Point, opacity float64) {
	lo = sheet.Point{X: lo.X - insideX, Y: lo.Y - insideY}
	hi = sheet.Point{X: hi.X + insideX, Y: hi.Y + insideY}
	for _, m := range d.Marks {
		p := sheet.Path{Verbs: m.Path.Verbs, Points: make([]sheet.Point, len(m.Path.Points))}
		for i, a := range m.Path.Points {
			p.Points[i] = sheet.Point{X: stretched(a.X, d.Size, lo.X, hi.X), Y: stretched(a.Y, d.Size, lo.Y, hi.Y)}
		}
		paintMark(s, &p, m, 1, opacity)
	}
}

// stretched keeps the first half of a picture at lo, the second at hi.
func stretched(v, size, lo, hi float64) float64 {
	if v <= size/2 {
		return min(lo+v, (lo+hi)/2)
	}
	return max(hi-size+v, (lo+hi)/2)
}

// Tile is the picture as a pattern.
func (d *Drawing) Tile() sheet.Tile { return sheet.Tile{Size: d.Size, Marks: d.Marks} }

// RowsOf lists the keys of a collection's rows.
func (l *Legend) RowsOf(collection string) []string {
	var out []string
	for _, r := range l.Rows {
		if r.Collection == collection {
			out = append(out, r.Key)
		}
	}
	return out
}
