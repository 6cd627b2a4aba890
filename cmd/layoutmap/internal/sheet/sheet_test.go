package sheet_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"math"
	"strings"
	"testing"

	"layoutmap/cmd/layoutmap/internal/sheet"
	"layoutmap/cmd/layoutmap/internal/typeface"
)

var (
	faces = typeface.New()
	black = sheet.Colour{A: 1}
)

// ink is the area, square CSS pixels, that a drawing covers on a PNG sheet of 100 × 100.
func ink(scale float64, draw func(sheet.Sheet)) float64 {
	s := sheet.NewPNG(sheet.Size{Width: 100, Height: 100, Scale: scale}, faces)
	draw(s)
	sum := 0.0
	for i := 3; i < len(s.Image().Pix); i += 4 {
		sum += float64(s.Image().Pix[i]) / 255
	}
	return sum / scale / scale
}

// Areas are what geometry says.
func TestCoverage(t *testing.T) {
	line := func(x0, y0, x1, y1 float64) *sheet.Path {
		p := &sheet.Path{}
		p.MoveTo(x0, y0)
		p.LineTo(x1, y1)
		return p
	}
	ring := &sheet.Path{}
	ring.Rect(20, 20, 60, 60, 0)
	ring.MoveTo(40, 40) // a hole, wound the other way
	ring.LineTo(40, 60)
	ring.LineTo(60, 60)
	ring.LineTo(60, 40)
	ring.Close()
	disc := &sheet.Path{}
	disc.Circle(50, 50, 30)
	square := &sheet.Path{}
	square.Rect(20, 20, 60, 60, 0)
	var dot sheet.Path
	dot.Circle(5, 5, 2)
	tile := sheet.Tile{Size: 10, Marks: []sheet.Mark{{Path: dot, Fill: &black}}}
	for _, c := range []struct {
		name string
		want float64
		draw func(sheet.Sheet)
	}{
		{"area with a hole", 3200, func(s sheet.Sheet) { s.Fill(ring, black) }},
		{"disc", math.Pi * 900, func(s sheet.Sheet) { s.Fill(disc, black) }},
		{"half seen", 1600, func(s sheet.Sheet) { s.Fill(ring, sheet.Colour{A: 0.5}) }},
		{"line", 240, func(s sheet.Sheet) { s.Line(line(20, 50, 80, 50), sheet.Stroke{Colour: black, Width: 4}) }},
		{"line with round ends", 240 + math.Pi*4, func(s sheet.Sheet) {
			s.Line(line(20, 50, 80, 50), sheet.Stroke{Colour: black, Width: 4, Round: true})
		}},
		{"broken line, 5 on and 3 off", 4 * (7*5 + 4), func(s sheet.Sheet) {
			s.Line(line(20, 50, 80, 50), sheet.Stroke{Colour: black, Width: 4, Dash: []float64{5, 3}})
		}},
		{"square's edge, mitred", 64*64 - 56*56, func(s sheet.Sheet) { s.Line(square, sheet.Stroke{Colour: black, Width: 4}) }},
		{"clipped", 240, func(s sheet.Sheet) { s.Clip(0, 0, 24, 100); s.Fill(square, black); s.Unclip() }},
		{"outside", 0, func(s sheet.Sheet) { s.Fill(line(200, 200, 300, 300), black) }},
		{"pattern of dots", 36 * math.Pi * 4, func(s sheet.Sheet) { s.Pattern(square, tile, 1) }},
		{"nothing", 0, func(s sheet.Sheet) {
			s.Fill(&sheet.Path{}, black)
			s.Line(&sheet.Path{}, sheet.Stroke{Colour: black, Width: 1})
			s.Pattern(&sheet.Path{}, tile, 1)
			s.Text(sheet.Text{})
		}},
	} {
		for _, scale := range []float64{1, 2.5} {
			if got := ink(scale, c.draw); math.Abs(got-c.want) > 0.015*c.want+1 {
				t.Errorf("%s at scale %g covers %.1f, want %.1f", c.name, scale, got, c.want)
			}
		}
	}
}

func TestParsePath(t *testing.T) {
	for _, c := range []struct {
		d    string
		want float64 // area
	}{
		{"M10 10h20v20h-20Z", 400}, {"M10 10L30 10L30 30L10 30Z", 400}, {"M10,10 30,10 30,30 10,30Z", 400},
		{"M20 50a30 30 0 1 1 60 0a30 30 0 1 1 -60 0Z", math.Pi * 900},
		{"M15 10h10a5 5 0 0 1 5 5v10a5 5 0 0 1 -5 5h-10a5 5 0 0 1 -5 -5v-10a5 5 0 0 1 5 -5Z", 400 - 100 + math.Pi*25},
	} {
		p, err := sheet.ParsePath(c.d)
		if err != nil {
			t.Errorf("%s: %v", c.d, err)
			continue
		}
		if got := ink(2, func(s sheet.Sheet) { s.Fill(&p, black) }); math.Abs(got-c.want) > 0.015*c.want {
			t.Errorf("%s encloses %.1f, want %.1f", c.d, got, c.want)
		}
	}
	for _, d := range []string{"L1 2", "M1", "M1 2Q1 2 3 4", "M1 2a1 2 0 0 0 3 4", "M1 2 x", "5 5"} {
		if _, err := sheet.ParsePath(d); err == nil {
			t.Errorf("%q is taken for a path", d)
		}
	}
}

func FuzzParsePath(f *testing.F) {
	f.Add("M20 50a30 30 0 1 1 60 0Z")
	f.Add("M1 2h3v4l-5.5-6Z")
	f.Fuzz(func(t *testing.T, d string) {
		p, err := sheet.ParsePath(d)
		if err != nil {
			return
		}
		if len(p.Verbs) > 0 && p.Verbs[0] != sheet.MoveTo {
			t.Errorf("%q starts with verb %d", d, p.Verbs[0])
		}
		ink(1, func(s sheet.Sheet) {
			s.Fill(&p, black)
			s.Line(&p, sheet.Stroke{Colour: black, Width: 2, Dash: []float64{3, 1}})
		})
	})
}

// Whatever a text says, the file stays well-formed XML and says it.
func TestSVGIsWellFormed(t *testing.T) {
	const nasty = `<通州> & "区" ' ]]>`
	s := sheet.NewSVG(sheet.Size{Width: 100, Height: 100}, faces, sheet.About{Title: nasty, Subject: nasty, Lang: "zh-CN"})
	s.Clip(0, 0, 50, 50)
	s.Text(sheet.Text{Text: nasty, Size: 12, Colour: black, Halo: black, HaloWidth: 1, Bold: true})
	s.Text(sheet.Text{Text: nasty, Size: 12, Colour: black, Angle: 0.3, Spacing: 2})
	s.Unclip()
	var buf bytes.Buffer
	if err := s.Write(&buf); err != nil {
		t.Fatal(err)
	}
	said := 0
	d := xml.NewDecoder(&buf)
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if text, ok := token.(xml.CharData); ok && strings.Contains(string(text), nasty) {
			said++
		}
	}
	if said != 5 { // title, description, halo, two texts
		t.Errorf("the text stands there %d times, want 5", said)
	}
}

func TestPNGSaysItsSizeOnPaper(t *testing.T) {
	s := sheet.NewPNG(sheet.Size{Width: 50, Height: 40, Scale: 3.125}, faces) // 300 dpi
	var buf bytes.Buffer
	if err := s.Write(&buf); err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(buf.Bytes(), []byte("pHYs"))
	if at < 0 || !bytes.Equal(buf.Bytes()[at+4:at+13], []byte{0, 0, 0x2E, 0x23, 0, 0, 0x2E, 0x23, 1}) { // 11811 pixels a metre
		t.Errorf("pHYs at %d: % x", at, buf.Bytes()[at+4:at+13])
	}
	if img, err := png.Decode(&buf); err != nil || img.Bounds().Dx() != 156 {
		t.Errorf("%v %v", img.Bounds(), err)
	}
}
