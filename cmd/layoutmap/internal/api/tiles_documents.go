package api

import "layoutmap/tiles"

// The documents of OGC API – Tiles Part 1 (OGC 20-057) and the Two Dimensional
// Tile Matrix Set standard (OGC 17-083r4).

type matrixSetList struct {
	MatrixSets []matrixSetEntry `json:"tileMatrixSets"`
}

type matrixSetEntry struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	URI   string `json:"uri,omitempty"`
	CRS   string `json:"crs"`
	Links []link `json:"links"`
}

type tileSetList struct {
	TileSets []tileSetDocument `json:"tilesets"`
	Links    []link            `json:"links"`
}

// tileSetDocument describes a tileset: in full where it is asked for alone, in
// short in a list.
type tileSetDocument struct {
	Title        string              `json:"title"`
	DataType     string              `json:"dataType" enum:"vector"`
	CRS          string              `json:"crs"`
	MatrixSetURI string              `json:"tileMatrixSetURI,omitempty"`
	MatrixSetID  string              `json:"tileMatrixSetId,omitempty"`
	Attribution  string              `json:"attribution,omitempty"`
	Layers       []tileLayerDocument `json:"layers,omitempty"`
	Limits       []tiles.Limit       `json:"tileMatrixSetLimits,omitempty"`
	Links        []link              `json:"links"`
}

type tileLayerDocument struct {
	ID       string `json:"id"`
	DataType string `json:"dataType" enum:"vector"`
	Title    string `json:"title"`
	Schema   struct {
		Type       string     `json:"type" enum:"object"`
		Properties properties `json:"properties"`
	} `json:"propertiesSchema"`
}
