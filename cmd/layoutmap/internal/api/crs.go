package api

import (
	"fmt"
	"math"

	"layoutmap/geo/crs"
	"layoutmap/layers"

	"github.com/paulmach/orb"
)

// crs84 is the CRS of everything in memory, of every document that does not say otherwise.
const crs84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"

// crsURIs lists what crs and bbox-crs take, CRS84 first.
func crsURIs() []string {
	var out []string
	for _, c := range crs.All() {
		out = append(out, c.URI())
	}
	return out
}

// Parameters of OGC API – Features Part 2.
func crsParam() param {
	return param{name: "crs", doc: "CRS of the coordinates in the answer, in its own axis order; files other than JSON keep x before y. Content-Crs names it. The layoutmap URNs are for display on Chinese web maps alone.",
		schema: map[string]any{"type": "string", "format": "uri", "enum": crsURIs(), "default": crs84}}
}

func bboxCRSParam() param {
	return param{name: "bbox-crs", doc: "CRS of bbox, whose numbers then follow that CRS's axis order.",
		schema: map[string]any{"type": "string", "format": "uri", "enum": crsURIs(), "default": crs84}}
}

// contentCRSHeader declares the header of answers that carry coordinates.
func contentCRSHeader() map[string]any {
	return map[string]any{"Content-Crs": map[string]any{
		"description": "URI, in angle brackets, of the CRS of the coordinates in the answer", "schema": map[string]any{"type": "string"},
	}}
}

// displayCRS lists the systems of crsURIs that are for display alone.
func displayCRS() []string {
	var out []string
	for _, c := range crs.All() {
		if c.DisplayOnly() {
			out = append(out, c.URI())
		}
	}
	return out
}

// crs reads a parameter that names a CRS; CRS84 where it is not given. Beside
// the URIs, codes and safe CURIEs are understood.
func (r *request) crs(field string) (crs.CRS, error) {
	text, ok := r.value(field)
	if !ok {
		return crs.CRS84(), nil
	}
	c, err := crs.Lookup(text)
	if err != nil {
		return c, badParameter(field, fmt.Sprintf("%q is not a CRS of this collection; allowed lists them", text), crsURIs()...)
	}
	return c, nil
}

// setContentCRS says which CRS the coordinates of the answer are in.
func (r *request) setContentCRS(c crs.CRS) {
	r.Response().Header().Set("Content-Crs", "<"+c.URI()+">")
}

// checkFileCRS refuses a CRS that a file format cannot carry.
func checkFileCRS(e layers.Encoder, c crs.CRS) error {
	if e.Writes(c) {
		return nil
	}
	return badParameter("crs", fmt.Sprintf("%s cannot carry %s", e.Title, c), crs84)
}

// bbox reads bbox and bbox-crs into the query. The heights of a box of six
// numbers are read and ignored: the data are flat. A geographic box whose west
// is greater than its east crosses the antimeridian. A box at an impossible
// latitude, often one with its axes swapped, matches no place: it is no error.
func (r *request) bbox(q *layers.Query) error {
	c, err := r.crs("bbox-crs")
	if err != nil {
		return err
	}
	text, ok := r.value("bbox")
	if !ok {
		return nil
	}
	n, err := numbers("bbox", text)
	if err != nil {
		return err
	}
	order := "west,south,east,north"
	if !c.LonLat() {
		order = "south,west,north,east"
	}
	switch len(n) {
	case 4:
	case 6:
		n = []float64{n[0], n[1], n[3], n[4]}
	default:
		return badParameter("bbox", fmt.Sprintf("has %d numbers, want 4 (%s) or 6 (with heights)", len(n), order))
	}
	box := orb.Bound{Min: c.Ordered(orb.Point{n[0], n[1]}), Max: c.Ordered(orb.Point{n[2], n[3]})}
	impossible := c.Geographic() && (math.Abs(box.Min[1]) > 90 || math.Abs(box.Max[1]) > 90)
	switch {
	case box.Min[1] > box.Max[1] && !impossible:
		return badParameter("bbox", fmt.Sprintf("south %g is greater than north %g; the order is %s", box.Min[1], box.Max[1], order))
	case box.Min[0] <= box.Max[0]:
		addBox(q, c, box)
	case c.Geographic():
		addBox(q, c, orb.Bound{Min: box.Min, Max: orb.Point{180, box.Max[1]}})
		addBox(q, c, orb.Bound{Min: orb.Point{-180, box.Min[1]}, Max: box.Max})
	default:
		return badParameter("bbox", fmt.Sprintf("west %g is greater than east %g; the order is %s", box.Min[0], box.Max[0], order))
	}
	return nil
}

// addBox adds one box, in x (east) before y (north).
func addBox(q *layers.Query, c crs.CRS, b orb.Bound) {
	cover, exact := c.Cover(b)
	q.Bounds = append(q.Bounds, cover)
	if !exact {
		q.Boxes = append(q.Boxes, layers.Box{CRS: c, Bound: b})
	}
}
