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
	columnWidth   float64
	density       float64   // of the legend's rows: 1 is their own size
	seen          orb.Bound // what the frame shows, CRS84
	atZoom        float64
	footer        []line
	footerTop     float64
}

// Measures of the furniture, CSS pixels.
const (
	border          = 16.0
	titleHeight     = 46.0
	mostColumn      = 310.0
	mostColumnShare = 0.33 // of the picture's width
	gap             = 12.0
	scaleHeight     = 40.0
	lineHeight      = 13.0
	footerSize      = 9.0
	leastFrame      = 120.0 // either way
	legendBesides   = 560.0 // a picture this wide has its legend beside the map, else below it
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
	// What the legend lists depends on how large the map is, and the other way
	// round: the second layout knows the zoom of the first.
	guess := newView(r.Box, rect{0, 0, r.Width * 0.75, r.Width * 0.75 * aspect(r.Box)})
	p.seen, p.atZoom = r.Box, guess.zoom()
	for range 2 {
		p.entries = p.legendEntries()
		p.footer = p.footerLines(p.width - 2*border)
		p.layOut()
		if p.frame.w > 0 && p.frame.h > 0 {
			v := newView(r.Box, p.frame)
			p.seen, p.atZoom = v.bound(0), v.zoom()
		}
	}
	p.entries = p.legendEntries()
	return p.checked()
}

// layOut finds room for the map, the legend and the lines below.
func (p *Picture) layOut() {
	below := scaleHeight + float64(len(p.footer))*lineHeight + border
	top := border + titleHeight
	p.columns, p.density = 1, 1
	p.columnWidth = min(mostColumn, (p.width-2*border)*mostColumnShare, p.legendWidth())
	inner := p.width - 2*border
	if p.width < legendBesides {
		p.columnWidth = min(inner, p.legendWidth())
		p.columns = max(1, int(inner/p.columnWidth))
		tall := p.tallest(p.columns)
		p.frame = rect{border, top, inner, p.frameHeight(inner)}
		if p.Height > 0 {
			p.frame.h = p.Height - top - tall - gap - below
		}
		p.legendBox = rect{border, top + p.frame.h + gap, inner, tall}
		p.footerTop = p.legendBox.y + tall
	} else {
		h := p.Height - top - below
		if p.Height == 0 {
			h = max(p.frameHeight(inner-p.columnWidth-gap), p.tallest(1))
		}
		for p.tallest(p.columns) > h && p.columns < 3 && inner-float64(p.columns+1)*p.columnWidth-gap > p.width/2 {
			p.columns++
		}
		if tall := p.tallest(p.columns); tall > h {
			p.density = max(leastDensity, h/tall)
			p.columnWidth = min(p.columnWidth, p.legendWidth())
		}
		room := inner - float64(p.columns)*p.columnWidth - gap
		p.frame = rect{border, top, room, h}
		p.legendBox = rect{border + room + gap, top, float64(p.columns) * p.columnWidth, h}
		p.footerTop = top + h
	}
	p.height = p.Height
	if p.height == 0 {
		p.height = math.Ceil(p.footerTop + below)
	}
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
