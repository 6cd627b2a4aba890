// Package layers holds the plan's map layers: what a layer is (schema,
// provenance, features), how one is read from a folder, and how one is asked.
//
//	catalog, err := layers.Open(layers.BuiltIn())
//	page, err := catalog.Layer("rail-stations").Query(ctx, layers.Query{Limit: 100})
//
// Everything is read-only once loaded: a Layer never changes, so it is shared
// without locks and its digest is its ETag. Coordinates are CRS84 (longitude,
// latitude, degrees) throughout; the package knows nothing of HTTP or tiles.
package layers
