// Package picture draws static maps for reports: a MapLibre style over layers
// in memory, on a sheet (PNG, SVG or PDF), with what a map on paper needs: title,
// legend with provenance, north arrow, scale bar, sources, date. No browser.
//
//	p, err := picture.New(picture.Request{Style: s, Legend: l, Find: find, Box: box, Width: 1000, Lang: "zh"})
//	page := sheet.NewPDF(p.Size(), faces, p.About())
//	err = p.Draw(ctx, page)
//
// Maps are in Web Mercator with north up, as on the page, so that both look the
// same; the scale bar and the ratio hold on the ground at the map's middle.
// Boxes are CRS84. What is drawn is a function of the request alone.
package picture
