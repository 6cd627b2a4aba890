// Package tiles turns layers into vector tiles: tile matrix sets, the render
// pipeline, the Mapbox Vector Tile 2.1 encoder and checker, TileJSON, a cache,
// and archives of finished tiles (PMTiles, MBTiles).
//
//	r := tiles.NewRenderer(tiles.Options{})
//	set, _ := tiles.LookupMatrixSet("WebMercatorQuad")
//	tile, err := r.Tile(ctx, set, tiles.Coord{Z: 12, X: 3371, Y: 1551}, layer)
//
// A tile is a function of (layers, matrix set, coordinate) and of nothing else:
// two renderers, two runs and two machines give identical bytes.
//
// Inside a tile, coordinates are whole units of a grid of Extent × Extent, x
// east and y south from the tile's north-west corner; a buffer of 64 units
// around it repeats what the neighbours hold, so that strokes are not cropped.
// Every vertex is snapped to the grid of the zoom level before anything is cut,
// so the same vertex stands at the same place in every tile it appears in.
// Rings are valid after snapping (OGC Simple Features) and wound as the vector
// tile specification wants: exteriors have positive area by the surveyor's
// formula in these coordinates, holes negative.
//
// A tile keeps to a budget of bytes: what does not fit is left out by rank and
// counted (Tile.Thinned). The degree sets, WorldCRS84Quad and CGCS2000Quad, cut
// the same layers in longitude and latitude.
//
// The package knows nothing of HTTP.
package tiles
