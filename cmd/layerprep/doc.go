// Command layerprep builds the embedded layers from collected facts and the
// plan's text:
//
//	go run ./cmd/layerprep [--facts dir] [--plan dir] [--out dir] [--open-only]
//
// It writes layers/data/<id>/ (layer.yaml and the data file), layers/plan/
// (clauses.json, indicators.json), layers/data/README.md and BUILD.json. The
// same inputs give the same bytes: no clock, no random numbers, no map order.
//
// Everything that is a judgement stands in a table of its own: what a free-text
// status means (classify.go), which licence is open (provenance.go), what the
// plan says of a feature (quotes.go), where a key project lies
// (projects_placing.go), how wide a river is taken to be (demand_mask.go),
// what a place is called (names.go, pinyin.go). A value without a row fails the
// build.
//
// Coordinates are CRS84 with 6 decimals (0.1 m) and RFC 7946 winding; metres
// are those of EPSG:4548.
package main
