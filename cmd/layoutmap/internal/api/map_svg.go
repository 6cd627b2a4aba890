package api

import (
	"fmt"
	"html/template"
	"math"
	"strconv"

	"layoutmap/geo/crs"
	"layoutmap/layers"

	"github.com/paulmach/orb"
)

// Bounds of the small maps on HTML pages.
const (
	mapWidth      = 640.0 // user units, about pixels
	mapMinHeight  = 200.0
	mapMaxHeight  = 480.0
	mapLeast      = 1.0 / 40_000 // unit-square Web Mercator, about 1 km: a lone point has ground around it
	mapMostShapes = 3000         // drawn of a layer; of more, every n-th
	mapMostLinks  = 600          // shapes that are links with a name
	mapMostBytes  = 1 << 20      // of SVG: beyond, shapes are left out, and the page says how many
	mapDot        = 4            // radius of a point
	unitsPerPixel = 10           // coordinates keep a tenth of a pixel

	layerMargin   = 0.06 // around a layer, of its size
	featureMargin = 0.8  // around a feature: its neighbours show where it is
)

// mapBackdrops are the layers, where there are such, behind all others. Read-only.
var mapBackdrops = [...]string{"district", "rivers", "roads"}

// svgMap is a small static map for an HTML page: no script, nothing fetched.
// Web Mercator, north up.
type svgMap struct {
	box           [4]float64 // unit-square Web Mercator: west, north, east, south
	width, height float64
	out           []byte
	Drawn, Of     int // shapes of the layer that are drawn, and that lie in view
}

// newSVGMap makes a map of a CRS84 box and a margin around it, a share of its size.
func newSVGMap(b orb.Bound, margin float64) *svgMap {
	west, north := crs.MercatorUnit(orb.Point{b.Min[0], b.Max[1]})
	east, south := crs.MercatorUnit(orb.Point{b.Max[0], b.Min[1]})
	grow := func(lo, hi float64) (float64, float64) {
		d := max(margin*(hi-lo), (mapLeast-(hi-lo))/2)
		return lo - d, hi + d
	}
	west, east = grow(west, east)
	north, south = grow(north, south)
	m := &svgMap{width: mapWidth}
	m.height = min(mapMaxHeight, max(mapMinHeight, mapWidth*(south-north)/(east-west)))
	// What the height was held to is made up for on one of the two axes.
	scale := max((east-west)/m.width, (south-north)/m.height)
	x, y := (west+east)/2, (north+south)/2
	m.box = [4]float64{x - scale*m.width/2, y - scale*m.height/2, x + scale*m.width/2, y + scale*m.height/2}
	return m
}

// bound is what the map shows, CRS84.
func (m *svgMap) bound() orb.Bound {
	nw, se := crs.FromMercatorUnit(m.box[0], m.box[1]), crs.FromMercatorUnit(m.box[2], m.box[3])
	return orb.Bound{Min: orb.Point{nw[0], se[1]}, Max: orb.Point{se[0], nw[1]}}
}

// noRow is the row of no feature.
const noRow = -1

// backdrop draws a layer, but for one row of it, quietly behind the rest, as
// far as there is room.
func (m *svgMap) backdrop(l *layers.Layer, class string, except int) {
	m.out = fmt.Appendf(m.out, `<g class="back %s">`, class)
	drawn := 0
	m.walk(l, func(sh *layers.Shape) {
		if drawn++; drawn > mapMostShapes || len(m.out) > mapMostBytes || int(sh.Row) == except {
			return
		}
		m.out = fmt.Appendf(m.out, `<g class="%s">`, template.HTMLEscapeString(l.Feature(int(sh.Row)).Text("method")))
		m.shape(l, sh)
		m.out = append(m.out, `</g>`...)
	})
	m.out = append(m.out, `</g>`...)
}

// layer draws the shapes of a layer's rows, nil for all, each a link to its
// item while they are few. link gives an item's address.
func (m *svgMap) layer(l *layers.Layer, rows map[uint32]bool, link func(id string) string) {
	m.walk(l, func(sh *layers.Shape) {
		if rows == nil || rows[sh.Row] {
			m.Of++
		}
	})
	step := max(1, (m.Of+mapMostShapes-1)/mapMostShapes)
	n := 0
	m.walk(l, func(sh *layers.Shape) {
		if rows != nil && !rows[sh.Row] {
			return
		}
		if n++; (n-1)%step != 0 || len(m.out) > mapMostBytes {
			return
		}
		m.Drawn++
		f := l.Feature(int(sh.Row))
		if m.Of > mapMostLinks {
			m.group(f, func() { m.shape(l, sh) })
			return
		}
		m.out = fmt.Appendf(m.out, `<a href="%s">`, template.HTMLEscapeString(link(f.ID)))
		m.group(f, func() { m.shape(l, sh) })
		m.out = append(m.out, `</a>`...)
	})
}

// feature draws one feature alone.
func (m *svgMap) feature(l *layers.Layer, f *layers.Feature) {
	m.group(f, func() {
		m.walk(l, func(sh *layers.Shape) {
			if int(sh.Row) == f.Row() {
				m.shape(l, sh)
			}
		})
	})
}

// group wraps a feature's shapes: its method decides the line, as on the big map.
func (m *svgMap) group(f *layers.Feature, draw func()) {
	m.out = fmt.Appendf(m.out, `<g class="%s"><title>%s</title>`,
		template.HTMLEscapeString(f.Text("method")), template.HTMLEscapeString(f.Text("name_zh")+" "+f.Text("name_en")))
	draw()
	m.out = append(m.out, `</g>`...)
}

// walk visits the shapes of a layer whose box meets the map.
func (m *svgMap) walk(l *layers.Layer, visit func(*layers.Shape)) {
	all := l.Shapes().Shapes
	l.Search(m.bound(), func(pos int) bool {
		visit(&all[pos])
		return true
	})
}

// shape draws one shape's parts.
func (m *svgMap) shape(l *layers.Layer, sh *layers.Shape) {
	s := l.Shapes()
	parts := s.Parts[sh.Lo:sh.Hi]
	if sh.Kind == layers.PointShape {
		for _, p := range parts {
			x, y := m.at(s.XY[p.Lo])
			m.out = append(m.out, `<circle r="`+strconv.Itoa(mapDot)+`" cx="`...)
			m.out = appendTenths(m.out, x)
			m.out = append(m.out, `" cy="`...)
			m.out = append(appendTenths(m.out, y), `"/>`...)
		}
		return
	}
	area := sh.Kind == layers.PolygonShape
	m.out = append(m.out, `<path class="`...)
	m.out = append(m.out, map[bool]string{true: "area", false: "line"}[area]...)
	m.out = append(m.out, `" d="`...)
	for _, p := range parts {
		m.path(s.XY[p.Lo:p.Hi], area)
	}
	m.out = append(m.out, `"/>`...)
}

// path draws a line or ring; vertices that fall on the same tenth of a pixel are drawn once.
func (m *svgMap) path(xy [][2]float64, closed bool) {
	var lastX, lastY int
	for i, p := range xy {
		x, y := m.at(p)
		if i > 0 && x == lastX && y == lastY && i < len(xy)-1 {
			continue
		}
		switch i {
		case 0:
			m.out = append(m.out, 'M')
		default:
			m.out = append(m.out, 'L')
		}
		m.out = append(appendTenths(m.out, x), ' ')
		m.out = appendTenths(m.out, y)
		lastX, lastY = x, y
	}
	if closed {
		m.out = append(m.out, 'Z')
	}
}

// at takes unit-square Web Mercator to tenths of a pixel. What lies far off
// the map stays in the range of an int.
func (m *svgMap) at(p [2]float64) (x, y int) {
	scale := unitsPerPixel * m.width / (m.box[2] - m.box[0])
	far := func(v float64) int { return int(math.Round(max(-1e6, min(1e6, v)))) }
	return far((p[0] - m.box[0]) * scale), far((p[1] - m.box[1]) * scale)
}

func appendTenths(dst []byte, v int) []byte {
	return strconv.AppendFloat(dst, float64(v)/unitsPerPixel, 'f', -1, 64)
}

// HTML is the finished picture.
func (m *svgMap) HTML() template.HTML {
	return template.HTML(fmt.Sprintf(`<svg class="map" viewBox="0 0 %.0f %.0f" role="group" aria-label="地图 Map">%s</svg>`, m.width, m.height, m.out))
}

// layerMap is the map of a whole layer, nil where nothing has a place.
func (r *request) layerMap(l *layers.Layer) *svgMap {
	if l.Bound().IsEmpty() {
		return nil
	}
	m := newSVGMap(l.Bound(), layerMargin)
	r.drawBackdrops(m, l)
	m.layer(l, nil, func(id string) string { return r.itemURL(l, id) + "?f=html" })
	return m
}

// pageMap is the map of a page of features, nil where none has a place.
func (r *request) pageMap(p layers.Page) *svgMap {
	rows := map[uint32]bool{}
	var b orb.Bound
	for _, match := range p.Matches {
		if match.Geometry == nil {
			continue
		}
		if len(rows) == 0 {
			b = match.Geometry.Bound()
		}
		b = b.Union(match.Geometry.Bound())
		rows[uint32(match.Row())] = true
	}
	if len(rows) == 0 {
		return nil
	}
	m := newSVGMap(b, layerMargin)
	r.drawBackdrops(m, p.Layer)
	m.layer(p.Layer, rows, func(id string) string { return r.itemURL(p.Layer, id) + "?f=html" })
	return m
}

// featureMap is the map of one feature among its neighbours, nil where it has no place.
func (r *request) featureMap(f *layers.Feature) *svgMap {
	if f.Geometry == nil {
		return nil
	}
	m := newSVGMap(f.Geometry.Bound(), featureMargin)
	r.drawBackdrops(m, f.Layer())
	m.backdrop(f.Layer(), "same", f.Row())
	m.feature(f.Layer(), f)
	return m
}

// drawBackdrops puts the ground behind a layer.
func (r *request) drawBackdrops(m *svgMap, l *layers.Layer) {
	for _, id := range mapBackdrops {
		if back, ok := r.server.Catalog.Layer(id); ok && l.ID != id {
			m.backdrop(back, id, noRow)
		}
	}
}
