package sheet

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"

	"layoutmap/cmd/layoutmap/internal/typeface"

	"golang.org/x/image/vector"
)

// PNG is a sheet of device pixels.
type PNG struct {
	size  Size
	faces *typeface.Faces
	img   *image.RGBA
	clip  image.Rectangle
	ras   vector.Rasterizer
}

// NewPNG returns an empty, transparent sheet.
func NewPNG(size Size, faces *typeface.Faces) *PNG {
	r := image.Rect(0, 0, int(math.Round(size.Width*size.Scale)), int(math.Round(size.Height*size.Scale)))
	return &PNG{size: size, faces: faces, img: image.NewRGBA(r), clip: r}
}

// Image is what has been drawn so far.
func (s *PNG) Image() *image.RGBA { return s.img }

// Clip keeps to a rectangle, rounded to whole device pixels.
func (s *PNG) Clip(x, y, w, h float64) {
	k := s.size.Scale
	s.clip = s.img.Bounds().Intersect(image.Rect(int(math.Round(x*k)), int(math.Round(y*k)), int(math.Round((x+w)*k)), int(math.Round((y+h)*k))))
}

// Unclip ends Clip.
func (s *PNG) Unclip() { s.clip = s.img.Bounds() }

func (c Colour) source() image.Image {
	return image.NewUniform(color.NRGBA{c.R, c.G, c.B, uint8(math.Round(c.A * 255))})
}

// Fill fills an area.
func (s *PNG) Fill(p *Path, c Colour) {
	if c.A <= 0 || p.Empty() {
		return
	}
	s.area(p.flatten(s.size.Scale), c.source())
}

// area draws src through the areas that lines enclose.
func (s *PNG) area(lines []polyline, src image.Image) {
	s.mask(lines, func(m *vector.Rasterizer, r image.Rectangle) {
		m.Draw(s.img, r, src, image.Point{})
	})
}

// mask rasterises lines within the clip, in a box no larger than they need.
func (s *PNG) mask(lines []polyline, use func(*vector.Rasterizer, image.Rectangle)) {
	r := bounds(lines).Intersect(s.clip)
	if r.Empty() {
		return
	}
	s.ras.Reset(r.Dx(), r.Dy())
	for _, l := range lines {
		if len(l.points) < 3 {
			continue
		}
		for i, p := range l.points {
			x, y := float32(p.X-float64(r.Min.X)), float32(p.Y-float64(r.Min.Y))
			if i == 0 {
				s.ras.MoveTo(x, y)
			} else {
				s.ras.LineTo(x, y)
			}
		}
		s.ras.ClosePath()
	}
	use(&s.ras, r)
}

func bounds(lines []polyline) image.Rectangle {
	lo, hi := Point{math.Inf(1), math.Inf(1)}, Point{math.Inf(-1), math.Inf(-1)}
	for _, l := range lines {
		for _, p := range l.points {
			lo = Point{min(lo.X, p.X), min(lo.Y, p.Y)}
			hi = Point{max(hi.X, p.X), max(hi.Y, p.Y)}
		}
	}
	const far = 1 << 20
	whole := func(v float64) int { return int(max(-far, min(far, v))) }
	return image.Rect(whole(math.Floor(lo.X)), whole(math.Floor(lo.Y)), whole(math.Ceil(hi.X)), whole(math.Ceil(hi.Y)))
}

// Line draws a line.
func (s *PNG) Line(p *Path, st Stroke) {
	if st.Colour.A <= 0 || st.Width <= 0 || p.Empty() {
		return
	}
	s.area(s.outline(p, st), st.Colour.source())
}

// outline is the area that a stroke covers, in device pixels.
func (s *PNG) outline(p *Path, st Stroke) []polyline {
	k := s.size.Scale
	lines := p.flatten(k)
	if len(st.Dash) > 0 {
		dash := make([]float64, len(st.Dash))
		for i, d := range st.Dash {
			dash[i] = d * k
		}
		lines = dashed(lines, dash)
	}
	var out []polyline
	o := outliner{half: st.Width * k / 2, round: st.Round}
	o.piece = func(points ...Point) { out = append(out, polyline{points: append([]Point{}, points...)}) }
	for _, l := range lines {
		o.line(l)
	}
	return out
}

// Pattern covers an area with a tile.
func (s *PNG) Pattern(area *Path, t Tile, opacity float64) {
	if opacity <= 0 || area.Empty() || t.Size <= 0 {
		return
	}
	lines := area.flatten(s.size.Scale)
	r := bounds(lines).Intersect(s.clip)
	if r.Empty() {
		return
	}
	through := image.NewAlpha(r)
	s.mask(lines, func(m *vector.Rasterizer, r image.Rectangle) {
		m.DrawOp = draw.Src
		m.Draw(through, r, image.Opaque, image.Point{})
		m.DrawOp = draw.Over
	})
	outer := s.clip
	s.clip = r // the masks below are as large as the area
	defer func() { s.clip = outer }()
	k := s.size.Scale
	lo, hi := Point{float64(r.Min.X) / k, float64(r.Min.Y) / k}, Point{float64(r.Max.X) / k, float64(r.Max.Y) / k}
	t.repeat(lo, hi, func(p *Path, c Colour, st *Stroke) {
		lines := p.flatten(k)
		if st != nil {
			lines = s.outline(p, *st)
		}
		cover := image.NewAlpha(r)
		s.mask(lines, func(m *vector.Rasterizer, at image.Rectangle) {
			m.DrawOp = draw.Src
			m.Draw(cover, at, image.Opaque, image.Point{})
			m.DrawOp = draw.Over
		})
		for i, a := range cover.Pix {
			cover.Pix[i] = uint8((uint32(a)*uint32(through.Pix[i]) + 127) / 255)
		}
		draw.DrawMask(s.img, r, c.Fade(opacity).source(), image.Point{}, cover, r.Min, draw.Over)
	})
}

// repeat gives each mark of the tile as one path over a box, so that no mark
// covers another of its kind twice.
func (t Tile) repeat(lo, hi Point, visit func(p *Path, c Colour, s *Stroke)) {
	x0, y0 := math.Floor(lo.X/t.Size), math.Floor(lo.Y/t.Size)
	x1, y1 := math.Floor(hi.X/t.Size), math.Floor(hi.Y/t.Size)
	for _, m := range t.Marks {
		var p Path
		for y := y0; y <= y1; y++ {
			for x := x0; x <= x1; x++ {
				p.Append(&m.Path, x*t.Size, y*t.Size, 1, 0)
			}
		}
		if m.Fill != nil {
			visit(&p, *m.Fill, nil)
		}
		if m.Stroke != nil {
			visit(&p, m.Stroke.Colour, m.Stroke)
		}
	}
}

// Text draws a text as the areas of its glyphs.
func (s *PNG) Text(t Text) {
	p := t.outline(s.faces)
	if t.HaloWidth > 0 {
		s.Line(p, Stroke{Colour: t.Halo, Width: 2 * t.HaloWidth, Round: true})
	}
	s.Fill(p, t.Colour)
}

// Write encodes the sheet, with its resolution on paper.
func (s *PNG) Write(w io.Writer) error {
	var buf bytes.Buffer
	enc := png.Encoder{CompressionLevel: png.DefaultCompression}
	if err := enc.Encode(&buf, s.img); err != nil {
		return err
	}
	const head = 8 + 25 // signature and IHDR
	out := buf.Bytes()
	perMetre := uint32(math.Round(96 * s.size.Scale / 0.0254))
	chunk := append([]byte{0, 0, 0, 9}, "pHYs"...)
	chunk = binary.BigEndian.AppendUint32(chunk, perMetre)
	chunk = binary.BigEndian.AppendUint32(chunk, perMetre)
	chunk = append(chunk, 1) // the unit is the metre
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	for _, part := range [][]byte{out[:head], chunk, out[head:]} {
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
	return nil
}
