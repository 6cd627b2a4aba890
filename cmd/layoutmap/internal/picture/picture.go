package picture

import (
	"context"
	"fmt"
	"math"
	"slices"

	"layoutmap/cmd/layoutmap/internal/sheet"
	"layoutmap/cmd/layoutmap/internal/style"
	"layoutmap/cmd/layoutmap/internal/typeface"
	"layoutmap/layers"

	"github.com/paulmach/orb"
)

// Request says what a picture shows.
type Request struct {
	Style   *style.Style
	Legend  *Legend
	Faces   *typeface.Faces
	Layers  []*layers.Layer // what is shown, in drawing order
	Box     orb.Bound       // CRS84, of some size both ways
	Width   float64         // of the picture, CSS pixels
	Height  float64         // 0: as the box and the legend need
	Title   string
	Lang    string // zh | en
	Horizon string // now | 2030 | beyond
	Bare    bool   // the map alone, without furniture
	Note    string // last line of the furniture: version and digest
}

// Picture is a map laid out and ready to draw.
type Picture struct {
	Request
	list          []*style.Layer
	entries       []entry
	width, height float64
	frame         rect
	legendBox     rect
	columns       int
	footer        []line
	footerTop     float64
}

// Measures of the furniture, CSS pixels.
const (
	border        = 16.0
	titleHeight   = 46.0
	columnWidth   = 218.0
	gap           = 12.0
	scaleHeight   = 40.0
	lineHeight    = 13.0
	footerSize    = 9.0
	leastFrame    = 120.0 // either way
	legendBesides = 560.0 // a picture this wide has its legend beside the map, else below it
)

// New lays a picture out. It fails when the furniture leaves no room for a map.
func New(r Request) (*Picture, error) {
	p := &Picture{Request: r, width: r.Width, height: r.Height}
	p.list = p.styleLayers()
	if r.Bare {
		if p.height == 0 {
			p.height = math.Round(p.width * aspect(r.Box))
		}
		p.frame = rect{0, 0, p.width, p.height}
		return p.checked()
	}
	p.entries = p.legendEntries()
	p.footer = p.footerLines(p.width - 2*border)
	below := scaleHeight + float64(len(p.footer))*lineHeight + border
	top := border + p.titleSpace()
	legend := p.legendHeight()
	p.columns = 1
	if p.width < legendBesides {
		p.columns = max(1, int((p.width-2*border)/columnWidth))
		p.frame = rect{border, top, p.width - 2*border, p.frameHeight(p.width - 2*border)}
		tall := p.tallest(p.columns)
		if p.height > 0 {
			p.frame.h = p.height - top - tall - gap - below
		}
		p.legendBox = rect{border, top + p.frame.h + gap, p.frame.w, tall}
		p.footerTop = p.legendBox.y + tall
	} else {
		room := p.width - 2*border - columnWidth - gap
		h := p.frameHeight(room)
		if p.height > 0 {
			h = p.height - top - below
			for legend > h && p.columns < 3 && p.width-2*border-float64(p.columns+1)*columnWidth-gap > p.width/2 {
				p.columns++
				legend = p.tallest(p.columns)
			}
			room = p.width - 2*border - float64(p.columns)*columnWidth - gap
		} else {
			h = max(h, legend)
		}
		p.frame = rect{border, top, room, h}
		p.legendBox = rect{border + room + gap, top, float64(p.columns) * columnWidth, h}
		p.footerTop = top + h
	}
	if p.height == 0 {
		p.height = math.Ceil(p.footerTop + below)
	}
	return p.checked()
}

func (p *Picture) checked() (*Picture, error) {
	if p.frame.w < leastFrame || p.frame.h < leastFrame {
		return nil, fmt.Errorf("%.0f × %.0f leave the map %.0f × %.0f, less than %.0f either way", p.width, p.height, p.frame.w, p.frame.h, leastFrame)
	}
	return p, nil
}

// frameHeight is what a frame of a width needs for the box, within reason.
func (p *Picture) frameHeight(w float64) float64 {
	return math.Round(w * min(2, max(0.5, aspect(p.Box))))
}

func (p *Picture) titleSpace() float64 {
	return titleHeight
}

// Size is the sheet that the picture needs.
func (p *Picture) Size() sheet.Size { return sheet.Size{Width: p.width, Height: p.height, Scale: 1} }

// About is what a file says of itself.
func (p *Picture) About() sheet.About {
	lang := map[string]string{"zh": "zh-CN", "en": "en"}[p.Lang]
	return sheet.About{Title: p.title(), Subject: p.words().approximation, Lang: lang}
}

// Draw draws the picture. It returns the context's error when that ends first.
func (p *Picture) Draw(ctx context.Context, s sheet.Sheet) error {
	v := newView(p.Box, p.frame)
	if !p.Bare {
		var paper sheet.Path
		paper.Rect(0, 0, p.width, p.height, 0)
		s.Fill(&paper, p.Legend.Colours.Paper.Colour)
	}
	s.Clip(p.frame.x, p.frame.y, p.frame.w, p.frame.h)
	painter := &painter{ctx: ctx, sheet: s, view: v, legend: p.Legend, faces: p.Faces, find: p.find}
	if !p.Bare {
		painter.reserved = [][2]sheet.Point{p.arrowBox()}
	}
	err := painter.layers(p.list)
	s.Unclip()
	if err != nil {
		return err
	}
	if p.Bare {
		return nil
	}
	p.drawFurniture(s, &v)
	return ctx.Err()
}

// find gives the layer that feeds a tile layer, nil where it is not shown.
func (p *Picture) find(tileLayer string) *layers.Layer {
	for _, l := range p.Layers {
		if l.ID == tileLayer {
			return l
		}
		if labels := l.Labels(); labels != nil && labels.ID == tileLayer {
			return labels
		}
	}
	return nil
}

// ground is the collection drawn as the paper of the map, shown or not.
const ground = "district"

// styleLayers are those of the style that belong to the layers shown, and a
// plain style for the layers that the style does not know.
func (p *Picture) styleLayers() []*style.Layer {
	shown := func(id string) bool {
		return slices.ContainsFunc(p.Layers, func(l *layers.Layer) bool { return l.ID == id })
	}
	known := map[string]bool{}
	var out []*style.Layer
	for _, l := range p.Style.Layers {
		known[l.Collection] = true
		if l.Collection == "" || shown(l.Collection) {
			out = append(out, l)
		}
	}
	for _, l := range p.Layers {
		if !known[l.ID] && l.ID != ground {
			out = append(out, plain(l, p.Legend.Colours.Accent.Colour, p.Legend.Colours.Halo.Colour, p.Lang)...)
		}
	}
	return out
}
