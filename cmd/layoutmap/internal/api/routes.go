package api

import "layoutmap/tiles"

// Parameters that several routes share.
var (
	limitParam = param{name: "limit", doc: "Features in the page; more than the maximum is served as the maximum.",
		schema: map[string]any{"type": "integer", "minimum": 1, "maximum": maxLimit, "default": defaultLimit}}
	bboxParam = param{name: "bbox", list: true, doc: "Box west,south,east,north in CRS84, or in the CRS and axis order of bbox-crs; west > east crosses the antimeridian. Features without a place match every box.",
		schema: map[string]any{"type": "array", "minItems": 4, "maxItems": 6, "items": map[string]any{"type": "number"}}}
	radiusParam = param{name: "radius", doc: "Metres on the ground, geodesic; > 0 and ≤ 50 000. The circle's edge counts as inside.",
		schema: map[string]any{"type": "number", "exclusiveMinimum": true, "minimum": 0, "maximum": maxRadius, "default": 500}}
	bomParam = param{name: "bom", doc: "With f=csv: start the file with a byte order mark, which spreadsheets need to read UTF-8.",
		schema: map[string]any{"type": "boolean", "default": false}}
	collectionsParam = param{name: "collections", list: true, doc: "Ids of the collections to put into the tile; all of the plan when left out.",
		schema: map[string]any{"type": "array", "items": map[string]any{"type": "string"}}}
)

// itemParams are those of items, whoever's they are.
func itemParams() []param {
	return append([]param{bboxParam, bboxCRSParam(), crsParam(), datetimeParam, limitParam,
		{name: "cursor", doc: "Where the page before ended; taken from its next link.", schema: map[string]any{"type": "string"}},
		{name: "near", list: true, doc: "Centre lon,lat of a radius query; adds distance_m and sorts by it.",
			schema: map[string]any{"type": "array", "minItems": 2, "maxItems": 2, "items": map[string]any{"type": "number"}}},
		radiusParam, sortByParam, propertiesParam, bomParam}, filterParams()...)
}

// partsParam chooses what of an analysis is drawn.
func partsParam() param {
	return param{name: "parts", list: true, doc: "With f=geojson: the parts of the answer to draw; each feature names its own in the property part.",
		schema: wordList(map[string]any{"type": "string"})}
}

// routeTable lists every address of the API, in the order of the OpenAPI document.
func (s *Server) routeTable() []route {
	page := []string{"json", "html"}
	return append([]route{
		{id: "getLandingPage", path: "/", tag: "Capabilities", summary: "Landing page; the map where HTML is asked for", formats: page, answer: landingPage{}, handle: (*request).landing},
		{id: "getConformance", path: "/conformance", tag: "Capabilities", summary: "Conformance classes", formats: page, answer: conformanceDocument{}, handle: (*request).conformance},
		{id: "getAPI", path: "/api", tag: "Capabilities", summary: "This OpenAPI document", formats: []string{"openapi", "html"}, answer: map[string]any{}, handle: (*request).apiDocument},

		{id: "getCollections", path: "/collections", tag: "Data", summary: "The layers", formats: page, answer: collectionList{}, handle: (*request).collections},
		{id: "getCollection", path: "/collections/{collectionId}", tag: "Data", summary: "One layer", formats: page, answer: collection{}, handle: (*request).collectionPage},
		{id: "getSchema", path: "/collections/{collectionId}/schema", tag: "Data", summary: "JSON Schema of a layer's features", formats: []string{"schema"}, answer: schemaDocument{}, handle: (*request).schema},
		{id: "getQueryables", path: "/collections/{collectionId}/queryables", tag: "Data", summary: "What a filter on a layer may name", formats: []string{"schema"}, answer: schemaDocument{}, handle: (*request).queryables},
		{id: "getSortables", path: "/collections/{collectionId}/sortables", tag: "Data", summary: "What sortby on a layer may name", formats: []string{"schema"}, answer: schemaDocument{}, handle: (*request).sortables},
		{id: "getItems", path: "/collections/{collectionId}/items", tag: "Data", summary: "Features of a layer", formats: itemFormats(), answer: featureCollection{}, byLayer: true, post: true,
			params: itemParams(), handle: (*request).items},
		{id: "getItem", path: "/collections/{collectionId}/items/{featureId}", tag: "Data", summary: "One feature", formats: []string{"geojson", "json", "html"}, answer: feature{}, params: []param{crsParam()}, handle: (*request).item},
		{id: "getFunctions", path: "/functions", tag: "Data", summary: "Functions that a filter may call", formats: []string{"json"}, answer: functionList{}, handle: (*request).functions},

		{id: "getTileMatrixSets", path: "/tileMatrixSets", tag: "Tiles", summary: "Tile matrix sets", formats: []string{"json"}, answer: matrixSetList{}, handle: (*request).matrixSets},
		{id: "getTileMatrixSet", path: "/tileMatrixSets/{tileMatrixSetId}", tag: "Tiles", summary: "One tile matrix set", formats: []string{"json"}, answer: tiles.MatrixSetDocument{}, handle: (*request).matrixSet},
		{id: "getTileSets", path: "/tiles", tag: "Tiles", summary: "Tilesets of the whole plan", formats: []string{"json"}, answer: tileSetList{}, handle: (*request).tileSets},
		{id: "getTileSet", path: "/tiles/{tileMatrixSetId}", tag: "Tiles", summary: "Tileset of the whole plan", formats: []string{"json"}, answer: tileSetDocument{}, params: tileFilterParams(), handle: (*request).tileSet},
		{id: "getTileSetCertificate", path: "/tiles/{tileMatrixSetId}/certificate", tag: "Tiles", summary: "What the tiles of the whole plan were found to be: sizes, rings, ids, drops", formats: []string{"json"}, answer: tiles.Certificate{}, accepted: certificateProgress{}, handle: (*request).tileSetCertificate},
		{id: "getTile", path: "/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}", tag: "Tiles", summary: "Vector tile of the whole plan or of the collections named", media: mediaMVT, cheap: true, params: append([]param{collectionsParam}, tileFilterParams()...), handle: (*request).ogcTile},
		{id: "getCollectionTileSets", path: "/collections/{collectionId}/tiles", tag: "Tiles", summary: "Tilesets of a layer", formats: []string{"json"}, answer: tileSetList{}, handle: (*request).tileSets},
		{id: "getCollectionTileSet", path: "/collections/{collectionId}/tiles/{tileMatrixSetId}", tag: "Tiles", summary: "Tileset of a layer", formats: []string{"json"}, answer: tileSetDocument{}, params: tileFilterParams(), handle: (*request).tileSet},
		{id: "getCollectionTileSetCertificate", path: "/collections/{collectionId}/tiles/{tileMatrixSetId}/certificate", tag: "Tiles", summary: "What the tiles of a layer were found to be", formats: []string{"json"}, answer: tiles.Certificate{}, accepted: certificateProgress{}, handle: (*request).tileSetCertificate},
		{id: "getCollectionTile", path: "/collections/{collectionId}/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}", tag: "Tiles", summary: "Vector tile of a layer", media: mediaMVT, cheap: true, params: tileFilterParams(), handle: (*request).ogcTile},
		{id: "getTileJSON", path: "/xyz/{layers}.json", tag: "Tiles", summary: "TileJSON 3.0 of one layer, a comma list, or plan for all", formats: []string{"json"}, answer: tiles.TileJSON{}, params: tileFilterParams(), handle: (*request).tileJSON},
		{id: "getXYZCertificate", path: "/xyz/{layers}/certificate", tag: "Tiles", summary: "What the tiles of layers, or of a tile file, were found to be", formats: []string{"json"}, answer: tiles.Certificate{}, accepted: certificateProgress{}, handle: (*request).xyzCertificate},
		{id: "getXYZTile", path: "/xyz/{layers}/{z}/{x}/{y}.mvt", tag: "Tiles", summary: "Vector tile by column and row", media: mediaMVT, cheap: true, params: tileFilterParams(), handle: (*request).xyzTile},
		{id: "getStyles", path: "/styles", tag: "Styles", summary: "The map styles", formats: []string{"json"}, answer: styleList{}, handle: (*request).styles},
		{id: "getStyle", path: "/styles/{styleId}", tag: "Styles", summary: "A MapLibre style document", formats: []string{"json"}, answer: map[string]any{}, params: []param{langParam, mapHorizonParam}, handle: (*request).style},
		{id: "getSprite", path: "/sprites/{sprite}", tag: "Styles", summary: "The pictures of a style: index as JSON, picture as PNG", media: mediaPNG, handle: (*request).sprite},
		{id: "getGlyphs", path: "/fonts/{fontstack}/{range}.pbf", tag: "Styles", summary: "Glyphs of a font as signed distance fields, for labels in MapLibre", media: mediaGlyphs, handle: (*request).glyphs},
		{id: "getLegend", path: "/legend/{collectionId}", tag: "Styles", summary: "Legend of a layer as SVG", media: mediaSVG,
			params: []param{langParam, themeParam, {name: "row", doc: "Key of one row of the layer's legend, such as layout:core.", schema: map[string]any{"type": "string"}}},
			handle: (*request).legendImage},
		{id: "getBasemaps", path: "/basemaps", tag: "Styles", summary: "Raster maps of others that the page offers, as configured", formats: []string{"json"}, answer: basemapList{}, handle: (*request).basemaps},
		{id: "getMapPNG", path: "/map.png", tag: "Styles", summary: "Static map for a report, as PNG", media: mediaPNG, params: imageParams(), handle: (*request).mapImage},
		{id: "getMapSVG", path: "/map.svg", tag: "Styles", summary: "Static map for a report, as SVG", media: mediaSVG, params: imageParams(), handle: (*request).mapImage},
		{id: "getMapPDF", path: "/map.pdf", tag: "Styles", summary: "Static map for a report, as PDF", media: mediaPDF, params: imageParams(), handle: (*request).mapImage},

		{id: "getNear", path: "/near", tag: "Answers", summary: "Everything within a radius of a point, by layer, with distances", formats: []string{"json"}, answer: nearDocument{},
			params: []param{{name: "point", required: true, list: true, doc: "lon,lat in CRS84, inside the data's surroundings.",
				schema: map[string]any{"type": "array", "minItems": 2, "maxItems": 2, "items": map[string]any{"type": "number"}}}, radiusParam, limitParam},
			handle: (*request).near},
		{id: "getCoverage", path: "/coverage", tag: "Answers", summary: "Share of people and jobs within a radius of the stations (indicator 7)", formats: analysisFormats, answer: coverageDocument{},
			params: append(coverageParams(), partsParam(), bomParam), handle: (*request).coverageAnswer},
		{id: "getCurve", path: "/coverage/curve", tag: "Answers", summary: "The share against the radius, for several horizons", formats: []string{"json", "csv", "md", "html"}, answer: curveDocument{},
			params: append(curveParams(), bomParam), handle: (*request).curveAnswer},
		{id: "getPlan", path: "/plan", tag: "The plan", summary: "The plan's clauses by chapter and heading", formats: page, answer: planDocument{}, handle: (*request).planText},
		{id: "getClause", path: "/plan/{clause}", tag: "The plan", summary: "One clause of the plan", formats: page, answer: clauseDocument{}, handle: (*request).clause},
		{id: "getIndicators", path: "/indicators", tag: "The plan", summary: "The plan's 31 indicators", formats: page, answer: indicatorList{}, handle: (*request).indicators},

		{id: "getHealth", path: "/healthz", tag: "Running it", summary: "The process is alive", formats: []string{"json"}, answer: healthDocument{}, cheap: true, handle: (*request).health},
		{id: "getReady", path: "/readyz", tag: "Running it", summary: "The layers are loaded; which, and why a reload failed", formats: []string{"json"}, answer: readyDocument{}, cheap: true, handle: (*request).ready},
		{id: "getVersion", path: "/version", tag: "Running it", summary: "Version and digest of the data", formats: []string{"json"}, answer: versionDocument{}, cheap: true, handle: (*request).version},
	}, processRoutes()...)
}
